// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl migrate as a build server meets it: exit statuses, JSON, two processes at once, and one that is killed.
#include "support/migrationbench.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::MigrationBench;
using test::Ran;

class QuiverctlMigrateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_cluster = std::make_unique<test::TestCluster>(); }
    void cleanupTestCase() { m_cluster.reset(); }
    void goesFromNothingToAppliedAndBack();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void failsWithTheFileAndItsLine();
    void twoProcessesRunEachMigrationOnce();
    void aKilledProcessIsRepaired();
    void controlCLeavesATrueHistory();
    void exportsForOtherTools();
    void productionAsksForTheName();
    void takingBackIsShownAndAskedAbout();
    void aDryRunIsNoRunWhereverItIsAskedFor();
    void printedCommandsRunAsTheyAre();
    void saysWhatToDoWhereThereIsNothing();

private:
    QStringList arguments(const MigrationBench &bench, const QStringList &words) const
    {
        return QStringList{u"migrate"_s} + words + QStringList{u"--dir"_s, bench.folder, u"--url"_s, m_cluster->options(bench.database).toUri()};
    }
    Ran run(const MigrationBench &bench, const QStringList &words) const
    {
        return test::runProgram(QStringLiteral(QUIVERCTL), arguments(bench, words), environment());
    }
    QProcessEnvironment environment() const
    {
        return test::environmentWith({{u"XDG_DATA_HOME"_s, m_home.path()}, {u"XDG_CONFIG_HOME"_s, m_home.path()}, {u"HOME"_s, m_home.path()}});
    }
    static QJsonObject json(const Ran &ran) { return QJsonDocument::fromJson(ran.out.toUtf8()).object(); }
    static void writeIndex(MigrationBench &bench)
    {
        bench.ask(u"CREATE TABLE docs AS SELECT g AS id FROM generate_series(1, 100) g"_s);
        bench.write(u"0001_index.up.sql"_s, u"-- quiver: no-transaction\nCREATE INDEX CONCURRENTLY docs_idx ON docs (id);\n"_s);
    }
    static bool isBuilding(const MigrationBench &bench)
    {
        return bench.ask(u"SELECT count(*) FROM pg_index WHERE indrelid = 'docs'::regclass AND NOT indisvalid"_s) != u"0"_s;
    }
    /// Keeps the build waiting for as long as it lives.
    static std::unique_ptr<pg::Session> reader(MigrationBench &bench)
    {
        auto session = bench.services.session(bench.cluster.options(bench.database), u"reader"_s);
        session->run(u"read"_s, [](pg::Connection &c, core::JobContext &) {
                   c.begin();
                   c.exec("LOCK TABLE docs IN ROW EXCLUSIVE MODE");
               }).future.waitForFinished();
        return session;
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_home;
};

