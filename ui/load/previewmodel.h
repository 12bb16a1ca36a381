// SPDX-License-Identifier: GPL-3.0-or-later
// The first rows of a source as a table for ResultGrid: fields with what they look like, values that do not fit marked.
#pragma once

#include "load/preview.h"
#include "ui/load/sourcepreview.h"

#include <QAbstractTableModel>

#include <memory>

namespace quiver::ui {

class PreviewModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Null: nothing is shown.
    void setSource(std::shared_ptr<const SourcePreview> source);
    /// What the target makes of the same rows, with the plan's columns; null: that is not known.
    void setTarget(std::shared_ptr<const load::Preview> target, const std::vector<load::ColumnMapping> &columns);
    /// The first row with a problem of either kind, -1: there is none.
    int firstProblem() const;
    /// Of a row as it stands in the grid; empty: it is fine.
    QString problem(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const std::vector<PreviewLine> &lines() const { return m_source->lines; }
    const load::PreviewRow *targetRow(int row) const;
    QString targetProblem(const load::PreviewRow &row, int cell) const;
    GridCellPtr cell(int row, int column) const;

    std::shared_ptr<const SourcePreview> m_source;
    std::shared_ptr<const load::Preview> m_target;
    std::vector<std::vector<int>> m_cellsOf; ///< of each field: the target's columns that take it
    std::vector<int> m_otherCells;           ///< columns of the target that take no field
};

} // namespace quiver::ui
