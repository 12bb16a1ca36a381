// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of one server in a table of another: passed through where the types are the same, cast where they are not, all or none.
#include "load/copyfrom.h"
#include "support/loadbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using load::CopyPlan;
using test::LoadOutcome;

class TestCopyFrom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        sql(u"CREATE DATABASE other"_s);
        // The extension elsewhere, and with other OIDs.
        there(u"CREATE SCHEMA \"Ext x\"; CREATE TYPE filler AS (a int); CREATE EXTENSION vector SCHEMA \"Ext x\";"
              "ALTER DATABASE other SET search_path = public, \"Ext x\""_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void aTableIsMadeAsTheOtherOneIs();
    void columnsOfOtherTypesAreCast();
    void aQueryIsCopiedByName();
    void columnsWithoutAPlaceAreNamed();
    void indexesAreBuiltAfterwards();
    void duplicatesAreUpdated();
    void whatFailsLeavesNothing_data();
    void whatFailsLeavesNothing();
    void aCancelEndsBothSides();
    void moreThanTheQueueHolds();

private:
    QString sql(const QString &text) const { return m_cluster->psql(text); }
    QString there(const QString &text) const { return m_cluster->psql(text, u"other"_s); }
    core::Task<load::LoadReport> start(const CopyPlan &plan)
    {
        m_from = m_services.session(m_cluster->options(), u"from"_s);
        m_to = m_services.session(m_cluster->options(u"other"_s), u"to"_s);
        return core::runInThread(m_threads, u"copy"_s, nullptr,
                                 [this, plan](core::JobContext &job) { return load::copyRows(*m_from, *m_to, plan, job); });
    }
    LoadOutcome run(const CopyPlan &plan) { return test::LoadBench::outcomeOf(start(plan)); }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_from, m_to;
    QThreadPool m_threads;
};

void TestCopyFrom::aTableIsMadeAsTheOtherOneIs()
{
    sql(u"CREATE TABLE \"We\"\"ird; --\" (id bigint PRIMARY KEY, \"Größe\" numeric(8,2) NOT NULL, e vector(3), h halfvec(2), s sparsevec(9), b bit(3),"
        " t timestamptz, j jsonb, a text[], iv interval, r int4range);"
        "INSERT INTO \"We\"\"ird; --\" VALUES (1, 1.5, '[1,2,3]', '[1,2]', '{1:1}/9', '101', '2024-03-31 02:30', '{\"a\":1}', '{x,NULL}', '1 day', '[1,5)'),"
        " (2, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"_s);
    CopyPlan plan;
    plan.fromSchema = u"public"_s;
    plan.fromTable = plan.table = u"We\"ird; --"_s;
    plan.create = true;
    const LoadOutcome outcome = run(plan);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(outcome.report->rows, 2);
    const QString all = u"SELECT string_agg(w::text, ';' ORDER BY id) FROM \"We\"\"ird; --\" w"_s;
    QCOMPARE(there(all), sql(all));
    QCOMPARE(there(u"SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || attnotnull, ',' ORDER BY attnum) FROM pg_attribute "
                   "WHERE attrelid = '\"We\"\"ird; --\"'::regclass AND attnum > 0"_s),
             u"id biginttrue,Größe numeric(8,2)true,e vector(3)false,h halfvec(2)false,s sparsevec(9)false,b bit(3)false,t timestamp with time zonefalse,"
             "j jsonbfalse,a text[]false,iv intervalfalse,r int4rangefalse"_s);
    QCOMPARE(there(u"SELECT count(*) FROM pg_index WHERE indisprimary AND indrelid = '\"We\"\"ird; --\"'::regclass"_s), u"1"_s);
}

void TestCopyFrom::columnsOfOtherTypesAreCast()
{
    sql(u"CREATE TABLE narrow (id int, e vector(3), t text, mood text, n float8); INSERT INTO narrow VALUES (7, '[1,2,0.1]', '[4,5]', 'glad', 1.25)"_s);
    there(u"CREATE TYPE mood AS ENUM ('glad'); CREATE TABLE wide (id bigint, e halfvec(3), t vector(2), mood mood, n numeric, extra text DEFAULT 'x')"_s);
    CopyPlan plan;
    plan.fromTable = u"narrow"_s;
    plan.table = u"wide"_s;
    const LoadOutcome outcome = run(plan);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(there(u"SELECT * FROM wide"_s), u"7|[1,2,0.099975586]|[4,5]|glad|1.25|x"_s);
}

