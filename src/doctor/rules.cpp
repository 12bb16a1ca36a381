// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/rules.h"

#include "catalog/tablefacts.h"
#include "index/advise.h"
#include "plan/shownplan.h"
#include "sql/identifier.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace quiver::doctor {

using namespace Qt::StringLiterals;

namespace {

/// An index of a partition is built on the whole: the table at the top.
index::IndexSpec onWholeTable(const ReadTable &table, index::IndexSpec spec)
{
    spec.schema = table.rootSchema;
    spec.table = table.rootTable;
    return spec;
}

/// No value where a B-tree begins with the same column already.
std::optional<index::IndexSpec> newBtree(const ReadTable &table, std::vector<index::IndexKey> keys)
{
    const bool isThere = std::ranges::any_of(table.table.indexes, [&](const index::IndexFound &each) {
        return each.spec.method == "btree"_L1 && each.isValid && each.spec.predicate.isEmpty() && !each.spec.keys.empty()
            && each.spec.keys.front().column == keys.front().column;
    });
    if (isThere)
        return std::nullopt;
    return onWholeTable(table, {.method = u"btree"_s, .keys = std::move(keys)});
}

} // namespace

std::vector<Candidate> candidatesFor(const Search &search)
{
    std::vector<Candidate> candidates;
    if (!search.table)
        return candidates;
    for (const index::IndexFound &index : search.table->table.indexes) {
        if (!index.spec.isAnn() || index.table != search.table->table.facts.oid)
            continue;
        const auto text = search.table->keyTexts.find(index.oid);
        const auto key = text == search.table->keyTexts.end() ? std::nullopt : parseExpression(text->second);
        if (!key)
            continue;
        const Operand operand = operandOf(*key);
        if (operand.column() != search.distance.key.column())
            continue;
        candidates.push_back({&index, operand == search.distance.key, index.spec.metric == search.distance.metric, index.isValid && index.isReady});
    }
    return candidates;
}

bool hasServing(const Search &search)
{
    return std::ranges::any_of(candidatesFor(search), &Candidate::serves);
}

bool isUnserved(const Examined &examined, const Search &search)
{
    return !search.usesIndex && !search.isRerank && search.table && search.scan >= 0 && examined.node(search.scan).type.endsWith("Seq Scan"_L1);
}

bool isWrittenWrong(const Examined &examined, const Search &search)
{
    return search.limitNode < 0 || search.isFarthest() || search.isWrapped || search.keys > 1 || !search.distance.function.isEmpty() || search.isBehindSubquery
        || !search.distance.query.columns.isEmpty() || std::ranges::any_of(search.distance.query.functions, [&](const QString &function) {
               const auto found = examined.volatility.find(function);
               return found != examined.volatility.end() && found->second == u'v';
           });
}

double rowsVisited(const Examined &examined, const index::IndexSpec &index, double rows)
{
    if (rows <= 1)
        return rows;
    if (index.method == "ivfflat"_L1)
        return rows * std::min(1.0, examined.number(u"ivfflat.probes"_s, 1) / std::max(1, index::optionOrDefault(index, u"lists"_s)));
    const double m = index.method == "hnsw"_L1 ? index::optionOrDefault(index, u"m"_s) : 16;
    const double ef = examined.number(u"hnsw.ef_search"_s, 40);
    const double level = std::floor(std::log(rows) / std::log(m));
    return std::min(rows, level * m + 2 * m * ef * 0.55 * std::log(rows) / (std::log(m) * (1 + std::log(ef))));
}

Saving savingByIndex(const Examined &examined, const Search &search)
{
    Saving saving;
    const double rows = search.table->table.rows;
    const double share = examined.shareOf(search.node);
    if (rows > 0)
        saving.share = share * (1 - rowsVisited(examined, {.method = u"hnsw"_s}, rows) / rows);
    const double cost = examined.node(0).totalCost.value_or(0);
    if (!examined.forcedIndex.isEmpty() && !examined.plan.isTimed() && cost > 0)
        saving.share = std::clamp(1 - examined.forced->nodes.front().totalCost.value_or(cost) / cost, 0.0, 1.0);
    if (const double ms = examined.msOf(0); ms >= 0 && saving.share >= 0)
        saving.ms = ms * saving.share;
    return saving;
}

