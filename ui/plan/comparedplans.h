// SPDX-License-Identifier: GPL-3.0-or-later
// Two plans with what is one in the other, worked out once and outside of the GUI thread.
#pragma once

#include "plan/planmatch.h"
#include "ui/plan/openplan.h"

namespace quiver::ui {

/// A node of the left plan, one of the right one, or both; -1: there is none.
struct PlanPair {
    int left = -1, right = -1;
    bool operator==(const PlanPair &) const = default;
};

struct ComparedPlans {
    OpenPlanPtr left, right;
    plan::PlanMatch match;
    std::vector<PlanPair> pairs; ///< in the left plan's order; what only the right one has stands behind what is before it there
    int changed = 0, onlyLeft = 0, onlyRight = 0;

    /// Of a pair that is one; nothing differs where it is none.
    plan::NodeDifference difference(const PlanPair &pair) const { return isPair(pair) ? match.differences[std::size_t(pair.left)] : plan::NodeDifference(); }
    static bool isPair(const PlanPair &pair) { return pair.left >= 0 && pair.right >= 0; }
    bool differs(const PlanPair &pair) const { return !isPair(pair) || difference(pair).any(); }
};
using ComparedPlansPtr = std::shared_ptr<const ComparedPlans>;

/// Blocks for as long as it takes: for another thread where plans are large.
ComparedPlansPtr comparePlans(const OpenPlanPtr &left, const OpenPlanPtr &right);

} // namespace quiver::ui
