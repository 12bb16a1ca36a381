// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a table, to be ticked for an export.
#pragma once

#include "catalog/catalogtypes.h"

#include <QAbstractTableModel>

#include <set>

namespace quiver::ui {

class ExportColumnsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Type, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// All are ticked.
    void setColumns(std::vector<catalog::Column> columns);
    const std::vector<catalog::Column> &columns() const { return m_columns; }
    /// Those ticked, in the order of the table; empty where that is all of them.
    QStringList chosen() const;
    bool hasNone() const { return !m_columns.empty() && m_left.size() == m_columns.size(); }
    void tickAll(bool on);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void edited();

private:
    std::vector<catalog::Column> m_columns;
    std::set<int> m_left; ///< rows that are not ticked
};

} // namespace quiver::ui
