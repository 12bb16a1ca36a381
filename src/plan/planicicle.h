// SPDX-License-Identifier: GPL-3.0-or-later
// Where the nodes of a plan's flame view stand: each as wide as it weighs with all below it, its children side by side under it.
//
// Pure geometry, in linear time and without recursion.
#pragma once

#include "plan/plan.h"

namespace quiver::plan {

struct PlanIcicle {
    struct Span {
        double begin = 0, width = 0; ///< of the whole, 0 to 1
    };
    std::vector<Span> spans;            ///< of Plan::nodes, in their order
    std::vector<std::vector<int>> rows; ///< the nodes of each depth, from left to right
    std::vector<double> weights;        ///< of each node with all below it, in the unit of the figure
};

/// \p own: what each node weighs by itself; less than 0 counts as 0. Where nothing weighs anything all leaves weigh the same.
PlanIcicle icicleOf(const Plan &plan, const std::vector<double> &own);

} // namespace quiver::plan
