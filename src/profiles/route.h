// SPDX-License-Identifier: GPL-3.0-or-later
// The way to a profile's servers: straight, or through its SSH tunnel, which lives as long as the route does.
#pragma once

#include "core/error.h"
#include "profiles/profileoptions.h"
#include "tunnel/sshtunnel.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <memory>

namespace quiver::profiles {

/// The tunnel of a profile, as OpenSSH is to open it: a target for each host of its list. A host without a name is the SSH
/// server itself, one that is a directory is the server's socket in it, and hostaddr goes before host, as in libpq.
tunnel::TunnelSpec tunnelSpec(const store::Profile &profile);

class TunnelError final : public core::Error
{
public:
    explicit TunnelError(const tunnel::TunnelFailure &failure) : core::Error(failure.words), m_failure(failure) {}
    const tunnel::TunnelFailure &failure() const { return m_failure; }
    tunnel::TunnelTrouble trouble() const { return m_failure.trouble; }

private:
    tunnel::TunnelFailure m_failure;
};

/// Lives on a thread with an event loop.
class Route final : public QObject
{
    Q_OBJECT

public:
    Route(const store::Profile &profile, const ProfileSecrets &secrets, QObject *parent = nullptr);
    /// With a tunnel other than the profile says: another client, configuration or askpass.
    Route(const store::Profile &profile, const ProfileSecrets &secrets, const tunnel::TunnelSpec &spec, QObject *parent = nullptr);
    ~Route() override;
    Q_DISABLE_COPY_MOVE(Route)

    /// The options to connect with; at once where there is no tunnel. Fails with TunnelError, or core::Cancelled when the
    /// route goes first. Call it once.
    QFuture<pg::ConnectOptions> open();
    /// As far as they are known: without the ends of the tunnel before it is open.
    const pg::ConnectOptions &options() const { return m_options; }
    /// Null where there is none.
    tunnel::SshTunnel *tunnel() const { return m_tunnel.get(); }

Q_SIGNALS:
    /// The tunnel came back at other ports.
    void optionsChanged(const quiver::pg::ConnectOptions &options);

private:
    void connectTunnel();
    void settle(const std::exception_ptr &error);

    pg::ConnectOptions m_options;
    std::unique_ptr<tunnel::SshTunnel> m_tunnel;
    QPromise<pg::ConnectOptions> m_promise;
    bool m_settled = false;
};

} // namespace quiver::profiles
