// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of trouble keeps a connection from being made: a fact to be worded by whoever shows it.
#pragma once

#include "pg/connectoptions.h"
#include "pg/connectreport.h"
#include "pg/error.h"

namespace quiver::catalog {

enum class ConnectionTrouble {
    // The server's decision.
    WrongPassword,   ///< or a role that does not exist: servers do not tell the two apart on purpose
    PasswordMissing, ///< the server asked for one and there was none
    UnknownRole,     ///< or one that may not log in
    UnknownDatabase,
    DatabaseForbidden, ///< no CONNECT privilege
    PeerMismatch,      ///< the operating system's user is not the role
    NoHbaEntry,        ///< pg_hba.conf has no line for this host, user and database, or one that rejects
    TlsRequired,       ///< the same, and encryption was switched off here: most servers then want it
    TooManyConnections,
    NotReady, ///< starting up, shutting down, in recovery
    // Encryption and certificates.
    TlsUnsupported,            ///< sslmode asks for encryption, the server has none
    TlsVersion,                ///< the two sides have no version of TLS in common
    CertificateExpired,        ///< the server's
    CertificateNotYetValid,    ///< the server's, or this computer's clock is wrong
    CertificateWrongHost,      ///< the server's is made out to another name
    CertificateUnknownIssuer,  ///< the server's: signed by nobody in the root certificates
    CertificateRevoked,        ///< the server's
    CertificateRejected,       ///< the server's, for a reason that libpq keeps to itself
    RootCertificateMissing,    ///< sslmode verify-ca or verify-full without the file
    RootCertificateUnreadable, ///< the file is there, and is no certificate
    ClientCertificateMissing,  ///< the server asks for one, or its file is not there
    ClientCertificateExpired,
    ClientCertificateRejected, ///< the server does not take it, or not for this user
    KeyMissing,                ///< the client certificate is there, its key is not
    KeyReadableByOthers,       ///< libpq refuses a key that group or others may read
    KeyPassphrase,             ///< wrong or missing
    KeyMismatch,               ///< the key belongs to another certificate, or is none
    ChannelBinding,            ///< required, and the server or the way of logging in has none
    // The way there.
    Refused,         ///< nothing listens at that host and port
    SocketMissing,   ///< no server's socket in that directory
    SocketForbidden, ///< the directory or the socket may not be entered
    SocketOfSandbox, ///< as SocketMissing, in the directory of Quiver's own sandbox: it does not run
    UnknownHost,
    Unreachable,    ///< no route, network down
    Timeout,        ///< nobody answered the attempt to connect
    AnswerTimeout,  ///< connected, then silent
    ClosedByServer, ///< the line was cut without a word
    NoSuitableHost, ///< servers answer, none is what target_session_attrs asks for
    NotPostgres,    ///< somebody else answers at that port
    BadSetting,     ///< the profile's server settings were refused after the login
    BadOptions,     ///< refused on this side before anything was sent
    Other,
};
inline constexpr int connectionTroubles = int(ConnectionTrouble::Other) + 1;

/// The server's SQLSTATE and the name of its function decide wherever there are such, so its language does not matter; what
/// libpq (13 to 18) finds out by itself has neither and is recognised by its words, which a session has in English, and by
/// how far the attempt got where \p error is a pg::ConnectError.
ConnectionTrouble diagnose(const pg::Error &error, const pg::ConnectOptions &options);
/// The same of one host of the list that failed.
ConnectionTrouble diagnose(const pg::HostAttempt &attempt, const pg::TlsFacts &tls,
                           const pg::ConnectOptions &options);

/// The host of the list whose failure \p error tells: the one that got furthest. Null where the error is no pg::ConnectError.
const pg::HostAttempt *toldAttempt(const pg::Error &error);

/// Whether \p certificate was made out to \p host: a DNS name, with a star for its first label, or an address.
bool certificateNames(const pg::TlsFacts &certificate, const QString &host);

/// The file that the message names in quotes ("private key file "…/postgresql.key" has …"); empty: none.
QString fileNamed(const QString &message);

/// The oldest server that Quiver works with: 13.
inline constexpr int oldestServerVersion = 130000;

} // namespace quiver::catalog
