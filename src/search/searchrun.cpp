// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/searchrun.h"

#include "pg/connection.h"
#include "pg/error.h"
#include "search/binding.h"
#include "search/diversity.h"
#include "search/settingcalls.h"
#include "vector/distance.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace quiver::search {

using namespace Qt::StringLiterals;

namespace {

std::optional<double> realAt(const pg::Result &result, qint64 row, int column)
{
    if (column < 0 || result.isNull(row, column))
        return std::nullopt;
    const QString text = result.text(row, column);
    if (text == "NaN"_L1) // cosine with a zero vector
        return NAN;
    return text.endsWith("Infinity"_L1) ? (text.startsWith(u'-') ? -INFINITY : INFINITY) : result.real(row, column);
}

std::optional<int> rankAt(const pg::Result &result, qint64 row, int column)
{
    return column < 0 || result.isNull(row, column) ? std::nullopt : std::optional(int(result.integer(row, column)));
}

Hit hitAt(const pg::Result &result, qint64 row, const SearchStatement &statement)
{
    const SearchLayout &layout = statement.layout;
    Hit hit;
    for (int column = 0; column < layout.keys; ++column)
        hit.key << result.text(row, column);
    hit.distance = realAt(result, row, layout.distance);
    hit.firstDistance = realAt(result, row, layout.firstDistance);
    hit.score = realAt(result, row, layout.score);
    hit.vectorRank = rankAt(result, row, layout.vectorRank);
    hit.textScore = realAt(result, row, layout.textScore);
    hit.textRank = rankAt(result, row, layout.textRank);
    for (int i = 0; i < int(statement.outputNames.size()); ++i) {
        const int column = layout.outputs + i;
        hit.values.push_back(result.isNull(row, column) ? std::nullopt : std::optional(result.text(row, column)));
    }
    return hit;
}

// The k of the hits that are relevant and unlike each other.
void diversify(SearchResult &made, const pg::Result &result)
{
    const VectorQuery &query = made.query;
    const catalog::VectorKind kind = made.table.typeOf(query.column).kind;
    const std::vector<float> wanted = toFloats(made.vectors.query);
    std::vector<float> vectors;
    std::vector<double> relevance;
    double most = 0;
    for (const Hit &hit : made.hits)
        most = std::max(most, hit.score.value_or(0));
    for (std::size_t i = 0; i < made.hits.size(); ++i) {
        const ParsedQuery parsed = parseQuery(result.text(qint64(i), made.statement.layout.vector), kind);
        std::vector<float> values = parsed.ok() ? toFloats(parsed.vector) : std::vector<float>();
        values.resize(wanted.size());
        const double likeness = 1 - vector::cosineDistance(values, wanted);
        relevance.push_back(made.hits[i].score ? *made.hits[i].score / most : std::isnan(likeness) ? 0 : likeness);
        vectors.insert(vectors.end(), values.begin(), values.end());
    }
    std::vector<Hit> chosen;
    for (const int index : diverseOrder(vectors, relevance, query.diversity->lambda, query.k))
        chosen.push_back(std::move(made.hits[std::size_t(index)]));
    made.hits = std::move(chosen);
}

QByteArray explainText(PlanWish plan)
{
    return plan == PlanWish::Analyze ? "EXPLAIN (ANALYZE, VERBOSE, BUFFERS, SETTINGS, FORMAT JSON) " : "EXPLAIN (VERBOSE, SETTINGS, FORMAT JSON) ";
}

[[noreturn]] void throwTimeout(const VectorQuery &query)
{
    const auto limit = query.settings.find(u"statement_timeout"_s);
    throw core::Error(u"the server gave up the search after %1 (statement_timeout). Raise it, lower k, or let an index serve the search"_s.arg(
        limit == query.settings.end() ? u"its time limit"_s : limit->second + u" ms"_s));
}

pg::Result runStatement(pg::Connection &connection, SearchResult &made, PlanWish plan)
{
    try {
        pg::Transaction transaction(connection, "READ ONLY");
        applySettings(connection, made.statement.settings, made.table.vectorSchema);
        pg::Result result = connection.exec(bound(connection, made.statement));
        if (plan != PlanWish::None)
            made.plan = connection.exec(bound(connection, made.statement, explainText(plan))).text(0, 0).toUtf8();
        transaction.commit();
        return result;
    } catch (const pg::Error &e) {
        if (e.sqlState() == "57014"_L1) // a cancel of our own is no pg::Error
            throwTimeout(made.query);
        if (e.sqlState().startsWith("42"_L1) || e.sqlState().startsWith("22"_L1)) { // syntax, names, types; values
            if (std::vector<SearchProblem> problems = problemsOnServer(connection, made.table, made.query, made.vectors); !problems.empty())
                throw SearchRefused(std::move(problems));
        }
        throw;
    }
}

void run(pg::Connection &connection, core::JobContext &job, SearchResult &made, PlanWish plan)
{
    job.throwIfCancelled();
    job.report({.phase = u"searching"_s});
    made.statement = searchStatement(namesFor(connection, made.table.vectorSchema), made.table, made.query, made.vectors);
    const pg::Result result = runStatement(connection, made, plan);
    made.totalMs = result.outcome.totalMs;
    made.serverMs = result.outcome.firstRowMs < 0 ? made.totalMs : result.outcome.firstRowMs;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        made.hits.push_back(hitAt(result, row, made.statement));
    if (made.query.diversity)
        diversify(made, result);
    const std::vector<SearchProblem> notes = notesOn(made.table, made.query, made.hits.size());
    made.notes.insert(made.notes.end(), notes.begin(), notes.end());
}

void require(SearchResult &made)
{
    std::vector<SearchProblem> problems = problemsOf(made.table, made.query);
    if (hasErrors(problems))
        throw SearchRefused(std::move(problems));
    made.notes = std::move(problems);
}

void collectIndexes(const QJsonValue &plan, QStringList &names)
{
    const QString name = plan["Index Name"_L1].toString();
    if (!name.isEmpty() && plan["Order By"_L1].isString() && !names.contains(name))
        names << name;
    for (const QJsonValue &child : plan["Plans"_L1].toArray())
        collectIndexes(child, names);
}

} // namespace

