// SPDX-License-Identifier: GPL-3.0-or-later
// Rows with one key, of a file and of the table: they stop a load, are skipped or updated. Which of them was there first is named, as the advice is about that one.
#include "support/loadtest.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using load::LoadPlan;
using test::LoadOutcome;

class TestLoadDuplicates : public test::LoadTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(); }
    void cleanupTestCase() { stopServer(); }
    void duplicatesStopTheLoad();
    void duplicatesAreSkippedInTableAndFile();
    void duplicatesUpdateAndTheLastOneWins();
    void nullsInAKeyAreNoDuplicates();
    void theFirstRowIsNamed_data();
    void theFirstRowIsNamed();
    void theLastRowWinsWhateverNullMeans_data();
    void theLastRowWinsWhateverNullMeans();
    void eachBadRowIsListedOnce();
};

void TestLoadDuplicates::duplicatesStopTheLoad()
{
    sql(u"CREATE TABLE stop7 (id int PRIMARY KEY, name text); INSERT INTO stop7 VALUES (650, 'here already')"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"stop.csv"_s, numbered(1000)), u"stop7"_s);
    plan.batchRows = 100;
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.error, qPrintable(outcome.words()));
    QCOMPARE(outcome.error->cause(), load::LoadError::Cause::Duplicate);
    QVERIFY2(outcome.error->row, qPrintable(outcome.words()));
    QCOMPARE(outcome.error->row->place.line, 651); // behind the header
    QCOMPARE(outcome.error->row->raw, QByteArray("650,row 650"));
    QCOMPARE(outcome.error->report().batches, 6);
    for (const QString &word : {u"line 651"_s, u"Key (id)=(650) already exists"_s, u"stop7_pkey"_s, u"first 600 rows"_s, u"skip or update"_s})
        QVERIFY2(outcome.words().contains(word), qPrintable(outcome.words()));
    QCOMPARE(sql(u"SELECT count(*), max(id) FROM stop7"_s), u"601|650"_s);

    // The same load goes on once it may skip, behind what stands.
    plan.onDuplicate = load::OnDuplicate::Skip;
    const LoadOutcome rest = m_bench->run(plan);
    verifyLoaded(rest, 400);
    QVERIFY(rest.report->resumed);
    QCOMPARE(rest.report->rowsBefore, 600);
    QCOMPARE(rest.report->skipped, 1);
    QCOMPARE(sql(u"SELECT count(*), count(DISTINCT id), (SELECT name FROM stop7 WHERE id = 650) FROM stop7"_s), u"1000|1000|here already"_s);
    QCOMPARE(sql(u"SELECT count(*) FROM quiver.load_progress"_s), u"0"_s);
}

void TestLoadDuplicates::duplicatesAreSkippedInTableAndFile()
{
    sql(u"CREATE TABLE skipped (id int PRIMARY KEY, name text, n int GENERATED ALWAYS AS IDENTITY); INSERT INTO skipped VALUES (2, 'old')"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"skip.csv"_s, "id,name\n1,first\n2,new\n1,second\n3,x\n3,y\n"), u"skipped"_s);
    plan.onDuplicate = load::OnDuplicate::Skip;
    plan.batchRows = 4; // the last one meets its twin of the batch before
    const LoadOutcome outcome = m_bench->run(plan);
    verifyLoaded(outcome, 5);
    QCOMPARE(outcome.report->inserted, 2);
    QCOMPARE(outcome.report->skipped, 3);
    QVERIFY2(outcome.report->summary().startsWith(u"2 rows loaded into public.skipped, 3 skipped as duplicates"_s), qPrintable(outcome.report->summary()));
    QCOMPARE(sql(u"SELECT id, name FROM skipped ORDER BY id"_s), u"1|first\n2|old\n3|x"_s);
}

void TestLoadDuplicates::duplicatesUpdateAndTheLastOneWins()
{
    sql(u"CREATE TABLE updated (a int, \"B b\" text, name text, kept text DEFAULT 'kept', UNIQUE (a, \"B b\"));"
        "INSERT INTO updated VALUES (2, 'x', 'old', 'by hand')"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"update.csv"_s, "a,B b,name\n1,x,first\n2,x,new\n1,x,second\n1,y,z\n"), u"updated"_s);
    plan.onDuplicate = load::OnDuplicate::Update;
    plan.keyColumns = {u"B b"_s, u"a"_s};
    const LoadOutcome outcome = m_bench->run(plan);
    verifyLoaded(outcome, 4);
    QCOMPARE(outcome.report->inserted, 2);
    QCOMPARE(outcome.report->updated, 2);
    QCOMPARE(outcome.report->skipped, 0);
    QVERIFY2(outcome.report->summary().startsWith(u"4 rows loaded into public.updated (2 new, 2 updated)"_s), qPrintable(outcome.report->summary()));
    QCOMPARE(sql(u"SELECT a, \"B b\", name, kept FROM updated ORDER BY 1, 2"_s), u"1|x|second|kept\n1|y|z|kept\n2|x|new|by hand"_s);
}

void TestLoadDuplicates::nullsInAKeyAreNoDuplicates()
{
    sql(u"CREATE TABLE nulls (a int UNIQUE, name text)"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"nulls.csv"_s, "a,name\n,one\n,two\n1,x\n1,y\n"), u"nulls"_s);
    plan.onDuplicate = load::OnDuplicate::Update;
    plan.keyColumns = {u"a"_s};
    verifyLoaded(m_bench->run(plan), 4);
    QCOMPARE(sql(u"SELECT a, name FROM nulls ORDER BY a NULLS FIRST, name"_s), u"|one\n|two\n1|y"_s);
}

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
