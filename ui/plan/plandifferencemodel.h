// SPDX-License-Identifier: GPL-3.0-or-later
// The nodes of two plans as rows of a table: which is which, what differs, and the figures of both. What differs is graded as in
// PlanModel, for the same delegate.
#pragma once

#include "ui/plan/comparedplans.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class PlanDifferenceModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { LeftNode, RightNode, Difference, LeftTime, RightTime, LeftCost, RightCost, LeftRows, RightRows, LeftPages, RightPages, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setPlans(const ComparedPlansPtr &plans);
    void setOnlyDifferences(bool only);
    /// Whether either plan has something in \p column.
    bool says(Column column) const;
    const PlanPair &pairAt(int row) const { return m_plans->pairs[m_rows[std::size_t(row)]]; }
    /// The row of a node of the left plan, or of the right one; -1: it is not shown.
    int rowOf(const PlanPair &pair) const;
    /// The next row below \p row, round from the last to the first, whose nodes differ; -1: there is none.
    int nextDifference(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void fill();
    QString text(const PlanPair &pair, Column column) const;
    bool isMarked(const PlanPair &pair, Column column) const;

    ComparedPlansPtr m_plans;
    std::vector<std::size_t> m_rows; ///< the pair of each
    bool m_onlyDifferences = false;
};

} // namespace quiver::ui
