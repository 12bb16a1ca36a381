// SPDX-License-Identifier: GPL-3.0-or-later
// Which trouble it is: by SQLSTATE where there is one, in whatever language the server speaks; by libpq's words elsewhere.
#include "catalog/annmetric.h"
#include "catalog/connectiondiagnosis.h"
#include "catalog/statements.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using catalog::ConnectionTrouble;

class ConnectionDiagnosisTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheTrouble_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("sslmode");
        QTest::addColumn<int>("trouble");
        const auto row = [](const char *name, const char *state, const QString &message,
                            ConnectionTrouble trouble, const QString &sslmode = {}) {
            QTest::newRow(name) << QString::fromLatin1(state) << message << sslmode << int(trouble);
        };
        row("password", "28P01", u"Passwort-Authentifizierung für Benutzer »ada« fehlgeschlagen"_s,
            ConnectionTrouble::WrongPassword);
        row("role", "28000", u"role \"ada\" does not exist"_s, ConnectionTrouble::UnknownRole);
        row("role, German", "28000", u"Rolle »ada« existiert nicht"_s, ConnectionTrouble::UnknownRole);
        row("peer", "28000", u"Peer authentication failed for user \"ada\""_s,
            ConnectionTrouble::PeerMismatch);
        row("hba", "28000",
            u"no pg_hba.conf entry for host \"10.0.0.1\", user \"a\", database \"b\", no encryption"_s,
            ConnectionTrouble::NoHbaEntry);
        row("hba, TLS off here", "28000",
            u"no pg_hba.conf entry for host \"10.0.0.1\", user \"a\", database \"b\", no encryption"_s,
            ConnectionTrouble::TlsRequired, u"disable"_s);
        row("database", "3D000", u"database \"x\" does not exist"_s, ConnectionTrouble::UnknownDatabase);
        row("connect privilege", "42501", u"permission denied for database \"x\""_s,
            ConnectionTrouble::DatabaseForbidden);
        row("full", "53300", u"sorry, too many clients already"_s, ConnectionTrouble::TooManyConnections);
        row("starting", "57P03", u"the database system is starting up"_s, ConnectionTrouble::NotReady);
        row("silent", "08001", u"no answer from db within 10 s"_s, ConnectionTrouble::Timeout);
        row("no password", "",
            u"connection to server at \"h\", port 5432 failed: fe_sendauth: no password supplied"_s,
            ConnectionTrouble::PasswordMissing);
        row("refused", "", u"connection to server at \"h\" (127.0.0.1), port 1 failed: Connection refused"_s,
            ConnectionTrouble::Refused);
        row("socket", "",
            u"connection to server on socket \"/x/.s.PGSQL.5432\" failed: No such file or directory"_s,
            ConnectionTrouble::SocketMissing);
        row("host", "", u"could not translate host name \"h\" to address: Name or service not known"_s,
            ConnectionTrouble::UnknownHost);
        row("no TLS", "", u"server does not support SSL, but SSL was required"_s,
            ConnectionTrouble::TlsUnsupported);
        row("certificate", "", u"SSL error: certificate verify failed"_s,
            ConnectionTrouble::CertificateRejected);
        row("route", "", u"failed: No route to host"_s, ConnectionTrouble::Unreachable);
        row("http", "", u"received invalid response to SSL negotiation: H"_s, ConnectionTrouble::NotPostgres);
        row("new", "XX000", u"something new"_s, ConnectionTrouble::Other);
    }
    void tellsTheTrouble()
    {
        QFETCH(QString, state);
        QFETCH(QString, message);
        QFETCH(QString, sslmode);
        QFETCH(int, trouble);
        pg::Diagnostics diagnostics;
        diagnostics.sqlState = state;
        diagnostics.message = message;
        pg::ConnectOptions options;
        if (!sslmode.isEmpty())
            options.parameters.insert(u"sslmode"_s, sslmode);
        QCOMPARE(int(catalog::diagnose(pg::Error(pg::Error::Kind::Connection, diagnostics), options)),
                 trouble);
    }

    void aRefusalOfThisSideIsAboutTheSettings()
    {
        QVERIFY(catalog::diagnose(pg::Error::client(u"invalid sslmode value"_s), {})
                == ConnectionTrouble::BadOptions);
    }

    void statementsQuoteWhatTheyMust()
    {
        QCOMPARE(catalog::selectFirstRows(u"public"_s, u"we\"ird; --"_s),
                 u"SELECT *\nFROM public.\"we\"\"ird; --\"\nLIMIT 100;"_s);
        QCOMPARE(catalog::selectFirstRows(u"s"_s, u"t"_s, -5), u"SELECT *\nFROM s.t\nLIMIT 1;"_s);
        QCOMPARE(catalog::countRows(u"My Schema"_s, u"表"_s),
                 u"SELECT count(*)\nFROM \"My Schema\".\"表\";"_s);
        QCOMPARE(catalog::qualifiedName({}, u"t"_s, u"Col"_s), u"t.\"Col\""_s);
    }

    void opclassesTellTheDistance()
    {
        QVERIFY(catalog::annMetric(u"halfvec_cosine_ops"_s) == catalog::AnnMetric::Cosine);
        QVERIFY(catalog::annMetric(u"vector_ip_ops"_s) == catalog::AnnMetric::InnerProduct);
        QVERIFY(catalog::annMetric(u"bit_jaccard_ops"_s) == catalog::AnnMetric::Jaccard);
        QVERIFY(catalog::annMetric(u"text_ops"_s) == catalog::AnnMetric::Unknown);
    }
};

QTEST_GUILESS_MAIN(ConnectionDiagnosisTest)
#include "tst_connectiondiagnosis.moc"
