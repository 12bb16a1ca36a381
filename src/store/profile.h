// SPDX-License-Identifier: GPL-3.0-or-later
// A server as the user knows it: where it is, how careful to be with it, how to connect. Never its password.
#pragma once

#include "core/environment.h"

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>
#include <QUuid>

#include <optional>
#include <utility>

namespace quiver::store {

/// The same words and defaults as the connection pool's.
struct ProfilePool {
    int size = 5;         ///< sessions kept; 0: no pooling
    int maxOverflow = 10; ///< sessions beyond size; -1: no limit
    double timeout = 30;  ///< seconds
    double recycle = -1;  ///< seconds; -1: never
    bool prePing = true;
    bool operator==(const ProfilePool &) const = default;
};

/// The way through an SSH server, with the system's OpenSSH client: what is empty here follows its own configuration.
struct ProfileTunnel {
    bool enabled = false;
    QString host;         ///< a host name, or an alias from ~/.ssh/config
    int port = 0;         ///< 0: not said here
    QString user;
    QString identityFile; ///< a private key's file
    QString jumpHosts;    ///< user@host:port, separated by commas, as `ssh -J` takes them
    bool operator==(const ProfileTunnel &) const = default;
};

/// Where the password comes from when the profile is opened.
enum class PasswordSource {
    Keychain,  ///< kept in the system's keychain
    Ask,       ///< asked for each time, kept in memory for as long as the program runs
    Elsewhere, ///< none is asked for: ~/.pgpass, the service file, a certificate, peer authentication
};

struct Profile {
    QUuid id; ///< never null in the workspace
    QString name;
    QString group;
    QString color; ///< #rrggbb, or empty for the environment's own
    core::Environment environment = core::Environment::Development;
    bool readOnly = false;
    bool favourite = false;
    QString notes;
    int position = 0;                            ///< order in its group
    QMap<QString, QString> parameters;           ///< libpq keywords, without password and sslpassword
    QList<std::pair<QString, QString>> settings; ///< SET after connecting, in this order
    ProfilePool pool;
    ProfileTunnel tunnel;
    PasswordSource passwordSource = PasswordSource::Keychain;
    int keepAlive = 0;     ///< seconds after which an idle session asks the server for a sign of life; 0: never
    int answerTimeout = 0; ///< seconds without a byte from the server after which a statement is given up; 0: no limit
    QDateTime lastUsed; ///< UTC; invalid: never
    bool operator==(const Profile &) const = default;

    /// An empty profile with an id of its own.
    static Profile create();
};

/// development, staging, production: the words of files and command lines.
QString environmentName(core::Environment environment);
std::optional<core::Environment> environmentNamed(const QString &name);
/// keychain, ask, elsewhere.
QString passwordSourceName(PasswordSource source);
std::optional<PasswordSource> passwordSourceNamed(const QString &name);

/// The first libpq keyword or setting of \p profile that holds a secret: a keyword that is one (password, sslpassword,
/// ...), or a value with a password inside (a connection URI or string in dbname). Empty if there is none.
QString secretIn(const Profile &profile);

} // namespace quiver::store
