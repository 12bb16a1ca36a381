// SPDX-License-Identifier: GPL-3.0-or-later
// The pool on a real server: limits, waiting, reset, recycling, no pooling.
#include "pg/pool.h"
#include "support/testcluster.h"

#include <QtTest>

#include <thread>

using namespace quiver;
using namespace Qt::StringLiterals;

class TestPool : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;

    std::unique_ptr<pg::Pool> pool(const pg::PoolSettings &settings)
    {
        return std::make_unique<pg::Pool>(m_cluster->options(), settings, m_services->services(), u"pool"_s);
    }
    static auto sql(const QByteArray &text)
    {
        return [text](pg::Connection &c, core::JobContext &) { return c.exec(text); };
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_services = std::make_unique<test::TestServices>();
    }
    void cleanupTestCase()
    {
        m_services.reset();
        m_cluster.reset();
    }

    void sizeOverflowAndWaitingAreCounted()
    {
        const auto p = pool({.size = 2, .maxOverflow = 1, .timeout = 0.3});
        pg::Lease a = p->lease(), b = p->lease(), c = p->lease();
        QCOMPARE(p->counters(), (pg::PoolCounters{.size = 2, .checkedIn = 0, .checkedOut = 3, .overflow = 1, .waiting = 0}));
        QVERIFY_THROWS_EXCEPTION(pg::Error, p->lease());
        const auto waiting = p->run(u"waits"_s, sql("SELECT 1"));
        QCOMPARE(p->counters().waiting, 1);
        c.release();
        QCOMPARE(waiting.future.result().integer(0, 0), 1);
        QTRY_COMPARE(p->counters().checkedOut, 2);
        a.release();
        b.release();
        QTRY_COMPARE(p->counters(), (pg::PoolCounters{.size = 2, .checkedIn = 2, .checkedOut = 0, .overflow = 0, .waiting = 0}));
    }

    void waitingEndsWithTheTimeoutOrACancel()
    {
        const auto p = pool({.size = 1, .maxOverflow = 0, .timeout = 0.2});
        const pg::Lease only = p->lease();
        const auto late = p->run(u"late"_s, sql("SELECT 1"));
        QTRY_COMPARE(late.job->state(), core::Job::State::Failed);
        QVERIFY2(late.job->errorText().contains("became free"_L1), qPrintable(late.job->errorText()));
        const auto unwanted = p->run(u"unwanted"_s, sql("SELECT 1"));
        unwanted.job->cancel();
        QCOMPARE(unwanted.job->state(), core::Job::State::Cancelled);
        QCOMPARE(p->counters().waiting, 0);
    }

    void latestReturnedIsLeasedFirst()
    {
        const auto p = pool({.size = 3});
        pg::Lease a = p->lease(), b = p->lease();
        pg::Session *const second = &*b;
        a.release();
        b.release();
        QCOMPARE(&*p->lease(), second);
    }

    void anOpenTransactionDoesNotLeakToTheNext()
    {
        const auto p = pool({.size = 1, .maxOverflow = 0});
        p->run(u"first"_s, sql("CREATE TABLE leak (a int)")).future.waitForFinished();
        p->run(u"open"_s, [](pg::Connection &c, core::JobContext &) {
             c.begin();
             c.exec("INSERT INTO leak VALUES (1)");
         }).future.waitForFinished();
        QCOMPARE(p->run(u"next"_s, sql("SELECT count(*) FROM leak")).future.result().integer(0, 0), 0);
        const auto status = p->run(u"status"_s, [](pg::Connection &c, core::JobContext &) { return c.transactionStatus(); });
        QCOMPARE(status.future.result(), pg::TransactionStatus::Idle);
    }

    void aDeadSessionIsReplacedBeforeWork()
    {
        const auto p = pool({.size = 1, .maxOverflow = 0});
        const qint64 first = p->run(u"pid"_s, sql("SELECT pg_backend_pid()")).future.result().integer(0, 0);
        m_cluster->psql(u"SELECT pg_terminate_backend(%1, 5000)"_s.arg(first));
        const qint64 second = p->run(u"pid"_s, sql("SELECT pg_backend_pid()")).future.result().integer(0, 0);
        QVERIFY(first != second);
    }

    void oldConnectionsAreRecycled()
    {
        const auto p = pool({.size = 1, .maxOverflow = 0, .recycle = 0.15});
        const auto pid = [&] { return p->run(u"pid"_s, sql("SELECT pg_backend_pid()")).future.result().integer(0, 0); };
        const qint64 first = pid();
        QTRY_VERIFY_WITH_TIMEOUT(pid() != first, 5000);
    }

    void sizeZeroMeansNoPooling()
    {
        const auto p = pool({.size = 0});
        const auto pid = [&] { return p->run(u"pid"_s, sql("SELECT pg_backend_pid()")).future.result().integer(0, 0); };
        const qint64 first = pid();
        QVERIFY(pid() != first);
        QTRY_COMPARE(p->counters().checkedOut, 0);
        QTRY_COMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE pid = %1"_s.arg(first)), u"0"_s);
    }

    void manyWorkersShareFewSessions()
    {
        const auto p = pool({.size = 3, .maxOverflow = 2, .timeout = 20});
        std::atomic<int> right{0};
        std::vector<std::thread> workers;
        for (int w = 0; w < 16; ++w) {
            workers.emplace_back([&, w] {
                for (int i = 0; i < 50; ++i) {
                    const pg::Lease lease = p->lease();
                    const auto result = lease->run(u"work"_s, sql("SELECT " + QByteArray::number(w * 1000 + i))).future.result();
                    right += result.integer(0, 0) == w * 1000 + i;
                }
            });
        }
        for (std::thread &worker : workers)
            worker.join();
        QCOMPARE(right.load(), 800);
        QTRY_COMPARE(p->counters().checkedOut, 0);
        QVERIFY(p->counters().checkedIn <= 3);
    }

    void shrinkingClosesIdleSessions()
    {
        const auto p = pool({.size = 4});
        {
            const pg::Lease a = p->lease(), b = p->lease(), c = p->lease();
        }
        QCOMPARE(p->counters().checkedIn, 3);
        p->setSettings({.size = 1});
        QCOMPARE(p->counters().checkedIn, 1);
        p->dropIdle();
        QCOMPARE(p->counters().checkedIn, 0);
    }

    void sessionsTellWhoHoldsThem()
    {
        const auto p = pool({.size = 2});
        pg::Lease exported = p->lease(u"export"_s);
        const auto running = p->run(u"a long one"_s, sql("SELECT pg_sleep(60)"));
        auto own = p->dedicatedSession(u"Query 1"_s);
        QCOMPARE(own->run(u"own"_s, sql("SELECT 1")).future.result().integer(0, 0), 1);
        QTRY_VERIFY(p->sessions().at(1).backendPid != 0);
        const QList<pg::SessionStatus> all = p->sessions();
        QCOMPARE(all.size(), 3);
        QCOMPARE(all[0].holder, u"export"_s);
        QVERIFY(all[0].leased && all[0].heldSeconds >= 0);
        QCOMPARE(all[1].holder, u"a long one"_s);
        QCOMPARE(all[1].connectionsMade, 1);
        QCOMPARE(all[2].name, u"Query 1"_s);
        QVERIFY(!all[2].pooled && all[2].backendPid == own->backendPid());
        own.reset();
        exported.release();
        running.job->cancel();
        QTRY_COMPARE(p->sessions().size(), 2);
        QTRY_VERIFY(!p->sessions().at(0).leased && !p->sessions().at(1).leased);
        QVERIFY(p->sessions().at(0).holder.isEmpty());
        QCOMPARE(p->totals().leases, 2);
    }

    void whoWaitsFollowsTheSettings()
    {
        const auto p = pool({.size = 1, .maxOverflow = 0, .timeout = 30});
        pg::Lease only = p->lease();
        const auto late = p->run(u"late"_s, sql("SELECT 1"));
        QCOMPARE(late.job->progress().phase, u"Waiting"_s);
        std::atomic<bool> failed{false};
        std::thread blocked([&] {
            try {
                const pg::Lease lease = p->lease();
            } catch (const pg::Error &) {
                failed = true;
            }
        });
        QTRY_COMPARE(p->counters().waiting, 2);
        p->setSettings({.size = 1, .maxOverflow = 0, .timeout = 0.1});
        QTRY_VERIFY(failed && late.job->isFinished());
        blocked.join();
        QCOMPARE(p->totals().timeouts, 2);
        p->setSettings({.size = 1, .maxOverflow = 0, .timeout = 30});
        const auto served = p->run(u"served"_s, sql("SELECT 3"));
        QCOMPARE(p->counters().waiting, 1);
        p->setSettings({.size = 2, .maxOverflow = 0, .timeout = 30}); // room for one more
        QCOMPARE(served.future.result().integer(0, 0), 3);
        QVERIFY(p->totals().longestWaitMs > 0);
    }

    void destructionEndsEverything()
    {
        auto p = pool({.size = 1, .maxOverflow = 0});
        const auto running = p->run(u"long"_s, sql("SELECT pg_sleep(60)"));
        const auto waiting = p->run(u"waits"_s, sql("SELECT 1"));
        QTRY_COMPARE(running.job->state(), core::Job::State::Running);
        QElapsedTimer timer;
        timer.start();
        p.reset();
        QVERIFY(timer.elapsed() < 1000);
        QTRY_VERIFY(running.job->isFinished() && waiting.job->isFinished());
    }
};

QTEST_GUILESS_MAIN(TestPool)
#include "tst_pool.moc"
