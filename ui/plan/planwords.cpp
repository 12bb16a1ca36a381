// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planwords.h"

#include "ui/common/figures.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using plan::Grade;

QString PlanWords::object(const plan::PlanNode &node)
{
    QString name = node.objectName();
    if (!node.relation.isEmpty() && node.alias != node.relation && !node.alias.isEmpty())
        name = node.relation + u' ' + node.alias;
    if (node.index.isEmpty() || node.index == name)
        return name;
    return name.isEmpty() ? node.index : tr("%1, by %2", "a table, an index").arg(name, node.index);
}

std::vector<PlanBadge> PlanWords::badges(const plan::PlanNode &node, const plan::NodeFigures &figures)
{
    std::vector<PlanBadge> badges;
    if (figures.neverExecuted)
        return {{tr("never executed"), Grade::None, tr("Nothing above it asked for its rows.")}};
    if (figures.estimate != Grade::None && figures.rowFactor) {
        const QString times = number(std::round(plan::timesOff(*figures.rowFactor)));
        badges.push_back({*figures.rowFactor > 1 ? tr("%1x more rows").arg(times) : tr("%1x fewer rows").arg(times), figures.estimate,
                          tr("The planner expected another number of rows. ANALYZE of the table, or more statistics of the columns, may bring them together.")});
    }
    if (figures.removal != Grade::None && figures.removedShare)
        badges.push_back({tr("%1 filtered out").arg(percent(std::min(*figures.removedShare, 0.999))), figures.removal, tr("It read these rows and threw them away. An index on the filter could spare it that.")});
    if (figures.heapFetches)
        badges.push_back({tr("%1 heap fetches").arg(number(double(node.heapFetches.value_or(0)))), Grade::Notable,
                          tr("The index alone did not say whether these rows are visible. VACUUM of the table brings its visibility map up to date.")});
    if (figures.batches)
        badges.push_back({tr("%1 batches").arg(number(double(std::max(node.hashBatches.value_or(0), node.aggregateBatches.value_or(0))))), Grade::Notable,
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

QString PlanWords::metric(PlanMetric metric)
{
    switch (metric) {
    case PlanMetric::Time: return tr("Own time");
    case PlanMetric::Rows: return tr("Rows");
    case PlanMetric::Cost: return tr("Own cost");
    case PlanMetric::Buffers: return tr("Own pages");
    }
    return {};
}

QString PlanWords::value(const OpenPlan &plan, PlanMetric metric, int node)
{
    const std::optional<double> value = plan.value(metric, node);
    if (!value)
        return {};
    switch (metric) {
    case PlanMetric::Time: return durationText(*value);
    case PlanMetric::Rows: return *value == 1 ? tr("1 row") : tr("%1 rows").arg(number(*value));
    case PlanMetric::Cost: return tr("cost %1").arg(number(*value));
    case PlanMetric::Buffers: return *value == 1 ? tr("1 page") : tr("%1 pages").arg(number(*value));
    }
    return {};
}

QString PlanWords::number(double number)
{
    const QLocale locale;
    if (std::abs(number) >= 1e9)
        return tr("%1 G", "a number in thousands of millions").arg(locale.toString(number / 1e9, 'f', 2));
    if (std::abs(number) >= 1e6)
        return tr("%1 M", "a number in millions").arg(locale.toString(number / 1e6, 'f', 2));
    const bool isWhole = number == std::round(number) || std::abs(number) >= 100;
    return locale.toString(number, 'f', isWhole ? 0 : std::abs(number) >= 10 ? 1 : 2);
}

QString PlanWords::percent(double share)
{
    const double percent = share * 100;
    return tr("%1 %").arg(QLocale().toString(percent, 'f', percent > 0 && percent < 9.95 ? 1 : 0));
}

QStringList PlanWords::summary(const OpenPlan &plan)
{
    QStringList facts;
    const QString nodes = countOf(plan.size(), tr("1 node"), tr("%1 nodes"));
    if (plan.figures.totalMs)
        facts << tr("%1 in %2", "a duration, nodes").arg(durationText(*plan.figures.totalMs), nodes);
    else
        facts << nodes;
    if (plan.figures.totalCost)
        facts << tr("cost %1").arg(number(*plan.figures.totalCost));
    if (plan.plan.planningMs)
        facts << tr("planned in %1").arg(durationText(*plan.plan.planningMs));
    if (plan.plan.jit && plan.plan.jit->totalMs)
        facts << tr("JIT %1").arg(durationText(*plan.plan.jit->totalMs));
    double triggerMs = 0;
    for (const plan::TriggerFigures &trigger : plan.plan.triggers)
        triggerMs += trigger.ms.value_or(0);
    if (triggerMs > 0)
        facts << tr("triggers %1").arg(durationText(triggerMs));
    if (!plan.plan.isAnalyzed())
        facts << tr("estimates only (no ANALYZE)");
    return facts;
}

} // namespace quiver::ui
