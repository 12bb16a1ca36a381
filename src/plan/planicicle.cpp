// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planicicle.h"

#include <algorithm>

namespace quiver::plan {

PlanIcicle icicleOf(const Plan &plan, const std::vector<double> &own)
{
    PlanIcicle icicle;
    const std::size_t count = plan.nodes.size();
    icicle.spans.resize(count);
    icicle.weights.resize(count);
    const auto fill = [&](auto weight) {
        for (std::size_t i = 0; i < count; ++i)
            icicle.weights[i] = weight(i);
        for (std::size_t i = count; i-- > 1;) // in reverse preorder all that is below a node comes before it
            icicle.weights[std::size_t(plan.nodes[i].parent)] += icicle.weights[i];
    };
    fill([&](std::size_t i) { return i < own.size() ? std::max(0.0, own[i]) : 0.0; });
    std::vector<double> shares = icicle.weights;
    if (count > 0 && icicle.weights.front() <= 0) {
        fill([&](std::size_t i) { return plan.firstChild(int(i)) < 0 ? 1.0 : 0.0; });
        shares.swap(icicle.weights);
    }
    std::vector<double> next(count); // where the next child of a node begins
    for (std::size_t i = 0; i < count; ++i) {
        PlanIcicle::Span &span = icicle.spans[i];
        span.width = shares[i] / shares.front();
        if (const int parent = plan.nodes[i].parent; parent >= 0) {
            span.begin = next[std::size_t(parent)];
            next[std::size_t(parent)] += span.width;
        }
        next[i] = span.begin;
        const auto depth = std::size_t(plan.nodes[i].depth);
        icicle.rows.resize(std::max(icicle.rows.size(), depth + 1));
        icicle.rows[depth].push_back(int(i));
    }
    return icicle;
}

} // namespace quiver::plan
