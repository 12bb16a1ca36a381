// SPDX-License-Identifier: GPL-3.0-or-later
// Changes on a real server: what stands after success, failure, cancel, a lost server; and that running again goes on.
#include "pg/connection.h"
#include "sql/changerunner.h"
#include "sql/changesteps.h"
#include "support/testcluster.h"

#include <QTest>

#include <atomic>
#include <functional>
#include <thread>

using namespace Qt::StringLiterals;
using namespace quiver;
using sql::Change;
using sql::ChangeReport;
using sql::ChangeStep;
using sql::StepState;

namespace {

const QString weird = u"we\"ird; -- '%1"_s;
const QString longest = QString(20, u'文') + u"abc"_s; // 63 bytes

/// Calls a function for every report of a step.
class Watcher final : public sql::ChangeListener
{
public:
    explicit Watcher(std::function<void(std::size_t, const sql::StepReport &)> watch) : m_watch(std::move(watch)) {}
    void stepChanged(std::size_t index, const sql::StepReport &report) override { m_watch(index, report); }

private:
    std::function<void(std::size_t, const sql::StepReport &)> m_watch;
};

std::vector<StepState> statesOf(const ChangeReport &report)
{
    std::vector<StepState> states;
    for (const sql::StepReport &step : report.steps)
        states.push_back(step.state);
    return states;
}

ChangeStep step(const QString &sql, const QString &undo = {})
{
    ChangeStep made{.title = sql.left(40), .sql = sql, .undo = undo};
    return made;
}

ChangeStep alone(const QString &sql)
{
    ChangeStep made = step(sql);
    made.inTransaction = false;
    return made;
}

ChangeStep backfill()
{
    ChangeStep made = step(u"UPDATE filled SET b = id WHERE id IN (SELECT id FROM filled WHERE b IS NULL ORDER BY id LIMIT 100)"_s);
    made.repeat = ChangeStep::Repeat::UntilNoRows;
    made.expectedRows = 1000;
    return made;
}

} // namespace

