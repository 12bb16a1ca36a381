// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl sandbox: the private server.
#include "commandline.h"
#include "commands.h"
#include "jobrunner.h"
#include "sandbox/demodatabase.h"
#include "sandbox/sandbox.h"
#include "terminal.h"

#include <unistd.h>

#include <iostream>
#include <string>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using sandbox::Sandbox;
using sandbox::SandboxStatus;

namespace {

QString describe(const SandboxStatus &status)
{
    QString text;
    const auto line = [&text](const QString &name, const QString &value) { text += u"%1 %2\n"_s.arg(name, -10).arg(value); };
    switch (status.state) {
    case SandboxStatus::State::Absent: line(u"state"_s, u"absent"_s); break;
    case SandboxStatus::State::Stopped: line(u"state"_s, u"stopped"_s); break;
    case SandboxStatus::State::Starting: line(u"state"_s, u"starting"_s); break;
    case SandboxStatus::State::Running: line(u"state"_s, u"running"_s); break;
    }
    line(u"directory"_s, status.directory);
    line(u"account"_s, status.switchedAccount ? u"%1 (PostgreSQL refuses to run as root)"_s.arg(status.account) : status.account);
    if (status.majorVersion == 0)
        return text;
    line(u"version"_s, QString::number(status.majorVersion));
    line(u"pgvector"_s, status.pgvector ? u"installed"_s : u"not installed"_s);
    if (status.pid != 0)
        line(u"pid"_s, QString::number(status.pid));
    if (!status.url.isEmpty())
        line(u"url"_s, status.url);
    return text;
}

int start(const Sandbox &sandbox)
{
    pg::Canceller canceller;
    const pg::Services services{&canceller};
    const SandboxStatus status = runJob(u"Start the sandbox"_s, [&](core::JobContext &job) {
        const SandboxStatus started = sandbox.start(job);
        if (started.pgvector) { // so that the URL that is printed leads to a database that takes vectors before the demo is loaded, too
            sandbox::runOnServer(sandbox.connectOptions(u"postgres"_s), services, job, &sandbox::DemoDatabase::create);
            sandbox::runOnServer(sandbox.connectOptions(u"demo"_s), services, job, &sandbox::DemoDatabase::createExtensions);
        }
        return started;
    });
    printOut(describe(status));
    return Succeeded;
}

int stop(const Sandbox &sandbox)
{
    const bool ran = runJob(u"Stop the sandbox"_s, [&](core::JobContext &job) { return sandbox.stop(job); });
    printOut(ran ? u"stopped\n"_s : u"the sandbox did not run\n"_s);
    return Succeeded;
}

int url(const Sandbox &sandbox)
{
    printOut(sandbox.url() + u'\n');
    if (sandbox.status().state != SandboxStatus::State::Running)
        printErrorLine(u"the sandbox does not run now: quiverctl sandbox start"_s);
    return Succeeded;
}

int destroy(const Sandbox &sandbox, bool confirmed)
{
    if (!confirmed) {
        if (!isatty(STDIN_FILENO))
            throw UsageError(u"destroying the sandbox deletes all its data; say --yes"_s);
        printOut(u"This deletes all databases in %1. Go on? (yes/no) "_s.arg(sandbox.layout().base));
        std::string answer;
        if (!std::getline(std::cin, answer) || answer != "yes") {
            printOut(u"nothing was deleted\n"_s);
            return Failed;
        }
    }
    const bool existed = runJob(u"Destroy the sandbox"_s, [&](core::JobContext &job) { return sandbox.destroy(job); });
    printOut(existed ? u"destroyed\n"_s : u"there was no sandbox\n"_s);
    return Succeeded;
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"A private PostgreSQL server of Quiver's own, reachable through a unix socket only. It goes "
                                     "on until `stop`. Its place: QUIVER_SANDBOX, or the user's data directory."_s);
    parser.addPositionalArgument(u"action"_s, u"start, stop, status, url (prints how to connect) or destroy"_s);
    const QCommandLineOption yes(u"yes"_s, u"Destroys without asking."_s);
    parser.addOption(yes);
    if (!parse(parser, u"sandbox start|stop|status|url|destroy [--yes]"_s, arguments))
        return Succeeded;
    const QStringList actions = parser.positionalArguments();
    const QString action = actions.value(0);
    if (actions.size() > 1 || !QStringList{u"start"_s, u"stop"_s, u"status"_s, u"url"_s, u"destroy"_s}.contains(action))
        throw UsageError(u"one of start, stop, status, url, destroy is needed"_s);
    const Sandbox sandbox;
    if (action == u"start")
        return start(sandbox);
    if (action == u"stop")
        return stop(sandbox);
    if (action == u"url")
        return url(sandbox);
    if (action == u"destroy")
        return destroy(sandbox, parser.isSet(yes));
    printOut(describe(sandbox.status()));
    return Succeeded;
}

} // namespace

int sandboxCommand(const QStringList &arguments)
{
    return guarded(u"sandbox"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
