// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/comparedplans.h"

namespace quiver::ui {

ComparedPlansPtr comparePlans(const OpenPlanPtr &left, const OpenPlanPtr &right)
{
    auto compared = std::make_shared<ComparedPlans>();
    compared->left = left;
    compared->right = right;
    compared->match = plan::matchPlans(left->plan, left->figures, right->plan, right->figures);
    compared->pairs = plan::pairsOf(compared->match);
    for (const PlanPair &pair : compared->pairs) {
        compared->onlyLeft += pair.right < 0;
        compared->onlyRight += pair.left < 0;
        compared->changed += pair.isWhole() && compared->differs(pair);
    }
    return compared;
}

} // namespace quiver::ui
