// SPDX-License-Identifier: GPL-3.0-or-later
// How to reach a server: libpq's own keywords, and what Quiver does beyond them.
#pragma once

#include "core/endpoint.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

namespace quiver::pg {

struct ConnectOptions {
    /// libpq keywords (host, port, dbname, user, sslmode, ...) without the password; what is absent follows libpq's own
    /// defaults, environment, service file and password file.
    QMap<QString, QString> parameters;
    /// Kept in memory only; empty: libpq looks into ~/.pgpass and PGPASSWORD.
    QByteArray password;
    /// Of the client certificate's key (sslpassword). Kept in memory only.
    QByteArray keyPassphrase;
    /// Where to go instead, an address for each host of the list in its order: the ends of a tunnel. Certificates and the
    /// password file still go by the host's own name. Empty: straight to the hosts.
    QList<core::Endpoint> via;
    /// Every statement runs in a transaction that the server was told is read-only, whatever the statement before it set:
    /// see pg::ReadOnlyGuard.
    bool readOnly = false;
    /// Applied right after connecting with set_config(): name and value.
    QList<std::pair<QString, QString>> settings;
    /// Seconds until an attempt to reach one host of the list is given up, unless connect_timeout is among the parameters.
    int connectTimeout = 10;
    /// Seconds without a byte from the server, while it owes an answer, after which the connection counts as lost; 0: no limit.
    int answerTimeout = 0;
    /// Seconds after which an idle connection outside of a transaction asks for a sign of life; 0: never.
    int keepAlive = 0;
    /// Seconds for which a session that was connected before goes on trying to get its connection back; see Session.
    int reconnectPatience = 30;
    bool operator==(const ConnectOptions &) const = default;

    /// Reads a URI (postgresql://...) or a key=value string. The password goes to its own field.
    /// \throws pg::Error (Kind::Client) with libpq's own words about what is wrong
    static ConnectOptions parse(const QString &connectionString);
    /// As a URI without the password.
    QString toUri() const;
    /// "user@host:port/dbname", as far as it is known, for titles.
    QString summary() const;
};

} // namespace quiver::pg
