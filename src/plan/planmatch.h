// SPDX-License-Identifier: GPL-3.0-or-later
// Two plans side by side: which node of one is which of the other, and what differs.
#pragma once

#include "plan/planfigures.h"

namespace quiver::plan {

/// Between two nodes that were matched.
struct NodeDifference {
    bool kind = false;       ///< another method: a Seq Scan became an Index Scan, a Hash Join a Nested Loop
    bool index = false;
    bool conditions = false; ///< filters, index and join conditions, sort and group keys
    bool estimate = false;   ///< planned rows by more than twice
    bool rows = false;       ///< actual rows by more than twice
    bool time = false;       ///< own time by more than half and by more than 0.1 ms
    bool buffers = false;    ///< own pages by more than half and by more than 10
    bool any() const { return kind || index || conditions || estimate || rows || time || buffers; }
    bool operator==(const NodeDifference &) const = default;
};

struct PlanMatch {
    std::vector<int> ofLeft;  ///< for each node of the left plan that of the right one; -1: it has none
    std::vector<int> ofRight; ///< the other way round
    std::vector<NodeDifference> differences; ///< of each node of the left plan; none where it has no partner
};

/// A node of the left plan, one of the right one, or both; -1: there is none.
struct PlanPair {
    int left = -1, right = -1;
    bool isWhole() const { return left >= 0 && right >= 0; }
    bool operator==(const PlanPair &) const = default;
};
/// All nodes of both, in the left plan's order; what only the right one has stands behind what is before it there.
std::vector<PlanPair> pairsOf(const PlanMatch &match);

/// Scans are matched by what they read, then what stands above them by its kind: a node that was put in between (Sort, Gather,
/// Materialize) or another join method does not tear the rest apart. A match of an ancestor is an ancestor of the match.
PlanMatch matchPlans(const Plan &left, const PlanFigures &leftFigures, const Plan &right, const PlanFigures &rightFigures);

} // namespace quiver::plan
