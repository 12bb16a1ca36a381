// SPDX-License-Identifier: GPL-3.0-or-later
// How quiverctl applies a Change: shown, asked about, refused where nobody can be asked, reported, kept in the journal.
#include "sandbox/sandbox.h"
#include "sql/changejournal.h"
#include "sql/changesteps.h"
#include "sql/keptrun.h"
#include "store/paths.h"
#include "store/workspace.h"
#include "support/program.h"
#include "support/testcluster.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlChanges : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_workspace;

    QString workspaceFile() const { return store::workspaceFile(m_workspace->path()); }
    QProcessEnvironment environment() const { return test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace->path()}}); }
    Ran run(const QStringList &arguments) const { return test::runProgram(QStringLiteral(QUIVERCTL), arguments, environment()); }
    QString url() const { return m_cluster->options().toUri(); }

    /// A change that never ran, so that `repeat` runs it.
    QString journalled(const sql::Change &change) const
    {
        sql::ChangeReport report;
        report.change = change;
        report.startedAt = QDateTime::currentDateTimeUtc();
        report.steps.resize(change.steps.size());
        report.cancelled = true;
        const auto entry = sql::journalEntry(report, {{}, m_cluster->options().summary(), u"test"_s});
        return QString::number(store::Workspace::open(workspaceFile())->addChange(entry).result());
    }
    QList<store::ChangeEntry> journal() const { return store::Workspace::open(workspaceFile())->changes().result(); }
    QString sleepers() const { return m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s); }
    void wakeSleepers() const
    {
        m_cluster->psql(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s);
        QTRY_COMPARE(sleepers(), u"0"_s);
    }
    void killWhileItSleeps(const QString &id) const
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(QStringLiteral(QUIVERCTL), {u"journal"_s, u"repeat"_s, id, u"--url"_s, url(), u"--yes"_s});
        QTRY_COMPARE(sleepers(), u"1"_s);
        process.kill();
        QVERIFY(process.waitForFinished());
    }
    static sql::Change twoTables(const QString &name)
    {
        sql::Change change{.title = u"Two tables %1"_s.arg(name), .object = name};
        change.steps = {{.title = u"Create %1"_s.arg(name), .sql = u"CREATE TABLE %1 (a int)"_s.arg(name), .undo = u"DROP TABLE %1"_s.arg(name)},
                        {.title = u"Fill %1"_s.arg(name), .sql = u"INSERT INTO %1 VALUES (1), (2)"_s.arg(name), .undoNote = u"goes with the table"_s}};
        return change;
    }

