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

/// Rows that an iterative scan of HNSW visits before its memory is full.
double visitedInMemory(const Examined &examined)
{
    return examined.number(u"work_mem"_s, 4 << 20) * examined.number(u"hnsw.scan_mem_multiplier"_s, 1) / bytesPerVisited;
}

/// Whether a distance stands in the filter: what is past it is past it for all rows that are farther, so that fewer rows are no loss.
bool hasThreshold(const Approximate &scan)
{
    const auto parsed = parseExpression(scan.scan->filter);
    return parsed && !distancesIn(*parsed).empty();
}

/// Approximate scans whose rows one LIMIT takes: one, or those of a table's partitions together.
struct Pool {
    std::vector<Approximate> scans;
    double candidates = 0;  ///< rows that their indexes give without iterating
    double live = 0;        ///< of these, those that are not dead
    double expected = 0;    ///< of these, those that the filter lets through
    double rows = 0;        ///< of the tables
    double matching = 0;    ///< of these, those that the filter lets through
    double beside = 0;      ///< that partitions without such a scan are planned to give
    double fanOut = 1;      ///< rows that a join is planned to make of each
    double given = 0, removed = 0; ///< where they were run
    bool wasRun = true;
    bool isJoined = false;
    const Search &search() const { return *scans.front().search; }
    /// Rows that reach the LIMIT, as planned.
    double planned() const { return (expected + beside) * fanOut; }
    double selectivity() const { return matching / rows; }
    QString name() const
    {
        return nameOf(*scans.front().index) + (scans.size() > 1 ? u" (and the same index of %1 more partitions)"_s.arg(scans.size() - 1) : QString());
    }
};

void lookAround(const Examined &examined, Pool &pool)
{
    const Search &search = pool.search();
    const std::vector<const Search *> siblings = examined.siblingsOf(search);
    int below = search.node, base = search.node; // base: what gives the rows of all partitions
    for (int at = examined.node(below).parent; search.limitNode >= 0 && at > search.limitNode; below = at, at = examined.node(at).parent) {
        pool.isJoined = pool.isJoined || examined.node(at).type == "Nested Loop"_L1;
        if (!examined.node(at).type.endsWith("Append"_L1))
            continue;
        base = at;
        for (const int child : examined.plan.children(at)) {
            if (std::ranges::none_of(siblings, [&](const Search *each) { return examined.isWithin(each->node, child); }))
                pool.beside += examined.node(child).planRows.value_or(0);
        }
    }
    const double in = examined.node(base).planRows.value_or(0), out = examined.node(below).planRows.value_or(0);
    if (pool.isJoined && in > 0)
        pool.fanOut = std::max(1.0, out / in);
}

