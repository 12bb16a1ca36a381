// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of trouble keeps a connection from being made: a fact to be worded by whoever shows it.
#pragma once

#include "pg/connectoptions.h"
#include "pg/error.h"

namespace quiver::catalog {

enum class ConnectionTrouble {
    WrongPassword,   ///< or a role that does not exist: servers do not tell the two apart on purpose
    PasswordMissing, ///< the server asked for one and there was none
    UnknownRole,     ///< or one that may not log in
    UnknownDatabase,
    DatabaseForbidden,   ///< no CONNECT privilege
    PeerMismatch,        ///< the operating system's user is not the role
    NoHbaEntry,          ///< pg_hba.conf has no line for this host, user and database
    TlsRequired,         ///< the server accepts encrypted connections only
    TlsUnsupported,      ///< sslmode asks for encryption, the server has none
    CertificateRejected, ///< one side's certificate was not accepted, or its file is missing
    Refused,             ///< nothing listens at that host and port
    SocketMissing,       ///< no server's socket in that directory
    SocketForbidden,     ///< the directory or the socket may not be entered
    UnknownHost,
    Unreachable, ///< no route, network down
    Timeout,
    TooManyConnections,
    NotReady,    ///< starting up, shutting down, in recovery
    NotPostgres, ///< somebody else answers at that port
    BadOptions,  ///< refused on this side before anything was sent
    Other,
};

/// The server's SQLSTATE decides wherever there is one, so its language does not matter; what libpq finds out by itself
/// has no code and is recognised by its words.
ConnectionTrouble diagnose(const pg::Error &error, const pg::ConnectOptions &options);

/// The oldest server that Quiver works with: 13.
inline constexpr int oldestServerVersion = 130000;

} // namespace quiver::catalog
