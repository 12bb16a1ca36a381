// SPDX-License-Identifier: GPL-3.0-or-later
// Benchmarks on a real server: what is measured, what is noticed, and what is left behind (nothing).
#include "bench/runner.h"
#include "bench/workerloop.h"
#include "core/threadjob.h"
#include "store/workspace.h"
#include "support/testcluster.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::bench;

class BenchRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void measuresRecallAndLatency();
    void findsEverythingWithoutAnIndex();
    void countsTies();
    void countsWhatTheServerCannotTellApart();
    void keepsTheTruthUntilTheTableChanges();
    void respectsFilters();
    void searchesInTwoStages();
    void runsOwnStatements();
    void countsErrorsAndGoesOn();
    void refusesToWrite();
    void countsLatencyFromWhenAQueryWasDue();
    void endsAfterSoManyExecutions();
    void saysThatTheTableChanged();
    void looksForWhatCameBetweenRuns();
    void looksAtTheTableBeforeItsNeighbours();
    void findsTheCachesAsTheyAreWithoutAWarmUp();
    void keepsNoMoreSamplesThanItMay();
    void warmsUpAtTheRate();
    void searchesWithRowsThatTheConditionsLeave();
    void showsTheSecondsThatWereAskedFor();
    void canBeCancelled();
    void keepsWhatWasMeasuredWhenTheServerRestarts();
    void saysWhyAWarmUpEnded();
    void saysWhatIsWrong();

private:
    static RunSpec spec(const QString &table = u"we\"ird; --"_s)
    {
        RunSpec made;
        made.workload.query.table = table;
        made.workload.query.column = u"e"_s;
        made.workload.query.metric = catalog::AnnMetric::L2;
        made.workload.queries.count = 40;
        made.seconds = 0.3;
        made.warmupSeconds = 0;
        return made;
    }
    core::Task<RunResult> start(const RunSpec &wanted, store::Workspace *workspace = nullptr, const RateListener &listener = {})
    {
        return core::runInThread(m_pool, u"bench"_s, nullptr, [=, this](core::JobContext &job) {
            BenchRunner runner({m_cluster->options(), m_services.services(), workspace, {}});
            return runner.run(job, wanted, listener);
        });
    }
    RunResult run(const RunSpec &wanted, store::Workspace *workspace = nullptr) { return start(wanted, workspace).future.result(); }
    QString complaint(const RunSpec &wanted)
    {
        try {
            run(wanted);
        } catch (const core::Error &e) {
            return e.message();
        }
        return {};
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    QThreadPool m_pool;
    QTemporaryDir m_directory;
};

void BenchRunTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(uR"(SELECT setseed(0.5);
        CREATE TABLE "we""ird; --" (id int PRIMARY KEY, part int, e vector(16));
        INSERT INTO "we""ird; --" SELECT i, i % 10, (SELECT array_agg(random() + j * 0 + i * 0) FROM generate_series(1, 16) j)::vector FROM generate_series(1, 3000) i;
        INSERT INTO "we""ird; --" VALUES (4000, 1, NULL);
        CREATE INDEX weird_hnsw ON "we""ird; --" USING hnsw (e vector_l2_ops) WITH (m = 4, ef_construction = 8);
        ANALYZE "we""ird; --";
        CREATE TABLE ties (id int PRIMARY KEY, e vector(2)); INSERT INTO ties SELECT i, '[1,2]' FROM generate_series(1, 200) i; ANALYZE ties;
        CREATE TABLE mixed (id int PRIMARY KEY, e vector); INSERT INTO mixed VALUES (1, '[1,2]'), (2, '[1,2,3]');
        CREATE TABLE nothing (id int PRIMARY KEY, e vector(2)); CREATE TABLE one (id int PRIMARY KEY, e vector(2)); INSERT INTO one VALUES (1, '[1,2]');
        CREATE VIEW seen AS SELECT * FROM ties)"_s);
}

