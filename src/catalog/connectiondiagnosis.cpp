// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/connectiondiagnosis.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <span>

namespace quiver::catalog {

using namespace Qt::StringLiterals;
using Trouble = ConnectionTrouble;

namespace {

struct Attempt {
    const pg::Diagnostics &error;
    const pg::ConnectOptions &options;
    std::optional<pg::ConnectStage> failedAt;
    pg::TlsFacts tls;
    QString host;
};

// The first row whose words are in the message decides.
struct Words {
    const char *words;
    Trouble trouble;
};

constexpr Words loginWords[] = {
    {"no password supplied", Trouble::PasswordMissing},
    {"channel binding", Trouble::ChannelBinding},
};

// Of the reading of this side's files: before anything is sent, libpq says which file it is.
constexpr Words fileWords[] = {
    {"has group or world access", Trouble::KeyReadableByOthers},
    {"must be owned by the database user or root", Trouble::KeyReadableByOthers},
    {"certificate present, but not private key file", Trouble::KeyMissing},
    {"certificate does not match private key file", Trouble::KeyMismatch},
    {"bad decrypt", Trouble::KeyPassphrase},
    {"bad pass", Trouble::KeyPassphrase},
    {"maybe wrong password", Trouble::KeyPassphrase},
    {"problems getting password", Trouble::KeyPassphrase},
    {"bad password read", Trouble::KeyPassphrase},
    {"empty password", Trouble::KeyPassphrase},
    {"processing error", Trouble::KeyPassphrase},
    {"could not load private key file", Trouble::KeyMismatch},
    {"could not read private key file", Trouble::KeyMismatch},
    {"private key file", Trouble::KeyMissing},
    {"could not read root certificate file", Trouble::RootCertificateUnreadable},
    {"root certificate file", Trouble::RootCertificateMissing},
    {"could not get home directory to locate root certificate", Trouble::RootCertificateMissing},
    {"weak sslmode", Trouble::BadOptions},
    {"could not open certificate file", Trouble::ClientCertificateMissing},
    {"could not read certificate file", Trouble::ClientCertificateRejected},
};

constexpr Words tlsWords[] = {
    {"server does not support SSL", Trouble::TlsUnsupported},
    {"server does not support encryption", Trouble::TlsUnsupported},
    {"does not match host name", Trouble::CertificateWrongHost},
    {"host name must be specified for a verified SSL connection", Trouble::CertificateWrongHost},
    {"could not get server's host name from server certificate", Trouble::CertificateWrongHost},
    // What the server says of ours comes as an alert. OpenSSL's names for them are older than TLS 1.3.
    {"alert certificate required", Trouble::ClientCertificateMissing},
    {"alert certificate expired", Trouble::ClientCertificateExpired},
    {"alert protocol version", Trouble::TlsVersion},
    {"alert handshake failure", Trouble::TlsVersion},
    {"alert no application protocol", Trouble::TlsUnsupported},
    {"alert", Trouble::ClientCertificateRejected},
    {"unsupported protocol", Trouble::TlsVersion},
    {"no protocols available", Trouble::TlsVersion},
    {"wrong version number", Trouble::NotPostgres},
    {"certificate has expired", Trouble::CertificateExpired},
    {"certificate is not yet valid", Trouble::CertificateNotYetValid},
    {"certificate revoked", Trouble::CertificateRevoked},
    {"self signed certificate", Trouble::CertificateUnknownIssuer}, // OpenSSL before 3
    {"self-signed certificate", Trouble::CertificateUnknownIssuer},
    {"unable to get local issuer certificate", Trouble::CertificateUnknownIssuer},
    {"unable to get issuer certificate", Trouble::CertificateUnknownIssuer},
    {"certificate verify failed", Trouble::CertificateRejected},
    {"invalid response to SSL", Trouble::NotPostgres},
    {"invalid response to GSSAPI", Trouble::NotPostgres},
    {"expected authentication request", Trouble::NotPostgres},
    {"unencrypted data after SSL response", Trouble::NotPostgres},
};

constexpr Words networkWords[] = {
    {"could not translate host name", Trouble::UnknownHost},
    {"could not parse network address", Trouble::UnknownHost},
    {"Name or service not known", Trouble::UnknownHost},
    {"no address for the host name", Trouble::Timeout},
    {"session is read-only", Trouble::NoSuitableHost},
    {"session is not read-only", Trouble::NoSuitableHost},
    {"server is in hot standby mode", Trouble::NoSuitableHost},
    {"server is not in hot standby mode", Trouble::NoSuitableHost},
    {"could not make a writable connection", Trouble::NoSuitableHost}, // libpq 13
    {"timeout expired", Trouble::Timeout},
    {"timed out", Trouble::Timeout},
    {"Connection refused", Trouble::Refused},
    {"server closed the connection unexpectedly", Trouble::ClosedByServer},
    {"unexpected eof", Trouble::ClosedByServer},
    {"EOF detected", Trouble::ClosedByServer},
    {"Connection reset by peer", Trouble::ClosedByServer},
    {"Broken pipe", Trouble::ClosedByServer},
    {"No such file or directory", Trouble::SocketMissing},
    {"Permission denied", Trouble::SocketForbidden},
    {"No route to host", Trouble::Unreachable},
    {"is unreachable", Trouble::Unreachable},
    {"Network is down", Trouble::Unreachable},
    {"Cannot assign requested address", Trouble::Unreachable},
};

constexpr Words silenceWords[] = {
    {"no byte from the server", Trouble::AnswerTimeout},
    {"no answer", Trouble::AnswerTimeout},
    {"timed out", Trouble::AnswerTimeout}, // the kernel gave up: keepalives or tcp_user_timeout
};

std::optional<Trouble> find(std::span<const Words> table, const QString &message)
{
    for (const Words &row : table) {
        if (message.contains(QLatin1StringView(row.words), Qt::CaseInsensitive))
            return row.trouble;
    }
    return std::nullopt;
}

bool overSocket(const Attempt &attempt)
{
    return attempt.host.isEmpty() || attempt.host.startsWith(u'/') || attempt.host.startsWith(u'@');
}

// 28000 covers several refusals. The server's function tells them apart in every language; where it is not known, so does
// "pg_hba.conf", a file's name that stands in every translation.
Trouble diagnoseAuthorization(const Attempt &attempt)
{
    const QString &message = attempt.error.message;
    const QString &routine = attempt.error.routine;
    if (message.contains("valid client certificate"_L1))
        return Trouble::ClientCertificateMissing;
    if (message.contains("pg_hba.conf"_L1)) {
        // The server says in its own language whether the attempt was encrypted; what we asked for needs no language.
        const QString sslmode = attempt.options.parameters.value(u"sslmode"_s);
        const bool socket = message.contains("[local]"_L1) || attempt.host.startsWith(u'/');
        return sslmode == "disable"_L1 && !socket ? Trouble::TlsRequired : Trouble::NoHbaEntry;
    }
    if (routine == "ClientAuthentication"_L1) // a rule that asks for a certificate, in another language
        return Trouble::ClientCertificateMissing;
    if (message.contains("certificate"_L1, Qt::CaseInsensitive))
        return Trouble::ClientCertificateRejected;
    if (message.contains("Peer"_L1) || message.contains("Ident"_L1))
        return Trouble::PeerMismatch;
    if (routine == "auth_failed"_L1) { // peer and cert are the ways of logging in that say 28000
        return overSocket(attempt) ? Trouble::PeerMismatch : Trouble::ClientCertificateRejected;
    }
    return Trouble::UnknownRole;
}

std::optional<Trouble> diagnoseState(const Attempt &attempt)
{
    const QString &state = attempt.error.sqlState;
    if (attempt.failedAt == pg::ConnectStage::Settings && !state.isEmpty())
        return Trouble::BadSetting;
    if (attempt.failedAt == pg::ConnectStage::Role)
        return Trouble::NoSuitableHost;
    if (state == "28P01"_L1)
        return Trouble::WrongPassword;
    if (state == "28000"_L1)
        return diagnoseAuthorization(attempt);
    if (state == "3D000"_L1)
        return Trouble::UnknownDatabase;
    if (state == "42501"_L1)
        return Trouble::DatabaseForbidden;
    if (state == "53300"_L1)
        return Trouble::TooManyConnections;
    if (state == "57P03"_L1 || state == "57P01"_L1 || state == "57P02"_L1)
        return Trouble::NotReady;
    if (state == "08006"_L1) // given by pg::Connection to a line that was cut, or fell silent
        return find(silenceWords, attempt.error.message).value_or(Trouble::ClosedByServer);
    if (state == "08001"_L1) // given by pg::Connection when nobody answered in time
        return Trouble::Timeout;
    return std::nullopt;
}

// libpq keeps to itself why a certificate was not accepted; the certificate tells.
Trouble whyRejected(const Attempt &attempt)
{
    const pg::TlsFacts &tls = attempt.tls;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (tls.validUntil.isValid() && tls.validUntil < now)
        return Trouble::CertificateExpired;
    if (tls.validFrom.isValid() && tls.validFrom > now)
        return Trouble::CertificateNotYetValid;
    return tls.validUntil.isValid() ? Trouble::CertificateUnknownIssuer : Trouble::CertificateRejected;
}

// Where no words are known, how far the attempt got still says something.
Trouble byStage(const Attempt &attempt)
{
    if (!attempt.failedAt)
        return Trouble::Other;
    switch (*attempt.failedAt) {
    case pg::ConnectStage::Lookup: return Trouble::UnknownHost;
    case pg::ConnectStage::Reach: return overSocket(attempt) ? Trouble::SocketMissing : Trouble::Unreachable;
    case pg::ConnectStage::Tls: return Trouble::CertificateRejected;
    case pg::ConnectStage::Role: return Trouble::NoSuitableHost;
    case pg::ConnectStage::Settings: return Trouble::BadSetting;
    case pg::ConnectStage::Authentication: break;
    }
    return Trouble::Other;
}

// Where Quiver's own sandbox keeps its socket: see sandbox::Layout::socketDirectory().
bool isSandboxSocket(const QString &host)
{
    static const QRegularExpression sandbox(uR"(/quiver[-/]sandbox/run/?$|/quiver-\d+-[0-9a-f]{8}/?$)"_s);
    return sandbox.match(host).hasMatch();
}

Trouble diagnoseAttempt(const Attempt &attempt)
{
    if (const auto byState = diagnoseState(attempt))
        return *byState;
    const QString &message = attempt.error.message;
    for (const std::span<const Words> table :
         {std::span<const Words>(loginWords), std::span<const Words>(fileWords),
          std::span<const Words>(tlsWords), std::span<const Words>(networkWords)}) {
        const auto found = find(table, message);
        if (!found)
            continue;
        if (*found == Trouble::CertificateRejected)
            return whyRejected(attempt);
        if (*found == Trouble::SocketMissing && isSandboxSocket(attempt.host))
            return Trouble::SocketOfSandbox;
        return *found;
    }
    if (message.contains("SSL error"_L1) || message.contains("certificate"_L1))
        return Trouble::CertificateRejected;
    return byStage(attempt);
}

bool nameMatches(const QString &pattern, const QString &host)
{
    if (pattern.compare(host, Qt::CaseInsensitive) == 0)
        return true;
    // A star stands for exactly one label, and for the first one only (RFC 6125).
    const qsizetype dot = host.indexOf(u'.');
    return pattern.startsWith("*."_L1) && dot > 0
           && pattern.mid(1).compare(host.mid(dot), Qt::CaseInsensitive) == 0;
}

} // namespace

const pg::HostAttempt *toldAttempt(const pg::Error &error)
{
    const auto *refused = dynamic_cast<const pg::ConnectError *>(&error);
    if (!refused)
        return nullptr;
    const QList<pg::HostAttempt> &attempts = refused->connectReport().attempts;
    const auto told = std::ranges::find_if(
        attempts, [&error](const pg::HostAttempt &each) { return each.error == error.diagnostics(); });
    return told == attempts.cend() ? nullptr : &*told;
}

ConnectionTrouble diagnose(const pg::Error &error, const pg::ConnectOptions &options)
{
    Attempt attempt{error.diagnostics(), options, {}, {}, options.parameters.value(u"host"_s)};
    if (const auto *refused = dynamic_cast<const pg::ConnectError *>(&error))
        attempt.tls = refused->connectReport().tls;
    if (const pg::HostAttempt *told = toldAttempt(error)) {
        attempt.failedAt = told->failedAt;
        attempt.host = told->host;
    }
    const Trouble trouble = diagnoseAttempt(attempt);
    return trouble == Trouble::Other && error.kind() == pg::Error::Kind::Client ? Trouble::BadOptions
                                                                                : trouble;
}

ConnectionTrouble diagnose(const pg::HostAttempt &attempt, const pg::TlsFacts &tls,
                           const pg::ConnectOptions &options)
{
    return diagnoseAttempt({attempt.error, options, attempt.failedAt, tls, attempt.host});
}

bool certificateNames(const pg::TlsFacts &certificate, const QString &host)
{
    if (!certificate.names.isEmpty()) {
        return std::ranges::any_of(certificate.names,
                                   [&host](const QString &name) { return nameMatches(name, host); });
    }
    static const QRegularExpression commonName(uR"((?:^|[,/] ?)CN ?= ?([^,/]+))"_s);
    return nameMatches(commonName.match(certificate.subject).captured(1).trimmed(), host);
}

QString fileNamed(const QString &message)
{
    static const QRegularExpression file(uR"x((?:file|certificate) "([^"]+)")x"_s);
    return file.match(message).captured(1);
}

} // namespace quiver::catalog
