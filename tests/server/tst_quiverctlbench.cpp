// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl bench, as a process; its recall beside that of brute force in NumPy.
#include "bench/runrecord.h"
#include "store/paths.h"
#include "store/workspace.h"
#include "support/embeddingserver.h"
#include "support/program.h"
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class QuiverctlBenchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void tellsTheSameRecallAsNumpy_data();
    void tellsTheSameRecallAsNumpy();
    void replaysTexts();
    void asksTheServiceThatEmbeddedTheColumn();
    void takesOtherRowsForAnotherSeed();
    void failsWhereAConditionFails();
    void comparesWithABaseline();
    void climbsALadder();
    void keepsWhatASweepMeasured();
    void sweepsAndTunes();
    void triesWhatTheIndexesHave();
    void findsWhatAKilledSweepLeft();
    void reports();
    void listsAllThatWasKept();
    void takesTheOverFetchOfBuilds();
    void saysWhatIsWrong();

private:
    Ran run(const QStringList &arguments) const
    {
        return test::runProgram(QStringLiteral(QUIVERCTL), arguments + QStringList{u"--url"_s, m_cluster->options().toUri()}, environment());
    }
    Ran runAlone(const QStringList &arguments) const { return test::runProgram(QStringLiteral(QUIVERCTL), arguments, environment()); }
    QProcessEnvironment environment() const
    {
        return test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_directory.filePath(u"workspace"_s)}, {u"HOME"_s, m_directory.path()},
                                      {u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s}});
    }
    Ran bench(const QStringList &arguments) const
    {
        return run(QStringList{u"bench"_s, u"run"_s, u"--table"_s, u"\"we\"\"ird; --\""_s, u"--column"_s, u"e"_s, u"--seconds"_s, u"0.3"_s, u"--warmup"_s, u"0"_s} + arguments);
    }
    static QJsonObject json(const Ran &ran) { return QJsonDocument::fromJson(ran.out.toUtf8()).object(); }
    QString file(const QString &name) const { return m_directory.filePath(name); }
    Ran python(const QString &program, const QStringList &arguments) const
    {
        return test::runProgram(u"/usr/bin/python3"_s, QStringList{u"-c"_s, program} + arguments, QProcessEnvironment::systemEnvironment());
    }

    /// How a Python program reaches the server.
    QStringList psql() const { return {test::TestCluster::binDirectory() + u"/psql"_s, m_cluster->socketDirectory(), QString::number(m_cluster->port())}; }

    QTemporaryDir m_directory;
    std::unique_ptr<test::TestCluster> m_cluster;
};

void QuiverctlBenchTest::initTestCase()
{
    // Clusters, with duplicates in plenty: each vector some times.
    const Ran made = python(uR"(
import sys, numpy as np
r = np.random.default_rng(3)
centres = r.normal(size=(40, 24))
base = (centres[r.integers(0, 40, 4000)] + 0.4 * r.normal(size=(4000, 24))).astype(np.float32)
base[3000:] = base[r.integers(0, 300, 1000)]
np.save(sys.argv[1], base)
np.save(sys.argv[2], (centres[r.integers(0, 40, 60)] + 0.4 * r.normal(size=(60, 24))).astype(np.float32))
)"_s, {file(u"base.npy"_s), file(u"query.npy"_s)});
    QVERIFY2(made.status == 0, qPrintable(made.err));
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(uR"(CREATE TABLE "we""ird; --" (id int GENERATED ALWAYS AS IDENTITY (MINVALUE 0 START 0) PRIMARY KEY, e vector(24)))"_s);
    const Ran loaded = run({u"load"_s, file(u"base.npy"_s), u"--table"_s, u"\"we\"\"ird; --\""_s});
    QVERIFY2(loaded.status == 0, qPrintable(loaded.err));
    m_cluster->psql(uR"(CREATE INDEX l2 ON "we""ird; --" USING hnsw (e vector_l2_ops) WITH (m = 3, ef_construction = 6);
                       CREATE INDEX cosine ON "we""ird; --" USING hnsw (e vector_cosine_ops) WITH (m = 3, ef_construction = 6);
                       CREATE INDEX ip ON "we""ird; --" USING hnsw (e vector_ip_ops) WITH (m = 3, ef_construction = 6); ANALYZE)"_s);
}

