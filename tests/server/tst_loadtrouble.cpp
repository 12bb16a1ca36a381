// SPDX-License-Identifier: GPL-3.0-or-later
// Loads that meet trouble: a server that is killed, a disk that is full, a table that changes, a cancel. Each ends in words that
// say what stands, and each can be gone on with: every row of the source is in the table once.
#include "support/loadtest.h"

#include <QProcess>

#include <csignal>

#include <pwd.h>

using namespace Qt::StringLiterals;
using namespace quiver;
using load::LoadError;
using load::LoadPlan;
using test::LoadOutcome;

class TestLoadTrouble : public test::LoadTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(); }
    void cleanupTestCase() { stopServer(); }
    void aServerThatIsKilledAndComesBack_data();
    void aServerThatIsKilledAndComesBack();
    void aServerThatIsKilledWhileTheTableIsMade();
    void aCrashThatTakesTheNewTableAway();
    void aServerThatStaysAway();
    void aSessionThatIsTerminated();
    void aCrashThatEmptiesAnUnloggedTable();
    void aColumnThatIsDroppedMeanwhile();
    void aColumnThatChangesItsTypeMeanwhile();
    void aTableThatIsReplacedMeanwhile();
    void aDiskThatIsFull();
    void aCancelInTheMiddle();
    void aSecondCancelEndsItWhateverTheServerDoes();
    void aLoadThatRunsAlready();
    void aLoadThatWasEndedElsewhereIsNotBegunAgain();
    void rejectsAreGoneOnWithoutDoubling();
    void aDeadlockIsTriedAgain();
    void anIndexThatCannotBeBuiltIsLeftForTheNextRun();
};

void TestLoadTrouble::aServerThatIsKilledAndComesBack_data()
{
    QTest::addColumn<bool>("oneTransaction");
    QTest::addColumn<bool>("update");
    QTest::newRow("batches") << false << false;
    QTest::newRow("one transaction") << true << false;
    QTest::newRow("staged batches") << false << true;
}

