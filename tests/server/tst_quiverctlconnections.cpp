// SPDX-License-Identifier: GPL-3.0-or-later
// Saved connections from the command line: kept, found by name, tried out, given away and taken in.
#include "support/program.h"
#include "support/testcluster.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlConnections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase() { m_cluster.reset(); }
    void addsListsShowsAndRemoves();
    void runsQueriesOnAProfile();
    void findsNames();
    void refusesWhatIsWrong_data();
    void refusesWhatIsWrong();
    void testsStepByStep();
    void saysWhatToDoWhenAConnectionFails();
    void exportsAndImports();
    void readOnlyIsKept();

private:
    Ran run(const QStringList &arguments, const QMap<QString, QString> &more = {}, const QByteArray &input = {})
    {
        QMap<QString, QString> environment = more;
        environment.insert(u"QUIVER_WORKSPACE"_s, m_directory->filePath(u"workspace"_s));
        environment.insert(u"QUIVER_SANDBOX"_s, m_directory->filePath(u"sandbox"_s));
        environment.insert(u"HOME"_s, m_directory->path());
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s);
        return test::runProgram(QStringLiteral(QUIVERCTL), arguments, test::environmentWith(environment), input);
    }
    Ran connections(const QStringList &arguments, const QByteArray &input = {}) { return run(QStringList{u"connections"_s} + arguments, {}, input); }
    Ran query(const QString &profile, const QString &sql, const QMap<QString, QString> &more = {})
    {
        return run({u"query"_s, u"--profile"_s, profile, u"--format"_s, u"csv"_s, sql}, more);
    }
    void add(const QString &name, const QStringList &more = {})
    {
        const Ran ran = connections(QStringList{u"add"_s, name, u"--url"_s, m_cluster->options().toUri()} + more);
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_QuiverctlConnections::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
}

void tst_QuiverctlConnections::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

void tst_QuiverctlConnections::addsListsShowsAndRemoves()
{
    QVERIFY(connections({u"list"_s}).out.isEmpty());
    const Ran added = connections({u"add"_s, u"prod"_s, u"--from"_s, u"-"_s, u"--group"_s, u"Shop"_s, u"--environment"_s, u"production"_s, u"--color"_s,
                                   u"#aa0000"_s, u"--setting"_s, u"jit=off"_s, u"--ssh"_s, u"me@bastion:2222"_s},
                                  "POSTGRES_USER=shop\nPOSTGRES_DB=vectors # main\nPOSTGRES_HOST=db.example.com\nPOOL_SIZE=3\n");
    QVERIFY2(added.status == 0, qPrintable(added.err));
    QCOMPARE(added.out, u"added prod: shop@db.example.com:5432/vectors\n"_s);
    const Ran table = connections({u"list"_s});
    QVERIFY2(table.out.contains(u"prod  Shop   production   shop@db.example.com:5432/vectors  ssh bastion\n"), qPrintable(table.out));
    const QJsonObject json = QJsonDocument::fromJson(connections({u"list"_s, u"--json"_s}).out.toUtf8()).array()[0].toObject();
    QCOMPARE(json[u"environment"_s].toString(), u"production"_s);
    QCOMPARE(json[u"ssh"_s].toString(), u"bastion"_s);
    QCOMPARE(connections({u"show"_s, u"prod"_s}).out, u"postgresql://shop@db.example.com:5432/vectors?options=-c%20jit%3Doff\n"_s);
    QVERIFY(connections({u"show"_s, u"prod"_s, u"--as"_s, u"env"_s}).out.contains(u"POOL_SIZE=3\n"));
    QVERIFY(connections({u"show"_s, u"prod"_s, u"--as"_s, u"sqlalchemy"_s}).out.contains(u"    pool_size=3,\n"));
    QVERIFY(connections({u"show"_s, u"prod"_s, u"--as"_s, u"psql"_s}).out.contains(u"me@bastion"));
    QCOMPARE(connections({u"add"_s, u"prod"_s, u"--url"_s, u"host=h"_s}).status, 1);
    QCOMPARE(connections({u"remove"_s, u"prod"_s}).out, u"removed prod\n"_s);
    QVERIFY(connections({u"list"_s}).out.isEmpty());
}

void tst_QuiverctlConnections::runsQueriesOnAProfile()
{
    add(u"local"_s, {u"--setting"_s, u"work_mem=7MB"_s});
    QCOMPARE(query(u"local"_s, u"SHOW work_mem"_s).out, u"work_mem\n7MB\n"_s);
    const Ran both = run({u"query"_s, u"--profile"_s, u"local"_s, u"--url"_s, u"host=h"_s, u"SELECT 1"_s});
    QCOMPARE(both.status, 2);
    const Ran generated = run({u"demo"_s, u"generate"_s, u"--rows"_s, u"50"_s, u"--dim"_s, u"4"_s, u"--profile"_s, u"local"_s});
    QVERIFY2(generated.out.startsWith(u"vectors_50x4: 50 rows"), qPrintable(generated.err));
}

