// SPDX-License-Identifier: GPL-3.0-or-later
// Encrypted connections to a real server with certificates made here: what is trusted, what is refused, and what is told.
#include "pg/connectreport.h"
#include "support/testcertificates.h"
#include "support/testcluster.h"

#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using Stage = pg::ConnectStage;

class TestTls : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestCertificates> m_files;

    /// By name, but without asking anybody for its address.
    pg::ConnectOptions options(const QString &host = u"localhost"_s, const QString &sslmode = u"verify-full"_s) const
    {
        pg::ConnectOptions options = m_cluster->tcpOptions();
        options.parameters.insert(u"host"_s, host);
        options.parameters.insert(u"hostaddr"_s, u"127.0.0.1"_s);
        options.parameters.insert(u"sslmode"_s, sslmode);
        options.parameters.insert(u"sslrootcert"_s, m_files->path(u"ca.crt"_s));
        return options;
    }
    /// As the role that only a certificate lets in.
    pg::ConnectOptions asClient(const QString &certificate) const
    {
        pg::ConnectOptions o = options();
        o.password.clear();
        o.parameters.insert(u"user"_s, u"carded"_s);
        if (!certificate.isEmpty()) {
            o.parameters.insert(u"sslcert"_s, m_files->path(certificate + u".crt"_s));
            o.parameters.insert(u"sslkey"_s, m_files->path(certificate + u".key"_s));
        }
        return o;
    }
    static std::unique_ptr<pg::Connection> connect(const pg::ConnectOptions &options)
    {
        return std::make_unique<pg::Connection>(options, std::make_shared<pg::TypeRegistry>(), pg::ConnectionEvents(), nullptr, u"test"_s, -1,
                                                std::stop_token());
    }
    static std::optional<pg::ConnectError> refusal(const pg::ConnectOptions &options)
    {
        try {
            connect(options);
        } catch (const pg::ConnectError &e) {
            return e;
        }
        return {};
    }
    /// The same with the certificate that was refused. Where the server's answer comes before libpq has looked for it, the
    /// handshake begins and ends in one call, and nobody sees the certificate: a matter of chance, so a few attempts are made.
    static std::optional<pg::ConnectError> refusalOfCertificate(const pg::ConnectOptions &options)
    {
        std::optional<pg::ConnectError> e;
        for (int attempt = 0; attempt < 10; ++attempt) {
            e = refusal(options);
            if (!e || !e->connectReport().tls.issuer.isEmpty())
                break;
        }
        return e;
    }
    void serveWith(const QString &certificate)
    {
        m_cluster->serveTls(m_files->path(certificate + u".crt"_s), m_files->path(certificate + u".key"_s), m_files->path(u"ca.crt"_s));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_files = std::make_unique<test::TestCertificates>();
        m_files->make(u"server"_s, {u"Quiver's test"_s, {u"DNS:localhost"_s, u"DNS:*.example.invalid"_s, u"IP:127.0.0.1"_s}});
        m_files->make(u"expired"_s, {u"localhost"_s, {u"DNS:localhost"_s}, -3});
        m_files->make(u"client"_s, {u"carded"_s, {}});
        m_files->make(u"oldclient"_s, {u"carded"_s, {}, -3});
        m_files->make(u"locked"_s, {u"carded"_s, {}, 30, u"open sesame"_s});
        m_files->makeAuthority(u"stranger"_s);
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE ROLE carded LOGIN"_s);
        m_cluster->setHba(u"local all all trust\nhostssl all carded 127.0.0.1/32 cert\nhostssl all all 127.0.0.1/32 scram-sha-256\n"_s);
        serveWith(u"server"_s);
    }

    void cleanupTestCase()
    {
        m_cluster.reset();
        m_files.reset();
    }

    void theReportShowsChannelAndCertificate()
    {
        const auto connection = connect(options());
        const pg::ConnectReport &report = connection->connectReport();
        const pg::TlsFacts &tls = report.tls;
        QCOMPARE(tls.protocol, u"TLSv1.3"_s);
        QCOMPARE(tls.cipher, QString::fromUtf8(connection->exec("SELECT cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()").text(0, 0).toUtf8()));
        QCOMPARE(tls.bits, 256);
        QCOMPARE(tls.subject, u"CN=Quiver's test"_s);
        QCOMPARE(tls.issuer, u"CN=Test authority ca"_s);
        QCOMPARE(tls.names, (QStringList{u"localhost"_s, u"*.example.invalid"_s, u"127.0.0.1"_s}));
        const qint64 days = QDateTime::currentDateTimeUtc().secsTo(tls.validUntil) / 86400;
        QVERIFY2(days == 29 || days == 30, qPrintable(tls.validUntil.toString(Qt::ISODate)));
        QCOMPARE(tls.validFrom.daysTo(tls.validUntil), 60);
        QVERIFY(report.attempts.last().tlsMs > 0);
        QVERIFY(report.attempts.last().authenticationMs > 0);
        QVERIFY(report.usedPassword);
    }

    void namesAreCompared()
    {
        QVERIFY(!refusal(options(u"db.example.invalid"_s)));
        const auto wrong = refusalOfCertificate(options(u"other.invalid"_s));
        QVERIFY(wrong);
        QCOMPARE(wrong->connectReport().attempts.last().failedAt, Stage::Tls);
        QVERIFY2(wrong->message().contains("does not match host name"_L1), qPrintable(wrong->message()));
        QCOMPARE(wrong->connectReport().tls.names.value(0), u"localhost"_s); // what it is for instead
        QVERIFY(!refusal(options(u"other.invalid"_s, u"verify-ca"_s)));
        // Through a tunnel the certificate is still that of the host.
        pg::ConnectOptions tunnelled = options(u"db.example.invalid"_s);
        tunnelled.parameters.remove(u"hostaddr"_s);
        tunnelled.via = {{u"127.0.0.1"_s, m_cluster->port()}};
        tunnelled.parameters.insert(u"port"_s, u"5432"_s);
        QVERIFY(!refusal(tunnelled));
    }

    void strangersAreNotTrusted()
    {
        pg::ConnectOptions o = options();
        o.parameters.insert(u"sslrootcert"_s, m_files->path(u"stranger.crt"_s));
        const auto e = refusalOfCertificate(o);
        QVERIFY(e);
        QCOMPARE(e->connectReport().attempts.last().failedAt, Stage::Tls);
        QVERIFY2(e->message().contains("certificate verify failed"_L1), qPrintable(e->message()));
        QCOMPARE(e->connectReport().tls.issuer, u"CN=Test authority ca"_s);
    }

    void anExpiredCertificateIsRefusedAndShown()
    {
        serveWith(u"expired"_s);
        const auto e = refusalOfCertificate(options());
        const auto unverified = refusal(options(u"localhost"_s, u"require"_s));
        serveWith(u"server"_s);
        QVERIFY(e);
        QCOMPARE(e->connectReport().attempts.last().failedAt, Stage::Tls);
        QVERIFY2(e->message().contains("certificate verify failed"_L1), qPrintable(e->message()));
        QVERIFY(e->connectReport().tls.validUntil < QDateTime::currentDateTimeUtc());
        QVERIFY(e->connectReport().tls.validUntil.isValid());
        QVERIFY(unverified); // with a root certificate "require" verifies, too
    }

    void aRefusedCertificateEndsTheWalk()
    {
        pg::ConnectOptions o = options(u"other.invalid,localhost"_s);
        o.parameters.insert(u"hostaddr"_s, u"127.0.0.1,127.0.0.1"_s);
        const auto e = refusal(o);
        QVERIFY(e);
        QCOMPARE(e->connectReport().attempts.size(), 1);
    }

    void clientCertificates()
    {
        QCOMPARE(connect(asClient(u"client"_s))->exec("SELECT current_user").text(0, 0), u"carded"_s);
        const auto none = refusal(asClient({}));
        QVERIFY(none);
        QCOMPARE(none->sqlState(), u"28000"_s);
        const auto expired = refusal(asClient(u"oldclient"_s));
        QVERIFY(expired);
        QCOMPARE(expired->connectReport().attempts.last().failedAt, Stage::Tls);
        QVERIFY2(expired->message().contains("expired"_L1), qPrintable(expired->message()));
    }

    void aKeyThatAllCanReadIsRefused()
    {
        const QString key = m_files->path(u"client.key"_s);
        QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
        const auto e = refusal(asClient(u"client"_s));
        QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(e);
        QCOMPARE(e->connectReport().attempts.last().failedAt, Stage::Tls);
        QVERIFY2(e->message().contains(key) && e->message().contains("group or world access"_L1), qPrintable(e->message()));
    }

    void keysWithAPassphrase()
    {
        pg::ConnectOptions o = asClient(u"locked"_s);
        o.keyPassphrase = "open sesame";
        QVERIFY(!refusal(o));
        QElapsedTimer timer; // nobody answers a question here: one that was asked would hang
        timer.start();
        for (const QByteArray &passphrase : {QByteArray("open barley"), QByteArray()}) {
            o.keyPassphrase = passphrase;
            const auto e = refusal(o);
            QVERIFY(e);
            QCOMPARE(e->connectReport().attempts.last().failedAt, Stage::Tls);
            QVERIFY2(e->message().contains(m_files->path(u"locked.key"_s)), qPrintable(e->message()));
            QVERIFY(!e->message().contains("barley"_L1));
        }
        QVERIFY(timer.elapsed() < 5000);
    }

    void passwordsAreBoundToTheChannel()
    {
        pg::ConnectOptions o = options();
        o.parameters.insert(u"channel_binding"_s, u"require"_s);
        QVERIFY(!refusal(o));
        o.parameters.insert(u"sslmode"_s, u"disable"_s);
        QVERIFY(refusal(o));
    }

    void withoutTlsThisServerIsClosed()
    {
        const auto e = refusal(options(u"localhost"_s, u"disable"_s));
        QVERIFY(e);
        QCOMPARE(e->sqlState(), u"28000"_s);
        QCOMPARE(e->connectReport().attempts.last().tlsMs, -1.0);
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
