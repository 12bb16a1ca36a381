// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profilecheck.h"

#include "profiles/fieldrules.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

class FieldChecker
{
public:
    explicit FieldChecker(const store::Profile &profile) : m_profile(profile) {}

    QList<FieldProblem> check()
    {
        checkSelf();
        checkParameters();
        checkLists();
        checkTls();
        checkPool();
        checkTunnel();
        checkSettings();
        return m_problems;
    }

private:
    void refuse(const QString &field, const QString &reason) { m_problems.append({field, reason, false}); }
    void warn(const QString &field, const QString &reason) { m_problems.append({field, reason, true}); }
    QString parameter(const QString &keyword) const { return m_profile.parameters.value(keyword); }

    void checkSelf()
    {
        static const QRegularExpression color(u"^#[0-9A-Fa-f]{6}$"_s);
        if (m_profile.name.trimmed().isEmpty())
            refuse(u"name"_s, u"The connection has no name."_s);
        if (!m_profile.color.isEmpty() && !color.match(m_profile.color).hasMatch())
            refuse(u"color"_s, u"“%1” is no colour: #rrggbb is expected."_s.arg(m_profile.color));
        if (m_profile.keepAlive < 0)
            refuse(u"keepAlive"_s, u"The seconds between signs of life are 0 (never) or more."_s);
        if (m_profile.answerTimeout < 0)
            refuse(u"answerTimeout"_s, u"The seconds without an answer are 0 (no limit) or more."_s);
    }

    void checkParameters()
    {
        for (auto it = m_profile.parameters.cbegin(); it != m_profile.parameters.cend(); ++it) {
            if (isSecret(it.key()) || !isKeyword(it.key())) {
                refuse(it.key(), isSecret(it.key()) ? u"A password is not part of the connection's parameters."_s
                                                    : u"“%1” is no keyword of libpq.%2"_s.arg(it.key(), suggestion(it.key(), keywords())));
            } else if (const QString problem = it->isEmpty() ? QString() : valueProblem(it.key(), it.value()); !problem.isEmpty()) {
                refuse(it.key(), problem);
            }
        }
        const QString secret = store::secretIn(m_profile);
        if (!secret.isEmpty() && !isSecret(secret))
            refuse(secret, u"A password stands inside of this value."_s);
        const QString encoding = parameter(u"client_encoding"_s).toUpper().remove(u'-').remove(u'_');
        if (!encoding.isEmpty() && encoding != "UTF8"_L1 && encoding != "UNICODE"_L1)
            warn(u"client_encoding"_s, u"Quiver speaks UTF-8 with every server, whatever stands here."_s);
    }

    void checkLists()
    {
        const auto count = [this](const QString &keyword) {
            const QString list = parameter(keyword);
            return list.isEmpty() ? qsizetype(0) : list.count(u',') + 1;
        };
        const qsizetype hosts = count(u"host"_s), addresses = count(u"hostaddr"_s), ports = count(u"port"_s);
        if (hosts > 0 && addresses > 0 && hosts != addresses)
            refuse(u"hostaddr"_s, u"There are %1 addresses for %2 hosts."_s.arg(addresses).arg(hosts));
        const qsizetype targets = std::max({hosts, addresses, qsizetype(1)});
        if (ports > 1 && ports != targets)
            refuse(u"port"_s, u"There are %1 ports for %2; one for all, or one each is expected."_s.arg(ports).arg(
                                  targets == 1 ? u"1 host"_s : u"%1 hosts"_s.arg(targets)));
    }

    void checkTls()
    {
        const QString mode = parameter(u"sslmode"_s);
        const QString least = parameter(u"ssl_min_protocol_version"_s), most = parameter(u"ssl_max_protocol_version"_s);
        if (!least.isEmpty() && !most.isEmpty() && least > most) // TLSv1 < TLSv1.1 < ... as texts, too
            refuse(u"ssl_max_protocol_version"_s, u"It is older than the oldest version allowed, %1."_s.arg(least));
        if (mode == "disable"_L1 && parameter(u"channel_binding"_s) == "require"_L1)
            refuse(u"channel_binding"_s, u"Channel binding needs TLS, which sslmode=disable forbids."_s);
        for (const QString &keyword : {u"sslcert"_s, u"sslkey"_s, u"sslrootcert"_s}) {
            if (mode == "disable"_L1 && !parameter(keyword).isEmpty())
                warn(keyword, u"It is not used: sslmode=disable forbids TLS."_s);
        }
        if (mode == "verify-full"_L1 && parameter(u"host"_s).isEmpty() && !parameter(u"hostaddr"_s).isEmpty())
            refuse(u"host"_s, u"verify-full compares the certificate with the host's name, and only an address is given."_s);
        if (parameter(u"sslkey"_s).isEmpty() != parameter(u"sslcert"_s).isEmpty())
            warn(parameter(u"sslkey"_s).isEmpty() ? u"sslkey"_s : u"sslcert"_s,
                 u"A client certificate and its key are two files; libpq's default is used for this one."_s);
    }

