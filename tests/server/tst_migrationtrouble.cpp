// SPDX-License-Identifier: GPL-3.0-or-later
// Migrations in trouble on a real server: two runners, cancels, killed servers; and repairs of what they leave.
#include "support/migrationbench.h"
#include "support/tcpproxy.h"

#include <thread>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::catalog;
using namespace quiver::migrations;
using State = MigrationOutcome::State;
using test::MigrationBench;
using Offer = RepairOffer::Kind;

namespace {

const QString buildIndex = u"-- quiver: no-transaction\nCREATE INDEX CONCURRENTLY \"Docs idx\" ON docs USING hnsw (embedding vector_l2_ops);\n"_s;

bool waitFor(const std::function<bool()> &condition)
{
    return QTest::qWaitFor(condition, 20'000);
}

/// Somebody whose transaction keeps CREATE INDEX CONCURRENTLY of docs waiting.
class Reader
{
public:
    explicit Reader(MigrationBench &bench) : m_session(bench.services.session(bench.cluster.options(bench.database), u"reader"_s))
    {
        m_session->run(u"read"_s, [](pg::Connection &c, core::JobContext &) {
                     c.begin();
                     c.exec("LOCK TABLE docs IN ROW EXCLUSIVE MODE");
                 }).future.waitForFinished();
    }

private:
    std::unique_ptr<pg::Session> m_session;
};

} // namespace

class MigrationTroubleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_cluster = std::make_unique<test::TestCluster>(); }
    void cleanupTestCase() { m_cluster.reset(); }
    void theSecondRunnerWaitsForTheFirst();
    void theSecondRunnerGivesUpNamingTheFirst();
    void aWaitingRunnerDoesNotBlockAConcurrentBuild();
    void cancelInATransactionLeavesNothing();
    void cancelOfAConcurrentBuildIsRepaired();
    void cancelBeforeAnythingIsLeftIsPendingAgain();
    void uniqueViolationLeavesAnIndexThatARepairRemoves();
    void anInvalidIndexIsNotTakenForDone();
    void aNameThatIsTakenLeavesNothing();
    void aBuildThatEndedUnnoticedIsFound();
    void reindexLeftoversAreFound();
    void severalStatementsGoOnWhereTheyStopped();
    void anEditedBeginningIsRefused();
    void aProcedureThatFailsMayHaveCommitted();
    void aCancelledWayDownIsRepaired();
    void aWayDownThatFailsInTheMiddleKeepsWhatStands();
    void aRepairOfAHistoryThatChangedIsRefused();
    void stepsThatWereAgreedToAreTheOnlyOnes();
    void aKilledServerLeavesATrueHistory();
    void aTerminatedSessionInATransactionLeavesNothing();
    void aConnectionThatIsCutAnywhereLeavesATrueHistory();

private:
    /// 400 rows are enough for a build that waits, and not too many for one that does not.
    void makeDocs(MigrationBench &bench)
    {
        bench.ask(u"CREATE TABLE docs AS SELECT g AS id, ARRAY[g, 1, 1]::vector(3)::vector(3) AS embedding FROM generate_series(1, 400) g"_s);
    }
    bool isBuilding(const MigrationBench &bench)
    {
        return bench.ask(u"SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname LIKE 'Docs idx%' AND NOT i.indisvalid"_s)
            != u"0"_s;
    }
    core::Task<MigrationReport> start(MigrationBench &bench, const MigrationTarget &target = {})
    {
        return bench.session->run(u"up"_s, [&bench, target](pg::Connection &c, core::JobContext &job) {
            return MigrationRunner(bench.folder, bench.options).run(c, job, target);
        });
    }
    /// A build that waits for somebody, cancelled.
    MigrationReport cancelledBuild(MigrationBench &bench, const MigrationTarget &target = {})
    {
        const Reader reader(bench);
        auto task = start(bench, target);
        if (!waitFor([&] { return isBuilding(bench); }))
            qFatal("the build does not begin");
        task.job->cancel();
        return task.future.result();
    }

    std::unique_ptr<test::TestCluster> m_cluster;
};

