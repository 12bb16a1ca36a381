// SPDX-License-Identifier: GPL-3.0-or-later
// What only the server can tell of a search: it plans it, and each of its conditions by itself where it refuses.
#include "pg/connection.h"
#include "pg/error.h"
#include "search/binding.h"
#include "search/conditions.h"
#include "search/searchproblems.h"

namespace quiver::search {

using namespace Qt::StringLiterals;

namespace {

struct Refusal {
    QString message;
    int position = 0; ///< in characters from 1; 0: no place
};

std::optional<Refusal> refusalOf(pg::Connection &connection, const pg::Query &query)
{
    try {
        connection.exec(query);
        return std::nullopt;
    } catch (const pg::Error &e) {
        if (e.kind() != pg::Error::Kind::Server)
            throw;
        return Refusal{e.diagnostics().message, e.diagnostics().position};
    }
}

// Of a query with one condition only.
std::optional<Refusal> refusalOfCondition(pg::Connection &connection, const SearchTable &table, const VectorQuery &query)
{
    const SqlNames names = namesFor(connection, table.vectorSchema);
    pg::Query sql(QByteArray{});
    const QStringList conditions = conditionsOf(names, table, query, [&](const QString &, const QString &type, const QString &value) {
        sql.params.push_back(pg::Param::text(value));
        return u"$%1::%2"_s.arg(QString::number(sql.params.size()), type);
    });
    const QString before = u"EXPLAIN SELECT FROM "_s + names.qualified(table.facts.schema, table.facts.name) + u" WHERE "_s;
    sql.sql = (before + conditions.first()).toUtf8();
    std::optional<Refusal> refusal = refusalOf(connection, sql);
    if (refusal && refusal->position > 0) // the typed one stands in a parenthesis
        refusal->position = std::max(0, refusal->position - int(before.toUcs4().size()) - 1);
    return refusal;
}

} // namespace

std::vector<SearchProblem> problemsOnServer(pg::Connection &connection, const SearchTable &table, const VectorQuery &query, const ResolvedVectors &vectors)
{
    const SearchStatement statement = searchStatement(namesFor(connection, table.vectorSchema), table, query, vectors);
    const auto refusal = refusalOf(connection, bound(connection, statement, "EXPLAIN "));
    std::vector<SearchProblem> problems;
    if (!refusal)
        return problems;
    VectorQuery bare = query;
    bare.filters.clear();
    bare.condition.clear();
    bare.leaveOutSource = false;
    for (std::size_t i = 0; i < query.filters.size(); ++i) {
        VectorQuery one = bare;
        one.filters = {query.filters[i]};
        if (const auto found = refusalOfCondition(connection, table, one))
            problems.push_back({.field = SearchField::Filter, .text = u"The server does not take this filter: %1."_s.arg(found->message), .filter = int(i)});
    }
    if (!query.condition.trimmed().isEmpty()) {
        VectorQuery one = bare;
        one.condition = query.condition;
        if (const auto found = refusalOfCondition(connection, table, one)) {
            const qsizetype indent = query.condition.indexOf(query.condition.trimmed());
            problems.push_back({.field = SearchField::Condition, .text = u"The server does not take this condition: %1."_s.arg(found->message),
                                .position = found->position > 0 ? found->position - 1 + indent : -1});
        }
    }
    if (problems.empty()) {
        const bool isLanguage = query.textLeg && refusal->message.contains(query.textLeg->language);
        problems.push_back({.field = isLanguage ? SearchField::TextLeg : SearchField::Table, .text = u"The server does not take this search: %1."_s.arg(refusal->message)});
    }
    return problems;
}

} // namespace quiver::search
