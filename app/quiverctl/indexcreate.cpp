// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index create: builds an index, without stopping writes unless that is asked for.
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "index/indexplan.h"
#include "indexactions.h"
#include "indexoptions.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

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
        const index::IndexPlan plan = index::planIndex(connection, spec, settings);
        tell(plan.problems);
        sql::Change change = plan.change;
        if (change.title.isEmpty())
            change.title = u"The index %1 is built and valid"_s.arg(plan.spec.name);
        return change;
    });
}

} // namespace quiver::ctl