void QuiverctlMigrateTest::goesFromNothingToAppliedAndBack()
{
    MigrationBench bench(*m_cluster);
    Ran ran = run(bench, {u"new"_s, u"add documents"_s});
    QCOMPARE(ran.status, 0);
    QCOMPARE(ran.out, u"%1/0001_add_documents.up.sql\n%1/0001_add_documents.down.sql\n"_s.arg(bench.folder));
    QCOMPARE(run(bench, {u"up"_s}).status, 1); // it has not been written yet
    bench.write(u"0001_add_documents.up.sql"_s, u"CREATE TABLE documents ();"_s);
    bench.write(u"0001_add_documents.down.sql"_s, u"DROP TABLE documents;"_s);
    QCOMPARE(run(bench, {u"status"_s}).status, 0);
    QCOMPARE(run(bench, {u"status"_s, u"--check"_s}).status, 3);
    ran = run(bench, {u"dry-run"_s});
    QCOMPARE(ran.status, 0);
    QVERIFY2(ran.out.contains(u"0001_add_documents.up.sql: works, rolled back"_s), qPrintable(ran.out + ran.err));
    ran = run(bench, {u"up"_s});
    QCOMPARE(ran.status, 0);
    QVERIFY2(ran.out.startsWith(u"0001_add_documents.up.sql: applied ("_s), qPrintable(ran.out + ran.err));
    QCOMPARE(run(bench, {u"status"_s, u"--check"_s}).status, 0);
    ran = run(bench, {u"status"_s});
    QVERIFY2(ran.out.contains(u"0001_add_documents  applied"_s) && ran.out.contains(u"tester ("_s), qPrintable(ran.out));
    const QJsonObject status = json(run(bench, {u"status"_s, u"--json"_s}));
    QCOMPARE(status[u"clean"_s].toBool(), true);
    QCOMPARE(status[u"current"_s].toInt(), 1);
    QCOMPARE(status[u"migrations"_s][0][u"state"_s].toString(), u"applied"_s);
    ran = run(bench, {u"to"_s, u"0"_s, u"--json"_s, u"--yes"_s});
    QCOMPARE(ran.status, 0);
    QCOMPARE(json(ran)[u"steps"_s][0][u"direction"_s].toString(), u"down"_s);
    QCOMPARE(run(bench, {u"baseline"_s, u"1"_s, u"--dry-run"_s}).status, 0);
    QCOMPARE(bench.states(), u"1 pending"_s);
    QCOMPARE(run(bench, {u"baseline"_s, u"1"_s, u"--yes"_s}).status, 0);
    QCOMPARE(bench.states(), u"1 applied"_s);
    bench.write(u"0001_add_documents.up.sql"_s, u"CREATE TABLE documents (a int);"_s);
    QCOMPARE(run(bench, {u"repair"_s}).status, 3);
    QCOMPARE(run(bench, {u"repair"_s, u"--accept"_s, u"-y"_s}).status, 0);
    QCOMPARE(run(bench, {u"repair"_s}).status, 0);
    const QString kept = test::runProgram(QStringLiteral(QUIVERCTL), {u"journal"_s, u"list"_s}, environment()).out;
    QVERIFY2(kept.count(u"Take everything up to 0001_add_documents as applied"_s) == 1 && kept.count(u"Accept 0001_add_documents as it is now"_s) == 1, qPrintable(kept));
    QCOMPARE(run(bench, {u"down"_s, u"--table"_s, u"other"_s}).out, u"There is nothing to do: none is applied, as the history in quiver.other says.\n"_s);
}

void QuiverctlMigrateTest::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("no such action") << QStringList{u"dance"_s};
    QTest::newRow("no version") << QStringList{u"to"_s};
    QTest::newRow("no number") << QStringList{u"up"_s, u"all"_s};
    QTest::newRow("none") << QStringList{u"down"_s, u"0"_s};
    QTest::newRow("too many words") << QStringList{u"up"_s, u"1"_s, u"2"_s};
    QTest::newRow("no name") << QStringList{u"new"_s};
    QTest::newRow("table") << QStringList{u"status"_s, u"--table"_s, u"a.b.c"_s};
    QTest::newRow("format") << QStringList{u"export"_s, u"--format"_s, u"xml"_s, u"--to"_s, u"x"_s};
    QTest::newRow("no target") << QStringList{u"export"_s};
    QTest::newRow("two repairs") << QStringList{u"repair"_s, u"--retry"_s, u"--forget"_s};
    QTest::newRow("dry run of what") << QStringList{u"dry-run"_s, u"repair"_s};
}

void QuiverctlMigrateTest::refusesWrongUsage()
{
    QFETCH(QStringList, words);
    const Ran ran = test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"migrate"_s} + words, environment());
    QCOMPARE(ran.status, 2);
    QVERIFY(ran.err.contains(u"quiverctl migrate --help"_s));
}

