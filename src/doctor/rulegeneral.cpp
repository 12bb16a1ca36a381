// SPDX-License-Identifier: GPL-3.0-or-later
// What any query may suffer from, told by its plan; most of it only where the plan was run (ANALYZE).
#include "doctor/rules.h"

#include "catalog/tablefacts.h"

#include <algorithm>
#include <cmath>

namespace quiver::doctor {

using namespace Qt::StringLiterals;
using plan::PlanNode;

namespace {

QString megabytes(double kb)
{
    return u"%1MB"_s.arg(std::max(1.0, std::ceil(kb / 1024)), 0, 'f', 0);
}

Saving shareOfTime(const Examined &examined, int node, double part)
{
    Saving saving{.share = examined.shareOf(node) * part};
    if (const double ms = examined.msOf(0); ms >= 0)
        saving.ms = ms * saving.share;
    return saving;
}

/// "Seq Scan on documents".
QString titleOf(const PlanNode &node)
{
    return node.objectName().isEmpty() ? plan::nodeTitle(node) : u"%1 on %2"_s.arg(plan::nodeTitle(node), node.objectName());
}

void badEstimate(const Examined &examined, std::vector<Finding> &findings)
{
    int worst = -1;
    double worstFactor = 10;
    for (int at = 0; at < int(examined.plan.nodes.size()); ++at) {
        const PlanNode &node = examined.node(at);
        if (!node.rows || !node.planRows || node.relation.isEmpty() || !node.orderBy.isEmpty())
            continue;
        const plan::NodeFigures &figures = examined.figuresOf(at);
        const double factor = plan::timesOff(figures.rowFactor.value_or(1));
        if (std::max(*node.rows, *node.planRows) < 100 || factor < worstFactor || (figures.cutShort && *node.planRows > *node.rows))
            continue;
        worst = at;
        worstFactor = factor;
    }
    if (worst < 0)
        return;
    const PlanNode &node = examined.node(worst);
    const ReadTable *table = examined.tableOf(node);
    Finding finding{.id = u"bad-estimate"_s, .severity = worstFactor >= 100 ? Severity::Warning : Severity::Note,
                    .text = u"The planner expected %1 rows of %2 and got %3: it may have chosen the wrong plan for them."_s.arg(
                        catalog::countText(*node.planRows), titleOf(node), catalog::countText(*node.rows)),
                    .evidence = {u"off by a factor of %1"_s.arg(catalog::countText(worstFactor))}, .node = worst};
    if (!node.filter.isEmpty() || !node.indexCond.isEmpty())
        finding.evidence << u"condition: "_s + conditionText(node.filter.isEmpty() ? node.indexCond : node.filter);
    finding.fixes = {table ? Fix::on(Fix::Kind::Analyze, u"Gather its statistics anew."_s, table->table.facts.schema, table->table.facts.name)
                           : Fix::advice(u"ANALYZE %1."_s.arg(node.relation)),
                     Fix::advice(u"Where columns depend on each other, CREATE STATISTICS on them; where an expression is compared, an index or statistics on it."_s)};
    findings.push_back(std::move(finding));
}

void sortOnDisk(const Examined &examined, std::vector<Finding> &findings)
{
    for (int at = 0; at < int(examined.plan.nodes.size()); ++at) {
        const PlanNode &node = examined.node(at);
        if (node.sortSpaceType != "Disk"_L1 || !node.sortSpaceKb)
            continue;
        Finding finding{.id = u"sort-on-disk"_s, .severity = Severity::Warning,
                        .text = u"A sort did not fit into work_mem and went over the disk, %1 of it."_s.arg(catalog::bytesText(*node.sortSpaceKb * 1024)),
                        .saving = shareOfTime(examined, at, 0.3), .evidence = {u"Sort Method: %1  Disk: %2kB"_s.arg(node.sortMethod).arg(*node.sortSpaceKb)}, .node = at};
        // In memory the same rows take two to three times the room.
        finding.fixes = {Fix::set(u"Let it sort in memory. Every sort of every session may take as much."_s, u"work_mem"_s, megabytes(double(*node.sortSpaceKb) * 3 + 1024))};
        findings.push_back(std::move(finding));
    }
}

void hashBatches(const Examined &examined, std::vector<Finding> &findings)
{
    for (int at = 0; at < int(examined.plan.nodes.size()); ++at) {
        const PlanNode &node = examined.node(at);
        const qint64 batches = std::max(node.hashBatches.value_or(0), node.aggregateBatches.value_or(0));
        if (batches <= 1)
            continue;
        const double kb = double(node.peakMemoryKb.value_or(4096));
        const double wanted = node.diskKb ? kb + 2.0 * double(*node.diskKb) : kb * double(batches) * 1.5;
        Finding finding{.id = u"hash-batches"_s, .severity = Severity::Warning,
                        .text = u"%1 did not fit into work_mem and was worked through in %2 batches over the disk."_s.arg(plan::nodeTitle(node), catalog::countText(double(batches))),
                        .saving = shareOfTime(examined, at, 0.3), .evidence = {u"Batches: %1  Memory Usage: %2kB"_s.arg(batches).arg(kb)}, .node = at};
        finding.fixes = {Fix::set(u"Let it fit. Every hash of every session may take as much."_s, u"work_mem"_s, megabytes(wanted * 1.2))};
        findings.push_back(std::move(finding));
    }
}

void nestedLoop(const Examined &examined, std::vector<Finding> &findings)
{
    for (int at = 0; at < int(examined.plan.nodes.size()); ++at) {
        const PlanNode &node = examined.node(at);
        const std::vector<int> children = examined.plan.children(at);
        if (node.type != "Nested Loop"_L1 || children.size() < 2 || !examined.plan.isAnalyzed())
            continue;
        int inner = children[1];
        while (examined.node(inner).type == "Materialize"_L1 || examined.node(inner).type == "Memoize"_L1)
            inner = examined.plan.firstChild(inner);
        const PlanNode &scan = examined.node(inner), &repeated = examined.node(children[1]);
        const double loops = repeated.loops.value_or(0);
        const double perLoop = repeated.rows.value_or(0) + repeated.removedByFilter.value_or(0);
        const double compared = loops * perLoop;
        const double inVain = node.removedByJoinFilter.value_or(0) * node.loops.value_or(1) + repeated.removedByFilter.value_or(0) * loops;
        if (loops < 100 || perLoop < 100 || compared < 100'000 || inVain < 0.5 * compared || examined.shareOf(at) < 0.3)
            continue;
        const ReadTable *table = examined.tableOf(scan);
        Finding finding{.id = u"nested-loop"_s, .severity = Severity::Warning,
                        .text = u"A nested loop went through %1 %2 times: about %3 rows were compared."_s.arg(titleOf(scan), catalog::countText(loops), catalog::countText(compared)),
                        .saving = shareOfTime(examined, at, 0.9), .node = at};
        const double planned = examined.node(children[0]).planRows.value_or(0), actual = examined.node(children[0]).rows.value_or(0);
        finding.evidence << u"the outer side gave %1 rows, %2 were expected"_s.arg(catalog::countText(actual), catalog::countText(planned));
        if (!node.joinFilter.isEmpty() || !scan.filter.isEmpty())
            finding.evidence << u"condition: "_s + conditionText(node.joinFilter.isEmpty() ? scan.filter : node.joinFilter);
        if (table) {
            if (auto spec = joinIndex(*table, scan.alias, node.joinFilter.isEmpty() ? scan.filter : node.joinFilter))
                finding.fixes.push_back(Fix::create(u"Index the column that the inner side is found by."_s, *spec));
            finding.fixes.push_back(Fix::on(Fix::Kind::Analyze, u"Gather the statistics anew, so that the planner sees how many rows there are."_s, table->table.facts.schema, table->table.facts.name));
        }
        finding.fixes.push_back(Fix::set(u"To see what another join would take."_s, u"enable_nestloop"_s, u"off"_s));
        findings.push_back(std::move(finding));
    }
}

void selectiveFilter(const Examined &examined, std::vector<Finding> &findings)
{
    for (int at = 0; at < int(examined.plan.nodes.size()); ++at) {
        const PlanNode &node = examined.node(at);
        const ReadTable *table = examined.tableOf(node);
        if (!node.type.endsWith("Seq Scan"_L1) || node.filter.isEmpty() || !table || table->table.rows < smallTable)
            continue;
        const double selectivity = examined.selectivity(node, *table);
        if (selectivity < 0 || selectivity > 0.05)
            continue;
        const auto spec = filterIndex(*table, node.filter);
        if (!spec)
            continue;
        Finding finding{.id = u"selective-filter"_s, .severity = examined.shareOf(at) >= 0.3 ? Severity::Warning : Severity::Note,
                        .text = u"All %1 rows of %2 are read to keep %3 %: the filter has no index."_s.arg(catalog::countText(table->table.rows), table->name(),
                                                                                                     QString::number(selectivity * 100, 'f', 1)),
                        .saving = shareOfTime(examined, at, 1 - selectivity), .evidence = {u"Filter: "_s + conditionText(node.filter)}, .node = at};
        if (node.removedByFilter)
            finding.evidence << u"Rows Removed by Filter: %1"_s.arg(catalog::countText(*node.removedByFilter));
        finding.fixes = {Fix::create(u"Index what it compares."_s, *spec)};
        findings.push_back(std::move(finding));
    }
}

void heapFetches(const Examined &examined, std::vector<Finding> &findings)
{
    for (int at = 0; at < int(examined.plan.nodes.size()); ++at) {
        const PlanNode &node = examined.node(at);
        if (!node.heapFetches || *node.heapFetches < 100 || !node.rows || double(*node.heapFetches) < 0.1 * *node.rows * node.loops.value_or(1))
            continue;
        const ReadTable *table = examined.tableOf(node);
        Finding finding{.id = u"heap-fetches"_s, .severity = Severity::Note,
                        .text = u"An index-only scan of %1 had to ask the table for %2 rows, because nobody has vacuumed since they were written."_s.arg(
                            node.index, catalog::countText(double(*node.heapFetches))),
                        .saving = shareOfTime(examined, at, 0.5), .evidence = {u"Heap Fetches: %1"_s.arg(*node.heapFetches)}, .node = at};
        finding.fixes = {table ? Fix::on(Fix::Kind::Vacuum, u"VACUUM marks the pages whose rows everybody sees."_s, table->table.facts.schema, table->table.facts.name)
                               : Fix::advice(u"VACUUM %1."_s.arg(node.relation))};
        findings.push_back(std::move(finding));
    }
}

constexpr Rule rules[] = {badEstimate, sortOnDisk, hashBatches, nestedLoop, selectiveFilter, heapFetches};

} // namespace

std::span<const Rule> generalRules()
{
    return rules;
}

} // namespace quiver::doctor