void MigrationTroubleTest::theSecondRunnerWaitsForTheFirst()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_slow.up.sql"_s, u"CREATE TABLE one (); SELECT pg_sleep(1);"_s);
    const auto second = bench.services.session(m_cluster->options(bench.database), u"second"_s);
    auto first = start(bench);
    QVERIFY(waitFor([&] { return bench.ask(u"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"_s) != u"0"_s; }));
    auto task = second->run(u"up"_s, [&](pg::Connection &c, core::JobContext &job) { return MigrationRunner(bench.folder, bench.options).run(c, job, {}); });
    QVERIFY(waitFor([&] { return !task.job->log().isEmpty(); }));
    const QString line = task.job->log().first();
    QVERIFY2(line.contains(u"Waiting: session %1 (tester"_s.arg(bench.session->backendPid())), qPrintable(line));
    QVERIFY2(line.contains(u") since 20"_s), qPrintable(line));
    QVERIFY(first.future.result().succeeded());
    QVERIFY(task.future.result().succeeded());
    QCOMPARE(task.future.result().done(), 0); // the first has done it
    QCOMPARE(bench.ask(u"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"_s), u"0"_s);
}

void MigrationTroubleTest::theSecondRunnerGivesUpNamingTheFirst()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_slow.up.sql"_s, u"SELECT pg_sleep(60);"_s);
    const auto second = bench.services.session(m_cluster->options(bench.database), u"second"_s);
    auto first = start(bench);
    QVERIFY(waitFor([&] { return bench.ask(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"_s) == u"1"_s; }));
    MigrationOptions options = bench.options;
    for (const int wait : {0, 1}) {
        options.lockWait = wait;
        try {
            bench.on(*second, [&](pg::Connection &c, core::JobContext &job) { return MigrationRunner(bench.folder, options).run(c, job, {}); });
            QFAIL("the second ran");
        } catch (const core::Error &e) {
            QVERIFY2(e.message().contains(u"the migrations of quiver.migrations are locked: session %1 (tester"_s.arg(bench.session->backendPid())),
                     qPrintable(e.message()));
        }
    }
    // A waiting one can be cancelled too.
    options.lockWait = -1;
    auto task = second->run(u"up"_s, [&](pg::Connection &c, core::JobContext &job) { return MigrationRunner(bench.folder, options).run(c, job, {}); });
    QVERIFY(waitFor([&] { return !task.job->log().isEmpty(); }));
    task.job->cancel();
    QVERIFY_THROWS_EXCEPTION(core::Cancelled, task.future.waitForFinished());
    first.job->cancel();
    QVERIFY(first.future.result().cancelled());
}

void MigrationTroubleTest::aWaitingRunnerDoesNotBlockAConcurrentBuild()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.write(u"0001_index.up.sql"_s, buildIndex);
    const auto second = bench.services.session(m_cluster->options(bench.database), u"second"_s);
    std::optional<Reader> reader(bench);
    auto first = start(bench);
    QVERIFY(waitFor([&] { return isBuilding(bench); }));
    auto task = second->run(u"up"_s, [&](pg::Connection &c, core::JobContext &job) { return MigrationRunner(bench.folder, bench.options).run(c, job, {}); });
    QVERIFY(waitFor([&] { return !task.job->log().isEmpty(); }));
    const MigrationStatus status = bench.on(*bench.services.session(m_cluster->options(bench.database)), [&](pg::Connection &c, core::JobContext &) {
        const MigrationStatus now = readStatus(c, bench.folder, bench.options.table);
        const MigrationRepair repair = inspectMigration(c, now, now.entries.front());
        if (!repair.offers.empty() || !repair.found.contains(u"is under way: session"_s))
            qFatal("%s", qPrintable(repair.found));
        return now;
    });
    QVERIFY(status.runner);
    reader.reset();
    QVERIFY2(first.future.result().succeeded(), qPrintable(first.future.result().summary()));
    QVERIFY(task.future.result().succeeded());
}

void MigrationTroubleTest::cancelInATransactionLeavesNothing()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_slow.up.sql"_s, u"CREATE TABLE one (); SELECT pg_sleep(60);"_s);
    auto task = start(bench);
    QVERIFY(waitFor([&] { return bench.ask(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"_s) == u"1"_s; }));
    task.job->cancel();
    const MigrationReport report = task.future.result();
    QVERIFY(report.cancelled());
    QVERIFY2(report.summary().contains(u"0001_slow.up.sql: cancelled: All of it was rolled back"_s), qPrintable(report.summary()));
    QCOMPARE(bench.states(), u"1 pending"_s);
    QCOMPARE(bench.ask(u"SELECT to_regclass('one') IS NULL"_s), u"t"_s);
}

void MigrationTroubleTest::cancelOfAConcurrentBuildIsRepaired()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.write(u"0001_index.up.sql"_s, buildIndex);
    const MigrationReport report = cancelledBuild(bench);
    QVERIFY(report.cancelled());
    QVERIFY(report.steps[0].dirty);
    QCOMPARE(bench.states(), u"1 dirty"_s);
    QVERIFY2(bench.up().summary().contains(u"0001_index was begun on"_s), qPrintable(bench.up().summary()));
    const MigrationRepair repair = bench.inspect(1);
    QVERIFY(repair.finding.effect == ConcurrentEffect::Left);
    QVERIFY2(repair.found.contains(u"left the INVALID index public.\"Docs idx\" of public.docs"_s), qPrintable(repair.found));
    QCOMPARE(int(repair.offers.size()), 3);
    QVERIFY(repair.offers.front().kind == Offer::Retry);
    QVERIFY(bench.apply(repair.offers.front().change).succeeded());
    QVERIFY(!isBuilding(bench));
    const MigrationReport again = bench.resume(1);
    QVERIFY2(again.succeeded(), qPrintable(again.summary()));
    QCOMPARE(bench.states(), u"1 applied"_s);
    QCOMPARE(bench.ask(u"SELECT indisvalid FROM pg_index WHERE indexrelid = '\"Docs idx\"'::regclass"_s), u"t"_s);
}

void MigrationTroubleTest::cancelBeforeAnythingIsLeftIsPendingAgain()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.write(u"0001_index.up.sql"_s, u"-- quiver: no-transaction\nCREATE INDEX CONCURRENTLY ON nowhere (a);"_s);
    const MigrationReport report = bench.up();
    QVERIFY2(report.summary().contains(u"It left nothing behind and is pending as before"_s), qPrintable(report.summary()));
    QCOMPARE(report.steps[0].line, 2);
    QCOMPARE(bench.states(), u"1 pending"_s);
}

void MigrationTroubleTest::uniqueViolationLeavesAnIndexThatARepairRemoves()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.ask(u"INSERT INTO docs SELECT * FROM docs WHERE id = 7"_s);
    bench.write(u"0001_key.up.sql"_s, u"-- quiver: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY ON docs (id);"_s); // without a name
    const MigrationReport report = bench.up();
    QVERIFY2(report.summary().contains(u"Key (id)=(7) is duplicated"_s), qPrintable(report.summary()));
    QCOMPARE(bench.states(), u"1 dirty"_s);
    QVERIFY2(bench.inspect(1).found.contains(u"the INVALID index public.docs_id_idx"_s), qPrintable(bench.inspect(1).found));
    QVERIFY(bench.repair(1, Offer::MarkPending).succeeded());
    QCOMPARE(bench.states(), u"1 pending"_s);
    QCOMPARE(bench.ask(u"SELECT count(*) FROM pg_index WHERE indrelid = 'docs'::regclass"_s), u"0"_s);
    bench.ask(u"DELETE FROM docs WHERE id = 7"_s);
    QVERIFY(bench.up().succeeded());
}

void MigrationTroubleTest::anInvalidIndexIsNotTakenForDone()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.write(u"0001_index.up.sql"_s, QString(buildIndex).replace(u"CONCURRENTLY"_s, u"CONCURRENTLY IF NOT EXISTS"_s));
    cancelledBuild(bench);
    const MigrationReport report = bench.resume(1); // without the repair's change
    QVERIFY2(report.summary().contains(u"the server reported no error, but the INVALID index"_s), qPrintable(report.summary()));
    QCOMPARE(bench.states(), u"1 dirty"_s);
    QVERIFY(bench.repair(1, Offer::Retry).succeeded());
    QVERIFY(bench.resume(1).succeeded());
}

void MigrationTroubleTest::aNameThatIsTakenLeavesNothing()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.ask(u"CREATE INDEX \"Docs idx\" ON docs (id)"_s);
    bench.write(u"0001_index.up.sql"_s, buildIndex);
    QVERIFY2(bench.up().summary().contains(u"already exists. It left nothing behind"_s), qPrintable(bench.up().summary()));
    QCOMPARE(bench.states(), u"1 pending"_s);
}