void BenchRunTest::measuresRecallAndLatency()
{
    RunSpec wanted = spec();
    wanted.workers = 2;
    wanted.warmupSeconds = 0.1;
    wanted.settings[u"hnsw.ef_search"_s] = u"10"_s;
    QList<LiveRate> rates;
    wanted.seconds = 0.8;
    const auto task = start(wanted, nullptr, [&](const LiveRate &rate) { rates << rate; });
    const RunResult result = task.future.result();
    QCOMPARE(result.state, RunResult::State::Complete);
    QCOMPARE(result.errors, 0);
    QCOMPARE(result.queries, 40);
    QVERIFY(result.executions > 100);
    QCOMPARE(result.workers.size(), 2);
    QVERIFY(!result.workers[0].samples.empty() && !result.workers[1].samples.empty());
    QCOMPARE(result.latency.count, result.executions);
    QVERIFY(result.latency.minMs > 0 && result.latency.minMs <= result.latency.medianMs && result.latency.p99Ms <= result.latency.maxMs);
    QVERIFY(result.seconds > 0.75 && result.seconds < 1.5);
    QVERIFY(std::abs(result.qps - double(result.executions) / result.seconds) < 1e-6);
    QVERIFY(result.recall && result.recall->mean > 0.2 && result.recall->mean < 0.999 && result.recall->queries == 40);
    QVERIFY(result.recall->low < result.recall->mean && result.recall->high > result.recall->mean);
    QCOMPARE(result.facts.indexesUsed, QStringList{u"weird_hnsw"_s});
    QCOMPARE(result.facts.indexMethod, u"hnsw"_s);
    QVERIFY(result.facts.indexDefinition.contains(u"m='4'") && result.facts.indexBytes > 0);
    QCOMPARE(result.facts.settings.value(u"hnsw.ef_search"_s), u"10"_s);
    QCOMPARE(result.facts.rows, 3000.0); // with a vector
    QVERIFY(result.before.isKnown() && result.after.hit > 0);
    QVERIFY(!rates.isEmpty() && rates.last().executions > 0);
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%bench%'"_s).trimmed(), u"0"_s);
    // In the statement log one line for all of a worker's executions.
    int lines = 0, times = 0;
    for (const pg::StatementRecord &record : m_services.log.since(0).first) {
        if (record.times > 1) {
            ++lines;
            times += record.times;
        }
    }
    QCOMPARE(lines, 2);
    QVERIFY(times >= result.executions);
}

void BenchRunTest::findsEverythingWithoutAnIndex()
{
    RunSpec wanted = spec();
    wanted.settings[u"enable_indexscan"_s] = u"off"_s;
    const RunResult result = run(wanted);
    QCOMPARE(result.recall->mean, 1.0);
    QVERIFY(!result.facts.indexesUsed.contains(u"weird_hnsw"_s));
    wanted.workload.query.metric = catalog::AnnMetric::Cosine;
    QCOMPARE(run(wanted).recall->mean, 1.0);
}

void BenchRunTest::countsTies()
{
    const RunResult result = run(spec(u"ties"_s));
    QCOMPARE(result.recall->mean, 1.0); // any of the 200 is as near as any other
    RunSpec lone = spec(u"one"_s);
    const RunResult of = run(lone);
    QVERIFY(!of.recall && of.notes.join(u' ').contains(u"nothing to be found")); // but for itself there is no row
}

// Cosine distances that differ by less than the last place of the float sums which the server makes them of.
void BenchRunTest::countsWhatTheServerCannotTellApart()
{
    m_cluster->psql(u"SELECT setseed(0.5); CREATE TABLE alike (id int PRIMARY KEY, e vector(768)); INSERT INTO alike "
                    "SELECT i, (SELECT array_agg(1 + (random() - 0.5) * 0.003 + j * 0 + i * 0) FROM generate_series(1, 768) j)::vector FROM generate_series(1, 300) i; ANALYZE alike"_s);
    RunSpec wanted = spec(u"alike"_s);
    wanted.workload.query.metric = catalog::AnnMetric::Cosine;
    QCOMPARE(run(wanted).recall->mean, 1.0);
    m_cluster->psql(u"DROP TABLE alike"_s);
}