void QuiverctlMigrateTest::failsWithTheFileAndItsLine()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_bad.up.sql"_s, u"CREATE TABLE a ();\n\nCREATE TABLE a ();"_s);
    const Ran ran = run(bench, {u"up"_s});
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(u"0001_bad.up.sql: failed in line 3: relation \"a\" already exists. All of it was rolled back."_s), qPrintable(ran.err));
    QCOMPARE(json(run(bench, {u"up"_s, u"--json"_s}))[u"steps"_s][0][u"sqlstate"_s].toString(), u"42P07"_s);
    QVERIFY(test::runProgram(QStringLiteral(QUIVERCTL), {u"migrate"_s, u"status"_s, u"--dir"_s, u"/nowhere"_s}, environment()).err.contains(u"no such folder"_s));
}

void QuiverctlMigrateTest::twoProcessesRunEachMigrationOnce()
{
    MigrationBench bench(*m_cluster);
    bench.ask(u"CREATE TABLE ran (version int)"_s);
    for (int i = 1; i <= 5; ++i)
        bench.write(u"000%1_step.up.sql"_s.arg(i), u"INSERT INTO ran SELECT %1 FROM pg_sleep(0.1);"_s.arg(i));
    std::array<QProcess, 3> processes;
    for (QProcess &process : processes) {
        process.setProcessEnvironment(environment());
        process.start(QStringLiteral(QUIVERCTL), arguments(bench, {u"up"_s}));
    }
    for (QProcess &process : processes) {
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
    }
    QCOMPARE(bench.ask(u"SELECT string_agg(version::text, ',' ORDER BY version) FROM ran"_s), u"1,2,3,4,5"_s);
}