void MigrationTroubleTest::aBuildThatEndedUnnoticedIsFound()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.write(u"0001_index.up.sql"_s, buildIndex);
    bench.up();
    // As a program leaves it that is killed between the statement and its note.
    bench.ask(u"UPDATE quiver.migrations SET state = 'started', statements_done = 0, applied_at = NULL"_s);
    const MigrationRepair repair = bench.inspect(1);
    QVERIFY2(repair.found.contains(u"came to its end"_s), qPrintable(repair.found));
    QVERIFY(repair.offers.front().kind == Offer::MarkApplied);
    QVERIFY(bench.apply(repair.offer(Offer::Retry)->change).succeeded());
    QVERIFY(bench.resume(1).succeeded()); // nothing is left to be run
    QCOMPARE(bench.states(), u"1 applied"_s);
}

void MigrationTroubleTest::reindexLeftoversAreFound()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.ask(u"CREATE INDEX \"Docs idx\" ON docs (id)"_s);
    bench.write(u"0001_reindex.up.sql"_s, u"-- quiver: no-transaction\nREINDEX INDEX CONCURRENTLY \"Docs idx\";"_s);
    QVERIFY(cancelledBuild(bench).steps[0].dirty);
    QVERIFY2(bench.inspect(1).found.contains(u"the INVALID index public.\"Docs idx_ccnew\""_s), qPrintable(bench.inspect(1).found));
    QVERIFY(bench.repair(1, Offer::Retry).succeeded());
    QVERIFY(bench.resume(1).succeeded());
    QCOMPARE(bench.ask(u"SELECT count(*) FROM pg_index WHERE indrelid = 'docs'::regclass"_s), u"1"_s);
}

