// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/plantotals.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace quiver::plan {

namespace {

void add(std::optional<double> &sum, const std::optional<double> &value)
{
    if (value)
        sum = sum.value_or(0) + *value;
}

void add(std::optional<BufferUse> &sum, const std::optional<BufferUse> &value)
{
    if (!value)
        return;
    BufferUse &into = sum ? *sum : sum.emplace();
    for (const auto field : {&BufferUse::sharedHit, &BufferUse::sharedRead, &BufferUse::sharedDirtied, &BufferUse::sharedWritten, &BufferUse::localHit, &BufferUse::localRead,
                             &BufferUse::localDirtied, &BufferUse::localWritten, &BufferUse::tempRead, &BufferUse::tempWritten})
        into.*field += (*value).*field;
}

template <typename Name> std::vector<PlanTotal> totals(const Plan &plan, const PlanFigures &figures, const Name &nameOf)
{
    std::vector<PlanTotal> list;
    QHash<QString, std::size_t> places;
    for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
        const QString name = nameOf(plan.nodes[i]);
        if (name.isEmpty())
            continue;
        const auto place = places.constFind(name);
        const std::size_t at = place == places.constEnd() ? list.size() : *place;
        if (at == list.size()) {
            places.insert(name, at);
            list.push_back({name});
        }
        PlanTotal &total = list[at];
        const NodeFigures &node = figures.nodes[i];
        ++total.nodes;
        add(total.ownMs, node.ownMs);
        add(total.share, node.ownShare);
        add(total.buffers, node.ownBuffers);
        add(total.cost, node.ownCost);
        add(total.rows, node.rows);
    }
    std::ranges::stable_sort(list, [](const PlanTotal &a, const PlanTotal &b) {
        return std::pair(a.ownMs.value_or(0), a.cost.value_or(0)) > std::pair(b.ownMs.value_or(0), b.cost.value_or(0));
    });
    return list;
}

} // namespace

std::vector<PlanTotal> totalsPerTable(const Plan &plan, const PlanFigures &figures)
{
    return totals(plan, figures, [](const PlanNode &node) { return node.schema.isEmpty() || node.relation.isEmpty() ? node.relation : node.schema + u'.' + node.relation; });
}

std::vector<PlanTotal> totalsPerType(const Plan &plan, const PlanFigures &figures)
{
    return totals(plan, figures, [](const PlanNode &node) { return nodeTitle(node); });
}

std::vector<PlanTotal> totalsPerIndex(const Plan &plan, const PlanFigures &figures)
{
    return totals(plan, figures, [](const PlanNode &node) { return node.index; });
}

} // namespace quiver::plan
