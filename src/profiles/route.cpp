// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/route.h"

#include <QDir>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultPort = 5432;
constexpr int tunnelKeepAlive = 60; // seconds: a tunnel's way is often closed by something in between when nothing goes through

core::Endpoint target(const QString &host, const QString &address, const QString &port)
{
    const int number = port.trimmed().isEmpty() ? defaultPort : port.trimmed().toInt();
    if (!address.isEmpty())
        return {address, number};
    if (host.startsWith(u'/'))
        return {u"%1/.s.PGSQL.%2"_s.arg(QDir::cleanPath(host)).arg(number), 0};
    return {host.isEmpty() ? u"localhost"_s : host, number};
}

QStringList listOf(const QMap<QString, QString> &parameters, const QString &keyword)
{
    QStringList list;
    for (const QString &part : parameters.value(keyword).split(u','))
        list << part.trimmed();
    return list;
}

/// The options of a profile that goes through a tunnel.
pg::ConnectOptions optionsBehindTunnel(pg::ConnectOptions options)
{
    // Where to connect to is said by the tunnel; the name stays for certificates and the password file.
    const QStringList addresses = listOf(options.parameters, u"hostaddr"_s);
    options.parameters.remove(u"hostaddr"_s);
    QStringList hosts = listOf(options.parameters, u"host"_s);
    while (hosts.size() < addresses.size())
        hosts << QString();
    for (qsizetype i = 0; i < hosts.size(); ++i) {
        if (hosts[i].isEmpty())
            hosts[i] = addresses.value(i).isEmpty() ? u"localhost"_s : addresses.value(i);
    }
    options.parameters.insert(u"host"_s, hosts.join(u','));
    if (options.keepAlive == 0)
        options.keepAlive = tunnelKeepAlive;
    return options;
}

} // namespace

tunnel::TunnelSpec tunnelSpec(const store::Profile &profile)
{
    tunnel::TunnelSpec spec;
    spec.host = profile.tunnel.host.trimmed();
    spec.port = profile.tunnel.port;
    spec.user = profile.tunnel.user.trimmed();
    spec.identityFile = profile.tunnel.identityFile;
    spec.jumpHosts = profile.tunnel.jumpHosts.trimmed();
    const QStringList hosts = listOf(profile.parameters, u"host"_s);
    const QStringList addresses = listOf(profile.parameters, u"hostaddr"_s);
    const QStringList ports = listOf(profile.parameters, u"port"_s);
    for (qsizetype i = 0; i < std::max(hosts.size(), addresses.size()); ++i)
        spec.targets << target(hosts.value(i), addresses.value(i), ports.size() == 1 ? ports.first() : ports.value(i));
    return spec;
}

Route::Route(const store::Profile &profile, const ProfileSecrets &secrets, QObject *parent)
    : Route(profile, secrets, tunnelSpec(profile), parent)
{
}

Route::Route(const store::Profile &profile, const ProfileSecrets &secrets, const tunnel::TunnelSpec &spec, QObject *parent)
    : QObject(parent), m_options(connectOptions(profile, secrets))
{
    if (!profile.tunnel.enabled)
        return;
    m_options = optionsBehindTunnel(std::move(m_options));
    m_tunnel = std::make_unique<tunnel::SshTunnel>(spec);
    connectTunnel();
}

Route::~Route()
{
    if (m_promise.future().isStarted())
        settle(std::make_exception_ptr(core::Cancelled()));
}

void Route::connectTunnel()
{
    connect(m_tunnel.get(), &tunnel::SshTunnel::opened, this, [this] {
        m_options.via = m_tunnel->endpoints();
        settle(nullptr);
    });
    connect(m_tunnel.get(), &tunnel::SshTunnel::failed, this,
            [this](const tunnel::TunnelFailure &failure) { settle(std::make_exception_ptr(TunnelError(failure))); });
    connect(m_tunnel.get(), &tunnel::SshTunnel::endpointsChanged, this, [this] {
        m_options.via = m_tunnel->endpoints();
        Q_EMIT optionsChanged(m_options);
    });
}

QFuture<pg::ConnectOptions> Route::open()
{
    m_promise.start();
    if (m_tunnel)
        m_tunnel->open();
    else
        settle(nullptr);
    return m_promise.future();
}

void Route::settle(const std::exception_ptr &error)
{
    if (std::exchange(m_settled, true))
        return;
    if (error)
        m_promise.setException(error);
    else
        m_promise.addResult(m_options);
    m_promise.finish();
}

} // namespace quiver::profiles