void MigrationTroubleTest::severalStatementsGoOnWhereTheyStopped()
{
    MigrationBench bench(*m_cluster);
    const QString first = u"-- quiver: no-transaction\nCREATE TABLE one (a int);\nCREATE TABLE two (a int);\n"_s;
    bench.write(u"0001_many.up.sql"_s, first + u"CREATE TABLE three (a nonsense);\n"_s);
    const MigrationReport report = bench.up();
    QCOMPARE(report.steps[0].line, 4);
    QVERIFY2(report.summary().contains(u"2 of its 3 statements are done; it is dirty"_s), qPrintable(report.summary()));
    QVERIFY2(bench.inspect(1).found.contains(u"type \"nonsense\" does not exist"_s), qPrintable(bench.inspect(1).found));
    bench.write(u"0001_many.up.sql"_s, first + u"CREATE TABLE three (a int);\n"_s);
    const MigrationReport again = bench.resume(1);
    QVERIFY2(again.succeeded(), qPrintable(again.summary()));
    QCOMPARE(bench.states(), u"1 applied"_s); // with the checksum of what was run in the end
}

void MigrationTroubleTest::anEditedBeginningIsRefused()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_many.up.sql"_s, u"-- quiver: no-transaction\nCREATE TABLE one ();\nCREATE TABLE one ();\n"_s);
    QVERIFY(bench.up().steps[0].dirty);
    bench.write(u"0001_many.up.sql"_s, u"-- quiver: no-transaction\nCREATE TABLE uno ();\nCREATE TABLE due ();\n"_s);
    QVERIFY_THROWS_EXCEPTION(core::Error, bench.resume(1));
    QVERIFY(bench.repair(1, Offer::MarkApplied).succeeded());
    QCOMPARE(bench.states(), u"1 changed"_s);
    QVERIFY_THROWS_EXCEPTION(core::Error, bench.resume(1)); // no longer dirty
}

