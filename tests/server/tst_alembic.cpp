// SPDX-License-Identifier: GPL-3.0-or-later
// What is exported for other tools: Alembic itself (Debian's, with SQLAlchemy and psycopg2) runs it up and down; psql the rest.
#include "migrations/migrationexport.h"
#include "support/migrationbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::migrations;
using test::MigrationBench;
using test::Ran;

namespace {

/// Everything that SQLAlchemy, psycopg2 or Python might take for their own.
void writeAwkward(const MigrationBench &bench)
{
    bench.write(u"0001_documents.up.sql"_s,
                u"-- The documents\n\nBEGIN;\nSET LOCAL lock_timeout = '5s';\n\n-- Make it\nCREATE TABLE \"we\"\"ird; --\" (\n"
                "    id bigint GENERATED ALWAYS AS IDENTITY,\n"
                "    \"Größe :name %s\" text DEFAULT ':name %(x)s 100%' || E'\\:x\\\\ \\'' || '\\:y' || '\"\"\"' || 'a' :: text,\n"
                "    \"文档\" halfvec(4), CHECK (id % 7 <> 8));\n"
                "COMMENT ON TABLE \"we\"\"ird; --\" IS 'ends in a quote\"';\nCOMMIT;\n"_s);
    bench.write(u"0001_documents.down.sql"_s, u"DROP TABLE \"we\"\"ird; --\";\n"_s);
    bench.write(u"0002_rows.up.sql"_s, u"COPY \"we\"\"ird; --\" (\"Größe :name %s\", \"文档\") FROM STDIN;\n%s :name \\\\ \"\"\"\t[1,2,3,4]\n文\t\\N\n\\.\n"
                                       "CREATE FUNCTION f(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN $1 LIKE '%:a' || format('%s', $1); END $$;\n"_s);
    bench.write(u"0002_rows.down.sql"_s, u"DROP FUNCTION f;\nDELETE FROM \"we\"\"ird; --\" WHERE id % 1 = 0;\n"_s);
    bench.write(u"0003_index.up.sql"_s, u"-- quiver: no-transaction\n-- The index\nCREATE INDEX CONCURRENTLY \"文档 idx\" ON \"we\"\"ird; --\" USING hnsw (\"文档\" halfvec_l2_ops);\n"_s);
    bench.write(u"0003_index.down.sql"_s, u"-- quiver: no-transaction\nDROP INDEX CONCURRENTLY \"文档 idx\";\n"_s);
    bench.write(u"0004_fill 100%.up.sql"_s, u"-- quiver: no-transaction\nDO $q$ BEGIN LOOP UPDATE \"we\"\"ird; --\" SET \"文档\" = '[1,1,1,1]' WHERE \"文档\" IS NULL;\n"
                                            "EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $q$;\n"_s);
    bench.write(u"0004_fill 100%.down.sql"_s, u"SELECT 1;"_s);
    bench.write(u"0005_it's \"quoted\" \\ :x %s.up.sql"_s,
                u"/* a : block %s; */ CREATE VIEW \"v:w%\" AS SELECT ':a' || $x$:b %s $$ ; $x$ AS \":c\", (ARRAY[1, 2])[1:2] AS slice, 7 % 2 AS odd;\n"
                "CREATE PROCEDURE p(INOUT a int) LANGUAGE sql BEGIN ATOMIC SELECT a % 2; SELECT a; END; -- :end %\n"
                "CREATE FUNCTION g() RETURNS text LANGUAGE plpgsql AS $body$\nDECLARE\n\tx text := 'a:b';\nBEGIN\n\tx := x || E'\\n' || '%(y)s';\n\tRETURN format('%I:%L', x, $$;$$);\nEND\n$body$;\n"_s);
    bench.write(u"0005_it's \"quoted\" \\ :x %s.down.sql"_s, u"DROP FUNCTION g;\nDROP PROCEDURE p(int);\nDROP VIEW \"v:w%\";\n"_s);
}

/// A project of Alembic's own making beside the folder.
class Project
{
public:
    explicit Project(const MigrationBench &bench) : m_bench(bench)
    {
        run({u"init"_s, u"-t"_s, u"generic"_s, m_bench.directory.filePath(u"alembic"_s)});
    }
    QString versions() const { return m_bench.directory.filePath(u"alembic/versions"_s); }
    Ran run(const QStringList &arguments) const
    {
        QFile ini(m_bench.directory.filePath(u"alembic.ini"_s));
        if (ini.open(QIODevice::ReadOnly)) {
            QString text = QString::fromUtf8(ini.readAll());
            ini.close();
            const QString url = u"postgresql+psycopg2://tester@/%1?host=%2&port=%3"_s.arg(m_bench.database, m_bench.cluster.socketDirectory())
                                    .arg(m_bench.cluster.port());
            text.replace(QRegularExpression(u"sqlalchemy.url = .*"_s), u"sqlalchemy.url = "_s + url);
            if (ini.open(QIODevice::WriteOnly))
                ini.write(text.toUtf8());
            ini.close();
        }
        return test::runProgram(u"/usr/bin/env"_s, QStringList{u"-C"_s, m_bench.directory.path(), u"PYTHONWARNINGS=error::DeprecationWarning:alembic"_s,
                                                              u"/usr/bin/python3"_s, u"/usr/bin/alembic"_s} + arguments,
                                QProcessEnvironment::systemEnvironment());
    }

private:
    const MigrationBench &m_bench;
};

MigrationExport exported(const MigrationBench &bench, MigrationFormat format, qint64 after = 0)
{
    return exportMigrations(readMigrationFolder(bench.folder), {.format = format, .after = after});
}

} // namespace

class AlembicTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_cluster = std::make_unique<test::TestCluster>(); }
    void cleanupTestCase() { m_cluster.reset(); }
    void alembicRunsRevisionsUpAndDown();
    void alembicGoesOnBehindItsOwnRevisions();
    void alembicWritesThemAsSql();
    void exportsCanBeRepeated();
    void whatCannotBeTakenBackSaysSo();
    void flywayFilesAreNamedAndConfigured();
    void onePlainScriptRunsUnderPsql();
    void lastStatementsNeedNoSemicolon();
    void foldersWithErrorsAreNotExported();

private:
    QString rows(const MigrationBench &bench) const
    {
        return bench.ask(u"SELECT string_agg(concat_ws('|', \"Größe :name %s\", \"文档\"), ';' ORDER BY id) FROM \"we\"\"ird; --\""_s);
    }

    std::unique_ptr<test::TestCluster> m_cluster;
};

void AlembicTest::alembicRunsRevisionsUpAndDown()
{
    MigrationBench ours(*m_cluster);
    writeAwkward(ours);
    QVERIFY2(ours.up().succeeded(), qPrintable(ours.up().summary()));
    MigrationBench theirs(*m_cluster);
    const QString empty = theirs.dump();
    const Project project(theirs);
    writeExport(project.versions(), exported(ours, MigrationFormat::Alembic));
    Ran ran = project.run({u"upgrade"_s, u"head"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(theirs.dump(), ours.dump());
    QCOMPARE(rows(theirs), rows(ours));
    QVERIFY(rows(ours).contains(u"%s :name \\ \"\"\""_s));
    ran = project.run({u"downgrade"_s, u"base"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(theirs.dump(), empty);
    for (const QString &some : {u"+2"_s, u"+3"_s}) { // also in the middle
        ran = project.run({u"upgrade"_s, some});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
    }
    QCOMPARE(theirs.dump(), ours.dump());
    ran = project.run({u"history"_s});
    const auto revision = [folder = readMigrationFolder(ours.folder)](qint64 version) { return alembicRevision(*folder.find(version)); };
    QCOMPARE(ran.out, u"%4 -> %5 (head), it's 'quoted' \\ :x %s\n%3 -> %4, fill 100%\n%2 -> %3, The index\n%1 -> %2, rows\n<base> -> %1, The documents\n"_s.arg(
                          revision(1), revision(2), revision(3), revision(4), revision(5)));
    ran = project.run({u"current"_s});
    QCOMPARE(ran.out, revision(5) + u" (head)\n"_s);
}

void AlembicTest::alembicGoesOnBehindItsOwnRevisions()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    bench.write(u"0002_two.up.sql"_s, u"CREATE TABLE two ();"_s);
    const Project project(bench);
    QCOMPARE(project.run({u"revision"_s, u"-m"_s, u"theirs"_s, u"--rev-id"_s, u"abc123"_s}).status, 0);
    const MigrationFolder folder = readMigrationFolder(bench.folder);
    writeExport(project.versions(), exportMigrations(folder, {.format = MigrationFormat::Alembic, .upTo = 1, .downRevision = u"abc123"_s}));
    writeExport(project.versions(), exportMigrations(folder, {.format = MigrationFormat::Alembic, .after = 1}));
    const Ran ran = project.run({u"upgrade"_s, u"head"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(bench.ask(u"SELECT version_num FROM alembic_version"_s), alembicRevision(*folder.find(2)));
}

void AlembicTest::alembicWritesThemAsSql()
{
    MigrationBench ours(*m_cluster);
    writeAwkward(ours);
    ours.write(u"0002_rows.up.sql"_s, u"SELECT ':a %';"_s); // COPY needs a connection
    QVERIFY(ours.up().succeeded());
    MigrationBench theirs(*m_cluster);
    const Project project(theirs);
    writeExport(project.versions(), exported(ours, MigrationFormat::Alembic));
    const Ran ran = project.run({u"upgrade"_s, u"head"_s, u"--sql"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    theirs.ask(ran.out);
    QCOMPARE(theirs.dump(), ours.dump().replace(u"\t"_s, u"    "_s)); // which Alembic does to whatever it writes as SQL
}

void AlembicTest::exportsCanBeRepeated()
{
    MigrationBench bench(*m_cluster);
    writeAwkward(bench);
    const QString folder = bench.directory.filePath(u"out"_s);
    QCOMPARE(writeExport(folder, exported(bench, MigrationFormat::Alembic)).size(), 5);
    QCOMPARE(writeExport(folder, exported(bench, MigrationFormat::Alembic)).size(), 0);
    bench.write(u"0006_more.up.sql"_s, u"SELECT 5;"_s);
    QCOMPARE(writeExport(folder, exported(bench, MigrationFormat::Alembic)).size(), 1);
    bench.write(u"0006_more.up.sql"_s, u"SELECT 6;"_s);
    QVERIFY_THROWS_EXCEPTION(core::Error, writeExport(folder, exported(bench, MigrationFormat::Alembic)));
}

void AlembicTest::whatCannotBeTakenBackSaysSo()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    const Project project(bench);
    writeExport(project.versions(), exported(bench, MigrationFormat::Alembic));
    QCOMPARE(project.run({u"upgrade"_s, u"head"_s}).status, 0);
    const Ran ran = project.run({u"downgrade"_s, u"base"_s});
    QVERIFY(ran.status != 0);
    QVERIFY2(ran.err.contains(u"NotImplementedError: 0001_one.up.sql cannot be taken back"_s), qPrintable(ran.err));
}

void AlembicTest::flywayFilesAreNamedAndConfigured()
{
    MigrationBench bench(*m_cluster);
    writeAwkward(bench);
    bench.write(u"0006_dollar.up.sql"_s, u"SELECT '${x}';"_s);
    const MigrationExport files = exported(bench, MigrationFormat::Flyway);
    QStringList names;
    for (const MigrationDraft &draft : files.files)
        names << draft.fileName;
    QCOMPARE(names, (QStringList{u"V1__documents.sql"_s, u"U1__documents.sql"_s, u"V2__rows.sql"_s, u"U2__rows.sql"_s, u"V3__index.sql"_s,
                                 u"V3__index.sql.conf"_s, u"U3__index.sql"_s, u"U3__index.sql.conf"_s, u"V4__fill 100%.sql"_s,
                                 u"V4__fill 100%.sql.conf"_s, u"U4__fill 100%.sql"_s, u"V5__it's \"quoted\" \\ :x %s.sql"_s,
                                 u"U5__it's \"quoted\" \\ :x %s.sql"_s, u"V6__dollar.sql"_s, u"V6__dollar.sql.conf"_s}));
    QVERIFY(!files.files[0].text.contains(u"BEGIN;"_s) && !files.files[0].text.contains(u"COMMIT;"_s));
    QVERIFY(files.files[0].text.contains(u"-- Make it\nCREATE TABLE"_s));
    QCOMPARE(files.files[5].text, u"executeInTransaction=false\n"_s);
    QCOMPARE(files.files[14].text, u"placeholderReplacement=false\n"_s);
    QCOMPARE(int(files.problems.size()), 1);
    QVERIFY(files.problems.front().reason.contains(u"transactional.lock=false"_s));
}

void AlembicTest::onePlainScriptRunsUnderPsql()
{
    MigrationBench ours(*m_cluster);
    writeAwkward(ours);
    QVERIFY(ours.up().succeeded());
    MigrationBench theirs(*m_cluster);
    const MigrationExport script = exported(ours, MigrationFormat::Sql);
    QCOMPARE(int(script.files.size()), 1);
    QCOMPARE(script.files[0].fileName, u"migrations_0001_to_0005.sql"_s);
    theirs.ask(script.files[0].text);
    QCOMPARE(theirs.dump(), ours.dump());
    QCOMPARE(rows(theirs), rows(ours));
    QVERIFY(exported(ours, MigrationFormat::Sql, 5).files.empty());
}

void AlembicTest::lastStatementsNeedNoSemicolon()
{
    MigrationBench ours(*m_cluster);
    ours.write(u"0001_bare.up.sql"_s, u"CREATE TABLE bare (a int)"_s);
    ours.write(u"0002_alone.up.sql"_s, u"-- quiver: no-transaction\nCREATE INDEX CONCURRENTLY bare_a ON bare (a)"_s);
    ours.write(u"0003_comment.up.sql"_s, u"SELECT 1;\nCREATE TABLE commented () -- and no end"_s);
    ours.write(u"0004_data.up.sql"_s, u"COPY bare FROM STDIN ;\n1\n\\.\n"_s);
    ours.write(u"0005_block.up.sql"_s, u"BEGIN; INSERT INTO bare VALUES (2); COMMIT"_s);
    ours.write(u"0006_last.up.sql"_s, u"INSERT INTO bare VALUES (3)\n; -- done"_s);
    QVERIFY2(ours.up().succeeded(), qPrintable(ours.up().summary()));
    MigrationBench theirs(*m_cluster);
    theirs.ask(exported(ours, MigrationFormat::Sql).files.at(0).text);
    QCOMPARE(theirs.dump(), ours.dump());
    QCOMPARE(theirs.ask(u"SELECT string_agg(a::text, ' ' ORDER BY a) FROM bare"_s), u"1 2 3"_s);
}

void AlembicTest::foldersWithErrorsAreNotExported()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"VACUUM;"_s);
    const MigrationExport result = exported(bench, MigrationFormat::Alembic);
    QVERIFY(result.hasErrors());
    QVERIFY(result.files.empty());
}

QTEST_GUILESS_MAIN(AlembicTest)
#include "tst_alembic.moc"
