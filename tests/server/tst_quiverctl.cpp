// SPDX-License-Identifier: GPL-3.0-or-later
// The program as its users meet it: a process with arguments, output and an exit status.
#include "support/program.h"
#include "support/testcluster.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_Quiverctl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void explainsItself_data();
    void explainsItself();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void runsTheSandboxFromBirthToEnd();
    void printsEveryFormat();
    void runsSeveralStatementsUntilOneFails();
    void pointsAtTheMistake();
    void streamsInFlatMemory();
    void cancelsOnInterrupt();
    void hidesThePasswordFromPs();
    void takesThePasswordFromTheEnvironment();
    void loadsAndGeneratesIntoAnyDatabase();

private:
    Ran run(const QStringList &arguments, const QMap<QString, QString> &environment = {}, const QByteArray &input = {});
    QProcessEnvironment environmentWith(const QMap<QString, QString> &environment) const;
    QStringList query(const QStringList &more) const
    {
        return QStringList{u"query"_s, u"--url"_s, m_cluster->options().toUri()} + more;
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_Quiverctl::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_directory = std::make_unique<QTemporaryDir>();
    QFile::setPermissions(m_directory->path(), QFile::Permissions(0x7055)); // the server's user must get in
}

void tst_Quiverctl::cleanupTestCase()
{
    run({u"sandbox"_s, u"destroy"_s, u"--yes"_s});
    m_cluster.reset();
    m_directory.reset();
}

QProcessEnvironment tst_Quiverctl::environmentWith(const QMap<QString, QString> &environment) const
{
    QMap<QString, QString> all = environment;
    all.insert(u"QUIVER_SANDBOX"_s, m_directory->filePath(u"sandbox"_s));
    return test::environmentWith(all);
}

Ran tst_Quiverctl::run(const QStringList &arguments, const QMap<QString, QString> &environment, const QByteArray &input)
{
    return test::runProgram(QStringLiteral(QUIVERCTL), arguments, environmentWith(environment), input);
}

void tst_Quiverctl::explainsItself_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("expected");
    QTest::newRow("program") << QStringList{u"--help"_s} << u"sandbox"_s;
    QTest::newRow("exit codes") << QStringList{u"--help"_s} << u"3 done but"_s;
    QTest::newRow("version") << QStringList{u"--version"_s} << QStringLiteral(QUIVER_VERSION);
    QTest::newRow("sandbox") << QStringList{u"sandbox"_s, u"--help"_s} << u"Usage: quiverctl sandbox start|stop"_s;
    QTest::newRow("demo") << QStringList{u"demo"_s, u"-h"_s} << u"--rows"_s;
    QTest::newRow("query") << QStringList{u"query"_s, u"--help"_s} << u"--stats"_s;
}

void tst_Quiverctl::explainsItself()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, expected);
    const Ran ran = run(arguments);
    QCOMPARE(ran.status, 0);
    QVERIFY2(ran.out.contains(expected), qPrintable(ran.out));
    QCOMPARE(ran.err, QString());
}

void tst_Quiverctl::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("no such command") << QStringList{u"dance"_s};
    QTest::newRow("no such action") << QStringList{u"sandbox"_s, u"dance"_s};
    QTest::newRow("no such option") << QStringList{u"query"_s, u"--dance"_s, u"SELECT 1"_s};
    QTest::newRow("no such format") << QStringList{u"query"_s, u"--format"_s, u"xls"_s, u"SELECT 1"_s};
    QTest::newRow("no SQL") << QStringList{u"query"_s};
    QTest::newRow("empty SQL") << QStringList{u"query"_s, u" -- nothing"_s};
    QTest::newRow("SQL twice") << QStringList{u"query"_s, u"-f"_s, u"x.sql"_s, u"SELECT 1"_s};
    QTest::newRow("rows") << QStringList{u"demo"_s, u"generate"_s, u"--rows"_s, u"0"_s};
    QTest::newRow("dimensions") << QStringList{u"demo"_s, u"generate"_s, u"--dim"_s, u"16001"_s};
    QTest::newRow("destroy unasked") << QStringList{u"sandbox"_s, u"destroy"_s};
}

void tst_Quiverctl::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    const Ran ran = run(arguments);
    QCOMPARE(ran.status, 2);
    QCOMPARE(ran.out, QString());
    QVERIFY(ran.err.startsWith(u"quiverctl: "));
}

