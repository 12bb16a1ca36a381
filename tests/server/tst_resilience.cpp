// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions and the pool while the server restarts and the network breaks: nothing wrong, nothing stuck, nothing left behind.
// QUIVER_RESILIENCE_SECONDS and QUIVER_RESILIENCE_RESTARTS lengthen the run under load.
#include "pg/pool.h"
#include "support/outcome.h"
#include "support/tcpproxy.h"
#include "support/testcluster.h"

#include <QDir>
#include <QSignalSpy>
#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using test::errorOf;
using test::TcpProxy;

namespace {

int fromEnvironment(const char *name, int otherwise)
{
    bool set = false;
    const int value = qEnvironmentVariableIntValue(name, &set);
    return set ? value : otherwise;
}

int threadCount()
{
    return int(QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
}

auto sql(const QByteArray &text)
{
    return [text](pg::Connection &c, core::JobContext &) { return c.exec(text); };
}

/// Reads of three kinds whose right answers are known.
class Reader
{
public:
    Reader(pg::Pool &pool, int number) : m_pool(pool), m_number(number) {}

    bool next()
    {
        const int i = m_number * 1000 + m_count++ % 1000;
        const int first = i % 900 + 1;
        switch (m_count % 3) {
        case 0: return ask("SELECT " + QByteArray::number(i)).integer(0, 0) == i;
        case 1: return rowsAreRight(ask("SELECT id, name FROM things WHERE id >= " + QByteArray::number(first) + " ORDER BY id LIMIT 60"), first);
        default:
            return ask("SELECT embedding FROM things WHERE id = " + QByteArray::number(first)).text(0, 0)
                   == u"[%1,%2,%3]"_s.arg(first).arg(first * 2).arg(first * 3);
        }
    }

private:
    pg::Result ask(const QByteArray &text) { return m_pool.read(u"read"_s, sql(text)).future.result(); }
    static bool rowsAreRight(const pg::Result &result, int first)
    {
        if (result.rowCount() != 60)
            return false;
        for (int row = 0; row < 60; ++row) {
            if (result.integer(row, 0) != first + row || result.text(row, 1) != u"thing %1"_s.arg(first + row))
                return false;
        }
        return true;
    }

    pg::Pool &m_pool;
    const int m_number;
    int m_count = 0;
};

int connectedOf(const pg::Pool &pool)
{
    int connected = 0;
    for (const pg::SessionStatus &session : pool.sessions())
        connected += session.pooled && session.backendPid != 0;
    return connected;
}

} // namespace

class TestResilience : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;

    pg::ConnectOptions through(const TcpProxy &proxy) const
    {
        pg::ConnectOptions options = m_cluster->tcpOptions();
        options.parameters.insert(u"port"_s, QString::number(proxy.port()));
        return options;
    }
    std::unique_ptr<pg::Pool> pool(const pg::ConnectOptions &options, const pg::PoolSettings &settings)
    {
        return std::make_unique<pg::Pool>(options, settings, m_services->services(), u"pool"_s);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_services = std::make_unique<test::TestServices>();
        m_cluster->psql(u"CREATE TABLE things AS SELECT i AS id, 'thing ' || i AS name, ('[' || i || ',' || i * 2 || ',' || i * 3 || ']')::vector AS embedding "
                        "FROM generate_series(1, 1000) i; ALTER TABLE things ADD PRIMARY KEY (id); GRANT SELECT ON things TO guarded;"
                        "CREATE TABLE written (id int); GRANT ALL ON written TO guarded"_s);
    }
    void cleanupTestCase()
    {
        m_services.reset();
        m_cluster.reset();
    }