void QuiverctlBenchTest::tellsTheSameRecallAsNumpy_data()
{
    QTest::addColumn<QString>("operatorText");
    QTest::addColumn<QString>("distances"); // of q to all of b, in NumPy
    QTest::addColumn<int>("k");
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("condition"); // that rows meet, in SQL
    QTest::addColumn<QString>("asked");     // of the server, with {v} and {k}
    const QString plain = u"SELECT id FROM \"we\"\"ird; --\" WHERE %2 ORDER BY e %1 '{v}' LIMIT {k}"_s;
    const QString l2 = u"np.sqrt(((b - q) ** 2).sum(1))"_s;
    const auto row = [&](const char *name, const QString &operatorText, const QString &distances, int k, const QStringList &more = {}, const QString &condition = u"true"_s,
                         const QString &asked = {}) {
        QTest::newRow(name) << operatorText << distances << k << more << condition << (asked.isEmpty() ? plain.arg(operatorText, condition) : asked);
    };
    row("l2", u"<->"_s, l2, 10);
    row("l2, k = 1", u"<->"_s, l2, 1);
    row("l2, k = 100, which no ef_search of 12 reaches", u"<->"_s, l2, 100);
    row("cosine", u"<=>"_s, u"1 - b @ q / np.linalg.norm(b, axis=1) / np.linalg.norm(q)"_s, 10);
    row("inner product", u"<#>"_s, u"-(b @ q)"_s, 10);
    row("filtered", u"<->"_s, l2, 10, {u"--filter"_s, u"id < 2000"_s}, u"id < 2000"_s);
    row("a chosen selectivity", u"<->"_s, l2, 10, {u"--selectivity"_s, u"0.3"_s}, u"(hashtextextended(id::text, 4294967296) & 1048575) < ceil(0.3 * 1048576)"_s);
    row("a statement of one's own", u"<->"_s, l2, 10, {u"--sql"_s, u"SELECT id FROM (SELECT id, e FROM \"we\"\"ird; --\" WHERE id % 2 < 3) t ORDER BY e <-> :vec LIMIT 10"_s});
    row("two stages", u"<->"_s, l2, 10, {u"--two-stage"_s, u"subvector:6"_s, u"--over-fetch"_s, u"3"_s}, u"true"_s,
        u"SELECT id FROM (SELECT id, e FROM \"we\"\"ird; --\" ORDER BY subvector(e, 1, 6)::vector(6) <-> subvector('{v}'::vector, 1, 6)::vector(6) LIMIT {k} * 3) c "
        "ORDER BY e <-> '{v}' LIMIT {k}"_s);
}

// What the server gives is asked for here once more, and judged by an independent program.
void QuiverctlBenchTest::tellsTheSameRecallAsNumpy()
{
    QFETCH(QString, operatorText);
    QFETCH(QString, distances);
    QFETCH(int, k);
    QFETCH(QStringList, more);
    QFETCH(QString, condition);
    QFETCH(QString, asked);
    const Ran ran = bench(QStringList{u"--queries"_s, file(u"query.npy"_s), u"--operator"_s, operatorText, u"--k"_s, QString::number(k), u"--set"_s, u"hnsw.ef_search=12"_s, u"--json"_s} + more);
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const QJsonObject told = json(ran);
    const Ran judged = python(uR"PY(
import sys, subprocess, numpy as np
base, query, k, condition, asked = sys.argv[1:6]
k = int(k)
scale = float(sys.argv[9])
def sql(text):
    return subprocess.run([sys.argv[6], "-XAtq", "-h", sys.argv[7], "-p", sys.argv[8], "-U", "tester", "test"], input=text, capture_output=True, text=True, check=True).stdout
b = np.load(base).astype(np.float64)
kept = np.zeros(len(b), bool)
kept[[int(i) for i in sql("SELECT id FROM \"we\"\"ird; --\" WHERE " + condition).split()]] = True
text = "LOAD 'vector'; SET hnsw.ef_search = 12;"
queries = np.load(query)
for v in queries:
    text += asked.replace("{v}", "[" + ",".join(repr(float(x)) for x in v) + "]").replace("{k}", str(k)) + ";\nSELECT 'end';\n"
recalls = []
for v, answer in zip(queries, sql(text).split("end\n")):
    q = v.astype(np.float64)
    d = )PY"_s + distances + uR"PY(
    threshold = np.sort(d[kept])[k - 1]
    threshold += 1e-6 * max(abs(threshold), scale) # what the server's floats cannot tell apart
    recalls.append(sum(d[int(i)] <= threshold for i in answer.split()) / k)
print(repr(float(np.mean(recalls))))
)PY"_s, QStringList{file(u"base.npy"_s), file(u"query.npy"_s), QString::number(k), condition, asked} + psql() + QStringList{operatorText == "<=>"_L1 ? u"1"_s : u"0"_s});
    QVERIFY2(judged.status == 0, qPrintable(judged.err));
    const double expected = judged.out.toDouble(), recall = told[u"recall"_s].toDouble(-1);
    QVERIFY2(std::abs(recall - expected) < 1e-9, qPrintable(u"%1, NumPy says %2"_s.arg(recall, 0, 'g', 17).arg(expected, 0, 'g', 17)));
    QVERIFY2(expected > 0.02 && expected < 0.9999, qPrintable(judged.out)); // else it would prove little
    for (const QString &key : {u"qps"_s, u"mean_ms"_s, u"median_ms"_s, u"p95_ms"_s, u"p99_ms"_s, u"p999_ms"_s, u"min_ms"_s, u"max_ms"_s, u"recall_low"_s, u"recall_high"_s,
                               u"executions"_s, u"errors"_s})
        QVERIFY2(told[key].isDouble(), qPrintable(key));
    QCOMPARE(told[u"queries"_s].toInt(), 60);
}

