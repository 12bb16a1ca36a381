// SPDX-License-Identifier: GPL-3.0-or-later
// Approximate indexes that give fewer rows than were asked for, or poorer ones.
#include "doctor/rules.h"

#include "catalog/tablefacts.h"
#include "sql/identifier.h"
#include "sql/scanner.h"

#include <algorithm>
#include <cmath>

namespace quiver::doctor {

using namespace Qt::StringLiterals;

namespace {

constexpr double mostEfSearch = 1000;
constexpr double bytesPerVisited = 232; // of a row that an iterative scan has visited; measured with pgvector 0.8: 18,058 rows in 4 MB

/// A search by an index of pgvector, with the index.
struct Approximate {
    const Search *search = nullptr;
    const index::IndexFound *index = nullptr;
    const plan::PlanNode *scan = nullptr;
    bool isHnsw() const { return index->spec.method == "hnsw"_L1; }
};

std::vector<Approximate> approximateScans(const Examined &examined)
{
    std::vector<Approximate> list;
    for (const Search &search : examined.searches) {
        if (!search.usesIndex || !search.table)
            continue;
        for (const index::IndexFound &index : search.table->table.indexes) {
            if (index.spec.name == examined.node(search.node).index && (index.spec.method == "hnsw"_L1 || index.spec.method == "ivfflat"_L1))
                list.push_back({&search, &index, &examined.node(search.node)});
        }
    }
    return list;
}

bool isIterative(const Examined &examined, const Approximate &scan)
{
    return examined.isOn(scan.isHnsw() ? u"hnsw.iterative_scan"_s : u"ivfflat.iterative_scan"_s);
}

bool canIterate(const Examined &examined, const Approximate &scan)
{
    return examined.settings.contains(scan.isHnsw() ? u"hnsw.iterative_scan"_s : u"ivfflat.iterative_scan"_s);
}

/// Rows that the index gives without iterating: its candidates.
double candidates(const Examined &examined, const Approximate &scan)
{
    const double rows = scan.search->table->table.rows;
    const double all = scan.isHnsw() ? examined.number(u"hnsw.ef_search"_s, 40) : rowsVisited(examined, scan.index->spec, rows);
    return rows > 0 ? std::min(all, rows) : all;
}

double liveShare(const ReadTable &table)
{
    const double all = table.table.rows + double(table.table.deadRows);
    return all > 0 && table.table.rows > 0 ? table.table.rows / all : 1;
}

Fix iterate(const Approximate &scan)
{
    return Fix::set(u"Let the index go on until there are enough rows (iterative scan), in a%1 order."_s.arg(scan.isHnsw() ? u" strict"_s : u" nearly right"_s),
                    scan.isHnsw() ? u"hnsw.iterative_scan"_s : u"ivfflat.iterative_scan"_s, scan.isHnsw() ? u"strict_order"_s : u"relaxed_order"_s);
}

/// Whether a distance stands in the filter: what is past it is past it for all rows that are farther, so that fewer rows are no loss.
bool hasThreshold(const Approximate &scan)
{
    const auto parsed = parseExpression(scan.scan->filter);
    return parsed && !distancesIn(*parsed).empty();
}

/// VERBOSE writes documents.category, an index's predicate category.
QString withoutAlias(QString condition, const QString &alias)
{
    const QString name = sql::quoteIdentifier(alias);
    std::vector<std::pair<qsizetype, qsizetype>> places;
    sql::Scanner scanner(condition);
    for (sql::Token before = scanner.next(), token = scanner.next(); token.kind != sql::Token::Kind::End; before = token, token = scanner.next()) {
        if (token.isSymbol(u'.') && scanner.text(before) == name)
            places.emplace_back(before.begin, token.end);
    }
    for (auto place = places.rbegin(); place != places.rend(); ++place)
        condition.remove(place->first, place->second - place->first);
    return condition;
}

/// The predicate of an index for this filter alone: an equality with a constant.
std::optional<index::IndexSpec> partialFor(const Approximate &scan)
{
    const auto parsed = parseExpression(scan.scan->filter);
    if (!parsed || !scan.index->spec.predicate.isEmpty() || !distancesIn(*parsed).empty() || conjuncts(*parsed).size() != 1)
        return std::nullopt;
    const Operand all = operandOf(*parsed);
    if (all.hasParameter || all.columns.size() != 1 || (*parsed)["A_Expr"_L1]["name"_L1][0]["String"_L1]["sval"_L1].toString() != "="_L1)
        return std::nullopt;
    index::IndexSpec spec = scan.index->spec;
    spec.name.clear();
    spec.predicate = withoutAlias(scan.scan->filter, scan.scan->alias);
    return spec;
}

void filteredAway(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Approximate &scan : approximateScans(examined)) {
        const Search &search = *scan.search;
        if (scan.scan->filter.isEmpty() || isIterative(examined, scan) || search.limit < 0 || hasThreshold(scan))
            continue;
        const double selectivity = examined.selectivity(*scan.scan, *search.table);
        if (selectivity < 0)
            continue;
        const double pool = candidates(examined, scan);
        const double expected = pool * selectivity * liveShare(*search.table);
        const bool wasRun = scan.scan->rows && scan.scan->loops;
        const double given = wasRun ? *scan.scan->rows : expected;
        const double wanted = std::min(search.limit, search.table->table.rows * selectivity);
        if (given >= wanted * 0.95 || pool >= search.table->table.rows)
            continue;
        Finding finding{.id = u"filtered-after-scan"_s, .severity = Severity::Problem,
                        .text = u"The filter is applied to what %1 finds: of %2 candidates about %3 are left, and %4 were asked for."_s.arg(
                            nameOf(*scan.index), catalog::countText(pool), QString::number(expected, 'f', expected < 10 ? 1 : 0), catalog::countText(search.limit)),
                        .node = search.node};
        finding.saving.rows = wanted - given;
        finding.evidence << u"Filter: %1, lets about %2 % through"_s.arg(conditionText(scan.scan->filter), QString::number(selectivity * 100, 'f', selectivity < 0.1 ? 1 : 0))
                         << (scan.isHnsw() ? u"hnsw.ef_search = %1"_s.arg(pool) : u"ivfflat.probes = %1 of %2 lists"_s.arg(examined.number(u"ivfflat.probes"_s, 1)).arg(index::optionOrDefault(scan.index->spec, u"lists"_s)));
        if (wasRun)
            finding.evidence << u"it gave %1 rows and removed %2 by the filter"_s.arg(*scan.scan->rows).arg(scan.scan->removedByFilter.value_or(0));
        if (liveShare(*search.table) < 0.95)
            finding.evidence << u"%1 rows of %2 are dead, and are candidates, too"_s.arg(catalog::countText(double(search.table->table.deadRows)), search.table->name());
        const auto btree = filterIndex(*search.table, scan.scan->filter);
        const bool isSelective = selectivity * search.table->table.rows <= std::max(5000.0, 0.05 * search.table->table.rows);
        if (btree && isSelective && selectivity <= 0.1)
            finding.fixes.push_back(Fix::create(u"Index what the filter compares: where few rows match, they are found first and sorted exactly."_s, *btree));
        if (canIterate(examined, scan))
            finding.fixes.push_back(iterate(scan));
        const double wide = std::ceil(search.limit / std::max(selectivity * liveShare(*search.table), 1e-6) * 1.5 / 10) * 10;
        if (scan.isHnsw() && wide <= mostEfSearch)
            finding.fixes.push_back(Fix::set(u"Keep more candidates."_s, u"hnsw.ef_search"_s, QString::number(wide)));
        if (const auto partial = partialFor(scan))
            finding.fixes.push_back(Fix::create(u"Build an index for these rows alone, where the filter has few values."_s, *partial));
        finding.fixes.push_back(Fix::advice(u"Where every search has such a filter (a tenant), partition the table by it: each part has an index of its own."_s));
        findings.push_back(std::move(finding));
    }
}

/// Rows that a join above the scan throws away: the scan has given all that it found, and there are too few.
void joinedAway(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Approximate &scan : approximateScans(examined)) {
        const Search &search = *scan.search;
        if (search.limitNode < 0 || search.limit < 0 || !scan.scan->filter.isEmpty() || isIterative(examined, scan) || !scan.scan->rows || scan.scan->loops != 1.0)
            continue;
        const double given = examined.node(search.limitNode).rows.value_or(search.limit);
        const double pool = candidates(examined, scan);
        if (given >= search.limit || search.limit > pool || *scan.scan->rows < 0.9 * pool * liveShare(*search.table) || pool >= search.table->table.rows
            || examined.node(scan.scan->parent).type == "Limit"_L1)
            continue;
        Finding finding{.id = u"joined-after-scan"_s, .severity = Severity::Problem,
                        .text = u"%1 found %2 candidates, and what they are joined with left %3 of the %4 rows that were asked for."_s.arg(
                            nameOf(*scan.index), catalog::countText(*scan.scan->rows), catalog::countText(given), catalog::countText(search.limit)),
                        .evidence = {u"%1 above the Index Scan"_s.arg(plan::nodeTitle(examined.node(scan.scan->parent)))}, .node = search.node};
        finding.saving.rows = search.limit - given;
        if (canIterate(examined, scan))
            finding.fixes.push_back(iterate(scan));
        const double wide = std::ceil(pool * search.limit / std::max(given, 1.0) * 1.5 / 10) * 10;
        if (scan.isHnsw() && wide <= mostEfSearch)
            finding.fixes.push_back(Fix::set(u"Keep more candidates."_s, u"hnsw.ef_search"_s, QString::number(wide)));
        findings.push_back(std::move(finding));
    }
}

