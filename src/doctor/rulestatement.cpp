// SPDX-License-Identifier: GPL-3.0-or-later
// What a statement does that no approximate index can serve: such an index gives rows in the order of one operator's distance to one
// vector, nearest first, and is only asked where a LIMIT ends it.
#include "doctor/rules.h"

#include <algorithm>
#include <functional>

namespace quiver::doctor {

using namespace Qt::StringLiterals;

namespace {

constexpr int usualLimit = 10;

/// The index that stands idle, for the words.
QString idleIndex(const Search &search)
{
    const std::vector<Candidate> candidates = candidatesFor(search);
    const auto found = std::ranges::find_if(candidates, &Candidate::serves);
    return nameOf(*(found == candidates.end() ? candidates.front() : *found).index);
}

/// A finding about a search that reads the whole table, with what shows that.
Finding unused(const Examined &examined, const Search &search, const QString &id, const QString &text)
{
    Finding finding{.id = id, .severity = search.table->table.rows < smallTable ? Severity::Note : Severity::Warning, .text = text, .node = search.node};
    finding.saving = savingByIndex(examined, search);
    finding.evidence = {u"%1 of %2, then %3 by %4"_s.arg(examined.node(search.scan).type, search.table->name(), examined.node(search.node).type,
                                                       conditionText(examined.node(search.node).sortKey.join(u", "_s))),
                        rowsLine(*search.table)};
    return finding;
}

template<typename Test, typename Make>
void forUnserved(const Examined &examined, std::vector<Finding> &findings, Test test, Make make)
{
    for (const Search &search : examined.searches) {
        if (isUnserved(examined, search) && hasServing(search) && std::invoke(test, search))
            findings.push_back(make(search));
    }
}

void noLimit(const Examined &examined, std::vector<Finding> &findings)
{
    forUnserved(examined, findings, [&](const Search &search) { return search.limitNode < 0 && !search.isBehindSubquery && !search.isCombined(); }, [&](const Search &search) {
        Finding finding = unused(examined, search, u"no-limit"_s,
                                 u"The rows are ordered by distance without a LIMIT, so every row is wanted and %1 is not used: an approximate index finds the "
                                 "nearest few."_s.arg(idleIndex(search)));
        finding.evidence << u"no Limit node above the Sort"_s;
        finding.fixes = {Fix::query(u"Ask for the nearest %1 only."_s.arg(usualLimit), examined.statement.withLimit(usualLimit), true)};
        return finding;
    });
}

void farthestFirst(const Examined &examined, std::vector<Finding> &findings)
{
    forUnserved(examined, findings, &Search::isFarthest, [&](const Search &search) {
        Finding finding = unused(examined, search, u"descending"_s,
                                 u"The farthest rows come first%1. %2 gives the nearest first and cannot be read backward."_s.arg(
                                     search.isDescending ? u" (DESC)"_s : QString(), idleIndex(search)));
        finding.fixes = {Fix::query(u"Order by the distance, ascending: the nearest first. Every operator of pgvector is a distance, <#> too, which is the "
                                    "negative inner product."_s, examined.statement.orderedByDistance(), true)};
        return finding;
    });
}

bool isGrouped(const Examined &examined, const Search &search)
{
    for (int at = examined.node(search.scan).parent; at > search.node; at = examined.node(at).parent) {
        if (examined.node(at).type == "Aggregate"_L1)
            return true;
    }
    return false;
}

void similarity(const Examined &examined, std::vector<Finding> &findings)
{
    forUnserved(examined, findings, [](const Search &search) { return search.isWrapped && !search.isFarthest() && !search.isCombined(); }, [&](const Search &search) {
        Finding finding = unused(examined, search, u"similarity"_s,
                                 u"The rows are ordered by an expression around the distance (a similarity). %1 knows the distance alone."_s.arg(idleIndex(search)));
        const catalog::Column *column = search.table->table.facts.column(search.distance.key.column());
        const bool movesEmpty = search.isDescending && column && !column->notNull && !examined.node(search.node).sortKey.front().endsWith("NULLS LAST"_L1);
        QString words = u"Order by the distance itself: the same rows in the same order."_s;
        if (search.keys > 1)
            words = u"Order by the distance itself: the same order, but for rows of equal distance."_s;
        else if (movesEmpty)
            words = u"Order by the distance itself: the same order, but rows without a vector, which DESC puts first, come last."_s;
        finding.fixes = {Fix::query(words, examined.statement.orderedByDistance(), search.keys > 1 || movesEmpty)};
        return finding;
    });
}

void combinedScore(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        if (!isUnserved(examined, search) || !search.isCombined() || (!hasServing(search) && search.table->table.rows < smallTable))
            continue;
        const QString index = hasServing(search) ? idleIndex(search) : u"An approximate index"_s;
        if (isGrouped(examined, search)) {
            Finding finding = unused(examined, search, u"grouped-distance"_s,
                                     u"The distance is worked out for every row and brought together by groups. %1 gives single rows, the nearest first."_s.arg(index));
            finding.fixes = {Fix::advice(u"Take some hundred candidates by distance in a subquery (ORDER BY distance LIMIT 200), and group those. Groups whose rows are all farther are left out."_s)};
            findings.push_back(std::move(finding));
            continue;
        }
        Finding finding = unused(examined, search, u"combined-score"_s,
                                 u"The rows are ordered by a score of which the distance is a part. %1 knows the distance alone."_s.arg(index));
        finding.fixes = {Fix::advice(QLatin1StringView(combinedScoreAdvice))};
        findings.push_back(std::move(finding));
    }
}

void functionForm(const Examined &examined, std::vector<Finding> &findings)
{
    forUnserved(examined, findings, [](const Search &search) { return !search.distance.function.isEmpty() && !search.isCombined(); }, [&](const Search &search) {
        Finding finding = unused(examined, search, u"function-form"_s,
                                 u"The distance is written as the function %1(). Indexes serve operators: %2 would serve %3."_s.arg(
                                     search.distance.function, idleIndex(search), search.distance.operatorText));
        const bool changes = search.isFarthest() || search.keys > 1;
        finding.fixes = {Fix::query(changes ? u"Order by the operator alone, the nearest first."_s : u"Write the operator: the same rows in the same order."_s,
                                    examined.statement.orderedByDistance(), changes)};
        return finding;
    });
}

void moreKeys(const Examined &examined, std::vector<Finding> &findings)
{
    forUnserved(examined, findings, [](const Search &search) { return search.keys > 1 && !search.isCombined(); }, [&](const Search &search) {
        Finding finding = unused(examined, search, u"more-sort-keys"_s,
                                 u"The rows are ordered by the distance and by more. %1 gives the order of the distance alone."_s.arg(idleIndex(search)));
        finding.fixes = {Fix::query(u"Order by the distance alone. Where ties matter, order the rows that were found once more in an outer query."_s,
                                    examined.statement.orderedByDistance(), true)};
        return finding;
    });
}

void joinedVector(const Examined &examined, std::vector<Finding> &findings)
{
    forUnserved(examined, findings, [](const Search &search) { return !search.distance.query.columns.isEmpty() && !search.isBehindSubquery; }, [&](const Search &search) {
        const Operand &query = search.distance.query;
        const bool isItself = query.alias() == search.distance.key.alias();
        Finding finding = unused(examined, search, u"joined-vector"_s,
                                 isItself ? u"The distance is between two columns of the same row, which no index orders by."_s
                                          : u"The query vector comes from %1, a joined relation. %2 orders by the distance to one vector that is known when the scan begins."_s.arg(
                                                query.columns.join(u", "_s), idleIndex(search)));
        const QString sql = isItself ? QString() : examined.statement.withSubquery(search.distance.key.column(), query.alias());
        finding.fixes = {Fix::query(isItself ? u"Compare the column with a vector, or with that of another row by a scalar subquery."_s
                                             : u"Fetch the vector by a scalar subquery: it is asked once, before. It has to give one row."_s, sql)};
        return finding;
    });
}

void behindSubquery(const Examined &examined, std::vector<Finding> &findings)
{
    forUnserved(examined, findings, [](const Search &search) { return search.isBehindSubquery; }, [&](const Search &search) {
        Finding finding = unused(examined, search, u"behind-subquery"_s,
                                 u"The rows come out of %1, a subquery that is worked out by itself (MATERIALIZED, DISTINCT, GROUP BY, OFFSET 0), and are "
                                 "ordered afterwards. %2 belongs to the table within."_s.arg(search.distance.key.alias(), idleIndex(search)));
        finding.fixes = {Fix::advice(u"Order by the distance and LIMIT within the subquery, or write it so that it can be merged with the query around it."_s)};
        return finding;
    });
}

void volatileVector(const Examined &examined, std::vector<Finding> &findings)
{
    const auto volatileOf = [&](const Search &search) {
        for (const QString &function : search.distance.query.functions) {
            const auto found = examined.volatility.find(function);
            if (found != examined.volatility.end() && found->second == u'v')
                return function;
        }
        return QString();
    };
    forUnserved(examined, findings, [&](const Search &search) { return !volatileOf(search).isEmpty(); }, [&](const Search &search) {
        Finding finding = unused(examined, search, u"volatile-vector"_s,
                                 u"The query vector is made by %1(), a volatile function: it is called for every row, and %2 cannot be asked for a vector that changes."_s.arg(
                                     volatileOf(search), idleIndex(search)));
        finding.evidence << u"pg_proc: %1() is VOLATILE, which is what functions are unless they say otherwise"_s.arg(volatileOf(search));
        finding.fixes = {Fix::query(u"Call it once, by a scalar subquery."_s, examined.statement.withQuery(search.distance.key.column(), u"(SELECT "_s, u")"_s)),
                         Fix::advice(u"Or declare the function STABLE, if it gives the same vector for the same arguments throughout a statement."_s)};
        return finding;
    });
}

void thresholdOnly(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Threshold &threshold : examined.thresholds) {
        if (!threshold.table || !examined.node(threshold.node).type.endsWith("Seq Scan"_L1)
            || std::ranges::any_of(examined.searches, [&](const Search &each) { return each.table == threshold.table; }))
            continue;
        Search search{.node = threshold.node, .scan = threshold.node, .distance = threshold.distance, .table = threshold.table};
        if (!hasServing(search))
            continue;
        Finding finding{.id = u"threshold-only"_s, .severity = Severity::Warning,
                        .text = u"The distance stands in WHERE only: every row is read. %1 gives the nearest rows in their order, it does not find all within a distance."_s.arg(
                            idleIndex(search)),
                        .saving = savingByIndex(examined, search),
                        .evidence = {u"%1 of %2, Filter: %3"_s.arg(examined.node(threshold.node).type, threshold.table->name(), conditionText(examined.node(threshold.node).filter)),
                                     rowsLine(*threshold.table)},
                        .node = threshold.node};
        finding.fixes = {Fix::query(u"Order by the distance and LIMIT as well, to get the nearest of those within it."_s, examined.statement.withOrder(100), true)};
        findings.push_back(std::move(finding));
    }
}

