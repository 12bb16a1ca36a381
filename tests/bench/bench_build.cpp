// SPDX-License-Identifier: GPL-3.0-or-later
// Builds that are watched: what the watching costs them, how right the time left is, how fast a cancel is.
// `bench_build record DIRECTORY` writes the series that the server reports of its builds as tests/unit/index/builds keeps them.
#include "calibrated.h"
#include "embeddings.h"
#include "figures.h"
#include "index/buildforecast.h"
#include "support/buildbench.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include <unistd.h>

#include <chrono>
#include <cmath>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

/// While the events of this thread go on.
void waitUntil(const std::function<bool()> &condition)
{
    if (!QTest::qWaitFor(condition, 3'600'000))
        qFatal("it does not end");
}

/// Seconds of processor time that a process has had, in steps of a clock tick.
double processorSeconds(int pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(file.errorString()));
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    return (fields[11].toDouble() + fields[12].toDouble()) / double(::sysconf(_SC_CLK_TCK));
}

class Bench
{
public:
    Bench() : m_bench({u"shared_buffers = 512MB"_s, u"max_wal_size = 8GB"_s}), m_session(m_bench.services.session(m_bench.cluster.options())) {}

    void fillReal(int rows)
    {
        Embeddings vectors;
        fill(u"docs"_s, dimensions, rows, [&](std::size_t i) { return vectors.row(i); });
    }
    void fillGenerated(const QString &table, int columns, int rows)
    {
        const vector::ClusterGenerator generator({.dimensions = columns});
        fill(table, columns, rows, [&](std::size_t i) {
            std::vector<float> values(std::size_t(columns), 0);
            generator.row(std::int64_t(i), values);
            return values;
        });
    }
    void polling(int pairs);
    /// \p isForetold: the build is Quiver's own, calibrated before; otherwise somebody else's, of which the server alone tells.
    void timeLeft(const QString &table, int columns, double rows, const QString &method, const QString &options, bool isForetold = false);
    void timeLeftOfAll() const;
    void cancel(const QString &table, int times);
    void record(const QString &table, const QString &method, const QString &options, const QString &fileName);

private:
    void fill(const QString &table, int columns, int rows, const std::function<std::vector<float>(std::size_t)> &row)
    {
        m_session->run(u"fill"_s, [&](pg::Connection &c, core::JobContext &) {
            c.exec(u"CREATE TABLE %1 (id bigint, embedding vector(%2))"_s.arg(table).arg(columns));
            copyVectors(c, table.toUtf8(), rows, row);
            c.exec(u"ANALYZE %1"_s.arg(table));
        }).future.waitForFinished();
    }
    static QString ddl(const QString &table, const QString &method, const QString &options)
    {
        return u"CREATE INDEX built ON %1 USING %2 (embedding vector_l2_ops) WITH (%3)"_s.arg(table, method, options);
    }
    struct Built {
        double seconds = 0;
        double processor = 0; ///< of the session that builds, seconds
        std::chrono::steady_clock::time_point begin;
    };
    /// Serially, in 512 MB, while the main thread's events go on.
    Built build(const QString &sql);

    test::BuildBench m_bench;
    std::unique_ptr<pg::Session> m_session;
    int m_looks = 0, m_right = 0; // at all builds whose time left was told
    int m_counted = 0, m_rightCounted = 0; // of them, those not at k-means
};

Bench::Built Bench::build(const QString &sql)
{
    const auto task = m_session->run(u"build"_s, [&](pg::Connection &c, core::JobContext &) {
        c.exec("DROP INDEX IF EXISTS built");
        c.exec("CHECKPOINT");
        c.exec("SET maintenance_work_mem = '512MB'");
        c.exec("SET max_parallel_maintenance_workers = 0");
        Built built;
        const double before = processorSeconds(c.backendPid());
        built.begin = std::chrono::steady_clock::now();
        c.exec(sql);
        built.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - built.begin).count();
        built.processor = processorSeconds(c.backendPid()) - before;
        return built;
    });
    waitUntil([&] { return task.future.isFinished(); });
    return task.future.result();
}