void QuiverctlMigrateTest::aKilledProcessIsRepaired()
{
    MigrationBench bench(*m_cluster);
    writeIndex(bench);
    const auto waiting = reader(bench);
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(QUIVERCTL), arguments(bench, {u"up"_s}));
    QVERIFY(QTest::qWaitFor([&] { return isBuilding(bench); }, 20'000));
    ::kill(pid_t(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished());
    // Its session waits on in the server, and holds the lock: nobody may take the migration for dead.
    Ran ran = run(bench, {u"repair"_s});
    QVERIFY2(ran.out.contains(u"is under way: session"_s), qPrintable(ran.out));
    bench.ask(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%' AND pid <> pg_backend_pid()"_s);
    QVERIFY(QTest::qWaitFor([&] { return bench.ask(u"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"_s) == u"0"_s; }, 20'000));
    ran = run(bench, {u"status"_s, u"--check"_s});
    QCOMPARE(ran.status, 3);
    QVERIFY2(ran.out.contains(u"0001_index  dirty"_s), qPrintable(ran.out));
    QCOMPARE(run(bench, {u"up"_s}).status, 1);
    ran = run(bench, {u"repair"_s});
    QCOMPARE(ran.status, 3);
    QVERIFY2(ran.out.contains(u"left the INVALID index public.docs_idx"_s) && ran.out.contains(u"quiverctl migrate repair 1 --retry"_s), qPrintable(ran.out));
    QVERIFY(ran.out.contains(u"DROP INDEX CONCURRENTLY IF EXISTS public.docs_idx;"_s));
    bench.on(*waiting, [](pg::Connection &c, core::JobContext &) { c.rollback(); });
    ran = run(bench, {u"repair"_s, u"--retry"_s, u"--yes"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.out + ran.err));
    QCOMPARE(bench.states(), u"1 applied"_s);
    QVERIFY(!isBuilding(bench));
}

void QuiverctlMigrateTest::controlCLeavesATrueHistory()
{
    MigrationBench bench(*m_cluster);
    writeIndex(bench);
    const auto waiting = reader(bench);
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(QUIVERCTL), arguments(bench, {u"up"_s}));
    QVERIFY(QTest::qWaitFor([&] { return isBuilding(bench); }, 20'000));
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(QString::fromUtf8(process.readAllStandardError()).contains(u"it is dirty: a repair finds what was left"_s));
    QCOMPARE(bench.states(), u"1 dirty"_s);
    bench.on(*waiting, [](pg::Connection &c, core::JobContext &) { c.rollback(); });
    QCOMPARE(run(bench, {u"repair"_s, u"1"_s, u"--pending"_s, u"--yes"_s}).status, 0);
    QCOMPARE(bench.states(), u"1 pending"_s);
    QVERIFY(!isBuilding(bench));
}

void QuiverctlMigrateTest::exportsForOtherTools()
{
    MigrationBench bench(*m_cluster);
    writeIndex(bench);
    const QString folder = bench.directory.filePath(u"out"_s);
    Ran ran = run(bench, {u"export"_s, u"--format"_s, u"alembic"_s, u"--to"_s, folder, u"--down-revision"_s, u"abc"_s});
    QCOMPARE(ran.status, 0);
    QCOMPARE(ran.out, folder + u"/0001_index.py\n"_s);
    QFile file(folder + u"/0001_index.py"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("down_revision = \"abc\""));
    ran = run(bench, {u"export"_s, u"--format"_s, u"flyway"_s, u"--to"_s, folder});
    QVERIFY(ran.out.contains(u"/V1__index.sql.conf"_s));
    QVERIFY(ran.err.contains(u"flyway.postgresql.transactional.lock=false"_s));
    QCOMPARE(run(bench, {u"export"_s, u"--to"_s, folder, u"--after"_s, u"1"_s}).out, QString());
}

void QuiverctlMigrateTest::productionAsksForTheName()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    const Ran added = test::runProgram(QStringLiteral(QUIVERCTL), {u"connections"_s, u"add"_s, u"live"_s, u"--url"_s, m_cluster->options(bench.database).toUri(),
                                                                   u"--environment"_s, u"production"_s}, environment());
    QVERIFY2(added.status == 0, qPrintable(added.err));
    const auto onLive = [&](const QStringList &words) {
        return test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"migrate"_s} + words + QStringList{u"--dir"_s, bench.folder, u"--profile"_s, u"live"_s}, environment());
    };
    QCOMPARE(onLive({u"status"_s}).status, 0);
    QCOMPARE(onLive({u"up"_s}).status, 2);
    QCOMPARE(onLive({u"up"_s, u"--confirm"_s, u"wrong"_s}).status, 2);
    QCOMPARE(bench.states(), u"1 pending"_s);
    QCOMPARE(onLive({u"up"_s, u"--confirm"_s, bench.database}).status, 0);
    QCOMPARE(bench.states(), u"1 applied"_s);
}

void QuiverctlMigrateTest::takingBackIsShownAndAskedAbout()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    bench.write(u"0001_one.down.sql"_s, u"-- not needed\nDROP TABLE one;"_s);
    QCOMPARE(run(bench, {u"up"_s, u"--yes"_s}).status, 0); // which is not asked about, and may be told so
    for (const QStringList &words : {QStringList{u"down"_s}, QStringList{u"to"_s, u"0"_s}}) {
        const Ran ran = run(bench, words);
        QCOMPARE(ran.status, 2); // there is no terminal
        QVERIFY2(ran.out.startsWith(u"This takes back on "_s) && ran.out.contains(u"  0001_one.down.sql\n      DROP TABLE one;\n"_s), qPrintable(ran.out));
        QVERIFY2(ran.err.contains(u"add --yes"_s), qPrintable(ran.err));
        QCOMPARE(bench.states(), u"1 applied"_s);
    }
    QCOMPARE(run(bench, {u"down"_s, u"-y"_s}).status, 0);
    QCOMPARE(run(bench, {u"to"_s, u"1"_s}).status, 0); // only up: nothing to ask
    for (const QStringList &words : {QStringList{u"baseline"_s, u"2"_s}, QStringList{u"repair"_s, u"2"_s, u"--accept"_s}}) {
        bench.write(u"0002_two.up.sql"_s, words.front() == u"baseline"_s ? u"SELECT 2;"_s : u"SELECT 3;"_s);
        const Ran ran = run(bench, words);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.out.contains(u"0002_two"_s), qPrintable(ran.out));
        QCOMPARE(run(bench, words + QStringList{u"--yes"_s}).status, 0);
    }
    QCOMPARE(bench.states(), u"1 applied, 2 applied"_s);
}

void QuiverctlMigrateTest::aDryRunIsNoRunWhereverItIsAskedFor()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    bench.write(u"0001_one.down.sql"_s, u"DROP TABLE one;"_s);
    const Ran ran = run(bench, {u"up"_s, u"--dry-run"_s});
    QVERIFY2(ran.status == 0 && ran.out.contains(u"works, rolled back"_s), qPrintable(ran.out));
    QCOMPARE(bench.states(), u"1 pending"_s);
    QCOMPARE(run(bench, {u"up"_s}).status, 0);
    QCOMPARE(run(bench, {u"down"_s, u"--dry-run"_s}).status, 0);
    QCOMPARE(bench.states(), u"1 applied"_s);
}

