// SPDX-License-Identifier: GPL-3.0-or-later
// The way to a profile's servers: straight, or through its SSH tunnel, which lives as long as the route does.
#pragma once

#include "profiles/profileoptions.h"
#include "tunnel/sshtunnel.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <memory>

namespace quiver::profiles {

/// The tunnel of a profile, as OpenSSH is to open it: a target for each host of its list.
tunnel::TunnelSpec tunnelSpec(const store::Profile &profile);

class TunnelError final : public core::Error
{
public:
    TunnelError(tunnel::TunnelTrouble trouble, const QString &words);
    tunnel::TunnelTrouble trouble() const { return m_trouble; }

private:
    tunnel::TunnelTrouble m_trouble;
};

/// Lives on a thread with an event loop.
class Route final : public QObject
{
    Q_OBJECT

public:
    Route(const store::Profile &profile, const ProfileSecrets &secrets, QObject *parent = nullptr);
    ~Route() override;

    /// The options to connect with; at once where there is no tunnel. Fails with TunnelError, or core::Cancelled when the
    /// route goes first. Call it once.
    QFuture<pg::ConnectOptions> open();
    /// Null where there is none.
    tunnel::SshTunnel *tunnel() const { return m_tunnel.get(); }

private:
    pg::ConnectOptions m_options;
    std::unique_ptr<tunnel::SshTunnel> m_tunnel;
    QPromise<pg::ConnectOptions> m_promise;
    bool m_settled = false;
};

} // namespace quiver::profiles
