// SPDX-License-Identifier: GPL-3.0-or-later
// The servers that the user has open, which one is current, and the way in: the tunnel, then a first round trip that proves
// the server answers.
#pragma once

#include "ui/common/server.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace quiver::ui {

class ServerRegistry final : public QObject
{
    Q_OBJECT

public:
    explicit ServerRegistry(pg::Services services, QObject *parent = nullptr);
    ~ServerRegistry() override;

    /// Connects, asks the server for a sign of life as a job, and makes it current: opened() or openFailed() follows.
    /// What is open already with the same options just becomes current.
    void open(const ServerIdentity &identity, const pg::ConnectOptions &options, const pg::PoolSettings &pool);
    /// The same for a profile, through its tunnel where it has one: tunnelMade(), then the tunnel opens as a job.
    void open(const ServerIdentity &identity, const store::Profile &profile, const profiles::ProfileSecrets &secrets);
    /// The next one becomes current; screens are told before the server goes.
    void close(Server *server);
    void setCurrent(Server *server);

    Server *current() const { return m_current; }
    const std::vector<Server *> &servers() const { return m_servers; }

Q_SIGNALS:
    void opening(const QString &profileId);
    /// Before it opens: whoever answers its questions hears of it here.
    void tunnelMade(quiver::tunnel::SshTunnel *tunnel);
    void opened(quiver::ui::Server *server);
    /// \p error is worth showing; a user who cancelled gets it too, so that the page stops waiting.
    void openFailed(const QString &profileId, const quiver::pg::Error &error);
    /// The last server of this profile was closed.
    void closed(const QString &profileId);
    void serversChanged();
    void currentChanged(quiver::ui::Server *server);

private:
    Server *findOpen(const std::function<bool(const Server *)> &same);
    void openTunnel(Server *server);
    void prove(Server *server);
    void proven(Server *server, int serverVersion);
    void refused(Server *server, const pg::Error &error);

    const pg::Services m_services;
    std::vector<Server *> m_servers; // children of this
    std::vector<Server *> m_opening; // children of this, not proven yet
    Server *m_current = nullptr;
};

} // namespace quiver::ui
