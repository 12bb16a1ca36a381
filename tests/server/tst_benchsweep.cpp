// SPDX-License-Identifier: GPL-3.0-or-later
// Sweeps on a real server: what is measured, what is built on copies, and that nothing is left of it.
#include "sql/changejournal.h"
#include "support/sweepbench.h"

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

#include <sys/mount.h>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::bench;
using Form = index::IndexKey::Form;

class BenchSweepTest : public QObject, test::SweepBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void sweepsSettingsOnTheTableAsItIs();
    void buildsOnACopyAndDropsIt();
    void findsOutWhatIsLeftOpen();
    void keepsTheShareOfAFilterInASample();
    void searchesSmallerIndexesInTwoStages();
    void saysBeforeWhatItWouldDo();
    void leavesNothingWhenCancelled();
    void endsInWordsWhenTheDiskIsFull();
    void keepsItsChangesInTheJournal();
    void goesOnAfterABuildThatCannotBe();
    void leavesOutBuildsThatCannotBePlanned();
    void refusesWhatIsNoNumberBeforeItCopies();
    void countsWhatWasNotBegun();
    void keepsWhatWasMeasuredWhenTheServerRestarts();
    void tellsWhatWasLeftFromWhatIsUsed();

private:
    QString m_indexes;
};

void BenchSweepTest::initTestCase()
{
    startServer();
    m_indexes = indexes();
}

void BenchSweepTest::sweepsSettingsOnTheTableAsItIs()
{
    SweepPlan plan;
    plan.base = spec();
    plan.settings[u"hnsw.ef_search"_s] = {u"10"_s, u"200"_s};
    const SweepOutcome outcome = sweep(plan);
    QCOMPARE(outcome.runs.size(), 2);
    QVERIFY(outcome.runs[0].recall->mean < outcome.runs[1].recall->mean);
    QVERIFY(runName(outcome.runs[1].spec).startsWith(u"ef_search = 200"));
    // While they run it is told which one it is, and what is left of all.
    plan.base.seconds = 0.6;
    std::vector<LiveRate> rates;
    const auto task = core::runInThread(m_pool, u"bench"_s, nullptr, [&](core::JobContext &job) {
        BenchRunner runner({m_cluster->options(), m_services.services(), nullptr, {}, {}, [&rates](const LiveRate &rate) { rates.push_back(rate); }});
        runSweep(runner, job, plan);
    });
    QTRY_VERIFY(task.job->progress().message.startsWith(u"run 1 of 2 (ef_search = 10, 1 worker), "));
    QTRY_VERIFY(task.job->progress().message.startsWith(u"run 2 of 2 (ef_search = 200"));
    QFuture<void> done = task.future;
    done.waitForFinished();
    QVERIFY(rates.front().allSeconds > 1.19 && rates.front().leftSeconds > 0.6 && rates.back().leftSeconds < 0.6);
    QCOMPARE(schemas(), u"0"_s);
}

void BenchSweepTest::buildsOnACopyAndDropsIt()
{
    SweepPlan plan;
    plan.base = spec();
    plan.settings[u"hnsw.ef_search"_s] = {u"15"_s};
    plan.settings[u"ivfflat.probes"_s] = {u"1"_s, u"20"_s};
    plan.builds = {{.m = 4, .efConstruction = 8}, {.m = 24, .efConstruction = 100}, {.method = u"ivfflat"_s, .lists = 20}};
    plan.share = 0.5;
    const SweepOutcome outcome = sweep(plan);
    QVERIFY2(outcome.failures.isEmpty(), qPrintable(outcome.failures.join(u'\n')));
    QCOMPARE(outcome.runs.size(), 4);
    QVERIFY(outcome.runs[0].recall->mean < outcome.runs[1].recall->mean);
    QVERIFY(outcome.runs[2].recall->mean < outcome.runs[3].recall->mean && outcome.runs[3].recall->mean == 1); // all lists
    QVERIFY(runName(outcome.runs[1].spec).startsWith(u"hnsw m=24 ef_construction=100 on 50 % of the rows, ef_search = 15"));
    for (const RunResult &run : outcome.runs) {
        const QString facts = u"%1: built in %2 s, %3 bytes, of %4 rows"_s.arg(run.spec.name).arg(run.facts.buildSeconds).arg(run.facts.indexBytes).arg(run.facts.rows);
        QVERIFY2(run.facts.buildSeconds > 0 && run.facts.indexBytes > 0 && run.facts.rows > 1300 && run.facts.rows < 1700, qPrintable(facts));
        QCOMPARE(run.spec.workload.query.schema, u"public"_s);
        QCOMPARE(run.facts.share, 0.5);
        QVERIFY2(!run.tableChanged && run.watch == RunResult::Watch::Rows, qPrintable(run.notes.join(u' '))); // the copy is the benchmark's own
        QVERIFY2(run.spec.name.contains(u" on 50 % of the rows, ") && indexLabel(run).endsWith(u" on 50 % of the rows"), qPrintable(run.spec.name)); // apart from those of all rows
        QVERIFY(run.notes.join(u' ').contains(u"copy of 50 % of the rows"));
        QVERIFY(run.facts.indexesUsed.size() == 1 && run.spec.name.startsWith(run.facts.indexesUsed.first()));
        QVERIFY2(run.facts.indexDefinition.contains(uR"( ON public."we""ird; --" USING )"), qPrintable(run.facts.indexDefinition)); // as it would be on the table
    }
    QCOMPARE(schemas(), u"0"_s);
    QCOMPARE(indexes(), m_indexes);
}

