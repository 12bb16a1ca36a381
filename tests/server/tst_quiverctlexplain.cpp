// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl explain and doctor: plans and findings in a terminal, of statements and of files.
#include "support/program.h"
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlExplain : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_workspace;
    const QString m_one = u"[1,0,0,0]"_s;

    QProcessEnvironment environment() const { return test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}}); }
    Ran alone(const QStringList &arguments, const QByteArray &input = {}) const { return test::runProgram(QStringLiteral(QUIVERCTL), arguments, environment(), input); }
    Ran run(const QStringList &arguments) const { return alone(arguments + QStringList{u"--url"_s, m_cluster->options().toUri()}); }
    QString psql(const QString &sql) const { return m_cluster->psql(sql).trimmed(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        psql(u"CREATE TABLE docs (id int, v vector(4)); INSERT INTO docs SELECT i, ARRAY[sin(i), cos(i), sin(i * 2), cos(i * 3)]::vector FROM generate_series(1, 2200) i;"
             "CREATE INDEX docs_v ON docs USING hnsw (v vector_cosine_ops); ANALYZE docs"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void showsAPlan()
    {
        const QString sql = u"SELECT id FROM docs ORDER BY v <=> '[1,0,0,0]' LIMIT 5"_s;
        Ran ran = run({u"explain"_s, sql});
        QVERIFY2(ran.status == 0 && ran.out.contains(u"└ Index Scan using docs_v on docs"_s) && ran.out.contains(u"own cost"_s), qPrintable(ran.out + ran.err));
        ran = run({u"explain"_s, u"--analyze"_s, u"--buffers"_s, sql});
        QVERIFY2(ran.status == 0 && ran.out.contains(u"own ms"_s) && ran.out.contains(u"Buffers: hit"_s) && ran.out.contains(u"Execution"_s), qPrintable(ran.out + ran.err));
        ran = run({u"explain"_s, u"--json"_s, u"--analyze"_s, sql});
        const QJsonArray nodes = QJsonDocument::fromJson(ran.out.toUtf8())[0][u"nodes"].toArray();
        QVERIFY2(nodes.size() == 2 && nodes[1][u"index"].toString() == u"docs_v" && nodes[1][u"own_ms"].toDouble() > 0, qPrintable(ran.out));
        ran = run({u"explain"_s, u"--raw"_s, sql});
        QVERIFY2(ran.out.startsWith(u"Limit  (cost="_s), qPrintable(ran.out));
    }

    void takesValuesOrPlansForAny()
    {
        const QString sql = u"SELECT id FROM docs WHERE id < $1 ORDER BY v <=> $2 LIMIT 5"_s;
        Ran ran = run({u"explain"_s, sql});
        QVERIFY2(ran.status == 0 && ran.err.contains(u"any values"_s) && ran.out.contains(u"$1"_s), qPrintable(ran.out + ran.err));
        ran = run({u"explain"_s, u"--analyze"_s, u"--param"_s, u"2000"_s, u"--param"_s, m_one, sql});
        QVERIFY2(ran.status == 0 && ran.out.contains(u"2000"_s), qPrintable(ran.out + ran.err));
        QCOMPARE(run({u"explain"_s, u"--analyze"_s, sql}).status, 1);
        QCOMPARE(run({u"explain"_s, u"--param"_s, u"1"_s, sql}).status, 1);
    }

    void rollsBackWhatWrites()
    {
        Ran ran = run({u"explain"_s, u"--analyze"_s, u"DELETE FROM docs"_s});
        QVERIFY2(ran.status == 2 && ran.err.contains(u"--yes"_s), qPrintable(ran.err));
        ran = run({u"explain"_s, u"--analyze"_s, u"--yes"_s, u"DELETE FROM docs"_s});
        QVERIFY2(ran.status == 0 && ran.out.contains(u"Delete on docs"_s), qPrintable(ran.out + ran.err));
        QCOMPARE(psql(u"SELECT count(*) FROM docs"_s), u"2200"_s);
    }

    void readsAPlanFromAFile()
    {
        const QString text = psql(u"EXPLAIN ANALYZE SELECT * FROM docs ORDER BY id DESC LIMIT 3"_s);
        Ran ran = alone({u"explain"_s, u"--from-file"_s, u"-"_s}, text.toUtf8());
        QVERIFY2(ran.status == 0 && ran.out.contains(u"Seq Scan on docs"_s) && ran.out.contains(u"own ms"_s), qPrintable(ran.out + ran.err));
        ran = alone({u"doctor"_s, u"--from-file"_s, u"-"_s}, text.toUtf8());
        QVERIFY2(ran.status == 0 && ran.out.contains(u"Nothing was found"_s), qPrintable(ran.out + ran.err));
        ran = alone({u"explain"_s, u"--from-file"_s, u"-"_s}, "a letter\nto nobody");
        QVERIFY2(ran.status == 1 && ran.err.contains(u"-:1:1: "_s), qPrintable(ran.err));
        QCOMPARE(alone({u"explain"_s, u"--from-file"_s, u"-"_s, u"SELECT 1"_s}).status, 2);
    }

    void comparesTwoPlans()
    {
        const QString plan = m_workspace.filePath(u"we\"ird; --.txt"_s);
        QFile file(plan);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(psql(u"SET enable_indexscan = off; EXPLAIN ANALYZE SELECT id FROM docs ORDER BY v <=> '[1,0,0,0]' LIMIT 5"_s).toUtf8());
        file.close();
        const Ran ran = run({u"explain"_s, u"--analyze"_s, u"--compare"_s, plan, u"SELECT id FROM docs ORDER BY v <=> '[1,0,0,0]' LIMIT 5"_s});
        QVERIFY2(ran.status == 0 && ran.out.contains(u"Index Scan using docs_v on docs"_s) && ran.out.contains(u"Seq Scan on docs"_s), qPrintable(ran.out + ran.err));
        QVERIFY2(ran.out.contains(u"another method, another index"_s) && ran.out.contains(u"only the other has it"_s), qPrintable(ran.out));
    }

    void readsTheReportThatItWrites()
    {
        const QStringList statement{u"explain"_s, u"--analyze"_s, u"--buffers"_s, u"--json"_s, u"SELECT id AS \"we\"\"ird; --\" FROM docs ORDER BY v <=> '[1,0,0,0]' LIMIT 5"_s};
        const Ran report = run(statement);
        QVERIFY2(report.status == 0, qPrintable(report.err));
        const QString path = m_workspace.filePath(u"report.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(report.out.toUtf8());
        file.close();
        const Ran again = alone({u"explain"_s, u"--json"_s, u"--from-file"_s, path});
        QCOMPARE(again.out, report.out); // nothing is lost on the way
        const Ran compared = alone({u"explain"_s, u"--from-file"_s, path, u"--compare"_s, path});
        QVERIFY2(compared.status == 0 && compared.out.contains(u"Index Scan using docs_v on docs"_s), qPrintable(compared.out + compared.err));
    }

    void saysWhereATextIsNoPlan()
    {
        const auto said = [this](const QByteArray &text) {
            const Ran ran = alone({u"explain"_s, u"--from-file"_s, u"-"_s}, text);
            return ran.status == 1 ? ran.err : QString();
        };
        QVERIFY2(said("[{\"Plan\": {\"Node Type\": \"Seq Scan\",\n").contains(u"-:2:1: "_s), qPrintable(said("[{\"Plan\": {\"Node Type\": \"Seq Scan\",\n")));
        const QString german = said("Seq Scan on docs  (Kosten=0.00..1.50 Zeilen=3 Breite=8)\n");
        QVERIFY2(german.contains(u"another language"_s) && german.contains(u"-:1:20: "_s), qPrintable(german));
        QByteArray deep; // 5,000 levels, of which the last one is missing
        for (int i = 0; i < 5'000; ++i)
            deep += "{\"Node Type\": \"Append\", \"Plans\": [";
        QVERIFY2(said("[{\"Plan\": " + deep).contains(u"-:1:"_s), qPrintable(said("[{\"Plan\": " + deep)));
    }

    void endsARunThatTakesTooLong()
    {
        const Ran ran = run({u"explain"_s, u"--analyze"_s, u"--set"_s, u"statement_timeout=200"_s, u"SELECT pg_sleep(20)"_s});
        QVERIFY2(ran.status == 1 && ran.err.contains(u"--set statement_timeout="_s), qPrintable(ran.err));
    }

    void findsAndCures()
    {
        const QString sql = u"SELECT id FROM docs ORDER BY 1 - (v <=> $1) DESC LIMIT 5"_s;
        Ran ran = run({u"doctor"_s, u"--check"_s, u"--json"_s, u"--param"_s, m_one, sql});
        QCOMPARE(ran.status, 3);
        const QJsonValue finding = QJsonDocument::fromJson(ran.out.toUtf8())[u"findings"][0];
        QCOMPARE(finding[u"id"].toString(), u"similarity"_s);
        QVERIFY(finding[u"saving"][u"share"].toDouble() > 0 && finding[u"evidence"].toArray().size() >= 2);
        const QString better = finding[u"fixes"][0][u"sql"].toString();
        QCOMPARE(better, u"SELECT id FROM docs ORDER BY v <=> $1 LIMIT 5"_s);
        ran = run({u"doctor"_s, u"--check"_s, u"--param"_s, m_one, better});
        QVERIFY2(ran.status == 0 && ran.out.startsWith(u"Nothing was found"_s), qPrintable(ran.out + ran.err));
        ran = run({u"doctor"_s, u"SELECT id FROM docs ORDER BY v <-> '[1,0,0,0]' LIMIT 5"_s});
        QVERIFY2(ran.status == 0 && ran.out.contains(u"other-operator"_s) && ran.out.contains(u"CREATE INDEX CONCURRENTLY docs_v_hnsw_l2_idx"_s), qPrintable(ran.out + ran.err));
        ran = run({u"doctor"_s, u"--set"_s, u"hnsw.ef_search=20"_s, u"SELECT id FROM docs ORDER BY v <=> '[1,0,0,0]' LIMIT 30"_s});
        QVERIFY2(ran.out.contains(u"SET LOCAL hnsw.ef_search = '30';"_s), qPrintable(ran.out + ran.err));
    }

    void saysWhatIsWrong()
    {
        QCOMPARE(run({u"explain"_s, u"SELECT 1; SELECT 2"_s}).status, 2);
        QCOMPARE(run({u"doctor"_s, u"VACUUM docs"_s}).status, 2);
        QCOMPARE(run({u"doctor"_s}).status, 2);
        const Ran ran = run({u"doctor"_s, u"SELECT id FROM nowhere"_s});
        QVERIFY2(ran.status == 1 && ran.err.contains(u"nowhere"_s), qPrintable(ran.err));
    }
};

QTEST_GUILESS_MAIN(tst_QuiverctlExplain)
#include "tst_quiverctlexplain.moc"
