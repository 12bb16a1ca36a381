// SPDX-License-Identifier: GPL-3.0-or-later
// The benchmark runner beside pgbench -M prepared on the same statement and data, by turns; its recall beside brute force in NumPy; memory of the
// ground truth of 10,000 queries; and the tuner beside the full grid. `bench_run runner|recall|truth|tuner`, all without an argument.
#include "bareproduct.h"
#include "bench/sweeper.h"
#include "bench/tuner.h"
#include "core/threadjob.h"
#include "embeddings.h"
#include "figures.h"
#include "search/exactneighbours.h"
#include "support/testcluster.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <span>

#include <sys/resource.h>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int queryCount = 500, rounds = 24;
constexpr double roundSeconds = 1;

struct Figures {
    double qps = 0, p50 = 0, p99 = 0;
    double clientUs = 0; ///< the client's own processor time for an execution
};

/// Seconds of the processors that \p who (RUSAGE_SELF, RUSAGE_CHILDREN) has taken.
double processorSeconds(int who)
{
    rusage usage{};
    ::getrusage(who, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/// pgbench's own figures: executions over the time that it ran, percentiles of its log.
Figures runPgbench(const test::TestCluster &cluster, const QString &directory, int workers)
{
    Figures figures;
    const double before = processorSeconds(RUSAGE_CHILDREN);
    QDir(directory).removeRecursively();
    QDir().mkpath(directory);
    QFile script(directory + u"/script.sql"_s);
    if (!script.open(QIODevice::WriteOnly))
        qFatal("no script");
    script.write("\\set n random(0, 499)\nSELECT id FROM t ORDER BY e <=> (SELECT e FROM q WHERE id = :n) LIMIT 10;\n");
    script.close();
    QProcess process;
    process.setWorkingDirectory(directory);
    const QString count = QString::number(workers);
    process.start(test::TestCluster::binDirectory() + u"/pgbench"_s,
                  {u"-n"_s, u"-M"_s, u"prepared"_s, u"-c"_s, count, u"-j"_s, count, u"-T"_s, QString::number(int(roundSeconds)), u"-l"_s, u"-f"_s, u"script.sql"_s, u"-h"_s,
                   cluster.socketDirectory(), u"-p"_s, QString::number(cluster.port()), u"-U"_s, u"tester"_s, u"test"_s});
    if (!process.waitForFinished(120'000) || process.exitCode() != 0)
        qFatal("pgbench: %s", process.readAllStandardError().constData());
    const QByteArray out = process.readAllStandardOutput();
    const qsizetype tps = out.indexOf("tps = ");
    figures.qps = out.mid(tps + 6, out.indexOf(' ', tps + 6) - tps - 6).toDouble();
    std::vector<float> latencies;
    for (const QString &name : QDir(directory).entryList({u"pgbench_log.*"_s})) {
        QFile log(directory + u'/' + name);
        if (!log.open(QIODevice::ReadOnly))
            qFatal("no log");
        for (const QByteArray &line : log.readAll().split('\n')) {
            if (const QByteArrayList fields = line.split(' '); fields.size() > 2)
                latencies.push_back(float(fields[2].toDouble() / 1000));
        }
    }
    const LatencyFigures latency = latencyFigures(latencies);
    figures.p50 = latency.medianMs;
    figures.p99 = latency.p99Ms;
    figures.clientUs = (processorSeconds(RUSAGE_CHILDREN) - before) / double(std::max<std::size_t>(1, latencies.size())) * 1e6;
    return figures;
}

RunSpec specOf(const QString &queries)
{
    RunSpec spec;
    spec.workload.query.schema = u"public"_s;
    spec.workload.query.table = u"t"_s;
    spec.workload.query.column = u"e"_s;
    spec.workload.query.metric = catalog::AnnMetric::Cosine;
    if (queries.isEmpty()) {
        spec.workload.queries.count = queryCount;
    } else {
        spec.workload.queries.kind = QuerySet::Kind::File;
        spec.workload.queries.file = queries;
        spec.workload.queries.count = queryCount;
    }
    spec.seconds = roundSeconds;
    return spec;
}

void benchRunner(const test::TestCluster &cluster, BenchRunner &runner, core::JobContext &job, const RunSpec &base)
{
    BoundWorkload same = runner.bind(job, base.workload, false);
    same.sql = u"SELECT id FROM t ORDER BY e <=> (SELECT e FROM q WHERE id = $1) LIMIT 10"_s;
    same.limit = 10;
    auto sets = std::make_shared<std::vector<std::vector<pg::Param>>>();
    for (std::size_t i = 0; i < same.queries.vectors.size(); ++i)
        sets->push_back({pg::Param::text(QString::number(i))});
    same.sets = std::move(sets);
    QTemporaryDir directory;
    for (const int workers : {1, 2, 4, 8}) {
        RunSpec spec = base;
        spec.workers = workers;
        spec.seconds = roundSeconds;
        spec.warmupSeconds = 0.5;
        spec.measuresRecall = false;
        const auto runOurs = [&] {
            const double before = processorSeconds(RUSAGE_SELF);
            const RunResult run = runner.run(job, spec, same, nullptr);
            const double all = double(run.executions) * (1 + spec.warmupSeconds / spec.seconds);
            return Figures{run.qps, run.latency.medianMs, run.latency.p99Ms, (processorSeconds(RUSAGE_SELF) - before) / all * 1e6};
        };
        // By turns, and each of them first as often as the other: the ratio of two neighbours does not know how busy the machine was.
        std::vector<Figures> ours, theirs;
        for (int round = 0; round < rounds; ++round) {
            if (round % 2 == 0)
                ours.push_back(runOurs());
            theirs.push_back(runPgbench(cluster, directory.filePath(u"pgbench"_s), workers));
            if (round % 2 == 1)
                ours.push_back(runOurs());
        }
        const auto middle = [](const std::vector<Figures> &figures, double Figures::*of) {
            std::vector<double> values;
            for (const Figures &each : figures)
                values.push_back(each.*of);
            return median(values);
        };
        const auto ratio = [&](double Figures::*of) {
            std::vector<double> ratios;
            for (std::size_t i = 0; i < ours.size(); ++i)
                ratios.push_back(ours[i].*of / theirs[i].*of);
            return median(ratios);
        };
        const double qps = ratio(&Figures::qps), p50 = ratio(&Figures::p50), p99 = ratio(&Figures::p99);
        printFigure(text("QPS at %d workers beside pgbench", workers), text("%.0f, pgbench %.0f: %.3f", middle(ours, &Figures::qps), middle(theirs, &Figures::qps), qps), "0.97", qps >= 0.97);
        printFigure(text("p50 and p99 at %d workers beside its log", workers),
                    text("%.3f / %.3f ms, %.3f / %.3f ms: %.3f, %.3f", middle(ours, &Figures::p50), middle(ours, &Figures::p99), middle(theirs, &Figures::p50), middle(theirs, &Figures::p99), p50, p99),
                    "1.05 or less", p50 <= 1.05 && p99 <= 1.05);
        std::printf("  the client's own time for an execution: %.1f us, pgbench %.1f us\n", middle(ours, &Figures::clientUs), middle(theirs, &Figures::clientUs));
        std::fflush(stdout);
    }
}

/// Brute force over the same vectors, and what the server answers when it is asked once more.
constexpr auto judge = R"PY(
import subprocess, sys, numpy as np
base, query, size, k, ef, psql, host, port = sys.argv[1:9]
size, k = int(size), int(k)
b = np.fromfile(base, np.float32).reshape(-1, size).astype(np.float64)
lengths = np.linalg.norm(b, axis=1)
queries = np.fromfile(query, np.float32).reshape(-1, size + 1)[:, 1:]
text = "LOAD 'vector'; SET hnsw.ef_search = %s;" % ef
for v in queries:
    text += "SELECT id FROM t ORDER BY e <=> '[%s]' LIMIT %d;\nSELECT 'end';\n" % (",".join(repr(float(x)) for x in v), k)
answers = subprocess.run([psql, "-XAtq", "-h", host, "-p", port, "-U", "tester", "test"], input=text, capture_output=True, text=True, check=True).stdout.split("end\n")
recalls = []
for v, answer in zip(queries, answers):
    q = v.astype(np.float64)
    d = 1 - b @ q / lengths / np.linalg.norm(q)
    threshold = np.partition(d, k - 1)[k - 1]
    threshold += 1e-6 * abs(threshold)
    recalls.append(sum(d[int(i)] <= threshold for i in answer.split()) / k)
print(repr(float(np.mean(recalls))))
)PY";

void writeFloats(QFile &file, std::span<const float> values)
{
    const auto bytes = qint64(values.size_bytes());
    if (file.write(reinterpret_cast<const char *>(values.data()), bytes) != bytes)
        qFatal("no room for %s", qPrintable(file.fileName()));
}

void benchRecall(const test::TestCluster &cluster, BenchRunner &runner, core::JobContext &job, RunSpec spec)
{
    const QTemporaryDir directory;
    QFile base(directory.filePath(u"base.f32"_s)), query(directory.filePath(u"query.fvecs"_s));
    if (!base.open(QIODevice::WriteOnly) || !query.open(QIODevice::WriteOnly))
        qFatal("no files");
    Embeddings embeddings;
    for (std::size_t i = 0; i < std::size_t(realRows); ++i)
        writeFloats(base, embeddings.row(i));
    for (std::size_t i = 0; i < std::size_t(queryCount); ++i) {
        const qint32 size = dimensions;
        query.write(reinterpret_cast<const char *>(&size), sizeof size);
        writeFloats(query, embeddings.row(std::size_t(realRows) + i * 47));
    }
    base.close();
    query.close();
    spec.workload.queries = {.kind = QuerySet::Kind::File, .count = queryCount, .file = query.fileName()};
    spec.settings[u"hnsw.ef_search"_s] = u"20"_s;
    const RunResult run = runner.run(job, spec);
    QProcess python;
    python.start(u"/usr/bin/python3"_s, {u"-c"_s, QString::fromUtf8(judge), base.fileName(), query.fileName(), QString::number(dimensions), QString::number(spec.workload.query.k), u"20"_s,
                                         test::TestCluster::binDirectory() + u"/psql"_s, cluster.socketDirectory(), QString::number(cluster.port())});
    if (!python.waitForFinished(600'000) || python.exitCode() != 0)
        qFatal("NumPy: %s", python.readAllStandardError().constData());
    const double expected = python.readAllStandardOutput().trimmed().toDouble(), difference = std::abs(run.recall->mean - expected);
    printFigure("recall@10 of 500 queries beside brute force in NumPy", text("%.10f, NumPy %.10f: %.1e", run.recall->mean, expected, difference), "1e-9", difference <= 1e-9);
}

void benchTruth(BenchRunner &runner, core::JobContext &job, const RunSpec &base)
{
    Workload workload = base.workload;
    workload.query.k = 100;
    const BoundWorkload &bound = runner.bind(job, workload, false);
    std::vector<double> ours, bare, shares, processors, bareProcessors;
    for (int round = 0; round < 15; ++round) { // by turns: the ratio of two neighbours does not know how busy the machine was
        const search::ExactNeighbours exact = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &inner) {
            return search::exactNeighbours(connection, inner, bound.table, bound.query, bound.queries.vectors, 100, 0, true);
        });
        const BareProduct product = bareProduct(realRows, int(bound.queries.vectors.size()), dimensions);
        ours.push_back(exact.waitedSeconds);
        bare.push_back(product.seconds);
        shares.push_back(product.seconds / exact.waitedSeconds);
        processors.push_back(exact.processorSeconds);
        bareProcessors.push_back(product.processorSeconds);
    }
    printFigure("truth of 500 queries, k = 100, beside Eigen's bare product", text("%.3f s, Eigen %.3f s: %.2f", median(ours), median(bare), median(shares)), "0.70", median(shares) >= 0.7);
    std::printf("  time of the processors: %.3f s, Eigen %.3f s\n", median(processors), median(bareProcessors));
    workload.queries = {.kind = QuerySet::Kind::Sample, .count = maxQueries};
    runner.bind(job, workload, true);
    printFigure("ground truth of 10,000 queries, k = 100, kept ready: memory", text("%.0f MB, in %.1f s", processMb("VmHWM"), runner.truth()->seconds), "512 MB", processMb("VmHWM") <= 512);
}

std::vector<SweepBuild> gridBuilds()
{
    std::vector<SweepBuild> builds;
    for (const int m : {8, 16, 32}) {
        for (const int ef : {64, 128, 256})
            builds.push_back({.m = m, .efConstruction = ef});
    }
    return builds;
}

/// Both once more, each on an index of the table: by turns where it is the same index, for the machine is not equally busy all the time.
void compareChoices(BenchRunner &runner, core::JobContext &job, RunSpec spec, const TunerOutcome &choice, const SweepBuild &best, int bestValue)
{
    spec.measuresRecall = false;
    const auto build = [&](const SweepBuild &wanted) {
        runner.newSession(u"bench"_s)->run(u"bench"_s, [&](pg::Connection &connection, core::JobContext &) {
            connection.exec("DROP INDEX IF EXISTS measured");
            connection.exec(u"CREATE INDEX measured ON t USING hnsw (e vector_cosine_ops) WITH (m = %1, ef_construction = %2)"_s.arg(wanted.m).arg(wanted.efConstruction));
        }).future.waitForFinished();
    };
    const auto rate = [&](int value) {
        spec.settings[u"hnsw.ef_search"_s] = QString::number(value);
        return runner.run(job, spec).qps;
    };
    std::vector<double> chosen, grids;
    build(*choice.build);
    for (int round = 0; round < rounds; ++round) {
        chosen.push_back(rate(choice.value));
        if (*choice.build == best)
            grids.push_back(rate(bestValue));
    }
    if (!(*choice.build == best)) {
        build(best);
        for (int round = 0; round < rounds; ++round)
            grids.push_back(rate(bestValue));
    }
    const double ratio = median(chosen) / median(grids);
    printFigure("its choice beside the grid's best", text("%.0f, grid %.0f queries/s: %.2f", median(chosen), median(grids), ratio), "0.95", choice.verdict == Verdict::Met && ratio >= 0.95);
}

void benchTuner(BenchRunner &runner, core::JobContext &job, const RunSpec &base)
{
    SweepPlan grid;
    grid.base = base;
    grid.base.seconds = 2;
    grid.base.warmupSeconds = 0.5;
    grid.settings[u"hnsw.ef_search"_s] = {u"10"_s, u"20"_s, u"40"_s, u"60"_s, u"80"_s, u"120"_s, u"200"_s, u"400"_s};
    grid.builds = gridBuilds();
    TunerPlan plan;
    plan.base = grid.base;
    plan.mayBuild = true;
    plan.builds = grid.builds;
    const TunerOutcome choice = tune(runner, job, plan, [](const TunerTrial &trial) {
        std::printf("  %s, %.0f rows, %d: recall %.4f of %d queries, median %.3f ms\n", qPrintable(buildText(*trial.build)), trial.rows, trial.value, trial.recall.mean, trial.recall.queries,
                    trial.medianMs);
    });
    std::printf("%s\n", qPrintable(choice.words));
    std::fflush(stdout);
    double work = 0, best = 0, built = -1;
    QString bestName;
    SweepBuild bestBuild;
    int bestValue = 0;
    runSweep(runner, job, grid, [&](const RunResult &run) {
        if (run.facts.buildSeconds != built)
            work += built = run.facts.buildSeconds;
        work += run.seconds + run.spec.warmupSeconds + double(run.queries) * run.latency.meanMs / 1000; // recall asks each query once
        if (run.recall->low >= plan.target.recall && run.qps > best) { // surely, as the tuner's choice has to
            best = run.qps;
            bestName = runName(run.spec);
            bestBuild = *std::ranges::find_if(grid.builds, [&](const SweepBuild &build) { return bestName.startsWith(buildText(build)); });
            bestValue = run.spec.settings.at(u"hnsw.ef_search"_s).toInt();
        }
        std::printf("  %s: recall %.4f, %.0f queries/s, built in %.1f s\n", qPrintable(runName(run.spec)), run.recall->mean, run.qps, run.facts.buildSeconds);
        std::fflush(stdout);
    });
    printFigure("tuner beside the full grid: server work", text("%.0f s, grid %.0f s: %.2f", choice.serverSeconds, work, choice.serverSeconds / work), "0.20", choice.serverSeconds <= 0.2 * work);
    compareChoices(runner, job, grid.base, choice, bestBuild, bestValue);
    std::printf("the grid's best: %s\n", qPrintable(bestName));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QByteArray part = argc > 1 ? argv[1] : "";
    const test::TestCluster cluster({u"shared_buffers = 512MB"_s, u"maintenance_work_mem = 512MB"_s});
    test::TestServices services;
    const QString real = QStringLiteral(QUIVER_SOURCE_DIR) + u"/../shared/data/wordnet-lsa-768-query.npy"_s;
    const RunSpec base = specOf(QFileInfo::exists(real) ? real : QString());
    const auto session = services.session(cluster.options());
    session->run(u"bench"_s, [&](pg::Connection &connection, core::JobContext &) {
        Embeddings embeddings;
        connection.exec("CREATE TABLE t (id bigint PRIMARY KEY, e vector(768) NOT NULL)");
        copyVectors(connection, "t", realRows, [&](std::size_t i) { return embeddings.row(i); });
        if (part == "tuner" || part == "truth")
            return;
        connection.exec("CREATE TABLE q (id bigint PRIMARY KEY, e vector(768) NOT NULL)");
        copyVectors(connection, "q", queryCount, [&](std::size_t i) { return embeddings.row(std::size_t(realRows) + i * 47); }); // a row with noise
        connection.exec("CREATE INDEX ON t USING hnsw (e vector_cosine_ops)");
    }).future.waitForFinished();
    QThreadPool pool;
    core::runInThread(pool, u"bench"_s, nullptr, [&](core::JobContext &job) {
        BenchRunner runner({cluster.options(), services.services(), nullptr, {}});
        if (part.isEmpty() || part == "runner")
            benchRunner(cluster, runner, job, base);
        if (part.isEmpty() || part == "recall")
            benchRecall(cluster, runner, job, base);
        if (part.isEmpty() || part == "tuner")
            benchTuner(runner, job, base);
        if (part.isEmpty() || part == "truth")
            benchTruth(runner, job, base);
    }).future.waitForFinished();
    return 0;
}
