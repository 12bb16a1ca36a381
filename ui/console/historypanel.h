// SPDX-License-Identifier: GPL-3.0-or-later
// What was run, newest first, searchable; a double click writes it into the editor.
#pragma once

#include "store/workspace.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;

namespace quiver::ui {

/// Entries of the workspace's history, more of them as one scrolls.
class HistoryModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { SqlRole = Qt::UserRole + 1, SummaryRole, OutcomeRole, IdRole };
    explicit HistoryModel(store::Workspace &workspace, QObject *parent = nullptr);

    void setFilter(const QString &text);
    void reload();
    void remove(const QModelIndex &index);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loaded();

private:
    void ask(qint64 beforeId);
    store::Workspace &m_workspace;
    QList<store::HistoryEntry> m_entries;
    QString m_text;
    int m_generation = 0; ///< replies to older questions are dropped
    bool m_more = true;
    bool m_asking = false;
};

class HistoryPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPanel(store::Workspace &workspace, QWidget *parent = nullptr);

    void open();
    void refresh();

Q_SIGNALS:
    void insertRequested(const QString &sql);
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