class TestChangeRunner : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    std::unique_ptr<pg::Session> m_session;

    core::Task<ChangeReport> start(const Change &change, sql::ChangeListener *listener = nullptr)
    {
        return m_session->run(change.title, [change, listener](pg::Connection &connection, core::JobContext &job) {
            return sql::ChangeRunner(change, listener).run(connection, job);
        });
    }
    ChangeReport run(const Change &change, sql::ChangeListener *listener = nullptr)
    {
        return start(change, listener).future.result();
    }
    QString ask(const QString &sql) const { return m_cluster->psql(sql); }
    ChangeStep indexStep(const QString &createSql, const QString &schema, const QString &table, const QString &index)
    {
        return m_session->run(u"make"_s, [&](pg::Connection &connection, core::JobContext &) {
            return sql::concurrentIndexStep(sql::Quoter(connection), createSql, schema, table, index);
        }).future.result();
    }
    ChangeStep slowIndex() { return indexStep(u"CREATE INDEX CONCURRENTLY slow_idx ON slow (a)"_s, u"public"_s, u"slow"_s, u"slow_idx"_s); }
    void beginIndexBehind(pg::Session &blocker)
    {
        ask(u"DROP TABLE IF EXISTS slow; CREATE TABLE slow (a int); INSERT INTO slow VALUES (1)"_s);
        blocker.run(u"block"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("INSERT INTO slow VALUES (2)");
        }).future.waitForFinished();
    }
    bool isInvalid(const QString &index) const
    {
        return ask(u"SELECT count(*) FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relname = '%1' AND NOT indisvalid"_s.arg(index)) == "1"_L1;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_services = std::make_unique<test::TestServices>();
    }
    void init() { m_session = m_services->session(m_cluster->options()); }
    void cleanup() { m_session.reset(); }
    void cleanupTestCase()
    {
        m_services.reset();
        m_cluster.reset();
    }

    void doesAllStepsAndCanUndoThem()
    {
        const Change change{.title = u"Two tables"_s,
                            .steps = {step(u"CREATE TABLE one (a int)"_s, u"DROP TABLE one"_s),
                                      step(u"INSERT INTO one SELECT generate_series(1, 7)"_s),
                                      alone(u"VACUUM one"_s),
                                      step(u"CREATE TABLE two (a int)"_s, u"DROP TABLE two"_s)}};
        QStringList told;
        Watcher watcher([&](std::size_t index, const sql::StepReport &report) {
            told << u"%1:%2"_s.arg(index).arg(int(report.state));
        });
        const ChangeReport report = run(change, &watcher);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(statesOf(report), std::vector<StepState>(4, StepState::Done));
        QCOMPARE(report.steps[1].rows, 7);
        QCOMPARE(report.standing(), (std::vector<std::size_t>{0, 1, 2, 3}));
        QCOMPARE(told.join(u' '), u"0:1 0:2 1:1 1:2 2:1 2:2 3:1 3:2"_s);
        QVERIFY(report.summary().startsWith("Two tables: done in"_L1));
        const Change undo = report.undo();
        QCOMPARE(undo.steps.size(), std::size_t(2));
        QCOMPARE(undo.steps[0].sql, u"DROP TABLE two"_s);
        QCOMPARE(undo.risk(), sql::Risk::Destructive);
        QVERIFY(run(undo).succeeded());
        QCOMPARE(ask(u"SELECT to_regclass('one') IS NULL AND to_regclass('two') IS NULL"_s), u"t"_s);
    }

    void stepsOfOneTransactionHappenTogetherOrNotAtAll()
    {
        const Change change{.title = u"Half"_s,
                            .steps = {step(u"CREATE TABLE half (a int)"_s), step(u"INSERT INTO half VALUES ('x')"_s), step(u"ANALYZE half"_s)}};
        const ChangeReport report = run(change);
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::RolledBack, StepState::Failed, StepState::Waiting}));
        QCOMPARE(report.error->sqlState(), u"22P02"_s);
        QVERIFY(report.standing().empty() && report.undo().isEmpty());
        QCOMPARE(ask(u"SELECT to_regclass('half') IS NULL"_s), u"t"_s);
        QVERIFY2(report.summary().contains("Nothing was changed."_L1), qPrintable(report.summary()));
        QVERIFY2(report.summary().contains(u"Not begun: “ANALYZE half”"_s), qPrintable(report.summary()));
    }

    void aSettingOfTheSessionGoesWithIt()
    {
        const ChangeReport report = run({.title = u"Set"_s, .steps = {alone(u"SET work_mem = '8MB'"_s), alone(u"VACUUM nothing_of_that_name"_s)}});
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::Done, StepState::Failed}));
        QVERIFY2(report.standing().empty() && report.summary().contains("Nothing was changed."_L1), qPrintable(report.summary()));
    }

    void whatWasCommittedBeforeAFailureStands()
    {
        const QString duplicates = u"CREATE UNIQUE INDEX CONCURRENTLY twice_idx ON twice (a)"_s;
        Change change{.title = u"Unique"_s,
                      .steps = {step(u"CREATE TABLE twice (a int)"_s, u"DROP TABLE twice"_s), step(u"INSERT INTO twice VALUES (1), (1)"_s),
                                indexStep(duplicates, u"public"_s, u"twice"_s, u"twice_idx"_s), step(u"COMMENT ON TABLE twice IS 'x'"_s)}};
        change.steps[0].isDone = u"SELECT to_regclass('twice') IS NOT NULL"_s;
        change.steps[1].isDone = u"SELECT EXISTS (SELECT FROM twice)"_s;
        const ChangeReport report = run(change);
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::Done, StepState::Done, StepState::CleanedUp, StepState::Waiting}));
        QCOMPARE(report.error->sqlState(), u"23505"_s);
        QCOMPARE(report.standing(), (std::vector<std::size_t>{0, 1}));
        QCOMPARE(ask(u"SELECT to_regclass('twice_idx') IS NULL"_s), u"t"_s);
        QVERIFY2(report.summary().contains("was removed"_L1) && report.summary().contains("Stands:"_L1), qPrintable(report.summary()));

        ask(u"DELETE FROM twice WHERE ctid = '(0,1)'"_s); // what was wrong is put right
        const ChangeReport again = run(change);
        QVERIFY2(again.succeeded(), qPrintable(again.summary()));
        QCOMPARE(statesOf(again), (std::vector<StepState>{StepState::AlreadyDone, StepState::AlreadyDone, StepState::Done, StepState::Done}));
        QCOMPARE(again.standing(), (std::vector<std::size_t>{2, 3}));
    }

    void aCancelledIndexIsCleanedUp()
    {
        const auto blocker = m_services->session(m_cluster->options());
        beginIndexBehind(*blocker);
        const auto task = start({.title = u"Slow"_s, .steps = {slowIndex(), step(u"SELECT 1"_s)}});
        QTRY_VERIFY(isInvalid(u"slow_idx"_s));
        task.job->cancel();
        QTRY_COMPARE(ask(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DROP INDEX CONCURRENTLY%slow_idx' AND state = 'active'"_s), u"1"_s);
        blocker->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
        const ChangeReport report = task.future.result();
        QVERIFY(report.cancelled && !report.error);
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::CleanedUp, StepState::Waiting}));
        QCOMPARE(ask(u"SELECT to_regclass('slow_idx') IS NULL"_s), u"t"_s);
    }

    void aCancelThatComesTooLateFindsTheStepDone()
    {
        ask(u"CREATE TABLE late_t (a int)"_s);
        ChangeStep late = indexStep(u"CREATE INDEX CONCURRENTLY late_idx ON late_t (a)"_s, u"public"_s, u"late_t"_s, u"late_idx"_s);
        late.verify = u"SELECT pg_sleep(600) IS NOT NULL"_s;
        const auto task = start({.title = u"Late"_s, .steps = {late, step(u"SELECT 1"_s)}});
        QTRY_COMPARE(ask(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)%' AND state = 'active'"_s), u"1"_s);
        task.job->cancel();
        const ChangeReport report = task.future.result();
        QVERIFY(report.cancelled && !report.error);
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::Done, StepState::Waiting}));
        QVERIFY2(!report.summary().contains("Nothing was changed"_L1) && report.undo().steps.size() == 1, qPrintable(report.summary()));
    }

    void aSecondCancelEndsTheCleaningUpAndTheNextRunDoesIt()
    {
        const auto blocker = m_services->session(m_cluster->options());
        beginIndexBehind(*blocker);
        const Change change{.title = u"Slow"_s, .steps = {slowIndex()}};
        const auto task = start(change);
        QTRY_VERIFY(isInvalid(u"slow_idx"_s));
        task.job->cancel();
        QTRY_COMPARE(ask(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DROP INDEX CONCURRENTLY%slow_idx' AND state = 'active'"_s), u"1"_s);
        task.job->cancel();
        const ChangeReport report = task.future.result();
        QCOMPARE(statesOf(report), std::vector<StepState>{StepState::LeftBehind});
        QVERIFY2(report.steps[0].message.contains("an INVALID index public.slow_idx may stand"_L1), qPrintable(report.steps[0].message));
        QVERIFY2(report.steps[0].message.contains("DROP INDEX CONCURRENTLY IF EXISTS public.slow_idx"_L1), qPrintable(report.steps[0].message));
        ask(u"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'DROP INDEX CONCURRENTLY%slow_idx'"_s);
        Change hasty = change; // what drops the left-over does not wait for ever
        hasty.lockTimeout = 1;
        const ChangeReport inVain = run(hasty);
        QVERIFY2(inVain.error && inVain.error->sqlState() == u"55P03"_s, qPrintable(inVain.summary()));
        QVERIFY2(inVain.steps[0].message.contains("within 1 s"_L1), qPrintable(inVain.steps[0].message));
        blocker->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
        QVERIFY(isInvalid(u"slow_idx"_s));

        const ChangeReport again = run(change);
        QVERIFY2(again.succeeded(), qPrintable(again.summary()));
        QVERIFY(!isInvalid(u"slow_idx"_s));
        QCOMPARE(ask(u"SELECT to_regclass('slow_idx') IS NOT NULL"_s), u"t"_s);
    }

    void whatAnotherSessionBuildsIsNobodysLeftOver()
    {
        const auto blocker = m_services->session(m_cluster->options());
        beginIndexBehind(*blocker);
        const auto builder = m_services->session(m_cluster->options());
        auto built = builder->run(u"build"_s, [](pg::Connection &c, core::JobContext &) { c.exec("CREATE INDEX CONCURRENTLY slow_idx ON slow (a)"); });
        QTRY_VERIFY(isInvalid(u"slow_idx"_s));
        const QString oid = ask(u"SELECT 'slow_idx'::regclass::oid"_s);
        const ChangeReport report = run({.title = u"Slow"_s, .steps = {slowIndex()}, .lockTimeout = 1});
        QCOMPARE(statesOf(report), std::vector<StepState>{StepState::Failed});
        QVERIFY2(report.steps[0].message.contains("another session is at work"_L1), qPrintable(report.steps[0].message));
        QVERIFY2(report.steps[0].message.contains(u"session %1 ("_s.arg(builder->backendPid())), qPrintable(report.steps[0].message));
        blocker->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
        built.future.waitForFinished();
        QVERIFY(!isInvalid(u"slow_idx"_s));
        QCOMPARE(ask(u"SELECT 'slow_idx'::regclass::oid"_s), oid);
        QCOMPARE(run(report.change).steps[0].state, StepState::AlreadyDone);
    }

    void anObjectOfTheSameNameIsNotCleanedUp()
    {
        ask(u"CREATE TABLE mine (a int, b int); CREATE INDEX mine_idx ON mine (a)"_s);
        ChangeStep other = alone(u"CREATE INDEX CONCURRENTLY mine_idx ON mine (b)"_s);
        other.leftBehind = u"an INVALID index"_s;
        other.cleanUp = u"DROP INDEX CONCURRENTLY IF EXISTS mine_idx"_s;
        const ChangeReport report = run({.title = u"Other"_s, .steps = {other}});
        QCOMPARE(report.error->sqlState(), u"42P07"_s);
        QCOMPARE(statesOf(report), std::vector<StepState>{StepState::Failed});
        QCOMPARE(ask(u"SELECT to_regclass('mine_idx') IS NOT NULL"_s), u"t"_s);
    }

    void fillsInBatchesAndGoesOnAfterACancel()
    {
        ask(u"CREATE TABLE filled (id int PRIMARY KEY, b int); INSERT INTO filled SELECT generate_series(1, 1000)"_s);
        std::shared_ptr<core::Job> job;
        std::atomic<bool> known{false};
        Watcher watcher([&](std::size_t, const sql::StepReport &report) {
            while (!known)
                std::this_thread::yield();
            if (report.rows == 300)
                job->cancel();
        });
        const Change change{.title = u"Fill"_s, .steps = {step(u"SELECT 1"_s), backfill(), step(u"ANALYZE filled"_s)}};
        auto task = start(change, &watcher);
        job = task.job;
        known = true;
        const ChangeReport report = task.future.result();
        QVERIFY(report.cancelled);
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::Done, StepState::Cancelled, StepState::Waiting}));
        QCOMPARE(report.steps[1].rows, 300);
        QCOMPARE(ask(u"SELECT count(b) FROM filled"_s), u"300"_s);
        QCOMPARE(report.standing(), (std::vector<std::size_t>{0, 1}));
        QCOMPARE(task.job->progress().total, 1000);
        QVERIFY2(report.summary().contains("300 rows are done and stand"_L1), qPrintable(report.summary()));
        const ChangeReport again = run(change);
        QVERIFY2(again.succeeded(), qPrintable(again.summary()));
        QCOMPARE(again.steps[1].rows, 700);
        QCOMPARE(ask(u"SELECT count(b) FROM filled"_s), u"1000"_s);
    }

    void aCancelBetweenTwoStepsLeavesTheNextUntouched()
    {
        std::shared_ptr<core::Job> job;
        std::atomic<bool> known{false};
        Watcher watcher([&](std::size_t index, const sql::StepReport &report) {
            while (!known)
                std::this_thread::yield();
            if (index == 1 && report.state == StepState::Done)
                job->cancel();
        });
        auto task = start({.title = u"Two"_s, .steps = {step(u"CREATE TABLE first_of_two (a int)"_s), alone(u"VACUUM first_of_two"_s), alone(u"VACUUM"_s)}}, &watcher);
        job = task.job;
        known = true;
        const ChangeReport report = task.future.result();
        QVERIFY(report.cancelled);
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::Done, StepState::Done, StepState::Waiting}));
        QVERIFY2(report.summary().contains("cancelled between two steps"_L1), qPrintable(report.summary()));
    }

    void aLockThatIsHeldIsWaitedForNotLongAndItsHolderNamed()
    {
        ask(u"CREATE TABLE locked (a int)"_s);
        pg::ConnectOptions options = m_cluster->options();
        options.parameters.insert(u"application_name"_s, u"the blocker"_s);
        const auto blocker = m_services->session(options);
        blocker->run(u"block"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("SELECT * FROM locked");
        }).future.waitForFinished();
        ChangeStep wants = step(u"ALTER TABLE locked ADD COLUMN b int"_s);
        wants.lock = sql::LockLevel::AccessExclusive;
        wants.lockedObject = u"public.locked"_s;
        const ChangeReport report = run({.title = u"Add"_s, .steps = {step(u"CREATE TABLE beside (a int)"_s), wants}, .lockTimeout = 1});
        QCOMPARE(report.error->sqlState(), u"55P03"_s);
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::RolledBack, StepState::Failed}));
        const QString message = report.steps[1].message;
        QVERIFY2(message.contains(u"session %1 ("_s.arg(blocker->backendPid())), qPrintable(message));
        QVERIFY2(message.contains("the blocker, idle in transaction"_L1) && message.contains("holds ACCESS SHARE: SELECT * FROM locked"_L1), qPrintable(message));
        QVERIFY2(report.summary().contains("Nothing was changed."_L1), qPrintable(report.summary()));
    }

    void theSessionsOwnLockTimeoutComesBack()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.settings.append({u"lock_timeout"_s, u"1234ms"_s});
        m_session = m_services->session(options);
        QVERIFY(run({.title = u"v"_s, .steps = {alone(u"VACUUM pg_class"_s), step(u"SELECT 1"_s)}}).succeeded());
        QVERIFY(!run({.title = u"v"_s, .steps = {alone(u"VACUUM nowhere"_s)}}).succeeded());
        const auto shown = m_session->run(u"show"_s, [](pg::Connection &c, core::JobContext &) { return c.exec("SHOW lock_timeout"); });
        QCOMPARE(shown.future.result().text(0, 0), u"1234ms"_s);
    }

    void checksWhatTheServerDidNotComplainAbout()
    {
        ChangeStep vain = step(u"CREATE TABLE IF NOT EXISTS vain (a int)"_s);
        vain.verify = u"SELECT to_regclass('something_else') IS NOT NULL"_s;
        const ChangeReport report = run({.title = u"Vain"_s, .steps = {vain}});
        QCOMPARE(statesOf(report), std::vector<StepState>{StepState::Failed});
        QCOMPARE(ask(u"SELECT to_regclass('vain') IS NULL"_s), u"t"_s);
    }

    void wantsTheRowsThatWereMeantAndTellsWhatTheStatementGaveBack()
    {
        ask(u"CREATE TABLE meant (id int GENERATED ALWAYS AS IDENTITY, a text)"_s);
        ChangeStep insert = step(u"INSERT INTO meant (a) VALUES ('x') RETURNING id, a AS \"Größe\""_s);
        insert.mustAffect = 1;
        const ChangeReport inserted = run({.title = u"Insert"_s, .steps = {insert}});
        QVERIFY(inserted.succeeded());
        QCOMPARE(inserted.steps[0].returned, (std::vector<std::pair<QString, QString>>{{u"id"_s, u"1"_s}, {u"Größe"_s, u"x"_s}}));
        QVERIFY2(inserted.summary().contains("id = 1"_L1), qPrintable(inserted.summary()));
        ChangeStep update = step(u"UPDATE meant SET a = 'y' WHERE id = 2"_s);
        update.mustAffect = 1;
        update.notAffected = u"the row is not there any more"_s;
        const ChangeReport missed = run({.title = u"Update"_s, .steps = {step(u"INSERT INTO meant (a) VALUES ('z')"_s), update}});
        // The first step made the row 2 that the second one wants; without it there is none.
        QVERIFY(missed.succeeded());
        update.sql = u"UPDATE meant SET a = 'y' WHERE id = 77"_s;
        const ChangeReport failed = run({.title = u"Update"_s, .steps = {step(u"INSERT INTO meant (a) VALUES ('z')"_s), update}});
        QCOMPARE(statesOf(failed), (std::vector<StepState>{StepState::RolledBack, StepState::Failed}));
        QCOMPARE(failed.steps[1].message, u"the row is not there any more"_s);
        QCOMPARE(ask(u"SELECT count(*) FROM meant"_s), u"2"_s);
    }

    void aFailureAtTheCommitIsNotTakenForSuccess()
    {
        ask(u"CREATE TABLE deferred (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)"_s);
        const ChangeReport report = run({.title = u"Late"_s,
                                         .steps = {step(u"CREATE TABLE late (a int)"_s), step(u"INSERT INTO deferred VALUES (1), (1)"_s)}});
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::RolledBack, StepState::Failed}));
        QVERIFY2(report.steps[1].message.contains("when it was to be committed"_L1), qPrintable(report.steps[1].message));
        QCOMPARE(ask(u"SELECT to_regclass('late') IS NULL"_s), u"t"_s);
    }

    void worksOnNamesThatNobodyShouldUse()
    {
        const auto q = [](const QString &name) { return u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"'; };
        const Change change{.title = u"Names"_s,
                            .steps = {step(u"CREATE SCHEMA "_s + q(weird)), step(u"CREATE TABLE "_s + q(weird) + u'.' + q(longest) + u" (a int)"_s),
                                      indexStep(u"CREATE INDEX CONCURRENTLY "_s + q(weird) + u" ON "_s + q(weird) + u'.' + q(longest) + u" (a)"_s,
                                                weird, longest, weird)}};
        const ChangeReport report = run(change);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        const ChangeReport again = run({.title = u"Again"_s, .steps = {change.steps[2]}});
        QCOMPARE(statesOf(again), std::vector<StepState>{StepState::AlreadyDone});
        QVERIFY2(again.summary().contains("nothing to do"_L1), qPrintable(again.summary()));
        QVERIFY(run(report.undo()).succeeded());
    }

    void refusesToJoinATransactionThatIsOpen()
    {
        m_session->run(u"open"_s, [](pg::Connection &c, core::JobContext &) { c.begin(); }).future.waitForFinished();
        auto task = start({.title = u"x"_s, .steps = {step(u"SELECT 1"_s)}});
        QVERIFY_THROWS_EXCEPTION(pg::Error, task.future.waitForFinished());
    }

    void saysWhatIsKnownWhenTheServerDies()
    {
        ask(u"DROP TABLE IF EXISTS filled; CREATE TABLE filled (id int PRIMARY KEY, b int); INSERT INTO filled SELECT generate_series(1, 1000)"_s);
        std::atomic<bool> reached{false}, killed{false};
        Watcher watcher([&](std::size_t, const sql::StepReport &report) {
            reached = reached || report.rows >= 300;
            while (reached && !killed)
                std::this_thread::yield();
        });
        Change change{.title = u"Fill"_s, .steps = {step(u"CREATE TABLE before_the_crash (a int)"_s), backfill()}};
        change.steps[0].isDone = u"SELECT to_regclass('before_the_crash') IS NOT NULL"_s;
        const auto task = start(change, &watcher);
        QTRY_VERIFY(reached);
        m_cluster->kill();
        killed = true;
        const ChangeReport report = task.future.result();
        QVERIFY(report.error && !report.error->connectionUsable());
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::Done, StepState::Failed}));
        QVERIFY2(report.summary().contains("300 rows are done and stand"_L1), qPrintable(report.summary()));
        m_cluster->start();
        QCOMPARE(ask(u"SELECT count(b) FROM filled"_s), u"300"_s);
        const ChangeReport again = run(change);
        QVERIFY2(again.succeeded(), qPrintable(again.summary()));
        QCOMPARE(statesOf(again), (std::vector<StepState>{StepState::AlreadyDone, StepState::Done}));
        QCOMPARE(again.steps[1].rows, 700);
    }

    void aSessionThatIsKilledInATransactionLeavesNothing()
    {
        const Change change{.title = u"Killed"_s, .steps = {step(u"CREATE TABLE killed (a int)"_s), step(u"SELECT pg_sleep(60)"_s)}};
        const auto task = start(change);
        QTRY_COMPARE(ask(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND wait_event = 'PgSleep'"_s), u"1"_s);
        ask(u"SELECT pg_terminate_backend(%1, 5000)"_s.arg(m_session->backendPid()));
        const ChangeReport report = task.future.result();
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::RolledBack, StepState::Failed}));
        QCOMPARE(ask(u"SELECT to_regclass('killed') IS NULL"_s), u"t"_s);
    }

    void doesNotGuessWhatALostCommitCameTo()
    {
        // The server goes in the middle of COMMIT: a deferred trigger ends its own session.
        ask(u"CREATE TABLE suicidal (a int);"
            "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL; END';"
            "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON suicidal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()"_s);
        const ChangeReport report = run({.title = u"Lost"_s, .steps = {step(u"CREATE TABLE lost (a int)"_s), step(u"INSERT INTO suicidal VALUES (1)"_s)}});
        QCOMPARE(statesOf(report), (std::vector<StepState>{StepState::Unknown, StepState::Unknown}));
        QVERIFY2(report.summary().contains("whether it stands is not known"_L1), qPrintable(report.summary()));
        QVERIFY2(!report.summary().contains("Nothing was changed"_L1), qPrintable(report.summary()));
    }
};

QTEST_GUILESS_MAIN(TestChangeRunner)
#include "tst_changerunner.moc"
