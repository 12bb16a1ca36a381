// SPDX-License-Identifier: GPL-3.0-or-later
// Which server a subcommand works on: --profile, --url, or the sandbox; with the tunnel that leads to it.
#pragma once

#include "pg/session.h"
#include "pg/typeregistry.h"
#include "profiles/route.h"

#include <QCommandLineParser>

#include <memory>

namespace quiver::ctl {

/// Must live for as long as the server is used: a tunnel ends with it.
class ServerChoice
{
public:
    explicit ServerChoice(pg::ConnectOptions options);
    /// Opens the profile's tunnel and waits for it. \throws core::Error
    ServerChoice(const store::Profile &profile, const profiles::ProfileSecrets &secrets);

    const pg::ConnectOptions &options() const { return m_options; }
    core::Environment environment() const { return m_environment; }
    QUuid profileId() const { return m_profileId; } ///< null: no profile was named
    /// Whether a password that is missing may be asked for.
    bool mayAsk() const { return m_mayAsk; }
    /// Milliseconds until the tunnel stood; -1: there is none.
    double tunnelMs() const { return m_tunnelMs; }

private:
    std::unique_ptr<profiles::Route> m_route;
    pg::ConnectOptions m_options;
    core::Environment m_environment = core::Environment::Development;
    QUuid m_profileId;
    bool m_mayAsk = true;
    double m_tunnelMs = -1;
};

/// --profile and --url.
void addServerOptions(QCommandLineParser &parser);
/// Whether one of the two was given.
bool namesServer(const QCommandLineParser &parser);
/// The server that was named, or else the sandbox's demo database. On the main thread. \throws core::Error, UsageError
std::unique_ptr<ServerChoice> serverOption(const QCommandLineParser &parser);
/// The server that --PREFIXprofile or --PREFIXurl names; null where neither was given. \throws core::Error, UsageError
std::unique_ptr<ServerChoice> otherServerOption(const QCommandLineParser &parser, const QString &prefix);

/// Connects before anything runs, and asks for a password where one is wanted and none was found. \throws core::Error
void connectOrAsk(pg::Session &session, const ServerChoice &server);

} // namespace quiver::ctl