// The texts are those of some rows, so NumPy finds their vectors in the table.
void QuiverctlBenchTest::replaysTexts()
{
    m_cluster->psql(u"CREATE TABLE texts (id int PRIMARY KEY, content text, e vector(64)); INSERT INTO texts (id, content) "
                    "SELECT i, (ARRAY['red', 'green', 'blue', 'grey', 'black'])[1 + i % 5] || ' ' || (ARRAY['stone', 'river', 'cloud'])[1 + i % 3] || ' number ' || i FROM generate_series(0, 599) i"_s);
    const Ran filled = run({u"embed"_s, u"column"_s, u"--table"_s, u"texts"_s, u"--text"_s, u"content"_s, u"--column"_s, u"e"_s, u"--yes"_s});
    QVERIFY2(filled.status == 0, qPrintable(filled.err));
    m_cluster->psql(u"CREATE INDEX ON texts USING hnsw (e vector_cosine_ops) WITH (m = 2, ef_construction = 4); ANALYZE texts; COPY (SELECT content FROM texts WHERE id < 40 ORDER BY id) TO '%1'"_s.arg(
        m_cluster->socketDirectory() + u"/texts.txt"_s));
    const Ran ran = run({u"bench"_s, u"run"_s, u"--table"_s, u"texts"_s, u"--column"_s, u"e"_s, u"--texts"_s, m_cluster->socketDirectory() + u"/texts.txt"_s, u"--seconds"_s, u"0.2"_s, u"--warmup"_s,
                         u"0"_s, u"--set"_s, u"hnsw.ef_search=10"_s, u"--set"_s, u"enable_seqscan=off"_s, u"--json"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(json(ran)[u"queries"_s].toInt(), 40);
    const Ran judged = python(uR"PY(
import sys, subprocess, numpy as np
def sql(text):
    return subprocess.run([sys.argv[1], "-XAtq", "-h", sys.argv[2], "-p", sys.argv[3], "-U", "tester", "test"], input=text, capture_output=True, text=True, check=True).stdout
b = np.array([[float(x) for x in line[1:-1].split(",")] for line in sql("SET extra_float_digits = 3; SELECT e FROM texts ORDER BY id").split()]).astype(np.float32).astype(np.float64)
text = "LOAD 'vector'; SET hnsw.ef_search = 10; SET enable_seqscan = off;"
for i in range(40):
    text += "SELECT id FROM texts ORDER BY e <=> (SELECT e FROM texts WHERE id = %d) LIMIT 10;\nSELECT 'end';\n" % i
recalls = []
for i, answer in enumerate(sql(text).split("end\n")[:40]):
    d = 1 - b @ b[i] / np.linalg.norm(b, axis=1) / np.linalg.norm(b[i])
    threshold = np.sort(d)[9]
    threshold += 1e-6 * max(abs(threshold), 1)
    recalls.append(sum(d[int(r)] <= threshold for r in answer.split()) / 10)
print(repr(float(np.mean(recalls))))
)PY"_s, psql());
    QVERIFY2(judged.status == 0, qPrintable(judged.err));
    const double recall = json(ran)[u"recall"_s].toDouble(-1), expected = judged.out.toDouble();
    QVERIFY2(std::abs(recall - expected) < 1e-9, qPrintable(u"%1, NumPy says %2"_s.arg(recall, 0, 'g', 17).arg(expected, 0, 'g', 17)));
    QVERIFY2(expected > 0.02 && expected < 0.9999, qPrintable(judged.out));
}

void QuiverctlBenchTest::asksTheServiceThatEmbeddedTheColumn()
{
    test::EmbeddingServer service;
    m_cluster->psql(u"CREATE TABLE notes (id int PRIMARY KEY, content text, e vector(3)); INSERT INTO notes (id, content) SELECT i, 'text ' || i FROM generate_series(1, 9) i"_s);
    QCOMPARE(runAlone({u"embed"_s, u"endpoint"_s, u"add"_s, u"local"_s, u"--endpoint"_s, service.url(), u"--model"_s, u"m"_s}).status, 0);
    const Ran filled = run({u"embed"_s, u"column"_s, u"--table"_s, u"notes"_s, u"--text"_s, u"content"_s, u"--column"_s, u"e"_s, u"--embedder"_s, u"local"_s, u"--yes"_s});
    QVERIFY2(filled.status == 0, qPrintable(filled.err));
    QFile texts(file(u"texts.txt"_s));
    QVERIFY(texts.open(QIODevice::WriteOnly) && texts.write("text 5\nsomething else\n") > 0);
    texts.close();
    const Ran ran = run({u"bench"_s, u"run"_s, u"--table"_s, u"notes"_s, u"--column"_s, u"e"_s, u"--operator"_s, u"l2"_s, u"--k"_s, u"3"_s, u"--texts"_s, texts.fileName(), u"--embedder"_s, u"local"_s,
                         u"--seconds"_s, u"0.1"_s, u"--warmup"_s, u"0"_s, u"--json"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(json(ran)[u"queries"_s].toInt(), 2);
    QCOMPARE(json(ran)[u"recall"_s].toDouble(), 1.0); // there is no index
}

void QuiverctlBenchTest::takesOtherRowsForAnotherSeed()
{
    const auto recallOf = [this](const QString &seed) {
        const Ran ran = bench({u"--operator"_s, u"l2"_s, u"--sample"_s, u"50"_s, u"--seed"_s, seed, u"--set"_s, u"hnsw.ef_search=11"_s, u"--note"_s, u"after VACUUM"_s, u"--json"_s});
        return json(ran)[u"notes"_s].toArray().contains(u"after VACUUM"_s) ? json(ran)[u"recall"_s].toDouble(-1) : -2;
    };
    const double first = recallOf(u"1"_s), again = recallOf(u"1"_s), other = recallOf(u"2"_s);
    QVERIFY(first > 0 && first < 1);
    QCOMPARE(again, first);
    QVERIFY(other > 0 && other != first);
}

void QuiverctlBenchTest::failsWhereAConditionFails()
{
    const QStringList l2{u"--operator"_s, u"l2"_s, u"--sample"_s, u"30"_s, u"--set"_s, u"hnsw.ef_search=10"_s};
    const Ran low = bench(l2 + QStringList{u"--min-recall"_s, u"0.9999"_s});
    QCOMPARE(low.status, 3);
    QVERIFY2(low.err.contains(u"is below 0.9999"), qPrintable(low.err));
    QCOMPARE(bench(l2 + QStringList{u"--max-p95"_s, u"0.000001"_s}).status, 3);
    QCOMPARE(bench(l2 + QStringList{u"--min-qps"_s, u"1e9"_s}).status, 3);
    // One in some hundred fails: what is measured of the others does not pass.
    const QStringList failing{u"--no-recall"_s, u"--sql"_s, u"SELECT id, 1 / (1 - (random() < 0.01)::int) FROM \"we\"\"ird; --\" ORDER BY e <-> :vec LIMIT 10"_s};
    const Ran refused = bench(failing + QStringList{u"--max-p95"_s, u"10000"_s});
    QVERIFY2(refused.status == 3 && refused.err.contains(u"--max-errors"), qPrintable(refused.err));
    const Ran let = bench(failing + QStringList{u"--max-errors"_s, u"1000000"_s});
    QVERIFY2(let.status == 0 && let.err.contains(u"division by zero"), qPrintable(let.err));
    const Ran fine = bench(l2 + QStringList{u"--min-recall"_s, u"0.01"_s, u"--max-p95"_s, u"10000"_s});
    QVERIFY2(fine.status == 0, qPrintable(fine.err));
    QVERIFY2(fine.out.contains(u"RECALL") && fine.err.contains(u"4000 rows x 24, l2"), qPrintable(fine.out + fine.err));
    m_cluster->psql(u"CREATE TABLE fresh (id int PRIMARY KEY, e vector(2)) WITH (autovacuum_enabled = off); INSERT INTO fresh VALUES (1, '[1,2]'), (2, '[1,3]')"_s);
    const Ran fresh = run({u"bench"_s, u"run"_s, u"--table"_s, u"fresh"_s, u"--column"_s, u"e"_s, u"--seconds"_s, u"0.1"_s, u"--no-recall"_s});
    QVERIFY2(fresh.status == 0 && fresh.err.contains(u"rows not counted x 2"), qPrintable(fresh.err)); // never analysed
}

void QuiverctlBenchTest::comparesWithABaseline()
{
    const QStringList wanted{u"--operator"_s, u"l2"_s, u"--sample"_s, u"30"_s, u"--seconds"_s, u"1"_s, u"--no-recall"_s};
    const Ran base = bench(wanted + QStringList{u"--save"_s, u"nightly"_s});
    QVERIFY2(base.status == 0 && base.err.contains(u"kept as run 1"), qPrintable(base.err));
    // Ten times the work.
    const QStringList slower{u"--set"_s, u"hnsw.ef_search=1000"_s, u"--against"_s};
    const Ran other = bench(wanted + slower + QStringList{u"nightly"_s});
    QVERIFY2(other.status == 1 && other.err.contains(u"measured the same") && other.out.isEmpty(), qPrintable(other.err)); // by a name only what is the same
    const Ran slow = bench(wanted + slower + QStringList{u"#1"_s, u"--save"_s, u"slow"_s, u"--json"_s});
    QVERIFY2(slow.status == 3, qPrintable(slow.err));
    QVERIFY(json(slow)[u"against"_s][u"qps"_s][u"worse"_s].toBool());
    const Ran compared = runAlone({u"bench"_s, u"compare"_s, u"slow"_s, u"#1"_s});
    QVERIFY2(compared.status == 0 && compared.out.contains(u"No worse"), qPrintable(compared.out + compared.err));
    QCOMPARE(runAlone({u"bench"_s, u"compare"_s, u"nightly"_s, u"slow"_s}).status, 3);
    // What asked other queries is neither worse nor a success.
    QCOMPARE(bench(wanted + QStringList{u"--sample"_s, u"20"_s, u"--save"_s, u"fewer"_s}).status, 0);
    const Ran unlike = runAlone({u"bench"_s, u"compare"_s, u"nightly"_s, u"fewer"_s});
    QVERIFY2(unlike.status == 1 && unlike.out.contains(u"No verdict") && unlike.err.contains(u"20 random rows"), qPrintable(unlike.out + unlike.err));
    QCOMPARE(bench(wanted + QStringList{u"--workers"_s, u"2"_s, u"--against"_s, u"#1"_s}).status, 1);
    QCOMPARE(runAlone({u"bench"_s, u"list"_s, u"--remove"_s, u"3"_s}).status, 0);
    const QJsonArray listed = QJsonDocument::fromJson(runAlone({u"bench"_s, u"list"_s, u"--json"_s}).out.toUtf8()).array();
    QCOMPARE(listed.size(), 2);
    QCOMPARE(listed[0][u"kept_as"_s].toString(), u"slow"_s);
    // Query vectors are known by what they are, not by where they lie.
    const QStringList vectors{u"--operator"_s, u"l2"_s, u"--no-recall"_s, u"--json"_s, u"--tolerance"_s, u"10000"_s, u"--queries"_s};
    QVERIFY(QFile::copy(file(u"query.npy"_s), file(u"moved.npy"_s)) && QDir(m_directory.path()).mkpath(u"other"_s) && QFile::copy(file(u"base.npy"_s), file(u"other/query.npy"_s)));
    const Ran first = bench(vectors + QStringList{file(u"query.npy"_s), u"--save"_s, u"of vectors"_s});
    QVERIFY2(first.status == 0 && bench(vectors + QStringList{file(u"other/query.npy"_s), u"--count"_s, u"60"_s, u"--save"_s, u"of vectors"_s}).status == 0, qPrintable(first.err)); // the newest
    const Ran moved = bench(vectors + QStringList{file(u"moved.npy"_s), u"--against"_s, u"of vectors"_s});
    QVERIFY2(moved.status == 0, qPrintable(moved.err));
    QCOMPARE(json(moved)[u"against"_s][u"qps"_s][u"baseline"_s].toDouble(), json(first)[u"qps"_s].toDouble());
    const Ran asked = bench(vectors + QStringList{file(u"base.npy"_s), u"--count"_s, u"7"_s, u"--against"_s, u"of vectors"_s});
    QVERIFY2(asked.status == 1 && asked.err.contains(u"cannot be compared"), qPrintable(asked.err));
    const Ran unknown = bench(wanted + QStringList{u"--against"_s, u"nothing"_s});
    QVERIFY2(unknown.status == 1 && unknown.err.contains(u"bench list"), qPrintable(unknown.err));
}

void QuiverctlBenchTest::climbsALadder()
{
    const QStringList ladder{u"--operator"_s, u"l2"_s, u"--sample"_s, u"10"_s, u"--no-recall"_s, u"--json"_s, u"--ladder"_s};
    const Ran ran = bench(ladder + QStringList{u"3"_s, u"--save"_s, u"2026"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const QJsonArray runs = json(ran)[u"runs"_s].toArray();
    QCOMPARE(runs.size(), 3);
    QCOMPARE(runs[2][u"spec"_s][u"workers"_s].toInt(), 3);
    // Each step is compared with the same one.
    const Ran again = bench(ladder + QStringList{u"2"_s, u"--against"_s, u"2026"_s, u"--tolerance"_s, u"1000"_s});
    QVERIFY2(again.status == 0, qPrintable(again.err));
    for (int i = 0; i < 2; ++i)
        QCOMPARE(json(again)[u"runs"_s][i][u"against"_s][u"qps"_s][u"baseline"_s].toDouble(), runs[i][u"qps"_s].toDouble());
    QVERIFY(bench(ladder + QStringList{u"4"_s, u"--against"_s, u"2026"_s}).err.contains(u"4 workers")); // which it has not
    const Ran pairs = runAlone({u"bench"_s, u"compare"_s, u"2026"_s, u"2026"_s, u"--json"_s});
    QCOMPARE(QJsonDocument::fromJson(pairs.out.toUtf8()).array().size(), 3);
    // What was measured before a step that cannot be is told and kept, and it is an error.
    const Ran high = bench(ladder + QStringList{u"256"_s, u"--seconds"_s, u"0.1"_s, u"--save"_s, u"high"_s});
    QVERIFY2(high.status == 1 && high.err.contains(u"max_connections"), qPrintable(high.err));
    const qsizetype made = json(high)[u"runs"_s].toArray().size();
    QVERIFY2(made >= 6 && made < 9, qPrintable(QString::number(made)));
    QCOMPARE(QJsonDocument::fromJson(runAlone({u"bench"_s, u"list"_s, u"--name"_s, u"high"_s, u"--json"_s}).out.toUtf8()).array().size(), made);
}

void QuiverctlBenchTest::keepsWhatASweepMeasured()
{
    const QStringList sweep{u"bench"_s, u"sweep"_s, u"--table"_s, u"\"we\"\"ird; --\""_s, u"--column"_s, u"e"_s, u"--operator"_s, u"l2"_s, u"--sample"_s, u"20"_s, u"--warmup"_s, u"0"_s, u"--json"_s};
    const auto kept = [this](const QString &name) { return QJsonDocument::fromJson(runAlone({u"bench"_s, u"list"_s, u"--name"_s, name, u"--json"_s}).out.toUtf8()).array().size(); };
    const Ran ran = run(sweep + QStringList{u"--seconds"_s, u"0.2"_s, u"--vary"_s, u"random_page_cost=1,abc,2"_s, u"--save"_s, u"varied"_s});
    QVERIFY2(ran.status == 1 && ran.err.contains(u"random_page_cost = abc"), qPrintable(ran.err));
    QCOMPARE(json(ran)[u"runs"_s].toArray().size(), 2);
    QCOMPARE(json(ran)[u"failures"_s].toArray().size(), 1);
    QCOMPARE(kept(u"varied"_s), 2);
    // The server goes away in the second run.
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(QUIVERCTL), sweep + QStringList{u"--seconds"_s, u"2"_s, u"--ef-search"_s, u"10,20,40"_s, u"--save"_s, u"restarted"_s, u"--url"_s, m_cluster->options().toUri()});
    QTRY_COMPARE_WITH_TIMEOUT(kept(u"restarted"_s), 1, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%worker%' OR query LIKE '%ORDER BY%'"_s).trimmed().toInt() > 1, 20'000);
    m_cluster->stop();
    QVERIFY(process.waitForFinished());
    m_cluster->start();
    const QString err = QString::fromUtf8(process.readAllStandardError());
    QVERIFY2(process.exitCode() == 1 && err.contains(u"ef_search = 20, 1 worker is incomplete") && err.contains(u"One run was not begun"), qPrintable(err));
    QCOMPARE(QJsonDocument::fromJson(process.readAllStandardOutput()).object()[u"runs"_s].toArray().size(), 2);
    QCOMPARE(kept(u"restarted"_s), 2);
    const QString listed = runAlone({u"bench"_s, u"list"_s, u"--name"_s, u"restarted"_s}).out;
    QVERIFY2(listed.count(u"incomplete"_s) == 1 && listed.count(QRegularExpression(u"\\bcomplete"_s)) == 1, qPrintable(listed));
}

void QuiverctlBenchTest::sweepsAndTunes()
{
    const QStringList place{u"--table"_s, u"\"we\"\"ird; --\""_s, u"--column"_s, u"e"_s, u"--operator"_s, u"l2"_s, u"--sample"_s, u"40"_s, u"--seconds"_s, u"0.2"_s, u"--warmup"_s, u"0"_s};
    const QStringList grid = QStringList{u"bench"_s, u"sweep"_s} + place + QStringList{u"--ef-search"_s, u"10,40"_s, u"--m"_s, u"4,8"_s, u"--share"_s, u"50"_s, u"--json"_s};
    const Ran dry = run(grid + QStringList{u"--dry-run"_s});
    QVERIFY2(dry.status == 0, qPrintable(dry.err));
    QCOMPARE(json(dry)[u"builds"_s].toArray().size(), 2);
    QCOMPARE(json(dry)[u"copy_rows"_s].toInt(), 2000);
    QCOMPARE(json(dry)[u"runs"_s].toArray().size(), 4);
    QCOMPARE(run(grid).status, 2); // nobody can be asked
    const Ran swept = run(grid + QStringList{u"--yes"_s});
    QVERIFY2(swept.status == 0, qPrintable(swept.err));
    QCOMPARE(json(swept)[u"runs"_s].toArray().size(), 4);
    QVERIFY(!json(swept)[u"frontier"_s].toArray().isEmpty());
    const Ran smaller = run(QStringList{u"bench"_s, u"sweep"_s} + place + QStringList{u"--type"_s, u"subvector:8"_s, u"--maintenance-work-mem"_s, u"33"_s, u"--over-fetches"_s, u"2,20"_s, u"--yes"_s, u"--json"_s});
    QVERIFY2(smaller.status == 0, qPrintable(smaller.err));
    const QJsonArray twoStages = json(smaller)[u"runs"_s].toArray();
    QVERIFY(twoStages.size() == 2 && twoStages[0][u"recall"_s].toDouble() < twoStages[1][u"recall"_s].toDouble());
    QVERIFY2(twoStages[0][u"facts"_s][u"index_definition"_s].toString().contains(u"subvector(e, 1, 8)"), qPrintable(twoStages[0][u"facts"_s][u"index_definition"_s].toString()));
    QVERIFY(runAlone({u"journal"_s, u"list"_s, u"--find"_s, u"33MB"_s}).out.contains(u"subvector:8"_s)); // the build, among what was done
    for (const QStringList &wrong : {QStringList{u"--over-fetches"_s, u"2,abc"_s}, QStringList{u"--vary"_s, u"over_fetch=2,abc"_s}}) { // said before anything is copied
        const Ran refused = run(QStringList{u"bench"_s, u"sweep"_s} + place + QStringList{u"--type"_s, u"binary"_s, u"--yes"_s} + wrong);
        QVERIFY2(refused.status == 2 && refused.err.contains(u"abc"), qPrintable(refused.err));
    }
    const Ran tuned = run(QStringList{u"bench"_s, u"tune"_s} + place + QStringList{u"--target-recall"_s, u"0.3"_s, u"--set"_s, u"hnsw.iterative_scan=relaxed_order"_s, u"--json"_s});
    QVERIFY2(tuned.status == 0, qPrintable(tuned.err));
    QVERIFY(json(tuned)[u"reached"_s].toBool() && json(tuned)[u"verdict"_s] == u"met"_s && json(tuned)[u"value"_s].toInt() >= 10);
    QCOMPARE(json(tuned)[u"measured_with"_s].toObject(), (QJsonObject{{u"hnsw.iterative_scan"_s, u"relaxed_order"_s}}));
    const QStringList open{u"bench"_s, u"tune"_s, u"--table"_s, u"\"we\"\"ird; --\""_s, u"--column"_s, u"e"_s, u"--operator"_s, u"l2"_s, u"--queries"_s, file(u"query.npy"_s), u"--count"_s, u"10"_s,
                           u"--seconds"_s, u"0.1"_s, u"--warmup"_s, u"0"_s, u"--target-recall"_s, u"0.95"_s, u"--m"_s, u"16"_s, u"--yes"_s, u"--json"_s,
                           u"--apply"_s, u"build,role"_s, u"--save-migration"_s, file(u"migrations"_s)};
    const Ran undecided = run(open); // 10 queries cannot say so
    QVERIFY2(undecided.status == 3 && json(undecided)[u"verdict"_s] == u"undecided"_s && !json(undecided)[u"reached"_s].toBool(), qPrintable(undecided.out + undecided.err));
    QVERIFY2(undecided.err.contains(u"Nothing was applied") && !undecided.out.contains(u"ALTER ROLE"), qPrintable(undecided.err));
    const Ran accepted = run(open + QStringList{u"--accept-undecided"_s});
    QVERIFY2(accepted.status == 0 && accepted.err.contains(u"wrote "_s) && json(accepted)[u"verdict"_s] == u"undecided"_s && !json(accepted)[u"applied"_s].toBool(true),
             qPrintable(accepted.out + accepted.err));
    const QStringList withBuilds = QStringList{u"bench"_s, u"tune"_s} + place + QStringList{u"--target-recall"_s, u"0.8"_s, u"--m"_s, u"4"_s, u"--json"_s};
    QCOMPARE(run(withBuilds).status, 2); // it copies the table: nobody can be asked
    for (const QStringList &more : {QStringList(), QStringList{u"--yes"_s}, QStringList{u"--apply"_s, u"build,role"_s}}) {
        const Ran foretold = run(withBuilds + QStringList{u"--dry-run"_s} + more);
        QVERIFY2(foretold.status == 0 && json(foretold)[u"copy_rows"_s].toInt() == 4000 && json(foretold)[u"disk_bytes"_s].toDouble() > 0, qPrintable(foretold.out + foretold.err));
        QVERIFY2(json(foretold)[u"builds"_s][0][u"build"_s].toString().contains(u" m=4 "_s) && !json(foretold).contains(u"verdict"_s), qPrintable(foretold.out));
    }
    const Ran onlySettings = run(QStringList{u"bench"_s, u"tune"_s} + place + QStringList{u"--dry-run"_s});
    QVERIFY2(onlySettings.status == 0 && onlySettings.out.startsWith(u"Builds and copies nothing"), qPrintable(onlySettings.out + onlySettings.err));
    const Ran built = run(withBuilds + QStringList{u"--yes"_s});
    QVERIFY2(built.status == 0, qPrintable(built.err));
    QVERIFY2(json(built)[u"build"_s].toString().contains(u" m=4 "_s), qPrintable(json(built)[u"build"_s].toString()));
    QCOMPARE(run(withBuilds + QStringList{u"--apply"_s, u"role"_s}).status, 2); // of an index that is not there
    const Ran applied = run(withBuilds + QStringList{u"--yes"_s, u"--no-verify"_s, u"--accept-undecided"_s, u"--apply"_s, u"build,role"_s});
    QVERIFY2(applied.status == 0 && applied.err.contains(u"_hnsw_l2_idx") && applied.err.contains(u"2/2  Set hnsw.ef_search"), qPrintable(applied.out + applied.err));
    QVERIFY2(json(applied)[u"applied"_s].toBool(), qPrintable(applied.out)); // one document, whatever is shown
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_db_role_setting"_s).trimmed(), u"1"_s);
    const Ran again = run(withBuilds + QStringList{u"--yes"_s, u"--no-verify"_s, u"--accept-undecided"_s, u"--apply"_s, u"build"_s});
    QVERIFY2(again.status == 0 && again.out.contains(u"nothing is to be built") && json(again)[u"applied"_s].toBool() && !again.err.contains(u"Create the index"), qPrintable(again.out + again.err));
    m_cluster->psql(u"ALTER ROLE tester RESET ALL; DROP INDEX %1"_s.arg(m_cluster->psql(u"SELECT string_agg(indexrelid::regclass::text, ', ') FROM pg_index WHERE pg_get_indexdef(indexrelid) LIKE '%m=''4''%'"_s).trimmed()));
    const Ran unreached = run(QStringList{u"bench"_s, u"tune"_s} + place + QStringList{u"--target-p95"_s, u"0.00001"_s});
    QCOMPARE(unreached.status, 3);
}

// By the indexes that are searched: options of a method that is not built are no builds of another one.
void QuiverctlBenchTest::triesWhatTheIndexesHave()
{
    const QStringList sweep{u"bench"_s, u"sweep"_s, u"--table"_s, u"\"we\"\"ird; --\""_s, u"--column"_s, u"e"_s, u"--operator"_s, u"l2"_s, u"--sample"_s, u"5"_s, u"--seconds"_s, u"0.1"_s,
                            u"--warmup"_s, u"0"_s, u"--json"_s};
    const Ran scans = run(sweep + QStringList{u"--iterative-scan"_s, u"off,strict_order,relaxed_order"_s});
    QVERIFY2(scans.status == 0, qPrintable(scans.err));
    QCOMPARE(json(scans)[u"runs"_s].toArray().size(), 3); // there is no IVFFlat index
    QCOMPARE(run(sweep + QStringList{u"--iterative-scan"_s, u"fast"_s}).status, 2);
    const auto builds = [&](const QStringList &options) {
        const Ran dry = run(sweep + options + QStringList{u"--dry-run"_s});
        QStringList names;
        for (const QJsonValue &build : json(dry)[u"builds"_s].toArray())
            names << build[u"build"_s].toString();
        return dry.status == 0 ? names.join(u"; "_s) : QString::number(dry.status);
    };
    QCOMPARE(builds({u"--lists"_s, u"20"_s}), u"ivfflat lists=20"_s);
    QCOMPARE(builds({u"--lists"_s, u"20"_s, u"--m"_s, u"8"_s}), u"hnsw m=8 ef_construction=64; ivfflat lists=20"_s);
    QCOMPARE(builds({u"--build"_s}), u"hnsw m=16 ef_construction=64"_s);
    QCOMPARE(builds({u"--lists"_s, u"20"_s, u"--method"_s, u"hnsw"_s}), u"2"_s);
    QCOMPARE(builds({u"--m"_s, u"8"_s, u"--method"_s, u"ivfflat"_s}), u"2"_s);
}

void QuiverctlBenchTest::findsWhatAKilledSweepLeft()
{
    const auto left = [this] { return m_cluster->psql(u"SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'quiver\\_bench%'"_s).trimmed(); };
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(QUIVERCTL), {u"bench"_s, u"sweep"_s, u"--table"_s, u"\"we\"\"ird; --\""_s, u"--column"_s, u"e"_s, u"--operator"_s, u"l2"_s, u"--m"_s, u"8"_s, u"--seconds"_s,
                                              u"100"_s, u"--yes"_s, u"--url"_s, m_cluster->options().toUri()});
    QTRY_COMPARE_WITH_TIMEOUT(left(), u"1"_s, 20'000);
    QVERIFY(run({u"bench"_s, u"clean"_s, u"--dry-run"_s}).out.contains(u"nothing to do")); // it is used
    process.kill();
    QVERIFY(process.waitForFinished());
    QTRY_VERIFY(run({u"bench"_s, u"clean"_s, u"--dry-run"_s}).out.contains(u"DROP SCHEMA quiver_bench_")); // when the server has noticed
    QVERIFY(bench({u"--operator"_s, u"l2"_s, u"--sample"_s, u"5"_s}).err.contains(u"bench clean drops it"));
    const Ran cleaned = run({u"bench"_s, u"clean"_s, u"--yes"_s});
    QVERIFY2(cleaned.status == 0, qPrintable(cleaned.err));
    QCOMPARE(left(), u"0"_s);
}

void QuiverctlBenchTest::reports()
{
    const Ran ran = runAlone({u"bench"_s, u"report"_s, u"nightly"_s, u"slow"_s, u"--out"_s, file(u"report.html"_s)});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QFile html(file(u"report.html"_s));
    QVERIFY(html.open(QIODevice::ReadOnly));
    const QByteArray written = html.readAll();
    QVERIFY(written.count("<svg ") >= 2); // latency and history; recall was not measured
    QVERIFY(!written.contains("<p>Against ")); // none of them repeats another one
    for (int i = 0; i < 2; ++i)
        QCOMPARE(bench({u"--operator"_s, u"l2"_s, u"--sample"_s, u"5"_s, u"--no-recall"_s, u"--save"_s, u"twice"_s}).status, 0);
    const Ran repeated = runAlone({u"bench"_s, u"report"_s, u"twice"_s});
    QVERIFY2(repeated.status == 0 && repeated.out.count(u"<p>Against ") == 1, qPrintable(repeated.out)); // the second with the first
    const Ran against = runAlone({u"bench"_s, u"report"_s, u"slow"_s, u"--against"_s, u"nightly"_s});
    QVERIFY2(against.status == 3 && against.out.contains(u"<p>Against ") && against.err.contains(u"Worse"), qPrintable(against.err));
    QCOMPARE(runAlone({u"bench"_s, u"report"_s, u"slow"_s, u"--against"_s, u"nightly"_s, u"--format"_s, u"csv"_s}).status, 2);
    QCOMPARE(runAlone({u"bench"_s, u"report"_s, u"slow"_s, u"--format"_s, u"csv"_s}).out.trimmed().count(u'\n'), 1);
    QCOMPARE(runAlone({u"bench"_s, u"report"_s}).status, 2);
}

void QuiverctlBenchTest::listsAllThatWasKept()
{
    constexpr int runs = 230; // more than the workspace gives where nothing is said
    {
        const auto workspace = store::Workspace::open(store::workspaceFile(file(u"workspace"_s)));
        QFuture<qint64> last;
        for (int i = 0; i < runs; ++i)
            last = workspace->addBenchmark(bench::entryOf(bench::RunResult(), u"many"_s));
        last.waitForFinished();
    }
    QCOMPARE(QJsonDocument::fromJson(runAlone({u"bench"_s, u"list"_s, u"--name"_s, u"many"_s, u"--json"_s}).out.toUtf8()).array().size(), runs);
    QCOMPARE(runAlone({u"bench"_s, u"report"_s, u"many"_s, u"--format"_s, u"csv"_s}).out.trimmed().count(u'\n'), runs); // and a heading
}

void QuiverctlBenchTest::takesTheOverFetchOfBuilds()
{
    const QStringList sweep{u"bench"_s, u"sweep"_s, u"--table"_s, u"\"we\"\"ird; --\""_s, u"--column"_s, u"e"_s, u"--over-fetch"_s, u"17"_s, u"--dry-run"_s, u"--json"_s};
    const QJsonArray runs = json(run(sweep + QStringList{u"--type"_s, u"vector,subvector:8"_s}))[u"runs"_s].toArray();
    QVERIFY(runs.size() == 2 && !runs[0].toString().contains(u"over_fetch"_s));
    QVERIFY2(runs[1].toString().contains(u"over_fetch = 17"_s), qPrintable(runs[1].toString()));
    const Ran useless = run(sweep + QStringList{u"--m"_s, u"8"_s}); // all in one stage
    QVERIFY2(useless.status == 2 && useless.err.contains(u"--over-fetch goes with"_s), qPrintable(useless.err));
    QCOMPARE(bench({u"--over-fetch"_s, u"17"_s}).status, 2);
}

void QuiverctlBenchTest::saysWhatIsWrong()
{
    QCOMPARE(bench({u"--sample"_s, u"0"_s}).status, 2);
    QCOMPARE(bench({u"--sample"_s, u"5"_s, u"--queries"_s, u"x.npy"_s}).status, 2);
    QCOMPARE(bench({u"--set"_s, u"hnsw.ef_search=5000"_s}).status, 2);
    QCOMPARE(bench({u"--rate"_s, u"-1"_s}).status, 2);
    QCOMPARE(bench({u"--min-recall"_s, u"95"_s}).status, 2);
    const Ran removed = runAlone({u"bench"_s, u"list"_s, u"--remove"_s, u"99999"_s});
    QVERIFY2(removed.status == 1 && removed.err.contains(u"99999"), qPrintable(removed.err));
    const Ran missing = bench({u"--queries"_s, file(u"none.npy"_s)});
    QVERIFY2(missing.status == 1 && missing.err.contains(u"none.npy"), qPrintable(missing.err));
    const Ran table = run({u"bench"_s, u"run"_s, u"--table"_s, u"nowhere"_s, u"--column"_s, u"e"_s});
    QVERIFY2(table.status == 1 && table.err.contains(u"nowhere"), qPrintable(table.err));
}

QTEST_GUILESS_MAIN(QuiverctlBenchTest)
#include "tst_quiverctlbench.moc"