void MigrationTroubleTest::aProcedureThatFailsMayHaveCommitted()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_do.up.sql"_s, u"-- quiver: no-transaction\nDO $$ BEGIN CREATE TABLE one (); COMMIT; PERFORM 1 / 0; END $$;"_s);
    const MigrationReport report = bench.up();
    QVERIFY2(report.summary().contains(u"division by zero"_s), qPrintable(report.summary()));
    QCOMPARE(bench.states(), u"1 dirty"_s);
    QVERIFY2(bench.inspect(1).found.contains(u"leaves no trace"_s), qPrintable(bench.inspect(1).found));
}

void MigrationTroubleTest::aCancelledWayDownIsRepaired()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.write(u"0001_index.up.sql"_s, buildIndex);
    bench.write(u"0001_index.down.sql"_s, u"-- quiver: no-transaction\nDROP INDEX CONCURRENTLY \"Docs idx\";"_s);
    QVERIFY(bench.up().succeeded());
    const MigrationReport report = cancelledBuild(bench, MigrationTarget::down());
    QVERIFY(report.cancelled());
    QCOMPARE(bench.states(), u"1 dirty"_s);
    const MigrationRepair repair = bench.inspect(1);
    QVERIFY2(repair.found.contains(u"was begun to be taken back"_s), qPrintable(repair.found));
    QVERIFY(repair.finding.effect == ConcurrentEffect::Left);
    QVERIFY(bench.repair(1, Offer::Retry).succeeded());
    QVERIFY(bench.resume(1).succeeded());
    QCOMPARE(bench.states(), u"1 pending"_s);
    QCOMPARE(bench.ask(u"SELECT count(*) FROM pg_index WHERE indrelid = 'docs'::regclass"_s), u"0"_s);
}

void MigrationTroubleTest::aWayDownThatFailsInTheMiddleKeepsWhatStands()
{
    MigrationBench bench(*m_cluster);
    for (const QString &name : {u"one"_s, u"two"_s, u"three"_s}) {
        const QString file = u"000%1_%2"_s.arg(name == u"one"_s ? 1 : name == u"two"_s ? 2 : 3).arg(name);
        bench.write(file + u".up.sql"_s, u"CREATE TABLE %1 ();"_s.arg(name));
        bench.write(file + u".down.sql"_s, u"DROP TABLE %1;"_s.arg(name));
    }
    QVERIFY(bench.up().succeeded());
    bench.write(u"0002_two.down.sql"_s, u"DROP TABLE two;\nDROP TABLE two;"_s);
    const MigrationReport report = bench.down(3);
    QVERIFY(!report.succeeded());
    QCOMPARE(report.steps[0].state, State::Done);
    QCOMPARE(report.steps[1].state, State::Failed);
    QCOMPARE(report.steps[1].line, 2);
    QCOMPARE(report.steps[2].state, State::Waiting);
    QVERIFY2(report.summary().contains(u"All of it was rolled back"_s) && report.summary().contains(u"0001_one.down.sql: not run"_s), qPrintable(report.summary()));
    QCOMPARE(bench.states(), u"1 applied, 2 applied, 3 pending"_s);
    QCOMPARE(bench.ask(u"SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relname IN ('one', 'two', 'three')"_s), u"one,two"_s);
    bench.write(u"0002_two.down.sql"_s, u"DROP TABLE two;"_s);
    QVERIFY(bench.down(2).succeeded());
    QCOMPARE(bench.states(), u"1 pending, 2 pending, 3 pending"_s);
}

// Between the look and the repair somebody else was there: nothing is written over what he did.
void MigrationTroubleTest::aRepairOfAHistoryThatChangedIsRefused()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_many.up.sql"_s, u"-- quiver: no-transaction\nCREATE TABLE one ();\nCREATE TABLE one ();\n"_s);
    QVERIFY(bench.up().steps[0].dirty);
    const MigrationRepair dirty = bench.inspect(1);
    bench.ask(u"UPDATE quiver.migrations SET state = 'applied', applied_at = now(), message = NULL"_s);
    for (const Offer kind : {Offer::MarkPending, Offer::MarkApplied}) {
        const sql::ChangeReport report = bench.apply(dirty.offer(kind)->change);
        QVERIFY(!report.succeeded());
        QVERIFY2(report.summary().contains(u"the history is no longer as it was read: look at the migration again"_s), qPrintable(report.summary()));
        QCOMPARE(bench.states(), u"1 applied"_s);
    }
    QVERIFY_THROWS_EXCEPTION(core::Error, bench.resume(1));
    bench.write(u"0001_many.up.sql"_s, u"-- quiver: no-transaction\nCREATE TABLE two ();\n"_s);
    const MigrationRepair changed = bench.inspect(1);
    bench.ask(u"DELETE FROM quiver.migrations"_s);
    QVERIFY(!bench.apply(changed.offer(Offer::Accept)->change).succeeded());
    QCOMPARE(bench.states(), u"1 pending"_s);
    QVERIFY(bench.up().succeeded());
    bench.remove(u"0001_many.up.sql"_s);
    const MigrationRepair missing = bench.inspect(1);
    QVERIFY(bench.apply(missing.offer(Offer::Forget)->change).succeeded());
    QVERIFY(!bench.apply(missing.offer(Offer::Forget)->change).succeeded());
}

