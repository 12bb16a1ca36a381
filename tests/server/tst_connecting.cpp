// SPDX-License-Identifier: GPL-3.0-or-later
// Getting to a server: settings of the profile, refusals, restarts, lists of hosts, silent servers.
#include "pg/connectreport.h"
#include "support/outcome.h"
#include "support/testcluster.h"

#include <QTcpServer>
#include <QtTest>

#include <atomic>

using namespace quiver;
using namespace Qt::StringLiterals;
using test::errorOf;

namespace {

/// What connecting came to: the report of the attempt, the host that was reached, the error.
struct Tried {
    pg::ConnectReport report;
    QString host;
    std::optional<pg::Error> error;
    QString message() const { return error ? error->message() : QString(); }
    QList<std::optional<pg::ConnectStage>> stages() const
    {
        QList<std::optional<pg::ConnectStage>> list;
        for (const pg::HostAttempt &attempt : report.attempts)
            list << attempt.failedAt;
        return list;
    }
};

/// On this thread, without a Session, so that nothing is tried twice.
Tried tryConnecting(const pg::ConnectOptions &options, const std::stop_token &stop = {})
{
    try {
        const pg::Connection connection(options, std::make_shared<pg::TypeRegistry>(), {}, nullptr, u"test"_s, -1, stop);
        return {connection.connectReport(), connection.host(), {}};
    } catch (const pg::ConnectError &e) {
        return {e.connectReport(), {}, e};
    } catch (const pg::Error &e) {
        return {{}, {}, e};
    }
}

/// Accepts connections (the kernel does) and never says a word.
class SilentServer
{
public:
    SilentServer() { m_server.listen(QHostAddress::LocalHost); }
    QString port() const { return QString::number(m_server.serverPort()); }

private:
    QTcpServer m_server;
};

using Stage = pg::ConnectStage;

} // namespace

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
        pg::ConnectOptions options = m_cluster->options();
        options.reconnectPatience = 1;
        const auto s = m_services->session(options);
        exec(*s, "SELECT 1").future.waitForFinished();
        m_cluster->stop();
        m_cluster->start();
        QCOMPARE(exec(*s, "SELECT 8").future.result().integer(0, 0), 8);
        m_cluster->kill();
        QVERIFY(errorOf(exec(*s, "SELECT 9").future));
        m_cluster->start();
        QCOMPARE(exec(*s, "SELECT 9").future.result().integer(0, 0), 9);
    }

    pg::ConnectOptions listed(const QString &hosts, const QString &ports) const
    {
        pg::ConnectOptions options = m_cluster->tcpOptions();
        options.parameters.insert(u"host"_s, hosts);
        options.parameters.insert(u"port"_s, ports);
        return options;
    }
    QString port() const { return QString::number(m_cluster->port()); }