void BenchRunTest::keepsTheTruthUntilTheTableChanges()
{
    const QTemporaryDir directory;
    const auto workspace = store::Workspace::open(directory.filePath(u"workspace.sqlite"_s));
    core::runInThread(m_pool, u"bench"_s, nullptr, [&](core::JobContext &job) {
        const auto truthOf = [&](const Workload &workload) {
            BenchRunner runner({m_cluster->options(), m_services.services(), workspace.get(), {}});
            runner.bind(job, workload, true);
            return *runner.truth();
        };
        const Workload workload = spec().workload;
        const Truth first = truthOf(workload), second = truthOf(workload);
        if (first.isKept || !second.isKept || first.rows != second.rows)
            throw core::Error(u"the truth was not kept"_s);
        for (std::size_t i = 0; i < first.lists.size(); ++i) {
            if (first.lists[i].keys != second.lists[i].keys || first.lists[i].distances != second.lists[i].distances)
                throw core::Error(u"another truth was kept"_s);
        }
        m_cluster->psql(uR"(UPDATE "we""ird; --" SET part = part WHERE id = 7)"_s);
        if (truthOf(workload).isKept)
            throw core::Error(u"a changed table has the old truth"_s);
        Workload other = workload;
        other.query.condition = u"part < 5"_s;
        if (truthOf(other).isKept)
            throw core::Error(u"other conditions have the same truth"_s);
    }).future.waitForFinished();
}

void BenchRunTest::respectsFilters()
{
    RunSpec wanted = spec();
    wanted.workload.query.condition = u"part = 3"_s;
    const RunResult result = run(wanted);
    QCOMPARE(result.facts.rows, 300.0);
    QVERIFY(result.shortResults > 0 && result.notes.join(u' ').contains(u"fewer than")); // 40 of ef_search, a tenth of them
    wanted.workload.query.condition.clear();
    wanted.workload.selectivity = 0.2;
    const RunResult chosen = run(wanted);
    QVERIFY2(chosen.facts.rows > 500 && chosen.facts.rows < 700, qPrintable(QString::number(chosen.facts.rows)));
    wanted.settings[u"enable_indexscan"_s] = u"off"_s;
    QCOMPARE(run(wanted).recall->mean, 1.0);
}

void BenchRunTest::searchesInTwoStages()
{
    RunSpec wanted = spec();
    wanted.workload.query.firstStage = search::FirstStage{.kind = search::FirstStage::Kind::BinaryQuantize, .column = {}, .vector = {}, .overFetch = 2};
    const double few = run(wanted).recall->mean;
    wanted.workload.query.firstStage->overFetch = 300; // all of them
    QCOMPARE(run(wanted).recall->mean, 1.0);
    QVERIFY(few < 0.9);
}

void BenchRunTest::runsOwnStatements()
{
    RunSpec wanted = spec();
    wanted.workload.sql = uR"(SELECT id, ':vec'::text FROM "we""ird; --" WHERE e::vector(16) IS NOT NULL /* :vec */ ORDER BY e <-> :vec LIMIT 11)"_s;
    const RunResult result = run(wanted);
    QVERIFY(result.recall && result.recall->mean > 0.5);
    // Exactly k rows, the query itself among them.
    wanted.workload.sql = uR"(SELECT id FROM "we""ird; --" ORDER BY (e <-> :vec) + 0 LIMIT 10)"_s;
    const RunResult exact = run(wanted);
    QVERIFY2(exact.recall && exact.recall->mean == 1.0, qPrintable(QString::number(exact.recall->mean)));
    QVERIFY(exact.notes.join(u' ').contains(u"find themselves"));
    wanted.workload.sql = uR"(SELECT part FROM "we""ird; --" ORDER BY e <-> :vec LIMIT 10)"_s;
    const RunResult without = run(wanted);
    QVERIFY(!without.recall && without.executions > 0 && without.notes.join(u' ').contains(u"key"));
    wanted.workload.sql = u"SELECT ':vec'"_s;
    QVERIFY(complaint(wanted).contains(u":vec"));
}

