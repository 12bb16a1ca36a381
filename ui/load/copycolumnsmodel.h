// SPDX-License-Identifier: GPL-3.0-or-later
// Which columns of a table are copied, and how they are called where they go.
#pragma once

#include "catalog/catalogtypes.h"
#include "load/copyfrom.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class CopyColumnsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { From, Type, To, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    /// All of \p from, under the same name where \p to (empty: a new table) has it; others are not copied.
    void setColumns(const std::vector<catalog::Column> &from, const QStringList &to);
    void clear() { setColumns({}, {}); }
    std::vector<load::CopyColumn> chosen() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void edited();

private:
    struct Row {
        QString from;
        QString type;
        QString to;
        bool isCopied = true;
    };
    std::vector<Row> m_rows;
    QStringList m_targets; ///< columns to choose from; empty: any name will do
};

} // namespace quiver::ui
