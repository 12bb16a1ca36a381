// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan's figures say when they are put together: each node's own time, buffers and cost, how far the estimates are off, and
// which of it deserves a look.
//
// EXPLAIN gives each node's figures with all that ran below it, for one loop on average. Here they are its own, over all loops, and in
// elapsed time: what parallel processes did side by side is divided by their number. The time of a CTE counts where it is computed, not
// where it is scanned; that of an InitPlan is taken from the node that needed its value.
#pragma once

#include "plan/plan.h"

namespace quiver::plan {

/// How much a figure deserves a look: over 10, 40, 90 % of the total; off by 10, 100, 1000 times.
enum class Grade { None, Slight, Notable, Severe };

struct NodeFigures {
    // Absent without ANALYZE, and with TIMING OFF; 0 for a node that never ran.
    std::optional<double> wholeMs; ///< with all that ran below it
    std::optional<double> ownMs;
    std::optional<double> ownShare; ///< of PlanFigures::totalMs, 0 to 1

    std::optional<BufferUse> ownBuffers;
    std::optional<double> ownCost;      ///< absent with COSTS OFF
    std::optional<double> ownCostShare; ///< of the root's total cost, 0 to 1
    double processes = 1; ///< that shared its work, the leader included

    std::optional<double> rows; ///< that it gave, over all loops
    /// Actual over planned rows of a loop, each taken as at least 1: above 1 the planner expected too few, below too many.
    std::optional<double> rowFactor;
    bool cutShort = false; ///< whoever read from it may have stopped early (LIMIT, EXISTS): fewer rows than planned mean nothing
    std::optional<double> removed;      ///< rows that filters and rechecks threw away, over all loops
    std::optional<double> removedShare; ///< of the rows that it looked at, 0 to 1

    Grade time = Grade::None, cost = Grade::None, estimate = Grade::None;
    Grade removal = Grade::None; ///< Notable: over 50 % were thrown away, Severe: over 90 %
    bool heapFetches = false;    ///< an Index Only Scan had to ask the table after all
    bool batches = false;        ///< a hash did not fit into work_mem
    bool spilled = false;        ///< it wrote temporary files
    bool workersMissing = false; ///< fewer parallel workers than planned
    bool neverExecuted = false;
};

struct PlanFigures {
    std::vector<NodeFigures> nodes; ///< of Plan::nodes, in their order
    std::optional<double> totalMs;  ///< of all nodes; what is beside them (planning, triggers) not
    std::optional<double> totalCost;
    std::optional<BufferUse> totalBuffers;
};

/// Linear in the number of nodes.
PlanFigures figuresOf(const Plan &plan);

/// 1 for nothing, else the greater of \p factor and its inverse: how many times an estimate is off.
double timesOff(double factor);
/// All pages that were asked for: shared and local, hit and read.
qint64 pagesTouched(const BufferUse &buffers);

} // namespace quiver::plan
