// SPDX-License-Identifier: GPL-3.0-or-later
// Two rows with one key, and which of them was there first: the advice is about that one.
#include "support/loadbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using load::LoadPlan;
using test::LoadOutcome;

class TestLoadDuplicates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_bench = std::make_unique<test::LoadBench>(*m_cluster);
    }
    void cleanupTestCase()
    {
        m_bench.reset();
        m_cluster.reset();
    }
    void theFirstRowIsNamed_data();
    void theFirstRowIsNamed();
    void theLastRowWinsWhateverNullMeans_data();
    void theLastRowWinsWhateverNullMeans();
    void eachBadRowIsListedOnce();

private:
    QString sql(const QString &text) const { return m_cluster->psql(text); }

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::LoadBench> m_bench;
};

void TestLoadDuplicates::theFirstRowIsNamed_data()
{
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("before"); // in the table
    QTest::addColumn<int>("batchRows");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("doesNotSay");
    const QString key = u"id int PRIMARY KEY, name text"_s;
    QTest::newRow("in the same batch") << key << QString() << 1000
        << u"line 7: Key (id)=(2) already exists. (dup_pkey of public.dup); line 3 of the file has the same key. Nothing was loaded; public.dup is as it was. "
           "Remove one of the two rows from the file, or choose to skip duplicates"_s
        << u"from the table"_s;
    QTest::newRow("in an earlier batch") << key << QString() << 2
        << u"line 3 of the file has the same key. The batch under way was rolled back; the first 4 rows of the source are done: 4 are in public.dup. "
           "Choose to skip duplicates, which keeps the first row, or to update them, which keeps the last; then run the same load again"_s
        << u"emove"_s;
    QTest::newRow("in the table") << key << u"INSERT INTO dup VALUES (4, 'here')"_s << 1000
        << u"line 5: Key (id)=(4) already exists. (dup_pkey of public.dup). Nothing was loaded; public.dup is as it was. "
           "Remove the row from the table, or choose to skip or update duplicates."_s
        << u"of the file has"_s;
    QTest::newRow("by a text") << u"id int, name text UNIQUE"_s << u"INSERT INTO dup VALUES (9, 'row 9')"_s << 1000
        << u"line 6: Key (name)=(row 1) already exists. (dup_name_key of public.dup); line 2 of the file has the same key."_s << u"from the table"_s;
    QTest::newRow("by a text in the table") << u"id int, name text UNIQUE"_s << u"INSERT INTO dup VALUES (9, 'row 2')"_s << 1000
        << u"The other row is in the table or earlier in the file: remove it, or choose"_s << u"of the file has"_s;
    QTest::newRow("by an expression") << u"id int, name text); CREATE UNIQUE INDEX dup_upper ON dup (upper(name)"_s << QString() << 1000
        << u"another row of the file has the same key. Nothing was loaded"_s << u"from the table"_s;
}

void TestLoadDuplicates::theFirstRowIsNamed()
{
    QFETCH(QString, columns);
    QFETCH(QString, before);
    QFETCH(int, batchRows);
    QFETCH(QString, says);
    QFETCH(QString, doesNotSay);
    sql(u"DROP TABLE IF EXISTS dup; CREATE TABLE dup (%1);"_s.arg(columns) + before);
    LoadPlan plan = m_bench->plan(m_bench->write(u"dup.csv"_s, "id,name\n1,row 1\n2,row 2\n3,row 3\n4,row 4\n5,row 1\n2,row 6\n"), u"dup"_s);
    if (columns.contains(u"PRIMARY"_s))
        plan.file = m_bench->write(u"dup.csv"_s, "id,name\n1,row 1\n2,row 2\n3,row 3\n4,row 4\n5,row 5\n2,row 6\n");
    plan.batchRows = batchRows;
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.error && outcome.error->cause() == load::LoadError::Cause::Duplicate, qPrintable(outcome.words()));
    QVERIFY2(outcome.words().contains(says), qPrintable(outcome.words()));
    QVERIFY2(!outcome.words().contains(doesNotSay), qPrintable(outcome.words()));
}

void TestLoadDuplicates::theLastRowWinsWhateverNullMeans_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no NULL equals another") << u"UNIQUE (a, b)"_s << u"1--old 1--row 1 1--row 3 1-2-row 4"_s;
    QTest::newRow("all of them are one") << u"UNIQUE NULLS NOT DISTINCT (a, b)"_s << u"1--row 3 1-2-row 4"_s;
    QTest::newRow("two indexes") << u"UNIQUE (a, b), UNIQUE NULLS NOT DISTINCT (b, a)"_s << u"1--row 3 1-2-row 4"_s;
}

void TestLoadDuplicates::theLastRowWinsWhateverNullMeans()
{
    QFETCH(QString, key);
    QFETCH(QString, expected);
    sql(u"DROP TABLE IF EXISTS nulls; CREATE TABLE nulls (a int, b int, name text, %1); INSERT INTO nulls VALUES (1, NULL, 'old')"_s.arg(key));
    LoadPlan plan = m_bench->plan(m_bench->write(u"nulls.csv"_s, "a,b,name\n1,,row 1\n1,2,row 2\n1,,row 3\n1,2,row 4\n"), u"nulls"_s);
    plan.onDuplicate = load::OnDuplicate::Update;
    plan.keyColumns = {u"a"_s, u"b"_s};
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(sql(u"SELECT string_agg(concat_ws('-', a, coalesce(b::text, ''), name), ' ' ORDER BY b NULLS FIRST, name) FROM nulls"_s), expected);
    QCOMPARE(outcome.report->inserted + outcome.report->updated, 4);
}

void TestLoadDuplicates::eachBadRowIsListedOnce()
{
    sql(u"CREATE TABLE listed (id int PRIMARY KEY CHECK (id <> 5), v vector(2))"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"listed.csv"_s, "id,v\n1,\"[1,2]\"\n2,\"[1]\"\n3,\"[1,2,3]\"\n5,\"[1,2]\"\n6,\"[1,2]\"\n1,\"[1,2]\"\n"), u"listed"_s);
    plan.onBadRow = load::OnBadRow::Reject;
    plan.rejectFile = m_bench->path(u"listed-rejects.csv"_s);
    plan.onDuplicate = load::OnDuplicate::Skip;
    load::LoadWatch watch;
    const LoadOutcome outcome = m_bench->run(plan, &watch);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(outcome.report->rejected, 3); // the batch was sent several times to find the row that the server refuses
    QCOMPARE(watch.badRows(0).size(), std::size_t(3));
    QCOMPARE(watch.figures().rejected, 3);
    // Stopped by a duplicate: what was found stays listed and counted, what was sent does not stand.
    sql(u"TRUNCATE listed"_s);
    plan.onDuplicate = load::OnDuplicate::Stop;
    plan.batchRows = 2; // the first of them stands
    load::LoadWatch stopped;
    QVERIFY(m_bench->run(plan, &stopped).error);
    QCOMPARE(stopped.badRows(0).size(), std::size_t(3));
    QCOMPARE(stopped.figures().rejected, 3);
    QCOMPARE(stopped.figures().rows, 1);
    QCOMPARE(sql(u"SELECT count(*) FROM listed"_s), u"1"_s);
}

QTEST_GUILESS_MAIN(TestLoadDuplicates)
#include "tst_loadduplicates.moc"
