// SPDX-License-Identifier: GPL-3.0-or-later
// Shaping a database: a list of tasks, each with its page; and what was changed so far.
#pragma once

#include "store/workspace.h"
#include "ui/common/schemapage.h"
#include "ui/common/screen.h"

#include <QHash>

class QListView;
class QStackedWidget;
class QStandardItemModel;

namespace quiver::ui {

class JournalPage;

class SchemaScreen final : public Screen
{
    Q_OBJECT

public:
    explicit SchemaScreen(store::Workspace &workspace, QWidget *parent = nullptr);

    /// A task of the list; its place follows from \p task (see schematask), one of another name comes before the journal.
    /// \p description: one line that says when one wants it. The screen takes the page over.
    void addPage(const QString &task, const QString &title, const QString &description, const QString &iconName, SchemaPage *page);
    SchemaPage *page(const QString &task) const { return m_pages.value(task); }
    QString currentTask() const;
    /// With a table where the task is about one.
    void showTask(const QString &task, const QString &schema = {}, const QString &table = {});
    /// A Change was written to the journal.
    void journalGrew();

    QString title() const override { return tr("Schema"); }
    QString iconName() const override { return QStringLiteral("schema"); }
    void setServer(Server *server) override;
    void activated() override;
    void saveState() override;
    QStringList unfinished(const Server *server) const override;
    void showExample() override;

Q_SIGNALS:
    void openInConsoleRequested(const QString &sql);
    void saveAsMigrationRequested(const quiver::sql::Change &change);
    /// The user has no server open and wants one.
    void connectionsRequested();

private:
    QWidget *buildTasks();
    QWidget *buildEmptyPage();
    int rowOf(const QString &task) const;
    void showCurrent();
    void restoreTask();

    store::Workspace &m_workspace;
    QPointer<Server> m_server;
    QHash<QString, SchemaPage *> m_pages;
    JournalPage *m_journal;
    QString m_saved; ///< the task that the workspace knows
    bool m_chosen = false; ///< the user has been to a task: a late answer of the workspace changes nothing

    QStandardItemModel *m_tasks = nullptr;
    QListView *m_list = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_empty = nullptr;
};

} // namespace quiver::ui
