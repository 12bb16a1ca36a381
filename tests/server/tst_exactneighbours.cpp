// SPDX-License-Identifier: GPL-3.0-or-later
// Neighbours computed here beside those that the server finds with its index scans off.
#include "search/distances.h"
#include "search/exactneighbours.h"
#include "support/testcluster.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::search;

class ExactNeighboursTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void findsWhatTheServerFinds_data();
    void findsWhatTheServerFinds();
    void keepsToTheConditions();
    void decidesTiesByTheKey();
    void doesNotDependOnTheThreads();
    void putsWhatHasNoDirectionLast();
    void takesKeysOfSeveralColumns();
    void refusesRowsOfOtherDimensions();
    void canBeCancelled();

private:
    VectorQuery on(const QString &table, const QString &column, catalog::AnnMetric metric)
    {
        VectorQuery query;
        query.schema = u"public"_s;
        query.table = table;
        query.column = column;
        query.metric = metric;
        return query;
    }
    ExactNeighbours compute(const VectorQuery &query, const std::vector<QueryVector> &vectors, int k, int threads = 2, bool holdsColumn = false)
    {
        return m_session->read(u"exact"_s, [&](pg::Connection &c, core::JobContext &job) {
            return exactNeighbours(c, job, readSearchTable(c, query.schema, query.table), query, vectors, k, threads, holdsColumn);
        }).future.result();
    }
    /// The column's own values in some rows, as queries.
    std::vector<QueryVector> queriesOf(const QString &table, const QString &column, catalog::VectorKind kind, const QString &where)
    {
        std::vector<QueryVector> vectors;
        for (const QString &text : m_cluster->psql(u"SELECT %1 FROM %2 WHERE %3"_s.arg(column, table, where)).split(u'\n', Qt::SkipEmptyParts))
            vectors.push_back(parseQuery(text, kind).vector);
        return vectors;
    }
    static QStringList keysOf(const std::vector<Neighbour> &list)
    {
        QStringList keys;
        for (const Neighbour &each : list)
            keys << each.key.join(u'/');
        return keys;
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
};

void ExactNeighboursTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(uR"(
        SELECT setseed(0.25);
        CREATE TABLE t (id int PRIMARY KEY, kind text, e vector(61), h halfvec(61), s sparsevec(61), b bit(61));
        INSERT INTO t SELECT i, CASE WHEN i % 3 = 0 THEN 'a' ELSE 'b' END, v, v, (v::vector)::sparsevec, binary_quantize(v::vector)::bit(61)
            FROM generate_series(1, 3000) i, LATERAL (SELECT array_agg(random() - 0.5)::real[] AS v FROM generate_series(1, 61) WHERE i IS NOT NULL) x;
        INSERT INTO t (id) VALUES (-1);
        CREATE TABLE twins (a text, "b c" int, e vector(2), PRIMARY KEY (a, "b c"));
        INSERT INTO twins SELECT 'k' || i % 2, i, ARRAY[i / 5, 1]::real[]::vector FROM generate_series(1, 100) i;
        CREATE TABLE zeros (id bigint PRIMARY KEY, e vector(3));
        INSERT INTO zeros VALUES (1, '[0,0,0]'), (2, '[1,0,0]'), (3, '[-1,0,0]'), (10, '[0,0,0]');
        CREATE TABLE mixed (id int PRIMARY KEY, e vector);
        INSERT INTO mixed VALUES (1, '[1,2]'), (2, '[1,2,3]');
    )"_s);
    m_session = m_services.session(m_cluster->options());
}

void ExactNeighboursTest::cleanupTestCase()
{
    m_session.reset();
    m_cluster.reset();
}

