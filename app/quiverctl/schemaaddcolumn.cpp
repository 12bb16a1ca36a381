// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl schema add-column: a vector column for a table that exists.
#include "changecommand.h"
#include "columnoptions.h"
#include "commandline.h"
#include "commands.h"
#include "schema/addcolumn.h"
#include "schemaactions.h"
#include "tableoptions.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

int addColumnAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Adds a vector column, in an instant, because it begins empty. With notnull on a table that has rows it stops after that and says how many "
        "rows have no value yet; run again when they are filled, it makes the column NOT NULL without keeping anybody waiting.\n"
        "  quiverctl schema add-column --table documents --embedding 'embedding:halfvec(1024):unit:model=bge-m3'"_s);
    addServerOptions(parser);
    addTableArgument(parser);
    parser.addOption({u"embedding"_s, u"NAME:TYPE(DIMENSIONS) and behind further colons storage=plain|external|extended|main, unit (a CHECK of "
                                      "length 1), notnull, model=NAME (last)."_s, u"column"_s});
    parser.addOption({u"comment"_s, u"On the column, beside its model."_s, u"text"_s});
    addChangeOptions(parser);
    if (!parse(parser, u"schema add-column --table [SCHEMA.]TABLE --embedding NAME:TYPE(DIM) [options]"_s, arguments))
        return Succeeded;
    if (parser.values(u"embedding"_s).size() != 1)
        throw UsageError(u"--embedding is needed once: NAME:TYPE(DIMENSIONS)"_s);
    const TableArgument table = tableArgument(parser);
    const schema::EmbeddingColumn column = embeddingColumn(parser.value(u"embedding"_s));
    schema::AddColumn request{.schema = {}, .table = {}, .column = column.name, .type = column.type, .storage = column.storage, .model = column.model,
                              .comment = parser.value(u"comment"_s), .unitLength = column.unitLength, .notNull = column.notNull};
    const auto server = serverOption(parser);
    return applyChange(parser, *server, [&](pg::Connection &connection) {
        const TableArgument found = resolved(connection, table);
        request.schema = found.schema;
        request.table = found.name;
        const schema::AddColumnPlan plan = schema::planAddColumn(connection, request);
        tell(plan.problems);
        return plan.change;
    });
}

} // namespace quiver::ctl
