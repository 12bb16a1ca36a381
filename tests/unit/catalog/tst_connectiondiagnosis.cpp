// SPDX-License-Identifier: GPL-3.0-or-later
// Which trouble it is: by SQLSTATE where there is one, in whatever language the server speaks; by libpq's words elsewhere.
#include "catalog/annmetric.h"
#include "catalog/backendactivity.h"
#include "catalog/connectiondiagnosis.h"
#include "catalog/connectionhelp.h"
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
        row("certificate, public authorities", "",
            u"SSL error: certificate verify failed: unable to get local issuer certificate"_s,
            ConnectionTrouble::CertificateUnknownIssuer);
        row("certificate's name", "",
            u"server certificate for \"localhost\" does not match host name \"db\""_s,
            ConnectionTrouble::CertificateWrongHost);
        row("certificate's names", "",
            u"server certificate for \"a\" (and 2 other names) does not match host name \"db\""_s,
            ConnectionTrouble::CertificateWrongHost);
        row("root certificate", "",
            u"root certificate file \"/x/root.crt\" does not exist\nEither provide the "
            u"file or change "
            "sslmode to disable server certificate verification."_s,
            ConnectionTrouble::RootCertificateMissing, u"verify-full"_s);
        row("root certificate, 16", "",
            u"root certificate file \"/x\" does not exist\nEither provide the file, use the system's trusted "
            u"roots with "
            "sslrootcert=system, or change sslmode to disable server certificate verification."_s,
            ConnectionTrouble::RootCertificateMissing, u"verify-full"_s);
        row("root certificate unreadable", "",
            u"could not read root certificate file \"/x\": no start line"_s,
            ConnectionTrouble::RootCertificateUnreadable);
        row("key of all", "",
            u"private key file \"/k\" has group or world access; file must have permissions u=rw (0600) or "
            u"less if owned "
            "by the current user, or permissions u=rw,g=r (0640) or less if owned by root"_s,
            ConnectionTrouble::KeyReadableByOthers);
        row("key of all, 13", "",
            u"private key file \"/k\" has group or world access; permissions should be u=rw (0600) or less"_s,
            ConnectionTrouble::KeyReadableByOthers);
        row("key missing", "", u"certificate present, but not private key file \"/k\""_s,
            ConnectionTrouble::KeyMissing);
        row("key's passphrase", "", u"could not load private key file \"/k\": bad decrypt"_s,
            ConnectionTrouble::KeyPassphrase);
        row("key of another", "",
            u"certificate does not match private key file \"/k\": key values mismatch"_s,
            ConnectionTrouble::KeyMismatch);
        row("own certificate", "", u"could not open certificate file \"/c\": No such file or directory"_s,
            ConnectionTrouble::ClientCertificateMissing);
        row("certificate wanted", "28000", u"connection requires a valid client certificate"_s,
            ConnectionTrouble::ClientCertificateMissing);
        row("certificate wanted, TLS 1.3", "", u"SSL error: tlsv13 alert certificate required"_s,
            ConnectionTrouble::ClientCertificateMissing);
        row("own certificate expired", "", u"SSL error: sslv3 alert certificate expired"_s,
            ConnectionTrouble::ClientCertificateExpired);
        row("own certificate of nobody", "", u"SSL error: tlsv1 alert unknown ca"_s,
            ConnectionTrouble::ClientCertificateRejected);
        row("own certificate of another", "28000", u"certificate authentication failed for user \"ada\""_s,
            ConnectionTrouble::ClientCertificateRejected);
        row("TLS versions", "", u"SSL error: tlsv1 alert protocol version"_s, ConnectionTrouble::TlsVersion);
        row("channel binding", "",
            u"channel binding required, but server authenticated client without channel binding"_s,
            ConnectionTrouble::ChannelBinding);
        row("channel binding, no TLS", "",
            u"channel binding is required, but server did not offer an authentication method that supports "
            u"channel "
            "binding"_s,
            ConnectionTrouble::ChannelBinding);
        row("no primary", "", u"connection to server at \"a\", port 1 failed: session is read-only"_s,
            ConnectionTrouble::NoSuitableHost);
        row("no standby", "",
            u"connection to server at \"a\", port 1 failed: server is not in hot standby mode"_s,
            ConnectionTrouble::NoSuitableHost);
        row("no primary, 13", "", u"could not make a writable connection to server \"a:1\""_s,
            ConnectionTrouble::NoSuitableHost);
        row("closed", "",
            u"server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally"_s,
            ConnectionTrouble::ClosedByServer);
        row("lost", "08006", u"the connection to the server was lost"_s, ConnectionTrouble::ClosedByServer);
        row("fell silent", "08006",
            u"no byte from the server for 5 s, and it owes an answer: the connection is given up"_s,
            ConnectionTrouble::AnswerTimeout);
        row("socket's directory closed", "",
            u"connection to server on socket \"/x/.s.PGSQL.5432\" failed: Permission denied"_s,
            ConnectionTrouble::SocketForbidden);
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

    // What a server says in another language is told by its function's name.
    void needsNoEnglish_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("routine");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("sslmode");
        QTest::addColumn<int>("trouble");
        const auto row = [](const char *name, const QString &message, const char *routine,
                            const QString &host, const QString &sslmode, ConnectionTrouble trouble) {
            QTest::newRow(name) << message << QString::fromLatin1(routine) << host << sslmode << int(trouble);
        };
        const QString hba =
            u"kein pg_hba.conf-Eintrag für Host »10.0.0.1«, Benutzer »a«, Datenbank »b«, keine Verschlüsselung"_s;
        row("hba", hba, "ClientAuthentication", u"db"_s, u"prefer"_s, ConnectionTrouble::NoHbaEntry);
        row("hba, TLS off here", hba, "ClientAuthentication", u"db"_s, u"disable"_s,
            ConnectionTrouble::TlsRequired);
        row("hba, socket", hba, "ClientAuthentication", u"/tmp"_s, u"disable"_s,
            ConnectionTrouble::NoHbaEntry);
        row("certificate", u"Verbindung erfordert ein gültiges Client-Zertifikat"_s, "ClientAuthentication",
            u"db"_s, {}, ConnectionTrouble::ClientCertificateMissing);
        row("peer", u"Authentifizierung für Benutzer »a« fehlgeschlagen"_s, "auth_failed", u"/tmp"_s, {},
            ConnectionTrouble::PeerMismatch);
        row("cert", u"Authentifizierung für Benutzer »a« fehlgeschlagen"_s, "auth_failed", u"db"_s, {},
            ConnectionTrouble::ClientCertificateRejected);
        row("role", u"Rolle »ada« existiert nicht"_s, "InitializeSessionUserId", u"db"_s, {},
            ConnectionTrouble::UnknownRole);
    }
    void needsNoEnglish()
    {
        QFETCH(QString, message);
        QFETCH(QString, routine);
        QFETCH(QString, host);
        QFETCH(QString, sslmode);
        QFETCH(int, trouble);
        pg::Diagnostics diagnostics;
        diagnostics.sqlState = u"28000"_s;
        diagnostics.message = message;
        diagnostics.routine = routine;
        pg::ConnectOptions options;
        options.parameters = {{u"host"_s, host}, {u"sslmode"_s, sslmode}};
        QCOMPARE(int(catalog::diagnose(pg::Error(pg::Error::Kind::Connection, diagnostics), options)),
                 trouble);
    }

    // libpq says only that the certificate was not accepted.
    void theCertificateTellsWhy()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        pg::HostAttempt attempt;
        attempt.host = u"db"_s;
        attempt.failedAt = pg::ConnectStage::Tls;
        attempt.error.message = u"SSL error: certificate verify failed"_s;
        pg::TlsFacts facts;
        const auto trouble = [&] { return int(catalog::diagnose(attempt, facts, {})); };
        QCOMPARE(trouble(), int(ConnectionTrouble::CertificateRejected));
        facts.validFrom = now.addDays(-9);
        facts.validUntil = now.addDays(9);
        QCOMPARE(trouble(), int(ConnectionTrouble::CertificateUnknownIssuer));
        facts.validUntil = now.addDays(-1);
        QCOMPARE(trouble(), int(ConnectionTrouble::CertificateExpired));
        facts.validFrom = now.addDays(1);
        facts.validUntil = now.addDays(9);
        QCOMPARE(trouble(), int(ConnectionTrouble::CertificateNotYetValid));
    }

    void theStageTellsWhereNoWordsDo()
    {
        pg::HostAttempt attempt;
        attempt.host = u"db"_s;
        attempt.error.message = u"etwas anderes"_s;
        const auto troubleAt = [&attempt](pg::ConnectStage stage) {
            attempt.failedAt = stage;
            return int(catalog::diagnose(attempt, {}, {}));
        };
        QCOMPARE(troubleAt(pg::ConnectStage::Lookup), int(ConnectionTrouble::UnknownHost));
        QCOMPARE(troubleAt(pg::ConnectStage::Reach), int(ConnectionTrouble::Unreachable));
        QCOMPARE(troubleAt(pg::ConnectStage::Tls), int(ConnectionTrouble::CertificateRejected));
        QCOMPARE(troubleAt(pg::ConnectStage::Role), int(ConnectionTrouble::NoSuitableHost));
        attempt.error.sqlState = u"22023"_s;
        QCOMPARE(troubleAt(pg::ConnectStage::Settings), int(ConnectionTrouble::BadSetting));
    }

    void knowsTheSandboxsSocket_data()
    {
        QTest::addColumn<QString>("directory");
        QTest::addColumn<bool>("isSandbox");
        QTest::newRow("in the user's data") << u"~/.local/share/quiver/sandbox/run"_s << true;
        QTest::newRow("root's") << u"/var/lib/quiver-sandbox/run"_s << true;
        QTest::newRow("a short one") << u"/tmp/quiver-1000-0123abcd"_s << true;
        QTest::newRow("somebody else's") << u"/var/run/postgresql"_s << false;
    }
    void knowsTheSandboxsSocket()
    {
        QFETCH(QString, directory);
        QFETCH(bool, isSandbox);
        pg::Diagnostics diagnostics;
        diagnostics.message = u"failed: No such file or directory"_s;
        pg::ConnectOptions options;
        options.parameters.insert(u"host"_s, directory);
        QCOMPARE(int(catalog::diagnose(pg::Error(pg::Error::Kind::Connection, diagnostics), options)),
                 int(isSandbox ? ConnectionTrouble::SocketOfSandbox : ConnectionTrouble::SocketMissing));
    }

    void certificatesNameHosts_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("fits");
        QTest::newRow("name") << QStringList{u"a"_s, u"DB.example.com"_s} << u"db.example.com"_s << true;
        QTest::newRow("star") << QStringList{u"*.example.com"_s} << u"db.example.com"_s << true;
        QTest::newRow("one label only") << QStringList{u"*.example.com"_s} << u"a.db.example.com"_s << false;
        QTest::newRow("not the domain") << QStringList{u"*.example.com"_s} << u"example.com"_s << false;
        QTest::newRow("address") << QStringList{u"10.0.0.7"_s} << u"10.0.0.7"_s << true;
        QTest::newRow("common name") << QStringList() << u"cn.example.com"_s << true;
        QTest::newRow("names outrank it") << QStringList{u"other"_s} << u"cn.example.com"_s << false;
    }
    void certificatesNameHosts()
    {
        QFETCH(QStringList, names);
        QFETCH(QString, host);
        QFETCH(bool, fits);
        pg::TlsFacts facts;
        facts.names = names;
        facts.subject = u"O=Example, CN=cn.example.com"_s;
        QCOMPARE(catalog::certificateNames(facts, host), fits);
    }

    // What the command line prints.
    void everyTroubleHasWordsAndANextStep()
    {
        QSet<QByteArray> seen;
        for (int i = 0; i < catalog::connectionTroubles; ++i) {
            const catalog::HelpTexts texts = catalog::helpTexts(ConnectionTrouble(i));
            QVERIFY2(*texts.what && *texts.next, qPrintable(QString::number(i)));
            QVERIFY2(!seen.contains(texts.what), texts.what);
            seen.insert(texts.what);
        }
    }

    void helpNamesTheFacts()
    {
        pg::Diagnostics diagnostics;
        diagnostics.message = u"private key file \"/x/k.key\" has group or world access"_s;
        diagnostics.hint = u"A hint."_s;
        pg::ConnectOptions options;
        options.parameters = {{u"host"_s, u"{user}"_s}, {u"user"_s, u"ada"_s}, {u"dbname"_s, u"{host}"_s}};
        const QString help =
            catalog::connectionHelp(pg::Error(pg::Error::Kind::Connection, diagnostics), options);
        QVERIFY2(help.contains(u"not used: /x/k.key\n"_s), qPrintable(help));
        QVERIFY(help.contains(u"chmod 600"_s));
        QVERIFY(help.endsWith(diagnostics.message + u"\nA hint."_s));
        QCOMPARE(catalog::withFacts(u"{user} in {database} of {host}:{port}"_s, options, {}),
                 u"ada in {host} of {user}:5432"_s);
        pg::HostAttempt two;
        two.host = u"two"_s;
        two.port = 5433;
        QCOMPARE(catalog::withFacts(u"{host}:{port}"_s, options, {}, &two), u"two:5433"_s);
        // The server's answer to a statement needs no help with the connection.
        QCOMPARE(catalog::connectionHelp(pg::Error(pg::Error::Kind::Server, diagnostics), options),
                 diagnostics.message);
    }

    void shortensVectorsOfStatements()
    {
        const QString head = u"SELECT id FROM t ORDER BY e <-> '"_s;
        QCOMPARE(catalog::withShortVectors(head + u"[1,2,3]'"_s), head + u"[1,2,3]'"_s);
        QStringList numbers(500, u"0.25"_s);
        const QString shortened =
            catalog::withShortVectors(head + u'[' + numbers.join(u',') + u"]'::vector LIMIT 5"_s, 20);
        QCOMPARE(shortened, head + u"[0.25,0.25,0.25,…]'::vector LIMIT 5"_s);
        const QString cut = catalog::withShortVectors(head + u'[' + numbers.join(u','), 20); // by the server
        QCOMPARE(cut, head + u"[0.25,0.25,0.25,…"_s);
        const QString words = u"SELECT ARRAY['"_s + QString(300, u'x') + u"']"_s;
        QCOMPARE(catalog::withShortVectors(words), words);
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
