// SPDX-License-Identifier: GPL-3.0-or-later
// What a load makes of what earlier runs have left: their rows are neither lost nor loaded twice, and no refusal is without a way on.
#include "sql/keptrun.h"
#include "support/loadtest.h"

#include <QDateTime>

#include <sys/file.h>

using namespace Qt::StringLiterals;
using namespace quiver;
using load::LoadError;
using load::LoadPlan;
using load::ResumeMode;
using test::LoadOutcome;

namespace {

/// The columns id and n, one of them perhaps bad.
QByteArray pairs(int rows, const QByteArray &bad = {}, int badRow = -1)
{
    QByteArray csv = "id,n\n";
    for (int i = 1; i <= rows; ++i)
        csv += QByteArray::number(i) + ',' + (i == badRow ? bad : QByteArray::number(i)) + '\n';
    return csv;
}

} // namespace

class TestLoadResume : public test::LoadTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(); }
    void cleanupTestCase() { stopServer(); }
    // First those that look at what is unfinished: others leave their loads.
    void aTableThatWasEmptiedOrMadeAnewIsLoadedFromTheBeginning();
    void whatIsOwedIsKeptUntilAnotherBeginningStands();
    void whatIsOwedCanBeRunAndTheLoadForgotten();
    void unfinishedLoadsAreListedAndForgotten();
    void aFileThatIsCorrectedIsGoneOnWith();
    void aFileThatIsTouchedIsTheSame();
    void aFileThatChangedInLoadedRowsIsRefused();
    void anotherMappingIsRefused();
    void oneTransactionIsRefusedBehindBatches();
    void whatIsLoadedIsNotLoadedTwiceUnasked_data();
    void whatIsLoadedIsNotLoadedTwiceUnasked();
    void anEmptiedTableIsLoadedWithoutAsking();
    void rejectsOfAnotherLoadStay();
    void twoLoadsDoNotShareARejectFile();
    void aSourceIsNoRejectFile();
    void aLoadWithoutBadRowsTouchesNoRejectFile();
    void rejectsGoWithTheRowsTheyStoodBeside();
    void manyRowsInARowAreRefused();
    void aLateKeyIsLoaded();

private:
    /// Of a table of its own, (id int, n int) without a key, in batches of two.
    LoadPlan plan(const QString &table, const QByteArray &csv)
    {
        sql(u"DROP TABLE IF EXISTS %1; CREATE TABLE %1 (id int, n int, src text)"_s.arg(table));
        LoadPlan plan = m_bench->plan(m_bench->write(table + u".csv"_s, csv), table);
        plan.columns = {{.column = u"id"_s, .source = u"id"_s}, {.column = u"n"_s, .source = u"n"_s}};
        plan.batchRows = 2;
        return plan;
    }
    /// Stopped by its fifth row, behind four, and with both ways on in its words.
    LoadPlan stopped(const QString &table)
    {
        const LoadPlan stopped = plan(table, pairs(10, "x", 5));
        const LoadOutcome outcome = m_bench->run(stopped);
        const QString words = outcome.words();
        const bool saysHow = words.contains(u"Correct the row or let bad rows be rejected, and run the same load again"_s) && words.contains(u"To have all rows or none, delete those"_s);
        if (!outcome.error || outcome.error->cause() != LoadError::Cause::BadRow || count(table) != "4|4"_L1 || !saysHow)
            qFatal("%s", qPrintable(words));
        return stopped;
    }
    /// A load that was cancelled after 500 of 1,000 rows and has dropped the index TABLE_by_name for its time.
    LoadPlan cancelledWithoutItsIndex(const QString &table)
    {
        LoadPlan plan = waitingPlan(table, 1000, 555);
        sql(u"CREATE INDEX %1_by_name ON %1 (name)"_s.arg(table));
        plan.indexAfterwards = true;
        cancelInTheMiddle(plan);
        return plan;
    }
    QString count(const QString &table) const { return sql(u"SELECT count(*), count(DISTINCT id) FROM "_s + table); }
    static void refuses(const LoadOutcome &outcome, LoadError::Cause cause, const QStringList &words)
    {
        QVERIFY2(outcome.error, qPrintable(outcome.words()));
        QCOMPARE(int(outcome.error->cause()), int(cause));
        for (const QString &word : words)
            QVERIFY2(outcome.words().contains(word), qPrintable(outcome.words()));
    }
    static void loads(const LoadOutcome &outcome, qint64 rows)
    {
        QVERIFY2(outcome.report, qPrintable(outcome.words()));
        QCOMPARE(outcome.report->rows, rows);
    }
};

