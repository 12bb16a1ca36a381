// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/boundworkload.h"

#include "pg/connection.h"
#include "search/binding.h"
#include "search/conditions.h"
#include "search/distances.h"
#include "search/statement.h"
#include "search/searchproblems.h"
#include "sql/classify.h"
#include "sql/scanner.h"

#include <algorithm>
#include <cmath>

namespace quiver::bench {

using namespace Qt::StringLiterals;
using search::SearchTable;
using search::SqlNames;

namespace {

QString schemaOf(pg::Connection &connection, const search::VectorQuery &query)
{
    if (!query.schema.isEmpty())
        return query.schema;
    const pg::Result found = connection.exec({"SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                                              "WHERE c.oid = pg_catalog.to_regclass(pg_catalog.quote_ident($1))",
                                              {pg::Param::text(query.table)}});
    if (found.rowCount() == 0)
        throw core::Error(u"there is no table “%1” on the search path: name its schema, too"_s.arg(query.table));
    return found.text(0, 0);
}

// "(id::text || E'\x1f' || lang::text)"
QString keyText(const SqlNames &names, const SearchTable &table)
{
    QStringList parts;
    for (const QString &key : table.keyColumns())
        parts << names.name(key) + u"::pg_catalog.text"_s;
    if (parts.isEmpty())
        throw core::Error(u"this is a view or a foreign table: its rows have no key to choose by. Take query vectors from a file, or the table behind it"_s);
    return parts.size() == 1 ? parts.front() : u"(%1)"_s.arg(parts.join(u" || ' ' || "_s));
}

/// Where each row has as many dimensions as it likes, the conditions say which are searched among: only such can be searched with.
bool isByConditions(const SearchTable &table, const search::VectorQuery &query)
{
    return table.typeOf(query.column).dimensions <= 0 && (!query.filters.empty() || !query.condition.trimmed().isEmpty());
}

// Rows at random, the same for the same seed: those with the least hashes.
QueryVectors sampled(pg::Connection &connection, const SearchTable &table, const search::VectorQuery &query, const QuerySet &wanted)
{
    const SqlNames names = search::namesFor(connection, table.vectorSchema);
    QStringList columns{names.name(query.column)};
    for (const QString &key : table.keyColumns())
        columns << names.name(key); // not cast to text: as the rows that are found show it
    // A vector of length zero has no direction: some more rows, in case there are such.
    pg::Query sql(QByteArray{});
    QStringList conditions{columns.front() + u" IS NOT NULL"_s};
    if (isByConditions(table, query)) {
        conditions += search::conditionsOf(names, table, query, [&](const QString &, const QString &type, const QString &value) {
            sql.params.push_back(pg::Param::text(value));
            return u"$%1::%2"_s.arg(QString::number(sql.params.size()), type);
        });
    }
    // A condition may have a % of its own.
    sql.sql = (u"SELECT "_s + columns.join(u", "_s) + u" FROM "_s + names.qualified(table.facts.schema, table.facts.name) + u" WHERE "_s + conditions.join(u" AND "_s)
               + u" ORDER BY pg_catalog.hashtextextended("_s + keyText(names, table) + u", %1) LIMIT %2"_s.arg(wanted.seed).arg(wanted.count + wanted.count / 4 + 10)).toUtf8();
    const pg::Result rows = connection.exec(sql);
    const catalog::VectorKind kind = table.typeOf(query.column).kind;
    QueryVectors found;
    for (qint64 row = 0; row < rows.rowCount() && int(found.vectors.size()) < wanted.count; ++row) {
        search::ParsedQuery parsed = search::parseQuery(rows.text(row, 0), kind);
        if (!parsed.ok() || (query.metric == catalog::AnnMetric::Cosine && search::isZero(parsed.vector)))
            continue;
        found.vectors.push_back(std::move(parsed.vector));
        QStringList key;
        for (int column = 1; column < int(columns.size()); ++column)
            key << rows.text(row, column);
        found.ownKeys.push_back(key);
    }
    if (found.vectors.empty())
        throw core::Error(isByConditions(table, query) ? u"no row of the table %1 that meets the conditions has a vector to search with: take other conditions, or query vectors from a file"_s.arg(table.facts.name)
                                                       : u"the table %1 has no row with a vector to search with: load it first, or take query vectors from a file"_s.arg(table.facts.name));
    return found;
}

QueryVectors queriesOf(pg::Connection &connection, core::JobContext &job, search::SearchContext &context, const search::VectorQuery &query, const QuerySet &wanted)
{
    job.report({.phase = u"reading the query vectors"_s});
    switch (wanted.kind) {
    case QuerySet::Kind::Sample:
        return sampled(connection, context.table, query, wanted);
    case QuerySet::Kind::File:
        return {search::vectorsFromFile(job, wanted.file, wanted.fileField, context.table.typeOf(query.column).kind, 0, wanted.count), {}};
    case QuerySet::Kind::Texts:
        return {search::vectorsFromTexts(connection, job, context, query.column, wanted.texts.mid(0, wanted.count)), {}};
    }
    return {};
}

void requireGood(const BoundWorkload &bound)
{
    std::vector<search::SearchProblem> problems = search::problemsOf(bound.table, bound.query);
    if (search::hasErrors(problems))
        throw search::SearchRefused(std::move(problems));
    if (const qint64 most = maxNeighbours / bound.k(); qint64(bound.queries.vectors.size()) > std::max<qint64>(most, 1))
        throw core::Error(u"with k = %L1 at most %L2 query vectors can be measured at once: take fewer of them"_s.arg(bound.k()).arg(std::max<qint64>(most, 1)));
    const catalog::VectorType type = bound.table.typeOf(bound.query.column);
    for (std::size_t i = 0; i < bound.queries.vectors.size(); ++i) {
        if (const QString problem = search::vectorProblem(bound.queries.vectors[i], type, bound.query.metric); !problem.isEmpty())
            throw core::Error(u"query vector %1: %2"_s.arg(QString::number(i + 1), problem));
        if (search::dimensionsOf(bound.queries.vectors[i]) != search::dimensionsOf(bound.queries.vectors.front()))
            throw core::Error(u"query vector %1 has %2 dimensions, the first one has %3: measure rows of the same dimensions, by a filter or a file"_s.arg(
                QString::number(i + 1), QString::number(search::dimensionsOf(bound.queries.vectors[i])), QString::number(search::dimensionsOf(bound.queries.vectors.front()))));
    }
}

/// Conditions are the user's own SQL: what the server does not take is said at its field, and before anything is copied for it.
void requireTaken(pg::Connection &connection, const BoundWorkload &bound)
{
    search::VectorQuery query = bound.query;
    query.condition = bound.workload.query.condition;
    if (std::vector<search::SearchProblem> refused = search::problemsOnServer(connection, bound.table, query, {.query = bound.queries.vectors.front(), .firstStage = {}}); !refused.empty())
        throw search::SearchRefused(std::move(refused));
}

void bindOwn(pg::Connection &connection, BoundWorkload &bound)
{
    const SqlNames names = search::namesFor(connection, bound.table.vectorSchema);
    if (const QString problem = statementProblem(bound.workload.sql); !problem.isEmpty())
        throw core::Error(problem);
    bound.sql = withVector(bound.workload.sql, u"$1::"_s + vectorTypeOf(bound, names));
    auto sets = std::make_shared<std::vector<std::vector<pg::Param>>>();
    for (const search::QueryVector &vector : bound.queries.vectors)
        sets->push_back({search::boundVector(connection, vector, bound.table.typeOf(bound.query.column).kind)});
    connection.prepare("quiver_described", bound.sql.toUtf8(), {sets->front().front().type});
    const pg::Columns columns = connection.describe("quiver_described");
    connection.exec("DEALLOCATE quiver_described");
    for (const QString &key : bound.table.keyColumns()) {
        const auto found = std::ranges::find_if(*columns, [&](const pg::Column &column) { return column.name == key.toUtf8(); });
        if (found != columns->end())
            bound.keyPlaces.push_back(int(found - columns->begin()));
    }
    if (bound.keyPlaces.empty() || bound.keyPlaces.size() != std::size_t(bound.table.keyColumns().size())) {
        bound.keyPlaces.clear();
        bound.noRecall = u"Recall was not measured: the statement's columns have not the names of the table's key (%1)."_s.arg(bound.table.keyColumns().join(u", "_s));
    }
    const auto distance = std::ranges::find(*columns, QByteArray("distance"), &pg::Column::name);
    bound.distancePlace = distance == columns->end() ? -1 : int(distance - columns->begin());
    bound.limit = bound.k();
    bound.sets = std::move(sets);
}

void bindStatement(pg::Connection &connection, BoundWorkload &bound)
{
    bound.keyPlaces.clear();
    bound.noRecall.clear();
    if (!bound.workload.sql.isEmpty())
        return bindOwn(connection, bound);
    const SqlNames names = search::namesFor(connection, bound.table.vectorSchema);
    auto sets = std::make_shared<std::vector<std::vector<pg::Param>>>();
    for (const search::QueryVector &vector : bound.queries.vectors) {
        const search::SearchStatement statement = search::searchStatement(names, bound.table, bound.query, {.query = vector, .firstStage = {}});
        if (sets->empty()) {
            bound.sql = statement.text(search::SearchStatement::Style::Numbered);
            bound.limit = statement.limit;
            bound.settings = statement.settings;
            bound.distancePlace = statement.layout.distance;
            for (int i = 0; i < statement.layout.keys; ++i)
                bound.keyPlaces.push_back(i);
        }
        std::vector<pg::Param> &set = sets->emplace_back();
        for (const search::SearchParameter &parameter : statement.parameters)
            set.push_back(parameter.vector ? search::boundVector(connection, *parameter.vector, parameter.vectorKind) : pg::Param::text(parameter.text));
    }
    if (bound.keyPlaces.empty())
        bound.noRecall = u"Recall was not measured: this is a view or a foreign table, and nothing tells its rows apart."_s;
    bound.sets = std::move(sets);
}

} // namespace

search::VectorQuery completeQuery(pg::Connection &connection, search::VectorQuery query)
{
    query.schema = schemaOf(connection, query);
    if (query.metric == catalog::AnnMetric::Unknown)
        query.metric = search::usualMetric(search::readSearchTable(connection, query.schema, query.table).typeOf(query.column).kind);
    return query;
}

QString withVector(const QString &sql, const QString &vector)
{
    QString made;
    qsizetype copied = 0, colon = -1, colonsTill = -1;
    sql::Scanner scanner(sql);
    for (sql::Token token = scanner.next(); token.kind != sql::Token::Kind::End; token = scanner.next()) {
        if (token.isSymbol(u':')) {
            colon = token.begin == colonsTill ? -1 : token.begin; // the second of a cast is none
            colonsTill = token.end;
            continue;
        }
        if (token.kind == sql::Token::Kind::Word && colon >= 0 && token.begin == colon + 1 && scanner.text(token) == u"vec") {
            made += QStringView(sql).sliced(copied, colon - copied);
            made += vector;
            copied = token.end;
        }
        colon = -1;
    }
    return made.append(QStringView(sql).sliced(copied));
}

QString statementProblem(const QString &sql)
{
    using Kind = sql::Classification::Kind;
    const QString complete = withVector(sql, u"NULL"_s);
    if (complete == sql)
        return u"The statement has no :vec in the place of the query vector (one within a text or a comment is none)."_s;
    const sql::Classification what = sql::classify(complete);
    if (what.changesData)
        return u"The statement writes, and the sessions of a benchmark are read-only: write one that only reads."_s;
    if (what.kind != Kind::Query && what.kind != Kind::Write && what.kind != Kind::Unknown) // CALL and EXECUTE may read
        return u"This is no statement that gives rows: write a SELECT."_s;
    return {};
}

QString vectorTypeOf(const BoundWorkload &bound, const SqlNames &names)
{
    catalog::VectorType type = bound.table.typeOf(bound.query.column);
    type.dimensions = type.kind == catalog::VectorKind::Bit ? type.dimensions : -1;
    return names.type(type);
}

QString shareCondition(pg::Connection &connection, const SearchTable &table, ShareOf what, double share)
{
    constexpr int buckets = 1 << 20;
    constexpr qint64 firstSeed = qint64(1) << 32; // beyond those of query sets
    const SqlNames names = search::namesFor(connection, table.vectorSchema);
    return u"(pg_catalog.hashtextextended(%1, %2) & %3) < %4"_s.arg(keyText(names, table), QString::number(firstSeed + int(what)), QString::number(buckets - 1),
                                                                    QString::number(qint64(std::ceil(share * buckets))));
}

BoundWorkload bindWorkload(pg::Connection &connection, core::JobContext &job, const Workload &workload, const search::EmbedderFor &embedderFor)
{
    if (const QString problem = workloadProblem(workload); !problem.isEmpty())
        throw core::Error(problem);
    BoundWorkload bound;
    bound.workload = workload;
    bound.query = bound.workload.query = completeQuery(connection, workload.query);
    bound.query.outputColumns.clear();
    bound.query.settings.clear();
    bound.query.leaveOutSource = false;
    bound.query.source = {.kind = search::QuerySource::Kind::Vector, .text = {}, .keys = {}};
    search::SearchContext context{search::readSearchTable(connection, bound.query.schema, bound.query.table), embedderFor, {}};
    if (workload.selectivity) {
        const QString chosen = shareCondition(connection, context.table, ShareOf::Filter, *workload.selectivity);
        bound.query.condition = bound.query.condition.isEmpty() ? chosen : u"(%1\n) AND %2"_s.arg(bound.query.condition, chosen);
    }
    bound.table = context.table;
    // The column first: what is no vector has no vectors to search with.
    if (std::vector<search::SearchProblem> problems = search::problemsOf(bound.table, bound.query);
        std::ranges::any_of(problems, [](const search::SearchProblem &problem) { return problem.isError && problem.field != search::SearchField::Source; }))
        throw search::SearchRefused(std::move(problems));
    if (workload.queries.kind == QuerySet::Kind::Sample && isByConditions(bound.table, bound.query)) {
        // Which says at its field what the server does not take of a condition, before rows are read by it.
        search::VectorQuery whole = bound.query;
        whole.filters.clear();
        whole.condition.clear();
        bound.queries = sampled(connection, bound.table, whole, {.count = 1});
        requireTaken(connection, bound);
    }
    bound.queries = queriesOf(connection, job, context, bound.query, workload.queries);
    if (!workload.sql.isEmpty())
        bound.queries.ownKeys.clear(); // it gives as many rows as it gives: a query that finds itself counts
    if (!bound.queries.ownKeys.empty())
        ++bound.query.k;
    bound.query.source.text = QString::fromLatin1(search::textOf(bound.queries.vectors.front()));
    requireGood(bound);
    if (workload.sql.isEmpty())
        requireTaken(connection, bound);
    bindStatement(connection, bound);
    return bound;
}

BoundWorkload bindAgain(pg::Connection &connection, const BoundWorkload &before, const search::VectorQuery &query)
{
    BoundWorkload bound = before;
    bound.query = query;
    bound.table = search::readSearchTable(connection, query.schema, query.table);
    requireGood(bound);
    bindStatement(connection, bound);
    return bound;
}

} // namespace quiver::bench
