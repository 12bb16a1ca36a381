// SPDX-License-Identifier: GPL-3.0-or-later
// In whose figures a node's own are contained, so that they can be taken out of them.
#pragma once

#include "plan/plan.h"

namespace quiver::plan {

/// A share of what \p from took is part of what \p to took.
struct Charge {
    int from = 0, to = 0;
    double share = 1;
    bool last = true; ///< no other one of the same `from` follows
};

/// Those of children that are no InitPlans come first. \p wholeMs: of each node, with all below it, elapsed; 0 where it is not known. What is charged to nobody (a CTE that writes and that
/// nobody reads) ran beside the tree: its time is added to \p besideMs.
std::vector<Charge> chargesOf(const Plan &plan, const std::vector<double> &wholeMs, double &besideMs);

} // namespace quiver::plan
