// SPDX-License-Identifier: GPL-3.0-or-later
// The vector queries that pg_stat_statements has counted, as rows, the most time first.
#pragma once

#include "index/slowqueries.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class SlowQueriesModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Statement, Mean, Calls, Total, Share, Rows, Hits, User, ColumnCount };
    enum Role { SortRole = Qt::UserRole + 1, WordsRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setQueries(index::SlowQueries queries);
    const index::SlowQueries &queries() const { return m_queries; }
    const index::SlowQuery *query(const QModelIndex &index) const; ///< null for the invalid index
    QModelIndex indexOf(qint64 id, const QString &user) const;
    /// False: the column says the same of all.
    bool says(Column column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const index::SlowQuery &query, int column) const;
    QVariant sortValue(const index::SlowQuery &query, int column) const;

    index::SlowQueries m_queries;
};

} // namespace quiver::ui
