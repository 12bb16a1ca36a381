// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl demo: documents with lexical embeddings, tables of made-up vectors.
#include "commandline.h"
#include "commands.h"
#include "core/counttext.h"
#include "jobrunner.h"
#include "sandbox/demodatabase.h"
#include "sandbox/sandbox.h"
#include "serverchoice.h"
#include "terminal.h"
#include "vector/values.h"

#include <limits>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using sandbox::DemoDatabase;

namespace {

/// The database to fill: the one that was named, or the sandbox's, started and made where need be.
class Target
{
public:
    explicit Target(const QCommandLineParser &parser)
    {
        if (namesServer(parser)) // on this thread: a tunnel needs its event loop
            m_server = serverOption(parser);
    }

    pg::ConnectOptions prepare(pg::Services services, core::JobContext &job) const
    {
        if (m_server)
            return m_server->options();
        const sandbox::Sandbox sandbox;
        if (sandbox.status().state != sandbox::SandboxStatus::State::Running)
            sandbox.start(job);
        sandbox::runOnServer(sandbox.connectOptions(u"postgres"_s), services, job, &DemoDatabase::create);
        return sandbox.connectOptions();
    }

    template<typename Work>
    auto run(const QString &title, pg::Services services, Work work) const
    {
        try {
            return runJob(title, [&](core::JobContext &job) { return sandbox::runOnServer(prepare(services, job), services, job, work); });
        } catch (const pg::Error &) {
            rethrowWithHelp(std::current_exception(), m_server ? m_server->options() : pg::ConnectOptions());
        }
    }

private:
    std::unique_ptr<ServerChoice> m_server;
};

int load(const QCommandLineParser &parser)
{
    pg::Canceller canceller;
    const pg::Services services{&canceller};
    const auto report = Target(parser).run(u"Load the demo"_s, services, &DemoDatabase::load);
    printOut(report.alreadyComplete
                 ? u"%1 documents, complete already\n"_s.arg(core::countText(report.documents))
                 : u"%1 documents, loaded in %2 s\n"_s.arg(core::countText(report.documents)).arg(report.totalMs / 1000, 0, 'f', 1));
    return Succeeded;
}

int generate(const QCommandLineParser &parser)
{
    sandbox::GenerateOptions options;
    options.rows = numberOption(parser, u"rows"_s, 1, std::numeric_limits<qint64>::max());
    options.dimensions = int(numberOption(parser, u"dim"_s, 1, vector::maxDimensions));
    options.seed = quint64(numberOption(parser, u"seed"_s, 0, std::numeric_limits<qint64>::max()));
    pg::Canceller canceller;
    const pg::Services services{&canceller};
    const auto report = Target(parser).run(u"Generate vectors"_s, services, [&](pg::Connection &connection, core::JobContext &job) {
        return DemoDatabase::generate(connection, options, job);
    });
    printOut(u"%1: %2 in %3 clusters, loaded in %4 s\n"_s.arg(report.table, core::rowsText(report.rows))
                 .arg(report.clusters)
                 .arg(report.totalMs / 1000, 0, 'f', 1));
    return Succeeded;
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"load: the table `documents`, what the server says about its functions, types and settings, with lexical "
        "embeddings and an HNSW index. generate: the table `vectors_ROWSxDIM` of clustered vectors.\n"
        "Without --profile and --url they go to the sandbox's database `demo`; the sandbox is started where need be."_s);
    parser.addPositionalArgument(u"action"_s, u"load or generate"_s);
    addServerOptions(parser);
    parser.addOption({u"rows"_s, u"Rows to generate."_s, u"n"_s, u"10000"_s});
    parser.addOption({u"dim"_s, u"Dimensions, at most 16000."_s, u"d"_s, u"768"_s});
    parser.addOption({u"seed"_s, u"The same seed gives the same vectors."_s, u"s"_s, u"1"_s});
    if (!parse(parser, u"demo load|generate [--rows N] [--dim D] [--seed S] [--profile NAME|--url URL]"_s, arguments))
        return Succeeded;
    const QStringList actions = parser.positionalArguments();
    if (actions == QStringList{u"load"_s})
        return load(parser);
    if (actions == QStringList{u"generate"_s})
        return generate(parser);
    throw UsageError(u"one of load, generate is needed"_s);
}

} // namespace

int demoCommand(const QStringList &arguments)
{
    return guarded(u"demo"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