std::vector<Pool> poolsOf(const Examined &examined)
{
    std::vector<Pool> pools;
    std::vector<const Search *> seen;
    const std::vector<Approximate> scans = approximateScans(examined);
    for (const Approximate &first : scans) {
        if (std::ranges::find(seen, first.search) != seen.end())
            continue;
        const std::vector<const Search *> siblings = examined.siblingsOf(*first.search);
        Pool pool;
        for (const Approximate &scan : scans) {
            if (std::ranges::find(siblings, scan.search) == siblings.end())
                continue;
            seen.push_back(scan.search);
            pool.scans.push_back(scan);
            const ReadTable &table = *scan.search->table;
            const double found = candidates(examined, scan), rows = std::max(1.0, table.table.rows), share = examined.selectivity(*scan.scan, table);
            pool.candidates += found;
            pool.live += found * liveShare(table);
            pool.expected += found * liveShare(table) * std::abs(share); // -1: not known, which is taken for all
            pool.rows += rows;
            pool.matching += rows * std::abs(share);
            pool.wasRun = pool.wasRun && scan.scan->loops && (scan.scan->rows || scan.scan->neverExecuted());
            pool.given += scan.scan->rows.value_or(0);
            pool.removed += scan.scan->removedByFilter.value_or(0);
        }
        // Of a plan over very many partitions not all tables are looked at: those are taken to be like the others.
        const double unseen = double(siblings.size()) / double(pool.scans.size());
        for (double *figure : {&pool.candidates, &pool.live, &pool.expected, &pool.rows, &pool.matching, &pool.given, &pool.removed})
            *figure *= unseen;
        lookAround(examined, pool);
        pools.push_back(std::move(pool));
    }
    return pools;
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
    for (const Pool &pool : poolsOf(examined)) {
        const Approximate &scan = pool.scans.front();
        const Search &search = pool.search();
        if (scan.scan->filter.isEmpty() || isIterative(examined, scan) || search.limit < 0 || hasThreshold(scan) || examined.isFilled(search))
            continue;
        if (examined.selectivity(*scan.scan, *search.table) < 0)
            continue;
        const double selectivity = pool.selectivity();
        const double given = pool.wasRun ? pool.given : pool.planned();
        const double wanted = std::min(search.limit, pool.matching + pool.beside);
        if (given >= wanted * 0.95 || pool.candidates >= pool.rows)
            continue;
        Finding finding{.id = u"filtered-after-scan"_s, .severity = Severity::Problem,
                        .text = u"The filter is applied to what %1 finds: of %2 candidates about %3 are left, and %4 were asked for."_s.arg(
                            pool.name(), catalog::countText(pool.candidates), QString::number(pool.expected, 'f', pool.expected < 10 ? 1 : 0), catalog::countText(search.limit)),
                        .node = search.node};
        finding.saving.rows = std::min(wanted - given, search.limit - examined.rowsAtLimit(search).value_or(0));
        finding.evidence << u"Filter: %1, lets about %2 % through"_s.arg(conditionText(scan.scan->filter), QString::number(selectivity * 100, 'f', selectivity < 0.1 ? 1 : 0))
                         << (scan.isHnsw() ? u"hnsw.ef_search = %1"_s.arg(examined.number(u"hnsw.ef_search"_s, 40))
                                           : u"ivfflat.probes = %1 of %2 lists"_s.arg(examined.number(u"ivfflat.probes"_s, 1)).arg(index::optionOrDefault(scan.index->spec, u"lists"_s)));
        if (pool.wasRun)
            finding.evidence << u"it gave %1 rows and removed %2 by the filter"_s.arg(pool.given).arg(pool.removed);
        if (liveShare(*search.table) < 0.95)
            finding.evidence << u"%1 rows of %2 are dead, and are candidates, too"_s.arg(catalog::countText(double(search.table->table.deadRows)), search.table->name());
        const auto btree = filterIndex(*search.table, scan.scan->filter);
        const bool isSelective = pool.matching <= std::max(5000.0, 0.05 * pool.rows);
        if (btree && isSelective && selectivity <= 0.1)
            finding.fixes.push_back(Fix::create(u"Index what the filter compares: where few rows match, they are found first and sorted exactly."_s, *btree));
        if (canIterate(examined, scan))
            finding.fixes.push_back(iterate(scan));
        const double each = search.limit / double(pool.scans.size()); // of the partitions
        const double wide = std::ceil(each / std::max(selectivity * liveShare(*search.table), 1e-6) * 1.5 / 10) * 10;
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
    for (const Pool &pool : poolsOf(examined)) {
        const Approximate &scan = pool.scans.front();
        const Search &search = pool.search();
        const auto given = examined.rowsAtLimit(search);
        if (!given || search.limit < 0 || examined.isFilled(search) || !pool.isJoined || !scan.scan->filter.isEmpty() || isIterative(examined, scan)
            || !pool.wasRun || scan.scan->loops != 1.0)
            continue;
        if (search.limit > pool.candidates || pool.given < 0.9 * pool.live || pool.candidates >= pool.rows)
            continue;
        int join = scan.scan->parent;
        while (examined.node(join).type != "Nested Loop"_L1)
            join = examined.node(join).parent;
        Finding finding{.id = u"joined-after-scan"_s, .severity = Severity::Problem,
                        .text = u"%1 found %2 candidates, and what they are joined with left %3 of the %4 rows that were asked for."_s.arg(
                            pool.name(), catalog::countText(pool.given), catalog::countText(*given), catalog::countText(search.limit)),
                        .evidence = {u"%1 above the Index Scan"_s.arg(plan::nodeTitle(examined.node(join)))}, .node = search.node};
        finding.saving.rows = search.limit - *given;
        if (canIterate(examined, scan))
            finding.fixes.push_back(iterate(scan));
        const double wide = std::ceil(pool.candidates / double(pool.scans.size()) * search.limit / std::max(*given, 1.0) * 1.5 / 10) * 10;
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
    for (const Pool &pool : poolsOf(examined)) {
        const Approximate &scan = pool.scans.front();
        const Search &search = pool.search();
        const auto atLimit = examined.rowsAtLimit(search);
        const double found = atLimit ? pool.candidates : (pool.candidates + pool.beside) * pool.fanOut;
        if (!std::ranges::all_of(pool.scans, &Approximate::isHnsw) || isIterative(examined, scan) || examined.isFilled(search) || search.limit <= found
            || pool.rows <= pool.candidates)
            continue;
        Finding finding{.id = u"ef-search-below-limit"_s, .severity = Severity::Problem,
                        .text = u"LIMIT and OFFSET ask for %1 rows, and hnsw.ef_search lets %2 find %3 at most."_s.arg(
                            catalog::countText(search.limit), pool.name(), catalog::countText(pool.candidates)),
                        .evidence = {u"hnsw.ef_search = %1, hnsw.iterative_scan = off"_s.arg(examined.number(u"hnsw.ef_search"_s, 40))}, .node = search.node};
        finding.saving.rows = std::min(search.limit, pool.rows) - atLimit.value_or(found);
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

/// Whether the iterating scan may look at every row: then there are no more.
bool isWhole(const Examined &examined, const Approximate &scan)
{
    if (!scan.isHnsw())
        return index::optionOrDefault(scan.index->spec, u"lists"_s) <= examined.number(u"ivfflat.max_probes"_s, 32'768);
    return scan.search->table->table.rows <= std::min(examined.number(u"hnsw.max_scan_tuples"_s, 20'000), visitedInMemory(examined));
}

void iterationStopped(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Pool &pool : poolsOf(examined)) {
        const Search &search = pool.search();
        const auto stopped = std::ranges::find_if(pool.scans, [&](const Approximate &each) { return !isWhole(examined, each); });
        if (stopped == pool.scans.end() || !isIterative(examined, *stopped) || !pool.wasRun || search.limit < 0 || pool.given >= search.limit || hasThreshold(*stopped)
            || examined.isFilled(search))
            continue;
        const Approximate &scan = *stopped;
        const double all = scan.search->table->table.rows;
        const double most = examined.number(u"hnsw.max_scan_tuples"_s, 20'000);
        const double multiplier = examined.number(u"hnsw.scan_mem_multiplier"_s, 1);
        const double fitting = visitedInMemory(examined);
        const double lists = index::optionOrDefault(scan.index->spec, u"lists"_s);
        Finding finding{.id = u"iteration-stopped"_s, .severity = Severity::Problem, .node = scan.search->node};
        finding.saving.rows = search.limit - std::max(pool.given, examined.rowsAtLimit(search).value_or(0));
        finding.evidence << u"it gave %1 rows of %2, and removed %3 by the filter"_s.arg(pool.given).arg(search.limit).arg(pool.removed);
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
            const double ef = scan.isHnsw() && !isIterative(examined, scan) 
                                                                                   ? examined.number(u"hnsw.ef_search"_s, 40) * double(examined.siblingsOf(inner).size()) : inner.limit;
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
                finding.evidence << u"hnsw.ef_search = %1 caps the candidates"_s.arg(examined.number(u"hnsw.ef_search"_s, 40));
            if (inner.limit < wanted)
                finding.fixes.push_back(Fix::query(u"Find more candidates."_s, examined.statement.withInnerLimit(qint64(inner.limit), qint64(wanted)), true));
            if (scan.isHnsw() && ef < wanted && wanted <= mostEfSearch)
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
