// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/schemascreen.h"

#include "core/reply.h"
#include "ui/common/iconlabel.h"
#include "ui/schema/journalpage.h"
#include "ui/schema/taskdelegate.h"

#include <QBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

const QString taskKey = u"schema.task"_s;
constexpr int listWidth = 236;

int placeOf(const QString &task)
{
    const QStringList order{schematask::extension, schematask::newTable, schematask::addColumn, schematask::storage, schematask::model,
                            schematask::migrations};
    const auto found = order.indexOf(task);
    if (found >= 0)
        return int(found);
    return int(order.size()) + (task == schematask::journal ? 1 : 0);
}

} // namespace

SchemaScreen::SchemaScreen(store::Workspace &workspace, QWidget *parent)
    : Screen(parent), m_workspace(workspace), m_journal(new JournalPage(workspace))
{
    setObjectName(u"schemaScreen"_s);
    m_stack = new QStackedWidget;
    m_stack->setObjectName(u"schemaPages"_s);
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
    addPage(schematask::journal, tr("Change journal"), tr("What was changed so far, and taking it back"), u"history"_s, m_journal);
    restoreTask();
}

QWidget *SchemaScreen::buildTasks()
{
    m_tasks = new QStandardItemModel(this);
    m_list = new QListView;
    m_list->setObjectName(u"schemaTasks"_s);
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
    connect(m_list, &QListView::activated, this, [this] {
        m_list->setFocus();
        focusNextChild(); // as Tab does: into the page
    });
    return m_list;
}

QWidget *SchemaScreen::buildEmptyPage()
{
    auto *page = new QWidget;
    page->setObjectName(u"schemaEmpty"_s);
    auto *mark = new IconLabel(u"schema"_s, &Colors::muted, 40, page);
    auto *heading = new QLabel(tr("Shape a database"), page);
    heading->setProperty("heading", true);
    auto *text = new QLabel(tr("Here you set up pgvector, make vector tables and change them: every step is shown with its SQL, its locks "
                               "and what undoes it before anything happens. Open a connection to begin."),
                            page);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignHCenter);
    text->setProperty("muted", true);
    text->setFixedWidth(440);
    text->setFixedHeight(text->heightForWidth(440)); // a layout that aligns does not ask for it
    auto *button = new QPushButton(tr("&Open a connection"), page);
    button->setObjectName(u"schemaConnect"_s);
    button->setProperty("primary", true);
    connect(button, &QPushButton::clicked, this, &SchemaScreen::connectionsRequested);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(2);
    for (QWidget *widget : std::initializer_list<QWidget *>{mark, heading, text, button})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

void SchemaScreen::addPage(const QString &task, const QString &title, const QString &description, const QString &iconName, SchemaPage *page)
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
    connect(page, &SchemaPage::openInConsoleRequested, this, &SchemaScreen::openInConsoleRequested);
    connect(page, &SchemaPage::saveAsMigrationRequested, this, &SchemaScreen::saveAsMigrationRequested);
    connect(page, &SchemaPage::statusMessage, this, &Screen::statusMessage);
    connect(page, &SchemaPage::taskRequested, this, &SchemaScreen::showTask);
    auto *action = new QAction(icon(iconName), tr("Schema: %1").arg(title), this);
    action->setObjectName(u"schemaGo-"_s + task);
    connect(action, &QAction::triggered, this, [this, task] { showTask(task); });
    addAction(action);
    if (!m_chosen)
        restoreTask();
}

int SchemaScreen::rowOf(const QString &task) const
{
    for (int row = 0; row < m_tasks->rowCount(); ++row) {
        if (m_tasks->item(row)->data(TaskDelegate::TaskRole).toString() == task)
            return row;
    }
    return -1;
}

QString SchemaScreen::currentTask() const
{
    return m_list->currentIndex().data(TaskDelegate::TaskRole).toString();
}

void SchemaScreen::showTask(const QString &task, const QString &schema, const QString &table)
{
    const int row = rowOf(task);
    if (row < 0)
        return;
    m_chosen = true;
    m_list->setCurrentIndex(m_tasks->index(row, 0));
    if (!table.isEmpty())
        m_pages.value(task)->showFor(schema, table);
}

void SchemaScreen::showCurrent()
{
    SchemaPage *shown = m_pages.value(currentTask());
    if (!shown)
        return;
    const bool possible = m_server || !shown->needsServer();
    m_stack->setCurrentWidget(possible ? static_cast<QWidget *>(shown) : m_empty);
    if (isVisible() && possible)
        shown->activated();
}

/// Where the user was when the program ended, or the first task.
void SchemaScreen::restoreTask()
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
        m_workspace.value(taskKey), this,
        [this, choose](const QByteArray &task) {
            m_saved = QString::fromUtf8(task);
            if (!m_chosen && !m_saved.isEmpty())
                choose();
        },
        [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
}

void SchemaScreen::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    for (SchemaPage *each : std::as_const(m_pages))
        each->setServer(server);
    showCurrent();
}

void SchemaScreen::activated()
{
    showCurrent();
    m_list->setFocus();
}

void SchemaScreen::saveState()
{
    const QString task = currentTask();
    if (!m_chosen || task == m_saved)
        return;
    m_saved = task;
    m_workspace.setValue(taskKey, task.toUtf8());
}

QStringList SchemaScreen::unfinished(const Server *server) const
{
    QStringList lines;
    for (const SchemaPage *each : m_pages)
        lines += each->unfinished(server);
    return lines;
}

void SchemaScreen::showExample()
{
    if (SchemaPage *shown = m_pages.value(currentTask()))
        shown->showExample();
}

void SchemaScreen::journalGrew()
{
    m_journal->reload();
}

} // namespace quiver::ui