void TestCopyFrom::aQueryIsCopiedByName()
{
    there(u"CREATE TABLE queried (a int, \"B b\" text)"_s);
    CopyPlan plan;
    plan.fromQuery = u"SELECT i AS n, 'row ' || i AS word FROM generate_series(1, 3) i ORDER BY i -- and a remark"_s;
    plan.table = u"queried"_s;
    plan.columns = {{u"n"_s, u"a"_s}, {u"word"_s, u"B b"_s}};
    const LoadOutcome outcome = run(plan);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(there(u"SELECT * FROM queried ORDER BY a"_s), u"1|row 1\n2|row 2\n3|row 3"_s);
}

void TestCopyFrom::columnsWithoutAPlaceAreNamed()
{
    sql(u"CREATE TABLE titled (id int, \"Ti tle\" text, body text); INSERT INTO titled VALUES (1, 'a', 'b')"_s);
    there(u"CREATE TABLE \"He\"\"ad; --\" (id int, headline text, body text)"_s);
    CopyPlan plan;
    plan.fromTable = u"titled"_s;
    plan.table = u"He\"ad; --"_s;
    const QString says = u"Not copied, as public.\"He\"\"ad; --\" has no column of that name: Ti tle. Say which column goes where"_s;
    auto task = start(plan);
    LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    QVERIFY2(outcome.report && outcome.report->summary().contains(says), qPrintable(outcome.report ? outcome.report->summary() : outcome.words()));
    QVERIFY2(task.job->log().contains(u"columns that get NULL, as nothing fills them: headline"_s), qPrintable(task.job->log().join(u'\n')));
    plan.fromTable.clear();
    plan.fromQuery = u"SELECT * FROM titled"_s;
    outcome = run(plan);
    QVERIFY2(outcome.report && outcome.report->summary().contains(says), qPrintable(outcome.words()));
    // What was left out on purpose is no news.
    plan.columns = {{u"id"_s, u"id"_s}, {u"body"_s, u"headline"_s}};
    outcome = run(plan);
    QVERIFY2(outcome.report && outcome.report->remarks.isEmpty(), qPrintable(outcome.words()));
    QCOMPARE(there(u"SELECT count(*), count(headline) FROM \"He\"\"ad; --\""_s), u"3|1"_s);
}

void TestCopyFrom::indexesAreBuiltAfterwards()
{
    there(u"CREATE TABLE indexed (id int PRIMARY KEY, e vector(2), n int CHECK (n >= 0)); CREATE INDEX \"in\"\"dex\" ON indexed (n);"
          "CREATE INDEX indexed_hnsw ON indexed USING hnsw (e vector_l2_ops) WITH (m = 8); COMMENT ON INDEX indexed_hnsw IS 'mine'"_s);
    const QString indexes = u"SELECT string_agg(pg_get_indexdef(indexrelid) || coalesce(obj_description(indexrelid), ''), ';' ORDER BY indexrelid::regclass::text) "
                            "FROM pg_index WHERE indrelid = 'indexed'::regclass"_s;
    const QString identities = u"SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_class WHERE relname IN ('in\"dex', 'indexed_hnsw')"_s;
    const QString before = there(indexes), were = there(identities);
    CopyPlan plan;
    plan.fromQuery = u"SELECT i AS id, ARRAY[i, 1]::vector AS e, -i AS n FROM generate_series(1, 500) i"_s;
    plan.table = u"indexed"_s;
    plan.indexAfterwards = true;
    QVERIFY(run(plan).error); // and all of it is as it was
    QCOMPARE(there(identities), were);
    plan.fromQuery.replace(u"-i"_s, u"i"_s);
    const LoadOutcome outcome = run(plan);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(there(indexes), before);
    QVERIFY(there(identities) != were);
    QCOMPARE(there(u"SET enable_seqscan = off; SELECT id FROM indexed ORDER BY e <-> '[400,1]' LIMIT 1"_s), u"400"_s);
}