void TestLoadResume::aTableThatWasEmptiedOrMadeAnewIsLoadedFromTheBeginning()
{
    const LoadPlan plan = waitingPlan(u"emptied"_s, 1000, 555);
    for (const QString &change : {u"TRUNCATE emptied"_s, u"DROP TABLE emptied; CREATE TABLE emptied (id int PRIMARY KEY, name text)"_s}) {
        waitAt(plan.table, 555);
        cancelInTheMiddle(plan);
        sql(change);
        const LoadOutcome anew = m_bench->run(plan);
        QVERIFY2(anew.report, qPrintable(anew.words()));
        QVERIFY2(anew.words().contains(u"not gone on with"_s), qPrintable(anew.words()));
        verifyOnce(plan.table, 1000);
        sql(u"TRUNCATE emptied"_s);
    }
}

void TestLoadResume::whatIsOwedIsKeptUntilAnotherBeginningStands()
{
    LoadPlan plan = cancelledWithoutItsIndex(u"owed"_s);
    const QString pending = u"SELECT pending::text LIKE '%CREATE INDEX IF NOT EXISTS owed_by_name%' FROM quiver.load_progress"_s;
    QCOMPARE(sql(pending), u"t"_s);
    plan.resume = load::ResumeMode::Restart;
    says(m_bench->run(plan), {u"already exists"_s}); // its first batch meets the rows that stand
    QCOMPARE(sql(pending), u"t"_s);
    plan.onDuplicate = load::OnDuplicate::Skip;
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(sql(u"SELECT count(*) FROM pg_indexes WHERE indexname = 'owed_by_name'"_s), u"1"_s);
    verifyOnce(plan.table, 1000);
}

void TestLoadResume::whatIsOwedCanBeRunAndTheLoadForgotten()
{
    const LoadPlan plan = cancelledWithoutItsIndex(u"settled"_s);
    const auto finish = [this] {
        return m_bench->session().run(u"finish"_s, [](pg::Connection &c, core::JobContext &job) {
            sql::KeptRun unkept(nullptr, {});
            return load::finishLoad(c, job, load::unfinishedLoads(c).front(), unkept);
        }).future.result();
    };
    // What fails keeps the load known.
    sql(u"ALTER TABLE settled RENAME COLUMN name TO title"_s);
    const sql::ChangeReport failed = finish();
    QVERIFY2(failed.error && failed.summary().contains(u"name"_s), qPrintable(failed.summary()));
    QCOMPARE(sql(u"SELECT count(*) FROM quiver.load_progress"_s), u"1"_s);
    sql(u"ALTER TABLE settled RENAME COLUMN title TO name"_s);
    const sql::ChangeReport done = finish();
    QVERIFY2(done.succeeded(), qPrintable(done.summary()));
    QCOMPARE(sql(u"SELECT (SELECT count(*) FROM pg_indexes WHERE indexname = 'settled_by_name'), (SELECT count(*) FROM quiver.load_progress)"_s), u"1|0"_s);
}

