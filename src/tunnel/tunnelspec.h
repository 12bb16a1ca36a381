// SPDX-License-Identifier: GPL-3.0-or-later
// Which tunnel is wanted.
#pragma once

#include "core/endpoint.h"

#include <QList>
#include <QString>

namespace quiver::tunnel {

struct TunnelSpec {
    QString host;         ///< a name or an alias from ~/.ssh/config
    int port = 0;         ///< 0: what the configuration says
    QString user;         ///< empty: likewise
    QString identityFile; ///< empty: likewise; otherwise the only key that is tried
    QString jumpHosts;    ///< as `ssh -J` takes them
    QList<core::Endpoint> targets; ///< as the SSH server sees them: host and port, or the path of a unix socket
    int keepAlive = 15;      ///< seconds between signs of life; three without an answer end the connection
    int connectTimeout = 15; ///< seconds for reaching the SSH server
    QString program = QStringLiteral("ssh");
    QString askpass;    ///< the program that asks; empty: findAskpass()
    QString configFile; ///< empty: the user's own
    bool operator==(const TunnelSpec &) const = default;
};

} // namespace quiver::tunnel
