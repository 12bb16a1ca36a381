// SPDX-License-Identifier: GPL-3.0-or-later
// A profile's way through its tunnel to a real PostgreSQL.
#include "profiles/route.h"
#include "support/outcome.h"
#include "support/testcluster.h"
#include "support/testsshd.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using tunnel::SshTunnel;
using tunnel::TunnelTrouble;

class TestTunnelRoute : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestSshd> m_sshd;
    std::unique_ptr<test::TestServices> m_services;

    /// As the role "guarded" through TCP, or the superuser through the socket.
    store::Profile profile(bool overSocket) const
    {
        const pg::ConnectOptions options = overSocket ? m_cluster->options() : m_cluster->tcpOptions();
        store::Profile profile = store::Profile::create();
        profile.parameters = options.parameters;
        profile.parameters.insert(u"sslmode"_s, u"disable"_s);
        profile.tunnel.enabled = true;
        profile.tunnel.host = u"bastion"_s;
        return profile;
    }
    std::unique_ptr<profiles::Route> route(const store::Profile &profile) const
    {
        tunnel::TunnelSpec spec = profiles::tunnelSpec(profile);
        spec.configFile = m_sshd->configFile();
        spec.askpass = QStringLiteral(QUIVER_ASKPASS);
        return std::make_unique<profiles::Route>(profile, profiles::ProfileSecrets{"right horse", {}}, spec);
    }
    static QString ask(pg::Session &session, const char *sql)
    {
        auto task = session.run(u"ask"_s, [sql](pg::Connection &c, core::JobContext &) { return c.exec(sql).text(0, 0); });
        return QTest::qWaitFor([&] { return task.future.isFinished(); }, 20000) ? task.future.result() : u"no answer"_s;
    }
    static pg::ConnectOptions opened(profiles::Route &route)
    {
        const auto future = route.open();
        return QTest::qWaitFor([&] { return future.isFinished(); }, 20000) ? future.result() : pg::ConnectOptions();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_sshd = std::make_unique<test::TestSshd>();
        m_services = std::make_unique<test::TestServices>();
    }

    void cleanupTestCase()
    {
        m_services.reset();
        m_sshd.reset();
        m_cluster.reset();
    }

    void queriesThroughTheTunnel_data()
    {
        QTest::addColumn<bool>("overSocket");
        QTest::newRow("to a port") << false;
        QTest::newRow("to a socket") << true;
    }

    void queriesThroughTheTunnel()
    {
        QFETCH(bool, overSocket);
        const auto way = route(profile(overSocket));
        const pg::ConnectOptions options = opened(*way);
        QCOMPARE(options.via, way->tunnel()->endpoints());
        QCOMPARE(options.keepAlive, 60);
        const auto session = m_services->session(options);
        QCOMPARE(ask(*session, "SELECT current_user::text"), overSocket ? u"tester"_s : u"guarded"_s);
        // What the server sees is the SSH server, not this client.
        QCOMPARE(ask(*session, "SELECT (inet_server_addr() IS NULL)::text"), overSocket ? u"true"_s : u"false"_s);
    }

    void aProfileWithoutTunnelGoesStraight()
    {
        store::Profile straight = profile(true);
        straight.tunnel.enabled = false;
        profiles::Route way(straight, {});
        QVERIFY(!way.tunnel());
        const auto future = way.open();
        QVERIFY(future.isFinished());
        QCOMPARE(future.result(), profiles::connectOptions(straight));
    }

    void targetsFollowTheHostList_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("port");
        QTest::addColumn<QString>("targets");
        QTest::addColumn<QString>("names");
        QTest::newRow("nothing") << QString() << QString() << QString() << u"localhost:5432"_s << u"localhost"_s;
        QTest::newRow("two hosts, one port") << u"a,b"_s << QString() << u"6000"_s << u"a:6000 b:6000"_s << u"a,b"_s;
        QTest::newRow("two ports") << u"a,b"_s << QString() << u"6000,"_s << u"a:6000 b:5432"_s << u"a,b"_s;
        QTest::newRow("address first") << u"a,b"_s << u"10.0.0.1,"_s << QString() << u"10.0.0.1:5432 b:5432"_s << u"a,b"_s;
        QTest::newRow("address alone") << QString() << u"10.0.0.1,10.0.0.2"_s << QString() << u"10.0.0.1:5432 10.0.0.2:5432"_s
                                       << u"10.0.0.1,10.0.0.2"_s;
        QTest::newRow("directory") << u"/run/postgresql/"_s << QString() << u"5433"_s << u"/run/postgresql/.s.PGSQL.5433:0"_s
                                   << u"/run/postgresql/"_s;
    }

    void targetsFollowTheHostList()
    {
        QFETCH(QString, host);
        QFETCH(QString, address);
        QFETCH(QString, port);
        store::Profile listed = profile(false);
        listed.parameters = {{u"host"_s, host}, {u"hostaddr"_s, address}, {u"port"_s, port}};
        QStringList targets;
        for (const core::Endpoint &target : profiles::tunnelSpec(listed).targets)
            targets << u"%1:%2"_s.arg(target.host).arg(target.port);
        QTEST(targets.join(u' '), "targets");
        const profiles::Route way(listed, {});
        QVERIFY(!way.options().parameters.contains(u"hostaddr"_s));
        QTEST(way.options().parameters.value(u"host"_s), "names");
    }

    void aTunnelThatFailsSaysWhy()
    {
        store::Profile wrong = profile(false);
        wrong.tunnel.host = u"nowhere.invalid"_s;
        const auto way = route(wrong);
        const auto future = way->open();
        QTRY_VERIFY(future.isFinished());
        try {
            future.result();
            QFAIL("opened");
        } catch (const profiles::TunnelError &error) {
            QCOMPARE(error.trouble(), TunnelTrouble::UnknownHost);
        }
    }

    void aRouteThatGoesFirstCancels()
    {
        auto way = route(profile(false));
        const auto future = way->open();
        way.reset();
        QVERIFY(future.isFinished());
        QVERIFY_THROWS_EXCEPTION(core::Cancelled, static_cast<void>(future.result()));
    }

    void aSessionComesBackWithItsTunnel()
    {
        const auto way = route(profile(false));
        const auto session = m_services->session(opened(*way));
        QCOMPARE(ask(*session, "SELECT 'before'"), u"before"_s);
        const auto before = way->tunnel()->endpoints();
        m_sshd->stop();
        QTRY_COMPARE(way->tunnel()->state(), SshTunnel::State::Reopening);
        m_sshd->start();
        // Asked while the tunnel is away: the session goes on trying.
        QCOMPARE(ask(*session, "SELECT 'after'"), u"after"_s);
        QCOMPARE(way->tunnel()->endpoints(), before);
    }

    void movedPortsAreTold()
    {
        const auto way = route(profile(false));
        const pg::ConnectOptions before = opened(*way);
        const auto session = m_services->session(before);
        QCOMPARE(ask(*session, "SELECT 'before'"), u"before"_s);
        QList<pg::ConnectOptions> changes;
        connect(way.get(), &profiles::Route::optionsChanged, this, [&](const pg::ConnectOptions &options) {
            changes << options;
            session->setOptions(options);
        });
        m_sshd->stop();
        QTRY_COMPARE(way->tunnel()->state(), SshTunnel::State::Reopening);
        QTcpServer thief;
        QVERIFY(thief.listen(QHostAddress::LocalHost, quint16(before.via.first().port)));
        m_sshd->start();
        QTRY_COMPARE(changes.size(), 1);
        QVERIFY(changes.first().via != before.via);
        QCOMPARE(changes.first().via, way->tunnel()->endpoints());
        QTRY_COMPARE(way->tunnel()->state(), SshTunnel::State::Open);
        thief.close();
        QCOMPARE(ask(*session, "SELECT 'after'"), u"after"_s);
    }

    void aCancelGoesThroughTheTunnel()
    {
        const auto way = route(profile(false));
        const auto session = m_services->session(opened(*way));
        auto task = session->run(u"sleep"_s, [](pg::Connection &c, core::JobContext &) { c.exec("SELECT pg_sleep(60)"); });
        QTRY_COMPARE(session->state(), pg::SessionState::Busy);
        task.job->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(task.future.isFinished(), 5000);
        QCOMPARE(task.job->state(), core::Job::State::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestTunnelRoute)
#include "tst_tunnelroute.moc"
