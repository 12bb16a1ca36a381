// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/taskscreen.h"

#include "core/reply.h"
#include "ui/common/stopping.h"
#include "ui/common/taskdelegate.h"
#include "ui/common/theme.h"
#include "ui/common/unconnectedpage.h"

#include <QBoxLayout>
#include <QListView>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int listWidth = 236;

}

TaskScreen::TaskScreen(store::Workspace &workspace, TaskScreenTraits traits, QWidget *parent)
    : Screen(parent), m_workspace(workspace), m_traits(std::move(traits))
{
    setObjectName(named("Screen"));
    m_stack = new QStackedWidget;
    m_stack->setObjectName(named("Pages"));
    m_empty = buildEmptyPage();
    m_stack->addWidget(m_empty);
    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(buildTasks());
    split->addWidget(m_stack);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    split->setSizes({listWidth, 10 * listWidth});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
}

QWidget *TaskScreen::buildTasks()
{
    m_tasks = new QStandardItemModel(this);
    m_list = new QListView;
    m_list->setObjectName(named("Tasks"));
    m_list->setAccessibleName(tr("Tasks"));
    m_list->setModel(m_tasks);
    m_list->setItemDelegate(new TaskDelegate(m_list));
    m_list->setProperty("frameless", true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setWordWrap(true); // its items follow the width
    m_list->setResizeMode(QListView::Adjust);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMinimumWidth(180);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        m_chosen = true;
        showCurrent();
    });
    connect(m_list, &QListView::clicked, this, &TaskScreen::showHome);
    connect(m_list, &QListView::activated, this, [this] {
        m_list->setFocus();
        focusNextChild(); // as Tab does: into the page
    });
    return m_list;
}

QWidget *TaskScreen::buildEmptyPage()
{
    auto *page = new UnconnectedPage(m_traits.name, m_traits.iconName, m_traits.emptyHeading, m_traits.emptyText);
    connect(page, &UnconnectedPage::connectionsRequested, this, &TaskScreen::connectionsRequested);
    return page;
}

int TaskScreen::placeOf(const QString &task) const
{
    // Unknown ones go before the last, which looks back on the others.
    const qsizetype found = m_traits.order.indexOf(task);
    return int(2 * (found >= 0 ? found : m_traits.order.size() - 2) + (found >= 0 ? 0 : 1));
}

void TaskScreen::addPage(const QString &task, const QString &title, const QString &description, const QString &iconName, TaskPage *page)
{
    m_pages.insert(task, page);
    m_stack->addWidget(page);
    int row = 0;
    while (row < m_tasks->rowCount() && placeOf(m_tasks->item(row)->data(TaskDelegate::TaskRole).toString()) <= placeOf(task))
        ++row;
    auto *item = new QStandardItem(title);
    item->setData(task, TaskDelegate::TaskRole);
    item->setData(description, TaskDelegate::DescriptionRole);
    item->setData(iconName, TaskDelegate::IconNameRole);
    item->setData(u"%1. %2"_s.arg(title, description), Qt::AccessibleTextRole);
    item->setEditable(false);
    m_tasks->insertRow(row, item);
    page->setServer(m_server);
    connect(page, &TaskPage::openInConsoleRequested, this, &TaskScreen::openInConsoleRequested);
    connect(page, &TaskPage::saveAsMigrationRequested, this, &TaskScreen::saveAsMigrationRequested);
    connect(page, &TaskPage::statusMessage, this, &Screen::statusMessage);
    connect(page, &TaskPage::taskRequested, this, &TaskScreen::showTask);
    auto *action = new QAction(icon(iconName), u"%1: %2"_s.arg(m_traits.title, title), this);
    action->setObjectName(named("Go-") + task);
    connect(action, &QAction::triggered, this, [this, task] { showTask(task); });
    addAction(action);
    if (!m_chosen)
        restoreTask();
}

int TaskScreen::rowOf(const QString &task) const
{
    for (int row = 0; row < m_tasks->rowCount(); ++row) {
        if (m_tasks->item(row)->data(TaskDelegate::TaskRole).toString() == task)
            return row;
    }
    return -1;
}

QString TaskScreen::currentTask() const
{
    return m_list->currentIndex().data(TaskDelegate::TaskRole).toString();
}

void TaskScreen::showTask(const QString &task, const QString &schema, const QString &table)
{
    const int row = rowOf(task);
    if (row < 0)
        return;
    m_chosen = true;
    m_list->setCurrentIndex(m_tasks->index(row, 0));
    if (!table.isEmpty())
        m_pages.value(task)->showFor(schema, table);
    else
        showHome();
}

void TaskScreen::showHome()
{
    if (TaskPage *shown = m_pages.value(currentTask()))
        shown->home();
}

void TaskScreen::setMark(const QString &task, int number, const QString &why)
{
    const int row = rowOf(task);
    if (row < 0)
        return;
    QStandardItem *item = m_tasks->item(row);
    item->setData(number > 0 ? QVariant(number) : QVariant(), TaskDelegate::MarkRole);
    item->setToolTip(number > 0 ? why : QString());
    item->setData(u"%1. %2"_s.arg(item->text(), number > 0 ? why : item->data(TaskDelegate::DescriptionRole).toString()), Qt::AccessibleTextRole);
}

void TaskScreen::showCurrent()
{
    TaskPage *shown = m_pages.value(currentTask());
    if (!shown)
        return;
    const bool possible = m_server || !shown->needsServer();
    m_stack->setCurrentWidget(possible ? static_cast<QWidget *>(shown) : m_empty);
    if (isVisible() && possible)
        shown->activated();
}

/// Where the user was when the program ended, or the first task.
void TaskScreen::restoreTask()
{
    const auto choose = [this] {
        const int saved = rowOf(m_saved);
        const QSignalBlocker quiet(m_list->selectionModel());
        m_list->setCurrentIndex(m_tasks->index(std::max(0, saved), 0));
        showCurrent();
    };
    choose();
    if (!m_saved.isNull())
        return;
    m_saved = u""_s;
    core::whenDone(
        m_workspace.value(m_traits.name + u".task"_s), this,
        [this, choose](const QByteArray &task) {
            m_saved = QString::fromUtf8(task);
            if (!m_chosen && !m_saved.isEmpty())
                choose();
        },
        [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
}

void TaskScreen::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    for (TaskPage *each : std::as_const(m_pages))
        each->setServer(server);
    showCurrent();
}

void TaskScreen::activated()
{
    showCurrent();
    m_list->setFocus();
}

void TaskScreen::saveState()
{
    const QString task = currentTask();
    if (!m_chosen || task == m_saved)
        return;
    m_saved = task;
    m_workspace.setValue(m_traits.name + u".task"_s, task.toUtf8());
}

QStringList TaskScreen::unfinished(const Server *server) const
{
    QStringList lines;
    for (const TaskPage *each : m_pages)
        lines += each->unfinished(server);
    return lines;
}

void TaskScreen::stop(const Server *server, const std::function<void()> &then)
{
    WhenAll all(then);
    for (TaskPage *each : std::as_const(m_pages))
        each->stop(server, all.another());
}

void TaskScreen::showExample()
{
    if (TaskPage *shown = m_pages.value(currentTask()))
        shown->showExample();
}

} // namespace quiver::ui
