// SPDX-License-Identifier: GPL-3.0-or-later
// Searches whose tables nobody could look at, because the plan came without a server: what it tells by itself. Where the catalogue is
// known the other rules tell more, and these are silent.
#include "doctor/rules.h"

#include "catalog/tablefacts.h"

#include <algorithm>
#include <cmath>

namespace quiver::doctor {

using namespace Qt::StringLiterals;
using plan::PlanNode;

namespace {

constexpr double mostEfSearch = 1000;
constexpr auto unknownMethod = "What kind of index it is the plan does not say: these are the settings of HNSW, those of IVFFlat are ivfflat.iterative_scan and ivfflat.probes.";

/// Settings that let the index find more.
void addWider(Finding &finding, const PlanNode &scan, double wanted)
{
    const bool isIvfflat = scan.index.contains("ivf"_L1, Qt::CaseInsensitive);
    finding.fixes.push_back(isIvfflat ? Fix::set(u"Let the index go on until there are enough rows (pgvector 0.8)."_s, u"ivfflat.iterative_scan"_s, u"relaxed_order"_s)
                                      : Fix::set(u"Let the index go on until there are enough rows (pgvector 0.8)."_s, u"hnsw.iterative_scan"_s, u"strict_order"_s));
    if (isIvfflat)
        return;
    if (wanted <= mostEfSearch)
        finding.fixes.push_back(Fix::set(u"Keep more candidates."_s, u"hnsw.ef_search"_s, QString::number(wanted)));
    if (!scan.index.contains("hnsw"_L1, Qt::CaseInsensitive))
        finding.evidence << QLatin1StringView(unknownMethod);
}

/// An approximate index gave fewer rows than LIMIT asks for.
void fewerThanLimit(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        const PlanNode &scan = examined.node(search.node);
        if (search.table || !search.usesIndex || search.limit < 0 || !scan.rows || scan.loops != 1.0)
            continue;
        const std::vector<const Search *> siblings = examined.siblingsOf(search);
        if (siblings.front() != &search)
            continue; // of partitions the first stands for all
        const double given = examined.rowsAtLimit(search).value_or(search.limit);
        double found = 0, removed = 0;
        for (const Search *each : siblings) {
            found += examined.node(each->node).rows.value_or(0);
            removed += examined.node(each->node).removedByFilter.value_or(0);
        }
        const double pool = found + removed;
        const auto filter = scan.filter.isEmpty() ? std::nullopt : parseExpression(scan.filter);
        const bool hasThreshold = filter && !distancesIn(*filter).empty(); // what is past it is no loss
        if (given >= search.limit || hasThreshold)
            continue;
        Finding finding{.severity = Severity::Problem, .node = search.node};
        finding.saving.rows = search.limit - given;
        const double share = pool > 0 ? given / pool : 1; // of the candidates that come through
        const double wanted = std::ceil(search.limit / std::max(share, 1e-6) * 1.5 / 10) * 10;
        const QString asked = catalog::countText(search.limit);
        if (removed > 0) {
            finding.id = u"filtered-after-scan"_s;
            finding.text = u"The filter is applied to what %1 finds: of %2 candidates %3 are left, and %4 were asked for."_s.arg(scan.index, catalog::countText(pool), catalog::countText(found), asked);
            finding.evidence = {u"Filter: "_s + conditionText(scan.filter), u"Rows Removed by Filter: %1"_s.arg(catalog::countText(removed))};
            addWider(finding, scan, wanted);
            finding.fixes.push_back(Fix::advice(u"Where few rows match, index what the filter compares; where every search has such a filter, partition the table by it."_s));
        } else if (found >= search.limit) {
            finding.id = u"joined-after-scan"_s;
            finding.text = u"%1 found %2 candidates, and what they are joined with left %3 of the %4 rows that were asked for."_s.arg(scan.index, catalog::countText(found), catalog::countText(given), asked);
            finding.evidence = {u"%1 above the Index Scan"_s.arg(plan::nodeTitle(examined.node(scan.parent)))};
            addWider(finding, scan, wanted);
        } else {
            finding.id = u"ef-search-below-limit"_s;
            finding.severity = Severity::Warning; // the table may have no more
            finding.text = u"%1 gave %2 rows, and %3 were asked for. Where the table has more, the number of candidates that the index keeps is the reason."_s.arg(
                scan.index, catalog::countText(found), asked);
            finding.evidence = {u"no filter, and no row was removed"_s};
            addWider(finding, scan, search.limit);
        }
        findings.push_back(std::move(finding));
    }
}

struct Reason {
    QString id, text;
    Fix fix;
};

/// Why no approximate index can serve the search as it is written.
Reason reasonOf(const Examined &examined, const Search &search)
{
    const Statement &statement = examined.statement;
    if (search.isCombined())
        return {u"combined-score"_s, u"They are ordered by a score of which the distance is a part, and an approximate index knows the distance alone."_s,
                Fix::advice(QLatin1StringView(combinedScoreAdvice))};
    if (search.isFarthest())
        return {u"descending"_s, u"The farthest rows come first: no approximate index gives those."_s, Fix::query(u"Order by the distance, ascending."_s, statement.orderedByDistance(), true)};
    if (search.isWrapped)
        return {u"similarity"_s, u"They are ordered by an expression around the distance, and an approximate index knows the distance alone."_s,
                Fix::query(u"Order by the distance itself."_s, statement.orderedByDistance(), true)};
    if (!search.distance.function.isEmpty())
        return {u"function-form"_s, u"The distance is written as the function %1(), and indexes serve operators: %2."_s.arg(search.distance.function, search.distance.operatorText),
                Fix::query(u"Write the operator."_s, statement.orderedByDistance())};
    if (search.keys > 1)
        return {u"more-sort-keys"_s, u"They are ordered by the distance and by more, and an approximate index gives the order of the distance alone."_s,
                Fix::query(u"Order by the distance alone."_s, statement.orderedByDistance(), true)};
    if (!search.distance.query.columns.isEmpty())
        return {u"joined-vector"_s, u"The query vector comes from %1, and an approximate index is asked for one vector that is known when the scan begins."_s.arg(search.distance.query.columns.join(u", "_s)),
                Fix::advice(u"Fetch the vector by a scalar subquery."_s)};
    if (search.limitNode < 0)
        return {u"no-limit"_s, u"There is no LIMIT: every row is wanted, and an approximate index finds the nearest few."_s, Fix::query(u"Ask for the nearest 10 only."_s, statement.withLimit(10), true)};
    return {u"exact-scan"_s, u"Whether there is an index for it the plan does not say."_s,
            Fix::advice(u"Look with a connection: quiverctl doctor, or Explain in the console, tells why an index is not used, or which one to build."_s)};
}

/// All rows are read and sorted by their distance.
void exactSort(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        if (search.table || search.usesIndex || search.node < 0)
            continue;
        int scan = -1;
        bool isRerank = false;
        for (int at = search.node + 1; at < examined.node(search.node).end; ++at) {
            isRerank = isRerank || examined.node(at).type == "Limit"_L1 || !examined.node(at).orderBy.isEmpty();
            if (scan < 0 && examined.node(at).type.endsWith("Seq Scan"_L1))
                scan = at;
        }
        if (scan < 0 || isRerank || examined.rowsRead(examined.node(scan)) < smallTable)
            continue;
        const Reason reason = reasonOf(examined, search);
        Finding finding{.id = reason.id, .severity = reason.id == "exact-scan"_L1 ? Severity::Note : Severity::Warning,
                        .text = u"All rows of %1 are read and sorted by their distance. %2"_s.arg(examined.node(scan).relation, reason.text), .node = search.node};
        if (finding.severity == Severity::Warning)
            finding.saving.share = examined.shareOf(search.node);
        if (const double ms = examined.msOf(0); ms >= 0 && finding.saving.share >= 0)
            finding.saving.ms = ms * finding.saving.share;
        finding.evidence = {u"%1 of %2, about %3 rows"_s.arg(examined.node(scan).type, examined.node(scan).relation, catalog::countText(examined.rowsRead(examined.node(scan)))),
                            u"Sort Key: "_s + conditionText(examined.node(search.node).sortKey.join(u", "_s))};
        finding.fixes = {reason.fix};
        findings.push_back(std::move(finding));
    }
}

constexpr Rule rules[] = {fewerThanLimit, exactSort};

} // namespace

std::span<const Rule> planRules()
{
    return rules;
}

} // namespace quiver::doctor
