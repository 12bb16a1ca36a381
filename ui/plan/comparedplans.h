// SPDX-License-Identifier: GPL-3.0-or-later
// Two plans with what is one in the other, worked out once and outside of the GUI thread.
#pragma once

#include "plan/planmatch.h"
#include "ui/plan/openplan.h"

namespace quiver::ui {

using plan::PlanPair;

struct ComparedPlans {
    OpenPlanPtr left, right;
    plan::PlanMatch match;
    std::vector<PlanPair> pairs; ///< see plan::pairsOf()
    int changed = 0, onlyLeft = 0, onlyRight = 0;

    /// Of a pair that is one; nothing differs where it is none.
    plan::NodeDifference difference(const PlanPair &pair) const { return pair.isWhole() ? match.differences[std::size_t(pair.left)] : plan::NodeDifference(); }
    bool differs(const PlanPair &pair) const { return !pair.isWhole() || difference(pair).any(); }
};
using ComparedPlansPtr = std::shared_ptr<const ComparedPlans>;

/// Blocks for as long as it takes: for another thread where plans are large.
ComparedPlansPtr comparePlans(const OpenPlanPtr &left, const OpenPlanPtr &right);

} // namespace quiver::ui
