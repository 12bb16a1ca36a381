// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl schema create-table: a new vector table from options.
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "schema/tableplan.h"
#include "schemaactions.h"
#include "tableoptions.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using schema::ColumnFacts;
using schema::DesignProblem;
using schema::IndexWay;
using schema::TableDesign;

namespace {

// What the sizes are told for: a paragraph.
constexpr qint64 textBytes = 1'000;

/// The option that a problem's field was given by.
QString optionOf(const QString &field)
{
    static const std::pair<QLatin1StringView, QLatin1StringView> options[] = {
        {"schema"_L1, "--name"_L1}, {"name"_L1, "--name"_L1}, {"comment"_L1, "--comment"_L1}, {"key"_L1, "--key"_L1}, {"texts"_L1, "--text"_L1},
        {"embeddings"_L1, "--embedding"_L1}, {"metadata.keys"_L1, "--index-key"_L1}, {"metadata"_L1, "--metadata"_L1},
        {"timestamps"_L1, "--timestamps"_L1}, {"fullText"_L1, "--language"_L1}, {"partitioning.partitions"_L1, "--part"_L1},
        {"partitioning"_L1, "--partition"_L1},
    };
    for (const auto &[start, option] : options) {
        if (field.startsWith(start))
            return option;
    }
    return {};
}

QString told(const DesignProblem &problem)
{
    const QString option = optionOf(problem.field);
    return option.isEmpty() ? problem.reason : u"%1: %2"_s.arg(option, problem.reason);
}

QString wayText(const schema::WayFacts &facts)
{
    switch (facts.way) {
    case IndexWay::Direct: return facts.ivfflat ? u"hnsw and ivfflat can index it"_s : u"hnsw can index it"_s;
    case IndexWay::Halfvec: return u"an index on ::halfvec(%1)"_s.arg(facts.dimensions);
    case IndexWay::BinaryQuantize: return u"an index on binary_quantize()::bit(%1)"_s.arg(facts.dimensions);
    case IndexWay::Subvector: return u"an index on its first %L1 dimensions"_s.arg(facts.dimensions);
    case IndexWay::FewElements: return u"hnsw indexes rows with at most %L1 elements that are not zero"_s.arg(facts.dimensions);
    }
    return {};
}

QString factsText(const schema::EmbeddingColumn &column, const ColumnFacts &facts)
{
    QStringList words;
    if (facts.valueBytes)
        words << u"%L1 bytes a vector, %2"_s.arg(*facts.valueBytes).arg(facts.isToasted ? u"kept in TOAST"_s : u"kept in the row"_s);
    QStringList ways;
    for (const schema::WayFacts &way : facts.ways)
        ways << wayText(way);
    if (facts.ways.empty())
        words << u"no index can serve it"_s;
    else if (facts.isIndexable() || facts.ways.front().way == IndexWay::FewElements)
        words << ways;
    else
        words << u"too many dimensions for an index on the column itself; possible: %1"_s.arg(ways.join(u", or "_s));
    return u"%1: %2"_s.arg(column.name, words.join(u"; "_s));
}

void printFacts(const TableDesign &design)
{
    const std::vector<ColumnFacts> facts = schema::factsOf(design, textBytes);
    for (std::size_t i = 0; i < facts.size(); ++i)
        printErrorLine(factsText(design.embeddings[i], facts[i]));
}

sql::Change changeFor(pg::Connection &connection, const TableDesign &design)
{
    const schema::TablePlan plan = schema::planTable(connection, design);
    QStringList refused;
    for (const DesignProblem &problem : plan.problems) {
        if (problem.warning)
            printErrorLine(u"note: "_s + told(problem));
        else
            refused << told(problem);
    }
    if (!refused.isEmpty())
        throw core::Error(refused.join(u'\n'));
    printFacts(design);
    for (const QString &note : plan.notes)
        printErrorLine(note);
    return plan.change;
}

} // namespace

int createTableAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Creates a table for embeddings, all of it in one transaction; pgvector itself, too, where the database has not got it. Names are as in "
        "SQL: what is not in lower case stands in double quotes.\n"
        "  quiverctl schema create-table --name rag.documents --text content --embedding 'embedding:vector(768):model=nomic-embed-text'\n"
        "      --metadata --index-key source --language english --timestamps"_s);
    addServerOptions(parser);
    addTableOptions(parser);
    addChangeOptions(parser);
    if (!parse(parser, u"schema create-table --name [SCHEMA.]TABLE --embedding NAME:TYPE(DIM) [options]"_s, arguments))
        return Succeeded;
    if (!parser.positionalArguments().isEmpty())
        throw UsageError(u"there is a word too many: “%1”"_s.arg(parser.positionalArguments().first()));
    const TableDesign design = tableDesign(parser);
    const auto server = serverOption(parser);
    return applyChange(parser, *server, [&design](pg::Connection &connection) { return changeFor(connection, design); });
}

} // namespace quiver::ctl
