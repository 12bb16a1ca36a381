// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl row, as a process: one row in, changed, and refused.
#include "support/program.h"
#include "support/testcluster.h"
#include "vector/lexicalembedder.h"
#include "vector/values.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlRow : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_workspace;
    vector::LexicalEmbedder m_embedder{{.dimensions = 3}};

    Ran run(const QStringList &arguments, bool yes = true) const
    {
        QStringList all{u"row"_s};
        all += arguments;
        all += {u"--url"_s, m_cluster->options().toUri()};
        if (yes)
            all << u"--yes"_s;
        return test::runProgram(QStringLiteral(QUIVERCTL), all, test::environmentWith({{u"XDG_DATA_HOME"_s, m_workspace.path()}}));
    }
    QString sql(const QString &text) const { return m_cluster->psql(text); }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_embedder.fit(u"words of a text"_s);
        sql(u"CREATE TABLE documents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, content text NOT NULL, embedding vector(3),"
            " slug text UNIQUE, note text DEFAULT 'n'); CREATE SCHEMA quiver;"
            "CREATE TABLE quiver.embedders (schema_name text, table_name text, column_name text, kind text, state bytea);"
            "INSERT INTO quiver.embedders VALUES ('public', 'documents', 'embedding', 'lexical', '\\x%1')"_s.arg(QString::fromLatin1(m_embedder.serialise().toHex())));
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void insertsAndTellsTheKey()
    {
        const Ran ran = run({u"insert"_s, u"--table"_s, u"documents"_s, u"--set"_s, u"content=a = b"_s, u"--set"_s, u"embedding=3 0 4"_s, u"--normalise"_s,
                             u"--null"_s, u"note"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.out.contains(u"It gave back id = 1."_s), qPrintable(ran.out));
        QCOMPARE(sql(u"SELECT content, embedding, note IS NULL FROM documents"_s), u"a = b|[0.6,0,0.8]|t"_s);
    }

    void changesByKey()
    {
        const Ran ran = run({u"update"_s, u"--table"_s, u"documents"_s, u"--key"_s, u"id=1"_s, u"--set"_s, u"content=words"_s, u"--embed"_s, u"embedding=content"_s,
                             u"--default"_s, u"note"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(sql(u"SELECT content, embedding, note FROM documents"_s),
                 u"words|%1|n"_s.arg(QString::fromLatin1(vector::toText(m_embedder.embed(u"words"_s)))));
        QVERIFY(run({u"update"_s, u"--table"_s, u"documents"_s, u"--key"_s, u"id=1"_s, u"--set"_s, u"content=words"_s}).out.contains(u"nothing to do"_s));
    }

    void readsAVectorFromAFile()
    {
        QFile file(m_workspace.filePath(u"v.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[1, 2, 3]");
        file.close();
        const Ran ran = run({u"insert"_s, u"--table"_s, u"public.documents"_s, u"--set"_s, u"content=f"_s, u"--vector-file"_s, u"embedding="_s + file.fileName()});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(sql(u"SELECT embedding FROM documents WHERE content = 'f'"_s), u"[1,2,3]"_s);
    }

    void refusesBeforeAnythingIsSent()
    {
        const Ran ran = run({u"insert"_s, u"--table"_s, u"documents"_s, u"--set"_s, u"embedding=[1,2]"_s});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"embedding: expected 3 dimensions, not 2"_s) && ran.err.contains(u"content: a value is needed"_s), qPrintable(ran.err));
    }

    void showsTheRowInTheWay()
    {
        const QStringList insert{u"insert"_s, u"--table"_s, u"documents"_s, u"--set"_s, u"slug=s"_s, u"--set"_s};
        QCOMPARE(run(insert + QStringList{u"content=there first"_s}).status, 0);
        const Ran ran = run(insert + QStringList{u"content=too late"_s});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"has a row with the same key already"_s) && ran.err.contains(u"content = there first"_s) && ran.err.contains(u"embedding = NULL"_s),
                 qPrintable(ran.err));
    }

    void showsWhatItWouldDo()
    {
        const Ran ran = run({u"insert"_s, u"--table"_s, u"documents"_s, u"--set"_s, u"content=it's"_s, u"--dry-run"_s}, false);
        QVERIFY2(ran.out.contains(u"INSERT INTO public.documents (content)\nVALUES (\n    'it''s'\n)\nRETURNING id;"_s), qPrintable(ran.out));
    }

    void explainsWrongUsage()
    {
        for (const QStringList &wrong : {QStringList{}, {u"delete"_s}, {u"insert"_s}, {u"update"_s, u"--table"_s, u"documents"_s},
                                         {u"insert"_s, u"--table"_s, u"documents"_s, u"--key"_s, u"id=1"_s}, {u"insert"_s, u"--table"_s, u"documents"_s, u"--set"_s, u"=x"_s}})
            QCOMPARE(run(wrong).status, 2);
        const Ran column = run({u"insert"_s, u"--table"_s, u"documents"_s, u"--set"_s, u"contents=x"_s});
        QCOMPARE(column.status, 1);
        QVERIFY2(column.err.contains(u"no column contents; it has id, content"_s), qPrintable(column.err));
        QVERIFY(run({u"update"_s, u"--table"_s, u"documents"_s, u"--key"_s, u"id=-1"_s, u"--set"_s, u"content=x"_s}).err.contains(u"there is no row"_s));
        QVERIFY(run({u"insert"_s, u"--table"_s, u"nowhere"_s, u"--set"_s, u"a=x"_s}).err.contains(u"there is no table nowhere"_s));
    }
};

QTEST_GUILESS_MAIN(tst_QuiverctlRow)
#include "tst_quiverctlrow.moc"
