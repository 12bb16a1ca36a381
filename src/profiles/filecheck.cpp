// SPDX-License-Identifier: GPL-3.0-or-later
// The half of profilecheck.h that reads the disk.
#include "profiles/certificatefile.h"
#include "profiles/clientfiles.h"
#include "profiles/profilecheck.h"
#include "profiles/textformats.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

class FileChecker
{
public:
    explicit FileChecker(const store::Profile &profile) : m_profile(profile) {}

    QList<FieldProblem> check()
    {
        checkSocket();
        if (usesTls()) {
            checkRoot();
            checkClientCertificate();
            for (const QString &keyword : {u"sslcrl"_s, u"sslcrldir"_s})
                checkReadable(keyword, parameter(keyword));
        }
        checkPasswordFile();
        checkService();
        if (m_profile.tunnel.enabled)
            checkIdentity();
        return m_problems;
    }

private:
    void refuse(const QString &field, const QString &reason) { m_problems.append({field, reason, false}); }
    void warn(const QString &field, const QString &reason) { m_problems.append({field, reason, true}); }
    QString parameter(const QString &keyword) const { return m_profile.parameters.value(keyword); }

    bool usesTls() const
    {
        const QStringList hosts = parameter(u"host"_s).split(u',');
        const bool sockets = parameter(u"hostaddr"_s).isEmpty()
                             && std::all_of(hosts.begin(), hosts.end(), [](const QString &host) { return host.startsWith(u'/') || host.startsWith(u'@'); });
        return parameter(u"sslmode"_s) != "disable"_L1 && !sockets;
    }

    /// False, and a problem, where a file that is named cannot be used. An empty name is fine.
    bool checkReadable(const QString &field, const QString &file)
    {
        if (file.isEmpty())
            return true;
        const QFileInfo info(file);
        if (!info.exists())
            refuse(field, u"There is no file %1."_s.arg(file));
        else if (!info.isReadable())
            refuse(field, u"%1 cannot be read by this user."_s.arg(file));
        else
            return true;
        return false;
    }

    void checkSocket()
    {
        for (const QString &host : parameter(u"host"_s).split(u',')) {
            if (host.startsWith(u'/') && !m_profile.tunnel.enabled && !QFileInfo(host).isDir())
                warn(u"host"_s, u"There is no directory %1 for a server's socket."_s.arg(host));
        }
    }

