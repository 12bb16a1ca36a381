// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/connectiondiagnosis.h"

#include <optional>

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

bool hasAny(const QString &text, std::initializer_list<QLatin1StringView> parts)
{
    for (const QLatin1StringView part : parts) {
        if (text.contains(part, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

// 28000 covers several refusals. "pg_hba.conf" is a file's name and stands in every translation of the message.
ConnectionTrouble diagnoseAuthorization(const QString &message, const pg::ConnectOptions &options)
{
    if (message.contains("pg_hba.conf"_L1)) {
        const QString sslmode = options.parameters.value(u"sslmode"_s);
        if (sslmode == "disable"_L1 && hasAny(message, {"no encryption"_L1, "SSL off"_L1}))
            return ConnectionTrouble::TlsRequired;
        return ConnectionTrouble::NoHbaEntry;
    }
    if (hasAny(message, {"Peer"_L1, "Ident"_L1}))
        return ConnectionTrouble::PeerMismatch;
    if (hasAny(message, {"certificate"_L1}))
        return ConnectionTrouble::CertificateRejected;
    return ConnectionTrouble::UnknownRole;
}

std::optional<ConnectionTrouble> diagnoseState(const pg::Error &error, const pg::ConnectOptions &options)
{
    const QString &state = error.sqlState();
    if (state == "28P01"_L1)
        return ConnectionTrouble::WrongPassword;
    if (state == "28000"_L1)
        return diagnoseAuthorization(error.message(), options);
    if (state == "3D000"_L1)
        return ConnectionTrouble::UnknownDatabase;
    if (state == "42501"_L1)
        return ConnectionTrouble::DatabaseForbidden;
    if (state == "53300"_L1)
        return ConnectionTrouble::TooManyConnections;
    if (state == "57P03"_L1 || state == "57P01"_L1 || state == "57P02"_L1)
        return ConnectionTrouble::NotReady;
    if (state == "08001"_L1) // given by pg::Connection when nobody answered in time
        return ConnectionTrouble::Timeout;
    return std::nullopt;
}

ConnectionTrouble diagnoseWords(const QString &message)
{
    if (hasAny(message, {"no password supplied"_L1}))
        return ConnectionTrouble::PasswordMissing;
    if (hasAny(message, {"could not translate host name"_L1, "Name or service not known"_L1,
                         "could not parse network address"_L1}))
        return ConnectionTrouble::UnknownHost;
    if (hasAny(message, {"server does not support SSL"_L1, "server does not support encryption"_L1}))
        return ConnectionTrouble::TlsUnsupported;
    if (hasAny(message, {"certificate"_L1, "SSL error"_L1, "private key file"_L1}))
        return ConnectionTrouble::CertificateRejected;
    if (hasAny(message, {"invalid response to SSL"_L1, "expected authentication request"_L1}))
        return ConnectionTrouble::NotPostgres;
    if (hasAny(message, {"timeout expired"_L1, "timed out"_L1}))
        return ConnectionTrouble::Timeout;
    if (hasAny(message, {"Connection refused"_L1}))
        return ConnectionTrouble::Refused;
    if (hasAny(message, {"No such file or directory"_L1}))
        return ConnectionTrouble::SocketMissing;
    if (hasAny(message, {"Permission denied"_L1}))
        return ConnectionTrouble::SocketForbidden;
    if (hasAny(message, {"No route to host"_L1, "Network is unreachable"_L1}))
        return ConnectionTrouble::Unreachable;
    return ConnectionTrouble::Other;
}

} // namespace

ConnectionTrouble diagnose(const pg::Error &error, const pg::ConnectOptions &options)
{
    if (const auto byState = diagnoseState(error, options))
        return *byState;
    const ConnectionTrouble byWords = diagnoseWords(error.message());
    if (byWords == ConnectionTrouble::Other && error.kind() == pg::Error::Kind::Client)
        return ConnectionTrouble::BadOptions;
    return byWords;
}

} // namespace quiver::catalog