private Q_SLOTS:
    void aStalledHostCostsItsOwnTimeOnly()
    {
        const SilentServer silent;
        pg::ConnectOptions options = listed(u"127.0.0.1,localhost"_s, silent.port() + u',' + port());
        options.parameters.insert(u"hostaddr"_s, u"127.0.0.1,127.0.0.1"_s);
        options.connectTimeout = 1;
        QElapsedTimer timer;
        timer.start();
        const Tried tried = tryConnecting(options);
        QVERIFY2(!tried.error, qPrintable(tried.message()));
        QVERIFY2(timer.elapsed() >= 900 && timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(tried.host, u"localhost:"_s + port());
        QCOMPARE(tried.report.attempts.size(), 2);
        QVERIFY(tried.report.attempts[0].failedAt.has_value());
        QCOMPARE(tried.report.attempts[0].error.sqlState, u"08001"_s);
        QVERIFY(!tried.report.attempts[1].failedAt);
        QCOMPARE(tried.report.attempts[1].address, u"127.0.0.1"_s);
    }

    void eachStageHasItsTime()
    {
        pg::ConnectOptions options = listed(u"localhost"_s, port());
        options.settings = {{u"work_mem"_s, u"7MB"_s}};
        const Tried tried = tryConnecting(options);
        QVERIFY2(!tried.error, qPrintable(tried.message()));
        const pg::HostAttempt &attempt = tried.report.attempts.last();
        QCOMPARE(attempt.host, u"localhost"_s);
        QCOMPARE(attempt.port, m_cluster->port());
        QVERIFY(attempt.lookupMs >= 0 && attempt.reachMs >= 0 && attempt.authenticationMs > 0 && attempt.settingsMs > 0);
        QCOMPARE(attempt.tlsMs, -1.0); // this server has none
        QCOMPARE(tried.report.tls, pg::TlsFacts());
        QVERIFY(tried.report.usedPassword);

        const Tried local = tryConnecting(m_cluster->options());
        QCOMPARE(local.host, u"%1:%2"_s.arg(m_cluster->socketDirectory(), port()));
        QCOMPARE(local.report.attempts.last().lookupMs, -1.0);
        QCOMPARE(local.report.attempts.last().address, QString());
        QVERIFY(!local.report.usedPassword);
    }

    void theWalkEndsWhereAServerRefuses()
    {
        pg::ConnectOptions options = listed(u"127.0.0.1,127.0.0.1,127.0.0.1"_s, u"1,%1,%1"_s.arg(port()));
        options.password = "wrong horse";
        const Tried tried = tryConnecting(options);
        QVERIFY(tried.error);
        QCOMPARE(tried.stages(), (QList<std::optional<Stage>>{Stage::Reach, Stage::Authentication}));
        QCOMPARE(tried.error->sqlState(), u"28P01"_s);
        QCOMPARE(tried.error->diagnostics(), tried.report.attempts[1].error);
        const QStringList lines = tried.message().split(u'\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY2(lines[1].startsWith("127.0.0.1:1: Connection refused"_L1), qPrintable(lines[1]));
        QVERIFY2(lines[2].contains("password authentication failed"_L1), qPrintable(lines[2]));
        QVERIFY(!tried.message().contains("wrong horse"_L1));
    }

    void unknownNamesAreToldApartFromSilentHosts()
    {
        const Tried tried = tryConnecting(listed(u"no-such-host.invalid,127.0.0.1"_s, u"1"_s));
        QVERIFY(tried.error);
        QCOMPARE(tried.stages(), (QList<std::optional<Stage>>{Stage::Lookup, Stage::Reach}));
        QVERIFY(tried.report.attempts[0].lookupMs >= 0);
        QCOMPARE(tried.report.attempts[0].reachMs, -1.0);
    }

    void theRoleIsAskedOfEach()
    {
        pg::ConnectOptions options = m_cluster->options(); // a primary
        options.parameters.insert(u"host"_s, options.parameters.value(u"host"_s) + u",127.0.0.1"_s);
        options.parameters.insert(u"port"_s, port() + u",1"_s);
        options.parameters.insert(u"target_session_attrs"_s, u"standby"_s);
        QCOMPARE(tryConnecting(options).stages(), (QList<std::optional<Stage>>{Stage::Role, Stage::Reach}));
        options.parameters.insert(u"target_session_attrs"_s, u"prefer-standby"_s);
        const Tried tried = tryConnecting(options);
        QVERIFY2(!tried.error, qPrintable(tried.message()));
        QCOMPARE(tried.stages(), (QList<std::optional<Stage>>{Stage::Role, Stage::Reach, std::nullopt}));
        QCOMPARE(tried.report.attempts.last().host, m_cluster->socketDirectory());
    }

    void theLoadIsSpread()
    {
        pg::ConnectOptions options = listed(u"127.0.0.1,localhost"_s, port());
        options.parameters.insert(u"load_balance_hosts"_s, u"random"_s);
        QSet<QString> reached;
        for (int i = 0; i < 40 && reached.size() < 2; ++i)
            reached << tryConnecting(options).host;
        QCOMPARE(reached.size(), 2);
        options.parameters.insert(u"load_balance_hosts"_s, u"rnd"_s);
        QCOMPARE(tryConnecting(options).error->kind(), pg::Error::Kind::Client);
    }

    void theWayLeadsElsewhereUnderTheSameName()
    {
        pg::ConnectOptions options = listed(u"db.example.invalid,db2.example.invalid"_s, u"5432,5433"_s);
        options.via = {{u"127.0.0.1"_s, 1}, {u"127.0.0.1"_s, m_cluster->port()}};
        const Tried tried = tryConnecting(options);
        QVERIFY2(!tried.error, qPrintable(tried.message()));
        QCOMPARE(tried.host, u"db2.example.invalid:5433"_s);
        QCOMPARE(tried.report.attempts.last().address, u"127.0.0.1"_s);

        // The password file knows the server by its own name and port.
        QTemporaryDir directory;
        QFile passwords(directory.filePath(u"pgpass"_s));
        QVERIFY(passwords.open(QIODevice::WriteOnly));
        passwords.write("db2.example.invalid:5433:*:guarded:right horse\n");
        passwords.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        passwords.close();
        options.password.clear();
        options.parameters.insert(u"passfile"_s, passwords.fileName());
        const Tried byFile = tryConnecting(options);
        QVERIFY2(!byFile.error, qPrintable(byFile.message()));

        options.via = {{u"127.0.0.1"_s, 1}};
        QCOMPARE(tryConnecting(options).error->kind(), pg::Error::Kind::Client);
        options = listed(u"db.example.invalid"_s, u"5432"_s);
        options.via = {{m_cluster->socketDirectory() + u"/.s.PGSQL."_s + port(), 0}};
        options.parameters.insert(u"user"_s, u"tester"_s);
        QVERIFY(!tryConnecting(options).error);
    }

    void environmentAndServiceFileCount()
    {
        QTemporaryDir directory;
        QFile services(directory.filePath(u"pg_service.conf"_s));
        QVERIFY(services.open(QIODevice::WriteOnly));
        services.write("[here]\nhost=127.0.0.1,127.0.0.1\nport=1," + port().toLatin1() + "\nuser=guarded\ndbname=test\nconnect_timeout=7\n");
        services.close();
        qputenv("PGSERVICEFILE", QFile::encodeName(services.fileName()));
        pg::ConnectOptions options;
        options.parameters = {{u"service"_s, u"here"_s}};
        options.password = "right horse";
        const Tried byService = tryConnecting(options);
        options.parameters = {{u"service"_s, u"there"_s}};
        const Tried unknown = tryConnecting(options);
        qunsetenv("PGSERVICEFILE");
        QVERIFY2(!byService.error, qPrintable(byService.message()));
        QCOMPARE(byService.host, u"127.0.0.1:"_s + port());
        QCOMPARE(byService.stages(), (QList<std::optional<Stage>>{Stage::Reach, std::nullopt}));
        QVERIFY(unknown.message().contains("there"_L1));

        qputenv("PGHOST", "no-such-host.invalid,127.0.0.1");
        qputenv("PGPORT", port().toLatin1());
        options.parameters = {{u"user"_s, u"guarded"_s}, {u"dbname"_s, u"test"_s}};
        const Tried byEnvironment = tryConnecting(options);
        qunsetenv("PGHOST");
        qunsetenv("PGPORT");
        QVERIFY2(!byEnvironment.error, qPrintable(byEnvironment.message()));
        QCOMPARE(byEnvironment.stages(), (QList<std::optional<Stage>>{Stage::Lookup, std::nullopt}));
    }

    void wrongOptionsAreNamedBeforeAnythingIsSent()
    {
        for (const auto &[key, value] : {std::pair{u"port"_s, u"99999"_s}, {u"nonsense"_s, u"1"_s}, {u"channel_binding"_s, u"perhaps"_s}}) {
            pg::ConnectOptions options = m_cluster->tcpOptions();
            options.parameters.insert(key, value);
            const Tried tried = tryConnecting(options);
            QVERIFY(tried.error);
            QCOMPARE(tried.error->kind(), pg::Error::Kind::Client);
            QVERIFY2(tried.message().contains(key == "nonsense"_L1 ? key : value), qPrintable(tried.message()));
        }
    }

    void refusedSettingsAreAStageOfTheirOwn()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.settings = {{u"work_mem"_s, u"a lot"_s}};
        const Tried tried = tryConnecting(options);
        QVERIFY(tried.error);
        QCOMPARE(tried.stages(), (QList<std::optional<Stage>>{Stage::Settings}));
        QCOMPARE(tried.error->sqlState(), u"22023"_s);
        QVERIFY(!tried.error->retryable());
    }

    void aServerThatFallsSilentIsGivenUp()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.answerTimeout = 1;
        const auto s = m_services->session(options);
        QCOMPARE(exec(*s, "SELECT 1").future.result().integer(0, 0), 1);
        QElapsedTimer timer;
        timer.start();
        const auto e = errorOf(exec(*s, "SELECT pg_sleep(30)").future);
        QVERIFY2(timer.elapsed() >= 900 && timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(e);
        QCOMPARE(e->kind(), pg::Error::Kind::Connection);
        QCOMPARE(e->sqlState(), u"08006"_s);
        QVERIFY2(e->message().contains("1 s"_L1), qPrintable(e->message()));
        // The server was told, in the background.
        QTRY_COMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"_s), u"0"_s);
        QCOMPARE(exec(*s, "SELECT 3").future.result().integer(0, 0), 3);
    }

    void ourOwnPausesAreNotTheServersSilence()
    {
        class SlowSink final : public pg::RowSink
        {
        public:
            void begin(const pg::Columns &) override { }
            void append(pg::RowBatchPtr batch, const std::stop_token &) override
            {
                rows += batch->rowCount();
                if (!std::exchange(paused, true))
                    QTest::qSleep(1300); // stands for a user who does not scroll on: nothing to wait for
            }
            qint64 rows = 0;
            bool paused = false;
        };
        pg::ConnectOptions options = m_cluster->options();
        options.answerTimeout = 1;
        const auto s = m_services->session(options);
        const auto sink = std::make_shared<SlowSink>();
        const auto outcome = s->run(u"stream"_s, [sink](pg::Connection &c, core::JobContext &) {
            return c.stream("SELECT generate_series(1, 300000)", *sink);
        }).future.result();
        QCOMPARE(outcome.rows, 300000);
        QCOMPARE(sink->rows, 300000);
    }

    void aPingDoesNotWaitForADeadLine()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.answerTimeout = 1;
        pg::Connection connection(options, std::make_shared<pg::TypeRegistry>(), {}, nullptr, u"test"_s, -1, {});
        connection.ping();
        m_cluster->pause();
        QElapsedTimer timer;
        timer.start();
        std::optional<pg::Error> error;
        try {
            connection.ping();
        } catch (const pg::Error &e) {
            error = e;
        }
        const qint64 waited = timer.elapsed();
        m_cluster->resume();
        QVERIFY(error);
        QCOMPARE(error->sqlState(), u"08006"_s);
        QVERIFY2(waited < 2500, qPrintable(QString::number(waited)));
        QVERIFY(connection.isBroken());
    }
};

QTEST_GUILESS_MAIN(TestConnecting)
#include "tst_connecting.moc"