void ExactNeighboursTest::findsWhatTheServerFinds_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("symbol");
    using catalog::VectorKind;
    for (const char *symbol : {"<->", "<#>", "<=>", "<+>"}) {
        const QString text = QString::fromLatin1(symbol);
        QTest::newRow(qPrintable(u"vector "_s + text)) << u"e"_s << int(VectorKind::Vector) << text;
        QTest::newRow(qPrintable(u"halfvec "_s + text)) << u"h"_s << int(VectorKind::Halfvec) << text;
        QTest::newRow(qPrintable(u"sparsevec "_s + text)) << u"s"_s << int(VectorKind::Sparsevec) << text;
    }
    QTest::newRow("bit <~>") << u"b"_s << int(VectorKind::Bit) << u"<~>"_s;
    QTest::newRow("bit <%>") << u"b"_s << int(VectorKind::Bit) << u"<%>"_s;
}

void ExactNeighboursTest::findsWhatTheServerFinds()
{
    QFETCH(QString, column);
    QFETCH(int, kind);
    QFETCH(QString, symbol);
    const std::vector<QueryVector> queries = queriesOf(u"t"_s, column, catalog::VectorKind(kind), u"id IN (7, 77, 777, 1234, 2999) ORDER BY id"_s);
    const ExactNeighbours made = compute(on(u"t"_s, column, *metricOf(symbol)), queries, 20);
    QCOMPARE(made.rows, 3000);
    const int ids[] = {7, 77, 777, 1234, 2999};
    for (std::size_t q = 0; q < queries.size(); ++q) {
        const QStringList lines = m_cluster->psql(u"SELECT id, %1 %2 (SELECT %1 FROM t WHERE id = %3) AS d FROM t WHERE %1 IS NOT NULL ORDER BY d, id LIMIT 20"_s
                                                      .arg(column, symbol, QString::number(ids[q]))).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(made.lists[q].size(), std::size_t(lines.size()));
        for (std::size_t i = 0; i < made.lists[q].size(); ++i) {
            const double distance = lines[qsizetype(i)].section(u'|', 1).toDouble();
            QVERIFY2(std::abs(made.lists[q][i].distance - distance) < 1e-5, qPrintable(lines[qsizetype(i)]));
            // Bits are counted exactly, so there the order of ties is the same to the last.
            if (catalog::VectorKind(kind) == catalog::VectorKind::Bit)
                QCOMPARE(made.lists[q][i].key[0], lines[qsizetype(i)].section(u'|', 0, 0));
        }
        if (symbol != u"<#>")
            QCOMPARE(made.lists[q][0].distance < 1e-6, true);
    }
}

void ExactNeighboursTest::keepsToTheConditions()
{
    VectorQuery query = on(u"t"_s, u"e"_s, catalog::AnnMetric::L2);
    query.filters = {{.column = u"kind"_s, .path = {}, .values = {u"a"_s}, .type = {}}};
    query.condition = u"id <= 300"_s;
    const std::vector<QueryVector> queries = queriesOf(u"t"_s, u"e"_s, catalog::VectorKind::Vector, u"id = 5"_s);
    const ExactNeighbours made = compute(query, queries, 10);
    QCOMPARE(made.rows, 100);
    QCOMPARE(keysOf(made.lists[0]), m_cluster->psql(u"SELECT id FROM t WHERE kind = 'a' AND id <= 300 ORDER BY e <-> (SELECT e FROM t WHERE id = 5) LIMIT 10"_s).split(u'\n', Qt::SkipEmptyParts));
}

void ExactNeighboursTest::decidesTiesByTheKey()
{
    VectorQuery query = on(u"t"_s, u"b"_s, catalog::AnnMetric::Hamming);
    query.condition = u"id IN (9, 10, 100, 1000)"_s; // 10 before 100 before 9 as texts
    const std::vector<QueryVector> all = queriesOf(u"t"_s, u"b"_s, catalog::VectorKind::Bit, u"id = 9"_s);
    m_cluster->psql(u"CREATE TABLE same AS SELECT id, (SELECT b FROM t WHERE id = 9) AS b FROM t WHERE id IN (9, 10, 100, 1000); ALTER TABLE same ADD PRIMARY KEY (id)"_s);
    query.table = u"same"_s;
    QCOMPARE(keysOf(compute(query, all, 3).lists[0]), (QStringList{u"9"_s, u"10"_s, u"100"_s}));
}

