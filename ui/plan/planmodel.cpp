// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planmodel.h"

#include "plan/planbadges.h"
#include "plan/shownplan.h"
#include "ui/common/figures.h"
#include "ui/plan/planwords.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int deepestIndent = 24; // levels; deeper ones say their number

}

void PlanModel::setPlan(const OpenPlanPtr &plan)
{
    beginResetModel();
    m_plan = plan;
    m_order.resize(plan ? plan->plan.nodes.size() : 0);
    std::iota(m_order.begin(), m_order.end(), 0);
    fillPlaces();
    endResetModel();
    if (m_sortColumn != Node)
        sort(m_sortColumn, m_sortOrder);
}

void PlanModel::fillPlaces()
{
    m_places.resize(m_order.size());
    for (std::size_t row = 0; row < m_order.size(); ++row)
        m_places[std::size_t(m_order[row])] = int(row);
}

QModelIndex PlanModel::indexOf(int node) const
{
    return node >= 0 && std::size_t(node) < m_places.size() ? index(m_places[std::size_t(node)], Node) : QModelIndex();
}

int PlanModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

int PlanModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool PlanModel::says(Column column) const
{
    if (column == Node)
        return true;
    return std::ranges::any_of(m_order, [&](int node) { return figure(node, column).has_value(); });
}

std::optional<double> PlanModel::figure(int node, Column column) const
{
    const plan::PlanNode &what = m_plan->node(node);
    const plan::NodeFigures &own = m_plan->figuresOf(node);
    switch (column) {
    case OwnTime: return own.ownMs;
    case TimeShare: return own.ownShare;
    case WholeTime: return own.wholeMs;
    case Rows: return m_plan->plan.isAnalyzed() ? own.rows : std::nullopt;
    case Expected: return what.planRows ? std::optional(*what.planRows * std::max(1.0, what.loops.value_or(1) / own.processes)) : std::nullopt;
    case TimesOff: return own.estimate != plan::Grade::None && own.rowFactor ? std::optional(plan::timesOff(*own.rowFactor)) : std::nullopt;
    case Loops: return what.loops;
    case Removed: return own.removed;
    case OwnCost: return own.ownCost;
    case CostShare: return own.ownCostShare;
    case Pages: return m_plan->value(PlanMetric::Buffers, node);
    case Node:
    case ColumnCount: break;
    }
    return {};
}

QString PlanModel::text(int node, Column column) const
{
    if (column == Node) {
        const plan::PlanNode &what = m_plan->node(node);
        const QString title = (what.subplan.isEmpty() ? QString() : what.subplan + u": "_s) + plan::shownTitle(what);
        if (m_sortColumn != Node)
            return title;
        const QString depth = what.depth > deepestIndent ? u"[%1] "_s.arg(what.depth) : QString();
        return QString(3 * std::min(what.depth, deepestIndent), u'\u00a0') + depth + title;
    }
    const std::optional<double> value = figure(node, column);
    if (!value)
        return {};
    switch (column) {
    case OwnTime:
    case WholeTime: return durationText(*value);
    case TimeShare:
    case CostShare: return PlanWords::percent(*value);
    case TimesOff: return (m_plan->figuresOf(node).rowFactor.value_or(1) > 1 ? tr("%1x more", "than expected") : tr("%1x fewer", "than expected")).arg(PlanWords::number(std::round(*value)));
    default: return PlanWords::number(*value);
    }
}

QVariant PlanModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const int node = nodeAt(index.row());
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(node, column);
    case Qt::ToolTipRole: {
        QStringList lines;
        for (const plan::PlanBadge &badge : plan::PlanBadges::of(m_plan->node(node), m_plan->figuresOf(node)))
            lines << badge.text + u": "_s + badge.help;
        return lines.join(u'\n');
    }
    case Qt::TextAlignmentRole:
        return column == Node ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case ShareRole:
        if (column == TimeShare || column == CostShare)
            return figure(node, column).value_or(0);
        return {};
    case GradeRole: {
        const plan::NodeFigures &own = m_plan->figuresOf(node);
        const bool isTime = column == OwnTime || column == TimeShare, isCost = column == OwnCost || column == CostShare;
        return int(isTime ? own.time : isCost ? own.cost : column == TimesOff ? own.estimate : column == Removed ? own.removal : plan::Grade::None);
    }
    default:
        return {};
    }
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Node ? QVariant(Qt::AlignLeft | Qt::AlignVCenter) : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (Column(section)) {
        case OwnTime: return tr("By itself: without what runs below it; over all loops, and processes side by side");
        case WholeTime: return tr("With all that runs below it");
        case Expected: return tr("Rows by the planner's estimate, over all loops");
        case TimesOff: return tr("The estimate is off by 10 times or more");
        case Removed: return tr("Rows that were read and thrown away");
        case Pages: return tr("Pages of 8 kB by itself, from shared_buffers or read");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Node: return tr("Node");
    case OwnTime: return tr("Own time");
    case TimeShare: return tr("Share");
    case WholeTime: return tr("With children");
    case Rows: return tr("Rows");
    case Expected: return tr("Expected");
    case TimesOff: return tr("Estimate off");
    case Loops: return tr("Loops");
    case Removed: return tr("Removed");
    case OwnCost: return tr("Own cost");
    case CostShare: return tr("Cost share");
    case Pages: return tr("Own pages");
    case ColumnCount: break;
    }
    return {};
}

void PlanModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column < 0 ? int(Node) : column;
    m_sortOrder = order;
    if (!m_plan)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> nodes;
    for (const QModelIndex &each : before)
        nodes.push_back(nodeAt(each.row()));
    std::iota(m_order.begin(), m_order.end(), 0);
    if (m_sortColumn != Node) {
        std::vector<double> keys;
        for (int node = 0; node < m_plan->size(); ++node)
            keys.push_back(figure(node, Column(m_sortColumn)).value_or(-1));
        std::ranges::stable_sort(m_order, [&](int one, int other) {
            const double a = keys[std::size_t(one)], b = keys[std::size_t(other)];
            return order == Qt::AscendingOrder ? a < b : b < a;
        });
    } else if (order == Qt::DescendingOrder) {
        std::ranges::reverse(m_order);
    }
    fillPlaces();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(m_places[std::size_t(nodes[std::size_t(i)])], before[i].column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace quiver::ui