    void checkDates(const QString &field, const QString &file, const CertificateFacts &facts)
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const auto day = [](const QDateTime &moment) { return moment.toString(u"yyyy-MM-dd hh:mm"_s) + u" UTC"_s; };
        if (facts.validUntil.isValid() && facts.validUntil < now)
            refuse(field, u"The certificate %1 (%2) expired on %3."_s.arg(file, facts.subject, day(facts.validUntil)));
        else if (facts.validFrom.isValid() && facts.validFrom > now)
            refuse(field, u"The certificate %1 (%2) is not valid before %3."_s.arg(file, facts.subject, day(facts.validFrom)));
        else if (facts.validUntil.isValid() && facts.validUntil < now.addDays(14))
            warn(field, u"The certificate %1 (%2) expires on %3."_s.arg(file, facts.subject, day(facts.validUntil)));
    }

    void checkRoot()
    {
        const QString given = parameter(u"sslrootcert"_s);
        if (given == "system"_L1)
            return;
        const bool verifies = parameter(u"sslmode"_s).startsWith("verify-"_L1);
        const QString file = given.isEmpty() ? inClientDirectory(u"root.crt"_s) : given;
        if (!QFileInfo::exists(file) && given.isEmpty()) {
            if (verifies)
                refuse(u"sslrootcert"_s, u"sslmode=%1 needs a root certificate, and there is no %2."_s.arg(parameter(u"sslmode"_s), file));
            return;
        }
        if (!checkReadable(u"sslrootcert"_s, file))
            return;
        const CertificateFacts facts = readCertificate(file);
        if (!facts.readable)
            refuse(u"sslrootcert"_s, u"%1 holds no certificate in PEM."_s.arg(file));
        else
            checkDates(u"sslrootcert"_s, file, facts);
    }

    void checkClientCertificate()
    {
        const auto fileFor = [this](const QString &keyword, const QString &standard) {
            const QString given = parameter(keyword);
            if (!given.isEmpty())
                return given;
            const QString file = inClientDirectory(standard);
            return QFileInfo::exists(file) ? file : QString();
        };
        const QString certificate = fileFor(u"sslcert"_s, u"postgresql.crt"_s);
        const QString key = fileFor(u"sslkey"_s, u"postgresql.key"_s);
        if (certificate.isEmpty())
            return; // libpq looks at no key then
        bool usable = checkReadable(u"sslcert"_s, certificate);
        if (usable) {
            const CertificateFacts facts = readCertificate(certificate);
            usable = facts.readable;
            if (!usable)
                refuse(u"sslcert"_s, u"%1 holds no certificate in PEM."_s.arg(certificate));
            else
                checkDates(u"sslcert"_s, certificate, facts);
        }
        if (key.isEmpty())
            refuse(u"sslkey"_s, u"The certificate %1 has no key: %2 is missing."_s.arg(certificate, inClientDirectory(u"postgresql.key"_s)));
        else if (!key.contains(u':') || QFileInfo::exists(key)) // else "engine:key", which is no file
            checkKey(certificate, key, usable);
    }

    void checkKey(const QString &certificate, const QString &key, bool certificateUsable)
    {
        if (const QString problem = keyPermissionProblem(key); !problem.isEmpty()) {
            refuse(u"sslkey"_s, u"%1: %2"_s.arg(key, problem));
            return;
        }
        if (!checkReadable(u"sslkey"_s, key) || !certificateUsable)
            return;
        const KeyMatch match = matchKey(certificate, key);
        if (match == KeyMatch::Differs)
            refuse(u"sslkey"_s, u"The key %1 does not belong to the certificate %2."_s.arg(key, certificate));
        else if (match == KeyMatch::NotAKey)
            refuse(u"sslkey"_s, u"%1 holds no private key in PEM."_s.arg(key));
    }

    void checkPasswordFile()
    {
        const QString given = parameter(u"passfile"_s);
        if (!checkReadable(u"passfile"_s, given))
            return;
        if (const QString problem = passwordFileProblem(given.isEmpty() ? passwordFile() : given); !problem.isEmpty())
            warn(u"passfile"_s, problem);
    }

    void checkService()
    {
        const QString service = parameter(u"service"_s);
        if (service.isEmpty())
            return;
        for (const QString &name : serviceFiles()) {
            QFile file(name);
            if (!file.open(QIODevice::ReadOnly))
                continue;
            for (const ConnectionText &known : readServiceFile(QString::fromUtf8(file.readAll()))) {
                if (known.profile.name == service)
                    return;
            }
        }
        refuse(u"service"_s, u"There is no service “%1” in %2."_s.arg(service, serviceFiles().join(u" or "_s)));
    }

    void checkIdentity()
    {
        const QString file = m_profile.tunnel.identityFile;
        if (!checkReadable(u"tunnel.identityFile"_s, file) || file.isEmpty())
            return;
        // OpenSSH's rule is stricter than libpq's: nobody else, whoever owns it.
        const auto others = QFileInfo(file).permissions()
                            & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther);
        if (others)
            refuse(u"tunnel.identityFile"_s, u"Others may read %1, so the SSH client refuses it: chmod 600 makes it private."_s.arg(file));
    }

    const store::Profile &m_profile;
    QList<FieldProblem> m_problems;
};

} // namespace

QList<FieldProblem> checkFiles(const store::Profile &profile)
{
    return FileChecker(profile).check();
}

} // namespace quiver::profiles
