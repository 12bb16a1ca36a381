// SPDX-License-Identifier: GPL-3.0-or-later
// A connection's test on real servers: every step filled, and what it says where something is missing, refused or read-only.
#include "catalog/backendactivity.h"
#include "catalog/connectiondiagnosis.h"
#include "catalog/connectiontest.h"
#include "support/outcome.h"
#include "support/testcluster.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace quiver;
using namespace Qt::StringLiterals;
using catalog::ConnectionReport;
using catalog::ConnectionTrouble;

class TestConnectionTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;

    core::Task<ConnectionReport> start(pg::Session &session, const pg::ConnectOptions &options)
    {
        return session.run(u"test"_s, [options](pg::Connection &connection, core::JobContext &job) {
            return catalog::testConnection(connection, job, options, 1);
        });
    }
    ConnectionReport report(const pg::ConnectOptions &options)
    {
        const auto session = m_services->session(options);
        return start(*session, options).future.result();
    }
    std::optional<pg::ConnectError> refusal(const pg::ConnectOptions &options)
    {
        const auto session = m_services->session(options);
        try {
            start(*session, options).future.waitForFinished();
        } catch (const pg::ConnectError &error) {
            return error;
        }
        return std::nullopt;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>(QStringList{u"wal_level = replica"_s});
        m_services = std::make_unique<test::TestServices>();
        m_cluster->psql(u"CREATE DATABASE bare"_s, u"postgres"_s);
        m_cluster->psql(
            u"CREATE TABLE items (id int, e vector(3));"
            "CREATE INDEX items_hnsw ON items USING hnsw (e vector_l2_ops);"
            "CREATE UNLOGGED TABLE loose (e vector(3));"
            "INSERT INTO loose SELECT '[1,2,3]' FROM generate_series(1, 20);"
            "CREATE INDEX loose_lists ON loose USING ivfflat (e vector_l2_ops) WITH (lists = 1)"_s);
    }
    void cleanupTestCase()
    {
        m_services.reset();
        m_cluster.reset();
    }

    void everyStepIsFilled()
    {
        const ConnectionReport found = report(m_cluster->options());
        for (const double ms : {found.versionMs, found.latencyMs, found.pgvectorMs, found.rightsMs,
                                found.roleMs, found.companionsMs}) {
            QVERIFY(ms > 0);
            QVERIFY(ms < 5000);
        }
        QVERIFY(found.serverVersion >= catalog::oldestServerVersion);
        QVERIFY(found.serverVersionText.startsWith(QString::number(found.serverVersion / 10000)));
        QVERIFY(!found.tooOld);
        QVERIFY(found.endOfLife.isValid());
        QCOMPARE(found.latency.count, 20);
        QVERIFY(found.latency.min > 0);
        QVERIFY(found.latency.min <= found.latency.p50);
        QVERIFY(found.latency.p50 <= found.latency.max);
        QVERIFY(found.latency.p50 < 100); // the socket of this computer
        QCOMPARE(found.rights.user, u"tester"_s);
        QCOMPARE(found.rights.database, u"test"_s);
        QVERIFY(found.rights.superuser && found.rights.canCreateSchema && found.rights.canCreateTable);
        QVERIFY(found.rights.monitor && found.rights.signalBackend);
        QCOMPARE(found.rights.firstSchema, u"public"_s);
        QVERIFY(found.role.acceptsWrites());
        QCOMPARE(found.role.standbys, 0);
        QCOMPARE(found.surroundings.bits, 64);
        QVERIFY(found.surroundings.service == catalog::ManagedService::SelfManaged);
    }

    void pgvectorAndItsIndexesAreFound()
    {
        const ConnectionReport found = report(m_cluster->options());
        const QString version =
            m_cluster->psql(u"SELECT extversion FROM pg_extension WHERE extname = 'vector'"_s).trimmed();
        QCOMPARE(found.pgvector.installed, version);
        QVERIFY(!found.pgvector.available.isEmpty());
        QCOMPARE(found.pgvector.schema, u"public"_s);
        QVERIFY2(found.pgvector.libraryError.isEmpty(), qPrintable(found.pgvector.libraryError));
        QVERIFY(found.audit.known);
        QCOMPARE(found.pgvector.annIndexCount, 2);
        QCOMPARE(found.pgvector.annIndexes,
                 (QList<catalog::AnnIndexName>{{u"public"_s, u"items_hnsw"_s, u"hnsw"_s, false},
                                               {u"public"_s, u"loose_lists"_s, u"ivfflat"_s, true}}));
    }

    void wherePgvectorIsNotCreated()
    {
        const ConnectionReport found = report(m_cluster->options(u"bare"_s));
        QVERIFY(found.pgvector.installed.isEmpty());
        QVERIFY(found.pgvector.schema.isEmpty());
        QVERIFY(!found.pgvector.available.isEmpty());
        QVERIFY(catalog::repairStatements(found.audit, found.pgvector).isEmpty());
        QVERIFY(found.companionsMs > 0); // the steps after it are taken
    }

    void aSchemaThatMayNotBeUsedIsToldAsSuch()
    {
        m_cluster->psql(u"CREATE SCHEMA hidden; CREATE EXTENSION vector SCHEMA hidden"_s, u"bare"_s);
        const ConnectionReport found = report(m_cluster->tcpOptions(u"bare"_s));
        m_cluster->psql(u"DROP EXTENSION vector; DROP SCHEMA hidden"_s, u"bare"_s);
        QCOMPARE(found.pgvector.schema, u"hidden"_s);
        QVERIFY2(found.pgvector.libraryError.contains(u"hidden"_s), qPrintable(found.pgvector.libraryError));
        QVERIFY(found.rightsMs > 0);
    }

    void aLowPrivilegedRoleIsTestedToo()
    {
        m_cluster->psql(u"REVOKE CREATE ON SCHEMA public FROM public; GRANT pg_signal_backend TO guarded"_s);
        const ConnectionReport found = report(m_cluster->tcpOptions());
        QCOMPARE(found.rights.user, u"guarded"_s);
        QVERIFY(!found.rights.superuser && !found.rights.canCreateSchema && !found.rights.canCreateTable);
        QVERIFY(!found.rights.monitor);
        QVERIFY(found.rights.signalBackend);
        for (const catalog::Companion &companion : found.surroundings.companions)
            QVERIFY(!companion.preloadKnown);
    }

    void readOnlyIsTold()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.settings = {{u"default_transaction_read_only"_s, u"on"_s}};
        const ConnectionReport found = report(options);
        QVERIFY(found.role.defaultReadOnly);
        QVERIFY(!found.role.inRecovery && !found.role.acceptsWrites());
        QVERIFY(!catalog::fitsRole(u"read-write"_s, found.role));
        QVERIFY(catalog::fitsRole(u"primary"_s, found.role));
    }

    void companionsAreTold()
    {
        m_cluster->psql(u"CREATE EXTENSION pg_stat_statements"_s);
        const ConnectionReport found = report(m_cluster->options());
        m_cluster->psql(u"DROP EXTENSION pg_stat_statements"_s);
        const auto statements =
            std::ranges::find(found.surroundings.companions, catalog::Companion::Kind::PgStatStatements,
                              &catalog::Companion::kind);
        QVERIFY(statements != found.surroundings.companions.cend());
        QVERIFY(!statements->installed.isEmpty());
        QVERIFY(statements->preloadKnown && !statements->preloaded); // it is created, and does not work
    }

    void theWayIsTold()
    {
        const ConnectionReport found = report(m_cluster->tcpOptions());
        QCOMPARE(found.connect.attempts.size(), 1);
        const pg::HostAttempt &attempt = found.connect.attempts.first();
        QVERIFY(!attempt.failedAt);
        QCOMPARE(attempt.port, m_cluster->port());
        QVERIFY(attempt.reachMs >= 0);
        QVERIFY(attempt.authenticationMs > 0);
        QVERIFY(found.connect.usedPassword);
        QVERIFY(found.connect.tls.protocol.isEmpty()); // the cluster has no certificate
    }

    void aWrongPasswordIsToldAfterTheStagesThatPassed()
    {
        pg::ConnectOptions options = m_cluster->tcpOptions();
        options.password = "wrong";
        const auto error = refusal(options);
        QVERIFY(error);
        QVERIFY(catalog::diagnose(*error, options) == ConnectionTrouble::WrongPassword);
        const pg::HostAttempt *attempt = catalog::toldAttempt(*error);
        QVERIFY(attempt);
        QVERIFY(attempt->failedAt == pg::ConnectStage::Authentication);
        QVERIFY(attempt->reachMs >= 0);
    }

    void aHostThatFailedBeforeIsTold()
    {
        pg::ConnectOptions options = m_cluster->tcpOptions();
        options.parameters[u"host"_s] = u"127.0.0.1,127.0.0.1"_s;
        options.parameters[u"port"_s] = u"1,%1"_s.arg(m_cluster->port());
        const ConnectionReport found = report(options);
        QCOMPARE(found.connect.attempts.size(), 2);
        const pg::HostAttempt &first = found.connect.attempts.first();
        QVERIFY(first.failedAt == pg::ConnectStage::Reach);
        QVERIFY(catalog::diagnose(first, {}, options) == ConnectionTrouble::Refused);
        QVERIFY(!found.connect.attempts.last().failedAt);
    }

    void aListThatFailsIsToldByTheHostThatGotFurthest()
    {
        pg::ConnectOptions options = m_cluster->tcpOptions();
        options.parameters[u"host"_s] = u"127.0.0.1,127.0.0.1"_s;
        options.parameters[u"port"_s] = u"1,%1"_s.arg(m_cluster->port());
        options.password = "wrong";
        const auto error = refusal(options);
        QVERIFY(error);
        QVERIFY(catalog::diagnose(*error, options) == ConnectionTrouble::WrongPassword);
        QCOMPARE(error->connectReport().attempts.size(), 2);
        QCOMPARE(catalog::toldAttempt(*error)->port, m_cluster->port());
        QVERIFY(!catalog::toldAttempt(pg::Error::client(u"x"_s)));
    }

    // Messages in another language than English: the server's function tells.
    void refusalsAreToldByTheServersFunction()
    {
        pg::ConnectOptions options = m_cluster->tcpOptions();
        options.parameters[u"dbname"_s] = u"nowhere"_s;
        auto error = refusal(options);
        QVERIFY(error);
        QVERIFY(catalog::diagnose(*error, options) == ConnectionTrouble::UnknownDatabase);
        QVERIFY2(!error->diagnostics().routine.isEmpty(), qPrintable(error->message()));
        options = m_cluster->options();
        options.parameters[u"user"_s] = u"nobody"_s; // over the socket nobody is asked for a password
        error = refusal(options);
        QVERIFY(error);
        QVERIFY(catalog::diagnose(*error, options) == ConnectionTrouble::UnknownRole);
        QCOMPARE(error->diagnostics().routine, u"InitializeSessionUserId"_s);
    }

    void backendsTellWhatTheyDo()
    {
        const auto asked = m_services->session(m_cluster->tcpOptions());
        const auto idle = m_services->session(m_cluster->tcpOptions());
        const auto foreign = m_services->session(m_cluster->options());
        const auto pidOf = [](pg::Session &session, const QByteArray &sql) {
            return session
                .run(u"pid"_s,
                     [sql](pg::Connection &c, core::JobContext &) {
                         c.exec(sql);
                         return c.backendPid();
                     })
                .future.result();
        };
        const QByteArray vector = "SELECT '[" + QByteArray("0.123456,").repeated(100) + "1]'::text";
        const int idlePid = pidOf(*idle, vector);
        const int foreignPid = pidOf(*foreign, "SELECT 1");
        const QList<catalog::BackendActivity> found =
            asked
                ->run(u"activity"_s,
                      [&](pg::Connection &c, core::JobContext &) {
                          return catalog::backendActivity(c, {c.backendPid(), idlePid, foreignPid, 999999});
                      })
                .future.result();
        QCOMPARE(found.size(), 3);
        const auto of = [&found](int pid) {
            return *std::ranges::find(found, pid, &catalog::BackendActivity::pid);
        };
        const catalog::BackendActivity theIdle = of(idlePid);
        QVERIFY(theIdle.visible);
        QCOMPARE(theIdle.state, u"idle"_s);
        QCOMPARE(theIdle.waitEvent, u"ClientRead"_s);
        QVERIFY(theIdle.query.startsWith(u"SELECT '[0.123456,"_s));
        QVERIFY2(theIdle.query.size() < 240, qPrintable(theIdle.query));
        QVERIFY(theIdle.clientAddress.startsWith(u"127.0.0.1:"_s));
        QVERIFY(theIdle.querySeconds >= 0 && theIdle.querySeconds < 60);
        QCOMPARE(theIdle.transactionSeconds, -1.0);
        QVERIFY(std::abs(theIdle.backendStart.secsTo(QDateTime::currentDateTimeUtc())) < 60);
        const catalog::BackendActivity theForeign = of(foreignPid);
        QVERIFY(!theForeign.visible); // a superuser's
        QVERIFY(theForeign.query.isEmpty());
        QCOMPARE(theForeign.user, u"tester"_s);
    }

    // Last: it makes a standby out of the cluster.
    void aStandbyIsTold()
    {
        m_cluster->stop();
        QFile signal(m_cluster->socketDirectory() + u"/data/standby.signal"_s);
        QVERIFY(signal.open(QIODevice::WriteOnly));
        signal.close();
        m_cluster->start();
        const ConnectionReport found = report(m_cluster->options());
        QVERIFY(found.role.inRecovery);
        QVERIFY(!found.role.acceptsWrites());
        QCOMPARE(found.role.standbys, -1);
        QVERIFY(catalog::fitsRole(u"standby"_s, found.role));
        QVERIFY(!catalog::fitsRole(u"primary"_s, found.role));
        QVERIFY(found.companionsMs > 0);
    }
};

QTEST_GUILESS_MAIN(TestConnectionTest)
#include "tst_connectiontest.moc"
