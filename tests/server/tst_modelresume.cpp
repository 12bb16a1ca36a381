// SPDX-License-Identifier: GPL-3.0-or-later
// A change of model that is interrupted, in the company of others, and on a server that dies: no row is lost or wrong.
#include "core/counttext.h"
#include "support/atstep.h"
#include "support/modelbench.h"

#include <QSemaphore>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::catalog;
using namespace quiver::schema;
using test::AtStep;
using test::ModelBench;

namespace {

std::size_t stepWith(const sql::Change &change, const QString &words)
{
    const auto found = std::ranges::find_if(change.steps, [&](const sql::ChangeStep &step) { return step.title.contains(words) || step.sql.startsWith(words); });
    return std::size_t(found - change.steps.begin());
}

} // namespace

class ModelResumeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_bench = std::make_unique<ModelBench>(); }
    void cleanupTestCase() { m_bench.reset(); }
    void cleanup() { m_bench->psql(u"DROP TABLE IF EXISTS docs"_s); }
    void goesOnAfterACancelInEveryStep();
    void goesOnAfterTheServerWasKilledWhileFilling();
    void goesOnAfterTheServerWasKilledWhileIndexing();
    void leavesNoInvalidIndexWhenCancelled();
    void keepsTheTableReadAndWritten();
    void passesOverLockedRowsAndTakesThemLater_data();
    void passesOverLockedRowsAndTakesThemLater();
    void endsWhereATriggerTakesTheValueAway();
    void isSavedForDatabasesThatHaveNotBegun();
    void standsAnotherRunAtTheSameTime();
    void fillsEveryRowOnce();

private:
    QString psql(const QString &sql) { return m_bench->psql(sql); }
    static ModelChange request(bool dropOld)
    {
        ModelChange request{.schema = u"public"_s, .table = u"docs"_s, .column = u"embedding"_s, .type = {VectorKind::Halfvec, 3}, .model = u"half"_s};
        request.from = FillFrom::Cast;
        request.batchRows = 100;
        request.dropOld = dropOld;
        return request;
    }
    void makeDocs(int rows)
    {
        m_bench->makeTable(u"docs"_s, rows);
        psql(u"CREATE INDEX docs_hnsw ON docs USING hnsw (embedding vector_l2_ops); UPDATE docs SET body = COALESCE(embedding::text, 'none')"_s);
    }
    /// Empty where every row of docs is as it should be; body has what the vector was made of.
    QString wrongRows(int rows)
    {
        const QString found = psql(u"SELECT count(*), count(*) FILTER (WHERE embedding IS DISTINCT FROM CASE body WHEN 'none' THEN NULL ELSE body::halfvec(3) END), "
                                   "(SELECT count(*) FROM pg_index WHERE indrelid = 'docs'::regclass AND (NOT indisvalid OR indexrelid::regclass::text !~ '^docs_(pkey|hnsw(_old)?)$')) FROM docs"_s);
        return found == u"%1|0|0"_s.arg(rows) ? QString() : found;
    }

    std::unique_ptr<ModelBench> m_bench;
};

void ModelResumeTest::goesOnAfterACancelInEveryStep()
{
    makeDocs(200);
    const std::size_t count = m_bench->plan(request(true)).change.steps.size();
    QVERIFY(count > 12);
    for (std::size_t step = 0; step < count; ++step) {
        psql(u"DROP TABLE docs"_s);
        makeDocs(200);
        const sql::Change change = m_bench->plan(request(true)).change;
        QCOMPARE(change.steps.size(), count);
        const bool fills = change.steps[step].repeat == sql::ChangeStep::Repeat::UntilNoRows;
        std::shared_ptr<core::Job> job;
        QSemaphore ready;
        AtStep cancelling(step, fills && change.steps[step].title.startsWith(u"Fill embedding"_s) ? 50 : 0, [&] {
            ready.acquire();
            job->cancel();
        });
        const auto task = m_bench->start(change, &cancelling);
        job = task.job;
        ready.release();
        const sql::ChangeReport report = task.future.result();
        QVERIFY2(report.cancelled || (fills && report.succeeded()), qPrintable(u"step %1: %2"_s.arg(step).arg(report.summary())));
        // The same change by the same program, or planned anew by another.
        const sql::Change again = step % 2 == 0 ? change : m_bench->plan(request(true)).change;
        const sql::ChangeReport resumed = m_bench->run(again);
        QVERIFY2(resumed.succeeded(), qPrintable(u"step %1: %2"_s.arg(step).arg(resumed.summary())));
        QVERIFY2(wrongRows(200).isEmpty(), qPrintable(u"step %1: %2"_s.arg(step).arg(wrongRows(200))));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 'docs'::regclass AND attnum > 0 AND NOT attisdropped"_s), u"3"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_proc WHERE proname LIKE '%sync%' AND pronamespace = 'public'::regnamespace"_s), u"0"_s);
    }
}