private Q_SLOTS:
    void initTestCase() { m_cluster = std::make_unique<test::TestCluster>(); }
    void init() { m_workspace = std::make_unique<QTemporaryDir>(); }
    void cleanupTestCase() { m_cluster.reset(); }

    void showsTheScriptAndChangesNothing()
    {
        const QString id = journalled(twoTables(u"dry"_s));
        const Ran ran = run({u"journal"_s, u"repeat"_s, id, u"--url"_s, url(), u"--dry-run"_s});
        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.out, sql::changeScript(twoTables(u"dry"_s)));
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('dry') IS NULL"_s), u"t"_s);
        QCOMPARE(journal().size(), 1);
    }

    void doesNothingWhereNobodyCanBeAsked()
    {
        const QString id = journalled(twoTables(u"unasked"_s));
        const Ran ran = run({u"journal"_s, u"repeat"_s, id, u"--url"_s, url()});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(u"no terminal"_s) && ran.err.contains(u"--yes"_s), qPrintable(ran.err));
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('unasked') IS NULL"_s), u"t"_s);
    }

    void appliesAndUndoes()
    {
        const QString id = journalled(twoTables(u"applied"_s));
        const Ran ran = run({u"journal"_s, u"repeat"_s, id, u"--url"_s, url(), u"--yes"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.out.contains(u"  1. Create applied\n     undo   DROP TABLE applied\n"_s), qPrintable(ran.out));
        QVERIFY2(ran.out.contains(u"undo   goes with the table"_s) && ran.out.contains(u"Two tables applied: done in "_s), qPrintable(ran.out));
        QVERIFY2(ran.err.contains(u"2/2  Fill applied ("_s) && ran.err.contains(u" ms, 2 rows)"_s), qPrintable(ran.err));
        QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM applied"_s), u"2"_s);
        const store::ChangeEntry entry = journal().first();
        QCOMPARE(entry.outcome, store::ChangeEntry::Outcome::Done);
        QCOMPARE(entry.server, m_cluster->options().summary());

        const QString number = QString::number(entry.id);
        const Ran listed = run({u"journal"_s, u"list"_s});
        QVERIFY2(listed.out.startsWith(u"change  begun at"_s) && listed.out.simplified().contains(u"done %1 Two tables applied"_s.arg(entry.server)), qPrintable(listed.out));
        const Ran shown = run({u"journal"_s, u"show"_s, number});
        QVERIFY2(shown.out.contains(u"Undone by:\n\n-- Undo: Two tables applied"_s), qPrintable(shown.out));
        const Ran undone = run({u"journal"_s, u"undo"_s, number, u"--url"_s, url(), u"--yes"_s});
        QVERIFY2(undone.status == 0, qPrintable(undone.err));
        QVERIFY2(undone.out.contains(u"RISK   This drops applied. Its 2 rows go with it.\n"_s), qPrintable(undone.out));
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('applied') IS NULL"_s), u"t"_s);
    }

    void goesOnWithAnUndoThatFailedHalfWay_data()
    {
        QTest::addColumn<bool>("byRepeat");
        QTest::newRow("repeated") << true;
        QTest::newRow("asked for anew") << false;
    }

    void goesOnWithAnUndoThatFailedHalfWay()
    {
        QFETCH(bool, byRepeat);
        sql::Change change{.title = u"A table with an index"_s, .object = u"apart"_s};
        change.steps = {{.title = u"Create apart"_s, .sql = u"CREATE TABLE apart (a int)"_s, .undo = u"DROP TABLE apart"_s},
                        {.title = u"Index it"_s, .sql = u"CREATE INDEX apart_idx ON apart (a)"_s, .undo = u"DROP INDEX CONCURRENTLY apart_idx"_s}};
        QCOMPARE(run({u"journal"_s, u"repeat"_s, journalled(change), u"--url"_s, url(), u"--yes"_s}).status, 0);
        const QString made = QString::number(journal().first().id);
        m_cluster->psql(u"CREATE VIEW rests AS SELECT a FROM apart"_s);
        const QStringList undo{u"journal"_s, u"undo"_s, made, u"--url"_s, url(), u"--yes"_s};
        QCOMPARE(run(undo).status, 1);
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('apart') IS NULL, to_regclass('apart_idx') IS NULL"_s), u"f|t"_s);
        m_cluster->psql(u"DROP VIEW rests"_s);
        const Ran rest = run(byRepeat ? QStringList{u"journal"_s, u"repeat"_s, QString::number(journal().first().id), u"--url"_s, url(), u"--yes"_s} : undo);
        QVERIFY2(rest.status == 0, qPrintable(rest.err));
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('apart') IS NULL"_s), u"t"_s);
        QVERIFY(run({u"journal"_s, u"show"_s, made}).out.contains(u"Undone at "_s));
    }

    void saysWhatStandsWhenItFails()
    {
        sql::Change change = twoTables(u"failing"_s);
        change.steps.push_back({.title = u"Index it"_s, .sql = u"CREATE UNIQUE INDEX CONCURRENTLY ON failing ((1))"_s, .inTransaction = false});
        const Ran ran = run({u"journal"_s, u"repeat"_s, journalled(change), u"--url"_s, url(), u"--yes"_s});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"Step 3 of 3, “Index it”, failed: could not create unique index"_s), qPrintable(ran.err));
        QVERIFY2(ran.err.contains(u"Stands: “Create failing”, “Fill failing”."_s), qPrintable(ran.err));
        QVERIFY2(ran.err.contains(u"What stands is undone by:"_s) && ran.err.contains(u"DROP TABLE failing;"_s), qPrintable(ran.err));
        QCOMPARE(journal().first().outcome, store::ChangeEntry::Outcome::Failed);
    }

    void cancelsOnInterrupt()
    {
        sql::Change change = twoTables(u"interrupted"_s);
        change.steps.push_back({.title = u"Sleep"_s, .sql = u"SELECT pg_sleep(60)"_s});
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(QStringLiteral(QUIVERCTL), {u"journal"_s, u"repeat"_s, journalled(change), u"--url"_s, url(), u"--yes"_s});
        QTRY_COMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s), u"1"_s);
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 130);
        const QString err = QString::fromUtf8(process.readAllStandardError());
        QVERIFY2(err.contains(u"was cancelled"_s) && err.contains(u"Nothing was changed."_s), qPrintable(err));
        QCOMPARE(journal().first().outcome, store::ChangeEntry::Outcome::Cancelled);
    }

    void keepsWhatAKilledRunDidAndUndoesItWithTheRunThatWentOn()
    {
        m_cluster->psql(u"CREATE TABLE pause AS SELECT 60.0 AS seconds; CREATE TABLE there (a int)"_s);
        sql::Change change{.title = u"Killed"_s, .object = u"killed"_s};
        const auto add = [&](const QString &title, const QString &sql, const QString &undo, const QString &isDone) {
            change.steps.push_back({.title = title, .sql = sql, .undo = undo, .inTransaction = false});
            change.steps.back().isDone = isDone;
        };
        add(u"There before"_s, u"CREATE TABLE there (a int)"_s, u"DROP TABLE there"_s, u"SELECT to_regclass('there') IS NOT NULL"_s);
        add(u"Make it"_s, u"CREATE TABLE killed (a int)"_s, u"DROP TABLE killed"_s, u"SELECT to_regclass('killed') IS NOT NULL"_s);
        add(u"Wait"_s, u"SELECT pg_sleep(seconds::float8) FROM pause"_s, {}, {});
        add(u"Describe"_s, u"COMMENT ON TABLE killed IS 'x'"_s, u"COMMENT ON TABLE killed IS NULL"_s, {});
        const QString asked = journalled(change);
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(QStringLiteral(QUIVERCTL), {u"journal"_s, u"repeat"_s, asked, u"--url"_s, url(), u"--yes"_s});
        QTRY_COMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s), u"1"_s);
        QVERIFY(run({u"journal"_s, u"list"_s}).out.contains(u" running "_s));
        const QString killed = QString::number(journal().first().id);
        QVERIFY(run({u"journal"_s, u"undo"_s, killed, u"--url"_s, url(), u"--yes"_s}).err.contains(u"is running"_s));
        process.kill();
        QVERIFY(process.waitForFinished());
        const Ran listed = run({u"journal"_s, u"list"_s});
        QVERIFY2(listed.out.contains(u"interrupted"_s), qPrintable(listed.out));
        const Ran shown = run({u"journal"_s, u"show"_s, killed});
        QVERIFY2(shown.out.contains(u"“Wait”, ended without an answer"_s) && shown.out.contains(u"Stands: “Make it”"_s), qPrintable(shown.out));
        QVERIFY2(shown.out.contains(u"DROP TABLE killed"_s) && !shown.out.section(u"Undone by:"_s, 1).contains(u"DROP TABLE there"_s), qPrintable(shown.out));

        // The run that goes on from there comes to the same end: it has made nothing, and answers for what the first one made.
        wakeSleepers();
        killWhileItSleeps(killed);
        const QString killedAgain = QString::number(journal().first().id);
        const Ran second = run({u"journal"_s, u"show"_s, killedAgain});
        QVERIFY2(second.out.section(u"Undone by:"_s, 1).contains(u"DROP TABLE killed"_s), qPrintable(second.out));

        wakeSleepers();
        m_cluster->psql(u"UPDATE pause SET seconds = 0"_s);
        QCOMPARE(run({u"journal"_s, u"repeat"_s, killedAgain, u"--url"_s, url(), u"--yes"_s}).status, 0);
        const QString resumed = QString::number(journal().first().id);
        for (const auto &[older, newer] : {std::pair(killed, killedAgain), std::pair(killedAgain, resumed)}) {
            const Ran refused = run({u"journal"_s, u"undo"_s, older, u"--url"_s, url(), u"--yes"_s});
            QVERIFY2(refused.err.contains(u"change %1 went on from there"_s.arg(newer)), qPrintable(refused.err));
        }
        const Ran undone = run({u"journal"_s, u"undo"_s, resumed, u"--url"_s, url(), u"--yes"_s});
        QVERIFY2(undone.status == 0, qPrintable(undone.err));
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('killed') IS NULL, to_regclass('there') IS NULL"_s), u"t|f"_s);
        for (const QString &each : {killed, killedAgain, resumed}) {
            const Ran twice = run({u"journal"_s, u"undo"_s, each, u"--url"_s, url(), u"--yes"_s});
            QCOMPARE(twice.status, 1);
            QVERIFY2(twice.err.contains(u"was undone at"_s), qPrintable(twice.err));
        }
        QVERIFY(run({u"journal"_s, u"show"_s, resumed}).out.contains(u"Undone at "_s));
    }

    void undoesAnIndexWhoseBuildWasInterrupted()
    {
        m_cluster->psql(u"CREATE TABLE slow (a int); INSERT INTO slow VALUES (1); CREATE FUNCTION slowly(int) RETURNS int LANGUAGE plpgsql IMMUTABLE "
                        "AS 'BEGIN PERFORM pg_sleep(60); RETURN $1; END'"_s);
        const auto state = [&] { return m_cluster->psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('slow_idx')"_s); };
        sql::Change change{.title = u"Index it"_s, .object = u"slow"_s};
        test::TestServices services;
        services.session(m_cluster->options())->read(u"plan"_s, [&](pg::Connection &connection, core::JobContext &) {
            change.steps = {sql::concurrentIndexStep(sql::Quoter(connection), u"CREATE INDEX CONCURRENTLY slow_idx ON slow (slowly(a))"_s, u"public"_s, u"slow"_s, u"slow_idx"_s)};
        }).future.waitForFinished();
        killWhileItSleeps(journalled(change));
        QCOMPARE(state(), u"f"_s);
        wakeSleepers();
        const Ran undone = run({u"journal"_s, u"undo"_s, QString::number(journal().first().id), u"--url"_s, url(), u"--yes"_s});
        QVERIFY2(undone.status == 0, qPrintable(undone.err));
        QCOMPARE(state(), QString());
    }

    void undoesOnceAlsoWhereTheJournalWasReadBefore()
    {
        QCOMPARE(run({u"journal"_s, u"repeat"_s, journalled(twoTables(u"once"_s)), u"--url"_s, url(), u"--yes"_s}).status, 0);
        const auto workspace = store::Workspace::open(workspaceFile());
        const store::ChangeEntry made = workspace->changes({}, 1).result().first();
        test::TestServices services;
        const auto session = services.session(m_cluster->options());
        const auto undo = [&] {
            return session->run(u"undo"_s, [&](pg::Connection &connection, core::JobContext &job) {
                return sql::KeptRun(workspace.get(), {{}, made.server, made.database}, nullptr, made.id).run(sql::reportOf(made)->undo(), connection, job);
            }).future.result();
        };
        QVERIFY(undo().succeeded());
        m_cluster->psql(u"CREATE TABLE once (mine int)"_s); // somebody else's by now
        QVERIFY_THROWS_EXCEPTION(core::Error, undo());
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('once') IS NOT NULL"_s), u"t"_s);
        QCOMPARE(journal().first().outcome, store::ChangeEntry::Outcome::Failed);
        QVERIFY2(journal().first().message.contains(u"was undone at"_s), qPrintable(journal().first().message));
    }

    void takesAnUndoThatIsRunAgainForOne()
    {
        QCOMPARE(run({u"journal"_s, u"repeat"_s, journalled(twoTables(u"twice"_s)), u"--url"_s, url(), u"--yes"_s}).status, 0);
        const QString made = QString::number(journal().first().id);
        m_cluster->psql(u"CREATE VIEW in_the_way AS SELECT * FROM twice"_s);
        QCOMPARE(run({u"journal"_s, u"undo"_s, made, u"--url"_s, url(), u"--yes"_s}).status, 1);
        const QString failed = QString::number(journal().first().id);
        QVERIFY(!run({u"journal"_s, u"show"_s, made}).out.contains(u"Undone at"_s));
        m_cluster->psql(u"DROP VIEW in_the_way"_s);
        const QStringList repeat{u"journal"_s, u"repeat"_s, failed, u"--url"_s, url(), u"--yes"_s};
        const Ran again = run(repeat);
        QVERIFY2(again.status == 0, qPrintable(again.err));
        QVERIFY(run({u"journal"_s, u"show"_s, made}).out.contains(u"Undone at"_s));
        const Ran thrice = run(repeat);
        QVERIFY2(thrice.status == 1 && thrice.err.contains(u"change %1 was undone at"_s.arg(made)), qPrintable(thrice.err));
    }

    void warnsOfNewerChangesOfTheSameObject()
    {
        sql::Change older = twoTables(u"ordered"_s), newer{.title = u"On top"_s, .object = u"ordered"_s};
        newer.steps = {{.title = u"Add"_s, .sql = u"ALTER TABLE ordered ADD COLUMN b int"_s, .undo = u"ALTER TABLE ordered DROP COLUMN b"_s}};
        QCOMPARE(run({u"journal"_s, u"repeat"_s, journalled(older), u"--url"_s, url(), u"--yes"_s}).status, 0);
        const QString first = QString::number(journal().first().id);
        QCOMPARE(run({u"journal"_s, u"repeat"_s, journalled(newer), u"--url"_s, url(), u"--yes"_s}).status, 0);
        const QStringList undo{u"journal"_s, u"undo"_s, first, u"--url"_s, url(), u"--yes"_s};
        const Ran refused = run(undo);
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.err.contains(u"newer changes of ordered stand"_s) && refused.err.contains(u"On top"_s), qPrintable(refused.err));
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('ordered') IS NOT NULL"_s), u"t"_s);
        QCOMPARE(run(undo + QStringList{u"--out-of-order"_s}).status, 0);
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('ordered') IS NULL"_s), u"t"_s);
    }

    void takesTheSandboxForWhatWasMadeThere()
    {
        const QString base = m_workspace->filePath(u"sandbox"_s);
        qputenv("QUIVER_SANDBOX", QFile::encodeName(base));
        const QString there = sandbox::Sandbox().connectOptions().summary();
        qunsetenv("QUIVER_SANDBOX");
        sql::ChangeReport report;
        report.change = twoTables(u"sandboxed"_s);
        report.steps = {{.state = sql::StepState::Done}, {.state = sql::StepState::Done}};
        const qint64 id = store::Workspace::open(workspaceFile())->addChange(sql::journalEntry(report, {{}, there, u"quiver"_s})).result();
        const Ran ran = test::runProgram(QStringLiteral(QUIVERCTL), {u"journal"_s, u"undo"_s, QString::number(id), u"--yes"_s},
                                         test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace->path()}, {u"QUIVER_SANDBOX"_s, base}}));
        QVERIFY2(ran.err.contains(u"the sandbox does not run"_s), qPrintable(ran.err)); // and not: say with --url where that is
    }

    void wantsTheNameInProduction()
    {
        QCOMPARE(run({u"connections"_s, u"add"_s, u"prod"_s, u"--url"_s, url(), u"--environment"_s, u"production"_s}).status, 0);
        m_cluster->psql(u"CREATE TABLE precious (a int)"_s);
        sql::Change change{.title = u"Drop it"_s, .object = u"precious"_s, .steps = {{.title = u"Drop"_s, .sql = u"DROP TABLE precious"_s}}};
        const QStringList repeat{u"journal"_s, u"repeat"_s, journalled(change), u"--profile"_s, u"prod"_s, u"--yes"_s};
        const Ran refused = run(repeat);
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.err.contains(u"--confirm 'precious'"_s), qPrintable(refused.err));
        QCOMPARE(run(repeat + QStringList{u"--confirm"_s, u"Precious"_s}).status, 2);
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('precious') IS NOT NULL"_s), u"t"_s);
        const Ran done = run(repeat + QStringList{u"--confirm"_s, u"precious"_s});
        QVERIFY2(done.status == 0, qPrintable(done.err));
        QVERIFY(!journal().first().profileId.isNull());
    }

    void savesAMigrationInstead()
    {
        const QString directory = m_workspace->filePath(u"migrations"_s);
        const Ran ran = run({u"journal"_s, u"repeat"_s, journalled(twoTables(u"later"_s)), u"--url"_s, url(), u"--save-migration"_s, directory,
                             u"--migration-name"_s, u"later"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY(QFile::exists(directory + u"/0001_later.up.sql"_s));
        QCOMPARE(m_cluster->psql(u"SELECT to_regclass('later') IS NULL"_s), u"t"_s);
    }

    void savesTheWholeOfAChangeThatWentOn()
    {
        const QString directory = m_workspace->filePath(u"whole"_s);
        sql::Change rest = twoTables(u"halves"_s);
        rest.steps.erase(rest.steps.begin());
        rest.title = sql::restTitle(rest.title);
        const auto save = [&] {
            return run({u"journal"_s, u"repeat"_s, journalled(rest), u"--url"_s, url(), u"--save-migration"_s, directory, u"--migration-name"_s, u"halves"_s});
        };
        const Ran alone = save();
        QVERIFY2(alone.status == 1 && alone.err.contains(u"only a part"_s), qPrintable(alone.err));
        journalled(twoTables(u"halves"_s));
        QCOMPARE(save().status, 0);
        QFile file(directory + u"/0001_halves.up.sql"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(text.contains("CREATE TABLE halves") && text.contains("INSERT INTO halves"), text.constData());
    }

    void readOnlyConnectionsStaySo()
    {
        QCOMPARE(run({u"connections"_s, u"add"_s, u"ro"_s, u"--url"_s, url(), u"--read-only"_s}).status, 0);
        const Ran ran = run({u"journal"_s, u"repeat"_s, journalled(twoTables(u"ro"_s)), u"--profile"_s, u"ro"_s, u"--yes"_s});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"read-only"_s) && ran.err.contains(u"Nothing was changed."_s), qPrintable(ran.err));
    }

    void explainsWhatItCannotFind()
    {
        QVERIFY(run({u"journal"_s, u"show"_s, u"7"_s}).err.contains(u"no change 7"_s));
        QCOMPARE(run({u"journal"_s, u"show"_s, u"x"_s}).status, 2);
        QCOMPARE(run({u"journal"_s, u"list"_s}).out, QString());
        const Ran unknown = run({u"journal"_s, u"repeat"_s, journalled(twoTables(u"x"_s)), u"--yes"_s});
        QCOMPARE(unknown.status, 2);
        QVERIFY2(unknown.err.contains(m_cluster->options().summary()), qPrintable(unknown.err));
    }
};

QTEST_GUILESS_MAIN(tst_QuiverctlChanges)
#include "tst_quiverctlchanges.moc"
