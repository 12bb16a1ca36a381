// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a profile: the exact field and the reason, from its values and from the files that it names.
#include "profiles/profilecheck.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::profiles;

namespace {

store::Profile sound()
{
    store::Profile profile = store::Profile::create();
    profile.name = u"x"_s;
    profile.parameters = {{u"host"_s, u"db.example.com"_s}, {u"dbname"_s, u"d"_s}};
    return profile;
}

QString told(const QList<FieldProblem> &problems)
{
    QStringList lines;
    for (const FieldProblem &problem : problems)
        lines << (problem.warning ? u"~"_s : QString()) + problem.field + u": "_s + problem.reason;
    return lines.join(u'\n');
}

} // namespace

class tst_ProfileCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsNothingInASoundProfile() { QCOMPARE(told(checkFields(sound())), QString()); }
    void namesTheField_data();
    void namesTheField();
    void checksCertificates();
    void checksKeysAsLibpqDoes();
    void checksOtherFiles();

private:
    QString path(const QString &name) const { return m_directory.filePath(name); }
    void openssl(const QStringList &arguments);
    void write(const QString &name, const QByteArray &content, QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner);
    QString checked(const QMap<QString, QString> &parameters);

    QTemporaryDir m_directory;
};

void tst_ProfileCheck::openssl(const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(m_directory.path());
    process.start(u"openssl"_s, arguments);
    QVERIFY2(process.waitForFinished() && process.exitCode() == 0, process.readAllStandardError().constData());
}

void tst_ProfileCheck::write(const QString &name, const QByteArray &content, QFile::Permissions permissions)
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.setPermissions(permissions);
}

QString tst_ProfileCheck::checked(const QMap<QString, QString> &parameters)
{
    store::Profile profile = sound();
    profile.parameters.insert(parameters);
    return told(checkFiles(profile));
}