void thresholdInScan(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Approximate &scan : approximateScans(examined)) {
        if (!isIterative(examined, scan) || !hasThreshold(scan))
            continue;
        Finding finding{.id = u"threshold-in-scan"_s, .severity = Severity::Warning,
                        .text = u"The condition on the distance is a filter of %1's iterative scan: where fewer rows than LIMIT are within it, the scan goes on to its end for rows "
                                "that can only be farther."_s.arg(nameOf(*scan.index)),
                        .evidence = {u"Filter: "_s + conditionText(scan.scan->filter)}, .node = scan.search->node};
        if (scan.scan->removedByFilter)
            finding.evidence << u"Rows Removed by Filter: %1"_s.arg(catalog::countText(*scan.scan->removedByFilter));
        finding.fixes = {Fix::advice(u"Order and LIMIT in a MATERIALIZED CTE or a subquery with OFFSET 0, and compare the distance outside of it."_s)};
        findings.push_back(std::move(finding));
    }
}

void efBelowLimit(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Approximate &scan : approximateScans(examined)) {
        const Search &search = *scan.search;
        const double ef = examined.number(u"hnsw.ef_search"_s, 40);
        if (!scan.isHnsw() || isIterative(examined, scan) || search.limit <= ef || search.table->table.rows <= ef)
            continue;
        Finding finding{.id = u"ef-search-below-limit"_s, .severity = Severity::Problem,
                        .text = u"LIMIT and OFFSET ask for %1 rows, and hnsw.ef_search lets %2 find %3 at most."_s.arg(
                            catalog::countText(search.limit), nameOf(*scan.index), catalog::countText(ef)),
                        .evidence = {u"hnsw.ef_search = %1, hnsw.iterative_scan = off"_s.arg(ef)}, .node = search.node};
        finding.saving.rows = std::min(search.limit, search.table->table.rows) - ef;
        if (search.limit <= mostEfSearch)
            finding.fixes.push_back(Fix::set(u"Keep as many candidates as rows are wanted."_s, u"hnsw.ef_search"_s, QString::number(search.limit)));
        if (canIterate(examined, scan))
            finding.fixes.push_back(iterate(scan));
        if (examined.statement.offset().value_or(0) > 0)
            finding.fixes.push_back(Fix::advice(u"For pages, keep the ids of the first search instead of a growing OFFSET."_s));
        findings.push_back(std::move(finding));
    }
}

