// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planbadges.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace quiver::plan {

std::vector<PlanBadge> PlanBadges::of(const PlanNode &node, const NodeFigures &figures)
{
    const auto whole = [](double number) { return QLocale().toString(std::round(number), 'f', 0); };
    std::vector<PlanBadge> badges;
    if (figures.neverExecuted)
        return {{tr("never executed"), Grade::None, tr("Nothing above it asked for its rows.")}};
    if (figures.estimate != Grade::None && figures.rowFactor) {
        const QString times = whole(timesOff(*figures.rowFactor));
        badges.push_back({*figures.rowFactor > 1 ? tr("%1x more rows").arg(times) : tr("%1x fewer rows").arg(times), figures.estimate,
                          tr("The planner expected another number of rows. ANALYZE of the table, or more statistics of the columns, may bring them together.")});
    }
    if (figures.removal != Grade::None && figures.removedShare)
        badges.push_back({tr("%1 % filtered out").arg(std::min(int(std::round(*figures.removedShare * 100)), *figures.removedShare < 1 ? 99 : 100)), figures.removal,
                          tr("It read these rows and threw them away. An index on the filter could spare it that.")});
    if (figures.heapFetches)
        badges.push_back({tr("%1 heap fetches").arg(whole(double(node.heapFetches.value_or(0)))), Grade::Notable,
                          tr("The index alone did not say whether these rows are visible. VACUUM of the table brings its visibility map up to date.")});
    if (figures.batches)
        badges.push_back({tr("%1 batches").arg(whole(double(std::max(node.hashBatches.value_or(0), node.aggregateBatches.value_or(0))))), Grade::Notable,
                          tr("The hash table did not fit into work_mem × hash_mem_multiplier and went through temporary files.")});
    else if (figures.spilled)
        badges.push_back({tr("on disk"), Grade::Notable, tr("It wrote temporary files: work_mem was too small for it.")});
    if (figures.workersMissing)
        badges.push_back({tr("%1 of %2 workers").arg(node.workersLaunched.value_or(0)).arg(node.workersPlanned.value_or(0)), Grade::Notable,
                          tr("Fewer parallel workers were free than planned: see max_parallel_workers.")});
    if (node.disabled)
        badges.push_back({tr("disabled"), Grade::Notable, tr("enable_… is off for it, and the server found no other way.")});
    return badges;
}

QStringList PlanBadges::differences(const NodeDifference &difference)
{
    QStringList words;
    const auto add = [&](bool holds, const QString &text) {
        if (holds)
            words << text;
    };
    add(difference.kind, tr("another method"));
    add(difference.index, tr("another index"));
    add(difference.conditions, tr("conditions"));
    add(difference.time, tr("own time"));
    add(difference.rows, tr("rows"));
    add(difference.estimate, tr("expected rows"));
    add(difference.buffers, tr("own pages"));
    return words;
}

} // namespace quiver::plan
