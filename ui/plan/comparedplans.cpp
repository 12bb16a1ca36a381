// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/comparedplans.h"

namespace quiver::ui {

ComparedPlansPtr comparePlans(const OpenPlanPtr &left, const OpenPlanPtr &right)
{
    auto compared = std::make_shared<ComparedPlans>();
    compared->left = left;
    compared->right = right;
    compared->match = plan::matchPlans(left->plan, left->figures, right->plan, right->figures);
    // behind[i]: nodes of the right plan alone that follow the partner of the left node i - 1.
    std::vector<std::vector<int>> behind(std::size_t(left->size()) + 1);
    int anchor = -1;
    for (int at = 0; at < right->size(); ++at) {
        const int partner = compared->match.ofRight[std::size_t(at)];
        if (partner >= 0)
            anchor = partner;
        else
            behind[std::size_t(anchor + 1)].push_back(at);
    }
    compared->pairs.reserve(std::size_t(left->size()) + std::size_t(right->size()));
    for (int at = -1; at < left->size(); ++at) {
        if (at >= 0)
            compared->pairs.push_back({at, compared->match.ofLeft[std::size_t(at)]});
        for (const int alone : behind[std::size_t(at + 1)])
            compared->pairs.push_back({-1, alone});
    }
    for (const PlanPair &pair : compared->pairs) {
        compared->onlyLeft += pair.right < 0;
        compared->onlyRight += pair.left < 0;
        compared->changed += ComparedPlans::isPair(pair) && compared->differs(pair);
    }
    return compared;
}

} // namespace quiver::ui