void tst_Quiverctl::runsTheSandboxFromBirthToEnd()
{
    QVERIFY(run({u"sandbox"_s, u"status"_s}).out.contains(u"absent"));
    const Ran unstarted = run({u"query"_s, u"SELECT 1"_s});
    QCOMPARE(unstarted.status, 1);
    QVERIFY(unstarted.err.contains(u"sandbox start"));
    QCOMPARE(run({u"sandbox"_s, u"start"_s}).status, 0);
    QCOMPARE(run({u"query"_s, u"--format"_s, u"csv"_s, u"SELECT '[1,2]'::vector AS v"_s}).out, u"v\n\"[1,2]\"\n"_s); // no demo needed
    QCOMPARE(run({u"sandbox"_s, u"stop"_s}).status, 0);
    const Ran loaded = run({u"demo"_s, u"load"_s}); // starts it, too
    QVERIFY2(loaded.status == 0, qPrintable(loaded.err));
    QVERIFY2(run({u"demo"_s, u"load"_s}).out.contains(u"complete already"), "the second time there is nothing to do");
    QVERIFY(run({u"sandbox"_s, u"status"_s}).out.contains(u"running"));
    const QString url = run({u"sandbox"_s, u"url"_s}).out.trimmed();
    QVERIFY(url.startsWith(u"postgresql:///demo?host="));
    const Ran nearest = run({u"query"_s, u"--url"_s, url, u"--format"_s, u"csv"_s, u"SELECT count(*) > 3000 AS many FROM documents"_s});
    QCOMPARE(nearest.out, u"many\nt\n"_s);
    QCOMPARE(run({u"sandbox"_s, u"start"_s}).status, 0);
    QCOMPARE(run({u"sandbox"_s, u"stop"_s}).out, u"stopped\n"_s);
    QCOMPARE(run({u"sandbox"_s, u"destroy"_s, u"--yes"_s}).out, u"destroyed\n"_s);
    QVERIFY(run({u"sandbox"_s, u"status"_s}).out.contains(u"absent"));
}

void tst_Quiverctl::printsEveryFormat()
{
    const QString sql = u"SELECT 1 AS n, 'a,\"b' AS t, NULL AS z, '[1,2.5]'::vector AS v"_s;
    QCOMPARE(run(query({u"--format"_s, u"csv"_s, sql})).out, u"n,t,z,v\n1,\"a,\"\"b\",,\"[1,2.5]\"\n"_s);
    const auto json = QJsonDocument::fromJson(run(query({u"--format"_s, u"json"_s, sql})).out.toUtf8()).array();
    QCOMPARE(json.size(), 1);
    QCOMPARE(json[0].toObject()[u"t"_s].toString(), u"a,\"b"_s);
    QVERIFY(json[0].toObject()[u"z"_s].isNull());
    QVERIFY(run(query({sql})).out.contains(u"[1,2.5]"));
    const Ran none = run(query({u"--format"_s, u"none"_s, u"--stats"_s, u"SELECT generate_series(1, 1000)"_s}));
    QCOMPARE(none.out, QString());
    const QJsonObject stats = QJsonDocument::fromJson(none.err.toUtf8()).object();
    QCOMPARE(stats[u"rows"_s].toInt(), 1000);
    QCOMPARE(stats[u"bytes"_s].toInt(), 4000);
    QVERIFY(stats[u"first_row_ms"_s].toDouble() >= 0);
    QVERIFY(stats[u"total_ms"_s].toDouble() >= stats[u"first_row_ms"_s].toDouble());
    QVERIFY(stats[u"peak_rss_mb"_s].toDouble() > 1);
}

void tst_Quiverctl::runsSeveralStatementsUntilOneFails()
{
    const QByteArray script = "CREATE TEMP TABLE t (a int);\nCOPY t FROM stdin;\n1\n2\n\\.\nSELECT sum(a) FROM t;\n"
                              "SELECT broken;\nSELECT 'never';\n";
    const Ran ran = run(query({u"--format"_s, u"csv"_s, u"-f"_s, u"-"_s}), {}, script);
    QCOMPARE(ran.status, 1);
    QCOMPARE(ran.out, u"sum\n3\n"_s);
    QVERIFY2(ran.err.contains(u"LINE 7: SELECT broken\n               ^"), qPrintable(ran.err));
    QCOMPARE(run(query({u"-f"_s, u"/nonexistent.sql"_s})).status, 1);
}

