// SPDX-License-Identifier: GPL-3.0-or-later
// What was run, newest first, searchable; a double click writes it into the editor.
#pragma once

#include "store/workspace.h"
#include "ui/common/entrypanel.h"

namespace quiver::ui {

/// Entries of the workspace's history, more of them as one scrolls.
class HistoryModel final : public EntryListModel<store::HistoryEntry>
{
    Q_OBJECT

public:
    enum Role { SqlRole = Qt::UserRole + 1, ParametersRole };
    explicit HistoryModel(store::Workspace &workspace, QObject *parent = nullptr);

    void remove(const QModelIndex &index);

    QVariant data(const QModelIndex &index, int role) const override;

protected:
    QFuture<QList<store::HistoryEntry>> ask(const QString &text, int limit, qint64 beforeId) override;

private:
    static QString summaryOf(const store::HistoryEntry &entry);

    store::Workspace &m_workspace;
};

class HistoryPanel final : public EntryPanel
{
    Q_OBJECT

public:
    explicit HistoryPanel(store::Workspace &workspace, QWidget *parent = nullptr);

Q_SIGNALS:
    /// \p parameters: what its :names stood for.
    void insertRequested(const QString &sql, const QByteArray &parameters);

protected:
    void fillMenu(QMenu &menu, const QPersistentModelIndex &index) override;

private:
    HistoryPanel(HistoryModel *model, QWidget *parent);
    void insert(const QModelIndex &index);

    HistoryModel *m_model;
};

} // namespace quiver::ui
