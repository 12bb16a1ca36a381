// SPDX-License-Identifier: GPL-3.0-or-later
#include "plantext.h"

#include "plan/jsonplan.h"
#include "plan/planbadges.h"
#include "plan/plantext.h"
#include "plan/shownplan.h"

#include <QJsonArray>

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using plan::Grade;
using plan::NodeFigures;
using plan::PlanNode;

namespace {

constexpr double slowFromMs = 10; // most of a query that takes less is no reason to act: its share says it

QString number(const std::optional<double> &value, int digits)
{
    return value ? QString::number(*value, 'f', digits) : QString();
}

QString percent(const std::optional<double> &share)
{
    return share ? QString::number(qRound(*share * 100)) + u" %"_s : QString();
}

/// What stands below a node's title, each with its name.
QStringList detailsOf(const PlanNode &node)
{
    QStringList lines;
    for (const plan::PlanProperty &each : plan::conditionsOf(node))
        lines << each.name + u": "_s + plan::shownCondition(each.value);
    if (node.buffers)
        lines << u"Buffers: hit %1, read %2"_s.arg(node.buffers->sharedHit).arg(node.buffers->sharedRead);
    return lines;
}

/// The stem of the tree's branches before a node, and before the lines that belong to it.
std::pair<QString, QString> branchesOf(const plan::Plan &plan, int at)
{
    if (plan.nodes[std::size_t(at)].parent < 0)
        return {};
    QString before;
    for (int up = plan.nodes[std::size_t(at)].parent; plan.nodes[std::size_t(up)].parent >= 0; up = plan.nodes[std::size_t(up)].parent)
        before.prepend(plan.nextSibling(up) >= 0 ? u"│ "_s : u"  "_s);
    const bool hasNext = plan.nextSibling(at) >= 0;
    return {before + (hasNext ? u"├ "_s : u"└ "_s), before + (hasNext ? u"│ "_s : u"  "_s)};
}

QString footer(const plan::Plan &plan)
{
    QStringList lines;
    if (plan.planningMs)
        lines << u"Planning %1 ms"_s.arg(number(plan.planningMs, 2));
    if (plan.executionMs)
        lines << u"Execution %1 ms"_s.arg(number(plan.executionMs, 2));
    if (plan.jit && plan.jit->totalMs)
        lines << u"JIT %1 ms"_s.arg(number(plan.jit->totalMs, 2));
    for (const plan::TriggerFigures &trigger : plan.triggers)
        lines << u"Trigger %1 %2 ms"_s.arg(trigger.name.isEmpty() ? trigger.constraint : trigger.name, number(trigger.ms, 2));
    return lines.isEmpty() ? QString() : u'\n' + lines.join(u", "_s) + u'\n';
}

} // namespace

QStringList badgesOf(const PlanNode &node, const NodeFigures &figures)
{
    QStringList badges;
    if (figures.time >= Grade::Notable && figures.ownMs.value_or(0) >= slowFromMs)
        badges << u"slow"_s;
    for (const plan::PlanBadge &badge : plan::PlanBadges::of(node, figures))
        badges << badge.text;
    return badges;
}

QString planText(const plan::Plan &plan)
{
    const plan::PlanFigures figures = plan::figuresOf(plan);
    const bool isTimed = figures.totalMs.has_value(), isRun = plan.isAnalyzed();
    QString text = u"%1  %2  %3  %4  node\n"_s.arg(isTimed ? u"own ms"_s : u"own cost"_s, 10).arg(u"share"_s, 5).arg(u"rows"_s, 10).arg(isRun ? u"expected"_s : QString(), isRun ? 10 : 0);
    const QString gap(10 + 2 + 5 + 2 + 10 + 2 + (isRun ? 10 : 0) + 2, u' ');
    for (int at = 0; at < int(plan.nodes.size()); ++at) {
        const PlanNode &node = plan.nodes[std::size_t(at)];
        const NodeFigures &own = figures.nodes[std::size_t(at)];
        const auto [branch, stem] = branchesOf(plan, at);
        const std::optional<double> planned = node.planRows ? std::optional(*node.planRows * std::max(1.0, node.loops.value_or(1) / own.processes)) : std::nullopt;
        const QStringList badges = badgesOf(node, own);
        text += u"%1  %2  %3  %4  %5%6%7\n"_s.arg(isTimed ? number(own.ownMs, 2) : number(own.ownCost, 1), 10)
                    .arg(percent(isTimed ? own.ownShare : own.ownCostShare), 5)
                    .arg(number(isRun ? own.rows : node.planRows, 0), 10)
                    .arg(isRun ? number(planned, 0) : QString(), isRun ? 10 : 0)
                    .arg(branch, (node.subplan.isEmpty() ? QString() : node.subplan + u": "_s) + plan::shownTitle(node), badges.isEmpty() ? QString() : u"  ["_s + badges.join(u"] ["_s) + u']');
        const bool hasChildren = plan.firstChild(at) >= 0;
        for (const QString &line : detailsOf(node))
            text += gap + stem + (hasChildren ? u"│   "_s : u"    "_s) + line + u'\n';
    }
    return text + footer(plan);
}