// Pasted into a shell, with the folder, the table and the server that were named before, and without the password.
void QuiverctlMigrateTest::printedCommandsRunAsTheyAre()
{
    MigrationBench bench(*m_cluster);
    bench.folder = bench.directory.filePath(u"it's a folder"_s);
    QDir().mkpath(bench.folder);
    const QString url = m_cluster->options(bench.database).toUri().replace(u"tester@"_s, u"tester:secret@"_s);
    const QString table = u"\"My history\".\"x y\""_s;
    const auto onTable = [&](const QStringList &words) {
        return test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"migrate"_s} + words + QStringList{u"--dir"_s, bench.folder, u"--table"_s, table, u"--url"_s, url},
                                environment());
    };
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    Ran ran = onTable({u"up"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one (a int);"_s);
    ran = onTable({u"up"_s});
    QCOMPARE(ran.status, 1);
    for (const QString &step : {u"repair 1 --dir"_s, u"repair 1 --accept"_s}) {
        const QStringList lines = (ran.out + ran.err).split(u'\n').filter(u"quiverctl migrate "_s + step);
        QVERIFY2(lines.size() == 1, qPrintable(ran.out + ran.err));
        QVERIFY2(!lines.front().contains(u"secret"_s), qPrintable(lines.front()));
        const QString command = lines.front().trimmed().replace(0, 9, QStringLiteral(QUIVERCTL));
        ran = test::runProgram(u"/bin/sh"_s, {u"-c"_s, command + (step.contains(u"--accept"_s) ? u" --yes"_s : QString())}, environment());
        QVERIFY2(ran.status == (step.contains(u"--accept"_s) ? 0 : 3), qPrintable(command + ran.err));
    }
    QCOMPARE(onTable({u"status"_s, u"--check"_s}).status, 0);
}

void QuiverctlMigrateTest::saysWhatToDoWhereThereIsNothing()
{
    MigrationBench bench(*m_cluster);
    Ran ran = run(bench, {u"up"_s});
    QCOMPARE(ran.status, 0);
    QVERIFY2(ran.out.contains(u"%1 has no migrations yet. The first one is begun with\n  quiverctl migrate new NAME --dir %1"_s.arg(bench.folder)), qPrintable(ran.out));
    bench.write(u"0001_one.sql"_s, u"SELECT 1;"_s);
    ran = run(bench, {u"up"_s});
    QVERIFY2(ran.err.contains(u"0001_one.sql: is left out: call it 0001_one.up.sql, or 0001_one.down.sql where it takes that back"_s), qPrintable(ran.err));
    bench.folder += u"/0001_one.sql"_s;
    ran = run(bench, {u"status"_s});
    QVERIFY2(ran.status == 1 && ran.err.contains(u"is a file: --dir takes the folder"_s), qPrintable(ran.err));
    bench.folder += u"x"_s;
    ran = run(bench, {u"status"_s});
    QVERIFY2(ran.status == 1 && ran.err.contains(u"there is no such folder"_s) && ran.err.contains(u"quiverctl migrate new NAME --dir "_s), qPrintable(ran.err));
}

QTEST_GUILESS_MAIN(QuiverctlMigrateTest)
#include "tst_quiverctlmigrate.moc"