void MigrationTroubleTest::stepsThatWereAgreedToAreTheOnlyOnes()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    bench.write(u"0001_one.down.sql"_s, u"DROP TABLE one;"_s);
    bench.write(u"0002_two.up.sql"_s, u"CREATE TABLE two ();"_s);
    bench.write(u"0002_two.down.sql"_s, u"DROP TABLE two;"_s);
    QVERIFY(bench.up().succeeded());
    MigrationRunner runner(bench.folder, bench.options);
    const auto planned = [&] {
        return bench.on(*bench.session, [&](pg::Connection &c, core::JobContext &job) { return runner.plan(c, job, MigrationTarget::down()); }).steps;
    };
    const auto run = [&](const std::vector<MigrationStep> &agreed) {
        return bench.on(*bench.session, [&](pg::Connection &c, core::JobContext &job) { return runner.run(c, job, MigrationTarget::down(), agreed); });
    };
    const auto shown = planned();
    QCOMPARE(shown.size(), 1u);
    QVERIFY(bench.down().succeeded()); // somebody else was quicker: it is another one's turn now
    MigrationReport report = run(shown);
    QVERIFY2(report.summary().contains(u"changed since this was shown"_s), qPrintable(report.summary()));
    QCOMPARE(bench.states(), u"1 applied, 2 pending"_s);
    const auto before = planned();
    bench.write(u"0001_one.down.sql"_s, u"DROP TABLE one CASCADE;"_s);
    QVERIFY(!run(before).succeeded());
    QCOMPARE(bench.states(), u"1 applied, 2 pending"_s);
    report = run(planned());
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(bench.states(), u"1 pending, 2 pending"_s);
}

void MigrationTroubleTest::aKilledServerLeavesATrueHistory()
{
    MigrationBench bench(*m_cluster);
    makeDocs(bench);
    bench.write(u"0001_table.up.sql"_s, u"CREATE TABLE one ();"_s);
    bench.write(u"0002_index.up.sql"_s, buildIndex);
    {
        const Reader reader(bench);
        auto task = start(bench);
        QVERIFY(waitFor([&] { return isBuilding(bench); }));
        m_cluster->kill();
        const MigrationReport report = task.future.result();
        QCOMPARE(report.steps[0].state, State::Done);
        QCOMPARE(report.steps[1].state, State::Unknown);
        QVERIFY2(report.summary().contains(u"The connection is gone, and the history has 0002_index.up.sql as begun"_s), qPrintable(report.summary()));
    }
    m_cluster->start();
    QCOMPARE(bench.states(), u"1 applied, 2 dirty"_s);
    QVERIFY(bench.repair(2, Offer::Retry).succeeded());
    QVERIFY(bench.resume(2).succeeded());
    QCOMPARE(bench.states(), u"1 applied, 2 applied"_s);
}

void MigrationTroubleTest::aTerminatedSessionInATransactionLeavesNothing()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_slow.up.sql"_s, u"CREATE TABLE one (); SELECT pg_sleep(60);"_s);
    auto task = start(bench);
    QVERIFY(waitFor([&] {
        return bench.ask(u"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"_s) == u"1"_s;
    }));
    const MigrationReport report = task.future.result();
    QCOMPARE(report.steps[0].state, State::Failed);
    QCOMPARE(bench.states(), u"1 pending"_s);
    QCOMPARE(bench.ask(u"SELECT to_regclass('one') IS NULL"_s), u"t"_s);
}

