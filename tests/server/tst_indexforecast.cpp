// SPDX-License-Identifier: GPL-3.0-or-later
// Forecasts of builds beside the builds themselves, and calibrations that leave nothing behind, however they end.
#include "index/calibration.h"
#include "index/indexddl.h"
#include "support/atstep.h"
#include "support/testcluster.h"

#include <QRegularExpression>
#include <QSemaphore>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using catalog::VectorKind;
using Form = IndexKey::Form;

namespace {

constexpr int rows = 2'000;

bool within(double forecast, double real, double share)
{
    if (std::abs(forecast / real - 1) > share)
        qWarning("forecast %.0f, real %.0f", forecast, real);
    return std::abs(forecast / real - 1) <= share;
}

} // namespace

class IndexForecastTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void foretellsSizes_data();
    void foretellsSizes();
    void foretellsTheTupleOfTheNotice_data();
    void foretellsTheTupleOfTheNotice();
    void foretellsWhatSharedValuesSave();
    void countsWhatAPartialIndexHolds();
    void sumsPartitions();
    void measuresSparseValues();
    void readsAnExpression();
    void foretellsNothingOfAnEmptyTable();
    void knowsItsOwnHost();
    void calibratesAndLeavesNothing_data();
    void calibratesAndLeavesNothing();
    void givesTheSampleTheWorkersOfTheTable();
    void leavesNothingAfterAFailure();
    void leavesNothingAfterACancel();
    void saysWhyItCannotCalibrate();
    void leavesNothingWhenTheServerIsKilled(); // last: it takes the sessions with it

private:
    template<typename Work>
    auto on(Work work)
    {
        auto future = m_session->run(u"test"_s, std::move(work)).future;
        if constexpr (std::is_same_v<decltype(future), QFuture<void>>)
            future.waitForFinished();
        else
            return future.result();
    }
    void exec(const QString &sql)
    {
        on([&](pg::Connection &c, core::JobContext &) { c.exec(sql); });
    }
    qint64 number(const QString &sql)
    {
        return on([&](pg::Connection &c, core::JobContext &) { return c.exec(sql).integer(0, 0); });
    }
    static IndexSpec spec(Form form = Form::Column, const QString &table = u"t"_s, const QString &method = u"hnsw"_s)
    {
        IndexSpec spec;
        spec.schema = u"public"_s;
        spec.table = table;
        spec.method = method;
        spec.metric = form == Form::BinaryQuantize ? catalog::AnnMetric::Hamming : catalog::AnnMetric::L2;
        spec.keys = {{.form = form, .column = u"v"_s, .columnType = {VectorKind::Vector, 768}, .start = 1, .count = 100, .expression = {}}};
        return spec;
    }
    ForecastInput input(const IndexSpec &of)
    {
        return on([&](pg::Connection &c, core::JobContext &) { return readForecastInput(c, of); });
    }
    BuildForecast forecast(const IndexSpec &of, const BuildSettings &settings = {}) { return forecastBuild(of, settings, input(of)); }
    /// Builds it and returns its size.
    qint64 build(const IndexSpec &of)
    {
        return on([&](pg::Connection &c, core::JobContext &) {
            IndexSpec named = of;
            named.name = u"built"_s;
            named.concurrently = false;
            c.exec(IndexSql(c).create(named));
            const qint64 bytes = c.exec("SELECT sum(pg_relation_size(i.relid)) FROM pg_partition_tree('built') i").integer(0, 0);
            const qint64 alone = c.exec("SELECT pg_relation_size('built')").integer(0, 0);
            c.exec("DROP INDEX built");
            return std::max(bytes, alone);
        });
    }
    CalibrationPlan plan(const IndexSpec &of, const BuildSettings &settings, double share)
    {
        const ForecastInput read = input(of);
        return on([&](pg::Connection &c, core::JobContext &) { return planCalibration(c, of, settings, read, share); });
    }
    core::Task<sql::ChangeReport> start(const CalibrationPlan &plan, sql::ChangeListener *listener = nullptr)
    {
        return m_session->run(u"calibrate"_s, [plan, listener](pg::Connection &c, core::JobContext &job) {
            return sql::ChangeRunner(plan.change, listener).run(c, job);
        });
    }
    qint64 leftBehind() { return number(u"SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'quiver%'"_s); }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
};

void IndexForecastTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>(QStringList{u"autovacuum = off"_s});
    m_session = m_services.session(m_cluster->options());
    exec(u"CREATE TABLE t (id int, v vector(768))"_s);
    exec(u"INSERT INTO t SELECT g, (SELECT array_agg(random() - 0.5) FROM generate_series(1, 768) WHERE g > 0)::vector FROM generate_series(1, %1) g"_s.arg(rows));
}

