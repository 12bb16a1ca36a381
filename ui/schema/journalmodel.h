// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace's journal of changes as a list, newest first, more of it as one scrolls.
#pragma once

#include "store/workspace.h"

#include <QAbstractListModel>

namespace quiver::ui {

class JournalModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { SummaryRole = Qt::UserRole, OutcomeRole, IdRole };

    explicit JournalModel(store::Workspace &workspace, QObject *parent = nullptr);

    void setFilter(const QString &text);
    /// Asks anew; the rows are replaced when the answer comes.
    void reload();
    const store::ChangeEntry *entry(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loaded();

private:
    void ask(qint64 beforeId);

    store::Workspace &m_workspace;
    QList<store::ChangeEntry> m_entries;
    QString m_text;
    int m_generation = 0; ///< replies to older questions are dropped
    bool m_more = true;
    bool m_asking = false;
};

} // namespace quiver::ui
