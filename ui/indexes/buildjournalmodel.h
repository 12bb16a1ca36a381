// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of builds as a table, newest first.
#pragma once

#include "index/buildrecord.h"
#include "store/workspace.h"

#include <QAbstractTableModel>
#include <QUuid>

namespace quiver::ui {

class BuildJournalModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Started, Index, Method, Rows, Duration, Rate, Size, Memory, Outcome, ColumnCount };

    explicit BuildJournalModel(store::Workspace &workspace, QObject *parent = nullptr);

    /// Builds on this server, as in BuildEntry, and those through its profile, which may be null; empty: none. What foretells builds takes the same.
    void setServer(const QString &server, const QUuid &profileId = {});
    void reload();
    const QList<store::BuildEntry> &entries() const { return m_entries; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void loaded();

private:
    QString text(const store::BuildEntry &entry, int column) const;

    store::Workspace &m_workspace;
    QString m_server;
    QUuid m_profileId;
    QList<store::BuildEntry> m_entries;
    QList<qint64> m_memory; ///< maintenance_work_mem of each, bytes
    int m_generation = 0;
};

} // namespace quiver::ui
