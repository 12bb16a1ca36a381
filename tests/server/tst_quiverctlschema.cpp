// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl schema: pgvector set up and vector tables made from the command line.
#include "support/program.h"
#include "support/testcluster.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlSchema : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_workspace;
    QString m_database;
    int m_databases = 0;

    Ran run(const QStringList &arguments, const QString &user = {}) const
    {
        pg::ConnectOptions options = m_cluster->options(m_database);
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        return test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"schema"_s} + arguments + QStringList{u"--url"_s, options.toUri()},
                                test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}}));
    }
    QString psql(const QString &sql) const { return m_cluster->psql(sql, m_database).trimmed(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE ROLE plain LOGIN"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_database = u"ctl%1"_s.arg(++m_databases);
        m_cluster->psql(u"CREATE DATABASE %1 TEMPLATE template0"_s.arg(m_database));
    }

    void createsAndDescribesTheExtension()
    {
        Ran ran = run({u"extension"_s});
        QCOMPARE(ran.status, 0);
        QVERIFY2(ran.out.contains(u"pgvector    not created"_s) && ran.out.contains(u"schema extension --create"_s), qPrintable(ran.out));
        ran = run({u"extension"_s, u"--create"_s, u"--schema"_s, u"My Types"_s, u"--yes"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(psql(u"SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'vector'"_s), u"\"My Types\""_s);
        ran = run({u"extension"_s, u"--create"_s, u"--yes"_s});
        QCOMPARE(ran.status, 0);
        QVERIFY2(ran.out.contains(u"nothing to do"_s), qPrintable(ran.out));
        ran = run({u"extension"_s, u"--set-schema"_s, u"public"_s, u"-y"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        ran = run({u"extension"_s});
        QVERIFY2(ran.out.contains(u" in the schema public, owner tester"_s), qPrintable(ran.out));
        QCOMPARE(run({u"extension"_s, u"--update"_s}).status, 0);
    }

    void saysWhyTheExtensionCannotBeCreated()
    {
        const Ran ran = run({u"extension"_s, u"--create"_s, u"--yes"_s}, u"plain"_s);
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"plain"_s) && ran.err.contains(u"CREATE EXTENSION vector"_s), qPrintable(ran.err));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_extension WHERE extname = 'vector'"_s), u"0"_s);
    }

    void makesATableWithEverything()
    {
        const QStringList design{u"create-table"_s, u"--name"_s, u"rag.\"Meine Größe\""_s, u"--key"_s, u"uuid"_s, u"--text"_s, u"title:null"_s, u"--text"_s, u"content"_s,
                                 u"--embedding"_s, u"embedding:vector(3):unit:notnull:storage=main:model=nomic-embed-text:latest"_s,
                                 u"--embedding"_s, u"\"big:one\":VECTOR(3072)"_s, u"--metadata"_s, u"--index-key"_s, u"it's"_s, u"--language"_s, u"german"_s,
                                 u"--timestamps"_s, u"--partition"_s, u"list:tenant:integer"_s, u"--part"_s, u"=1,2"_s, u"--part"_s, u"\"Big\"=7"_s, u"--comment"_s, u"all"_s};
        const Ran dry = run(design + QStringList{u"--dry-run"_s});
        QVERIFY2(dry.status == 0, qPrintable(dry.err));
        QVERIFY2(dry.out.contains(u"CREATE TABLE rag.\"Meine Größe\""_s), qPrintable(dry.out));
        QVERIFY2(dry.err.contains(u"big:one: 12,296 bytes a vector, kept in TOAST; too many dimensions"_s), qPrintable(dry.err));
        QVERIFY2(dry.err.contains(u"::halfvec(3072)"_s), qPrintable(dry.err));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_namespace WHERE nspname = 'rag'"_s), u"0"_s);
        const Ran ran = run(design + QStringList{u"--yes"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(psql(u"SELECT col_description('rag.\"Meine Größe\"'::regclass, attnum) FROM pg_attribute WHERE attname = 'embedding' "
                      "AND attrelid = 'rag.\"Meine Größe\"'::regclass"_s), u"Model: nomic-embed-text:latest"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_inherits WHERE inhparent = 'rag.\"Meine Größe\"'::regclass"_s), u"3"_s);
        const Ran again = run(design + QStringList{u"--yes"_s});
        QCOMPARE(again.status, 1);
        QVERIFY2(again.err.contains(u"--name: There is already a table"_s), qPrintable(again.err));
    }

    void aTableIsSavedAsAMigration()
    {
        QTemporaryDir folder;
        const Ran ran = run({u"create-table"_s, u"--name"_s, u"documents"_s, u"--embedding"_s, u"embedding:halfvec(256)"_s, u"--timestamps"_s,
                             u"--save-migration"_s, folder.path()});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        const QStringList files = QDir(folder.path()).entryList(QDir::Files);
        QCOMPARE(files.size(), 2);
        for (const QString &file : {files[1], files[0]}) // up, then down
            m_cluster->psql(u"\\i %1"_s.arg(folder.filePath(file)), m_database);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"_s), u"0"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_proc WHERE proname = 'touch_updated_at'"_s), u"0"_s);
    }

    void allProblemsAreToldAtOnce()
    {
        const Ran ran = run({u"create-table"_s, u"--name"_s, u"t"_s, u"--embedding"_s, u"a:vector(17000)"_s, u"--embedding"_s, u"a:bit(8):unit"_s, u"--yes"_s});
        QCOMPARE(ran.status, 1);
        QCOMPARE(ran.err.count(u"--embedding: "_s), 3);
    }

    void refusesWrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        const auto table = [](const QStringList &more) { return QStringList{u"create-table"_s, u"--name"_s, u"t"_s} + more; };
        QTest::newRow("no action") << QStringList() << u"extension, create-table"_s;
        QTest::newRow("no name") << QStringList{u"create-table"_s} << u"--name is missing"_s;
        QTest::newRow("three parts") << QStringList{u"create-table"_s, u"--name"_s, u"a.b.c"_s} << u"[SCHEMA.]TABLE"_s;
        QTest::newRow("no type") << table({u"--embedding"_s, u"embedding"_s}) << u"NAME:TYPE(DIMENSIONS)"_s;
        QTest::newRow("wrong type") << table({u"--embedding"_s, u"embedding:text"_s}) << u"“text” is none"_s;
        QTest::newRow("no dimension") << table({u"--embedding"_s, u"embedding:vector(0)"_s}) << u"at least 1 dimension, not “vector(0)”"_s;
        QTest::newRow("wrong storage") << table({u"--embedding"_s, u"embedding:vector(3):storage=fast"_s}) << u"storage=fast"_s;
        QTest::newRow("wrong key") << table({u"--key"_s, u"serial"_s}) << u"identity or uuid"_s;
        QTest::newRow("wrong partition") << table({u"--partition"_s, u"hash:x"_s}) << u"number of partitions"_s;
        QTest::newRow("wrong part") << table({u"--partition"_s, u"range:id"_s, u"--part"_s, u"a=1"_s}) << u"FROM..TO"_s;
        QTest::newRow("part alone") << table({u"--part"_s, u"a=1"_s}) << u"--partition"_s;
        QTest::newRow("two actions") << QStringList{u"extension"_s, u"--create"_s, u"--update"_s} << u"at a time"_s;
        QTest::newRow("schema alone") << QStringList{u"extension"_s, u"--schema"_s, u"x"_s} << u"--create"_s;
    }
    void refusesWrongUsage()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const Ran ran = run(arguments);
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(said), qPrintable(ran.err));
    }

    void explainsItself()
    {
        QVERIFY(run({u"--help"_s}).out.contains(u"create-table"_s));
        QVERIFY(run({u"create-table"_s, u"--help"_s}).out.contains(u"--embedding"_s));
        QVERIFY(run({u"extension"_s, u"--help"_s}).out.contains(u"--set-schema"_s));
    }
};

QTEST_GUILESS_MAIN(tst_QuiverctlSchema)
#include "tst_quiverctlschema.moc"
