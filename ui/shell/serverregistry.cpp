// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/serverregistry.h"

#include "core/reply.h"
#include "ui/common/tunneladvice.h"

#include <QPointer>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int oldestServer = 130000; // PostgreSQL 13

pg::Error asPgError(const std::exception_ptr &error, const tunnel::TunnelSpec &spec)
{
    try {
        std::rethrow_exception(error);
    } catch (const pg::Error &e) {
        return e;
    } catch (const profiles::TunnelError &e) {
        return pg::Error::client(tunnelWords(e.failure(), spec).text());
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

Server *ServerRegistry::findOpen(const std::function<bool(const Server *)> &same)
{
    const auto it = std::ranges::find_if(m_servers, same);
    return it == m_servers.end() ? nullptr : *it;
}

void ServerRegistry::open(const ServerIdentity &identity, const pg::ConnectOptions &options, const pg::PoolSettings &pool)
{
    const auto same = [&](const Server *server) {
        return server->identity().profileId == identity.profileId && !server->route() && server->pool().options() == options
               && server->identity().readOnly == identity.readOnly;
    };
    if (Server *server = findOpen(same)) {
        setCurrent(server);
        Q_EMIT opened(server);
        return;
    }
    if (std::ranges::any_of(m_opening, same))
        return; // a second click while the first is under way

    auto *server = new Server(identity, options, pool, m_services, this);
    m_opening.push_back(server);
    Q_EMIT opening(identity.profileId);
    prove(server);
}

void ServerRegistry::open(const ServerIdentity &identity, const store::Profile &profile, const profiles::ProfileSecrets &secrets)
{
    if (!profile.tunnel.enabled) {
        open(identity, profiles::connectOptions(profile, secrets), profiles::poolSettings(profile));
        return;
    }
    auto route = std::make_unique<profiles::Route>(profile, secrets);
    const auto same = [&](const Server *server) {
        const profiles::Route *other = server->route();
        if (!other || server->identity().profileId != identity.profileId || other->tunnel()->spec() != route->tunnel()->spec())
            return false;
        pg::ConnectOptions options = other->options();
        options.via.clear(); // the new one does not know its ports yet
        return options == route->options();
    };
    if (Server *server = findOpen(same)) {
        server->tryNow(); // the tunnel may have given up
        setCurrent(server);
        Q_EMIT opened(server);
        return;
    }
    if (std::ranges::any_of(m_opening, same))
        return;

    auto *server = new Server(identity, route->options(), profiles::poolSettings(profile), m_services, this);
    server->setRoute(std::move(route));
    m_opening.push_back(server);
    Q_EMIT opening(identity.profileId);
    Q_EMIT tunnelMade(server->route()->tunnel());
    openTunnel(server);
}

void ServerRegistry::openTunnel(Server *server)
{
    tunnel::SshTunnel *tunnel = server->route()->tunnel();
    const auto job = core::Job::create(tr("Open the SSH tunnel through %1").arg(tunnel->spec().host));
    job->markRunning();
    if (m_services.jobs)
        m_services.jobs->add(job);
    job->setCancelHandler([this, server = QPointer(server), weak = std::weak_ptr(job)](int) {
        QMetaObject::invokeMethod(this, [this, server, weak] {
            const auto cancelled = weak.lock();
            if (!server || !cancelled || cancelled->isFinished())
                return;
            cancelled->markFinished(std::make_exception_ptr(core::Cancelled()));
            refused(server, pg::Error::client(tr("The SSH tunnel was given up. Nothing was changed.")));
        }, Qt::QueuedConnection);
    });
    core::whenDone(server->route()->open(), server,
                   [this, server, job](const pg::ConnectOptions &options) {
                       if (job->isFinished())
                           return; // given up in the same moment
                       job->markFinished();
                       server->pool().setOptions(options);
                       prove(server);
                   },
                   [this, server, job, tunnel](const std::exception_ptr &error) {
                       if (job->isFinished())
                           return;
                       job->markFinished(error);
                       refused(server, asPgError(error, tunnel->spec()));
                   });
}

void ServerRegistry::prove(Server *server)
{
    // What the SSH server says about a target that it does not reach; the session only sees that it hangs up.
    auto said = std::make_shared<tunnel::TunnelFailure>();
    if (server->route())
        connect(server->route()->tunnel(), &tunnel::SshTunnel::warned, server, [said](const tunnel::TunnelFailure &failure) { *said = failure; });
    auto task = server->pool().run(tr("Connect to %1").arg(server->identity().name), [](pg::Connection &connection, core::JobContext &) {
        connection.ping();
        return connection.serverVersion();
    });
    core::whenDone(task.future, server, [this, server](int version) { proven(server, version); },
                   [this, server, said](const std::exception_ptr &error) {
                       if (said->trouble != tunnel::TunnelTrouble::None) {
                           const profiles::TunnelError cause(*said);
                           refused(server, asPgError(std::make_exception_ptr(cause), server->route()->tunnel()->spec()));
                       } else {
                           refused(server, asPgError(error, {}));
                       }
                   });
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