void tst_Quiverctl::pointsAtTheMistake()
{
    const Ran ran = run(query({u"SELECT '数据库' AS ok,\n       nope FROM pg_class"_s}));
    QCOMPARE(ran.status, 1);
    QCOMPARE(ran.err, u"ERROR:  column \"nope\" does not exist\nLINE 2:        nope FROM pg_class\n               ^\n"_s);
    const Ran wide = run(query({u"SELECT '数据库', nope"_s}));
    QVERIFY2(wide.err.contains(u"\n"_s + QString(25, u' ') + u"^\n"_s), qPrintable(wide.err)); // wide characters take two columns
    const Ran long_ = run(query({u"SELECT "_s + QString(500, u'1') + u", nope"_s}));
    QVERIFY(long_.err.split(u'\n').value(1).size() < 120);
}

void tst_Quiverctl::streamsInFlatMemory()
{
    const Ran ran = run(query({u"--format"_s, u"none"_s, u"--stats"_s, u"SELECT repeat('x', 1000) FROM generate_series(1, 200000)"_s}));
    QCOMPARE(ran.status, 0);
    const QJsonObject stats = QJsonDocument::fromJson(ran.err.toUtf8()).object();
    QCOMPARE(stats[u"bytes"_s].toDouble(), 2e8);
    QVERIFY2(stats[u"peak_rss_mb"_s].toDouble() < 100, qPrintable(ran.err));
}

void tst_Quiverctl::cancelsOnInterrupt()
{
    QProcess process;
    process.setProcessEnvironment(environmentWith({}));
    process.start(QStringLiteral(QUIVERCTL), query({u"SELECT pg_sleep(60), 'interrupt me'"_s}));
    const QString running = u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%interrupt me%' AND state = 'active' "
                            "AND pid <> pg_backend_pid()"_s;
    QTRY_COMPARE_WITH_TIMEOUT(m_cluster->psql(running).trimmed(), u"1"_s, 20000);
    QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(5000));
    QCOMPARE(process.exitCode(), 130);
    QTRY_COMPARE(m_cluster->psql(running).trimmed(), u"0"_s);
}

void tst_Quiverctl::hidesThePasswordFromPs()
{
    const QString url = u"postgresql://guarded:right%20horse@127.0.0.1:%1/test"_s.arg(m_cluster->port());
    for (const QStringList &arguments : {QStringList{u"--url"_s, url}, QStringList{u"--url="_s + url}}) {
        QProcess process;
        process.setProcessEnvironment(environmentWith({}));
        process.start(QStringLiteral(QUIVERCTL), QStringList{u"query"_s} + arguments + QStringList{u"SELECT pg_sleep(60), 'hide me'"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%hide me%' AND state = 'active' AND usename = 'guarded'"_s).trimmed(),
                                  u"1"_s, 20000);
        QFile commandLine(u"/proc/%1/cmdline"_s.arg(process.processId()));
        QVERIFY(commandLine.open(QIODevice::ReadOnly));
        const QByteArray seen = commandLine.readAll();
        QVERIFY(seen.contains("query"));
        QVERIFY2(!seen.contains("horse"), seen.constData());
        process.terminate();
        QVERIFY(process.waitForFinished(5000));
    }
}

void tst_Quiverctl::takesThePasswordFromTheEnvironment()
{
    const QString url = m_cluster->tcpOptions().toUri();
    const QStringList arguments{u"query"_s, u"--url"_s, url, u"--format"_s, u"csv"_s, u"SELECT current_user"_s};
    QCOMPARE(run(arguments, {{u"PGPASSWORD"_s, u"right horse"_s}}).out, u"current_user\nguarded\n"_s);
    const Ran wrong = run(arguments, {{u"PGPASSWORD"_s, u"wrong"_s}});
    QCOMPARE(wrong.status, 1);
    QVERIFY2(wrong.err.contains(u"password authentication failed"), qPrintable(wrong.err));
}

void tst_Quiverctl::loadsAndGeneratesIntoAnyDatabase()
{
    const Ran generated = run({u"demo"_s, u"generate"_s, u"--rows"_s, u"500"_s, u"--dim"_s, u"8"_s, u"--seed"_s, u"3"_s, u"--url"_s,
                               m_cluster->options().toUri()});
    QVERIFY2(generated.status == 0, qPrintable(generated.err));
    QVERIFY(generated.out.startsWith(u"vectors_500x8: 500 rows"));
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM vectors_500x8 WHERE vector_dims(embedding) = 8"_s).trimmed(), u"500"_s);
}

QTEST_GUILESS_MAIN(tst_Quiverctl)
#include "tst_quiverctl.moc"