void IndexForecastTest::cleanupTestCase()
{
    m_session.reset();
    m_cluster.reset();
}

void IndexForecastTest::foretellsSizes_data()
{
    QTest::addColumn<IndexSpec>("of");
    for (const auto &[name, form] : {std::pair{"vector(768)", Form::Column}, {"halfvec(768)", Form::Halfvec}, {"vector(100)", Form::Subvector}, {"bit(768)", Form::BinaryQuantize}}) {
        for (const int m : {8, 16, 32}) {
            IndexSpec of = spec(form);
            of.setOption(u"m"_s, m);
            of.setOption(u"ef_construction"_s, 2 * m);
            QTest::addRow("%s, m %d", name, m) << of;
        }
        IndexSpec of = spec(form, u"t"_s, u"ivfflat"_s);
        of.setOption(u"lists"_s, 10);
        QTest::addRow("%s, 10 lists", name) << of;
    }
}

void IndexForecastTest::foretellsSizes()
{
    QFETCH(IndexSpec, of);
    const BuildForecast told = forecast(of);
    const qint64 real = build(of);
    // Of so few rows it is also a matter of where the last page of each list ends.
    QVERIFY(std::abs(told.sizeBytes.value - double(real)) < 6 * 8192 || within(told.sizeBytes.value, double(real), 0.1));
    QVERIFY(told.sizeBytes.low < told.sizeBytes.value && told.sizeBytes.value < told.sizeBytes.high);
}

void IndexForecastTest::foretellsTheTupleOfTheNotice_data()
{
    QTest::addColumn<int>("workers");
    QTest::addColumn<int>("megabytes");
    QTest::newRow("serial") << 0 << 4;
    QTest::newRow("parallel") << 1 << 8;
}

void IndexForecastTest::foretellsTheTupleOfTheNotice()
{
    QFETCH(int, workers);
    QFETCH(int, megabytes);
    IndexSpec of = spec();
    of.setOption(u"ef_construction"_s, 32);
    exec(u"ALTER TABLE t SET (parallel_workers = %1)"_s.arg(workers));
    exec(u"SET maintenance_work_mem = '%1MB'"_s.arg(megabytes));
    const BuildForecast told = forecast(of, {.maintenanceWorkMem = {}, .parallelWorkers = 2}); // named: the server here may have a pgvector that must not have them
    QCOMPARE(told.workers.workers, workers);
    QCOMPARE(told.fitsMemory, std::optional(false));
    qint64 real = 0;
    const auto connection = connect(m_session.get(), &pg::Session::noticeReceived, this, [&](const pg::Diagnostics &notice) {
        static const QRegularExpression tuples(u"after ([0-9]+) tuples"_s);
        if (const auto match = tuples.match(notice.message); match.hasMatch())
            real = match.captured(1).toLongLong();
    });
    build(of);
    QTRY_VERIFY(real > 0);
    disconnect(connection);
    exec(u"RESET maintenance_work_mem"_s);
    exec(u"ALTER TABLE t RESET (parallel_workers)"_s);
    QVERIFY(within(double(*told.spillAtRow), double(real), 0.1));
}

void IndexForecastTest::foretellsWhatSharedValuesSave()
{
    exec(u"CREATE TABLE shared AS SELECT id, CASE WHEN id % 2 = 0 THEN v ELSE (SELECT v FROM t WHERE id = 1) END v FROM t"_s);
    exec(u"ALTER TABLE shared ALTER v TYPE vector(768)"_s);
    IndexSpec of = spec(Form::Column, u"shared"_s);
    of.setOption(u"ef_construction"_s, 64);
    const BuildForecast told = forecast(of);
    QVERIFY2(std::abs(told.rows.distinct - 0.55) < 0.01, qPrintable(QString::number(told.rows.distinct)));
    const double real = double(build(of));
    QVERIFY2(told.sizeBytes.low < real && real < told.sizeBytes.high, qPrintable(QString::number(real)));
}

void IndexForecastTest::countsWhatAPartialIndexHolds()
{
    exec(u"CREATE TABLE \"we\"\"ird; --\" AS SELECT id, CASE WHEN id % 4 <> 0 THEN v::vector(768) END AS \"v'\"\"%1\" FROM t"_s);
    IndexSpec of = spec(Form::Halfvec, u"we\"ird; --"_s);
    of.keys.front().column = u"v'\"%1"_s;
    of.predicate = u"id <= %1"_s.arg(rows / 2);
    of.setOption(u"ef_construction"_s, 32);
    const BuildForecast told = forecast(of);
    QCOMPARE(told.rows.rows, Figure::exact(rows, u"counted"_s));
    QCOMPARE(told.rows.indexedRows.value, rows / 2 * 0.75);
    QVERIFY(within(told.sizeBytes.value, double(build(of)), 0.1));
    const CalibrationPlan calibration = plan(of, {}, 1);
    QCOMPARE(calibration.sampleRows, rows / 2 * 0.75);
    const sql::ChangeReport report = start(calibration).future.result();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(measuredBuilds(calibration, report).back().work.rows, rows / 2 * 0.75);
}

