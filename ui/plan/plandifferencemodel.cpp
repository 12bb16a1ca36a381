// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/plandifferencemodel.h"

#include "plan/planbadges.h"
#include "plan/shownplan.h"
#include "ui/plan/planmodel.h"
#include "ui/plan/planwords.h"

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int deepestIndent = 16; // levels: two plans share the width

QString indented(const OpenPlan &plan, int node)
{
    if (node < 0)
        return {};
    const plan::PlanNode &what = plan.node(node);
    return QString(2 * std::min(what.depth, deepestIndent), u'\u00a0') + plan::shownTitle(what);
}

bool isOfLeft(PlanDifferenceModel::Column column)
{
    return column == PlanDifferenceModel::LeftTime || column == PlanDifferenceModel::LeftCost || column == PlanDifferenceModel::LeftRows || column == PlanDifferenceModel::LeftPages;
}

PlanMetric metricOf(PlanDifferenceModel::Column column)
{
    switch (column) {
    case PlanDifferenceModel::LeftTime:
    case PlanDifferenceModel::RightTime: return PlanMetric::Time;
    case PlanDifferenceModel::LeftCost:
    case PlanDifferenceModel::RightCost: return PlanMetric::Cost;
    case PlanDifferenceModel::LeftPages:
    case PlanDifferenceModel::RightPages: return PlanMetric::Buffers;
    default: return PlanMetric::Rows;
    }
}

} // namespace

void PlanDifferenceModel::setPlans(const ComparedPlansPtr &plans)
{
    beginResetModel();
    m_plans = plans;
    fill();
    endResetModel();
}

void PlanDifferenceModel::setOnlyDifferences(bool only)
{
    beginResetModel();
    m_onlyDifferences = only;
    fill();
    endResetModel();
}

void PlanDifferenceModel::fill()
{
    m_rows.clear();
    for (std::size_t i = 0; m_plans && i < m_plans->pairs.size(); ++i)
        if (!m_onlyDifferences || m_plans->differs(m_plans->pairs[i]))
            m_rows.push_back(i);
}

bool PlanDifferenceModel::says(Column column) const
{
    return column <= Difference || m_plans->left->has(metricOf(column)) || m_plans->right->has(metricOf(column));
}

int PlanDifferenceModel::rowOf(const PlanPair &pair) const
{
    const auto found = std::ranges::find_if(m_rows, [&](std::size_t each) {
        const PlanPair &one = m_plans->pairs[each];
        return (pair.left >= 0 && one.left == pair.left) || (pair.left < 0 && pair.right >= 0 && one.right == pair.right);
    });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int PlanDifferenceModel::nextDifference(int row) const
{
    for (int step = 1; step <= rowCount(); ++step) {
        const int at = (std::max(row, -1) + step) % rowCount();
        if (m_plans->differs(pairAt(at)))
            return at;
    }
    return -1;
}

int PlanDifferenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PlanDifferenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString PlanDifferenceModel::text(const PlanPair &pair, Column column) const
{
    switch (column) {
    case LeftNode: return indented(*m_plans->left, pair.left);
    case RightNode: return indented(*m_plans->right, pair.right);
    case Difference:
        if (pair.right < 0)
            return tr("only on the left");
        if (pair.left < 0)
            return tr("only on the right");
        return plan::PlanBadges::differences(m_plans->difference(pair)).join(u", "_s);
    default: {
        const OpenPlan &plan = isOfLeft(column) ? *m_plans->left : *m_plans->right;
        const int node = isOfLeft(column) ? pair.left : pair.right;
        return node < 0 ? QString() : PlanWords::bareValue(plan, metricOf(column), node);
    }
    }
}

bool PlanDifferenceModel::isMarked(const PlanPair &pair, Column column) const
{
    if (!pair.isWhole())
        return column <= Difference;
    const plan::NodeDifference difference = m_plans->difference(pair);
    switch (column) {
    case LeftNode:
    case RightNode: return difference.kind || difference.index;
    case Difference: return difference.any();
    case LeftTime:
    case RightTime: return difference.time;
    case LeftRows:
    case RightRows: return m_plans->left->plan.isAnalyzed() ? difference.rows : difference.estimate;
    case LeftPages:
    case RightPages: return difference.buffers;
    default: return false;
    }
}

QVariant PlanDifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const PlanPair &pair = pairAt(index.row());
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole: return text(pair, column);
    case Qt::ToolTipRole: return column <= Difference ? text(pair, column) : QVariant();
    case Qt::TextAlignmentRole: return column <= Difference ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case PlanModel::GradeRole: return int(isMarked(pair, column) ? plan::Grade::Notable : plan::Grade::None);
    default: return {};
    }
}

QVariant PlanDifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section <= Difference ? QVariant(Qt::AlignLeft | Qt::AlignVCenter) : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case LeftNode: return tr("Left");
    case RightNode: return tr("Right");
    case Difference: return tr("Differs");
    case LeftTime: return tr("Own time, left");
    case RightTime: return tr("right", "own time of the right plan");
    case LeftCost: return tr("Own cost, left");
    case RightCost: return tr("right", "own cost of the right plan");
    case LeftRows: return tr("Rows, left");
    case RightRows: return tr("right", "rows of the right plan");
    case LeftPages: return tr("Own pages, left");
    case RightPages: return tr("right", "own pages of the right plan");
    case ColumnCount: break;
    }
    return {};
}

} // namespace quiver::ui
