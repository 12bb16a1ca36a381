// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl search: nearest neighbours, with or without full-text search, exact or approximate.
#include "columnembedders.h"
#include "columnoptions.h"
#include "commandline.h"
#include "commands.h"
#include "jobrunner.h"
#include "pg/session.h"
#include "pg/typeregistry.h"
#include "search/codesnippet.h"
#include "search/distances.h"
#include "searchoptions.h"
#include "searchprint.h"
#include "serverchoice.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace search;

namespace {

template<typename Work>
auto read(pg::Session &session, Work work)
{
    const auto task = session.read(u"Search"_s, std::move(work));
    waitFor(task.job, false);
    return task.future.result();
}

/// What the command line left open.
struct Found {
    VectorQuery query;
    std::vector<catalog::EmbedderState> states; ///< of the columns whose texts have to be embedded
};

Found completed(pg::Connection &connection, VectorQuery query)
{
    const TableArgument place = resolved(connection, {query.schema, query.table});
    query.schema = place.schema;
    const SearchTable table = readSearchTable(connection, query.schema, query.table);
    const catalog::VectorKind kind = table.typeOf(query.column).kind;
    if (query.metric == catalog::AnnMetric::Unknown)
        query.metric = usualMetric(kind);
    if (query.outputColumns.isEmpty()) {
        for (const catalog::Column &column : table.facts.columns) {
            if (table.typeOf(column.name).kind == catalog::VectorKind::None && column.type != "tsvector"_L1 && !table.keyColumns().contains(column.name))
                query.outputColumns << column.name;
        }
    }
    if (query.textLeg && query.textLeg->column.isEmpty()) { // the first that is made for it
        for (const catalog::Column &column : table.facts.columns) {
            if (query.textLeg->column.isEmpty() && column.type == "tsvector"_L1)
                query.textLeg->column = column.name;
        }
        if (query.textLeg->column.isEmpty())
            throw core::Error(u"“%1” has no tsvector for --hybrid: name a column of texts by --text-column"_s.arg(query.table));
    }
    Found found{std::move(query), {}};
    if (found.query.source.kind != QuerySource::Kind::Text)
        return found;
    QStringList columns{found.query.column};
    if (found.query.firstStage)
        columns << found.query.firstStage->column;
    for (const QString &column : std::as_const(columns)) {
        if (const auto state = catalog::embedderState(connection, found.query.schema, found.query.table, column))
            found.states.push_back(*state);
    }
    return found;
}

QString copied(pg::Connection &connection, core::JobContext &job, const VectorQuery &query, const EmbedderFor &embedders, SnippetKind kind)
{
    SearchContext context{readSearchTable(connection, query.schema, query.table), embedders, {}};
    const SearchTable &table = context.table;
    if (std::vector<SearchProblem> problems = problemsOf(table, query); hasErrors(problems))
        throw SearchRefused(std::move(problems));
    const ResolvedVectors vectors = resolveVectors(connection, job, context, query);
    return snippet(searchStatement(namesForPeople(table.vectorSchema), table, query, vectors), query, kind);
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Finds the nearest neighbours of a text, a vector, a row or the mean of rows. It only reads, in a transaction of its own with the settings given.\n"
        "  quiverctl search --table documents --column embedding --text 'index that spills' --k 5 --set hnsw.ef_search=100 --compare-exact"_s);
    addServerOptions(parser);
    addSearchOptions(parser);
    parser.addOptions({{u"embedder"_s, u"With --text: the endpoint, where its key comes from QUIVER_EMBEDDING_KEY; otherwise the one that made the column."_s, u"name"_s},
                       {u"compare-exact"_s, u"Also searches exactly, and tells what was missed."_s},
                       {u"explain"_s, u"Prints the plan (EXPLAIN ANALYZE, JSON) instead of the hits; with --json both."_s},
                       {u"show-sql"_s, u"Prints the statement, too."_s},
                       {u"copy-as"_s, u"Prints it as sql, psql, psycopg, asyncpg or sqlalchemy, and does not search."_s, u"kind"_s},
                       {u"json"_s, u"As JSON."_s}});
    if (!parse(parser, u"search --table [SCHEMA.]TABLE --column NAME --text|--vector|--file|--row|--mean ... [options]"_s, arguments))
        return Succeeded;
    const VectorQuery wanted = searchOption(parser);
    if (parser.isSet(u"embedder"_s) && wanted.source.kind != QuerySource::Kind::Text)
        throw UsageError(u"--embedder goes with --text"_s);
    const bool copies = parser.isSet(u"copy-as"_s), asJson = parser.isSet(u"json"_s);
    const auto kind = snippetKind(parser.value(u"copy-as"_s));
    if (copies && !kind)
        throw UsageError(u"--copy-as takes sql, psql, psycopg, asyncpg or sqlalchemy, not “%1”"_s.arg(parser.value(u"copy-as"_s)));
    const auto server = serverOption(parser);
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);
    const Found found = read(session, [&](pg::Connection &connection, core::JobContext &) { return completed(connection, wanted); });
    const EmbedderFor embedders = embeddersFor(found.states, parser.value(u"embedder"_s));
    if (copies) {
        printOut(read(session, [&](pg::Connection &connection, core::JobContext &job) { return copied(connection, job, found.query, embedders, *kind); }));
        return Succeeded;
    }
    const PlanWish plan = parser.isSet(u"explain"_s) ? PlanWish::Analyze : PlanWish::None;
    const Searched searched = read(session, [&](pg::Connection &connection, core::JobContext &job) {
        Searched made{runSearch(connection, job, found.query, embedders, plan), {}, {}};
        if (!made.found.query.exact)
            made.indexes = indexesOf(connection, job, made.found);
        if (parser.isSet(u"compare-exact"_s)) {
            VectorQuery exact = found.query;
            exact.exact = true;
            made.exact = runAgain(connection, job, made.found, exact);
        }
        return made;
    });
    if (asJson) {
        printHitsAsJson(searched, parser.isSet(u"show-sql"_s));
        return Succeeded;
    }
    for (const SearchProblem &note : searched.found.notes)
        printErrorLine(u"note: "_s + note.text);
    if (parser.isSet(u"show-sql"_s))
        printErrorLine(statementText(searched.found.statement));
    if (plan != PlanWish::None)
        printOut(QString::fromUtf8(searched.found.plan) + u'\n');
    else
        printHits(searched);
    return Succeeded;
}

} // namespace

int searchCommand(const QStringList &arguments)
{
    return guarded(u"search"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