void TestLoadTrouble::aServerThatIsKilledAndComesBack()
{
    QFETCH(bool, oneTransaction);
    QFETCH(bool, update);
    LoadPlan plan = waitingPlan(u"killed_%1%2"_s.arg(oneTransaction).arg(update), 1000, 555);
    plan.oneTransaction = oneTransaction;
    if (update)
        plan.onDuplicate = load::OnDuplicate::Update;
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    m_cluster->kill();
    letGo();
    m_cluster->start();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(outcome.report->reconnections, 1);
    QCOMPARE(outcome.report->rows, 1000);
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aServerThatIsKilledWhileTheTableIsMade()
{
    sql(u"CREATE FUNCTION wait_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_advisory_xact_lock(42); END$$;"
        "CREATE EVENT TRIGGER w ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION wait_ddl()"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"made.csv"_s, numbered(1000)), u"made"_s);
    QVERIFY(plan.create);
    plan.batchRows = 100;
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    m_cluster->kill();
    letGo();
    m_cluster->start();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    sql(u"DROP EVENT TRIGGER w"_s);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QVERIFY(outcome.report->created);
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aCrashThatTakesTheNewTableAway()
{
    sql(u"CREATE FUNCTION make_slow() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() "
        "WHERE object_identity = 'public.lost') THEN CREATE TRIGGER w BEFORE INSERT ON lost FOR EACH ROW EXECUTE FUNCTION wait_at(555); END IF; END$$;"
        "CREATE EVENT TRIGGER w ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION make_slow()"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"lost.csv"_s, numbered(1000)), u"lost"_s);
    plan.batchRows = 100;
    plan.asyncCommit = true;
    hold();
    // What is not waited for reaches the disk by this process alone.
    QCOMPARE(::kill(pid_t(sql(u"SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'"_s).toInt()), SIGSTOP), 0);
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    QCOMPARE(sql(u"SELECT count(*) FROM lost"_s), u"500"_s);
    m_cluster->kill();
    letGo();
    m_cluster->start();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    sql(u"DROP EVENT TRIGGER w"_s);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QVERIFY(outcome.report->created);
    QCOMPARE(outcome.report->rows, 1000);
    const QString log = task.job->log().join(u'\n');
    QVERIFY2(log.contains(u"going on behind the first 0 rows"_s), qPrintable(log)); // what had been committed was lost
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aServerThatStaysAway()
{
    LoadPlan plan = waitingPlan(u"away"_s, 1000, 555);
    m_bench->options.reconnectPatience = 1;
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    m_cluster->kill();
    letGo();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    m_cluster->start();
    m_bench->options.reconnectPatience = 30;
    says(outcome, {u"connection was lost"_s, u"first 500 rows"_s, u"run the same load again"_s});
    QCOMPARE(outcome.error->cause(), LoadError::Cause::ConnectionLost);
    const LoadOutcome rest = m_bench->run(plan);
    QVERIFY2(rest.report, qPrintable(rest.words()));
    QCOMPARE(rest.report->rowsBefore, 500);
    QCOMPARE(rest.report->rows, 500);
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aSessionThatIsTerminated()
{
    const LoadPlan plan = waitingPlan(u"terminated"_s, 1000, 555);
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    sql(u"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted"_s);
    letGo();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aCrashThatEmptiesAnUnloggedTable()
{
    LoadPlan plan = waitingPlan(u"unlogged"_s, 1000, 555);
    plan.unlogged = true;
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    m_cluster->kill();
    letGo();
    m_cluster->start();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(outcome.report->rows, 1000);
    verifyOnce(plan.table, 1000);
    QCOMPARE(sql(u"SELECT relpersistence FROM pg_class WHERE relname = 'unlogged'"_s), u"p"_s);
}

void TestLoadTrouble::aColumnThatIsDroppedMeanwhile()
{
    const LoadPlan plan = waitingPlan(u"dropped"_s, 1000, 350);
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    // It waits for the batch that is under way, and the next batch waits for it.
    auto change = m_bench->session().run(u"drop"_s, [](pg::Connection &c, core::JobContext &) { c.exec("ALTER TABLE dropped DROP COLUMN name"); });
    QTRY_COMPARE_WITH_TIMEOUT(sql(u"SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND relation = 'dropped'::regclass"_s), u"1"_s, 10'000);
    letGo();
    change.future.waitForFinished();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    says(outcome, {u"column name of public.dropped was dropped"_s, u"first 400 rows"_s});
    QCOMPARE(outcome.error->cause(), LoadError::Cause::TargetChanged);
    QCOMPARE(sql(u"SELECT count(*) FROM dropped"_s), u"400"_s);
    sql(u"ALTER TABLE dropped ADD name text"_s);
    const LoadOutcome rest = m_bench->run(plan);
    QVERIFY2(rest.report, qPrintable(rest.words()));
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aColumnThatChangesItsTypeMeanwhile()
{
    sql(u"CREATE TABLE retyped (id int PRIMARY KEY, name text, f float4)"_s);
    LoadPlan plan = waitingPlan(u"retyped"_s, 1000, 350);
    plan.columns.push_back({.column = u"f"_s, .source = u"id"_s});
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    // Four bytes of a float are four bytes of an integer: COPY would take them.
    auto change = m_bench->session().run(u"change"_s, [](pg::Connection &c, core::JobContext &) { c.exec("ALTER TABLE retyped ALTER f TYPE int"); });
    QTRY_COMPARE_WITH_TIMEOUT(sql(u"SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND relation = 'retyped'::regclass"_s), u"1"_s, 10'000);
    letGo();
    change.future.waitForFinished();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    says(outcome, {u"column f of public.retyped is of type integer now, no longer of real"_s, u"first 400 rows"_s});
    QCOMPARE(sql(u"SELECT count(*) FILTER (WHERE f <> id) FROM retyped"_s), u"0"_s);
    sql(u"DELETE FROM quiver.load_progress"_s);
}

void TestLoadTrouble::aTableThatIsReplacedMeanwhile()
{
    const LoadPlan plan = waitingPlan(u"replaced"_s, 1000, 350);
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    auto change = m_bench->session().run(u"rename"_s, [](pg::Connection &c, core::JobContext &) {
        pg::Transaction transaction(c);
        c.exec("ALTER TABLE replaced RENAME TO replaced_old");
        c.exec("CREATE TABLE replaced (id int PRIMARY KEY, name text)");
        transaction.commit();
    });
    QTRY_COMPARE_WITH_TIMEOUT(sql(u"SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND relation = 'replaced'::regclass"_s), u"1"_s, 10'000);
    letGo();
    change.future.waitForFinished();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    says(outcome, {u"public.replaced was dropped, renamed or replaced"_s});
    QCOMPARE(sql(u"SELECT (SELECT count(*) FROM replaced_old), (SELECT count(*) FROM replaced)"_s), u"400|0"_s);
    // The new table is another one: nothing of it is loaded yet.
    const LoadOutcome anew = m_bench->run(plan);
    QVERIFY2(anew.report, qPrintable(anew.words()));
    QVERIFY2(anew.words().contains(u"made anew"_s), qPrintable(anew.words()));
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aDiskThatIsFull()
{
    // A file system of four megabytes. Mounting takes root, as which the containers of these tests run.
    QTemporaryDir directory;
    QFile::setPermissions(directory.path(), QFile::Permissions(0x7055));
    const QString mount = directory.filePath(u"small"_s);
    QVERIFY(QDir().mkdir(mount));
    const passwd *server = ::getpwnam("postgres");
    QVERIFY(server);
    const QString options = u"size=4m,mode=0700,uid=%1"_s.arg(server->pw_uid);
    QCOMPARE(QProcess::execute(u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"-o"_s, options, u"tmpfs"_s, mount}), 0);
    const auto unmount = qScopeGuard([&] {
        m_cluster->psql(u"DROP TABLE IF EXISTS full_disk"_s);
        m_cluster->psql(u"DROP TABLESPACE IF EXISTS small"_s);
        QProcess::execute(u"umount"_s, {u"-l"_s, mount});
    });
    sql(u"CREATE TABLESPACE small LOCATION '%1'"_s.arg(mount));
    sql(u"CREATE TABLE full_disk (id int PRIMARY KEY, name text) TABLESPACE small"_s);
    QByteArray csv = "id,name\n";
    for (int i = 1; i <= 20'000; ++i)
        csv += QByteArray::number(i) + ',' + QByteArray(400, 'x') + '\n';
    LoadPlan plan = m_bench->plan(m_bench->write(u"full.csv"_s, csv), u"full_disk"_s);
    plan.batchRows = 1000;
    const LoadOutcome outcome = m_bench->run(plan);
    says(outcome, {u"server has no room left"_s, u"run the same load again"_s});
    QCOMPARE(outcome.error->cause(), LoadError::Cause::NoSpace);
    const qint64 loaded = outcome.error->report().rows;
    QVERIFY(loaded > 0 && loaded % 1000 == 0);
    QCOMPARE(sql(u"SELECT count(*) FROM full_disk"_s).toLongLong(), loaded);
    // With room, the rest.
    sql(u"ALTER TABLE full_disk SET TABLESPACE pg_default"_s);
    const LoadOutcome rest = m_bench->run(plan);
    QVERIFY2(rest.report, qPrintable(rest.words()));
    QCOMPARE(rest.report->rowsBefore, loaded);
    verifyOnce(plan.table, 20'000);
}

void TestLoadTrouble::aCancelInTheMiddle()
{
    const LoadPlan plan = waitingPlan(u"cancelled"_s, 1000, 555);
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    task.job->cancel();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    letGo();
    QVERIFY2(outcome.cancelled, qPrintable(outcome.words()));
    for (const QString &word : {u"first 500 rows"_s, u"Run the same load again"_s})
        QVERIFY2(outcome.words().contains(word), qPrintable(outcome.words()));
    QCOMPARE(sql(u"SELECT count(*) FROM cancelled"_s), u"500"_s);
    const LoadOutcome rest = m_bench->run(plan);
    QVERIFY2(rest.report, qPrintable(rest.words()));
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aSecondCancelEndsItWhateverTheServerDoes()
{
    const LoadPlan plan = waitingPlan(u"given_up"_s, 1000, 555);
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    m_cluster->pause();
    task.job->cancel();
    QElapsedTimer timer;
    timer.start();
    task.job->cancel();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    const qint64 took = timer.elapsed();
    m_cluster->resume();
    letGo();
    QVERIFY2(took < 1000, qPrintable(QString::number(took)));
    QVERIFY2(outcome.cancelled, qPrintable(outcome.words()));
    const LoadOutcome rest = m_bench->run(plan);
    QVERIFY2(rest.report, qPrintable(rest.words()));
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aLoadThatRunsAlready()
{
    const LoadPlan plan = waitingPlan(u"running"_s, 1000, 555);
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    const LoadOutcome second = m_bench->run(plan);
    letGo();
    says(second, {u"runs in another session"_s});
    const LoadOutcome first = test::LoadBench::outcomeOf(task);
    QVERIFY2(first.report, qPrintable(first.words()));
    verifyOnce(plan.table, 1000);
}

void TestLoadTrouble::aLoadThatWasEndedElsewhereIsNotBegunAgain()
{
    sql(u"CREATE TABLE ended (id int, name text)"_s); // no key keeps the rows from coming twice
    const LoadPlan plan = waitingPlan(u"ended"_s, 1000, 555);
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    sql(u"DELETE FROM quiver.load_progress"_s);
    sql(u"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted"_s);
    letGo();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    says(outcome, {u"ended or forgotten elsewhere"_s});
    QCOMPARE(int(outcome.error->cause()), int(load::LoadError::Cause::OtherLoad));
    QCOMPARE(sql(u"SELECT count(*), count(DISTINCT id) FROM ended"_s), u"500|500"_s);
}

void TestLoadTrouble::rejectsAreGoneOnWithoutDoubling()
{
    sql(u"CREATE TABLE rejected (id int PRIMARY KEY CHECK (id % 100 <> 1), name text)"_s);
    waitAt(u"rejected"_s, 555);
    QByteArray csv = numbered(1000);
    for (int i = 50; i <= 1000; i += 50)
        csv.replace("\n" + QByteArray::number(i) + ",", "\nx" + QByteArray::number(i) + ",");
    LoadPlan plan = m_bench->plan(m_bench->write(u"rejected.csv"_s, csv), u"rejected"_s);
    plan.columns.front() = {.column = u"id"_s, .source = u"id"_s};
    plan.onBadRow = load::OnBadRow::Reject;
    plan.rejectFile = m_bench->path(u"rejected.rejects"_s);
    plan.batchRows = 100;
    cancelInTheMiddle(plan);
    // What a killed program would have written for a batch that was never committed.
    QFile file(plan.rejectFile);
    QVERIFY(file.open(QIODevice::Append));
    file.write("999,999,id,never committed,x\n");
    file.close();
    const LoadOutcome rest = m_bench->run(plan);
    QVERIFY2(rest.report, qPrintable(rest.words()));
    QCOMPARE(rest.report->rejected + rest.report->rejectedBefore, 30);
    const QList<QByteArray> lines = m_bench->read(u"rejected.rejects"_s).trimmed().split('\n');
    QCOMPARE(lines.size(), 31);
    QSet<QByteArray> rows;
    for (const QByteArray &line : lines.mid(1))
        rows.insert(line.split(',').at(1));
    QCOMPARE(rows.size(), 30);
    QVERIFY(!rows.contains("999") || !lines.last().contains("never"));
    QCOMPARE(sql(u"SELECT count(*), count(DISTINCT id) FROM rejected"_s), u"970|970"_s);
}

void TestLoadTrouble::aDeadlockIsTriedAgain()
{
    sql(u"CREATE SEQUENCE tries; CREATE TABLE deadlocked (id int PRIMARY KEY, name text); CREATE FUNCTION fail_twice() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN IF NEW.id = 250 AND nextval('tries') < 3 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF; RETURN NEW; END$$;"
        "CREATE TRIGGER f BEFORE INSERT ON deadlocked FOR EACH ROW EXECUTE FUNCTION fail_twice()"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"deadlocked.csv"_s, numbered(500)), u"deadlocked"_s);
    plan.batchRows = 100;
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    verifyOnce(plan.table, 500);
}

void TestLoadTrouble::anIndexThatCannotBeBuiltIsLeftForTheNextRun()
{
    sql(u"CREATE TABLE unindexed (id int PRIMARY KEY, name text); CREATE INDEX by_name ON unindexed (name)"_s);
    QByteArray csv = numbered(300);
    QByteArray noise; // that no compression makes fit a page
    for (quint32 i = 1, x = 1; i < 12'000; ++i)
        noise += char('a' + (x = x * 1664525 + 1013904223) / 4 % 26);
    csv += "301," + noise + '\n';
    LoadPlan plan = m_bench->plan(m_bench->write(u"unindexed.csv"_s, csv), u"unindexed"_s);
    plan.indexAfterwards = true;
    plan.batchRows = 100;
    const LoadOutcome outcome = m_bench->run(plan);
    says(outcome, {u"All rows are in public.unindexed"_s, u"CREATE INDEX IF NOT EXISTS by_name"_s});
    QCOMPARE(sql(u"SELECT count(*), (SELECT count(*) FROM pg_indexes WHERE indexname = 'by_name') FROM unindexed"_s), u"301|0"_s);
    sql(u"UPDATE unindexed SET name = 'short' WHERE id = 301"_s);
    const LoadOutcome rest = m_bench->run(plan);
    QVERIFY2(rest.report, qPrintable(rest.words()));
    QCOMPARE(rest.report->rows, 0);
    QCOMPARE(sql(u"SELECT count(*) FROM pg_indexes WHERE indexname = 'by_name'"_s), u"1"_s);
    verifyOnce(plan.table, 301);
}

QTEST_GUILESS_MAIN(TestLoadTrouble)
#include "tst_loadtrouble.moc"
