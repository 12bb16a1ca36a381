// SPDX-License-Identifier: GPL-3.0-or-later
// Getting to a server: settings of the profile, refusals, restarts.
#include "support/outcome.h"
#include "support/testcluster.h"

#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using test::errorOf;

class TestConnecting : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;

    static core::Task<pg::Result> exec(pg::Session &session, const pg::Query &query)
    {
        return session.run(u"exec"_s, [query](pg::Connection &c, core::JobContext &) { return c.exec(query); });
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

    void settingsOfTheProfileAreApplied()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.settings = {{u"work_mem"_s, u"7MB"_s}, {u"application_name"_s, u"it's"_s}};
        const auto s = m_services->session(options);
        const pg::Result r = exec(*s, "SELECT current_setting('work_mem'), current_setting('application_name')").future.result();
        QCOMPARE(r.text(0, 0), u"7MB"_s);
        QCOMPARE(r.text(0, 1), u"it's"_s);
    }

    void refusalsHaveAState_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("state");
        QTest::newRow("no such database") << u"dbname"_s << u"nowhere"_s << u"3D000"_s;
        QTest::newRow("no such role") << u"user"_s << u"nobody"_s << u"28P01"_s;
        QTest::newRow("TLS required") << u"sslmode"_s << u"require"_s << QString();
        QTest::newRow("nothing listens") << u"port"_s << u"1"_s << QString();
    }

    void refusalsHaveAState()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, state);
        pg::ConnectOptions options = m_cluster->tcpOptions();
        options.parameters.insert(key, value);
        const auto s = m_services->session(options);
        const auto e = errorOf(exec(*s, "SELECT 1").future);
        QVERIFY(e);
        QCOMPARE(e->kind(), pg::Error::Kind::Connection);
        QCOMPARE(e->sqlState(), state);
        QVERIFY(!e->message().contains("LOCATION"_L1));
        QVERIFY(!e->message().contains("right horse"_L1));
    }

    void wrongPassword()
    {
        pg::ConnectOptions options = m_cluster->tcpOptions();
        QVERIFY(!errorOf(exec(*m_services->session(options), "SELECT 1").future));
        options.password = "wrong";
        const auto e = errorOf(exec(*m_services->session(options), "SELECT 1").future);
        QVERIFY(e);
        QCOMPARE(e->sqlState(), u"28P01"_s);
    }

    void serverRestartBetweenTwoStatements()
    {
        const auto s = m_services->session(m_cluster->options());
        exec(*s, "SELECT 1").future.waitForFinished();
        m_cluster->stop();
        m_cluster->start();
        QCOMPARE(exec(*s, "SELECT 8").future.result().integer(0, 0), 8);
        m_cluster->kill();
        QVERIFY(errorOf(exec(*s, "SELECT 9").future));
        m_cluster->start();
        QCOMPARE(exec(*s, "SELECT 9").future.result().integer(0, 0), 9);
    }
};

QTEST_GUILESS_MAIN(TestConnecting)
#include "tst_connecting.moc"
