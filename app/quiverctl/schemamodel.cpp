// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl schema model: another model, type or number of dimensions for a column.
#include "changecommand.h"
#include "columnoptions.h"
#include "commandline.h"
#include "commands.h"
#include "embed/endpointbook.h"
#include "endpointshelf.h"
#include "schema/modelchange.h"
#include "schemaactions.h"
#include "sql/identifier.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using schema::FillFrom;
using schema::ModelChange;

namespace {

const QList<std::pair<QString, FillFrom>> &fills()
{
    static const QList<std::pair<QString, FillFrom>> list{
        {u"cast"_s, FillFrom::Cast}, {u"normalize"_s, FillFrom::Normalize}, {u"subvector"_s, FillFrom::Subvector},
        {u"binary-quantize"_s, FillFrom::BinaryQuantize}, {u"expression"_s, FillFrom::Expression}, {u"table"_s, FillFrom::OtherTable}, {u"embed"_s, FillFrom::Embedder},
        {u"application"_s, FillFrom::Application},
    };
    return list;
}

void addOptions(QCommandLineParser &parser)
{
    parser.addOption({u"column"_s, u"The column, as in SQL; it keeps its name."_s, u"name"_s});
    parser.addOption({u"to"_s, u"The new type: vector(768), halfvec(1024), bit(3072)."_s, u"type"_s});
    parser.addOption({u"model"_s, u"Who makes the new vectors; kept in the column's comment."_s, u"name"_s});
    parser.addOption({u"comment"_s, u"On the column, beside its model."_s, u"text"_s});
    parser.addOption({u"storage"_s, u"plain, main, external or extended."_s, u"way"_s});
    parser.addOption({u"from"_s, u"cast, normalize, subvector (of the old vectors, for models that may be cut off), binary-quantize, expression, table, embed "
                                 "(texts of the row, by an embedder), or application: somebody else fills the column, and the change waits for it."_s, u"source"_s});
    parser.addOption({u"no-normalize"_s, u"With subvector: vectors that are cut off are not brought to length one."_s});
    parser.addOption({u"expression"_s, u"SQL over the row's columns."_s, u"sql"_s});
    parser.addOption({u"other-table"_s, u"[SCHEMA.]TABLE that has the new vectors."_s, u"name"_s});
    parser.addOption({u"other-column"_s, u"Its column."_s, u"name"_s});
    parser.addOption({u"join"_s, u"COLUMN=OTHERCOLUMN by which the tables are joined; may be given several times."_s, u"pair"_s});
    parser.addOption({u"text"_s, u"With embed: the column with the texts."_s, u"name"_s});
    parser.addOption({u"embedder"_s, u"With embed: lexical (offline), or the name of an endpoint."_s, u"name"_s, embed::lexicalName});
    parser.addOption({u"skip-refused"_s, u"With embed: goes past texts that the embedder refuses, and tells their rows."_s});
    parser.addOption({u"new-column"_s, u"The new column's name until the swap; otherwise COLUMN_new."_s, u"name"_s});
    parser.addOption({u"old-column"_s, u"The old one's name after it; otherwise COLUMN_old."_s, u"name"_s});
    parser.addOption({u"batch"_s, u"Rows per transaction."_s, u"rows"_s, u"2000"_s});
    parser.addOption({u"no-sync"_s, u"No trigger that writes the new column with the old one until the swap."_s});
    parser.addOption({u"no-indexes"_s, u"The old column's indexes for search are not made for the new one."_s});
    parser.addOption({u"no-vacuum"_s, u"No VACUUM between filling and indexing."_s});
    parser.addOption({u"no-swap"_s, u"Stops before the columns change places."_s});
    parser.addOption({u"accept-dependents"_s, u"Views and the like may stay with the old column."_s});
    parser.addOption({u"drop-old"_s, u"Drops the old column after the swap."_s});
}

FillFrom source(const QCommandLineParser &parser)
{
    if (!parser.isSet(u"from"_s)) {
        if (parser.isSet(u"expression"_s))
            return FillFrom::Expression;
        if (parser.isSet(u"other-table"_s))
            return FillFrom::OtherTable;
        if (parser.isSet(u"text"_s))
            return FillFrom::Embedder;
    }
    QStringList words;
    for (const auto &[word, fill] : fills()) {
        if (word == parser.value(u"from"_s))
            return fill;
        words << word;
    }
    throw UsageError(parser.isSet(u"from"_s) ? u"--from takes %1, not “%2”"_s.arg(words.join(u", "_s), parser.value(u"from"_s))
                                             : u"--from is missing: %1"_s.arg(words.join(u", "_s)));
}

void readJoin(const QCommandLineParser &parser, ModelChange &request)
{
    for (const QString &pair : parser.values(u"join"_s)) {
        const auto [before, behind] = splitAt(pair, u'=');
        const auto own = sql::nameParts(before), other = sql::nameParts(behind.isNull() ? before : behind);
        if (!own || !other || own->size() != 1 || other->size() != 1)
            throw UsageError(u"--join takes COLUMN=OTHERCOLUMN: “%1” is none"_s.arg(pair));
        request.key << own->first();
        request.otherKey << other->first();
    }
}

ModelChange requestOf(const QCommandLineParser &parser)
{
    ModelChange request{.schema = {}, .table = {}, .column = nameArgument(parser, u"column"_s)};
    request.type = typeArgument(u"to"_s, parser.value(u"to"_s));
    request.model = parser.value(u"model"_s);
    request.comment = parser.value(u"comment"_s);
    if (parser.isSet(u"storage"_s)) {
        const auto storage = catalog::storageOf(parser.value(u"storage"_s));
        if (!storage)
            throw UsageError(u"--storage takes plain, main, external or extended, not “%1”"_s.arg(parser.value(u"storage"_s)));
        request.storage = *storage;
    }
    request.from = source(parser);
    request.normalize = !parser.isSet(u"no-normalize"_s);
    request.expression = parser.value(u"expression"_s);
    if (request.from == FillFrom::OtherTable) {
        request.otherColumn = nameArgument(parser, u"other-column"_s);
        readJoin(parser, request);
    }
    if (request.from == FillFrom::Embedder) {
        request.textColumn = nameArgument(parser, u"text"_s);
        request.passOver = parser.isSet(u"skip-refused"_s);
        if (parser.isSet(u"save-migration"_s))
            throw UsageError(u"the vectors are made while it runs: it cannot be saved as a migration"_s);
    }
    if (parser.isSet(u"new-column"_s))
        request.newColumn = nameArgument(parser, u"new-column"_s);
    if (parser.isSet(u"old-column"_s))
        request.oldColumn = nameArgument(parser, u"old-column"_s);
    request.batchRows = int(numberOption(parser, u"batch"_s, schema::minBatchRows, schema::maxBatchRows));
    request.keepInSync = !parser.isSet(u"no-sync"_s);
    request.copyIndexes = !parser.isSet(u"no-indexes"_s);
    request.vacuum = !parser.isSet(u"no-vacuum"_s);
    request.swap = !parser.isSet(u"no-swap"_s);
    request.dependentsAccepted = parser.isSet(u"accept-dependents"_s);
    request.dropOld = parser.isSet(u"drop-old"_s);
    request.asFresh = parser.isSet(u"save-migration"_s);
    return request;
}

void printFacts(const schema::ModelFacts &facts)
{
    if (facts.isCounted)
        printErrorLine(u"%1 rows: %2 to fill, %3 filled, %4 without a source"_s.arg(
            catalog::countText(facts.rows), catalog::countText(double(facts.toFill)), catalog::countText(double(facts.filled)),
            catalog::countText(double(facts.withoutSource))));
    else if (facts.rows >= 0)
        printErrorLine(u"about %1 rows"_s.arg(catalog::countText(facts.rows)));
}

} // namespace

int modelAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Changes a vector column to another model, type or number of dimensions while the table is in use: a new column, filled in batches, indexed "
        "concurrently as the old one, swapped in a moment, and the old one dropped where that is asked for. After a cancel, a crash, or where it "
        "waits for the application, the same command goes on from there.\n"
        "  quiverctl schema model --table documents --column embedding --to 'halfvec(768)' --from cast\n"
        "  quiverctl schema model --table documents --column embedding --to 'vector(1024)' --model bge-m3 --other-table fresh --other-column v --join id\n"
        "  quiverctl schema model --table documents --column embedding --to 'vector(768)' --model nomic-embed-text --from embed --text content --embedder nomic"_s);
    addServerOptions(parser);
    addTableArgument(parser);
    addOptions(parser);
    addChangeOptions(parser);
    if (!parse(parser, u"schema model --table [SCHEMA.]TABLE --column NAME --to TYPE(DIM) --from SOURCE [options]"_s, arguments))
        return Succeeded;
    const TableArgument table = tableArgument(parser);
    ModelChange request = requestOf(parser);
    const bool joins = request.from == FillFrom::OtherTable;
    const TableArgument other = joins ? tableArgument(parser, u"other-table"_s) : TableArgument();
    const bool embeds = request.from == FillFrom::Embedder;
    std::shared_ptr<embed::TextEmbedder> service;
    if (embeds && parser.value(u"embedder"_s) != embed::lexicalName)
        service = EndpointShelf().embedder(parser.value(u"embedder"_s));
    const auto server = serverOption(parser);
    return applyChange(parser, *server, [&](pg::Connection &connection) -> sql::PlannedChange {
        const TableArgument found = resolved(connection, table);
        request.schema = found.schema;
        request.table = found.name;
        if (joins) {
            const TableArgument source = resolved(connection, other);
            request.otherSchema = source.schema;
            request.otherTable = source.name;
        }
        const auto embedder = embeds && !service ? schema::lexicalEmbedder(connection, request) : service;
        const schema::ModelPlan plan = schema::planModelChange(connection, request, embedder);
        if (plan.facts)
            printFacts(*plan.facts);
        tell(plan.problems);
        return {plan.change, plan.parameters};
    });
}

} // namespace quiver::ctl
