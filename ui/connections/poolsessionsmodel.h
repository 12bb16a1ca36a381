// SPDX-License-Identifier: GPL-3.0-or-later
// The sessions of a pool as rows: who holds each of them, and what the server says about its other end.
#pragma once

#include "catalog/backendactivity.h"
#include "pg/sessionstatus.h"

#include <QAbstractTableModel>
#include <QHash>

#include <vector>

namespace quiver::ui {

class PoolSessionsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Name, Holder, Held, State, Transaction, Pid, BackendState, Wait, QueryFor, Query, Connected, Host, Reconnects, LastError,
        ColumnCount
    };
    enum Role { SortRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// In the pool's order. Rows of sessions that are still there stay, so that a selection does.
    void setSessions(const QList<pg::SessionStatus> &sessions);
    /// What the server says; \p asker is the backend that was asked, which would only show the question.
    void setActivity(const QList<catalog::BackendActivity> &activity, int asker);
    void clear();

private:
    struct Row {
        QString key; ///< the name, and which of those of the same name
        pg::SessionStatus status;
        bool operator==(const Row &) const = default;
    };
    const catalog::BackendActivity *activityOf(const Row &row) const;
    QString text(const Row &row, int column) const;
    QVariant sortValue(const Row &row, int column) const;
    QString toolTip(const Row &row, int column) const;
    QString backendStateText(const Row &row) const;

    std::vector<Row> m_rows;
    QHash<int, catalog::BackendActivity> m_activity; // by pid
    int m_asker = 0;
};

} // namespace quiver::ui