void TestLoadResume::unfinishedLoadsAreListedAndForgotten()
{
    const LoadPlan plan = waitingPlan(u"unfinished"_s, 1000, 555);
    hold();
    auto task = m_bench->start(plan);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(), 10'000);
    const auto list = [this] {
        return m_bench->session().run(u"list"_s, [](pg::Connection &c, core::JobContext &) { return load::unfinishedLoads(c); }).future.result();
    };
    auto loads = list();
    QCOMPARE(loads.size(), std::size_t(1));
    QVERIFY(loads.front().isRunning);
    QCOMPARE(loads.front().rows, 500);
    task.job->cancel();
    QVERIFY(test::LoadBench::outcomeOf(task).cancelled);
    letGo();
    sql(u"ALTER TABLE unfinished RENAME TO \"we\"\"ird; --\""_s);
    loads = list();
    QCOMPARE(loads.size(), std::size_t(1));
    QVERIFY(!loads.front().isRunning);
    QCOMPARE(loads.front().table, u"public.\"we\"\"ird; --\""_s);
    QCOMPARE(loads.front().source, plan.file);
    QVERIFY(loads.front().updatedAt.secsTo(QDateTime::currentDateTimeUtc()) < 60);
    m_bench->session().run(u"forget"_s, [&](pg::Connection &c, core::JobContext &) { load::forgetLoad(c, loads.front().id); }).future.waitForFinished();
    QVERIFY(list().empty());
}

void TestLoadResume::aFileThatIsCorrectedIsGoneOnWith()
{
    const LoadPlan half = stopped(u"corrected"_s);
    m_bench->write(u"corrected.csv"_s, pairs(12, "5555", 5)); // longer, and with two rows more
    const LoadOutcome outcome = m_bench->run(half);
    loads(outcome, 8);
    QVERIFY2(outcome.words().contains(u"but not in the rows that were loaded"_s), qPrintable(outcome.words()));
    QCOMPARE(count(half.table), u"12|12"_s);
    QCOMPARE(sql(u"SELECT count(*) FROM quiver.load_progress"_s), u"0"_s);
    refuses(m_bench->run(half), LoadError::Cause::LoadedBefore, {u"12 rows"_s});
}

void TestLoadResume::aFileThatIsTouchedIsTheSame()
{
    const LoadPlan half = stopped(u"touched"_s);
    m_bench->write(u"touched.csv"_s, pairs(10, "0", 5)); // as long as it was
    QFile file(half.file);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.setFileTime(QDateTime::currentDateTime().addSecs(60), QFileDevice::FileModificationTime));
    file.close();
    loads(m_bench->run(half), 6);
    QCOMPARE(count(half.table), u"10|10"_s);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.setFileTime(QDateTime::currentDateTime().addSecs(120), QFileDevice::FileModificationTime));
    file.close();
    refuses(m_bench->run(half), LoadError::Cause::LoadedBefore, {u"10 rows"_s});
    QCOMPARE(count(half.table), u"10|10"_s);
}

void TestLoadResume::aFileThatChangedInLoadedRowsIsRefused()
{
    LoadPlan half = stopped(u"changed"_s);
    m_bench->write(u"changed.csv"_s, pairs(10, "22", 2));
    const LoadOutcome outcome = m_bench->run(half);
    refuses(outcome, LoadError::Cause::Unfinished, {u"has changed since in rows that were loaded"_s, u"4 rows of it stand in public.changed"_s, u"bring the file back"_s, u"begin with the first row"_s});
    QCOMPARE(outcome.error->unfinished, sql(u"SELECT id FROM quiver.load_progress"_s));
    QCOMPARE(count(half.table), u"4|4"_s);
    // Both ways on.
    const QByteArray changed = m_bench->read(u"changed.csv"_s);
    m_bench->write(u"changed.csv"_s, pairs(10, "5", 5));
    loads(m_bench->run(half), 6);
    QCOMPARE(count(half.table), u"10|10"_s);
    half = stopped(u"changed"_s);
    m_bench->write(u"changed.csv"_s, changed);
    sql(u"DELETE FROM changed WHERE id > 1"_s);
    half.resume = ResumeMode::Restart;
    loads(m_bench->run(half), 10);
    QCOMPARE(count(half.table), u"11|10"_s); // as asked
    QCOMPARE(sql(u"SELECT count(*) FROM quiver.load_progress"_s), u"0"_s);
}

