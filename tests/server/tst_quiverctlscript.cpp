// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl script, as a process: what it prints makes the object again.
#include "support/program.h"
#include "support/testcluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlScript : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;

    Ran run(const QStringList &arguments, const QString &database = u"test"_s) const
    {
        return test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"script"_s, u"--url"_s, m_cluster->options(database).toUri()} + arguments,
                                QProcessEnvironment::systemEnvironment());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE SCHEMA rag; CREATE TABLE rag.\"Größe; --\" (id int PRIMARY KEY, v vector(3), half halfvec(4));"
                        "CREATE INDEX near ON rag.\"Größe; --\" USING hnsw (v vector_cosine_ops) WITH (m = 8);"
                        "CREATE VIEW rag.seen AS SELECT id FROM rag.\"Größe; --\";"
                        "CREATE TABLE other (a int); COMMENT ON TABLE other IS 'another'"_s);
        m_cluster->psql(u"CREATE DATABASE again"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void printsATableWithItsIndexes()
    {
        const Ran ran = run({u"rag.\"Größe; --\""_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.out.contains("    v public.vector(3),\n"_L1), qPrintable(ran.out));
        QVERIFY2(ran.out.contains("USING hnsw (v public.vector_cosine_ops) WITH (m='8');\n"_L1), qPrintable(ran.out));
        QVERIFY(!ran.out.contains("CREATE VIEW"_L1));
    }

    void makesAllAgain()
    {
        const Ran all = run({u"--all"_s});
        QVERIFY2(all.status == 0, qPrintable(all.err));
        m_cluster->psql(all.out, u"again"_s);
        QCOMPARE(run({u"--all"_s}, u"again"_s).out, all.out);
        const Ran schema = run({u"--schema"_s, u"rag"_s, u"--no-owner"_s});
        QVERIFY(schema.out.startsWith("CREATE SCHEMA rag;\n"_L1) && !schema.out.contains("OWNER"_L1) && !schema.out.contains("other"_L1));
    }

    void takesPatternsAndKinds()
    {
        QCOMPARE(run({u"--kind"_s, u"index"_s, u"--no-owner"_s, u"rag.ne*"_s}).out,
                 u"CREATE INDEX near ON rag.\"Größe; --\" USING hnsw (v public.vector_cosine_ops) WITH (m='8');\n"_s);
        QCOMPARE(run({u"--kind"_s, u"column"_s, u"rag.\"Größe; --\".half"_s, u"--drop"_s}).out,
                 u"ALTER TABLE rag.\"Größe; --\" DROP COLUMN IF EXISTS half;\n\nALTER TABLE rag.\"Größe; --\" ADD COLUMN half public.halfvec(4);\n"_s);
        QCOMPARE(run({u"other"_s, u"--no-owner"_s, u"--no-comments"_s, u"--if-not-exists"_s}).out,
                 u"CREATE TABLE IF NOT EXISTS public.other (\n    a integer\n);\n"_s);
    }

    void explainsWhatItCannotFind()
    {
        const Ran none = run({u"nothing_here"_s});
        QCOMPARE(none.status, 1);
        QVERIFY2(none.err.contains(u"there is no object that is called “nothing_here”"_s), qPrintable(none.err));
        QCOMPARE(run({u"--schema"_s, u"nowhere"_s}).status, 1);
        for (const QStringList &wrong : {QStringList{}, {u"--all"_s, u"other"_s}, {u"--kind"_s, u"thing"_s, u"other"_s}, {u"--schema"_s, u""_s}}) {
            const Ran ran = run(wrong);
            QCOMPARE(ran.status, 2);
            QCOMPARE(ran.out, QString());
        }
        QCOMPARE(run({u"a..b"_s}).status, 1);
    }
};

QTEST_GUILESS_MAIN(tst_QuiverctlScript)
#include "tst_quiverctlscript.moc"
