// SPDX-License-Identifier: GPL-3.0-or-later
// Ground truths that were kept: of this server, this table and these rows alone, however alike another one is. And what is found against one: by keys of any type, by
// statements of all sorts, through the indexes of partitions.
#include "bench/runner.h"
#include "core/threadjob.h"
#include "store/workspace.h"
#include "support/testcluster.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::bench;

namespace {

/// A server whose files can be kept aside and put back, as with a backup.
class BackedUpCluster : public test::TestCluster
{
public:
    using TestCluster::TestCluster;
    void backUp() { copy(dataDirectory(), dataDirectory() + u".backup"_s); }
    void restore() { copy(dataDirectory() + u".backup"_s, dataDirectory()); }

private:
    void copy(const QString &from, const QString &to)
    {
        stop();
        runOrDie({u"rm"_s, u"-rf"_s, to});
        runOrDie({u"cp"_s, u"-a"_s, from, to});
        start();
    }
};

/// The same statements on each server, so that identifiers, transactions and places of rows are the same; the vectors are not.
QString tableOf(double scale)
{
    return uR"(CREATE TABLE "we""ird; --" (id int PRIMARY KEY, e vector(4));
        INSERT INTO "we""ird; --" SELECT i, ARRAY[i, i % 7, i % 11, i % 13]::float8[]::vector FROM generate_series(1, 300) i;
        UPDATE "we""ird; --" SET e = ARRAY[id % 17, id % 7 + %1, id, 1]::float8[]::vector)"_s.arg(scale);
}

} // namespace

class BenchTruthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_workspace = store::Workspace::open(m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".sqlite"_s)); }
    void cleanup() { m_workspace.reset(); }
    void isNotThatOfAnotherServer();
    void isNotThatOfABackup();
    void isKeptUntilARestartWhereTheServerHidesItsNumber();
    void knowsRowsByKeysThatReadOtherwiseAsText_data();
    void knowsRowsByKeysThatReadOtherwiseAsText();
    void countsARowThatIsGivenTwiceOnce();
    void countsTiesOfStatementsThatGiveNoDistance();
    void knowsTheIndexesOfPartitionsOfPartitions();
    void readsTheColumnForFewerQueriesWhereKeysAreLong();

private:
    RunResult run(const test::TestCluster &cluster, const Workload &workload, const search::SettingValues &settings = {})
    {
        return core::runInThread(m_pool, u"bench"_s, nullptr, [&](core::JobContext &job) {
            RunSpec spec;
            spec.workload = workload;
            spec.settings = settings;
            spec.seconds = 0.1;
            spec.warmupSeconds = 0;
            BenchRunner runner({cluster.options(), m_services.services(), nullptr, {}, {}});
            return runner.run(job, spec);
        }).future.result();
    }
    static Workload of(const QString &table, const QString &sql = {})
    {
        Workload workload;
        workload.query.table = table;
        workload.query.column = u"e"_s;
        workload.query.metric = catalog::AnnMetric::L2;
        workload.queries.count = 20;
        workload.sql = sql;
        return workload;
    }
    struct Looked {
        Truth truth;
        QByteArray fingerprint;
    };
    Looked look(const test::TestCluster &cluster) { return look(cluster.options()); }
    Looked look(const pg::ConnectOptions &options)
    {
        return core::runInThread(m_pool, u"bench"_s, nullptr, [&](core::JobContext &job) {
            Workload workload;
            workload.query.table = u"we\"ird; --"_s;
            workload.query.column = u"e"_s;
            workload.query.metric = catalog::AnnMetric::L2;
            workload.queries = {.kind = QuerySet::Kind::File, .file = m_queries, .fileField = {}, .texts = {}};
            BenchRunner runner({options, m_services.services(), m_workspace.get(), {}, {}});
            const BoundWorkload &bound = runner.bind(job, workload, true);
            const QByteArray fingerprint = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) { return tableFingerprint(connection, bound); });
            return Looked{*runner.truth(), fingerprint};
        }).future.result();
    }
    void writeQueries()
    {
        QFile file(m_queries);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"e\": [1,2,3,4]}\n{\"e\": [50,1,1,1]}\n") > 0);
    }

    test::TestServices m_services;
    QThreadPool m_pool;
    QTemporaryDir m_directory;
    const QString m_queries = m_directory.filePath(u"queries.jsonl"_s);
    std::unique_ptr<store::Workspace> m_workspace;
};