void wrongDimensions(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        const int given = search.distance.query.dimensions();
        if (!search.table || given < 0)
            continue;
        int wanted = search.table->table.typeOf(search.distance.key.column()).dimensions;
        if (!search.distance.key.isColumn()) {
            const QJsonValue typmod = search.distance.key.node["TypeCast"_L1]["typeName"_L1]["typmods"_L1][0]["A_Const"_L1]["ival"_L1]["ival"_L1];
            wanted = typmod.toInt(search.distance.key.node.contains("TypeCast"_L1) && search.distance.key.functions.isEmpty() ? wanted : -1);
        }
        if (wanted <= 0 || wanted == given)
            continue;
        findings.push_back({.id = u"dimensions"_s, .severity = Severity::Problem,
                            .text = u"The query vector has %1 dimensions and %2 has %3: the statement fails as soon as it meets a row."_s.arg(
                                QString::number(given), search.distance.key.column(), QString::number(wanted)),
                            .evidence = {u"%1.%2 is %3"_s.arg(search.table->name(), search.distance.key.column(), search.table->table.facts.column(search.distance.key.column())->type)},
                            .fixes = {Fix::advice(u"Make the query vector with the model that made the column's."_s)}, .node = search.node});
    }
}

constexpr Rule rules[] = {noLimit, farthestFirst, similarity, combinedScore, functionForm, moreKeys, joinedVector, behindSubquery, volatileVector, thresholdOnly, wrongDimensions};

} // namespace

std::span<const Rule> statementRules()
{
    return rules;
}

} // namespace quiver::doctor