void BenchRunTest::countsErrorsAndGoesOn()
{
    RunSpec wanted = spec();
    wanted.workers = 2;
    wanted.workload.sql = uR"(SELECT id, 1 / (1 - (random() < 0.01)::int) FROM "we""ird; --" ORDER BY e <-> :vec LIMIT 10)"_s;
    wanted.measuresRecall = false;
    const RunResult result = run(wanted);
    QCOMPARE(result.state, RunResult::State::Complete);
    QVERIFY(result.errors > 0 && result.executions > 0);
    QVERIFY(result.workers[0].firstError.contains(u"division by zero"));
    QVERIFY(result.notes.join(u' ').contains(u"division by zero"));
    wanted.workload.sql = u"SELECT id FROM ties ORDER BY e <-> :vec::text::vector(3) LIMIT 1/(SELECT count(*)::int - 200 FROM ties)"_s;
    QVERIFY(!complaint(wanted).isEmpty());
}

void BenchRunTest::refusesToWrite()
{
    RunSpec wanted = spec(u"ties"_s);
    wanted.workload.sql = u"DELETE FROM ties WHERE e <-> :vec >= 0 RETURNING id"_s;
    QVERIFY2(complaint(wanted).contains(u"read-only"), qPrintable(complaint(wanted)));
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM ties"_s).trimmed(), u"200"_s);
}

void BenchRunTest::countsLatencyFromWhenAQueryWasDue()
{
    RunSpec wanted = spec(u"ties"_s);
    wanted.measuresRecall = false;
    wanted.loop = RunSpec::Loop::Open;
    wanted.rate = 100;
    wanted.seconds = 0.5;
    const RunResult calm = run(wanted);
    QCOMPARE(calm.executions, 50);
    // Each takes 20 ms, and one is due every 10: the queue grows, and who comes last has waited for all before.
    wanted.workload.sql = u"SELECT id, pg_sleep(0.02) FROM (SELECT id FROM ties ORDER BY e <-> :vec LIMIT 1) nearest"_s;
    const RunResult late = run(wanted);
    QVERIFY2(late.latency.maxMs > 300 && late.latency.minMs < late.latency.maxMs / 2, qPrintable(u"%1 to %2 ms"_s.arg(late.latency.minMs).arg(late.latency.maxMs)));
    QCOMPARE(late.executions + (late.notes.isEmpty() ? 0 : 50 - late.executions), 50);
}

void BenchRunTest::endsAfterSoManyExecutions()
{
    RunSpec wanted = spec(u"ties"_s);
    wanted.executions = 77;
    wanted.workers = 3;
    wanted.seconds = 60;
    QCOMPARE(run(wanted).executions, 77);
}

void BenchRunTest::saysThatTheTableChanged()
{
    RunSpec wanted = spec();
    wanted.seconds = 1;
    const auto task = start(wanted, nullptr, [&, once = std::make_shared<bool>(false)](const LiveRate &) {
        if (!std::exchange(*once, true))
            m_cluster->psql(uR"(INSERT INTO "we""ird; --" SELECT 5000, 1, e FROM "we""ird; --" WHERE id = 1)"_s);
    });
    const RunResult result = task.future.result();
    QVERIFY(result.tableChanged && result.notes.join(u' ').contains(u"changed during the run"));
    QVERIFY2(result.notes.join(u' ').contains(u"the server's counters"), qPrintable(result.notes.join(u' '))); // nothing was read before it to compare with
    const RunResult calm = run(spec());
    QVERIFY(!calm.tableChanged && calm.watch == RunResult::Watch::Counters && watchText(calm).contains(u"the server's counters"));
    wanted.warmupSeconds = 0.1;
    const RunResult warm = run(wanted);
    QVERIFY(!warm.tableChanged && warm.watch == RunResult::Watch::Rows && watchText(warm).isEmpty()); // its rows were read before and after
    // Of a view nothing tells.
    RunSpec view = spec(u"seen"_s);
    QFile file(m_directory.filePath(u"two.jsonl"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"e\": [1, 2]}\n") > 0);
    file.close();
    view.workload.queries = {.kind = QuerySet::Kind::File, .file = file.fileName(), .fileField = {}, .texts = {}};
    const RunResult seen = run(view);
    QVERIFY(!seen.tableChanged && seen.watch == RunResult::Watch::Nothing && watchText(seen).contains(u"is not known"));
}