QString nameOf(const index::IndexFound &index)
{
    return sql::quoteIdentifier(index.spec.name);
}

QString rowsLine(const ReadTable &table)
{
    return u"%1: %2%3 rows"_s.arg(table.name(), table.table.isCounted ? QString() : u"about "_s, catalog::countText(table.table.rows));
}

QString conditionText(const QString &condition)
{
    return plan::shownCondition(condition);
}

std::optional<index::IndexSpec> advisedIndex(const Search &search, QString *obstacle)
{
    const QString column = search.distance.key.column();
    index::IndexAdvice advice;
    if (search.table->table.sample(column))
        advice = index::adviseIndex(search.table->table, column);
    else
        advice.obstacle = u"The values of %1 cannot be read, so that nothing can be advised."_s.arg(column);
    advice.spec.name.clear();
    advice.spec.metric = search.distance.metric;
    if (advice.obstacle.isEmpty() && index::opclassOf(advice.spec).name.isEmpty())
        advice.obstacle = u"No index of pgvector serves %1 on %2."_s.arg(search.distance.operatorText, column);
    if (obstacle)
        *obstacle = advice.obstacle;
    return advice.obstacle.isEmpty() ? std::optional(onWholeTable(*search.table, advice.spec)) : std::nullopt;
}

SearchedRows searchedRows(const Examined &examined, const Search &search)
{
    SearchedRows searched{search.table->rootName()};
    for (int at = search.node; at < examined.plan.nodes[std::size_t(search.node)].end; ++at) {
        const ReadTable *table = examined.tableOf(examined.node(at));
        if (table && table->rootSchema == search.table->rootSchema && table->rootTable == search.table->rootTable)
            searched.rows += std::max(0.0, table->table.rows);
    }
    return searched;
}

std::optional<index::IndexSpec> filterIndex(const ReadTable &table, const QString &filter)
{
    const auto parsed = parseExpression(filter);
    if (!parsed)
        return std::nullopt;
    std::vector<index::IndexKey> equal, range;
    for (const QJsonObject &part : conjuncts(*parsed)) {
        const QJsonValue expression = part["A_Expr"_L1];
        const QString name = expression["name"_L1][0]["String"_L1]["sval"_L1].toString();
        const Operand left = operandOf(expression["lexpr"_L1].toObject()), right = operandOf(expression["rexpr"_L1].toObject());
        const bool isEqual = name == "="_L1;
        // A cast or function of the column would want an index on the expression.
        if (!left.isColumn() || !right.columns.isEmpty() || !(isEqual || name == "<"_L1 || name == ">"_L1 || name == "<="_L1 || name == ">="_L1)
            || !table.table.facts.column(left.column()))
            continue;
        (isEqual ? equal : range).push_back({.column = left.column(), .columnType = {catalog::VectorKind::None, -1}});
    }
    if (equal.empty() && !range.empty())
        equal.push_back(range.front());
    if (equal.empty())
        return std::nullopt;
    if (equal.size() > 3)
        equal.resize(3);
    return newBtree(table, std::move(equal));
}

std::optional<index::IndexSpec> joinIndex(const ReadTable &table, const QString &alias, const QString &condition)
{
    const auto parsed = parseExpression(condition);
    if (!parsed)
        return std::nullopt;
    for (const QJsonObject &part : conjuncts(*parsed)) {
        const QJsonValue expression = part["A_Expr"_L1];
        if (expression["name"_L1][0]["String"_L1]["sval"_L1].toString() != "="_L1)
            continue;
        for (const auto &[one, other] : {std::pair("lexpr"_L1, "rexpr"_L1), std::pair("rexpr"_L1, "lexpr"_L1)}) {
            const Operand own = operandOf(expression[one].toObject());
            if (own.isColumn() && (own.alias() == alias || own.alias().isEmpty()) && operandOf(expression[other].toObject()).alias() != alias
                && table.table.facts.column(own.column()))
                return newBtree(table, {{.column = own.column(), .columnType = {catalog::VectorKind::None, -1}}});
        }
    }
    return std::nullopt;
}

} // namespace quiver::doctor
