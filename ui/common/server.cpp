// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/server.h"

#include "ui/common/tunneladvice.h"

namespace quiver::ui {

Server::Server(ServerIdentity identity, pg::ConnectOptions options, pg::PoolSettings pool, pg::Services services, QObject *parent)
    : QObject(parent), m_identity(std::move(identity)), m_pool(std::move(options), pool, services, m_identity.name)
{
    watch();
}

void Server::setRoute(std::unique_ptr<profiles::Route> route)
{
    m_route = std::move(route);
    connect(m_route.get(), &profiles::Route::optionsChanged, this, [this](const pg::ConnectOptions &options) { m_pool.setOptions(options); });
    tunnel::SshTunnel *tunnel = m_route->tunnel();
    if (!tunnel)
        return;
    // The sessions see a port that refuses; the tunnel knows why.
    const auto blame = [this, tunnel](const tunnel::TunnelFailure &failure) {
        m_health.reason = tunnelWords(failure, tunnel->spec()).what;
        Q_EMIT healthChanged();
    };
    connect(tunnel, &tunnel::SshTunnel::interrupted, this, blame);
    connect(tunnel, &tunnel::SshTunnel::failed, this, blame);
}

void Server::watch()
{
    connect(&m_pool, &pg::Pool::connectionLost, this, [this](const QString &, const QString &reason) {
        // The news of the loss and of the state may come in either order; the first reason is the cause of all others.
        if (m_sinceLoss.isValid() && !m_health.reason.isEmpty())
            return;
        m_health.reason = reason;
        if (!m_health.isWell())
            Q_EMIT healthChanged();
    });
    connect(&m_pool, &pg::Pool::reconnecting, this, [this](int attempt, int delayMs, const QString &reason) {
        // Every session counts for itself: who lost it later does not turn the count back.
        if (attempt < m_health.attempt && m_health.nextTryAt > QDateTime::currentDateTime())
            return;
        m_health.attempt = attempt;
        m_health.nextTryAt = QDateTime::currentDateTime().addMSecs(delayMs);
        const bool tunnelIsAway = m_route && m_route->tunnel() && m_route->tunnel()->state() != tunnel::SshTunnel::State::Open;
        m_health.latestError = attempt > 1 && !tunnelIsAway ? reason : QString();
        if (!m_health.isWell())
            Q_EMIT healthChanged();
    });
    connect(&m_pool, &pg::Pool::connected, this, [this](const QString &host) {
        m_health.host = host;
        m_wasConnected = true;
    });
    connect(&m_pool, &pg::Pool::healthChanged, this, &Server::stateChanged);
}

void Server::stateChanged()
{
    m_health.state = m_pool.health();
    if (m_health.state == pg::PoolHealth::Good) {
        const qint64 away = m_sinceLoss.isValid() ? m_sinceLoss.elapsed() : -1;
        m_sinceLoss.invalidate();
        m_health = {.state = m_health.state, .host = m_health.host};
        Q_EMIT healthChanged();
        if (away >= 0)
            Q_EMIT cameBack(away);
        return;
    }
    const bool goesAway = m_wasConnected && !m_sinceLoss.isValid(); // also where nobody has heard of the good state in between
    if (goesAway) {
        m_sinceLoss.start();
        m_health.lostAt = QDateTime::currentDateTime();
    }
    Q_EMIT healthChanged();
    if (goesAway)
        Q_EMIT wentAway();
}

void Server::tryNow()
{
    if (m_route && m_route->tunnel())
        m_route->tunnel()->open(); // where it had given up
    m_pool.read(tr("Look for %1").arg(m_identity.name), [](pg::Connection &connection, core::JobContext &) { connection.ping(); });
}

QString Server::database() const
{
    const QMap<QString, QString> parameters = m_pool.options().parameters;
    const QString database = parameters.value(QStringLiteral("dbname"));
    return database.isEmpty() ? parameters.value(QStringLiteral("user")) : database;
}

QString Server::summary() const
{
    return m_pool.options().summary();
}

} // namespace quiver::ui
