// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace's journal of changes as a list, newest first, more of it as one scrolls.
#pragma once

#include "store/workspace.h"
#include "ui/common/entrylistmodel.h"

namespace quiver::ui {

class JournalModel final : public EntryListModel<store::ChangeEntry>
{
    Q_OBJECT

public:
    enum Role { SummaryRole = Qt::UserRole, OutcomeRole, IdRole };

    explicit JournalModel(store::Workspace &workspace, QObject *parent = nullptr);

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

protected:
    QFuture<QList<store::ChangeEntry>> ask(const QString &text, int limit, qint64 beforeId) override;

private:
    static QString summaryOf(const store::ChangeEntry &entry);

    store::Workspace &m_workspace;
};

} // namespace quiver::ui
