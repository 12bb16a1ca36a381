// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index create: builds an index, without stopping writes unless that is asked for.
#include "buildrunner.h"
#include "catalog/tablefacts.h"
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "index/indexplan.h"
#include "index/pastbuilds.h"
#include "indexactions.h"
#include "indexoptions.h"
#include "store/workspace.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

/// What the build will come to, on standard error: the Change itself goes to standard output. Nothing where pgvector does not build it.
std::optional<index::BuildForecast> foretell(pg::Connection &connection, index::IndexPlan &plan, const index::BuildSettings &settings,
                                             const std::vector<index::MeasuredBuild> &past)
{
    const bool isPgvector = plan.spec.method == "hnsw"_L1 || plan.spec.method == "ivfflat"_L1;
    if (!isPgvector || plan.change.isEmpty())
        return std::nullopt;
    index::ForecastInput input = index::readForecastInput(connection, plan.spec);
    input.past = past;
    const index::BuildForecast forecast = index::forecastBuild(plan.spec, settings, input);
    index::estimateBy(plan, forecast);
    printErrorLine(index::forecastText(forecast));
    return forecast;
}

/// What stands between one --and and the next.
std::vector<QStringList> partsOf(const QStringList &arguments)
{
    std::vector<QStringList> parts(1);
    for (const QString &argument : arguments) {
        if (argument == "--and"_L1)
            parts.emplace_back();
        else
            parts.back() << argument;
    }
    return parts;
}

/// Of the first one's table, and with its settings, where it names none itself.
index::WantedIndex furtherIndex(const QStringList &arguments, const QString &table, const index::BuildSettings &settings)
{
    const bool isNamed = std::ranges::any_of(arguments, [](const QString &each) { return each == "--table"_L1 || each.startsWith("--table="_L1); });
    QCommandLineParser parser;
    addIndexOptions(parser);
    addBuildOptions(parser);
    if (!parser.parse(QStringList{u"quiverctl"_s} + (isNamed ? QStringList() : QStringList{u"--table"_s, table}) + arguments))
        throw UsageError(parser.errorText() + u" (behind --and, where only what is of an index stands)"_s);
    index::WantedIndex further{indexArgument(parser), buildArgument(parser)};
    if (!further.settings.maintenanceWorkMem)
        further.settings.maintenanceWorkMem = settings.maintenanceWorkMem;
    if (!further.settings.parallelWorkers)
        further.settings.parallelWorkers = settings.parallelWorkers;
    return further;
}

struct Planned {
    std::vector<index::IndexPlan> plans;
    sql::Change change; ///< of all of them
};

Planned plan(pg::Connection &connection, const std::vector<index::WantedIndex> &wanted)
{
    if (wanted.size() > 1) {
        index::IndexQueue queue = index::planIndexes(connection, wanted);
        return {std::move(queue.plans), std::move(queue.change)};
    }
    Planned one{{index::planIndex(connection, wanted.front().spec, wanted.front().settings)}, {}};
    return one;
}

} // namespace

int createIndexAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Builds an index: for approximate search on a vector column, or a B-tree or GIN index on what searches filter by. Reads and writes go on "
        "meanwhile; on a partitioned table it goes partition by partition. Interrupted, it is simply run again: what an interrupted build left is removed, "
        "and what is done is not done twice. Its phase, rate, time left and whom it waits for are shown until it is built; Ctrl+C cancels it, and what it leaves is "
        "removed.\n"
        "  quiverctl index create --table documents --column embedding --metric cosine --m 16 --memory 2GB\n"
        "  quiverctl index create --table documents --column embedding --halfvec --where 'tenant = 7'\n"
        "  quiverctl index create --table documents --method btree --expression \"metadata->>'tenant'\"\n"
        "  quiverctl index create --table documents --column embedding --m 24 --ef-construction 200 --memory 4GB \\\n"
        "      --and --column embedding --method ivfflat --lists 300 --where 'tenant = 7' --memory 1GB --and --method btree --column tenant"_s);
    addServerOptions(parser);
    addIndexOptions(parser);
    addBuildOptions(parser);
    addChangeOptions(parser);
    parser.addOption({u"wait"_s, u"Waits for the table as long as somebody keeps it."_s});
    parser.addOption({u"lock-wait"_s, u"Gives up, with nothing changed, when the table is not to be had within so many seconds; with --no-concurrently after 5 unless it is given."_s, u"seconds"_s, u"60"_s});
    parser.addOption({u"and"_s, u"Another index follows, built after this one, with options of its own: --column, --method, --m, --ef-construction, --lists, --where, --name and the like are told "
                                   "anew for each one. --table, --memory and --workers are those of the first one unless it names others. What is not of an index goes "
                                   "before the first --and and is for all."_s});
    parser.addOption({u"json"_s, u"What became of each build, as a JSON array, as index builds --json tells it."_s});
    const std::vector<QStringList> parts = partsOf(arguments);
    if (!parse(parser, u"index create --table [SCHEMA.]TABLE --column NAME [--json] [options] [--and ...]"_s, parts.front()))
        return Succeeded;
    std::vector<index::WantedIndex> wanted{{indexArgument(parser), buildArgument(parser)}};
    for (std::size_t i = 1; i < parts.size(); ++i)
        wanted.push_back(furtherIndex(parts[i], parser.value(u"table"_s), wanted.front().settings));
    if (parser.isSet(u"wait"_s) && parser.isSet(u"lock-wait"_s))
        throw UsageError(u"either --wait or --lock-wait"_s);
    const int tableWait = parser.isSet(u"wait"_s) ? 0 : int(numberOption(parser, u"lock-wait"_s, 1, 24 * 3600));
    const bool isWaitGiven = parser.isSet(u"wait"_s) || parser.isSet(u"lock-wait"_s);
    const auto server = serverOption(parser);
    const std::vector<index::MeasuredBuild> past = index::pastBuilds(buildsOn(*server));
    Planned planned;
    std::vector<std::optional<index::BuildForecast>> forecasts;
    const auto makeChange = [&](pg::Connection &connection) {
        forecasts.clear(); // the connection may be lost, and all of it asked again
        for (index::WantedIndex &each : wanted) {
            each.spec.schema = resolved(connection, {each.spec.schema, each.spec.table}).schema;
            catalog::awaitReadable(connection, each.spec.schema, each.spec.table, isWaitGiven || each.spec.concurrently ? tableWait : sql::Change{}.lockTimeout, printErrorLine);
        }
        planned = plan(connection, wanted);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            index::IndexPlan &each = planned.plans[i];
            if (wanted.size() > 1)
                printErrorLine(each.spec.name + u':');
            tell(each.problems);
            forecasts.push_back(foretell(connection, each, wanted[i].settings, past));
        }
        if (wanted.size() == 1) // with what was foretold
            planned.change = planned.plans.front().change;
        if (planned.change.title.isEmpty())
            planned.change.title = u"The index %1 is built and valid"_s.arg(planned.plans.front().spec.name);
        return planned.change;
    };
    QJsonArray built;
    const int ended = applyChangeBy(parser, *server, makeChange, [&](pg::Session &session, const sql::PlannedChange &) {
        const auto journal = openJournal();
        auto left = std::ranges::count_if(planned.plans, [](const index::IndexPlan &each) { return !each.change.isEmpty(); });
        int status = Succeeded;
        for (std::size_t i = 0; i < planned.plans.size() && status == Succeeded; ++i) {
            if (planned.plans[i].change.isEmpty())
                continue;
            index::BuildOrder order = index::buildOrder(planned.plans[i], forecasts[i] ? &*forecasts[i] : nullptr);
            order.tableWait = tableWait;
            if (isWaitGiven && !order.spec.concurrently) // otherwise one that stops writes gives up soon: whoever writes queues behind it
                order.change.lockTimeout = tableWait;
            order.profileId = server->profileId();
            order.server = server->options().summary();
            index::BuildRecord record;
            status = runBuild(parser, session.options(), order, journal.get(), record); // with the password that was asked for
            built.append(recordJson(record));
            --left;
        }
        if (status != Succeeded && left > 0)
            printErrorLine(u"Of the indexes that were to be built after it, %1 in all, none was begun."_s.arg(left));
        return status;
    });
    if (parser.isSet(u"json"_s))
        printOut(QString::fromUtf8(QJsonDocument(built).toJson()));
    return ended;
}

} // namespace quiver::ctl