void ExactNeighboursTest::doesNotDependOnTheThreads()
{
    const std::vector<QueryVector> queries = queriesOf(u"t"_s, u"e"_s, catalog::VectorKind::Vector, u"id BETWEEN 1 AND 300 ORDER BY id"_s);
    const VectorQuery query = on(u"t"_s, u"e"_s, catalog::AnnMetric::Cosine);
    const ExactNeighbours one = compute(query, queries, 10, 1);
    QVERIFY(compute(query, queries, 10, 3).lists == one.lists);
    const ExactNeighbours held = compute(query, queries, 10, 3, true); // nor on when it is streamed
    QVERIFY(held.lists == one.lists && held.rows == one.rows && held.waitedSeconds > 0 && held.waitedSeconds < held.seconds);
    QCOMPARE(one.lists.size(), 300U);
}

void ExactNeighboursTest::putsWhatHasNoDirectionLast()
{
    const ExactNeighbours made = compute(on(u"zeros"_s, u"e"_s, catalog::AnnMetric::Cosine), {std::vector<float>{1, 0, 0}}, 4);
    QCOMPARE(keysOf(made.lists[0]), (QStringList{u"2"_s, u"3"_s, u"1"_s, u"10"_s}));
    QVERIFY(std::isnan(made.lists[0][2].distance));
    QCOMPARE(compute(on(u"zeros"_s, u"e"_s, catalog::AnnMetric::Cosine), {std::vector<float>{1, 0, 0}}, 1).lists[0].size(), 1U);
}

void ExactNeighboursTest::takesKeysOfSeveralColumns()
{
    const ExactNeighbours made = compute(on(u"twins"_s, u"e"_s, catalog::AnnMetric::L2), {std::vector<float>{3, 1}}, 5);
    QCOMPARE(keysOf(made.lists[0]), (QStringList{u"k0/16"_s, u"k0/18"_s, u"k1/15"_s, u"k1/17"_s, u"k1/19"_s}));
}

void ExactNeighboursTest::refusesRowsOfOtherDimensions()
{
    try {
        compute(on(u"mixed"_s, u"e"_s, catalog::AnnMetric::L2), {std::vector<float>{1, 2}}, 1);
        QFAIL("it did not throw");
    } catch (const core::Error &e) {
        QVERIFY2(e.message().contains(u"a row has 3 dimensions, the query has 2"_s), qPrintable(e.message()));
    }
    VectorQuery query = on(u"mixed"_s, u"e"_s, catalog::AnnMetric::L2);
    query.condition = u"vector_dims(e) = 2"_s;
    QCOMPARE(compute(query, {std::vector<float>{1, 2}}, 1).lists[0][0].distance, 0.0);
}

void ExactNeighboursTest::canBeCancelled()
{
    VectorQuery query = on(u"t"_s, u"e"_s, catalog::AnnMetric::L2);
    query.condition = u"pg_sleep(0.02) IS NOT NULL"_s;
    const std::vector<QueryVector> queries = queriesOf(u"t"_s, u"e"_s, catalog::VectorKind::Vector, u"id = 5"_s);
    auto task = m_session->read(u"exact"_s, [&](pg::Connection &c, core::JobContext &job) {
        return exactNeighbours(c, job, readSearchTable(c, query.schema, query.table), query, queries, 5);
    });
    QTRY_COMPARE(task.job->state(), core::Job::State::Running);
    QElapsedTimer timer;
    timer.start();
    task.job->cancel();
    QVERIFY_THROWS_EXCEPTION(core::Cancelled, task.future.waitForFinished());
    QVERIFY(timer.elapsed() < 5000);
}

QTEST_GUILESS_MAIN(ExactNeighboursTest)
#include "tst_exactneighbours.moc"
