// SPDX-License-Identifier: GPL-3.0-or-later
// The main job from end to end by quiverctl, on vectors made here: load, index with progress, explain, search, benchmark, tune, apply. What is found
// is judged by brute force in NumPy.
#include "support/program.h"
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class TourTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    // In this order: each goes on from what the one before left.
    void loadsVectors();
    void indexesThemWithProgress();
    void explainsASearch();
    void findsTheNearest();
    void measuresTheRecallThatNumpyFinds();
    void tunesToATargetThatNumpyConfirms();

private:
    Ran run(const QStringList &arguments) const
    {
        return test::runProgram(QStringLiteral(QUIVERCTL), arguments + QStringList{u"--url"_s, m_cluster->options().toUri()},
                                test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_directory.filePath(u"workspace"_s)}, {u"HOME"_s, m_directory.path()},
                                                       {u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s}}));
    }
    static QJsonObject json(const Ran &ran) { return QJsonDocument::fromJson(ran.out.toUtf8()).object(); }
    QString file(const QString &name) const { return m_directory.filePath(name); }
    Ran python(const QString &program, const QStringList &arguments) const
    {
        return test::runProgram(u"/usr/bin/python3"_s, QStringList{u"-c"_s, program} + arguments, QProcessEnvironment::systemEnvironment());
    }
    /// Recall@10 of the index at an ef_search, asked with psql and judged by NumPy.
    double numpyRecall(int efSearch) const;
    QStringList ofTable(const QStringList &command, const QStringList &more) const
    {
        return command + QStringList{u"--table"_s, table, u"--column"_s, u"embedding"_s, u"--operator"_s, u"cosine"_s} + more;
    }

    const QString table = u"\"to\"\"ur; --\""_s;
    QTemporaryDir m_directory;
    std::unique_ptr<test::TestCluster> m_cluster;
};

void TourTest::initTestCase()
{
    const Ran made = python(uR"(
import sys, numpy as np
r = np.random.default_rng(11)
centres = r.normal(size=(60, 48))
np.save(sys.argv[1], (centres[r.integers(0, 60, 6000)] + 0.6 * r.normal(size=(6000, 48))).astype(np.float32))
np.save(sys.argv[2], (centres[r.integers(0, 60, 400)] + 0.6 * r.normal(size=(400, 48))).astype(np.float32))
)"_s, {file(u"base.npy"_s), file(u"query.npy"_s)});
    QVERIFY2(made.status == 0, qPrintable(made.err));
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(u"CREATE TABLE %1 (id int PRIMARY KEY, embedding vector(48))"_s.arg(table));
}

double TourTest::numpyRecall(int efSearch) const
{
    const Ran judged = python(uR"PY(
import sys, subprocess, numpy as np
base, queries, table = np.load(sys.argv[1]).astype(np.float64), np.load(sys.argv[2]), sys.argv[3]
text = "LOAD 'vector'; SET hnsw.ef_search = %s;" % sys.argv[4]
for v in queries:
    text += "SELECT id FROM %s ORDER BY embedding <=> '[%s]' LIMIT 10;\nSELECT 'end';\n" % (table, ",".join(repr(float(x)) for x in v))
out = subprocess.run([sys.argv[5], "-XAtq", "-h", sys.argv[6], "-p", sys.argv[7], "-U", "tester", "test"], input=text, capture_output=True, text=True, check=True).stdout
recalls = []
for v, answer in zip(queries, out.split("end\n")):
    q = v.astype(np.float64)
    d = 1 - base @ q / np.linalg.norm(base, axis=1) / np.linalg.norm(q)
    threshold = np.sort(d)[9]
    threshold += 1e-6 * max(abs(threshold), 1) # what the server's floats cannot tell apart
    recalls.append(sum(d[int(i)] <= threshold for i in answer.split()) / 10)
print(repr(float(np.mean(recalls))))
)PY"_s, {file(u"base.npy"_s), file(u"query.npy"_s), table, QString::number(efSearch), test::TestCluster::binDirectory() + u"/psql"_s, m_cluster->socketDirectory(),
          QString::number(m_cluster->port())});
    if (judged.status != 0)
        qWarning("%s", qPrintable(judged.err));
    return judged.status == 0 ? judged.out.toDouble() : -1;
}

void TourTest::loadsVectors()
{
    const Ran loaded = run({u"load"_s, file(u"base.npy"_s), u"--table"_s, table, u"--column"_s, u"embedding"_s, u"--id-column"_s, u"id"_s});
    QVERIFY2(loaded.status == 0, qPrintable(loaded.err));
    QCOMPARE(m_cluster->psql(u"SELECT count(*), min(id), max(id) FROM %1"_s.arg(table)).trimmed(), u"6000|0|5999"_s);
    const Ran first = python(u"import sys, numpy as np; print(','.join(repr(float(x)) for x in np.load(sys.argv[1])[4321]))"_s, {file(u"base.npy"_s)});
    QCOMPARE(m_cluster->psql(u"SELECT embedding = '[%1]' FROM %2 WHERE id = 4321"_s.arg(first.out.trimmed(), table)).trimmed(), u"t"_s);
}

