// SPDX-License-Identifier: GPL-3.0-or-later
// A screen that is a list of tasks, each with its page: on the left what one may want, on the right how it is done.
//
// Which task was in front is kept in the workspace. Without a server an offer to connect takes the place of the pages that need one.
#pragma once

#include "store/workspace.h"
#include "ui/common/screen.h"
#include "ui/common/taskpage.h"

#include <QHash>

class QListView;
class QStackedWidget;
class QStandardItemModel;

namespace quiver::ui {

/// What makes one such screen another than the next.
struct TaskScreenTraits {
    QString name;         ///< begins the object names: "schema" gives "schemaScreen", "schemaTasks"
    QString title;        ///< in the rail, one word
    QString iconName;
    QString emptyHeading; ///< without a server
    QString emptyText;
    QStringList order;    ///< of the tasks; one of another name comes before the last
};

class TaskScreen : public Screen
{
    Q_OBJECT

public:
    TaskScreen(store::Workspace &workspace, TaskScreenTraits traits, QWidget *parent = nullptr);

    /// A task of the list; its place follows from \p task. \p description: one line that says when one wants it. The screen takes
    /// the page over.
    void addPage(const QString &task, const QString &title, const QString &description, const QString &iconName, TaskPage *page);
    TaskPage *page(const QString &task) const { return m_pages.value(task); }
    QString currentTask() const;
    /// With a table where the task is about one.
    void showTask(const QString &task, const QString &schema = {}, const QString &table = {});
    /// A number beside the task that asks for attention ("2 INVALID indexes" in \p why); 0: none.
    void setMark(const QString &task, int number, const QString &why);

    QString title() const override { return m_traits.title; }
    QString iconName() const override { return m_traits.iconName; }
    void setServer(Server *server) override;
    void activated() override;
    void saveState() override;
    QStringList unfinished(const Server *server) const override;
    void stop(const Server *server, const std::function<void()> &then) override;
    void showExample() override;

Q_SIGNALS:
    void openInConsoleRequested(const QString &sql);
    void saveAsMigrationRequested(const quiver::sql::Change &change);
    /// The user has no server open and wants one.
    void connectionsRequested();

private:
    QString named(const char *part) const { return m_traits.name + QLatin1StringView(part); }
    QWidget *buildTasks();
    QWidget *buildEmptyPage();
    int placeOf(const QString &task) const;
    int rowOf(const QString &task) const;
    void showCurrent();
    void showHome();
    void restoreTask();

    store::Workspace &m_workspace;
    const TaskScreenTraits m_traits;
    QPointer<Server> m_server;
    QHash<QString, TaskPage *> m_pages;
    QString m_saved; ///< the task that the workspace knows
    bool m_chosen = false; ///< the user has been to a task: a late answer of the workspace changes nothing

    QStandardItemModel *m_tasks = nullptr;
    QListView *m_list = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_empty = nullptr;
};

} // namespace quiver::ui