void IndexForecastTest::sumsPartitions()
{
    exec(u"CREATE TABLE parted (id int, v vector(768)) PARTITION BY RANGE (id)"_s);
    for (int i = 0; i < 4; ++i)
        exec(u"CREATE TABLE parted_%1 PARTITION OF parted FOR VALUES FROM (%2) TO (%3)"_s.arg(i).arg(i * 800).arg((i + 1) * 800));
    exec(u"INSERT INTO parted SELECT * FROM t"_s);
    IndexSpec of = spec(Form::Column, u"parted"_s);
    of.setOption(u"ef_construction"_s, 32);
    const BuildForecast told = forecast(of);
    QCOMPARE(told.rows.parts.size(), std::size_t(4));
    QCOMPARE(told.rows.indexedRows.value, double(rows));
    QVERIFY(within(told.sizeBytes.value, double(build(of)), 0.1));
    const CalibrationPlan calibration = plan(of, {}, 0.5);
    const sql::ChangeReport report = start(calibration).future.result();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QVERIFY(!measuredBuilds(calibration, report).empty());
}

void IndexForecastTest::measuresSparseValues()
{
    exec(u"CREATE TABLE sparse AS SELECT id, ('{' || (SELECT string_agg(i || ':' || (1 + id), ',') FROM generate_series(1 + id % 50, 40 + id % 50) i) "
         "|| '}/1000')::sparsevec(1000) v FROM t"_s);
    IndexSpec of = spec(Form::Column, u"sparse"_s);
    of.keys.front().columnType = {VectorKind::Sparsevec, 1000};
    of.setOption(u"ef_construction"_s, 32);
    const BuildForecast told = forecast(of);
    QCOMPARE(told.rows.valueBytes.value, 16.0 + 8 * 40);
    QVERIFY(told.rows.valueBytes.source.startsWith(u"mean of"_s));
    QVERIFY(within(told.sizeBytes.value, double(build(of)), 0.1));
}

void IndexForecastTest::readsAnExpression()
{
    IndexSpec of = spec(Form::Expression);
    of.keys.front().column.clear();
    of.keys.front().expression = u"subvector(v, 5, 64)::vector(64)"_s;
    of.opclass = u"vector_l2_ops"_s;
    const BuildForecast told = forecast(of);
    QCOMPARE(told.rows.type, (catalog::VectorType{VectorKind::Vector, 64}));
    QCOMPARE(told.rows.valueBytes.value, 8.0 + 4 * 64);
    const CalibrationPlan calibration = plan(of, {}, 0.5);
    QVERIFY2(start(calibration).future.result().succeeded(), qPrintable(calibration.obstacle));
    of.keys.front().expression = u"no_such_column"_s;
    QVERIFY_THROWS_EXCEPTION(pg::Error, input(of));
}

