// SPDX-License-Identifier: GPL-3.0-or-later
// Which server a subcommand works on: --profile, --url, or the sandbox; with the tunnel that leads to it.
#pragma once

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
    /// Whether a password that is missing may be asked for.
    bool mayAsk() const { return m_mayAsk; }
    /// Milliseconds until the tunnel stood; -1: there is none.
    double tunnelMs() const { return m_tunnelMs; }

private:
    std::unique_ptr<profiles::Route> m_route;
    pg::ConnectOptions m_options;
    bool m_mayAsk = true;
    double m_tunnelMs = -1;
};

/// --profile and --url.
void addServerOptions(QCommandLineParser &parser);
/// Whether one of the two was given.
bool namesServer(const QCommandLineParser &parser);
/// The server that was named, or else the sandbox's demo database. On the main thread. \throws core::Error, UsageError
std::unique_ptr<ServerChoice> serverOption(const QCommandLineParser &parser);

} // namespace quiver::ctl
