// SPDX-License-Identifier: GPL-3.0-or-later
// Takes libpq's comma-separated lists of hosts, addresses and ports apart, by libpq's rules.
#pragma once

#include <QList>
#include <QString>

namespace quiver::pg {

/// One place to try. Host and address may not both be empty.
struct ListedHost {
    QString host;    ///< a name, an address, or the directory of a unix socket; empty where only the address is listed
    QString address; ///< numeric, to be used instead of looking the host's name up; empty: by name
    int port = 0;
    /// "db2:5432", "[::1]:5432", "/run/postgresql:5432".
    QString name() const;
    /// By unix socket: nothing to look up, nothing to encrypt.
    bool isSocket() const { return address.isEmpty() && (host.startsWith(QLatin1Char('/')) || host.startsWith(QLatin1Char('@'))); }
    bool operator==(const ListedHost &) const = default;
};

/// What an empty entry stands for.
struct HostDefaults {
    QString host;
    int port = 5432;
};

/// A single port serves all hosts; empty entries are the defaults.
/// \throws pg::Error (Kind::Client) where the lists' lengths do not match, or a port is none (1 to 65535)
QList<ListedHost> splitHosts(const QString &hosts, const QString &addresses, const QString &ports, const HostDefaults &defaults);

} // namespace quiver::pg