// Of a ladder or a sweep: neighbours of the first run are those of the next one only as long as the table is the same.
void BenchRunTest::looksForWhatCameBetweenRuns()
{
    const QString table = u"grows"_s;
    m_cluster->psql(u"CREATE TABLE grows (id int PRIMARY KEY, e vector(2)); INSERT INTO grows SELECT i, ARRAY[i, i % 7]::vector FROM generate_series(1, 300) i; ANALYZE grows"_s);
    const auto workspace = store::Workspace::open(m_directory.filePath(u"grows.sqlite"_s));
    for (const double warmup : {0.1, 0.0}) {
        for (store::Workspace *kept : {static_cast<store::Workspace *>(nullptr), workspace.get()}) {
            core::runInThread(m_pool, u"bench"_s, nullptr, [&](core::JobContext &job) {
                BenchRunner runner({m_cluster->options(), m_services.services(), kept, {}});
                RunSpec wanted = spec(table);
                wanted.warmupSeconds = warmup;
                wanted.seconds = 0.1;
                double rows = runner.run(job, wanted).facts.rows;
                for (int run = 0; run < 2; ++run) {
                    m_cluster->psql(u"INSERT INTO grows SELECT i + (SELECT max(id) FROM grows), ARRAY[i, i % 5]::vector FROM generate_series(1, 300) i"_s);
                    const RunResult next = runner.run(job, wanted);
                    if (next.recall->mean < 1 || next.facts.rows != rows + 300)
                        throw core::Error(u"%1 of %2 rows, warm-up of %3 s"_s.arg(next.recall->mean).arg(next.facts.rows).arg(warmup));
                    if (warmup > 0 && next.tableChanged)
                        throw core::Error(next.notes.join(u' '));
                    rows = next.facts.rows;
                }
                const RunResult calm = runner.run(job, wanted);
                if (calm.recall->mean < 1 || calm.facts.rows != rows)
                    throw core::Error(u"a table that is the same: %1"_s.arg(calm.recall->mean));
            }).future.waitForFinished();
        }
    }
    m_cluster->psql(u"DROP TABLE grows"_s);
}

// A change behind the neighbours that a run computes, before anything is measured, counts: the table is looked at before they are read, and once more at the end.
void BenchRunTest::looksAtTheTableBeforeItsNeighbours()
{
    RunSpec wanted = spec();
    wanted.warmupSeconds = 0.1;
    m_services.log.clear();
    run(wanted);
    QStringList looks;
    for (const pg::StatementRecord &record : m_services.log.since(0).first) {
        if (record.sql.contains(u"xmin") || record.rows >= 3000 || record.times > 1)
            looks << (record.sql.contains(u"xmin") ? u"look"_s : record.times > 1 ? u"measure"_s : u"read"_s);
    }
    QCOMPARE(looks, (QStringList{u"look"_s, u"read"_s, u"measure"_s, u"look"_s}));
}