void tst_QuiverctlConnections::findsNames()
{
    add(u"Shop"_s);
    QCOMPARE(query(u"shop"_s, u"SELECT 1 AS n"_s).out, u"n\n1\n"_s);
    const Ran typo = query(u"shpo"_s, u"SELECT 1"_s);
    QCOMPARE(typo.status, 1);
    QVERIFY2(typo.err.contains(u"there is no connection “shpo”; did you mean “Shop”?"), qPrintable(typo.err));
    add(u"SHOP"_s);
    QVERIFY(query(u"sHOP"_s, u"SELECT 1"_s).err.contains(u"there are 2 connections"));
    QCOMPARE(query(u"SHOP"_s, u"SELECT 1"_s).status, 0);
}

void tst_QuiverctlConnections::refusesWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("said");
    QTest::newRow("port") << QStringList{u"--url"_s, u"postgresql://h:99999/db"_s} << 1 << u"line 1, column 16, port: “99999” is no port"_s;
    QTest::newRow("key") << QStringList{u"--url"_s, u"postgresql://h/db?sslmod=require"_s} << 1 << u"Did you mean “sslmode”?"_s;
    QTest::newRow("environment") << QStringList{u"--url"_s, u"host=h"_s, u"--environment"_s, u"live"_s} << 2 << u"development, staging or production"_s;
    QTest::newRow("color") << QStringList{u"--url"_s, u"host=h"_s, u"--color"_s, u"red"_s} << 1 << u"color: “red” is no colour"_s;
    QTest::newRow("setting") << QStringList{u"--url"_s, u"host=h"_s, u"--setting"_s, u"hnsw.ef_search=0"_s} << 1 << u"setting:hnsw.ef_search: “0” is no number from 1 to 1000."_s;
    QTest::newRow("file") << QStringList{u"--url"_s, u"postgresql://h/d?sslmode=verify-full&sslrootcert=/nonexistent.crt"_s} << 1 << u"sslrootcert: There is no file /nonexistent.crt."_s;
    QTest::newRow("nothing") << QStringList{} << 2 << u"either --url or --from"_s;
}

void tst_QuiverctlConnections::refusesWhatIsWrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, said);
    const Ran ran = connections(QStringList{u"add"_s, u"x"_s} + arguments);
    QCOMPARE(ran.status, status);
    QVERIFY2(ran.err.contains(said), qPrintable(ran.err));
    QVERIFY(connections({u"list"_s}).out.isEmpty());
}

void tst_QuiverctlConnections::testsStepByStep()
{
    add(u"local"_s);
    const Ran ran = connections({u"test"_s, u"local"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    for (const QString &step : {u"version"_s, u"latency"_s, u"pgvector"_s, u"rights"_s, u"role"_s, u"companions"_s})
        QVERIFY2(ran.out.contains(u'\n' + step) || ran.out.startsWith(step), qPrintable(ran.out));
    QVERIFY2(ran.out.contains(u"superuser yes") && ran.out.contains(u"primary"), qPrintable(ran.out));
    QCOMPARE(connections({u"test"_s, u"--url"_s, m_cluster->options().toUri()}).status, 0);
    QCOMPARE(connections({u"test"_s}).status, 2);
}

void tst_QuiverctlConnections::saysWhatToDoWhenAConnectionFails()
{
    const QString url = m_cluster->tcpOptions().toUri();
    const Ran ran = run({u"query"_s, u"--url"_s, url, u"SELECT 1"_s}, {{u"PGPASSWORD"_s, u"wrong"_s}});
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(u"password authentication failed") && ran.err.count(u'\n') >= 2, qPrintable(ran.err));
    QCOMPARE(connections({u"test"_s, u"--url"_s, u"host=127.0.0.1 port=1"_s}).status, 1);
}

void tst_QuiverctlConnections::exportsAndImports()
{
    add(u"a"_s, {u"--read-only"_s, u"--group"_s, u"G"_s});
    add(u"b"_s);
    const QString file = m_directory->filePath(u"connections.json"_s);
    QCOMPARE(connections({u"export"_s, file}).status, 0);
    QCOMPARE(connections({u"remove"_s, u"a"_s}).status, 0);
    const Ran again = connections({u"import"_s, file});
    QCOMPARE(again.status, 1); // b was left alone, and that is said
    QCOMPARE(again.out, u"imported 1\n"_s);
    QVERIFY(again.err.contains(u"“b” exists already"));
    QCOMPARE(connections({u"import"_s, file, u"--replace"_s}).out, u"imported 2\n"_s);
    const auto all = QJsonDocument::fromJson(connections({u"list"_s, u"--json"_s}).out.toUtf8()).array();
    QCOMPARE(all.size(), 2);
    const auto isA = [](const QJsonValue &value) { return value[u"name"] == u"a"_s; };
    const auto a = std::find_if(all.begin(), all.end(), isA);
    QVERIFY(a != all.end());
    QVERIFY((*a)[u"read_only"].toBool());
    QCOMPARE(connections({u"import"_s, u"/nonexistent.json"_s}).status, 1);
}

void tst_QuiverctlConnections::readOnlyIsKept()
{
    add(u"careful"_s, {u"--read-only"_s});
    const Ran ran = query(u"careful"_s, u"CREATE TABLE never (a int)"_s);
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(u"read-only"), qPrintable(ran.err));
}

QTEST_GUILESS_MAIN(tst_QuiverctlConnections)
#include "tst_quiverctlconnections.moc"
