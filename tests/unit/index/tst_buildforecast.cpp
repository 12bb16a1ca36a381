// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildforecast.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using catalog::VectorKind;

namespace {

WorkerInput largeTable()
{
    WorkerInput input;
    input.method = u"hnsw"_s;
    input.pgvector = QVersionNumber(0, 8, 7);
    input.table = u"public.documents"_s;
    input.heapBytes = 100 << 20;
    input.workMem = qint64(1) << 30;
    return input;
}

BuildWork hnswOf(double rows, double valueBytes, int m = 16, int efConstruction = 64)
{
    BuildWork work;
    work.method = u"hnsw"_s;
    work.type = {VectorKind::Vector, int(valueBytes - 8) / 4};
    work.valueBytes = valueBytes;
    work.rows = rows;
    work.m = m;
    work.efConstruction = efConstruction;
    return work;
}

MeasuredBuild built(const BuildWork &work, double seconds)
{
    return {work, seconds, {}};
}

IndexSpec hnswSpec()
{
    IndexSpec spec;
    spec.schema = u"public"_s;
    spec.table = u"documents"_s;
    spec.keys = {{.column = u"embedding"_s, .columnType = {VectorKind::Vector, 768}, .expression = {}}};
    return spec;
}

ForecastInput inputOf(std::vector<double> partRows)
{
    ForecastInput input;
    double rows = 0;
    for (const double each : partRows) {
        input.rows.parts.push_back({u"public.documents"_s, each * 60, each * 4'100, each, each, 0, std::nullopt, false, false});
        rows += each;
    }
    input.rows.rows = input.rows.indexedRows = Figure::exact(rows, u"counted"_s);
    input.rows.deadRows = Figure::about(0, 0.1, u"by the server's statistics"_s);
    input.rows.type = {VectorKind::Vector, 768};
    input.rows.valueBytes = Figure::exact(8 + 4 * 768, u"of the type"_s);
    input.host.serverVersion = 150000;
    input.host.pgvector = QVersionNumber(0, 8, 0);
    input.host.maintenanceWorkMem = 64 << 20;
    input.host.maintenanceWorkers = 2;
    input.host.parallelWorkers = input.host.workerProcesses = 8;
    input.host.leastParallelHeap = 8 << 20;
    return input;
}

} // namespace

class BuildForecastTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void grantsWorkersAsTheServerDoes_data();
    void grantsWorkersAsTheServerDoes();
    void saysWhyThereAreNoWorkers();
    void warnsOfWorkersThatMayCrashTheServer();
    void seesThatSharedMemoryIsShort();
    void growsAsBuildsWereMeasuredTo_data();
    void growsAsBuildsWereMeasuredTo();
    void growsAsIvfflatBuildsWereMeasuredTo();
    void takesTheStartOutOfACalibration();
    void learnsHowSlowTheDiskIs();
    void neverInventsATime();
    void trustsTheMostAlikeOfPastBuilds();
    void countsElementsOfRepeatedValues();
    void sumsPartitions();
    void warnsBeforeTheServerDoes();
    void countsTheValidationOfABuildConcurrently();
    void theWalNeedsRoomToo();
    void writesNullForWhatIsNotKnown();
};

void BuildForecastTest::grantsWorkersAsTheServerDoes_data()
{
    QTest::addColumn<WorkerInput>("input");
    QTest::addColumn<int>("workers");
    const auto row = [](const char *name, auto change, int workers) {
        WorkerInput input = largeTable();
        change(input);
        QTest::newRow(name) << input << workers;
    };
    row("HNSW takes what it may", [](WorkerInput &) {}, 2);
    row("HNSW does not count by size once one is planned", [](WorkerInput &w) { w.maintenanceWorkers = 7; w.heapBytes = 9 << 20; }, 7);
    row("IVFFlat counts by size", [](WorkerInput &w) { w.method = u"ivfflat"_s; w.maintenanceWorkers = 7; w.heapBytes = 9 << 20; }, 1);
    row("one more for three times the size", [](WorkerInput &w) { w.method = u"ivfflat"_s; w.maintenanceWorkers = 7; w.heapBytes = 80 << 20; }, 3);
    row("a heap below 8 MB has none", [](WorkerInput &w) { w.heapBytes = (8 << 20) - 1; }, 0);
    row("64 MB of memory are enough for one", [](WorkerInput &w) { w.workMem = 64 << 20; w.method = u"ivfflat"_s; }, 1);
    row("less are for none", [](WorkerInput &w) { w.workMem = 63 << 20; }, 0);
    row("the table's own stands above size and memory", [](WorkerInput &w) { w.heapBytes = 1; w.workMem = 1 << 20; w.tableWorkers = 1; }, 1);
    row("but not above the setting", [](WorkerInput &w) { w.tableWorkers = 5; }, 2);
    row("the table may want none", [](WorkerInput &w) { w.tableWorkers = 0; }, 0);
    row("max_parallel_workers caps", [](WorkerInput &w) { w.maintenanceWorkers = 7; w.parallelWorkers = 3; }, 3);
    row("so do processes", [](WorkerInput &w) { w.maintenanceWorkers = 7; w.workerProcesses = 4; }, 4);
    row("HNSW of old is built in one process", [](WorkerInput &w) { w.pgvector = QVersionNumber(0, 5, 1); }, 0);
    row("the setting may forbid it", [](WorkerInput &w) { w.maintenanceWorkers = 0; }, 0);
    row("temporary tables have none", [](WorkerInput &w) { w.isTemporary = true; }, 0);
}

void BuildForecastTest::grantsWorkersAsTheServerDoes()
{
    QFETCH(WorkerInput, input);
    QFETCH(int, workers);
    QCOMPARE(forecastWorkers(input).workers, workers);
    QVERIFY(!forecastWorkers(input).reason.isEmpty());
}

void BuildForecastTest::saysWhyThereAreNoWorkers()
{
    WorkerInput input = largeTable();
    input.heapBytes = 1 << 20;
    input.toastBytes = 100 << 20;
    const WorkerForecast forecast = forecastWorkers(input);
    QVERIFY2(forecast.reason.contains(u"TOAST"_s), qPrintable(forecast.reason));
    QCOMPARE(forecast.remedy, u"ALTER TABLE public.documents SET (parallel_workers = 2)"_s);
}

void BuildForecastTest::warnsOfWorkersThatMayCrashTheServer()
{
    WorkerInput input = largeTable();
    QVERIFY(!forecastWorkers(input).isUnsafe);
    input.pgvector = QVersionNumber(0, 8, 1);
    const WorkerForecast heldBack = forecastWorkers(input);
    QCOMPARE(heldBack.workers, 0);
    QVERIFY(heldBack.isHeldBack && !heldBack.isUnsafe && heldBack.remedy.isEmpty());
    QVERIFY2(heldBack.reason.contains(u"max_parallel_maintenance_workers = 0"_s) && heldBack.reason.contains(u"CVE-2026-3172"_s), qPrintable(heldBack.reason));
    input.isNamed = true;
    QCOMPARE(forecastWorkers(input).workers, 2);
    const WorkerForecast forecast = forecastWorkers(input);
    QVERIFY(forecast.isUnsafe);
    QVERIFY2(forecast.reason.contains(u"CVE-2026-3172"_s), qPrintable(forecast.reason));
    QCOMPARE(forecast.remedy, u"SET max_parallel_maintenance_workers = 0"_s);
    input.heapBytes = 0; // none are planned, and none should be
    QVERIFY(!forecastWorkers(input).isUnsafe);
    QVERIFY(forecastWorkers(input).remedy.isEmpty());
    input.method = u"ivfflat"_s;
    QVERIFY(!forecastWorkers(input).remedy.isEmpty());
}

void BuildForecastTest::seesThatSharedMemoryIsShort()
{
    WorkerInput input = largeTable();
    input.sharedMemoryFree = 64 << 20;
    QVERIFY(forecastWorkers(input).sharedMemoryShort);
    QCOMPARE(forecastWorkers(input).remedy, u"SET maintenance_work_mem = '57MB'"_s);
    input.sharedMemoryFree = qint64(2) << 30;
    QVERIFY(!forecastWorkers(input).sharedMemoryShort);
}

/// Processor time of builds of the same rows, pgvector 0.8.0, PostgreSQL 15; the first on 1,250 rows.
void BuildForecastTest::growsAsBuildsWereMeasuredTo_data()
{
    QTest::addColumn<double>("valueBytes");
    QTest::addColumn<int>("m");
    QTest::addColumn<int>("efConstruction");
    QTest::addColumn<double>("sampleSeconds");
    QTest::addColumn<double>("rows");
    QTest::addColumn<double>("seconds");
    QTest::newRow("vector(768), 5,000") << 3'080.0 << 16 << 64 << 0.217 << 5'000.0 << 1.57;
    QTest::newRow("vector(768), 25,000") << 3'080.0 << 16 << 64 << 0.217 << 25'000.0 << 13.9;
    QTest::newRow("vector(768), m 8") << 3'080.0 << 8 << 64 << 0.103 << 25'000.0 << 5.15;
    QTest::newRow("vector(768), m 32") << 3'080.0 << 32 << 128 << 0.762 << 25'000.0 << 53.1;
    QTest::newRow("vector(768), ef_construction 200") << 3'080.0 << 16 << 200 << 0.392 << 5'000.0 << 3.28;
    QTest::newRow("vector(100)") << 408.0 << 16 << 64 << 0.152 << 25'000.0 << 6.23;
    QTest::newRow("vector(100), m 8") << 408.0 << 8 << 64 << 0.069 << 25'000.0 << 2.90;
    QTest::newRow("halfvec(768)") << 1'544.0 << 16 << 64 << 0.188 << 25'000.0 << 11.4;
    QTest::newRow("bit(1024)") << 136.0 << 16 << 64 << 0.206 << 25'000.0 << 8.31;
    QTest::newRow("bit(1024), m 32") << 136.0 << 32 << 128 << 0.837 << 25'000.0 << 34.4;
    // On a machine with a larger cache, where graphs of that size grow more slowly.
    QTest::newRow("vector(768), cached") << 3'080.0 << 16 << 64 << 0.197 << 25'000.0 << 9.89;
    QTest::newRow("vector(100), cached") << 408.0 << 16 << 64 << 0.146 << 25'000.0 << 4.40;
    QTest::newRow("halfvec(768), cached") << 1'544.0 << 16 << 64 << 0.198 << 25'000.0 << 9.40;
}

void BuildForecastTest::growsAsBuildsWereMeasuredTo()
{
    QFETCH(double, valueBytes);
    QFETCH(int, m);
    QFETCH(int, efConstruction);
    QFETCH(double, sampleSeconds);
    QFETCH(double, rows);
    QFETCH(double, seconds);
    const Figure figure = timeByCalibration({hnswOf(rows, valueBytes, m, efConstruction)}, {built(hnswOf(1'250, valueBytes, m, efConstruction), sampleSeconds)});
    QVERIFY2(std::abs(figure.value / seconds - 1) < 0.25, qPrintable(u"%1 instead of %2"_s.arg(figure.value).arg(seconds)));
    QVERIFY(figure.low < figure.value && figure.value < figure.high);
    QCOMPARE(figure.source, u"calibrated on 1,250 rows"_s);
}

/// Wall time of builds of vector(768) whose phases were measured, PostgreSQL 15, pgvector 0.8.0: k-means is the most of them.
void BuildForecastTest::growsAsIvfflatBuildsWereMeasuredTo()
{
    const auto build = [](double rows, int lists) {
        BuildWork work = hnswOf(rows, 3'080);
        work.method = u"ivfflat"_s;
        work.lists = lists;
        return work;
    };
    // Of 1,250 and 5,000 rows with one list; of 5,000 with as many rows a list as the whole has.
    const auto calibrated = [&](BuildWork work, int lists, double quarter, double flat, double grouped) {
        const auto sample = [&](double rows, int of, double seconds) {
            BuildWork each = build(rows, of);
            each.valueBytes = work.valueBytes;
            return built(each, seconds);
        };
        return timeByCalibration({work}, {sample(1'250, 1, quarter), sample(5'000, 1, flat), sample(5'000, lists, grouped)});
    };
    const auto isNear = [](const Figure &figure, double seconds) { return std::abs(figure.value / seconds - 1) < 0.2; };
    BuildWork work = build(25'000, 25);
    work.writtenBytes = 102e6;
    QVERIFY(isNear(calibrated(work, 12, 0.0154, 0.069, 0.092), 0.72));
    work.lists = 200;
    QVERIFY(isNear(calibrated(work, 100, 0.0154, 0.069, 0.246), 1.80));
    work.lists = 500;
    QVERIFY(isNear(calibrated(work, 100, 0.0154, 0.069, 0.272), 5.90));
    // Random values need many rounds.
    work = build(30'000, 500);
    work.valueBytes = 1'544;
    work.writtenBytes = 49e6;
    QVERIFY(isNear(calibrated(work, 100, 0.006, 0.0241, 0.230), 5.20));
    // Without a build of one list, as the usual rounds.
    QVERIFY(isNear(timeByCalibration({build(25'000, 25)}, {built(build(5'000, 25), 0.144)}), 0.607));
    // What is written counts by itself: a second for 500 MB.
    BuildWork written = build(25'000, 25);
    written.writtenBytes = 500e6;
    const double more = timeByCalibration({written}, {built(build(5'000, 25), 0.144)}).value - timeByCalibration({build(25'000, 25)}, {built(build(5'000, 25), 0.144)}).value;
    QVERIFY2(std::abs(more - 1) < 0.001, qPrintable(QString::number(more)));
}

void BuildForecastTest::takesTheStartOutOfACalibration()
{
    const auto seconds = [](double rows) { return 2 + 1e-4 * workUnits(hnswOf(rows, 3'080)); };
    const Figure figure = timeByCalibration({hnswOf(25'000, 3'080)}, {built(hnswOf(312, 3'080), seconds(312)), built(hnswOf(1'250, 3'080), seconds(1'250)),
                                                                      built(hnswOf(312, 3'080), seconds(312))});
    QVERIFY(std::abs(figure.value / seconds(25'000) - 1) < 0.001);
    // Measured the wrong way round by noise: the start is then nothing.
    const Figure noisy = timeByCalibration({hnswOf(25'000, 3'080)}, {built(hnswOf(312, 3'080), 9), built(hnswOf(1'250, 3'080), 1)});
    QVERIFY(std::abs(noisy.value / (workUnits(hnswOf(25'000, 3'080)) / workUnits(hnswOf(1'250, 3'080))) - 1) < 0.001);
}

void BuildForecastTest::learnsHowSlowTheDiskIs()
{
    const auto seconds = [](const BuildWork &work) { return 0.5 + 1e-4 * workUnits(work); };
    const auto onDisk = [](double rows, double those, double slower) {
        BuildWork work = hnswOf(rows, 3'080);
        work.rowsOnDisk = those;
        work.slowerOnDisk = slower;
        return work;
    };
    BuildWork wanted = onDisk(25'000, 15'000, 6); // a guess, until it is measured
    const std::vector<MeasuredBuild> inMemory{built(hnswOf(312, 3'080), seconds(hnswOf(312, 3'080))), built(hnswOf(1'250, 3'080), seconds(hnswOf(1'250, 3'080)))};
    const Figure guessed = timeByCalibration({wanted}, inMemory);
    QVERIFY2(guessed.source.contains(u"rough guess"_s), qPrintable(guessed.source));
    std::vector<MeasuredBuild> all = inMemory;
    all.push_back(built(onDisk(312, 200, 6), seconds(onDisk(312, 200, 12))));
    const Figure measured = timeByCalibration({wanted}, all);
    QVERIFY2(std::abs(measured.value / seconds(onDisk(25'000, 15'000, 12)) - 1) < 0.01, qPrintable(QString::number(measured.value)));
    QVERIFY(measured.high / measured.low < guessed.high / guessed.low);
}

void BuildForecastTest::neverInventsATime()
{
    QVERIFY(!timeByCalibration({hnswOf(25'000, 3'080)}, {}).isKnown());
    QVERIFY(!timeByPastBuilds({hnswOf(25'000, 3'080)}, {}).isKnown());
    BuildWork other = hnswOf(25'000, 3'080);
    other.method = u"ivfflat"_s;
    QVERIFY(!timeByPastBuilds({hnswOf(25'000, 3'080)}, {built(other, 10)}).isKnown());
    QVERIFY(!timeByCalibration({hnswOf(25'000, 3'080)}, {}).source.isEmpty());
}

void BuildForecastTest::trustsTheMostAlikeOfPastBuilds()
{
    const MeasuredBuild same = built(hnswOf(24'000, 3'080), 40), other = built(hnswOf(1'000, 136, 32, 200), 60);
    const Figure figure = timeByPastBuilds({hnswOf(25'000, 3'080)}, {other, same});
    QVERIFY2(figure.value > 36 && figure.value < 48, qPrintable(QString::number(figure.value)));
    QCOMPARE(figure.source, u"from 2 builds on this server"_s);
    const Figure alone = timeByPastBuilds({hnswOf(25'000, 3'080)}, {other});
    QVERIFY(alone.high / alone.low > figure.high / figure.low);
}

void BuildForecastTest::countsElementsOfRepeatedValues()
{
    QCOMPARE(elementsPerRow({{1, 1'000}}, 1'000), 1.0);
    QCOMPARE(elementsPerRow({{1, 500}, {500, 1}}, 1'000), 0.55); // ten rows share an element
    QCOMPARE(elementsPerRow({}, 0), 1.0);
    QCOMPARE(elementsPerRow({{1, 1'000}}, 100'000), 1.0); // nothing came up twice: nothing is believed to
    const double sampled = elementsPerRow({{1, 500}, {500, 1}}, 100'000); // half of a sample is one value
    QVERIFY2(std::abs(sampled - 0.55) < 0.01, qPrintable(QString::number(sampled)));
}

void BuildForecastTest::sumsPartitions()
{
    const BuildForecast one = forecastBuild(hnswSpec(), {}, inputOf({30'000}));
    const BuildForecast three = forecastBuild(hnswSpec(), {}, inputOf({10'000, 10'000, 10'000}));
    QVERIFY(std::abs(three.sizeBytes.value / one.sizeBytes.value - 1) < 0.01);
    QVERIFY(std::abs(three.memoryBytes.value / one.memoryBytes.value - 1.0 / 3) < 0.01); // one graph at a time
    QCOMPARE(buildWork(hnswSpec(), {}, inputOf({10'000, 0, 10'000})).size(), std::size_t(2));
}

void BuildForecastTest::warnsBeforeTheServerDoes()
{
    const BuildForecast spilling = forecastBuild(hnswSpec(), {}, inputOf({100'000}));
    QCOMPARE(spilling.fitsMemory, std::optional(false));
    QVERIFY(spilling.spillAtRow && *spilling.spillAtRow < 20'000);
    QVERIFY(spilling.warnings.first().contains(u"SET maintenance_work_mem = '"_s) && spilling.warnings.first().contains(u"cannot be asked"_s));
    ForecastInput onHost = inputOf({100'000});
    onHost.host.memory = qint64(4) << 30;
    const QString spared = forecastBuild(hnswSpec(), {}, onHost).warnings.first();
    QVERIFY2(spared.contains(u"SET maintenance_work_mem = '"_s) && !spared.contains(u"cannot be asked"_s), qPrintable(spared));
    onHost.host.memory = qint64(512) << 20;
    const QString tooMuch = forecastBuild(hnswSpec(), {}, onHost).warnings.first();
    QVERIFY2(!tooMuch.contains(u"SET maintenance_work_mem"_s) && tooMuch.contains(u"halfvec"_s), qPrintable(tooMuch));
    QVERIFY(forecastBuild(hnswSpec(), {.maintenanceWorkMem = qint64(1) << 30, .parallelWorkers = 0}, inputOf({100'000})).warnings.isEmpty());
    IndexSpec flat = hnswSpec();
    flat.method = u"ivfflat"_s;
    flat.setOption(u"lists"_s, 316);
    const BuildForecast refused = forecastBuild(flat, {}, inputOf({316'000}));
    QCOMPARE(refused.fitsMemory, std::optional(false));
    QVERIFY2(refused.warnings.first().contains(u"refuses"_s), qPrintable(refused.warnings.first()));
    QCOMPARE(refused.lists, 316);
    QVERIFY(forecastBuild(flat, {}, inputOf({0})).warnings.last().contains(u"no rows"_s));
}

void BuildForecastTest::countsTheValidationOfABuildConcurrently()
{
    ForecastInput input = inputOf({100'000});
    input.rows.parts.front().heapBytes = 400e6;
    input.calibration = {built(hnswOf(5'000, 3'080), 5)};
    IndexSpec spec = hnswSpec();
    spec.concurrently = false;
    const BuildForecast plain = forecastBuild(spec, {}, input);
    spec.concurrently = true;
    const BuildForecast concurrent = forecastBuild(spec, {}, input);
    const double again = (concurrent.sizeBytes.value + 400e6) / scanBytesPerSecond;
    QVERIFY2(std::abs(concurrent.seconds.value - plain.seconds.value - again) < 0.01, qPrintable(QString::number(concurrent.seconds.value - plain.seconds.value)));
    // How fast it reads is an assumption, and said to be one; the interval has room for a slow disk.
    QVERIFY2(concurrent.seconds.source.contains(u"assumed at 400 MB/s and not measured"_s) && !plain.seconds.source.contains(u"assumed"_s), qPrintable(concurrent.seconds.source));
    QVERIFY(concurrent.seconds.high >= plain.seconds.high + 4 * again);
    QVERIFY(concurrent.seconds.low > plain.seconds.low && concurrent.seconds.low < plain.seconds.low + again);
    // A build of before that was validated, too, tells the same.
    MeasuredBuild past = built(hnswOf(100'000, 3'080), 60);
    const double unvalidated = timeByPastBuilds({hnswOf(100'000, 3'080)}, {past}).value;
    past.work.validatedBytes = 400e6;
    past.seconds += 1;
    QVERIFY(std::abs(timeByPastBuilds({hnswOf(100'000, 3'080)}, {past}).value - unvalidated) < 0.01);
}

void BuildForecastTest::theWalNeedsRoomToo()
{
    ForecastInput input = inputOf({100'000}); // some 400 MB
    input.host.diskFree = 600'000'000;
    input.host.diskSource = u"free there"_s;
    input.host.memory = qint64(64) << 30;
    const BuildSettings roomy{.maintenanceWorkMem = qint64(1) << 30, .parallelWorkers = 0};
    QVERIFY(forecastBuild(hnswSpec(), roomy, input).warnings.isEmpty());
    input.host.maxWalSize = qint64(1) << 30;
    input.host.isWalBeside = true;
    const QStringList beside = forecastBuild(hnswSpec(), roomy, input).warnings;
    QVERIFY2(beside.size() == 1 && beside.first().contains(u"its WAL up to"_s), qPrintable(beside.join(u'\n')));
    input.rows.parts.front().isUnlogged = true;
    QVERIFY(forecastBuild(hnswSpec(), roomy, input).warnings.isEmpty());
    input.rows.parts.front().isUnlogged = false;
    input.host.maxWalSize = 100'000'000; // a checkpoint comes before
    QVERIFY(forecastBuild(hnswSpec(), roomy, input).warnings.isEmpty());
    input.host.isWalBeside = false;
    input.host.walFree = 50'000'000;
    QVERIFY(forecastBuild(hnswSpec(), roomy, input).warnings.value(0).contains(u"pg_wal"_s));
}

void BuildForecastTest::writesNullForWhatIsNotKnown()
{
    const QJsonObject unknown = forecastJson(forecastBuild(hnswSpec(), {}, inputOf({1'000})));
    for (const QString &key : {u"build_seconds"_s, u"build_seconds_low"_s, u"build_seconds_high"_s, u"spill_at_tuple"_s})
        QVERIFY2(unknown.contains(key) && unknown[key].isNull(), qPrintable(key));
    QCOMPARE(unknown[u"fits_memory"_s].toBool(), true);
    QCOMPARE_GT(unknown[u"size_bytes"_s].toInteger(), 4'000'000);
    QCOMPARE_GT(unknown[u"graph_memory_bytes"_s].toInteger(), 3'000'000);
    ForecastInput measured = inputOf({1'000});
    measured.calibration = {built(hnswOf(500, 3'080), 1)};
    const QJsonObject known = forecastJson(forecastBuild(hnswSpec(), {}, measured));
    QVERIFY(known[u"build_seconds_low"_s].toDouble() < known[u"build_seconds"_s].toDouble());
    QVERIFY(forecastText(forecastBuild(hnswSpec(), {}, measured)).contains(u"calibrated on 500 rows"_s));
}

QTEST_APPLESS_MAIN(BuildForecastTest)
#include "tst_buildforecast.moc"
