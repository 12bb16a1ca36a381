// SPDX-License-Identifier: GPL-3.0-or-later
// The first rows of a source as a table for ResultGrid: fields with what they look like, values that do not fit marked.
#pragma once

#include "ui/load/sourcepreview.h"

#include <QAbstractTableModel>
#include <QHash>

#include <map>

namespace quiver::ui {

class PreviewModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setPreview(SourcePreview preview);
    void clear() { setPreview({}); }
    const SourcePreview &preview() const { return m_preview; }

    /// Why the target refuses a value; an empty \p field: the row as a whole.
    struct Problem {
        qint64 row = 0; ///< of the source, from 0
        QString field;
        QString reason;
    };
    /// Replaces those of the target; the source's own stay.
    void setProblems(const std::vector<Problem> &problems);
    /// The first row with a problem of either kind, -1: there is none.
    int firstProblem() const;
    /// Of a row as it stands in the grid; empty: it is fine.
    QString problem(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    GridCellPtr cell(int row, int column) const;

    SourcePreview m_preview;
    std::map<std::pair<int, int>, GridCellPtr> m_marked; ///< by row and column: those that the target refuses
    std::map<int, QString> m_rowProblems;
};

} // namespace quiver::ui