void BenchSweepTest::findsOutWhatIsLeftOpen()
{
    SweepPlan plan;
    plan.base = spec();
    plan.base.workload.query.schema.clear();
    plan.base.workload.query.metric = catalog::AnnMetric::Unknown;
    plan.builds = {{.m = 8, .efConstruction = 16}};
    const SweepOutcome outcome = sweep(plan);
    QVERIFY2(outcome.failures.isEmpty() && outcome.runs.size() == 1, qPrintable(outcome.failures.join(u'\n')));
    QCOMPARE(outcome.runs.front().spec.workload.query.schema, u"public"_s);
    QVERIFY(outcome.runs.front().facts.indexDefinition.contains(u"vector_cosine_ops"));
    TunerPlan tuning{.base = plan.base, .target = {.recall = 0.5}, .mayBuild = true, .builds = plan.builds};
    const TunerOutcome found = tuned(tuning);
    const auto session = m_services.session(m_cluster->options());
    const sql::Change change = session->run(u"apply"_s, [&](pg::Connection &connection, core::JobContext &) { return applyChoice(connection, tuning, found, {}).change; }).future.result();
    QVERIFY(change.steps.front().sql.contains(u"vector_cosine_ops") || change.steps.back().sql.contains(u"vector_cosine_ops"));
}

void BenchSweepTest::keepsTheShareOfAFilterInASample()
{
    RunSpec base = spec();
    base.workload.selectivity = 0.2;
    const auto rows = [&](double share) {
        SweepPlan plan{.base = base, .builds = {{.m = 8, .efConstruction = 16}}, .share = share};
        return sweep(plan).runs.front().facts.rows; // that meet the condition
    };
    const double all = rows(1), half = rows(0.5);
    QVERIFY2(all > 500 && all < 700 && half > 0.38 * all && half < 0.62 * all, qPrintable(u"%1 of 3000, %2 of half"_s.arg(all).arg(half)));
}

void BenchSweepTest::searchesSmallerIndexesInTwoStages()
{
    SweepPlan plan;
    plan.base = spec();
    plan.settings[u"hnsw.ef_search"_s] = {u"400"_s};
    plan.settings[u"over_fetch"_s] = {u"2"_s, u"30"_s};
    plan.base.settings[u"enable_seqscan"_s] = u"off"_s; // of a table so small it is cheaper
    plan.builds = {{.form = Form::Halfvec}, {.form = Form::BinaryQuantize}, {.form = Form::Subvector, .subvector = 8}};
    const SweepOutcome outcome = sweep(plan);
    QVERIFY2(outcome.failures.isEmpty(), qPrintable(outcome.failures.join(u'\n')));
    QCOMPARE(outcome.runs.size(), 6);
    for (std::size_t i = 0; i < 6; i += 2) {
        QVERIFY2(outcome.runs[i].facts.indexesUsed.size() == 1, qPrintable(outcome.runs[i].facts.indexesUsed.join(u", "_s)));
        QVERIFY(outcome.runs[i].recall->mean <= outcome.runs[i + 1].recall->mean);
    }
    QVERIFY(outcome.runs[1].recall->mean > 0.95 && outcome.runs[2].recall->mean < 0.8 && outcome.runs[5].recall->mean > 0.9);
}