void BenchRunTest::findsTheCachesAsTheyAreWithoutAWarmUp()
{
    RunSpec wanted = spec();
    m_services.log.clear();
    run(wanted);
    const std::vector<pg::StatementRecord> sent = m_services.log.since(0).first;
    const auto measured = std::ranges::find_if(sent, [](const pg::StatementRecord &record) { return record.times > 1; });
    QVERIFY(measured != sent.end());
    int behind = 0;
    for (const pg::StatementRecord &record : sent) {
        const bool fillsCaches = record.sql.contains(u"ANALYZE") || record.sql.contains(u"xmin") || record.sql.startsWith(u"COPY");
        QVERIFY2(!fillsCaches || record.startedAt >= measured->startedAt, qPrintable(record.sql));
        behind += fillsCaches;
    }
    QVERIFY(behind > 0);
    const RunResult result = run(wanted);
    QVERIFY(!result.before.isKnown() && result.after.isKnown() && result.recall);
    QVERIFY(watchText(result).contains(u"the whole table was read just before")); // to choose its random rows
    QCOMPARE(result.facts.indexesUsed, QStringList{u"weird_hnsw"_s}); // told by the plan alone
    wanted.warmupSeconds = 0.1;
    const RunResult warm = run(wanted);
    QVERIFY(warm.before.isKnown() && warm.after.isKnown());
}

void BenchRunTest::keepsNoMoreSamplesThanItMay()
{
    RunSpec wanted = spec();
    wanted.seconds = 60;
    RunShared shared(wanted, 10, 500);
    const auto session = m_services.session(m_cluster->options());
    const WorkerResult result = session->run(u"worker"_s, [&](pg::Connection &connection, core::JobContext &) {
        pg::RepeatedStatement statement(connection, "SELECT 1", std::make_shared<std::vector<std::vector<pg::Param>>>(1));
        WorkerCount count;
        return runWorker(statement, shared, 1, 0, count);
    }).future.result();
    QCOMPARE(result.samples.size(), 500);
    QVERIFY(shared.isFull.load());
}

void BenchRunTest::warmsUpAtTheRate()
{
    RunSpec wanted = spec(u"ties"_s);
    wanted.measuresRecall = false;
    wanted.loop = RunSpec::Loop::Open;
    wanted.rate = 100;
    wanted.workers = 4;
    wanted.warmupSeconds = 0.6;
    wanted.seconds = 0.3;
    qint64 inWarmup = 0;
    double lastOfAll = 0;
    const RunResult result = start(wanted, nullptr, [&](const LiveRate &rate) {
        inWarmup = rate.isWarmup ? rate.executions : inWarmup;
        lastOfAll = rate.seconds;
    }).future.result();
    QVERIFY2(inWarmup > 10 && inWarmup <= 61, qPrintable(QString::number(inWarmup)));
    QVERIFY2(lastOfAll >= 0.6, qPrintable(QString::number(lastOfAll))); // it is as long as it was asked for
    QCOMPARE(result.executions, 30);
}

void BenchRunTest::searchesWithRowsThatTheConditionsLeave()
{
    m_cluster->psql(u"CREATE TABLE several (id int PRIMARY KEY, e vector); INSERT INTO several SELECT i, (CASE WHEN i % 2 = 0 THEN ARRAY[i, 1] ELSE ARRAY[i, 1, 2] END)::vector "
                    "FROM generate_series(1, 200) i; ANALYZE several"_s);
    RunSpec wanted = spec(u"several"_s);
    QVERIFY(complaint(wanted).contains(u"measure rows of the same dimensions"));
    wanted.workload.query.condition = u"vector_dims(e) = 3 AND id % 100 <> 7"_s;
    const RunResult result = run(wanted);
    QVERIFY(result.queries == 40 && result.facts.dimensions == 3 && result.errors == 0);
    QCOMPARE(result.recall->mean, 1.0);
    wanted.workload.query.condition = u"vector_dims(e) = 4"_s;
    QVERIFY2(complaint(wanted).contains(u"that meets the conditions"), qPrintable(complaint(wanted)));
    wanted.workload.query.condition = u"wrod = 4"_s; // said at its field
    QVERIFY_THROWS_EXCEPTION(search::SearchRefused, run(wanted));
    wanted.workload.query.condition.clear();
    wanted.workload.query.filters = {{.column = u"id"_s, .test = search::Filter::Test::Equal, .values = {u"8"_s}}};
    QCOMPARE(run(wanted).queries, 1);
}