void BenchTruthTest::isNotThatOfAnotherServer()
{
    writeQueries();
    test::TestCluster one, other;
    one.psql(tableOf(1));
    other.psql(tableOf(1));
    const Looked first = look(one), again = look(one), elsewhere = look(other);
    QVERIFY(!first.truth.isKept && again.truth.isKept);
    QCOMPARE(elsewhere.fingerprint, first.fingerprint); // of the table alone they are the same
    QVERIFY(!elsewhere.truth.isKept);
}

void BenchTruthTest::isNotThatOfABackup()
{
    writeQueries();
    BackedUpCluster cluster;
    cluster.psql(u"SELECT 1"_s);
    cluster.backUp();
    cluster.psql(tableOf(1));
    const Looked before = look(cluster);
    cluster.stop();
    cluster.start();
    QVERIFY(look(cluster).truth.isKept); // the same after a restart
    cluster.restore();
    cluster.psql(tableOf(3));
    const Looked after = look(cluster);
    QCOMPARE(after.fingerprint, before.fingerprint);
    QVERIFY(!after.truth.isKept);
    QVERIFY(after.truth.lists[0].distances != before.truth.lists[0].distances);
}

void BenchTruthTest::isKeptUntilARestartWhereTheServerHidesItsNumber()
{
    writeQueries();
    test::TestCluster cluster;
    cluster.psql(tableOf(1) + uR"(; REVOKE EXECUTE ON FUNCTION pg_control_system FROM PUBLIC; GRANT SELECT ON "we""ird; --" TO guarded)"_s);
    const pg::ConnectOptions guarded = cluster.tcpOptions();
    QVERIFY(!look(guarded).truth.isKept);
    QVERIFY(look(guarded).truth.isKept);
    cluster.stop();
    cluster.start();
    QVERIFY(!look(guarded).truth.isKept); // it may be another one
}

void BenchTruthTest::knowsRowsByKeysThatReadOtherwiseAsText_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("value"); // of the row i
    QTest::newRow("character") << u"character(8)"_s << u"'k' || i"_s;
    QTest::newRow("inet") << u"inet"_s << u"('10.0.0.' || i)::inet"_s;
    QTest::newRow("timestamptz") << u"timestamptz"_s << u"'2026-01-01'::timestamptz + make_interval(days => i)"_s;
    QTest::newRow("bytea") << u"bytea"_s << u"decode(lpad(to_hex(i), 4, '0'), 'hex')"_s;
    QTest::newRow("array") << u"int[]"_s << u"ARRAY[i, 7]"_s;
    QTest::newRow("boolean") << u"boolean"_s << u"i % 2 = 0"_s; // beside the number
}

void BenchTruthTest::knowsRowsByKeysThatReadOtherwiseAsText()
{
    QFETCH(QString, type);
    QFETCH(QString, value);
    test::TestCluster cluster;
    cluster.psql(u"CREATE TABLE keyed (\"the key\" %1, n int, e vector(2), PRIMARY KEY (\"the key\", n)); "
                 "INSERT INTO keyed SELECT %2, i / 2, ARRAY[i % 13, i]::real[]::vector FROM generate_series(1, 200) i; ANALYZE"_s.arg(type, value));
    const RunResult made = run(cluster, of(u"keyed"_s));
    QVERIFY2(made.recall && made.recall->mean == 1.0, qPrintable(made.recall ? QString::number(made.recall->mean) : made.notes.join(u' '))); // and none is its own neighbour
    const RunResult own = run(cluster, of(u"keyed"_s, u"SELECT n, \"the key\" FROM keyed ORDER BY e <-> :vec LIMIT 10"_s));
    QVERIFY2(own.recall && own.recall->mean == 1.0, qPrintable(own.recall ? QString::number(own.recall->mean) : own.notes.join(u' ')));
}