QJsonObject planJson(const plan::Plan &plan)
{
    const plan::PlanFigures figures = plan::figuresOf(plan);
    const auto value = [](const std::optional<double> &figure) { return figure ? QJsonValue(*figure) : QJsonValue(); };
    QJsonArray nodes;
    for (int at = 0; at < int(plan.nodes.size()); ++at) {
        const PlanNode &node = plan.nodes[std::size_t(at)];
        const NodeFigures &own = figures.nodes[std::size_t(at)];
        QJsonObject json{{u"node"_s, at}, {u"parent"_s, node.parent}, {u"depth"_s, node.depth}, {u"type"_s, node.type}, {u"title"_s, plan::shownTitle(node)},
                         {u"own_ms"_s, value(own.ownMs)}, {u"share"_s, value(own.ownShare)}, {u"own_cost"_s, value(own.ownCost)}, {u"cost_share"_s, value(own.ownCostShare)},
                         {u"rows"_s, value(own.rows)}, {u"planned_rows"_s, value(node.planRows)}, {u"row_factor"_s, value(own.rowFactor)}, {u"loops"_s, value(node.loops)},
                         {u"badges"_s, QJsonArray::fromStringList(badgesOf(node, own))}};
        for (const auto &[name, text] : {std::pair(u"relation"_s, node.relation), std::pair(u"index"_s, node.index), std::pair(u"filter"_s, node.filter),
                                         std::pair(u"order_by"_s, node.orderBy), std::pair(u"sort_key"_s, node.sortKey.join(u", "_s)), std::pair(u"index_cond"_s, node.indexCond)}) {
            if (!text.isEmpty())
                json[name] = text;
        }
        if (own.ownBuffers) {
            json[u"own_hit"_s] = own.ownBuffers->sharedHit;
            json[u"own_read"_s] = own.ownBuffers->sharedRead;
        }
        nodes.append(json);
    }
    return {{u"nodes"_s, nodes}, {QString::fromLatin1(plan::reportedPlanKey), plan::toText(plan)}, {u"total_ms"_s, value(figures.totalMs)}, {u"total_cost"_s, value(figures.totalCost)}, {u"planning_ms"_s, value(plan.planningMs)},
            {u"execution_ms"_s, value(plan.executionMs)}};
}

QList<QStringList> comparisonRows(const plan::Plan &left, const plan::Plan &right)
{
    const plan::PlanFigures ofLeft = plan::figuresOf(left), ofRight = plan::figuresOf(right);
    const plan::PlanMatch match = plan::matchPlans(left, ofLeft, right, ofRight);
    const bool isTimed = ofLeft.totalMs && ofRight.totalMs;
    QList<QStringList> rows{{isTimed ? u"own ms"_s : u"own cost"_s, u"other"_s, u"rows"_s, u"other"_s, u"node"_s, u"other"_s, u"differs"_s}};
    const auto figure = [&](const plan::PlanFigures &figures, int node) { return node < 0 ? QString() : isTimed ? number(figures.nodes[std::size_t(node)].ownMs, 2) : number(figures.nodes[std::size_t(node)].ownCost, 1); };
    const auto rowsOf = [](const plan::Plan &plan, const plan::PlanFigures &figures, int node) {
        return node < 0 ? QString() : number(plan.isAnalyzed() ? figures.nodes[std::size_t(node)].rows : plan.nodes[std::size_t(node)].planRows, 0);
    };
    const auto title = [](const plan::Plan &plan, int node) {
        return node < 0 ? QString() : QString(2 * std::min(plan.nodes[std::size_t(node)].depth, 12), u' ') + plan::shownTitle(plan.nodes[std::size_t(node)]);
    };
    for (const plan::PlanPair &pair : plan::pairsOf(match)) {
        const QString words = pair.isWhole() ? plan::PlanBadges::differences(match.differences[std::size_t(pair.left)]).join(u", "_s) : pair.left < 0 ? u"only the other has it"_s : u"the other has it not"_s;
        rows << QStringList{figure(ofLeft, pair.left), figure(ofRight, pair.right), rowsOf(left, ofLeft, pair.left), rowsOf(right, ofRight, pair.right), title(left, pair.left),
                            title(right, pair.right), words};
    }
    return rows;
}

} // namespace quiver::ctl