void tst_ProfileCheck::initTestCase()
{
    qputenv("HOME", m_directory.path().toUtf8());
    qunsetenv("PGPASSFILE");
    qunsetenv("PGSERVICEFILE");
    qputenv("PGSYSCONFDIR", m_directory.path().toUtf8());
    openssl({u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-keyout"_s, u"good.key"_s,
             u"-out"_s, u"good.crt"_s, u"-subj"_s, u"/CN=client"_s, u"-days"_s, u"400"_s});
    openssl({u"genpkey"_s, u"-algorithm"_s, u"EC"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-out"_s, u"other.key"_s});
    openssl({u"ec"_s, u"-in"_s, u"good.key"_s, u"-aes128"_s, u"-passout"_s, u"pass:x"_s, u"-out"_s, u"locked.key"_s});
    // `openssl ca` is the one that takes dates.
    write(u"index.txt"_s, {});
    write(u"ca.cnf"_s, "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n");
    openssl({u"req"_s, u"-new"_s, u"-key"_s, u"good.key"_s, u"-subj"_s, u"/CN=client"_s, u"-out"_s, u"c.csr"_s});
    for (const auto &[name, from, until] : {std::tuple(u"old.crt"_s, u"20200101000000Z"_s, u"20210101000000Z"_s), std::tuple(u"young.crt"_s, u"20900101000000Z"_s, u"20910101000000Z"_s)})
        openssl({u"ca"_s, u"-batch"_s, u"-config"_s, u"ca.cnf"_s, u"-selfsign"_s, u"-keyfile"_s, u"good.key"_s, u"-in"_s, u"c.csr"_s, u"-out"_s, name,
                 u"-startdate"_s, from, u"-enddate"_s, until, u"-notext"_s});
    for (const QString &key : {u"good.key"_s, u"other.key"_s, u"locked.key"_s})
        QFile::setPermissions(path(key), QFile::ReadOwner | QFile::WriteOwner);
}

void tst_ProfileCheck::namesTheField_data()
{
    QTest::addColumn<store::Profile>("profile");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &expected, auto change) {
        store::Profile profile = sound();
        change(profile);
        QTest::newRow(name) << profile << expected;
    };
    const auto parameter = [&row](const char *keyword, const QString &value, const QString &expected) {
        row(keyword, expected, [&](store::Profile &p) { p.parameters.insert(QString::fromLatin1(keyword), value); });
    };
    parameter("port", u"99999"_s, u"port: “99999” is no port"_s);
    parameter("sslmod", u"x"_s, u"sslmod: “sslmod” is no keyword of libpq. Did you mean “sslmode”?"_s);
    parameter("sslmode", u"verify"_s, u"sslmode: “verify” is none of"_s);
    parameter("hostaddr", u"db"_s, u"hostaddr: “db” is no IP address"_s);
    parameter("connect_timeout", u"soon"_s, u"connect_timeout: “soon” is no whole number"_s);
    parameter("password", u"x"_s, u"password: A password is not part"_s);
    parameter("dbname", u"postgresql://u:secret@h/d"_s, u"dbname: A password stands inside"_s);
    row("ports", u"port: There are 2 ports for 1 host; one for all"_s, [](auto &p) { p.parameters.insert(u"port"_s, u"1,2"_s); });
    row("addresses", u"hostaddr: There are 2 addresses for 1 hosts."_s, [](auto &p) { p.parameters.insert(u"hostaddr"_s, u"127.0.0.1,127.0.0.2"_s); });
    row("name", u"name: The connection has no name."_s, [](auto &p) { p.name = u" "_s; });
    row("pool of 0", u"~pool.size: A pool of 0 keeps nothing"_s, [](auto &p) { p.pool.size = 0; });
    row("pool", u"pool.size: -1 sessions"_s, [](auto &p) { p.pool.size = -1; });
    row("overflow", u"pool.maxOverflow: -2 is neither"_s, [](auto &p) { p.pool.maxOverflow = -2; });
    row("recycle", u"pool.recycle: 0 is neither"_s, [](auto &p) { p.pool.recycle = 0; });
    row("tunnel", u"tunnel.host: The SSH server is missing."_s, [](auto &p) { p.tunnel.enabled = true; });
    row("tunnel option", u"tunnel.host: “-oProxyCommand=x” is no host's name."_s, [](auto &p) { p.tunnel = {true, u"-oProxyCommand=x"_s, 0, {}, {}, {}}; });
    row("tunnel off", QString(), [](auto &p) { p.tunnel.port = 99999; });
    row("setting", u"setting:hnsw.ef_search: “0” is no number from 1 to 1000."_s, [](auto &p) { p.settings = {{u"hnsw.ef_search"_s, u"0"_s}}; });
    row("duration", u"setting:statement_timeout: “a while” is no duration"_s, [](auto &p) { p.settings = {{u"statement_timeout"_s, u"a while"_s}}; });
    row("setting name", u"setting:a b: “a b” is no setting's name."_s, [](auto &p) { p.settings = {{u"a b"_s, u"1"_s}}; });
    row("binding", u"channel_binding: Channel binding needs TLS"_s, [](auto &p) { p.parameters.insert({{u"sslmode"_s, u"disable"_s}, {u"channel_binding"_s, u"require"_s}}); });
    row("TLS versions", u"ssl_max_protocol_version: It is older"_s, [](auto &p) { p.parameters.insert({{u"ssl_min_protocol_version"_s, u"TLSv1.3"_s}, {u"ssl_max_protocol_version"_s, u"TLSv1.2"_s}}); });
    row("keep-alive", u"keepAlive: "_s, [](auto &p) { p.keepAlive = -1; });
}

void tst_ProfileCheck::namesTheField()
{
    QFETCH(store::Profile, profile);
    QFETCH(QString, expected);
    const QString found = told(checkFields(profile));
    QVERIFY2(expected.isEmpty() ? found.isEmpty() : found.startsWith(expected), qPrintable(found));
    QCOMPARE(found.contains(u'\n'), false);
}

void tst_ProfileCheck::checksCertificates()
{
    const QString key = path(u"good.key"_s);
    const auto pair = [&](const QString &certificate, const QString &keyFile) {
        return checked({{u"sslcert"_s, path(certificate)}, {u"sslkey"_s, path(keyFile)}});
    };
    QCOMPARE(pair(u"good.crt"_s, u"good.key"_s), QString());
    QCOMPARE(pair(u"old.crt"_s, u"good.key"_s), u"sslcert: The certificate %1 (CN=client) expired on 2021-01-01 00:00 UTC."_s.arg(path(u"old.crt"_s)));
    QCOMPARE(pair(u"young.crt"_s, u"good.key"_s), u"sslcert: The certificate %1 (CN=client) is not valid before 2090-01-01 00:00 UTC."_s.arg(path(u"young.crt"_s)));
    QCOMPARE(pair(u"good.crt"_s, u"other.key"_s), u"sslkey: The key %1 does not belong to the certificate %2."_s.arg(path(u"other.key"_s), path(u"good.crt"_s)));
    QCOMPARE(pair(u"good.crt"_s, u"locked.key"_s), QString()); // its passphrase is not known here
    QCOMPARE(pair(u"good.crt"_s, u"ca.cnf"_s), u"sslkey: %1 holds no private key in PEM."_s.arg(path(u"ca.cnf"_s)));
    QCOMPARE(pair(u"ca.cnf"_s, u"good.key"_s), u"sslcert: %1 holds no certificate in PEM."_s.arg(path(u"ca.cnf"_s)));
    QCOMPARE(pair(u"none.crt"_s, u"good.key"_s), u"sslcert: There is no file %1."_s.arg(path(u"none.crt"_s)));
    QCOMPARE(checked({{u"sslmode"_s, u"verify-full"_s}}), u"sslrootcert: sslmode=verify-full needs a root certificate, and there is no %1."_s
                                                               .arg(path(u".postgresql/root.crt"_s)));
    QCOMPARE(checked({{u"sslmode"_s, u"verify-full"_s}, {u"sslrootcert"_s, path(u"good.crt"_s)}}), QString());
    QCOMPARE(checked({{u"sslmode"_s, u"disable"_s}, {u"sslrootcert"_s, path(u"none.crt"_s)}}), QString());
}

void tst_ProfileCheck::checksKeysAsLibpqDoes()
{
    const QMap<QString, QString> parameters{{u"sslcert"_s, path(u"good.crt"_s)}, {u"sslkey"_s, path(u"shared.key"_s)}};
    QVERIFY(QFile::copy(path(u"good.key"_s), path(u"shared.key"_s)));
    QFile::setPermissions(path(u"shared.key"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    QCOMPARE(checked(parameters), u"sslkey: %1: Others may read it (mode 0604), so libpq refuses it: chmod 600 makes it private."_s.arg(path(u"shared.key"_s)));
    QFile::setPermissions(path(u"shared.key"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
    const bool root = QFileInfo(path(u"shared.key"_s)).ownerId() == 0;
    QCOMPARE(checked(parameters).isEmpty(), root); // only root's own may be read by its group
}

void tst_ProfileCheck::checksOtherFiles()
{
    write(u".pgpass"_s, "*:*:*:*:x\n", QFile::ReadOwner | QFile::ReadGroup);
    QCOMPARE(checked({}), u"~passfile: libpq ignores the password file %1: others may read it (mode 0440); chmod 600 makes it private."_s.arg(path(u".pgpass"_s)));
    QFile::setPermissions(path(u".pgpass"_s), QFile::ReadOwner);
    QCOMPARE(checked({}), QString());
    QCOMPARE(checked({{u"service"_s, u"nope"_s}}), u"service: There is no service “nope” in %1 or %2."_s.arg(path(u".pg_service.conf"_s), path(u"pg_service.conf"_s)));
    write(u"pg_service.conf"_s, "[yes]\nhost=h\n");
    QCOMPARE(checked({{u"service"_s, u"yes"_s}}), QString());
    QCOMPARE(checked({{u"host"_s, u"/nonexistent"_s}}), u"~host: There is no directory /nonexistent for a server's socket."_s);
    store::Profile profile = sound();
    profile.tunnel = {true, u"h"_s, 0, {}, path(u"none"_s), {}};
    QCOMPARE(told(checkFiles(profile)), u"tunnel.identityFile: There is no file %1."_s.arg(path(u"none"_s)));
}

QTEST_GUILESS_MAIN(tst_ProfileCheck)
#include "tst_profilecheck.moc"