    void everyReadIsAnsweredWhileTheServerRestarts()
    {
        const int seconds = fromEnvironment("QUIVER_RESILIENCE_SECONDS", 8), restarts = fromEnvironment("QUIVER_RESILIENCE_RESTARTS", 2);
        constexpr int workers = 64;
        const auto p = pool(m_cluster->options(), {.size = 8, .maxOverflow = 8});
        std::atomic<int> right{0}, wrong{0}, reported{0}, ended{0};
        std::atomic<bool> stop{false};
        QMutex mutex;
        QStringList reports;
        std::vector<std::thread> threads;
        for (int w = 0; w < workers; ++w) {
            threads.emplace_back([&, w] {
                Reader reader(*p, w);
                while (!stop) {
                    try {
                        (reader.next() ? right : wrong) += 1;
                    } catch (const core::Error &e) {
                        ++reported;
                        const QMutexLocker lock(&mutex);
                        reports << e.message();
                    }
                }
                ++ended;
            });
        }
        for (int restart = 0; restart < restarts; ++restart) {
            QTest::qWait(seconds * 1000 / (restarts + 1) / 2);
            restart % 2 ? m_cluster->kill() : m_cluster->stop();
            m_cluster->start();
            QElapsedTimer since;
            since.start();
            const bool full = QTest::qWaitFor([&] { return connectedOf(*p) >= 8; }, 3000);
            qInfo("restart %d: %d connections after %lld ms, %d reads so far", restart + 1, connectedOf(*p), since.elapsed(), right.load());
            if (!full)
                stop = true;
            QTest::qWait(seconds * 1000 / (restarts + 1) / 2);
        }
        stop = true;
        const bool allEnded = QTest::qWaitFor([&] { return ended == workers; }, 45000);
        if (!allEnded)
            qFatal("%d workers are stuck", workers - ended.load());
        for (std::thread &thread : threads)
            thread.join();
        qInfo("%d reads right, %d reported as failed: %s", right.load(), reported.load(), qUtf8Printable(reports.mid(0, 3).join(u" / "_s)));
        QCOMPARE(wrong.load(), 0);
        QVERIFY(right > 100);
        QVERIFY(reported < right / 10);
        QTRY_VERIFY(connectedOf(*p) >= 8);
        QCOMPARE(p->health(), pg::PoolHealth::Good);
        QVERIFY(p->totals().reconnects > 0);
        QTRY_COMPARE(p->counters().checkedOut, 0);
    }

    void idleSessionsComeBackByThemselves()
    {
        const auto p = pool(m_cluster->options(), {.size = 3});
        QSignalSpy lost(p.get(), &pg::Pool::connectionLost), back(p.get(), &pg::Pool::connected), health(p.get(), &pg::Pool::healthChanged);
        {
            std::vector<pg::Lease> leases;
            for (int i = 0; i < 3; ++i) {
                leases.push_back(p->lease());
                leases.back()->run(u"connect"_s, sql("SELECT 1")).future.waitForFinished();
            }
        }
        QTRY_COMPARE(p->counters().checkedIn, 3);
        QTRY_COMPARE(health.size(), 1);
        QCOMPARE(p->health(), pg::PoolHealth::Good);
        m_cluster->stop();
        QTRY_COMPARE(lost.size(), 3);
        QTRY_COMPARE(p->health(), pg::PoolHealth::Reconnecting);
        QTRY_COMPARE(health.size(), 2);
        QVERIFY(!p->sessions().first().lastError.isEmpty());
        back.clear();
        m_cluster->start();
        QTRY_COMPARE_WITH_TIMEOUT(connectedOf(*p), 3, 3000);
        QTRY_COMPARE(back.size(), 3);
        QCOMPARE(p->totals().reconnects, 3);
        QTRY_COMPARE(health.size(), 3);
        QCOMPARE(p->sessions().first().connectionsMade, 2);
    }

    void workWaitsForTheServerAndTellsSo()
    {
        const auto s = m_services->session(m_cluster->options());
        s->run(u"first"_s, sql("SELECT 1")).future.waitForFinished();
        m_cluster->stop();
        QTRY_COMPARE(s->state(), pg::SessionState::Disconnected);
        const auto task = s->run(u"waits"_s, sql("SELECT 2"));
        QTRY_COMPARE(task.job->progress().phase, u"Reconnecting"_s);
        QVERIFY2(!task.job->progress().message.isEmpty(), "the reason is missing");
        m_cluster->start();
        QCOMPARE(task.future.result().integer(0, 0), 2);
    }

