// SPDX-License-Identifier: GPL-3.0-or-later
// The nodes of a plan as rows of a table: in the plan's order, indented, or sorted by any figure.
#pragma once

#include "ui/plan/openplan.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class PlanModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Node, OwnTime, TimeShare, WholeTime, Rows, Expected, TimesOff, Loops, Removed, OwnCost, CostShare, Pages, ColumnCount };
    enum Role { ShareRole = Qt::UserRole, GradeRole }; ///< for a bar behind the figure

    using QAbstractTableModel::QAbstractTableModel;

    void setPlan(const OpenPlanPtr &plan);
    /// Whether any node has something in \p column.
    bool says(Column column) const;
    int nodeAt(int row) const { return m_order[std::size_t(row)]; }
    QModelIndex indexOf(int node) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// By Node: in the plan's order.
    void sort(int column, Qt::SortOrder order) override;

private:
    std::optional<double> figure(int node, Column column) const;
    QString text(int node, Column column) const;
    void fillPlaces();

    OpenPlanPtr m_plan;
    std::vector<int> m_order; ///< the node of each row
    std::vector<int> m_places; ///< the row of each node
    int m_sortColumn = Node;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace quiver::ui