void TourTest::indexesThemWithProgress()
{
    const Ran built = run({u"index"_s, u"create"_s, u"--table"_s, table, u"--column"_s, u"embedding"_s, u"--metric"_s, u"cosine"_s, u"--name"_s, u"toured"_s, u"--m"_s, u"6"_s,
                           u"--ef-construction"_s, u"40"_s, u"--wait"_s, u"--yes"_s});
    QVERIFY2(built.status == 0, qPrintable(built.err));
    QVERIFY2(built.err.contains(u"%"_s) && built.err.contains(u"done "_s), qPrintable(built.err)); // how far it was, and that it is over
    QCOMPARE(m_cluster->psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'toured'::regclass"_s).trimmed(), u"t"_s);
}

void TourTest::explainsASearch()
{
    const Ran plan = run({u"explain"_s, u"--analyze"_s, u"--buffers"_s, u"SELECT id FROM %1 ORDER BY embedding <=> (SELECT embedding FROM %1 WHERE id = 7) LIMIT 10"_s.arg(table)});
    QVERIFY2(plan.status == 0, qPrintable(plan.err));
    QVERIFY2(plan.out.contains(u"toured"_s) && plan.out.contains(u"Execution "_s), qPrintable(plan.out));
}

void TourTest::findsTheNearest()
{
    const Ran found = run(ofTable({u"search"_s}, {u"--file"_s, file(u"query.npy"_s), u"--file-row"_s, u"3"_s, u"--k"_s, u"5"_s, u"--set"_s, u"hnsw.ef_search=400"_s, u"--json"_s}));
    QVERIFY2(found.status == 0, qPrintable(found.err));
    const Ran judged = python(uR"(
import sys, numpy as np
b, q = np.load(sys.argv[1]).astype(np.float64), np.load(sys.argv[2])[3].astype(np.float64)
d = 1 - b @ q / np.linalg.norm(b, axis=1) / np.linalg.norm(q)
for i in np.argsort(d)[:5]: print(i, repr(float(d[i])))
)"_s, {file(u"base.npy"_s), file(u"query.npy"_s)});
    const QJsonArray hits = json(found)[u"hits"_s].toArray();
    const QStringList nearest = judged.out.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(hits.size(), 5);
    QCOMPARE(nearest.size(), 5);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(hits[i][u"key"_s][u"id"_s].toVariant().toString(), nearest[i].section(u' ', 0, 0));
        QVERIFY(std::abs(hits[i][u"distance"_s].toDouble() - nearest[i].section(u' ', 1).toDouble()) < 1e-5); // the server adds up in float
    }
}

void TourTest::measuresTheRecallThatNumpyFinds()
{
    const Ran ran = run(ofTable({u"bench"_s, u"run"_s}, {u"--queries"_s, file(u"query.npy"_s), u"--set"_s, u"hnsw.ef_search=15"_s, u"--workers"_s, u"2"_s, u"--seconds"_s, u"0.5"_s, u"--warmup"_s,
                                u"0.1"_s, u"--json"_s}));
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const QJsonObject told = json(ran);
    const double recall = told[u"recall"_s].toDouble(-1), expected = numpyRecall(15);
    QVERIFY2(std::abs(recall - expected) < 1e-9, qPrintable(u"%1, NumPy says %2"_s.arg(recall, 0, 'g', 17).arg(expected, 0, 'g', 17)));
    QVERIFY2(expected > 0.3 && expected < 0.999, qPrintable(QString::number(expected)));
    QVERIFY(told[u"recall_low"_s].toDouble() <= recall && told[u"recall_high"_s].toDouble() >= recall);
    QVERIFY(told[u"executions"_s].toInt() > 50 && told[u"errors"_s].toInt() == 0 && told[u"p99_ms"_s].toDouble() >= told[u"median_ms"_s].toDouble());
    QCOMPARE(told[u"facts"_s][u"indexes_used"_s].toArray(), QJsonArray{u"toured"_s});
}

void TourTest::tunesToATargetThatNumpyConfirms()
{
    const QString before = m_cluster->psql(u"SELECT string_agg(indexname, ',' ORDER BY 1) FROM pg_indexes WHERE schemaname = 'public'"_s);
    const Ran ran = run(ofTable({u"bench"_s, u"tune"_s}, {u"--queries"_s, file(u"query.npy"_s), u"--seconds"_s, u"0.5"_s, u"--warmup"_s, u"0"_s, u"--target-recall"_s, u"0.95"_s, u"--apply"_s,
                                u"role"_s, u"--yes"_s, u"--json"_s}));
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const QJsonObject outcome = QJsonDocument::fromJson(ran.out.section(u"\n}\n"_s, 0, 0, QString::SectionIncludeTrailingSep).toUtf8()).object();
    const int value = outcome[u"value"_s].toInt();
    QVERIFY2(outcome[u"reached"_s].toBool() && value >= 10, qPrintable(ran.out));
    QVERIFY2(numpyRecall(value) >= 0.95 && std::abs(numpyRecall(value) - outcome[u"recall"_s].toDouble()) < 1e-9, qPrintable(ran.out)); // of all queries
    QVERIFY2(numpyRecall(value * 2 / 5) < 0.97, qPrintable(ran.out)); // and no more than it takes to be sure: at most twice of what the mean says
    QCOMPARE(m_cluster->psql(u"SELECT '[1]'::vector; SHOW hnsw.ef_search"_s).trimmed().section(u'\n', -1), QString::number(value));
    QCOMPARE(m_cluster->psql(u"SELECT string_agg(indexname, ',' ORDER BY 1) FROM pg_indexes WHERE schemaname = 'public'"_s), before);
}

QTEST_GUILESS_MAIN(TourTest)
#include "tst_tour.moc"
