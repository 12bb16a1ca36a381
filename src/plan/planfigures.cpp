// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planfigures.h"

#include "plan/charges.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

Grade gradeOf(double value, double slight, double notable, double severe)
{
    return value > severe ? Grade::Severe : value > notable ? Grade::Notable : value > slight ? Grade::Slight : Grade::None;
}

constexpr std::array bufferFields{&BufferUse::sharedHit, &BufferUse::sharedRead, &BufferUse::sharedDirtied, &BufferUse::sharedWritten, &BufferUse::localHit,
                                  &BufferUse::localRead, &BufferUse::localDirtied, &BufferUse::localWritten, &BufferUse::tempRead, &BufferUse::tempWritten};

bool isGather(const PlanNode &node)
{
    return node.type == "Gather"_L1 || node.type == "Gather Merge"_L1;
}

/// Whether it reads all of its input before it gives a row.
bool isBlocking(const PlanNode &node)
{
    return node.type == "Sort"_L1 || node.type == "Hash"_L1 || (node.type == "Aggregate"_L1 && node.strategy != "Sorted"_L1)
           || (node.type == "SetOp"_L1 && node.strategy == "Hashed"_L1) || node.type == "Bitmap Heap Scan"_L1 || node.type == "ModifyTable"_L1;
}

bool isSubplan(const PlanNode &node)
{
    return (node.relationship == "SubPlan"_L1 || node.relationship == "InitPlan"_L1) && !node.subplan.startsWith("CTE "_L1);
}

/// Whether the reader of \p child, \p parent, may stop before its end.
bool stopsEarly(const PlanNode &parent, const PlanNode &child)
{
    const bool halfJoin = parent.joinType.endsWith("Semi"_L1) || parent.joinType.endsWith("Anti"_L1);
    return parent.type == "Limit"_L1 || parent.type == "Merge Join"_L1 || (parent.type == "Nested Loop"_L1 && halfJoin && child.relationship == "Inner"_L1);
}

/// Of a child that a Gather runs in several processes at once: how many; else as many as its parent.
double processesOf(const PlanNode &node, const PlanNode &parent, double ofParent)
{
    if (node.relationship == "InitPlan"_L1)
        return 1;
    if (!isGather(parent) || node.relationship == "SubPlan"_L1 || !node.loops || !parent.loops || *parent.loops <= 0)
        return ofParent;
    return std::max(1.0, *node.loops / *parent.loops);
}

void setRows(const PlanNode &node, NodeFigures &figures)
{
    figures.neverExecuted = node.neverExecuted();
    if (figures.neverExecuted)
        figures.rows = 0;
    if (!node.rows || !node.loops)
        return;
    figures.rows = *node.rows * *node.loops;
    double removed = 0;
    bool known = false;
    for (const std::optional<double> &part : {node.removedByFilter, node.removedByJoinFilter, node.removedByRecheck, node.removedByConflictFilter}) {
        known = known || part.has_value();
        removed += part.value_or(0) * *node.loops;
    }
    if (known) {
        figures.removed = removed;
        const double seen = removed + *figures.rows;
        figures.removedShare = seen > 0 ? removed / seen : 0;
        figures.removal = *figures.removedShare > 0.9 ? Grade::Severe : *figures.removedShare > 0.5 ? Grade::Notable : Grade::None;
    }
    const bool countsRows = node.type != "BitmapAnd"_L1 && node.type != "BitmapOr"_L1; // these always say 0
    if (node.planRows && countsRows) {
        figures.rowFactor = std::max(*node.rows, 1.0) / std::max(*node.planRows, 1.0);
        if (!figures.cutShort || *figures.rowFactor > 1)
            figures.estimate = gradeOf(timesOff(*figures.rowFactor), 10, 100, 1000);
    }
}

void setFlags(const PlanNode &node, NodeFigures &figures)
{
    const auto over = [](const auto &value, int limit) { return value && *value > limit; };
    const auto onDisk = [&](const RunFigures &run) { return run.sortSpaceType == "Disk"_L1 || over(run.diskKb, 0) || (run.presortedGroups && over(run.presortedGroups->peakDiskKb, 0)); };
    figures.heapFetches = over(node.heapFetches, 0);
    figures.batches = over(node.hashBatches, 1) || over(node.aggregateBatches, 1);
    figures.spilled = onDisk(node) || std::ranges::any_of(node.workers, onDisk) || (figures.ownBuffers && figures.ownBuffers->tempWritten > 0);
    figures.workersMissing = node.workersPlanned && node.workersLaunched && *node.workersLaunched < *node.workersPlanned;
}