void ModelResumeTest::goesOnAfterTheServerWasKilledWhileFilling()
{
    makeDocs(3000);
    const sql::Change change = m_bench->plan(request(false)).change;
    const std::size_t fill = stepWith(change, u"Fill embedding_new"_s);
    QSemaphore reached, killed;
    AtStep pausing(fill, 900, [&] {
        reached.release();
        killed.acquire();
    });
    const auto task = m_bench->start(change, &pausing);
    QVERIFY(reached.tryAcquire(1, 30'000));
    m_bench->cluster().kill();
    killed.release();
    const sql::ChangeReport report = task.future.result();
    QVERIFY(!report.succeeded());
    QVERIFY2(report.summary().contains(u"Run the same change again"_s), qPrintable(report.summary()));
    m_bench->cluster().start();
    const int filled = psql(u"SELECT count(embedding_new) FROM docs"_s).toInt();
    QVERIFY2(filled >= 900 && filled < 2700, qPrintable(QString::number(filled)));
    const sql::ChangeReport resumed = m_bench->run(change);
    QVERIFY2(resumed.succeeded(), qPrintable(resumed.summary()));
    QCOMPARE(resumed.steps[fill].rows, 2700 - filled);
    QCOMPARE(wrongRows(3000), QString());
}

void ModelResumeTest::goesOnAfterTheServerWasKilledWhileIndexing()
{
    makeDocs(500);
    const sql::Change change = m_bench->plan(request(false)).change;
    const auto writer = m_bench->open(u"writer"_s);
    AtStep blocking(stepWith(change, u"CREATE INDEX CONCURRENTLY"_s), 0, [&] {
        writer->run(u"write"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("UPDATE docs SET body = body WHERE id = 1");
        }).future.waitForFinished();
    });
    const auto task = m_bench->start(change, &blocking);
    QTRY_COMPARE_WITH_TIMEOUT(m_bench->invalidIndexes(), u"docs_hnsw_new"_s, 30'000);
    m_bench->cluster().kill();
    const sql::ChangeReport report = task.future.result();
    QVERIFY(!report.succeeded());
    m_bench->cluster().start();
    QCOMPARE(m_bench->invalidIndexes(), u"docs_hnsw_new"_s);
    const sql::ChangeReport resumed = m_bench->run(m_bench->plan(request(false)).change);
    QVERIFY2(resumed.succeeded(), qPrintable(resumed.summary()));
    QCOMPARE(wrongRows(500), QString());
}

void ModelResumeTest::leavesNoInvalidIndexWhenCancelled()
{
    makeDocs(500);
    const sql::Change change = m_bench->plan(request(false)).change;
    const std::size_t build = stepWith(change, u"CREATE INDEX CONCURRENTLY"_s);
    const auto writer = m_bench->open(u"writer"_s);
    AtStep blocking(build, 0, [&] {
        writer->run(u"write"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("UPDATE docs SET body = body WHERE id = 1");
        }).future.waitForFinished();
    });
    const auto task = m_bench->start(change, &blocking);
    QTRY_COMPARE_WITH_TIMEOUT(m_bench->invalidIndexes(), u"docs_hnsw_new"_s, 30'000);
    task.job->cancel();
    QTRY_VERIFY_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DROP INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'"_s) != u"0"_s
                                 || task.future.isFinished(), 10'000);
    writer->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
    const sql::ChangeReport report = task.future.result();
    QVERIFY(report.cancelled);
    QCOMPARE(report.steps[build].state, sql::StepState::CleanedUp);
    QCOMPARE(m_bench->invalidIndexes(), QString());
    const sql::ChangeReport resumed = m_bench->run(change);
    QVERIFY2(resumed.succeeded(), qPrintable(resumed.summary()));
    QCOMPARE(wrongRows(500), QString());
}

void ModelResumeTest::keepsTheTableReadAndWritten()
{
    makeDocs(3000);
    std::atomic<bool> over{false};
    std::atomic<int> reads{0}, writes{0};
    QStringList failures;
    std::mutex mutex;
    const auto loop = [&](const QString &name, const std::function<void(pg::Connection &, int)> &turn) {
        return std::jthread([&, name, turn] {
            const auto session = m_bench->open(name);
            session->run(name, [&](pg::Connection &c, core::JobContext &) {
                try {
                    for (int i = 0; !over; ++i)
                        turn(c, i);
                } catch (const pg::Error &e) {
                    const std::scoped_lock lock(mutex);
                    failures << name + u": "_s + e.report();
                }
            }).future.waitForFinished();
        });
    };
    sql::ChangeReport report;
    {
        const std::jthread reader = loop(u"reader"_s, [&](pg::Connection &c, int) {
            const pg::Result rows = c.exec("SELECT embedding FROM docs WHERE embedding IS NOT NULL ORDER BY embedding <-> '[1,2,3]' LIMIT 5");
            if (rows.rowCount() != 5)
                throw pg::Error::client(u"%1 neighbours"_s.arg(rows.rowCount()));
            ++reads;
        });
        // Does not know of the change: its vectors fit both types.
        const std::jthread writer = loop(u"writer"_s, [&](pg::Connection &c, int i) {
            const QString vector = u"[%1,%2,%3]"_s.arg(i % 31).arg(i % 7).arg(i % 5);
            c.begin();
            c.exec(u"UPDATE docs SET embedding = '%1', body = '%1' WHERE id = %2"_s.arg(vector).arg(1 + (i * 37) % 3000));
            c.exec(u"INSERT INTO docs (id, body, embedding) VALUES (%1, '%2', '%2')"_s.arg(10'000 + i).arg(vector));
            c.exec(u"UPDATE docs SET embedding = NULL, body = 'none' WHERE id = %1"_s.arg(1 + (i * 53) % 3000));
            c.exec(u"DELETE FROM docs WHERE id = %1"_s.arg(10'000 + i - 3));
            c.commit();
            ++writes;
        });
        QTRY_VERIFY(reads > 20 && writes > 20);
        report = m_bench->run(m_bench->plan(request(false)).change);
        const int then = writes;
        QTRY_VERIFY(writes > then + 20); // after the swap as well
        over = true;
    }
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    QCOMPARE(wrongRows(psql(u"SELECT count(*) FROM docs"_s).toInt()), QString());
}

void ModelResumeTest::passesOverLockedRowsAndTakesThemLater_data()
{
    QTest::addColumn<QString>("rows");
    QTest::newRow("one row") << u"id = 1501"_s;
    QTest::newRow("whole pages") << u"id BETWEEN 300 AND 900"_s;
    QTest::newRow("all of the first batch") << u"id <= 1200"_s;
}

void ModelResumeTest::passesOverLockedRowsAndTakesThemLater()
{
    QFETCH(QString, rows);
    makeDocs(3000);
    sql::Change change = m_bench->plan(request(false)).change;
    change.lockTimeout = 1;
    const auto holder = m_bench->open(u"holder"_s);
    AtStep holding(stepWith(change, u"Fill embedding_new"_s), 0, [&] {
        holder->run(u"hold"_s, [&](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec(u"SELECT FROM docs WHERE "_s + rows + u" FOR UPDATE"_s);
        }).future.waitForFinished();
    });
    const sql::ChangeReport stopped = m_bench->run(change, &holding);
    QVERIFY(!stopped.succeeded());
    // All others are filled, and it says how many are not, and why.
    const QString waiting = psql(u"SELECT count(*) FROM docs WHERE embedding_new IS NULL AND embedding IS NOT NULL"_s);
    QCOMPARE(waiting, psql(u"SELECT count(*) FROM docs WHERE embedding IS NOT NULL AND "_s + rows));
    const QString were = waiting == u"1"_s ? u" of public.docs was"_s : u" of public.docs were"_s;
    QVERIFY2(stopped.summary().contains(core::rowsText(waiting.toInt()) + were + u" not to be locked within 1 s: session "_s), qPrintable(stopped.summary()));
    QVERIFY2(stopped.summary().contains(u"idle in transaction"_s), qPrintable(stopped.summary()));
    holder->run(u"let go"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
    const sql::ChangeReport resumed = m_bench->run(change);
    QVERIFY2(resumed.succeeded(), qPrintable(resumed.summary()));
    QCOMPARE(wrongRows(3000), QString());
}

void ModelResumeTest::endsWhereATriggerTakesTheValueAway()
{
    makeDocs(500);
    psql(u"CREATE OR REPLACE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.id % 7 = 1 THEN NEW.embedding_new := NULL; END IF; RETURN NEW; END'"_s);
    psql(u"CREATE TRIGGER zz_nothing BEFORE UPDATE ON docs FOR EACH ROW EXECUTE FUNCTION nothing()"_s);
    const sql::Change change = m_bench->plan(request(false)).change;
    const sql::ChangeReport stopped = m_bench->run(change);
    QVERIFY2(stopped.summary().contains(u"a trigger of the table takes it away (zz_nothing"_s), qPrintable(stopped.summary()));
    psql(u"DROP TRIGGER zz_nothing ON docs"_s);
    QVERIFY(m_bench->run(change).succeeded());
    QCOMPARE(wrongRows(500), QString());
}

void ModelResumeTest::isSavedForDatabasesThatHaveNotBegun()
{
    makeDocs(200);
    ModelChange wanted = request(true);
    const auto written = [](const sql::Change &change) {
        QStringList lines;
        for (const sql::ChangeStep &step : change.steps)
            lines << step.title << step.undo << (step.repeat == sql::ChangeStep::Repeat::Once ? step.sql : QString()); // batches go by the rows of a page
        return lines.join(u'\n');
    };
    wanted.asFresh = true;
    const QString fresh = written(m_bench->plan(wanted).change);
    AtStep stopping(stepWith(m_bench->plan(request(true)).change, u"CREATE INDEX CONCURRENTLY"_s), 0, [] { throw core::Cancelled(); });
    QVERIFY(!m_bench->run(m_bench->plan(request(true)).change, &stopping).succeeded());
    QCOMPARE(psql(u"SELECT count(embedding_new) FROM docs"_s), u"180"_s);
    const ModelPlan begun = m_bench->plan(wanted);
    QCOMPARE(written(begun.change), fresh);
    QVERIFY(std::ranges::any_of(begun.problems, [](const ColumnProblem &each) { return each.text.contains(u"databases that have not begun"_s); }));
    wanted.asFresh = wanted.dropOld = false;
    QVERIFY(m_bench->apply(wanted));
    wanted.asFresh = true;
    QVERIFY(hasErrors(m_bench->plan(wanted).problems));
}

void ModelResumeTest::standsAnotherRunAtTheSameTime()
{
    makeDocs(2000);
    const sql::Change change = m_bench->plan(request(false)).change;
    const auto other = m_bench->open(u"other"_s);
    auto second = other->run(u"change"_s, [&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); });
    m_bench->run(change);
    second.future.waitForFinished();
    const sql::ChangeReport last = m_bench->run(change);
    QVERIFY2(last.succeeded(), qPrintable(last.summary()));
    QCOMPARE(wrongRows(2000), QString());
}

void ModelResumeTest::fillsEveryRowOnce()
{
    makeDocs(5000);
    psql(u"VACUUM (FULL, ANALYZE) docs; SELECT pg_stat_reset_single_table_counters('docs'::regclass)"_s);
    const sql::Change change = m_bench->plan(request(false)).change;
    const sql::ChangeReport report = m_bench->run(change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(report.steps[stepWith(change, u"Fill embedding_new"_s)].rows, 4500);
    QCOMPARE(report.steps[stepWith(change, u"that were locked"_s)].rows, 0);
    // Most of them stay on their page, where no index has to know.
    const auto hot = [&] { return psql(u"SELECT n_tup_upd = 4500 AND n_tup_hot_upd > 2700 FROM pg_stat_user_tables WHERE relname = 'docs'"_s); };
    QTRY_COMPARE_WITH_TIMEOUT(hot(), u"t"_s, 10'000);
}

QTEST_GUILESS_MAIN(ModelResumeTest)
#include "tst_modelresume.moc"
