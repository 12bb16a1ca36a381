// SPDX-License-Identifier: GPL-3.0-or-later
// What an attempt to connect went through, host by host and stage by stage: for tests of a connection and for error pages.
#pragma once

#include "pg/error.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

#include <optional>

namespace quiver::pg {

enum class ConnectStage {
    Lookup,         ///< of the host's name
    Reach,          ///< TCP's handshake, or opening the unix socket
    Tls,            ///< asking for encryption, TLS's handshake, both sides' certificates
    Authentication, ///< the password exchange up to the server's "ready for query"
    Role,           ///< the server is not what target_session_attrs asks for
    Settings,       ///< applying the profile's settings
};

/// The server's certificate and the channel, as OpenSSL knows them. Of an attempt that failed: the certificate alone, also
/// where it was the reason.
struct TlsFacts {
    QString protocol; ///< "TLSv1.3"; empty: not encrypted
    QString cipher;
    int bits = 0;
    QString subject, issuer; ///< "CN=db.example.com"
    QStringList names;       ///< subjectAltName: DNS names and addresses
    QDateTime validFrom, validUntil; ///< UTC; invalid: not known
    bool operator==(const TlsFacts &) const = default;
};

/// Times in milliseconds; -1: the stage was not reached, or there was nothing to do.
struct HostAttempt {
    QString host;    ///< as the list has it; a directory for a unix socket
    QString address; ///< that answered; empty for a unix socket
    int port = 0;
    double lookupMs = -1, reachMs = -1, tlsMs = -1, authenticationMs = -1, settingsMs = -1;
    std::optional<ConnectStage> failedAt; ///< nothing: this is the one that the connection goes to
    Diagnostics error;                    ///< why, where failedAt
    bool operator==(const HostAttempt &) const = default;
};

struct ConnectReport {
    QList<HostAttempt> attempts; ///< in the order in which they were made; the last one succeeded, or all failed
    TlsFacts tls;                ///< of the last attempt
    bool usedPassword = false; ///< the server asked for one and got it
    bool operator==(const ConnectReport &) const = default;
};

/// No host of the list could be connected to, or the profile's settings were refused. Its diagnostics are those of the host that
/// got furthest; where several were tried, its message has a line for each of them.
class ConnectError final : public Error
{
public:
    /// \p report has at least one attempt, and all of them failed.
    explicit ConnectError(ConnectReport report);
    const ConnectReport &connectReport() const { return m_report; }

private:
    ConnectReport m_report;
};

} // namespace quiver::pg