void oneProbe(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Approximate &scan : approximateScans(examined)) {
        const int lists = index::optionOrDefault(scan.index->spec, u"lists"_s);
        if (scan.isHnsw() || examined.number(u"ivfflat.probes"_s, 1) > 1 || lists < 4 || isIterative(examined, scan))
            continue;
        const int advised = int(std::lround(std::sqrt(lists)));
        Finding finding{.id = u"one-probe"_s, .severity = Severity::Warning,
                        .text = u"ivfflat.probes is 1: of %1 lists of %2 one is looked into, and neighbours in the lists beside it are missed."_s.arg(lists).arg(nameOf(*scan.index)),
                        .evidence = {u"ivfflat.probes = 1"_s, u"%1: lists = %2"_s.arg(nameOf(*scan.index)).arg(lists)}, .node = scan.search->node};
        finding.saving.recall = true;
        finding.fixes = {Fix::set(u"Begin with the square root of lists; more give better recall and take as much longer."_s, u"ivfflat.probes"_s, QString::number(advised))};
        findings.push_back(std::move(finding));
    }
}

void iterationStopped(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Approximate &scan : approximateScans(examined)) {
        const Search &search = *scan.search;
        if (!isIterative(examined, scan) || !scan.scan->rows || !scan.scan->loops || search.limit < 0 || *scan.scan->rows >= search.limit || hasThreshold(scan))
            continue;
        const double all = search.table->table.rows;
        const double most = examined.number(u"hnsw.max_scan_tuples"_s, 20'000);
        const double multiplier = examined.number(u"hnsw.scan_mem_multiplier"_s, 1);
        const double fitting = examined.number(u"work_mem"_s, 4 << 20) * multiplier / bytesPerVisited;
        const double lists = index::optionOrDefault(scan.index->spec, u"lists"_s);
        const bool isWhole = scan.isHnsw() ? all <= std::min(most, fitting) : lists <= examined.number(u"ivfflat.max_probes"_s, 32'768);
        if (isWhole)
            continue; // it has looked at every row: there are no more
        Finding finding{.id = u"iteration-stopped"_s, .severity = Severity::Problem, .node = search.node};
        finding.saving.rows = search.limit - *scan.scan->rows;
        finding.evidence << u"it gave %1 rows of %2, and removed %3 by the filter"_s.arg(*scan.scan->rows).arg(search.limit).arg(scan.scan->removedByFilter.value_or(0));
        if (!scan.isHnsw()) {
            finding.text = u"The iterative scan of %1 ended at ivfflat.max_probes with fewer rows than were asked for."_s.arg(nameOf(*scan.index));
            finding.evidence << u"ivfflat.max_probes = %1 of %2 lists"_s.arg(examined.number(u"ivfflat.max_probes"_s, 32'768)).arg(lists);
            finding.fixes = {Fix::set(u"Let it probe every list."_s, u"ivfflat.max_probes"_s, QString::number(lists))};
        } else if (most <= fitting) {
            finding.text = u"The iterative scan of %1 ended at hnsw.max_scan_tuples with fewer rows than were asked for."_s.arg(nameOf(*scan.index));
            finding.evidence << u"hnsw.max_scan_tuples = %1 of %2 rows"_s.arg(catalog::countText(most), catalog::countText(all));
            finding.fixes = {Fix::set(u"Let it go on."_s, u"hnsw.max_scan_tuples"_s, QString::number(std::ceil(std::min(all * 1.2, most * 10)), 'f', 0))};
        } else {
            finding.text = u"The iterative scan of %1 ended with fewer rows than were asked for, because its memory was full: work_mem holds about %2 of %3 rows that it visits."_s.arg(
                nameOf(*scan.index), catalog::countText(fitting), catalog::countText(all));
            finding.evidence << u"work_mem = %1, hnsw.scan_mem_multiplier = %2, hnsw.max_scan_tuples = %3"_s.arg(examined.settings.at(u"work_mem"_s)).arg(multiplier).arg(most);
            finding.fixes = {Fix::set(u"Give it a multiple of work_mem."_s, u"hnsw.scan_mem_multiplier"_s,
                                      QString::number(std::min(1000.0, std::ceil(multiplier * std::min(all, most) / fitting * 1.5))))};
        }
        if (const auto btree = filterIndex(*search.table, scan.scan->filter))
            finding.fixes.push_back(Fix::create(u"Or index what the filter compares, so that the rows are found by it."_s, *btree));
        findings.push_back(std::move(finding));
    }
}

void exactWouldServe(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Approximate &scan : approximateScans(examined)) {
        const double rows = scan.search->table->table.rows;
        if (rows < 0 || rows >= smallTable / 2)
            continue;
        Finding finding{.id = u"exact-would-serve"_s, .severity = Severity::Note,
                        .text = u"%1 has %2 rows. Reading all of them takes about as long as a search by %3, and misses none."_s.arg(
                            scan.search->table->name(), catalog::countText(rows), nameOf(*scan.index)),
                        .evidence = {rowsLine(*scan.search->table)}, .node = scan.search->node};
        finding.saving.recall = true;
        finding.fixes = {Fix::set(u"Search exactly."_s, u"enable_indexscan"_s, u"off"_s),
                         Fix::on(Fix::Kind::DropIndex, u"Or drop the index until the table has grown."_s, scan.index->spec.schema, scan.index->spec.name)};
        findings.push_back(std::move(finding));
    }
}

void smallPool(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &outer : examined.searches) {
        if (!outer.isRerank || outer.limit <= 0)
            continue;
        for (const Approximate &scan : approximateScans(examined)) {
            const Search &inner = *scan.search;
            const auto form = scan.index->spec.keys.front().form;
            if (!examined.isWithin(inner.node, outer.node) || inner.limit <= 0 || form == index::IndexKey::Form::Column)
                continue;
            const double ef = scan.isHnsw() && !isIterative(examined, scan) ? examined.number(u"hnsw.ef_search"_s, 40) : inner.limit;
            const double pool = std::min(inner.limit, ef);
            const double wanted = outer.limit * (form == index::IndexKey::Form::BinaryQuantize ? 20 : form == index::IndexKey::Form::Halfvec ? 2 : 4);
            if (pool >= wanted)
                continue;
            Finding finding{.id = u"small-rerank-pool"_s, .severity = Severity::Warning,
                            .text = u"%1 candidates found by %2 are put in order by the full vectors to keep %3: a true neighbour that is not among them is lost. For this "
                                    "form %4 would do."_s.arg(catalog::countText(pool), nameOf(*scan.index), catalog::countText(outer.limit), catalog::countText(wanted)),
                            .node = outer.node};
            finding.saving.recall = true;
            finding.evidence << u"inner LIMIT %1, outer LIMIT %2"_s.arg(inner.limit).arg(outer.limit);
            if (ef < inner.limit)
                finding.evidence << u"hnsw.ef_search = %1 caps the candidates"_s.arg(ef);
            if (inner.limit < wanted)
                finding.fixes.push_back(Fix::query(u"Find more candidates."_s, examined.statement.withInnerLimit(qint64(inner.limit), qint64(wanted)), true));
            if (scan.isHnsw() && examined.number(u"hnsw.ef_search"_s, 40) < wanted && wanted <= mostEfSearch)
                finding.fixes.push_back(Fix::set(u"And let the index find as many."_s, u"hnsw.ef_search"_s, QString::number(wanted)));
            findings.push_back(std::move(finding));
        }
    }
}

constexpr Rule rules[] = {filteredAway, joinedAway, thresholdInScan, efBelowLimit, oneProbe, iterationStopped, exactWouldServe, smallPool};

} // namespace

std::span<const Rule> rowRules()
{
    return rules;
}

} // namespace quiver::doctor
