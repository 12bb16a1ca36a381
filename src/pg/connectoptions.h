// SPDX-License-Identifier: GPL-3.0-or-later
// How to reach a server: libpq's own keywords, and what Quiver does beyond them.
#pragma once

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
    /// Applied right after connecting with set_config(): name and value.
    QList<std::pair<QString, QString>> settings;
    /// Seconds until an attempt to connect is given up, unless connect_timeout is among the parameters.
    int connectTimeout = 10;
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