void TestCopyFrom::duplicatesAreUpdated()
{
    sql(u"CREATE TABLE keyed (id int, name text); INSERT INTO keyed VALUES (1, 'a'), (2, 'b'), (1, 'c')"_s);
    there(u"CREATE TABLE keyed (id int PRIMARY KEY, name text); INSERT INTO keyed VALUES (2, 'old')"_s);
    CopyPlan plan;
    plan.fromTable = plan.table = u"keyed"_s;
    plan.onDuplicate = load::OnDuplicate::Update;
    const LoadOutcome outcome = run(plan);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(outcome.report->updated, 2);
    QCOMPARE(there(u"SELECT string_agg(id || name, ',' ORDER BY id) FROM keyed"_s), u"1c,2b"_s);
}

void TestCopyFrom::whatFailsLeavesNothing_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("expected");
    QTest::newRow("reading") << u"SELECT i AS id, 100 / (5000 - i) AS n FROM generate_series(1, 100000) i"_s << u"Reading failed: division by zero"_s;
    QTest::newRow("a duplicate") << u"SELECT i % 5000 AS id, i AS n FROM generate_series(1, 2000000) i"_s << u"already exists"_s;
    QTest::newRow("a constraint") << u"SELECT i AS id, -1 AS n FROM generate_series(1, 2000000) i"_s << u"check constraint"_s;
    QTest::newRow("a missing column") << u"SELECT 1 AS id, 2 AS absent"_s << QString();
}

void TestCopyFrom::whatFailsLeavesNothing()
{
    QFETCH(QString, query);
    QFETCH(QString, expected);
    there(u"DROP TABLE IF EXISTS strict; CREATE TABLE strict (id int PRIMARY KEY, n int CHECK (n >= 0))"_s);
    CopyPlan plan;
    plan.fromQuery = query;
    plan.table = u"strict"_s;
    const LoadOutcome outcome = run(plan);
    if (expected.isEmpty()) {
        QVERIFY2(outcome.report, qPrintable(outcome.words())); // what has no place is left out
        return;
    }
    QVERIFY2(outcome.error, qPrintable(outcome.words()));
    QVERIFY2(outcome.words().contains(expected) && outcome.words().contains(u"Nothing was loaded"_s), qPrintable(outcome.words()));
    QCOMPARE(there(u"SELECT count(*) FROM strict"_s), u"0"_s);
    // Both sessions are as good as before.
    plan.fromQuery = u"SELECT 1 AS id, 2 AS n"_s;
    QVERIFY(run(plan).report);
}

void TestCopyFrom::aCancelEndsBothSides()
{
    there(u"CREATE TABLE cancelled (id int)"_s);
    CopyPlan plan;
    plan.fromQuery = u"SELECT generate_series(1, 2000000000) AS id"_s;
    plan.table = u"cancelled"_s;
    auto task = start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(task.job->progress().phase == u"Copying"_s, 10'000);
    QElapsedTimer timer;
    timer.start();
    task.job->cancel();
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    QVERIFY2(outcome.cancelled, qPrintable(outcome.words()));
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(there(u"SELECT count(*) FROM cancelled"_s), u"0"_s);
    QTRY_COMPARE_WITH_TIMEOUT(sql(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'"_s), u"0"_s, 5'000);
}

void TestCopyFrom::moreThanTheQueueHolds()
{
    there(u"CREATE TABLE many (id int, e vector(200))"_s);
    CopyPlan plan;
    plan.fromQuery = u"SELECT i AS id, array_fill(i::real, ARRAY[200])::vector AS e FROM generate_series(1, 40000) i"_s;
    plan.table = u"many"_s;
    const LoadOutcome outcome = run(plan);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(there(u"SELECT count(*), count(DISTINCT id), count(*) FILTER (WHERE (e::real[])[200] <> id) FROM many"_s), u"40000|40000|0"_s);
}

QTEST_GUILESS_MAIN(TestCopyFrom)
#include "tst_copyfrom.moc"
