// SPDX-License-Identifier: GPL-3.0-or-later
// What was run, newest first, searchable; a double click writes it into the editor.
#pragma once

#include "store/workspace.h"
#include "ui/common/entrylistmodel.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;

namespace quiver::ui {

/// Entries of the workspace's history, more of them as one scrolls.
class HistoryModel final : public EntryListModel<store::HistoryEntry>
{
    Q_OBJECT

public:
    enum Role { SqlRole = Qt::UserRole + 1, SummaryRole, OutcomeRole, IdRole, ParametersRole };
    explicit HistoryModel(store::Workspace &workspace, QObject *parent = nullptr);

    void remove(const QModelIndex &index);

    QVariant data(const QModelIndex &index, int role) const override;

protected:
    QFuture<QList<store::HistoryEntry>> ask(const QString &text, int limit, qint64 beforeId) override;

private:
    static QString summaryOf(const store::HistoryEntry &entry);

    store::Workspace &m_workspace;
};

class HistoryPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPanel(store::Workspace &workspace, QWidget *parent = nullptr);

    void open();
    void refresh();

Q_SIGNALS:
    /// \p parameters: what its :names stood for.
    void insertRequested(const QString &sql, const QByteArray &parameters);
    void closeRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showMenu(const QPoint &position);

    HistoryModel *m_model;
    QLineEdit *m_search;
    QListView *m_list;
    QLabel *m_empty;
    QTimer m_typing;
};

} // namespace quiver::ui