void BenchRunTest::showsTheSecondsThatWereAskedFor()
{
    RunSpec wanted = spec();
    wanted.warmupSeconds = 0.6;
    wanted.seconds = 2;
    wanted.measuresRecall = false;
    QStringList shown;
    std::atomic<core::Job *> job = nullptr;
    const auto task = start(wanted, nullptr, [&](const LiveRate &) {
        if (const core::Job *shownBy = job)
            shown << u"%1 %2/%3 %4"_s.arg(shownBy->progress().phase).arg(shownBy->progress().done).arg(shownBy->progress().total).arg(shownBy->progress().unit);
    });
    job = task.job.get();
    task.future.result();
    QVERIFY2(shown.contains(u"warming up 0/1 seconds"_s) && shown.contains(u"measuring 0/2 seconds"_s) && shown.contains(u"measuring 1/2 seconds"_s), qPrintable(shown.join(u", "_s)));
}

void BenchRunTest::canBeCancelled()
{
    RunSpec wanted = spec();
    wanted.seconds = 60;
    const auto task = start(wanted, nullptr, {});
    QTRY_VERIFY(task.job->progress().message.contains(u"queries/s"));
    task.job->cancel();
    const RunResult result = task.future.result();
    QCOMPARE(result.state, RunResult::State::Cancelled);
    QVERIFY(result.executions > 0 && result.seconds < 10);
    wanted.workload.sql = u"SELECT id, pg_sleep(600) FROM ties ORDER BY e <-> :vec::text::vector LIMIT 1"_s;
    wanted.workload.query.table = u"ties"_s;
    const auto stuck = start(wanted);
    QTRY_VERIFY(stuck.job->progress().phase.contains(u"measuring"));
    stuck.job->cancel();
    QVERIFY_THROWS_EXCEPTION(core::Cancelled, stuck.future.result());
}

void BenchRunTest::keepsWhatWasMeasuredWhenTheServerRestarts()
{
    RunSpec wanted = spec();
    wanted.seconds = 60;
    wanted.workers = 2;
    const auto task = start(wanted);
    QTRY_VERIFY(task.job->progress().message.contains(u"queries/s"));
    m_cluster->stop();
    const RunResult result = task.future.result();
    m_cluster->start();
    QCOMPARE(result.state, RunResult::State::Incomplete);
    QVERIFY(result.executions > 0 && !result.workers[0].samples.empty());
    QVERIFY2(result.stateReason.contains(u"lost its connection"), qPrintable(result.stateReason));
}

void BenchRunTest::saysWhyAWarmUpEnded()
{
    RunSpec wanted = spec();
    wanted.warmupSeconds = 60;
    const auto task = start(wanted);
    QTRY_VERIFY(task.job->progress().phase == u"warming up" && task.job->progress().message.contains(u"queries/s"));
    m_cluster->stop();
    const RunResult result = task.future.result();
    m_cluster->start();
    QCOMPARE(result.state, RunResult::State::Incomplete);
    QCOMPARE(result.executions, 0);
    QVERIFY2(result.stateReason.contains(u"lost its connection") && result.stateReason.contains(u"terminating connection"), qPrintable(result.stateReason));
}

void BenchRunTest::saysWhatIsWrong()
{
    QVERIFY(complaint(spec(u"nothing"_s)).contains(u"no row with a vector"));
    QVERIFY(complaint(spec(u"missing"_s)).contains(u"missing"));
    QVERIFY2(complaint(spec(u"mixed"_s)).contains(u"dimensions"), qPrintable(complaint(spec(u"mixed"_s))));
    QVERIFY(complaint(spec(u"seen"_s)).contains(u"view"));
    RunSpec wanted = spec();
    wanted.workload.query.column = u"part"_s;
    QVERIFY(complaint(wanted).contains(u"part"));
    wanted = spec();
    wanted.workers = 200;
    QVERIFY2(complaint(wanted).contains(u"max_connections"), qPrintable(complaint(wanted)));
    wanted = spec();
    wanted.settings[u"hnsw.no_such"_s] = u"1"_s;
    QVERIFY(!complaint(wanted).isEmpty());
}

QTEST_GUILESS_MAIN(BenchRunTest)
#include "tst_benchrun.moc"
