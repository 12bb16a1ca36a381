// SPDX-License-Identifier: GPL-3.0-or-later
#include "serverchoice.h"

#include "await.h"
#include "commandline.h"
#include "connectioninput.h"
#include "jobrunner.h"
#include "profilebook.h"
#include "sandbox/sandbox.h"
#include "terminal.h"
#include "tunnelquestions.h"

#include <QElapsedTimer>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

ServerChoice::ServerChoice(pg::ConnectOptions options) : m_options(std::move(options)) {}

ServerChoice::ServerChoice(const store::Profile &profile, const profiles::ProfileSecrets &secrets)
    : m_route(std::make_unique<profiles::Route>(profile, secrets)), m_environment(profile.environment), m_profileId(profile.id),
      m_mayAsk(profile.passwordSource != store::PasswordSource::Elsewhere)
{
    QElapsedTimer timer;
    timer.start();
    if (m_route->tunnel())
        answerOnTerminal(*m_route->tunnel());
    try {
        m_options = await(m_route->open());
    } catch (const profiles::TunnelError &error) {
        throw core::Error(describeTunnel(error.failure(), m_route->tunnel()->spec()));
    }
    if (m_route->tunnel())
        m_tunnelMs = double(timer.nsecsElapsed()) / 1e6;
}

void addServerOptions(QCommandLineParser &parser)
{
    parser.addOption({u"profile"_s, u"The server: the name of a saved connection."_s, u"name"_s});
    parser.addOption({u"url"_s, u"The server: a URI, a key=value string, a SQLAlchemy or JDBC URL."_s, u"url"_s});
}

bool namesServer(const QCommandLineParser &parser)
{
    return parser.isSet(u"url"_s) || parser.isSet(u"profile"_s);
}

std::unique_ptr<ServerChoice> otherServerOption(const QCommandLineParser &parser, const QString &prefix)
{
    const QString named = prefix + u"profile"_s, addressed = prefix + u"url"_s;
    if (parser.isSet(addressed) && parser.isSet(named))
        throw UsageError(u"either --%1 or --%2"_s.arg(named, addressed));
    if (parser.isSet(named)) {
        ProfileBook book;
        const store::Profile profile = book.find(parser.value(named));
        return std::make_unique<ServerChoice>(profile, book.secretsOf(profile));
    }
    if (!parser.isSet(addressed))
        return nullptr;
    const profiles::ConnectionText text = readConnection(parser.value(addressed));
    return std::make_unique<ServerChoice>(profiles::connectOptions(text.profile, text.secrets));
}

std::unique_ptr<ServerChoice> serverOption(const QCommandLineParser &parser)
{
    if (auto named = otherServerOption(parser, {}))
        return named;
    const sandbox::Sandbox sandbox;
    if (sandbox.status().state != sandbox::SandboxStatus::State::Running)
        throw core::Error(u"neither --profile nor --url was given, and the sandbox does not run: start it with `quiverctl sandbox start`"_s);
    return std::make_unique<ServerChoice>(sandbox.connectOptions());
}

void connectOrAsk(pg::Session &session, const ServerChoice &server)
{
    const auto attempt = [&session] {
        const auto task = session.run(u"Connect"_s, [](pg::Connection &, core::JobContext &) {});
        waitFor(task.job, false);
        return task.job->error();
    };
    pg::ConnectOptions options = server.options();
    std::exception_ptr error = attempt();
    if (error && needsPassword(error) && server.mayAsk()) {
        if (const auto password = askPassword(u"Password for %1: "_s.arg(options.summary()))) {
            options.password = *password;
            session.setOptions(options);
            error = attempt();
        }
    }
    if (error)
        rethrowWithHelp(error, options);
}

} // namespace quiver::ctl