QStringList indexesOf(pg::Connection &connection, core::JobContext &job, const SearchResult &made)
{
    job.throwIfCancelled();
    pg::Transaction transaction(connection, "READ ONLY");
    applySettings(connection, made.statement.settings, made.table.vectorSchema);
    const QByteArray plan = connection.exec(bound(connection, made.statement, explainText(PlanWish::Plan))).text(0, 0).toUtf8();
    transaction.commit();
    QStringList names;
    collectIndexes(QJsonDocument::fromJson(plan)[0]["Plan"_L1], names);
    return names;
}

QByteArray planOf(pg::Connection &connection, core::JobContext &job, const SearchResult &made)
{
    job.throwIfCancelled();
    job.report({.phase = u"measuring the plan"_s});
    try {
        pg::Transaction transaction(connection, "READ ONLY");
        applySettings(connection, made.statement.settings, made.table.vectorSchema);
        QByteArray plan = connection.exec(bound(connection, made.statement, explainText(PlanWish::Analyze))).text(0, 0).toUtf8();
        transaction.commit();
        return plan;
    } catch (const pg::Error &e) {
        if (e.sqlState() == "57014"_L1)
            throwTimeout(made.query);
        throw;
    }
}

void applySettings(pg::Connection &connection, const SettingValues &settings, const QString &vectorSchema, SettingScope scope)
{
    if (settings.empty())
        return;
    if (std::ranges::any_of(settings, [](const auto &each) { return isOfPgvector(each.first); }))
        loadVectorLibrary(connection, vectorSchema);
    connection.exec(settingCalls(settings, scope));
}

SearchResult runSearch(pg::Connection &connection, core::JobContext &job, const VectorQuery &query, const EmbedderFor &embedderFor, PlanWish plan)
{
    SearchContext context{readSearchTable(connection, query.schema, query.table), embedderFor, {}};
    return runSearch(connection, job, context, query, plan);
}

SearchResult runSearch(pg::Connection &connection, core::JobContext &job, SearchContext &context, const VectorQuery &query, PlanWish plan)
{
    SearchResult made;
    made.query = query;
    made.table = context.table;
    require(made);
    QElapsedTimer timer;
    timer.start();
    made.vectors = resolveVectors(connection, job, context, query);
    made.vectorMs = double(timer.nsecsElapsed()) / 1e6;
    run(connection, job, made, plan);
    return made;
}

SearchResult runAgain(pg::Connection &connection, core::JobContext &job, const SearchResult &before, const VectorQuery &query, PlanWish plan)
{
    SearchResult made;
    made.query = query;
    made.table = before.table;
    made.vectors = before.vectors;
    require(made);
    run(connection, job, made, plan);
    return made;
}

} // namespace quiver::search
