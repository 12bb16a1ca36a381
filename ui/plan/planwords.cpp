// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planwords.h"

#include "ui/common/figures.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QString PlanWords::object(const plan::PlanNode &node)
{
    QString name = node.objectName();
    if (!node.relation.isEmpty() && node.alias != node.relation && !node.alias.isEmpty())
        name = node.relation + u' ' + node.alias;
    if (node.index.isEmpty() || node.index == name)
        return name;
    return name.isEmpty() ? node.index : tr("%1, by %2", "a table, an index").arg(name, node.index);
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

QString PlanWords::bareValue(const OpenPlan &plan, PlanMetric metric, int node)
{
    const std::optional<double> value = plan.value(metric, node);
    return !value ? QString() : metric == PlanMetric::Time ? durationText(*value) : number(*value);
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

QStringList PlanWords::summary(const ComparedPlans &plans)
{
    QStringList facts;
    const plan::PlanFigures &left = plans.left->figures, &right = plans.right->figures;
    if (left.totalMs && right.totalMs) {
        const QString times = tr("%1 → %2", "from a duration to another").arg(durationText(*left.totalMs), durationText(*right.totalMs));
        const double factor = *right.totalMs > 0 ? *left.totalMs / *right.totalMs : 1;
        facts << (factor >= 1.1        ? tr("%1, %2x as fast").arg(times, number(factor))
                  : factor <= 1 / 1.1 && factor > 0 ? tr("%1, %2x as long").arg(times, number(1 / factor))
                                                    : times);
    }
    if (left.totalCost && right.totalCost)
        facts << tr("cost %1 → %2").arg(number(*left.totalCost), number(*right.totalCost));
    if (left.totalBuffers && right.totalBuffers)
        facts << tr("pages %1 → %2").arg(number(double(plans.left->allPages)), number(double(plans.right->allPages)));
    if (plans.changed + plans.onlyLeft + plans.onlyRight == 0)
        facts << tr("no node differs");
    if (plans.changed > 0)
        facts << countOf(plans.changed, tr("1 node differs"), tr("%1 nodes differ"));
    if (plans.onlyLeft > 0)
        facts << tr("%1 only on the left").arg(number(plans.onlyLeft));
    if (plans.onlyRight > 0)
        facts << tr("%1 only on the right").arg(number(plans.onlyRight));
    return facts;
}

} // namespace quiver::ui