void TestLoadResume::anotherMappingIsRefused()
{
    const LoadPlan half = stopped(u"mapped"_s);
    LoadPlan other = half;
    other.columns.push_back({.column = u"src"_s, .from = load::ColumnMapping::From::Constant, .source = u"web"_s});
    other.onBadRow = load::OnBadRow::Reject;
    other.rejectFile = m_bench->path(u"mapped.rejects"_s);
    refuses(m_bench->run(other), LoadError::Cause::Unfinished, {u"filled in another way"_s, u"4 rows of it stand in "_s, u"mapping of then"_s});
    QCOMPARE(count(half.table), u"4|4"_s);
    QVERIFY(!QFile::exists(other.rejectFile));
    // Of an emptied table nothing stands in the way.
    sql(u"TRUNCATE mapped"_s);
    const LoadOutcome anew = m_bench->run(other);
    loads(anew, 9);
    QVERIFY2(anew.words().contains(u"was emptied since"_s), qPrintable(anew.words()));
    QCOMPARE(sql(u"SELECT count(*), count(src) FROM mapped"_s), u"9|9"_s);
    QCOMPARE(sql(u"SELECT count(*) FROM quiver.load_progress"_s), u"0"_s);
}

void TestLoadResume::oneTransactionIsRefusedBehindBatches()
{
    LoadPlan half = stopped(u"batched"_s);
    half.oneTransaction = true;
    refuses(m_bench->run(half), LoadError::Cause::Unfinished, {u"it went in batches"_s, u"4 rows of it stand in "_s});
    sql(u"DELETE FROM quiver.load_progress"_s);
}

void TestLoadResume::whatIsLoadedIsNotLoadedTwiceUnasked_data()
{
    QTest::addColumn<qint64>("batchRows");
    QTest::addColumn<bool>("oneTransaction");
    QTest::newRow("batches") << qint64(2) << false;
    QTest::newRow("one batch") << qint64(1000) << false;
    QTest::newRow("one transaction") << qint64(2) << true;
}

void TestLoadResume::whatIsLoadedIsNotLoadedTwiceUnasked()
{
    QFETCH(qint64, batchRows);
    QFETCH(bool, oneTransaction);
    LoadPlan once = plan(u"once"_s, pairs(5));
    once.batchRows = batchRows;
    once.oneTransaction = oneTransaction;
    loads(m_bench->run(once), 5);
    refuses(m_bench->run(once), LoadError::Cause::LoadedBefore, {u"was loaded into public.once already: 5 rows, by "_s, u"Nothing was loaded now"_s, u"begin with the first row"_s});
    once.resume = ResumeMode::Only;
    refuses(m_bench->run(once), LoadError::Cause::LoadedBefore, {u"already"_s});
    QCOMPARE(count(once.table), u"5|5"_s);
    once.resume = ResumeMode::Restart;
    loads(m_bench->run(once), 5);
    QCOMPARE(count(once.table), u"10|5"_s);
    // Where rows are told by a key they do not come twice anyway.
    sql(u"TRUNCATE once; ALTER TABLE once ADD PRIMARY KEY (id)"_s);
    once.resume = ResumeMode::WherePossible;
    once.onDuplicate = load::OnDuplicate::Update;
    loads(m_bench->run(once), 5);
    loads(m_bench->run(once), 5);
    QCOMPARE(count(once.table), u"5|5"_s);
}

void TestLoadResume::anEmptiedTableIsLoadedWithoutAsking()
{
    const LoadPlan first = plan(u"staging"_s, pairs(5));
    LoadPlan second = first;
    second.file = m_bench->write(u"staging2.csv"_s, pairs(7));
    for (int day = 0; day < 2; ++day) {
        sql(u"TRUNCATE staging"_s);
        loads(m_bench->run(first), 5);
        loads(m_bench->run(second), 7); // what was loaded before the table was emptied is forgotten
        QCOMPARE(count(first.table), u"12|7"_s);
    }
    sql(u"DROP TABLE staging; CREATE TABLE staging (id int, n int, src text); INSERT INTO staging VALUES (0)"_s);
    loads(m_bench->run(second), 7); // another table
}