void IndexForecastTest::foretellsNothingOfAnEmptyTable()
{
    exec(u"CREATE TABLE nothing (id int, v vector(768))"_s);
    IndexSpec of = spec(Form::Column, u"nothing"_s);
    of.setOption(u"m"_s, 16);
    const BuildForecast told = forecast(of);
    QCOMPARE(told.rows.rows.value, 0.0);
    QCOMPARE(told.sizeBytes.value, 16'384.0);
    QCOMPARE(build(of), 16'384);
    QCOMPARE(told.fitsMemory, std::optional(true));
    QVERIFY(!plan(of, {}, 0.05).obstacle.isEmpty());
    of.method = u"ivfflat"_s;
    QVERIFY(!forecast(of).warnings.isEmpty());
}

void IndexForecastTest::knowsItsOwnHost()
{
    const HostFacts host = input(spec()).host;
    QVERIFY(host.isLocal);
    QVERIFY2(host.sharedMemoryFree && *host.sharedMemoryFree > 0, qPrintable(host.sharedMemorySource));
    QVERIFY2(host.diskFree && *host.diskFree > 0, qPrintable(host.diskSource));
    QCOMPARE(host.maintenanceWorkMem, 64 << 20);
    QVERIFY(!host.pgvector.isNull());
}

void IndexForecastTest::calibratesAndLeavesNothing_data()
{
    QTest::addColumn<IndexSpec>("of");
    QTest::newRow("hnsw") << spec();
    QTest::newRow("hnsw of bits") << spec(Form::BinaryQuantize);
    QTest::newRow("ivfflat") << spec(Form::Column, u"t"_s, u"ivfflat"_s);
}

void IndexForecastTest::calibratesAndLeavesNothing()
{
    QFETCH(IndexSpec, of);
    if (of.method == u"hnsw"_s)
        of.setOption(u"ef_construction"_s, 32);
    else
        of.setOption(u"lists"_s, 2);
    const CalibrationPlan calibration = plan(of, {}, 0.5);
    QVERIFY2(calibration.obstacle.isEmpty(), qPrintable(calibration.obstacle));
    QVERIFY(std::ranges::all_of(calibration.change.steps, &sql::ChangeStep::inTransaction));
    const sql::ChangeReport report = start(calibration).future.result();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    ForecastInput read = input(of);
    read.calibration = measuredBuilds(calibration, report);
    QCOMPARE(read.calibration.size(), calibration.builds.size());
    const BuildForecast told = forecastBuild(of, {}, read);
    QVERIFY(told.seconds.isKnown() && told.seconds.value > 0);
    QVERIFY2(told.seconds.source.startsWith(u"calibrated on "_s), qPrintable(told.seconds.source));
    QCOMPARE(leftBehind(), 0);
}

void IndexForecastTest::givesTheSampleTheWorkersOfTheTable()
{
    exec(u"ALTER TABLE t SET (parallel_workers = 1)"_s);
    const BuildSettings settings{.maintenanceWorkMem = 8 << 20, .parallelWorkers = 1};
    const CalibrationPlan calibration = plan(spec(), settings, 0.5);
    exec(u"ALTER TABLE t RESET (parallel_workers)"_s);
    QCOMPARE(calibration.builds.front().work.workers, 1);
    QCOMPARE_GT(calibration.builds.back().work.rowsOnDisk, 0); // what does not fit is measured as well
    exec(u"SET client_min_messages = debug1"_s);
    bool used = false;
    const auto connection = connect(m_session.get(), &pg::Session::noticeReceived, this, [&](const pg::Diagnostics &notice) {
        used = used || notice.message.contains(u"using 1 parallel workers"_s);
    });
    QVERIFY(start(calibration).future.result().succeeded());
    exec(u"RESET client_min_messages"_s);
    QTRY_VERIFY(used);
    disconnect(connection);
}

void IndexForecastTest::leavesNothingAfterAFailure()
{
    IndexSpec of = spec(Form::Column, u"t"_s, u"ivfflat"_s);
    of.setOption(u"lists"_s, 500);
    const CalibrationPlan calibration = plan(of, {.maintenanceWorkMem = 2 << 20}, 1);
    const sql::ChangeReport report = start(calibration).future.result();
    QVERIFY(report.error);
    QCOMPARE(report.error->sqlState(), u"54000"_s);
    QVERIFY(measuredBuilds(calibration, report).empty());
    QCOMPARE(leftBehind(), 0);
}

void IndexForecastTest::leavesNothingAfterACancel()
{
    IndexSpec of = spec();
    of.setOption(u"ef_construction"_s, 400);
    const CalibrationPlan calibration = plan(of, {}, 1);
    QSemaphore reached;
    test::AtStep listener(calibration.builds.front().buildStep, 0, [&reached] { reached.release(); });
    const auto task = start(calibration, &listener);
    reached.acquire();
    task.job->cancel();
    const sql::ChangeReport report = task.future.result();
    QVERIFY(report.cancelled);
    QCOMPARE(leftBehind(), 0);
}

void IndexForecastTest::saysWhyItCannotCalibrate()
{
    exec(u"CREATE ROLE lowly LOGIN"_s);
    exec(u"GRANT SELECT ON t TO lowly"_s);
    exec(u"SET ROLE lowly"_s);
    const QString obstacle = plan(spec(), {}, 0.5).obstacle;
    exec(u"RESET ROLE"_s);
    QVERIFY2(obstacle.contains(u"GRANT CREATE ON DATABASE test TO lowly"_s), qPrintable(obstacle));
}

void IndexForecastTest::leavesNothingWhenTheServerIsKilled()
{
    IndexSpec of = spec();
    of.setOption(u"ef_construction"_s, 400);
    const CalibrationPlan calibration = plan(of, {}, 1);
    QSemaphore reached;
    test::AtStep listener(calibration.builds.front().buildStep, 0, [&reached] { reached.release(); });
    const auto task = start(calibration, &listener);
    reached.acquire();
    m_cluster->kill();
    const sql::ChangeReport report = task.future.result();
    QVERIFY(!report.succeeded());
    m_cluster->start();
    QCOMPARE(leftBehind(), 0);
    QCOMPARE(number(u"SELECT count(*) FROM t"_s), rows);
}

QTEST_GUILESS_MAIN(IndexForecastTest)
#include "tst_indexforecast.moc"
