// SPDX-License-Identifier: GPL-3.0-or-later
// A test of loads: on a server and a bench that all its functions share, with rows that are numbered and loads that are held in mid-batch.
#pragma once

#include "support/loadbench.h"

namespace quiver::test {

/// A base class: the subclass has the slots, and its initTestCase() and cleanupTestCase() call these.
class LoadTest : public QObject
{
protected:
    void startServer()
    {
        m_cluster = std::make_unique<TestCluster>();
        m_bench = std::make_unique<LoadBench>(*m_cluster);
        sql(QStringLiteral("CREATE FUNCTION wait_at() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF NEW.id = TG_ARGV[0]::int THEN "
                           "PERFORM pg_advisory_xact_lock(42); END IF; RETURN NEW; END$$"));
    }
    void stopServer()
    {
        m_holder.reset();
        m_bench.reset();
        m_cluster.reset();
    }
    QString sql(const QString &text) const { return m_cluster->psql(text); }

    /// A CSV file with the columns id and name: "1,row 1", ...
    static QByteArray numbered(int rows, int from = 1)
    {
        QByteArray csv = "id,name\n";
        for (int i = from; i < from + rows; ++i)
            csv += QByteArray::number(i) + ",row " + QByteArray::number(i) + '\n';
        return csv;
    }

    static void verifyLoaded(const LoadOutcome &outcome, qint64 rows)
    {
        QVERIFY2(outcome.report, qPrintable(outcome.words()));
        QCOMPARE(outcome.report->rows, rows);
        QVERIFY(outcome.report->complete);
    }
    /// That every row is there once, and no load is noted as unfinished.
    void verifyOnce(const QString &table, int rows) const
    {
        QCOMPARE(sql(QStringLiteral("SELECT count(*), count(DISTINCT id), min(id), max(id) FROM %1").arg(table)), QStringLiteral("%1|%1|1|%1").arg(rows));
        QCOMPARE(sql(QStringLiteral("SELECT CASE WHEN to_regclass('quiver.load_progress') IS NULL THEN 0 ELSE (SELECT count(*) FROM quiver.load_progress) END")),
                 QStringLiteral("0"));
    }
    static void says(const LoadOutcome &outcome, const QStringList &words)
    {
        QVERIFY2(outcome.error, qPrintable(outcome.words()));
        for (const QString &word : words)
            QVERIFY2(outcome.words().contains(word), qPrintable(outcome.words()));
    }

    /// While somebody holds, row \p id of the table waits until letGo(): in mid-batch, for as long as a test likes.
    void waitAt(const QString &table, int id) const
    {
        sql(QStringLiteral("DROP TRIGGER IF EXISTS w ON %1; CREATE TRIGGER w BEFORE INSERT ON %1 FOR EACH ROW EXECUTE FUNCTION wait_at(%2)").arg(table).arg(id));
    }
    /// Of so many numbered rows into a table whose row \p id waits, in batches of 100.
    load::LoadPlan waitingPlan(const QString &table, int rows, int id)
    {
        sql(QStringLiteral("CREATE TABLE IF NOT EXISTS %1 (id int PRIMARY KEY, name text)").arg(table));
        waitAt(table, id);
        load::LoadPlan plan = m_bench->plan(m_bench->write(table + QStringLiteral(".csv"), numbered(rows)), table);
        plan.batchRows = 100;
        return plan;
    }
    void hold()
    {
        m_holder = m_bench->services.session(m_cluster->options(), QStringLiteral("holder"));
        m_holder->run(QStringLiteral("hold"), [](pg::Connection &c, core::JobContext &) { c.exec("SELECT pg_advisory_lock(42)"); }).future.waitForFinished();
    }
    void letGo() { m_holder.reset(); }
    bool isWaiting() const
    {
        return sql(QStringLiteral("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted")) == QStringLiteral("1");
    }
    /// Begins the load and cancels it at the row that waits: the batches before it stand.
    void cancelInTheMiddle(const load::LoadPlan &plan)
    {
        hold();
        auto task = m_bench->start(plan);
        if (!QTest::qWaitFor([this] { return isWaiting(); }, 10'000))
            qFatal("the load does not come to its row");
        task.job->cancel();
        if (!LoadBench::outcomeOf(task).cancelled)
            qFatal("the load was not cancelled");
        letGo();
    }

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<LoadBench> m_bench;

private:
    std::unique_ptr<pg::Session> m_holder;
};

} // namespace quiver::test