void BenchSweepTest::saysBeforeWhatItWouldDo()
{
    SweepPlan plan;
    plan.base = spec();
    plan.settings[u"hnsw.ef_search"_s] = {u"10"_s, u"20"_s};
    plan.builds = {{.m = 8}, {.m = 16}};
    plan.share = 0.5;
    const SweepForecast forecast = this->forecast(plan);
    QCOMPARE(forecast.runs.size(), 4);
    QCOMPARE(forecast.builds.size(), 2);
    QCOMPARE(forecast.builds[1].runs.size(), 2);
    QCOMPARE(forecast.copyRows, 1500);
    QVERIFY(forecast.builds[0].sizeBytes.value > 100'000 && forecast.builds[1].sizeBytes.value > forecast.builds[0].sizeBytes.value);
    QVERIFY(forecast.mostBytes > forecast.copyBytes && forecast.obstacle.isEmpty());
    QVERIFY(std::abs(forecast.measureSeconds - 4 * 0.15) < 1e-9);
    QCOMPARE(schemas(), u"0"_s);
    // Each build has the runs of its method and of its stages, as they are made.
    plan.settings[u"ivfflat.probes"_s] = {u"1"_s, u"2"_s, u"4"_s};
    plan.settings[u"over_fetch"_s] = {u"2"_s, u"4"_s, u"8"_s};
    plan.builds = {{.m = 8}, {.method = u"ivfflat"_s, .lists = 10}, {.form = Form::BinaryQuantize}};
    const SweepForecast mixed = this->forecast(plan);
    QCOMPARE(mixed.builds[0].runs.size(), 2);
    QCOMPARE(mixed.builds[1].runs.size(), 3);
    QCOMPARE(mixed.builds[2].runs.size(), 6);
    QCOMPARE(mixed.runs.size(), 11);
    QVERIFY(std::abs(mixed.measureSeconds - 11 * 0.15) < 1e-9);
    m_cluster->psql(u"CREATE TABLE uncounted (id int PRIMARY KEY, e vector(3)); INSERT INTO uncounted SELECT i, '[1,2,3]' FROM generate_series(1, 50) i"_s);
    plan.base.workload.query.table = u"uncounted"_s;
    plan.builds = {{.m = 8}};
    const SweepForecast uncounted = this->forecast(plan);
    QCOMPARE(uncounted.copyRows, -1);
    m_cluster->psql(u"DROP TABLE uncounted"_s);
}

void BenchSweepTest::leavesNothingWhenCancelled()
{
    SweepPlan plan;
    plan.base = spec();
    plan.base.seconds = 60;
    plan.builds = {{.m = 8}};
    const auto task = start([plan](BenchRunner &runner, core::JobContext &job) { return runSweep(runner, job, plan); });
    QTRY_VERIFY(task.job->progress().message.contains(u"queries/s"));
    QCOMPARE(schemas(), u"1"_s);
    task.job->cancel();
    const SweepOutcome outcome = task.future.result();
    QVERIFY(outcome.isCancelled && outcome.runs.size() == 1);
    QCOMPARE(schemas(), u"0"_s);
}

// A file system of its own for what the role makes. Mounting takes root, as which the containers of these tests run.
void BenchSweepTest::endsInWordsWhenTheDiskIsFull()
{
    const QTemporaryDir place(u"/tmp/quiver-full-XXXXXX"_s);
    const QByteArray path = QFile::encodeName(place.path());
    QCOMPARE(::mount("none", path.constData(), "tmpfs", 0, "size=2m,mode=0777"), 0);
    const auto unmount = qScopeGuard([&path] { ::umount2(path.constData(), MNT_DETACH); });
    m_cluster->psql(u"COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; mkdir -m 700 %1/pg'"_s.arg(place.path()));
    m_cluster->psql(u"CREATE TABLESPACE small LOCATION '%1/pg'"_s.arg(place.path()));
    m_cluster->psql(u"ALTER ROLE tester SET default_tablespace = small"_s);
    const auto drop = qScopeGuard([this] {
        m_cluster->psql(u"ALTER ROLE tester RESET default_tablespace"_s);
        m_cluster->psql(u"DROP TABLESPACE small"_s);
    });
    SweepPlan plan;
    plan.base = spec();
    plan.builds = {{.m = 60, .efConstruction = 120}, {.m = 4, .efConstruction = 8}}; // the one does not fit, the other one does
    const SweepOutcome outcome = sweep(plan);
    QCOMPARE(outcome.runs.size(), 1);
    QCOMPARE(outcome.failures.size(), 1);
    QVERIFY2(outcome.failures.front().contains(u"m=60") && outcome.failures.front().contains(u"disk is full") && outcome.failures.front().contains(u"No space left"),
             qPrintable(outcome.failures.front()));
    QCOMPARE(schemas(), u"0"_s);
    QCOMPARE(::mount("none", path.constData(), "tmpfs", MS_REMOUNT, "size=200k,mode=0777"), 0);
    try {
        sweep(plan);
        QFAIL("copied to a disk that is full");
    } catch (const core::Error &e) {
        QVERIFY2(e.message().contains(u"disk is full") && e.message().contains(u"smaller share"), qPrintable(e.message()));
    }
    QCOMPARE(schemas(), u"0"_s);
}

void BenchSweepTest::keepsItsChangesInTheJournal()
{
    const QTemporaryDir directory;
    m_workspace = store::Workspace::open(directory.filePath(u"workspace.sqlite"_s));
    const auto close = qScopeGuard([this] { m_workspace.reset(); });
    SweepPlan plan;
    plan.base = spec();
    plan.builds = {{.m = 4, .efConstruction = 8}};
    QCOMPARE(sweep(plan).runs.size(), 1);
    const QList<store::ChangeEntry> changes = m_workspace->changes({}).result(); // the newest first
    QStringList titles;
    for (const store::ChangeEntry &change : changes) {
        titles << change.title.section(u' ', 0, 0);
        QCOMPARE(change.outcome, store::ChangeEntry::Outcome::Done);
        QCOMPARE(change.server, m_cluster->options().summary());
    }
    QCOMPARE(titles, (QStringList{u"Drop"_s, u"Drop"_s, u"Create"_s, u"Copy"_s})); // the schema, the index; both made before
    const auto copied = sql::reportOf(changes.back());
    QVERIFY(copied && copied->undo().steps.size() == 1 && copied->undo().steps.front().sql.startsWith(u"DROP SCHEMA IF EXISTS quiver_bench_"));
}

void BenchSweepTest::goesOnAfterABuildThatCannotBe()
{
    SweepPlan plan;
    plan.base = spec();
    plan.builds = {{.m = 50, .efConstruction = 64}, {.m = 8}};
    const SweepOutcome outcome = sweep(plan);
    QCOMPARE(outcome.runs.size(), 1);
    QCOMPARE(outcome.failures.size(), 1);
    QVERIFY2(outcome.failures.first().startsWith(u"hnsw m=50"), qPrintable(outcome.failures.first()));
    plan.base.workload.query.table = u"keyless"_s;
    plan.share = 0.5;
    QVERIFY_THROWS_EXCEPTION(core::Error, sweep(plan));
    QCOMPARE(schemas(), u"0"_s);
}

// Of more dimensions than vectors may have in an index, but half precision may.
void BenchSweepTest::leavesOutBuildsThatCannotBePlanned()
{
    m_cluster->psql(u"CREATE TABLE wide (id int PRIMARY KEY, e vector(2100)); INSERT INTO wide SELECT i, (SELECT array_agg(random() + j * 0 + i * 0) FROM generate_series(1, 2100) j)::vector "
                    "FROM generate_series(1, 60) i; ANALYZE wide"_s);
    SweepPlan plan{.base = spec(u"wide"_s), .builds = {{.m = 8}, {.form = Form::Halfvec, .m = 8}}};
    plan.base.workload.queries.count = 10;
    const SweepForecast forecast = this->forecast(plan);
    QVERIFY2(forecast.obstacle.isEmpty() && forecast.builds.size() == 2 && forecast.runs.size() == 1, qPrintable(forecast.obstacle));
    QVERIFY(!forecast.builds[0].isPossible && forecast.builds[0].runs.empty() && forecast.builds[1].isPossible);
    QVERIFY2(forecast.builds[0].warnings.join(u' ').contains(u"2,000") || forecast.builds[0].warnings.join(u' ').contains(u"2000"), qPrintable(forecast.builds[0].warnings.join(u' ')));
    const SweepOutcome outcome = sweep(plan);
    QVERIFY2(outcome.runs.size() == 1 && outcome.failures.size() == 1 && outcome.failures[0].startsWith(u"hnsw m=8"), qPrintable(outcome.failures.join(u'\n')));
    TunerPlan tuning{.base = plan.base, .target = {.recall = 0.5}, .mayBuild = true, .builds = plan.builds};
    const TunerOutcome found = tuned(tuning);
    QVERIFY2(found.hasChoice() && found.build == plan.builds[1], qPrintable(found.words));
    QVERIFY(found.ruledOut.size() == 1 && found.ruledOut[0].build == plan.builds[0] && found.ruledOut[0].limit == TuneLimit::Errors);
    // Where none is left there is nothing to be made.
    plan.builds = tuning.builds = {{.m = 8}, {.m = 16}};
    QVERIFY(this->forecast(plan).obstacle.contains(u"hnsw m=8") && this->forecast(plan).obstacle.contains(u"hnsw m=16"));
    try {
        tuned(tuning);
        QFAIL("tuned what cannot be built");
    } catch (const core::Error &e) {
        QVERIFY2(e.message().contains(u"none of the builds") && e.message().contains(u"hnsw m=16"), qPrintable(e.message()));
    }
    QCOMPARE(schemas(), u"0"_s);
    m_cluster->psql(u"DROP TABLE wide"_s);
}

void BenchSweepTest::refusesWhatIsNoNumberBeforeItCopies()
{
    for (const QString &value : {u"abc"_s, u"0"_s, u"1001"_s}) {
        SweepPlan plan{.base = spec(), .settings = {{u"over_fetch"_s, {u"2"_s, value}}}, .builds = {{.form = Form::BinaryQuantize}}};
        QVERIFY2(this->forecast(plan).obstacle.contains(value), qPrintable(this->forecast(plan).obstacle));
        m_services.log.clear();
        QVERIFY_THROWS_EXCEPTION(core::Error, sweep(plan));
        for (const pg::StatementRecord &record : m_services.log.since(0).first)
            QVERIFY2(!record.sql.startsWith(u"CREATE"), qPrintable(record.sql));
    }
}

void BenchSweepTest::countsWhatWasNotBegun()
{
    SweepPlan plan{.base = spec()};
    plan.settings[u"hnsw.ef_search"_s] = {u"10"_s, u"20"_s, u"40"_s};
    std::atomic<core::Job *> running = nullptr;
    const auto task = core::runInThread(m_pool, u"bench"_s, nullptr, [&](core::JobContext &job) {
        BenchRunner runner({m_cluster->options(), m_services.services(), nullptr, {}});
        return runSweep(runner, job, plan, [&running](const RunResult &) { // between two runs
            while (!running)
                QThread::yieldCurrentThread();
            running.load()->cancel();
        });
    });
    running = task.job.get();
    const SweepOutcome outcome = task.future.result();
    QVERIFY(outcome.isCancelled);
    QCOMPARE(outcome.runs.size(), 1);
    QCOMPARE(outcome.notBegun, 2);
}

void BenchSweepTest::keepsWhatWasMeasuredWhenTheServerRestarts()
{
    SweepPlan plan;
    plan.base = spec();
    plan.base.seconds = 60;
    plan.settings[u"hnsw.ef_search"_s] = {u"10"_s, u"20"_s};
    plan.builds = {{.m = 4, .efConstruction = 8}, {.m = 8}};
    const auto task = start([plan](BenchRunner &runner, core::JobContext &job) { return runSweep(runner, job, plan); });
    QTRY_VERIFY(task.job->progress().message.contains(u"queries/s"));
    m_cluster->stop();
    m_cluster->start();
    const SweepOutcome outcome = task.future.result();
    QVERIFY(outcome.runs.size() == 1 && outcome.runs.front().state == RunResult::State::Incomplete && outcome.runs.front().executions > 0);
    QCOMPARE(outcome.notBegun, 3); // of this build and the next one
    QVERIFY(!outcome.isCancelled);
    QCOMPARE(schemas(), u"0"_s);
}

void BenchSweepTest::tellsWhatWasLeftFromWhatIsUsed()
{
    const auto session = m_services.session(m_cluster->options()), other = m_services.session(m_cluster->options());
    const auto left = [&] { return other->read(u"left"_s, [](pg::Connection &connection, core::JobContext &) { return leftScratches(connection); }).future.result(); };
    const QString schema = newScratchName();
    start([&](BenchRunner &runner, core::JobContext &job) {
        const BoundWorkload workload = runner.bind(job, spec().workload, false);
        session->run(u"scratch"_s, [&](pg::Connection &connection, core::JobContext &inner) {
            holdScratch(connection, schema);
            sql::ChangeRunner(makeScratchChange(connection, workload, schema, 1)).run(connection, inner);
        }).future.waitForFinished();
    }).future.waitForFinished();
    QVERIFY(left().empty()); // it is in use
    session->disconnectFromServer();
    QTRY_COMPARE(left().size(), 1);
    QCOMPARE(left().front().schema, schema);
    QVERIFY(left().front().bytes > 100'000);
    other->run(u"drop"_s, [&](pg::Connection &connection, core::JobContext &job) { sql::ChangeRunner(dropScratchChange(connection, schema)).run(connection, job); }).future.waitForFinished();
    QVERIFY(left().empty());
}

QTEST_GUILESS_MAIN(BenchSweepTest)
#include "tst_benchsweep.moc"
