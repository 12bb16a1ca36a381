// SPDX-License-Identifier: GPL-3.0-or-later
// The migrations of a folder and a database as a table: each with its state, when it ran, how long, and by whom.
#pragma once

#include "migrations/migrationrunner.h"

#include <QAbstractTableModel>
#include <QHash>

namespace quiver::ui {

class MigrationsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, When, Took, Who, ColumnCount };
    enum Role { VersionRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setStatus(const migrations::MigrationStatus &status);
    const migrations::MigrationStatus &status() const { return m_status; }
    /// What a run does, or did, to the rows: shown in place of their states.
    void setOutcomes(const std::vector<migrations::MigrationOutcome> &outcomes);
    void clearOutcomes() { setOutcomes({}); }
    /// The theme's colours have changed.
    void refreshColors();

    const migrations::MigrationEntry *entry(const QModelIndex &index) const;
    int rowOf(qint64 version) const; ///< -1: none

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const migrations::MigrationEntry &entry, int column) const;
    QString toolTip(const migrations::MigrationEntry &entry, int column) const;

    migrations::MigrationStatus m_status;
    QHash<qint64, migrations::MigrationOutcome> m_outcomes;
};

} // namespace quiver::ui