void TestLoadResume::rejectsOfAnotherLoadStay()
{
    LoadPlan first = plan(u"kept"_s, pairs(5, "x", 3));
    first.onBadRow = load::OnBadRow::Reject;
    first.rejectFile = m_bench->path(u"kept.rejects"_s);
    loads(m_bench->run(first), 4);
    const QByteArray rejects = m_bench->read(u"kept.rejects"_s);
    QVERIFY(rejects.contains("\"3,x\""));
    LoadPlan second = first;
    for (const QByteArray &rows : {pairs(6, "y", 2), pairs(6)}) {
        second.file = m_bench->write(u"kept2.csv"_s, rows);
        refuses(m_bench->run(second), LoadError::Cause::RejectFile, {u"holds rejected rows of another load"_s, u"Move it away"_s, u"Nothing was loaded now"_s});
        QCOMPARE(m_bench->read(u"kept.rejects"_s), rejects);
        QCOMPARE(count(u"kept"_s), u"4|4"_s);
    }
    // Its own it writes anew, and leaves nothing beside them.
    sql(u"TRUNCATE kept"_s);
    loads(m_bench->run(first), 4);
    QCOMPARE(m_bench->read(u"kept.rejects"_s), rejects);
    QVERIFY(!QFile::exists(first.rejectFile + u".part"_s));
}

void TestLoadResume::twoLoadsDoNotShareARejectFile()
{
    LoadPlan second = plan(u"shared"_s, pairs(5, "x", 3));
    second.onBadRow = load::OnBadRow::Reject;
    second.rejectFile = m_bench->path(u"shared.rejects"_s);
    QFile first(m_bench->write(u"shared.rejects.part"_s, "line,row,field,reason,raw\n")); // of a load that runs
    QVERIFY(first.open(QIODevice::ReadWrite) && ::flock(first.handle(), LOCK_EX) == 0);
    refuses(m_bench->run(second), LoadError::Cause::RejectFile, {u"is written by another load"_s});
    QVERIFY(first.size() > 0);
    first.close(); // it was killed
    QCOMPARE(count(u"shared"_s), u"2|2"_s);
    loads(m_bench->run(second), 2);
    QCOMPARE(count(u"shared"_s), u"4|4"_s);
    QCOMPARE(m_bench->read(u"shared.rejects"_s).count('\n'), 2);
}

void TestLoadResume::aSourceIsNoRejectFile()
{
    LoadPlan mixed = plan(u"mixed_up"_s, pairs(5, "x", 3));
    const QByteArray source = "line,row,field,reason,raw\n1,1,n,why,2\n";
    mixed.file = m_bench->write(u"mixed_up.csv"_s, source);
    mixed.source = load::guessOptions(mixed.file);
    mixed.columns = {{.column = u"id"_s, .source = u"row"_s}, {.column = u"n"_s, .source = u"raw"_s}};
    mixed.onBadRow = load::OnBadRow::Reject;
    QVERIFY(QFile::link(mixed.file, m_bench->path(u"link"_s)));
    for (const QString &file : {mixed.file, m_bench->path(u"link"_s)}) {
        mixed.rejectFile = file;
        refuses(m_bench->run(mixed), LoadError::Cause::RejectFile, {u"is the file that is loaded"_s});
        QCOMPARE(m_bench->read(u"mixed_up.csv"_s), source);
    }
}

void TestLoadResume::aLoadWithoutBadRowsTouchesNoRejectFile()
{
    LoadPlan good = plan(u"good"_s, pairs(5));
    good.onBadRow = load::OnBadRow::Reject;
    good.rejectFile = m_bench->path(u"good.rejects"_s);
    loads(m_bench->run(good), 5);
    QVERIFY(!QFile::exists(good.rejectFile) && !QFile::exists(good.rejectFile + u".part"_s));
}

