// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that a load refused, as a list: where each stands, which field, why, and the row itself.
#pragma once

#include "load/source.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class BadRowsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Place, Field, Reason, Raw, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void add(std::vector<load::BadRow> rows);
    /// With tabs between the columns and a line of headers: for a spreadsheet or an issue.
    QString asText(const QModelIndexList &rows) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const load::BadRow &row, int column) const;
    std::vector<load::BadRow> m_rows;
};

} // namespace quiver::ui