// After each of the statements that a run sends, once.
void MigrationTroubleTest::aConnectionThatIsCutAnywhereLeavesATrueHistory()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_docs.up.sql"_s, u"CREATE TABLE docs (id int); INSERT INTO docs SELECT generate_series(1, 50);"_s);
    bench.write(u"0002_index.up.sql"_s, u"-- quiver: no-transaction\nCREATE INDEX CONCURRENTLY docs_idx ON docs (id);"_s);
    bench.write(u"0003_two.up.sql"_s, u"-- quiver: no-transaction\nCREATE TABLE one ();\nCREATE TABLE two ();"_s);
    const auto is = [&](const QString &condition) { return bench.ask(u"SELECT "_s + condition) == u"t"_s; };
    test::TcpProxy proxy(m_cluster->port());
    pg::ConnectOptions options = m_cluster->tcpOptions(bench.database);
    options.parameters[u"port"_s] = QString::number(proxy.port());
    options.parameters[u"user"_s] = u"tester"_s; // who may do everything
    options.reconnectPatience = 0;
    m_cluster->setHba(u"local all all trust\nhost all all 127.0.0.1/32 trust"_s);
    bool cut = true;
    int rounds = 0;
    for (quint64 after = 1; cut; after += 5, ++rounds) {
        bench.ask(u"DROP SCHEMA IF EXISTS quiver CASCADE; DROP TABLE IF EXISTS docs, one, two"_s);
        test::TestServices services;
        const auto session = services.session(options);
        auto task = session->run(u"up"_s, [&](pg::Connection &c, core::JobContext &job) { return MigrationRunner(bench.folder, bench.options).run(c, job, {}); });
        while (!task.future.isFinished() && services.log.since(0).second < after)
            std::this_thread::yield();
        cut = !task.future.isFinished();
        proxy.drop();
        try {
            task.future.waitForFinished();
        } catch (const core::Error &) { // before the first migration
        }
        QVERIFY(waitFor([&] { return is(u"count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND client_addr IS NOT NULL"_s); }));
        const MigrationStatus now = bench.status();
        const auto state = [&](qint64 version) { return now.find(version)->state; };
        const QString where = u"cut after %1 statements: "_s.arg(after) + bench.states();
        QVERIFY2((state(1) == MigrationState::Applied) == is(u"to_regclass('docs') IS NOT NULL"_s), qPrintable(where));
        QVERIFY2(state(2) != MigrationState::Applied || is(u"indisvalid FROM pg_index WHERE indexrelid = 'docs_idx'::regclass"_s), qPrintable(where));
        QVERIFY2(state(2) != MigrationState::Pending || is(u"to_regclass('docs_idx') IS NULL"_s), qPrintable(where));
        QVERIFY2(state(3) != MigrationState::Applied || is(u"to_regclass('two') IS NOT NULL"_s), qPrintable(where));
        QVERIFY2(state(3) != MigrationState::Pending || is(u"to_regclass('one') IS NULL"_s), qPrintable(where));
        for (const qint64 version : {2, 3}) { // and from each of them the way goes on
            if (state(version) != MigrationState::Dirty)
                continue;
            if (version == 3 && is(u"to_regclass('one') IS NOT NULL"_s) && now.find(3)->row->statementsDone == 0)
                bench.ask(u"DROP TABLE one"_s); // what a repair cannot see: done, and not noted
            if (version == 3 && is(u"to_regclass('two') IS NOT NULL"_s) && now.find(3)->row->statementsDone == 1)
                bench.ask(u"DROP TABLE two"_s);
            QVERIFY2(bench.repair(version, Offer::Retry).succeeded(), qPrintable(where));
            const MigrationReport resumed = bench.resume(version);
            QVERIFY2(resumed.succeeded(), qPrintable(where + resumed.summary()));
        }
        QVERIFY2(bench.up().succeeded(), qPrintable(where + bench.up().summary()));
        QVERIFY2(bench.status().isClean(), qPrintable(where));
    }
    QVERIFY2(rounds > 8, qPrintable(QString::number(rounds)));
}

QTEST_GUILESS_MAIN(MigrationTroubleTest)
#include "tst_migrationtrouble.moc"
