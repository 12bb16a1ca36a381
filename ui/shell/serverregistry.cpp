// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/serverregistry.h"

#include "core/reply.h"

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int oldestServer = 130000; // PostgreSQL 13

pg::Error asPgError(const std::exception_ptr &error)
{
    try {
        std::rethrow_exception(error);
    } catch (const pg::Error &e) {
        return e;
    } catch (...) {
        return pg::Error::client(core::describe(error));
    }
}

} // namespace

ServerRegistry::ServerRegistry(pg::Services services, QObject *parent)
    : QObject(parent), m_services(services)
{
}

ServerRegistry::~ServerRegistry() = default;

void ServerRegistry::open(const ServerIdentity &identity, const pg::ConnectOptions &options, const pg::PoolSettings &pool)
{
    const auto same = [&](const Server *server) {
        return server->identity().profileId == identity.profileId && server->pool().options() == options
               && server->identity().readOnly == identity.readOnly;
    };
    if (const auto it = std::ranges::find_if(m_servers, same); it != m_servers.end()) {
        setCurrent(*it);
        Q_EMIT opened(*it);
        return;
    }
    if (std::ranges::any_of(m_opening, same))
        return; // a second click while the first is under way

    auto *server = new Server(identity, options, pool, m_services, this);
    m_opening.push_back(server);
    Q_EMIT opening(identity.profileId);
    auto task = server->pool().run(tr("Connect to %1").arg(identity.name), [](pg::Connection &connection, core::JobContext &) {
        connection.ping();
        return connection.serverVersion();
    });
    core::whenDone(task.future, this, [this, server](int version) { proven(server, version); },
                   [this, server](const std::exception_ptr &error) { refused(server, asPgError(error)); });
}

void ServerRegistry::proven(Server *server, int serverVersion)
{
    if (serverVersion < oldestServer) {
        refused(server, pg::Error::client(tr("This is PostgreSQL %1; Quiver needs 13 or newer. Nothing was changed. Upgrade the "
                                             "server, or open another one.")
                                              .arg(serverVersion / 10000)));
        return;
    }
    std::erase(m_opening, server);
    m_servers.push_back(server);
    Q_EMIT serversChanged();
    setCurrent(server);
    Q_EMIT opened(server);
}

void ServerRegistry::refused(Server *server, const pg::Error &error)
{
    std::erase(m_opening, server);
    const QString profileId = server->identity().profileId;
    server->deleteLater();
    Q_EMIT openFailed(profileId, error);
}

void ServerRegistry::close(Server *server)
{
    const auto it = std::ranges::find(m_servers, server);
    if (it == m_servers.end())
        return;
    m_servers.erase(it);
    if (m_current == server)
        setCurrent(m_servers.empty() ? nullptr : m_servers.back());
    Q_EMIT serversChanged();
    const QString profileId = server->identity().profileId;
    server->deleteLater();
    if (std::ranges::none_of(m_servers, [&](const Server *other) { return other->identity().profileId == profileId; }))
        Q_EMIT closed(profileId);
}

void ServerRegistry::setCurrent(Server *server)
{
    if (m_current == server)
        return;
    m_current = server;
    Q_EMIT currentChanged(server);
}

} // namespace quiver::ui