void TestLoadResume::rejectsGoWithTheRowsTheyStoodBeside()
{
    LoadPlan failing = plan(u"rolled_back"_s, pairs(8, "x", 2));
    sql(u"ALTER TABLE rolled_back ADD UNIQUE (n); INSERT INTO rolled_back VALUES (0, 8)"_s);
    failing.batchRows = 1000;
    failing.onBadRow = load::OnBadRow::Reject;
    failing.rejectFile = m_bench->path(u"rolled_back.rejects"_s);
    refuses(m_bench->run(failing), LoadError::Cause::Duplicate, {u"Nothing was loaded"_s});
    QVERIFY(!QFile::exists(failing.rejectFile) && !QFile::exists(failing.rejectFile + u".part"_s));
    failing.batchRows = 2; // what is committed stays, with its rejects, and the next run goes on with both
    refuses(m_bench->run(failing), LoadError::Cause::Duplicate, {u"1 was rejected"_s});
    QCOMPARE(m_bench->read(u"rolled_back.rejects"_s).count('\n'), 2);
    sql(u"DELETE FROM rolled_back WHERE id = 0"_s);
    const LoadOutcome rest = m_bench->run(failing);
    QVERIFY2(rest.report && rest.words().contains(u"1 row was rejected: see "_s + failing.rejectFile + u'.'), qPrintable(rest.words()));
    QCOMPARE(count(u"rolled_back"_s), u"7|7"_s);
    QCOMPARE(m_bench->read(u"rolled_back.rejects"_s).count('\n'), 2);
}

void TestLoadResume::manyRowsInARowAreRefused()
{
    LoadPlan refused = plan(u"picky"_s, pairs(360));
    sql(u"ALTER TABLE picky ADD CHECK (id IN (1, 360))"_s);
    refused.batchRows = 1000;
    refused.onBadRow = load::OnBadRow::Reject;
    refused.rejectFile = m_bench->path(u"picky.rejects"_s);
    auto task = m_bench->start(refused);
    const LoadOutcome outcome = test::LoadBench::outcomeOf(task);
    loads(outcome, 2);
    QCOMPARE(outcome.report->rejected, 358);
    QCOMPARE(m_bench->read(u"picky.rejects"_s).count('\n'), 359);
    QCOMPARE(count(u"picky"_s), u"2|2"_s);
    QCOMPARE(task.job->log().filter(u"refused 300 rows in a row"_s).size(), 1);
}

void TestLoadResume::aLateKeyIsLoaded()
{
    sql(u"CREATE TABLE late (id int, t text, made int DEFAULT 7)"_s);
    const QByteArray head = QByteArray("{\"id\":1}\n").repeated(1200);
    LoadPlan late = m_bench->plan(m_bench->write(u"late.jsonl"_s, head + "{\"id\":2,\"t\":\"x\",\"unknown\":1}\n"), u"late"_s);
    const LoadOutcome outcome = m_bench->run(late);
    loads(outcome, 1201);
    QVERIFY2(outcome.words().contains(u"the key “unknown” is first met in line 1201"_s), qPrintable(outcome.words()));
    QCOMPARE(sql(u"SELECT count(t), max(id) FILTER (WHERE t = 'x'), count(*) FILTER (WHERE made = 7) FROM late"_s), u"1|2|1201"_s);
    // A column that has a default is filled by it or by the key, as is said, never by guess.
    sql(u"TRUNCATE late"_s);
    late.file = m_bench->write(u"late.jsonl"_s, head + "{\"id\":2,\"made\":8}\n");
    refuses(m_bench->run(late), LoadError::Cause::BadRow, {u"line 1201, made: "_s, u"map the key to the column, or have it skipped"_s});
    QCOMPARE(count(u"late"_s), u"0|0"_s);
    LoadPlan skipping = late;
    skipping.source.skipped = QStringList{u"made"_s};
    loads(m_bench->run(skipping), 1201);
    sql(u"TRUNCATE late"_s);
    late.columns.push_back({.column = u"made"_s, .source = u"made"_s});
    loads(m_bench->run(late), 1201);
    QCOMPARE(sql(u"SELECT count(made), max(made) FROM late"_s), u"1|8"_s);
}

QTEST_GUILESS_MAIN(TestLoadResume)
#include "tst_loadresume.moc"