    void checkPool()
    {
        const store::ProfilePool &pool = m_profile.pool;
        if (pool.size < 0)
            refuse(u"pool.size"_s, u"%1 sessions cannot be kept: 0 (no pooling) or more is expected."_s.arg(pool.size));
        else if (pool.size == 0)
            warn(u"pool.size"_s, u"A pool of 0 keeps nothing: every piece of work connects anew."_s);
        else if (pool.size > 1000)
            warn(u"pool.size"_s, u"%1 sessions are more than most servers allow (max_connections)."_s.arg(pool.size));
        if (pool.maxOverflow < -1)
            refuse(u"pool.maxOverflow"_s, u"%1 is neither -1 (no limit) nor 0 or more."_s.arg(pool.maxOverflow));
        if (!(pool.timeout > 0))
            refuse(u"pool.timeout"_s, u"The seconds to wait for a session must be more than 0."_s);
        if (pool.recycle != -1 && !(pool.recycle > 0))
            refuse(u"pool.recycle"_s, u"%1 is neither -1 (never) nor more than 0 seconds."_s.arg(pool.recycle));
    }

    void checkTunnel()
    {
        const store::ProfileTunnel &tunnel = m_profile.tunnel;
        if (!tunnel.enabled)
            return;
        // A leading dash would be an option to the SSH client, which hands the rest to a shell: tunnel::checkSpec() refuses the same.
        static const QRegularExpression bad(u"^-|\\\\$|[\\s'\"`$;&<>|(){}*?!#~\\x00-\\x1f\\x7f]"_s);
        if (tunnel.host.isEmpty())
            refuse(u"tunnel.host"_s, u"The SSH server is missing."_s);
        else if (bad.match(tunnel.host).hasMatch())
            refuse(u"tunnel.host"_s, u"“%1” is no host's name."_s.arg(tunnel.host));
        if (tunnel.port < 0 || tunnel.port > 65535)
            refuse(u"tunnel.port"_s, u"“%1” is no port: that is a whole number from 1 to 65535."_s.arg(tunnel.port));
        if (bad.match(tunnel.user).hasMatch())
            refuse(u"tunnel.user"_s, u"“%1” is no user's name."_s.arg(tunnel.user));
        for (const QString &hop : tunnel.jumpHosts.split(u',')) {
            const bool empty = hop.trimmed().isEmpty() && !tunnel.jumpHosts.isEmpty();
            if (empty || bad.match(hop.trimmed()).hasMatch())
                refuse(u"tunnel.jumpHosts"_s, u"“%1” is no user@host:port."_s.arg(hop.trimmed()));
        }
        if (!parameter(u"service"_s).isEmpty() && parameter(u"host"_s).isEmpty())
            refuse(u"host"_s, u"The tunnel must know the host; a service's own is not seen by it."_s);
    }

    void checkSettings()
    {
        QSet<QString> seen;
        for (const auto &[name, value] : m_profile.settings) {
            const QString field = u"setting:"_s + name;
            if (const QString problem = settingProblem(name, value); !problem.isEmpty())
                refuse(field, problem);
            else if (seen.contains(name.toLower()))
                warn(field, u"It is set twice; the later value counts."_s);
            else if (m_profile.readOnly && name.compare("default_transaction_read_only"_L1, Qt::CaseInsensitive) == 0)
                warn(field, u"The connection is read-only whatever stands here."_s);
            seen.insert(name.toLower());
        }
    }

    const store::Profile &m_profile;
    QList<FieldProblem> m_problems;
};

} // namespace

QList<FieldProblem> checkFields(const store::Profile &profile)
{
    return FieldChecker(profile).check();
}

} // namespace quiver::profiles