void BenchTruthTest::countsARowThatIsGivenTwiceOnce()
{
    test::TestCluster cluster;
    cluster.psql(u"CREATE TABLE docs (id int PRIMARY KEY, e vector(2)); INSERT INTO docs SELECT i, ARRAY[i % 13, i]::real[]::vector FROM generate_series(1, 200) i; "
                 "CREATE TABLE chunks AS SELECT id AS doc FROM docs, generate_series(1, 5); ANALYZE"_s);
    const RunResult made = run(cluster, of(u"docs"_s, u"SELECT d.id FROM docs d JOIN chunks ON doc = d.id ORDER BY d.e <-> :vec, d.id LIMIT 10"_s)); // two rows, five times each
    QCOMPARE(made.recall.value().mean, 0.2);
}

void BenchTruthTest::countsTiesOfStatementsThatGiveNoDistance()
{
    test::TestCluster cluster;
    cluster.psql(u"CREATE TABLE ties (a int, b text, e vector(2), PRIMARY KEY (a, b)); INSERT INTO ties SELECT i, 'x', '[1,2]' FROM generate_series(1, 200) i; ANALYZE"_s);
    const QString last = u"SELECT %1 FROM ties ORDER BY e <-> :vec, a DESC LIMIT 10"_s;
    const auto recallOf = [&](const QString &columns, const QString &condition = {}) {
        Workload workload = of(u"ties"_s, last.arg(columns));
        workload.query.condition = condition;
        return run(cluster, workload).recall.value().mean;
    };
    QCOMPARE(recallOf(u"a, b"_s), 1.0); // as near as those of the list, which are the first ones
    QCOMPARE(recallOf(u"a, b, e <-> :vec AS distance"_s), 1.0);
    QCOMPARE(recallOf(u"a, b"_s, u"a <= 100"_s), 0.0); // rows that do not count
    QCOMPARE(recallOf(u"-a AS a, b"_s), 0.0);          // rows that there are not
    QCOMPARE(recallOf(u"'none' AS a, b"_s), 0.0);      // no keys at all
}

void BenchTruthTest::knowsTheIndexesOfPartitionsOfPartitions()
{
    test::TestCluster cluster;
    cluster.psql(u"CREATE TABLE tree (id int PRIMARY KEY, e vector(3)) PARTITION BY RANGE (id); CREATE TABLE tree_a PARTITION OF tree FOR VALUES FROM (0) TO (1000) PARTITION BY RANGE (id); "
                 "CREATE TABLE tree_a_1 PARTITION OF tree_a FOR VALUES FROM (0) TO (500); CREATE TABLE tree_a_2 PARTITION OF tree_a FOR VALUES FROM (500) TO (1000); "
                 "INSERT INTO tree SELECT i, ARRAY[i % 7, i % 11, i]::real[]::vector FROM generate_series(1, 999) i; CREATE INDEX tree_e ON tree USING hnsw (e vector_l2_ops); ANALYZE"_s);
    const RunResult result = run(cluster, of(u"tree"_s), {{u"enable_seqscan"_s, u"off"_s}});
    QCOMPARE(result.facts.indexMethod, u"hnsw"_s);
    QVERIFY(result.facts.indexDefinition.contains(u"tree_a_"));
    QCOMPARE(result.facts.indexBytes, cluster.psql(u"SELECT pg_relation_size('tree_a_1_e_idx') + pg_relation_size('tree_a_2_e_idx')"_s).toLongLong());
    QVERIFY2(!result.notes.join(u' ').contains(u"one by one"), qPrintable(result.notes.join(u' ')));
}

void BenchTruthTest::readsTheColumnForFewerQueriesWhereKeysAreLong()
{
    QCOMPARE(queriesAtOnce(108, 8), 5000U);
    QVERIFY(queriesAtOnce(108, 200) < 1800U);
    QCOMPARE(queriesAtOnce(1'000'000, 200), 1U);
}

QTEST_GUILESS_MAIN(BenchTruthTest)
#include "tst_benchtruth.moc"
