// SPDX-License-Identifier: GPL-3.0-or-later
// A primary and its streaming standby in one host list: work goes on where the primary is.
#include "pg/pool.h"
#include "support/outcome.h"
#include "support/teststandby.h"

#include <QSignalSpy>
#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using test::errorOf;

namespace {

auto sql(const QByteArray &text)
{
    return [text](pg::Connection &c, core::JobContext &) { return c.exec(text); };
}

} // namespace

class TestFailover : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_primary;
    std::unique_ptr<test::TestStandby> m_standby;
    std::unique_ptr<test::TestServices> m_services;

    pg::ConnectOptions both(const QString &role) const
    {
        pg::ConnectOptions options = m_primary->tcpOptions();
        options.parameters.insert(u"host"_s, u"127.0.0.1,127.0.0.1"_s);
        options.parameters.insert(u"port"_s, u"%1,%2"_s.arg(m_primary->port()).arg(m_standby->port()));
        options.parameters.insert(u"target_session_attrs"_s, role);
        return options;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_services = std::make_unique<test::TestServices>();
        m_primary = std::make_unique<test::TestCluster>();
        m_primary->psql(u"CREATE TABLE written (id int); GRANT ALL ON written TO guarded"_s);
        m_standby = std::make_unique<test::TestStandby>(*m_primary);
        // What is acknowledged is on both.
        m_primary->psql(u"ALTER SYSTEM SET synchronous_standby_names = '*'"_s);
        m_primary->psql(u"SELECT pg_reload_conf()"_s);
        QTRY_COMPARE(m_primary->psql(u"SELECT sync_state FROM pg_stat_replication"_s), u"sync"_s);
    }
    void cleanupTestCase()
    {
        m_services.reset();
        m_standby.reset();
        m_primary.reset();
    }

    void aConnectionToAStandbyIsLeftWhenItRefusesAWrite()
    {
        pg::ConnectOptions standby = m_standby->tcpOptions();
        const auto s = m_services->session(standby);
        QVERIFY(s->run(u"where"_s, sql("SELECT pg_is_in_recovery()")).future.result().boolean(0, 0));
        QTRY_COMPARE(s->state(), pg::Session::State::Idle); // else it may leave the standby before it is asked to write
        QSignalSpy lost(s.get(), &pg::Session::connectionLost);
        s->setOptions(both(u"read-write"_s));
        const auto e = errorOf(s->run(u"write"_s, sql("INSERT INTO written VALUES (-1)")).future);
        QVERIFY(e);
        QCOMPARE(e->sqlState(), u"25006"_s);
        QTRY_COMPARE(lost.size(), 1);
        s->run(u"write"_s, sql("INSERT INTO written VALUES (-2)")).future.waitForFinished();
        QCOMPARE(m_primary->psql(u"SELECT string_agg(id::text, ',') FROM written WHERE id < 0"_s), u"-2"_s);
    }

    void aReadOnlyTransactionOfThePrimaryIsNoReasonToLeave()
    {
        const auto s = m_services->session(both(u"read-write"_s));
        s->run(u"begin"_s, sql("SET default_transaction_read_only = on")).future.waitForFinished();
        const int pid = s->backendPid();
        QCOMPARE(errorOf(s->run(u"write"_s, sql("INSERT INTO written VALUES (-3)")).future)->sqlState(), u"25006"_s);
        QVERIFY(s->run(u"still"_s, sql("SELECT 1")).future.result().integer(0, 0) == 1);
        QCOMPARE(s->backendPid(), pid);
    }

    // The last one: it ends the primary.
    void writesGoOnOnThePromotedStandby()
    {
        const auto p = std::make_unique<pg::Pool>(both(u"read-write"_s), pg::PoolSettings{.size = 2}, m_services->services(), u"pool"_s);
        std::atomic<bool> stop{false};
        std::atomic<int> acknowledgedCount{0}, failed{0};
        QList<int> acknowledged;
        std::thread writer([&] {
            for (int id = 1; !stop; ++id) {
                try {
                    p->run(u"write"_s, sql("INSERT INTO written VALUES (" + QByteArray::number(id) + ")")).future.waitForFinished();
                    acknowledged << id;
                    ++acknowledgedCount;
                } catch (const core::Error &) {
                    ++failed; // and never sent again: nobody knows whether it was done
                }
            }
        });
        const bool began = QTest::qWaitFor([&] { return acknowledgedCount > 50; }, 10000);
        m_primary->kill();
        m_standby->promote();
        const int before = acknowledgedCount;
        const bool wentOn = QTest::qWaitFor([&] { return acknowledgedCount > before + 50; }, 20000);
        stop = true;
        writer.join();
        QVERIFY(began);
        QVERIFY2(wentOn, qPrintable(u"%1 acknowledged before, %2 after, %3 failed"_s.arg(before).arg(acknowledgedCount.load()).arg(failed.load())));
        QVERIFY(failed <= 4);
        QCOMPARE(m_standby->psql(u"SELECT count(*) FROM (SELECT id FROM written WHERE id > 0 GROUP BY id HAVING count(*) > 1) twice"_s), u"0"_s);
        QSet<int> present;
        for (const QString &line : m_standby->psql(u"SELECT id FROM written WHERE id > 0"_s).split(u'\n'))
            present.insert(line.toInt());
        for (const int id : acknowledged)
            QVERIFY2(present.contains(id), qPrintable(u"%1 was acknowledged and is gone"_s.arg(id)));
        QVERIFY(present.size() <= acknowledged.size() + failed);
    }
};

QTEST_GUILESS_MAIN(TestFailover)
#include "tst_failover.moc"
