// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index create: builds an index, without stopping writes unless that is asked for.
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "index/indexplan.h"
#include "indexactions.h"
#include "indexoptions.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

/// What the build will come to, on standard error: the Change itself goes to standard output.
void foretell(pg::Connection &connection, index::IndexPlan &plan, const index::BuildSettings &settings)
{
    const bool isPgvector = plan.spec.method == "hnsw"_L1 || plan.spec.method == "ivfflat"_L1;
    if (!isPgvector || plan.change.isEmpty())
        return;
    const index::BuildForecast forecast = index::forecastBuild(plan.spec, settings, index::readForecastInput(connection, plan.spec));
    index::estimateBy(plan, forecast);
    if (forecast.sizeBytes.isKnown())
        printErrorLine(u"note: The index will take about %1 on disk."_s.arg(catalog::bytesText(qint64(forecast.sizeBytes.value))));
    if (forecast.fitsMemory == false && !forecast.warnings.isEmpty())
        printErrorLine(u"note: "_s + forecast.warnings.first()); // that of memory; what rows want is among the problems
}

} // namespace

int createIndexAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Builds an index: for approximate search on a vector column, or a B-tree or GIN index on what searches filter by. Reads and writes go on "
        "meanwhile; on a partitioned table it goes partition by partition. Interrupted, it is simply run again: what an interrupted build left is removed, "
        "and what is done is not done twice.\n"
        "  quiverctl index create --table documents --column embedding --metric cosine --m 16 --memory 2GB\n"
        "  quiverctl index create --table documents --column embedding --halfvec --where 'tenant = 7'\n"
        "  quiverctl index create --table documents --method btree --expression \"metadata->>'tenant'\""_s);
    addServerOptions(parser);
    addIndexOptions(parser);
    addBuildOptions(parser);
    addChangeOptions(parser);
    if (!parse(parser, u"index create --table [SCHEMA.]TABLE --column NAME [options]"_s, arguments))
        return Succeeded;
    index::IndexSpec spec = indexArgument(parser);
    const index::BuildSettings settings = buildArgument(parser);
    const auto server = serverOption(parser);
    return applyChange(parser, *server, [&](pg::Connection &connection) {
        const TableArgument found = resolved(connection, {spec.schema, spec.table});
        spec.schema = found.schema;
        index::IndexPlan plan = index::planIndex(connection, spec, settings);
        tell(plan.problems);
        foretell(connection, plan, settings);
        sql::Change change = plan.change;
        if (change.title.isEmpty())
            change.title = u"The index %1 is built and valid"_s.arg(plan.spec.name);
        return change;
    });
}

} // namespace quiver::ctl
