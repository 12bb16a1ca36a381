// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcertificates.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QProcess>

namespace quiver::test {

using namespace Qt::StringLiterals;

TestCertificates::TestCertificates()
{
    makeAuthority(u"ca"_s);
    // `openssl ca` is the one that takes both dates: `openssl x509` of Debian 12 makes no certificate that has expired.
    write(u"ca.cnf"_s, u"[ca]\ndefault_ca = test\n[test]\ndatabase = %1\nrand_serial = yes\nnew_certs_dir = %2\ndefault_md = sha256\n"
                       "policy = any\nunique_subject = no\n[any]\ncommonName = supplied\n"_s.arg(path(u"index.txt"_s), m_directory.path()));
    write(u"index.txt"_s, {});
}

void TestCertificates::make(const QString &name, const Wish &wish)
{
    const QString key = path(name + u".key"_s);
    QStringList generate{u"genpkey"_s, u"-algorithm"_s, u"EC"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-out"_s, key};
    if (!wish.passphrase.isEmpty())
        generate << u"-aes256"_s << u"-pass"_s << u"pass:"_s + wish.passphrase;
    openssl(generate);
    QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner);
    openssl({u"req"_s, u"-new"_s, u"-key"_s, key, u"-passin"_s, u"pass:"_s + wish.passphrase, u"-subj"_s, u"/CN="_s + wish.commonName,
             u"-out"_s, path(name + u".csr"_s)});
    write(name + u".ext"_s, wish.names.isEmpty() ? u"basicConstraints = CA:FALSE\n"_s : u"subjectAltName = %1\n"_s.arg(wish.names.join(u',')));
    const QDateTime end = QDateTime::currentDateTimeUtc().addDays(wish.daysFromNow);
    const auto stamp = [](const QDateTime &time) { return time.toString(u"yyyyMMddHHmmss"_s) + u'Z'; };
    openssl({u"ca"_s, u"-batch"_s, u"-notext"_s, u"-config"_s, path(u"ca.cnf"_s), u"-cert"_s, path(u"ca.crt"_s), u"-keyfile"_s,
             path(u"ca.key"_s), u"-startdate"_s, stamp(end.addDays(-60)), u"-enddate"_s, stamp(end), u"-extfile"_s, path(name + u".ext"_s),
             u"-in"_s, path(name + u".csr"_s), u"-out"_s, path(name + u".crt"_s)});
}

void TestCertificates::makeAuthority(const QString &name)
{
    openssl({u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-days"_s, u"30"_s,
             u"-subj"_s, u"/CN=Test authority "_s + name, u"-keyout"_s, path(name + u".key"_s), u"-out"_s, path(name + u".crt"_s)});
}

void TestCertificates::openssl(const QStringList &arguments) const
{
    QProcess process;
    process.start(u"openssl"_s, arguments);
    if (!process.waitForFinished(60000) || process.exitCode() != 0)
        qFatal("openssl %s failed:\n%s", qUtf8Printable(arguments.first()), process.readAllStandardError().constData());
}

void TestCertificates::write(const QString &file, const QString &text) const
{
    QFile out(path(file));
    if (!out.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qUtf8Printable(out.fileName()));
    out.write(text.toUtf8());
}

} // namespace quiver::test
