// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl embed: texts into vectors, one or a column of them.
#include "changecommand.h"
#include "columnoptions.h"
#include "commandline.h"
#include "commands.h"
#include "embed/endpointbook.h"
#include "embed/lexicaltextembedder.h"
#include "embedendpoints.h"
#include "endpointshelf.h"
#include "jobrunner.h"
#include "schema/embedfill.h"
#include "terminal.h"
#include "vector/values.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

void addEmbedderOption(QCommandLineParser &parser)
{
    parser.addOption({u"embedder"_s, u"lexical (offline: alike are texts that share words), or the name of an endpoint."_s, u"name"_s, embed::lexicalName});
}

int textAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Prints the vector of a text, as pgvector writes it."_s);
    parser.addPositionalArgument(u"TEXT"_s, u"What to embed."_s);
    addEmbedderOption(parser);
    parser.addOptions({{u"dimensions"_s, u"Of the lexical embedder."_s, u"n"_s, u"768"_s},
                       {u"json"_s, u"With the embedder's name and the number of dimensions, as JSON."_s}});
    if (!parse(parser, u"embed text TEXT [--embedder lexical|NAME] [--json]"_s, arguments))
        return Succeeded;
    const QStringList texts = parser.positionalArguments();
    if (texts.size() != 1)
        throw UsageError(texts.isEmpty() ? u"the text is missing"_s : u"one text, in quotes"_s);
    std::shared_ptr<embed::TextEmbedder> embedder;
    if (parser.value(u"embedder"_s) == embed::lexicalName)
        embedder = std::make_shared<embed::LexicalTextEmbedder>(
            vector::LexicalEmbedder({.dimensions = int(numberOption(parser, u"dimensions"_s, 1, vector::maxDimensions))}));
    else
        embedder = EndpointShelf().embedder(parser.value(u"embedder"_s));
    const embed::Embeddings made = runJob(u"Embed a text"_s, [&](core::JobContext &job) {
        embedder->setPauseListener([job](const QString &words) mutable { job.log(words); });
        return embedder->embed(texts, job.stopToken());
    });
    if (!made.refusals.first().isEmpty())
        throw core::Error(made.refusals.first());
    if (!parser.isSet(u"json"_s)) {
        printOut(QString::fromLatin1(vector::toText(made.row(0))) + u'\n');
        return Succeeded;
    }
    QJsonArray values;
    for (const float value : made.row(0))
        values.append(double(value));
    printOut(QString::fromUtf8(QJsonDocument(QJsonObject{{u"embedder"_s, embedder->name()}, {u"dimensions"_s, made.dimensions}, {u"embedding"_s, values}})
                                   .toJson(QJsonDocument::Compact)) + u'\n');
    return Succeeded;
}

void printFacts(const schema::EmbedFacts &facts)
{
    if (facts.isCounted)
        printErrorLine(u"%1 rows: %2 to embed, %3 have a vector, %4 have no text"_s.arg(catalog::countText(facts.rows), catalog::countText(double(facts.toFill)),
                                                                                       catalog::countText(double(facts.filled)), catalog::countText(double(facts.withoutText))));
    else if (facts.rows >= 0)
        printErrorLine(u"about %1 rows"_s.arg(catalog::countText(facts.rows)));
}

int columnAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Fills a vector column from a text column: every row that has a text and no vector. Batches are committed as they go; after a cancel, a crash or a "
        "lost server the same command goes on with the rows that are left.\n"
        "  quiverctl embed column --table documents --text content --column embedding --embedder openai"_s);
    addServerOptions(parser);
    addTableArgument(parser);
    parser.addOptions({{u"text"_s, u"The column with the texts, as in SQL."_s, u"name"_s},
                       {u"column"_s, u"The vector column, as in SQL."_s, u"name"_s},
                       {u"batch"_s, u"Rows in a transaction; otherwise as many as the embedder takes at once."_s, u"rows"_s},
                       {u"skip-refused"_s, u"Goes past texts that the embedder refuses (too long), and tells their rows; otherwise it stops there."_s}});
    addEmbedderOption(parser);
    addChangeOptions(parser);
    if (!parse(parser, u"embed column --table [SCHEMA.]TABLE --text NAME --column NAME [--embedder lexical|NAME] [options]"_s, arguments))
        return Succeeded;
    if (parser.isSet(u"save-migration"_s))
        throw UsageError(u"the vectors are made while it runs: it cannot be saved as a migration"_s);
    const TableArgument table = tableArgument(parser);
    schema::EmbedFill request{.schema = {}, .table = {}, .textColumn = nameArgument(parser, u"text"_s), .column = nameArgument(parser, u"column"_s),
                              .passOver = parser.isSet(u"skip-refused"_s)};
    if (parser.isSet(u"batch"_s))
        request.batchRows = int(numberOption(parser, u"batch"_s, 1, schema::maxEmbedRows));
    std::shared_ptr<embed::TextEmbedder> embedder;
    if (parser.value(u"embedder"_s) != embed::lexicalName)
        embedder = EndpointShelf().embedder(parser.value(u"embedder"_s));
    const auto server = serverOption(parser);
    return applyChange(parser, *server, [&](pg::Connection &connection) -> sql::PlannedChange {
        const TableArgument found = resolved(connection, table);
        request.schema = found.schema;
        request.table = found.name;
        const schema::EmbedFillPlan made = schema::planEmbedFill(connection, request, embedder ? embedder : schema::lexicalEmbedder(connection, request));
        printFacts(made.facts);
        tell(made.problems);
        return {made.change, made.parameters};
    });
}

} // namespace

int embedCommand(const QStringList &arguments)
{
    return guarded(u"embed"_s, [&] {
        const QString action = arguments.value(0);
        if (action == "text"_L1)
            return textAction(arguments.mid(1));
        if (action == "column"_L1)
            return columnAction(arguments.mid(1));
        if (action == "endpoint"_L1)
            return endpointAction(arguments.mid(1));
        const QString usage = u"Usage: quiverctl embed text TEXT | column --table T --text C --column V | endpoint add|list|remove|test\n"
                              "quiverctl embed text|column|endpoint --help tells more.\n"_s;
        if (action == "--help"_L1 || action == "-h"_L1) {
            printOut(usage);
            return int(Succeeded);
        }
        throw UsageError(u"embed takes text, column or endpoint"_s);
    });
}

} // namespace quiver::ctl