    void patienceEnds()
    {
        TcpProxy proxy(m_cluster->port());
        pg::ConnectOptions options = through(proxy);
        options.reconnectPatience = 1;
        const auto s = m_services->session(options);
        s->run(u"first"_s, sql("SELECT 1")).future.waitForFinished();
        proxy.setMode(TcpProxy::Mode::Refuse);
        proxy.drop();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(errorOf(s->run(u"late"_s, sql("SELECT 1")).future));
        QVERIFY(timer.elapsed() >= 900);
        QVERIFY(errorOf(s->read(u"late"_s, sql("SELECT 1")).future));
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void theFirstConnectionFailsAtOnceAndAWrongPasswordIsNotTriedTwice()
    {
        TcpProxy proxy(m_cluster->port());
        const auto s = m_services->session(through(proxy));
        proxy.setMode(TcpProxy::Mode::Refuse);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(errorOf(s->read(u"first"_s, sql("SELECT 1")).future));
        QVERIFY(timer.elapsed() < 1000);
        proxy.setMode(TcpProxy::Mode::Forward);
        s->run(u"first"_s, sql("SELECT 1")).future.waitForFinished();
        pg::ConnectOptions wrong = through(proxy);
        wrong.password = "wrong horse";
        s->setOptions(wrong);
        proxy.drop();
        QSignalSpy again(s.get(), &pg::Session::reconnecting);
        const auto e = errorOf(s->run(u"refused"_s, sql("SELECT 1")).future);
        QVERIFY(e);
        QCOMPARE(e->sqlState(), u"28P01"_s);
        QCOMPARE(again.size(), 0);
    }

    void cancelAndDestructionEndAReconnectAtOnce()
    {
        TcpProxy proxy(m_cluster->port());
        auto s = m_services->session(through(proxy));
        s->run(u"first"_s, sql("SELECT 1")).future.waitForFinished();
        proxy.setMode(TcpProxy::Mode::Refuse);
        proxy.drop();
        auto task = s->run(u"waits"_s, sql("SELECT 1"));
        QTRY_COMPARE(s->state(), pg::SessionState::Waiting);
        QElapsedTimer timer;
        timer.start();
        task.job->cancel();
        QTRY_VERIFY(task.job->isFinished());
        QVERIFY2(timer.elapsed() < 300, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(task.job->state(), core::Job::State::Cancelled);
        proxy.setMode(TcpProxy::Mode::Stall); // accepts, but never answers: in the middle of connecting
        task = s->run(u"waits"_s, sql("SELECT 1"));
        QTRY_VERIFY(proxy.connections() > 0);
        timer.restart();
        s.reset();
        QVERIFY2(timer.elapsed() < 300, qPrintable(QString::number(timer.elapsed())));
        QTRY_VERIFY(task.job->isFinished());
    }

    void aPoolInMidReconnectEndsAtOnceAndLeavesNoThread()
    {
        TcpProxy proxy(m_cluster->port());
        m_services->session(m_cluster->options())->run(u"warm"_s, sql("SELECT 1")).future.waitForFinished();
        const int before = threadCount();
        for (const auto mode : {TcpProxy::Mode::Refuse, TcpProxy::Mode::Stall}) {
            auto p = pool(through(proxy), {.size = 4});
            {
                std::vector<pg::Lease> leases;
                for (int i = 0; i < 4; ++i) {
                    leases.push_back(p->lease());
                    leases.back()->run(u"connect"_s, sql("SELECT 1")).future.waitForFinished();
                }
            }
            proxy.setMode(mode);
            proxy.drop();
            QTRY_COMPARE(p->health(), pg::PoolHealth::Reconnecting);
            const auto waits = p->run(u"waits"_s, sql("SELECT 1"));
            QElapsedTimer timer;
            timer.start();
            p.reset();
            QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
            QVERIFY(waits.job->isFinished());
            proxy.setMode(TcpProxy::Mode::Forward);
        }
        QTRY_COMPARE(threadCount(), before);
    }

    void aLostTransactionIsSaidToBeLostAndItsWriteNotRepeated()
    {
        TcpProxy proxy(m_cluster->port());
        const auto s = m_services->session(through(proxy));
        QSignalSpy lost(s.get(), &pg::Session::connectionLost);
        auto runs = std::make_shared<int>(0);
        const auto write = [runs, &proxy](pg::Connection &c, core::JobContext &) {
            ++*runs;
            c.begin();
            c.exec("INSERT INTO written VALUES (1)");
            proxy.drop();
            c.commit();
        };
        const auto e = errorOf(s->run(u"write"_s, write).future);
        QVERIFY(e);
        QVERIFY(e->retryable()); // and yet:
        QCOMPARE(*runs, 1);
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost.first().at(1).toBool(), true);
        QCOMPARE(s->run(u"count"_s, sql("SELECT count(*) FROM written")).future.result().integer(0, 0), 0);
    }

    void readsAreRepeatedButNotWithinALostTransaction()
    {
        TcpProxy proxy(m_cluster->port());
        const auto s = m_services->session(through(proxy));
        auto runs = std::make_shared<int>(0);
        const auto breaking = [runs, &proxy](pg::Connection &c, core::JobContext &) {
            if (++*runs <= 2)
                proxy.drop();
            return c.exec("SELECT 5").integer(0, 0);
        };
        QCOMPARE(s->read(u"read"_s, breaking).future.result(), 5);
        QCOMPARE(*runs, 3);
        s->run(u"begin"_s, sql("BEGIN")).future.waitForFinished();
        *runs = 0;
        QVERIFY(errorOf(s->read(u"read"_s, breaking).future));
        QCOMPARE(*runs, 1);
    }

    void readsCannotWrite()
    {
        const auto s = m_services->session(m_cluster->options());
        const auto e = errorOf(s->read(u"read"_s, sql("INSERT INTO written VALUES (3)")).future);
        QVERIFY(e);
        QCOMPARE(e->sqlState(), u"25006"_s);
        s->run(u"write"_s, sql("INSERT INTO written VALUES (4)")).future.waitForFinished(); // the next work may
        QCOMPARE(m_cluster->psql(u"SELECT string_agg(id::text, ',') FROM written WHERE id IN (3, 4)"_s), u"4"_s);
    }

    void serializationFailuresOfReadsAreRepeatedFiveTimes()
    {
        const auto s = m_services->session(m_cluster->options());
        auto runs = std::make_shared<int>(0);
        const auto failing = [runs](pg::Connection &c, core::JobContext &) {
            ++*runs;
            return c.exec("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$");
        };
        const auto e = errorOf(s->read(u"read"_s, failing).future);
        QVERIFY(e);
        QCOMPARE(e->sqlState(), u"40001"_s);
        QCOMPARE(*runs, 6);
        *runs = 0;
        QVERIFY(errorOf(s->run(u"write"_s, failing).future));
        QCOMPARE(*runs, 1);
    }

    void aCutIsNoticedAtOnceAndAStallByTheKeepAlive()
    {
        TcpProxy proxy(m_cluster->port());
        pg::ConnectOptions options = through(proxy);
        options.keepAlive = 1;
        options.answerTimeout = 1;
        const auto s = m_services->session(options);
        s->setStaysConnected(true);
        QSignalSpy lost(s.get(), &pg::Session::connectionLost), back(s.get(), &pg::Session::connected);
        s->run(u"first"_s, sql("SELECT 1")).future.waitForFinished();
        QTRY_COMPARE(back.size(), 1);
        proxy.drop();
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 500);
        QTRY_COMPARE_WITH_TIMEOUT(back.size(), 2, 3000);
        proxy.setMode(TcpProxy::Mode::Stall); // as a firewall that forgot the connection does
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 2, 3000);
        proxy.drop();
        proxy.setMode(TcpProxy::Mode::Forward);
        QTRY_COMPARE_WITH_TIMEOUT(back.size(), 3, 3000);
        QCOMPARE(s->status().connectionsMade, 3);
    }

    void anAnswerThatDoesNotComeEndsTheWork()
    {
        TcpProxy proxy(m_cluster->port());
        pg::ConnectOptions options = through(proxy);
        options.answerTimeout = 1;
        const auto s = m_services->session(options);
        s->run(u"first"_s, sql("SELECT 1")).future.waitForFinished();
        proxy.setMode(TcpProxy::Mode::StallDown);
        QElapsedTimer timer;
        timer.start();
        const auto e = errorOf(s->run(u"write"_s, sql("INSERT INTO written VALUES (2)")).future);
        QVERIFY(e);
        QVERIFY(!e->connectionUsable());
        QVERIFY2(timer.elapsed() >= 900 && timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }

    void aNetworkThatSplitsAnywhereChangesNothing()
    {
        TcpProxy proxy(m_cluster->port());
        proxy.setMode(TcpProxy::Mode::Halve);
        const auto p = pool(through(proxy), {.size = 2});
        Reader reader(*p, 1);
        for (int i = 0; i < 15; ++i)
            QVERIFY(reader.next());
    }
};

QTEST_GUILESS_MAIN(TestResilience)
#include "tst_resilience.moc"