void setTimes(const Plan &plan, const std::vector<double> &whole, const std::vector<Charge> &charges, double besideMs, PlanFigures &figures)
{
    std::vector<double> own = whole;
    for (const Charge &charge : charges)
        own[std::size_t(charge.to)] -= whole[std::size_t(charge.from)] * charge.share;
    figures.totalMs = whole.front() + besideMs;
    for (std::size_t i = 0; i < own.size(); ++i) {
        NodeFigures &node = figures.nodes[i];
        if (!plan.nodes[i].totalMs && !node.neverExecuted)
            continue;
        node.wholeMs = whole[i];
        node.ownMs = std::max(own[i], 0.0);
        node.ownShare = *figures.totalMs > 0 ? std::min(*node.ownMs / *figures.totalMs, 1.0) : 0;
        node.time = gradeOf(*node.ownShare, 0.1, 0.4, 0.9);
    }
}

/// Takes pages of \p left out of \p own, as far as it has them.
void takeOut(BufferUse &left, std::optional<BufferUse> &own)
{
    for (const auto field : bufferFields) {
        const qint64 part = own ? std::clamp<qint64>((*own).*field, 0, std::max<qint64>(left.*field, 0)) : 0;
        left.*field -= part;
        if (own)
            (*own).*field -= part;
    }
}

/// Pages of parallel workers below a CTE reach the figures of the node that has the CTE, not those of the scan that read it: what a
/// scan does not contain is looked for there.
void setBuffers(const Plan &plan, const std::vector<Charge> &charges, PlanFigures &figures)
{
    figures.totalBuffers = plan.nodes.front().buffers;
    std::vector<BufferUse> left(plan.nodes.size());
    for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
        figures.nodes[i].ownBuffers = plan.nodes[i].buffers;
        left[i] = plan.nodes[i].buffers.value_or(BufferUse{});
    }
    for (const Charge &charge : charges) {
        takeOut(left[std::size_t(charge.from)], figures.nodes[std::size_t(charge.to)].ownBuffers);
        const int parent = plan.nodes[std::size_t(charge.from)].parent;
        if (charge.to != parent && charge.last)
            takeOut(left[std::size_t(charge.from)], figures.nodes[std::size_t(parent)].ownBuffers);
    }
}

void setCosts(const Plan &plan, PlanFigures &figures)
{
    figures.totalCost = plan.nodes.front().totalCost;
    std::vector<double> own(plan.nodes.size());
    for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
        own[i] += plan.nodes[i].totalCost.value_or(0);
        if (plan.nodes[i].parent >= 0)
            own[std::size_t(plan.nodes[i].parent)] -= plan.nodes[i].totalCost.value_or(0);
    }
    for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
        NodeFigures &node = figures.nodes[i];
        if (!plan.nodes[i].totalCost || !figures.totalCost)
            continue;
        node.ownCost = std::max(own[i], 0.0); // a Limit costs less than what is below it
        node.ownCostShare = *figures.totalCost > 0 ? std::min(*node.ownCost / *figures.totalCost, 1.0) : 0;
        node.cost = gradeOf(*node.ownCostShare, 0.1, 0.4, 0.9);
    }
}

} // namespace

double timesOff(double factor)
{
    return factor <= 0 ? 1 : std::max(factor, 1 / factor);
}

qint64 pagesTouched(const BufferUse &buffers)
{
    return buffers.sharedHit + buffers.sharedRead + buffers.localHit + buffers.localRead;
}

PlanFigures figuresOf(const Plan &plan)
{
    PlanFigures figures;
    figures.nodes.resize(plan.nodes.size());
    if (plan.nodes.empty())
        return figures;
    std::vector<double> whole(plan.nodes.size());
    for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
        const PlanNode &node = plan.nodes[i];
        NodeFigures &own = figures.nodes[i];
        if (node.parent >= 0) {
            const PlanNode &parent = plan.nodes[std::size_t(node.parent)];
            const NodeFigures &above = figures.nodes[std::size_t(node.parent)];
            own.processes = processesOf(node, parent, above.processes);
            own.cutShort = isSubplan(node) || stopsEarly(parent, node) || (above.cutShort && !isBlocking(parent) && node.relationship != "InitPlan"_L1);
        }
        setRows(node, own);
        whole[i] = node.totalMs.value_or(0) * node.loops.value_or(0) / own.processes;
    }
    double besideMs = 0;
    const std::vector<Charge> charges = chargesOf(plan, whole, besideMs);
    if (plan.isTimed())
        setTimes(plan, whole, charges, besideMs, figures);
    setBuffers(plan, charges, figures);
    setCosts(plan, figures);
    for (std::size_t i = 0; i < plan.nodes.size(); ++i)
        setFlags(plan.nodes[i], figures.nodes[i]);
    return figures;
}

} // namespace quiver::plan