/// The same build with and without a watch, in turn. Where other programs share the processors the durations tell little; the processor time of
/// the watch's session against that of the build is not disturbed by them.
void Bench::polling(int pairs)
{
    const QString sql = ddl(u"docs"_s, u"hnsw"_s, u"m = 8, ef_construction = 32"_s);
    std::vector<double> shares, ofProcessor;
    qint64 looks = 0;
    double seconds = 0;
    const double before = loadAverage();
    build(sql); // warms the cache
    for (int i = 0; i < 2 * pairs; i += 2) {
        double took[2] = {0, 0};
        for (const bool watched : {i % 4 == 0, i % 4 != 0}) {
            std::unique_ptr<index::BuildWatch> watch;
            int pid = 0;
            if (watched) {
                watch = m_bench.watch();
                watch->start();
                waitUntil([&] { return watch->looks() > 0; });
                pid = m_bench.cluster.psql(u"SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND query LIKE '%pg_stat_progress_create_index%' "
                                           "AND pid <> pg_backend_pid()"_s).toInt();
            }
            const double polled = watched ? processorSeconds(pid) : 0;
            const qint64 looksBefore = watched ? watch->looks() : 0;
            const Built built = build(sql);
            took[watched ? 1 : 0] = built.seconds;
            if (watched) {
                ofProcessor.push_back((processorSeconds(pid) - polled) / built.processor);
                looks += watch->looks() - looksBefore;
                seconds += built.seconds;
            }
        }
        shares.push_back(took[1] / took[0] - 1);
    }
    const double share = median(ofProcessor), longer = median(shares);
    printFigure("polling, processor time beside the build's", text("%.2f %% (median of %d; %.1f looks/s)", 100 * share, pairs, double(looks) / seconds), "at most 1 %", share <= 0.01);
    printFigure("polling, how much longer the build takes", text("%+.2f %% (median of %d pairs, %.1f s each; load %.1f to %.1f)", 100 * longer, pairs, seconds / pairs,
                                                                before, loadAverage()), "at most 1 %", longer <= 0.01);
}

void Bench::timeLeft(const QString &table, int columns, double rows, const QString &method, const QString &options, bool isForetold)
{
    index::BuildOutline outline;
    int pid = 0;
    if (isForetold) {
        index::IndexSpec spec = test::BuildBench::spec(table, u"built"_s, false);
        spec.method = method;
        spec.keys.front().columnType.dimensions = columns;
        for (const QString &option : options.split(u", "_s))
            spec.setOption(option.section(u" = "_s, 0, 0), option.section(u" = "_s, 1).toInt());
        const index::BuildSettings settings{.maintenanceWorkMem = qint64(512) << 20, .parallelWorkers = 0};
        m_session->run(u"calibrate"_s, [&](pg::Connection &c, core::JobContext &job) {
            pid = c.backendPid();
            index::BuildOrder order;
            index::foretell(order, index::forecastBuild(spec, settings, calibratedInput(c, job, spec, settings)));
            outline = order.outline;
        }).future.waitForFinished();
    }
    struct Told {
        double at = 0, left = -1;
        bool isTraining = false; ///< k-means, which the server counts nothing of
    };
    std::vector<Told> told;
    const auto watch = m_bench.watch();
    QObject::connect(watch.get(), &index::BuildWatch::looked, watch.get(), [&] {
        for (const index::WatchedBuild &build : watch->builds())
            told.push_back({build.progress.runningSeconds, build.estimate.secondsLeft, build.estimate.phase == index::BuildPhase::Training});
    });
    watch->start();
    waitUntil([&] { return watch->looks() > 0; });
    if (isForetold)
        watch->setOutline(pid, outline);
    const double before = loadAverage();
    const Built built = build(ddl(table, method, options));
    int looks = 0, known = 0, right = 0, counted = 0, rightCounted = 0;
    for (const Told &each : told) {
        const double truth = built.seconds - each.at;
        if (each.at < 0.25 * built.seconds || truth <= 0)
            continue;
        ++looks;
        known += each.left >= 0 ? 1 : 0;
        const bool isRight = each.left >= 0 && std::abs(each.left - truth) <= 0.2 * truth;
        right += isRight ? 1 : 0;
        counted += each.isTraining ? 0 : 1;
        rightCounted += isRight && !each.isTraining ? 1 : 0;
    }
    m_looks += looks;
    m_right += right;
    m_counted += counted;
    m_rightCounted += rightCounted;
    const double share = looks > 0 ? double(right) / looks : 0;
    printFigure(text("time left, %s, vector(%d), %.0f rows, %s%s", qPrintable(method), columns, rows, qPrintable(options), isForetold ? ", calibrated" : ""),
                text("%.0f %% of %d looks within 20 %%%s (%d told; %.1f s; load %.1f to %.1f)", 100 * share, looks,
                     counted < looks ? text(", %d of %d without k-means", rightCounted, counted).c_str() : "", known, built.seconds, before, loadAverage()),
                "80 % from a quarter on", looks > 0 && share >= 0.8);
}

void Bench::timeLeftOfAll() const
{
    printFigure("time left, all of these builds", text("%.0f %% of %d looks within 20 %%", 100.0 * m_right / std::max(1, m_looks), m_looks), "80 % from a quarter on",
                m_right >= 0.8 * m_looks);
    printFigure("the same without k-means, of which nothing is counted", text("%.0f %% of %d looks within 20 %%", 100.0 * m_rightCounted / std::max(1, m_counted), m_counted),
                "80 % from a quarter on", m_rightCounted >= 0.8 * m_counted);
}

