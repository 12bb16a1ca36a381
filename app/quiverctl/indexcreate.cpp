// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index create: builds an index, without stopping writes unless that is asked for.
#include "buildrunner.h"
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "index/indexplan.h"
#include "index/pastbuilds.h"
#include "indexactions.h"
#include "indexoptions.h"
#include "store/workspace.h"
#include "terminal.h"

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
        "  quiverctl index create --table documents --method btree --expression \"metadata->>'tenant'\""_s);
    addServerOptions(parser);
    addIndexOptions(parser);
    addBuildOptions(parser);
    addChangeOptions(parser);
    parser.addOption({u"wait"_s, u"Waits for the table as long as somebody keeps it."_s});
    parser.addOption({u"lock-wait"_s, u"Gives up, with nothing changed, when the table is not to be had within so many seconds."_s, u"seconds"_s, u"60"_s});
    if (!parse(parser, u"index create --table [SCHEMA.]TABLE --column NAME [options]"_s, arguments))
        return Succeeded;
    index::IndexSpec spec = indexArgument(parser);
    const index::BuildSettings settings = buildArgument(parser);
    if (parser.isSet(u"wait"_s) && parser.isSet(u"lock-wait"_s))
        throw UsageError(u"either --wait or --lock-wait"_s);
    const int tableWait = parser.isSet(u"wait"_s) ? 0 : int(numberOption(parser, u"lock-wait"_s, 1, 24 * 3600));
    const auto server = serverOption(parser);
    const std::vector<index::MeasuredBuild> past = index::pastBuilds(buildsOn(*server));
    index::IndexPlan plan;
    std::optional<index::BuildForecast> forecast;
    const auto makeChange = [&](pg::Connection &connection) {
        const TableArgument found = resolved(connection, {spec.schema, spec.table});
        spec.schema = found.schema;
        plan = index::planIndex(connection, spec, settings);
        tell(plan.problems);
        forecast = foretell(connection, plan, settings, past);
        sql::Change change = plan.change;
        if (change.title.isEmpty())
            change.title = u"The index %1 is built and valid"_s.arg(plan.spec.name);
        return change;
    };
    return applyChangeBy(parser, *server, makeChange, [&](pg::Session &session, const sql::PlannedChange &) {
        index::BuildOrder order = index::buildOrder(plan, settings, forecast ? &*forecast : nullptr);
        order.tableWait = tableWait;
        order.profileId = server->profileId();
        order.server = server->options().summary();
        const auto journal = openJournal();
        return runBuild(session.options(), order, journal.get()); // with the password that was asked for
    });
}

} // namespace quiver::ctl