void Bench::cancel(const QString &table, int times)
{
    std::vector<double> released, gone;
    for (int i = 0; i < times; ++i) {
        const auto watch = m_bench.watch();
        watch->start();
        index::BuildRun run(m_bench.services.session(m_bench.cluster.options()), *watch, nullptr);
        run.start(m_bench.order(test::BuildBench::spec(table, u"cancelled"_s, true), u"ef_construction = 1000"_s));
        waitUntil([&] { return run.build() && run.build()->estimate.phase == index::BuildPhase::Loading; });
        const auto start = std::chrono::steady_clock::now();
        run.cancel();
        const auto look = [&](const char *sql) {
            const auto task = m_session->run(u"look"_s, [sql](pg::Connection &c, core::JobContext &) { return c.exec(sql).boolean(0, 0); });
            waitUntil([&] { return task.future.isFinished(); });
            return task.future.result();
        };
        const auto until = [&](const char *sql) {
            while (!look(sql)) {
            }
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        };
        released.push_back(until("SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index)"));
        gone.push_back(until("SELECT pg_catalog.to_regclass('public.cancelled') IS NULL"));
        waitUntil([&] { return run.isFinished(); });
    }
    const double slowest = *std::ranges::max_element(released), latest = *std::ranges::max_element(gone);
    printFigure("cancel, until the build's lock is released", text("%.0f ms (slowest of %d; median %.0f ms)", 1000 * slowest, times, 1000 * median(released)), "1 s", slowest <= 1);
    printFigure("cancel, until the INVALID index is gone", text("%.0f ms (slowest of %d; median %.0f ms)", 1000 * latest, times, 1000 * median(gone)), "4 s (3 s after)", latest <= 4);
}

/// Lines of seconds|phase|blocks done|total|tuples done|total|bytes of the index, four times a second; the first says when it ended.
void Bench::record(const QString &table, const QString &method, const QString &options, const QString &fileName)
{
    const QString sql = ddl(table, method, options);
    const auto observer = m_bench.services.session(m_bench.cluster.options());
    std::atomic<bool> isOver = false;
    const auto seen = observer->run(u"record"_s, [&](pg::Connection &c, core::JobContext &) {
        const index::BuildSight sight = index::buildSight(c);
        QByteArray lines;
        while (!isOver) {
            for (const index::BuildProgress &look : index::readBuilds(c, sight).builds) {
                const QStringList fields{QString::number(look.runningSeconds, 'f', 3), look.phaseText, QString::number(look.blocksDone), QString::number(look.blocksTotal),
                                         QString::number(look.tuplesDone), QString::number(look.tuplesTotal), QString::number(std::max<qint64>(0, look.indexBytes))};
                lines += fields.join(u'|').toUtf8() + '\n';
            }
            c.exec("SELECT pg_catalog.pg_sleep(0.25)");
        }
        return lines;
    });
    const Built built = build(sql);
    isOver = true;
    QFile file(fileName);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("%s: %s", qPrintable(fileName), qPrintable(file.errorString()));
    file.write(u"# SPDX-License-Identifier: GPL-3.0-or-later\nend|%1|%2|CREATE INDEX\n"_s.arg(built.seconds, 0, 'f', 3).arg(method).toUtf8() + seen.future.result());
    std::printf("%s: %.1f s\n", qPrintable(fileName), built.seconds);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments().mid(1);
    Bench bench;
    if (arguments.value(0) == "record"_L1) {
        const QDir directory(arguments.value(1, u"."_s));
        bench.fillReal(realRows);
        bench.record(u"docs"_s, u"hnsw"_s, u"m = 16"_s, directory.filePath(u"hnsw.txt"_s));
        bench.record(u"docs"_s, u"hnsw"_s, u"m = 8"_s, directory.filePath(u"hnsw-m8.txt"_s));
        bench.record(u"docs"_s, u"ivfflat"_s, u"lists = 100"_s, directory.filePath(u"ivfflat-100.txt"_s));
        return 0;
    }
    const bool isQuick = arguments.contains(u"quick"_s);
    bench.fillReal(isQuick ? 10'000 : realRows);
    bench.polling(isQuick ? 3 : 7);
    bench.fillGenerated(u"generated"_s, 256, 15'000);
    bench.timeLeft(u"generated"_s, 256, 15'000, u"hnsw"_s, u"m = 16"_s);
    bench.timeLeft(u"generated"_s, 256, 15'000, u"hnsw"_s, u"m = 24, ef_construction = 100"_s);
    if (!isQuick) {
        bench.timeLeft(u"docs"_s, dimensions, realRows, u"hnsw"_s, u"m = 16"_s, true);
        bench.timeLeft(u"docs"_s, dimensions, realRows, u"ivfflat"_s, u"lists = 500"_s, true);
        bench.fillGenerated(u"wide"_s, 1024, 20'000);
        bench.timeLeft(u"wide"_s, 1024, 20'000, u"hnsw"_s, u"m = 12"_s);
        bench.timeLeft(u"wide"_s, 1024, 20'000, u"ivfflat"_s, u"lists = 200"_s, true);
        bench.fillGenerated(u"many"_s, 256, 300'000);
        bench.timeLeft(u"many"_s, 256, 300'000, u"ivfflat"_s, u"lists = 300"_s);
    }
    bench.timeLeftOfAll();
    bench.cancel(u"generated"_s, isQuick ? 3 : 7);
    return 0;
}
