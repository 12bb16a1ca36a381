// SPDX-License-Identifier: GPL-3.0-or-later
// How the page of the migrations is put together.
#include "ui/migrations/migrationspage.h"

#include "ui/common/iconlabel.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/migrations/draftspane.h"
#include "ui/migrations/migrationfilepane.h"
#include "ui/migrations/migrationrun.h"
#include "ui/migrations/migrationsmodel.h"
#include "ui/migrations/repairpane.h"

#include <QAction>
#include <QBoxLayout>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using migrations::MigrationTarget;

namespace {
constexpr int wideEnough = 800; // for the files beside the table
constexpr int problemLines = 3; // that are seen at once
constexpr int narrowestName = 170;
constexpr std::pair<MigrationsModel::Column, int> columnWidths[] = {
    {MigrationsModel::State, 148}, {MigrationsModel::When, 88}, {MigrationsModel::Took, 62}, {MigrationsModel::Who, 78}};
const QList<int> besideEachOther{900, 1100}; // SQL has the longer lines
}

MigrationsPage::MigrationsPage(store::Workspace &workspace, QWidget *parent)
    : TaskPage(parent), m_workspace(workspace), m_model(new MigrationsModel(this))
{
    setObjectName(u"migrationsPage"_s);
    buildActions();
    m_bar = new InlineBar;
    m_bar->setObjectName(u"migrationsBar"_s);
    m_problems = new QListWidget;
    m_problems->setObjectName(u"migrationsProblems"_s);
    m_problems->setAccessibleName(tr("What is wrong with the files"));
    m_problems->setTextElideMode(Qt::ElideRight);
    m_problems->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_problems->hide();
    connect(m_problems, &QListWidget::currentRowChanged, this, [this] {
        if (const QListWidgetItem *item = m_problems->currentItem())
            select(item->data(Qt::UserRole).toLongLong());
    });
    m_content = new QWidget;
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildHeader());
    layout->addWidget(m_bar);
    layout->addWidget(m_problems);
    m_file = new MigrationFilePane;
    m_repairPane = new RepairPane;
    m_side = new QStackedWidget;
    m_side->addWidget(m_file);
    m_side->addWidget(m_repairPane);
    m_split = new QSplitter(Qt::Horizontal);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(buildTable());
    m_split->addWidget(m_side);
    m_split->setStretchFactor(0, 9);
    m_split->setStretchFactor(1, 11);
    m_split->setSizes(besideEachOther);
    layout->addWidget(m_split, 1);
    layout->addWidget(buildButtons());
    m_drafts = new DraftsPane;
    m_empty = buildEmptyState();
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    m_pages->addWidget(m_drafts);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(12, 12, 12, 12);
    outer->addWidget(m_pages);

    connect(m_file, &MigrationFilePane::saved, this, &MigrationsPage::reload);
    connect(m_file, &MigrationFilePane::failed, this, [this](const QString &message) { tell(int(InlineBar::Tone::Danger), message); });
    connect(m_file, &MigrationFilePane::unsavedChanged, this, &MigrationsPage::showState);
    connect(m_repairPane, &RepairPane::repairRequested, this, &MigrationsPage::applyRepair);
    connect(m_repairPane, &RepairPane::closed, this, [this] {
        m_side->setCurrentWidget(m_file);
        showState();
        m_view->setFocus();
    });
    connect(m_drafts, &DraftsPane::written, this, &MigrationsPage::draftsWritten);
    connect(m_drafts, &DraftsPane::closed, this, [this] {
        m_toSave.reset();
        showPage();
        m_view->setFocus();
    });
    m_reloadTimer.setSingleShot(true);
    m_reloadTimer.setInterval(300); // an editor writes more than once
    connect(&m_reloadTimer, &QTimer::timeout, this, &MigrationsPage::reload);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_reloadTimer, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_reloadTimer, qOverload<>(&QTimer::start));
    showPage();
    showState();
}

MigrationsPage::~MigrationsPage()
{
    // A field that has the focus says that it is done as the window goes, and this page is none any more by then.
    m_folder->disconnect(this);
    m_tableName->disconnect(this);
}

QWidget *MigrationsPage::buildHeader()
{
    m_folder = new QLineEdit;
    m_folder->setObjectName(u"migrationsFolder"_s);
    m_folder->setAccessibleName(tr("Folder of the migrations"));
    m_folder->setPlaceholderText(tr("A folder of 0001_name.up.sql files"));
    auto *folderLabel = new QLabel(tr("Fo&lder"));
    folderLabel->setBuddy(m_folder);
    auto *choose = new QToolButton;
    choose->setObjectName(u"migrationsChoose"_s);
    choose->setIcon(icon(u"open"_s));
    choose->setToolTip(tr("Choose the folder"));
    choose->setAccessibleName(tr("Choose the folder"));
    choose->setFocusPolicy(Qt::TabFocus);
    m_tableName = new QLineEdit(m_table.text());
    m_tableName->setObjectName(u"migrationsTable"_s);
    m_tableName->setAccessibleName(tr("Table of the history"));
    fitTableName();
    auto *tableLabel = new QLabel(tr("H&istory"));
    tableLabel->setBuddy(m_tableName);
    const auto tool = [](const QString &name, const QString &iconName, const QString &text) {
        auto *button = new QToolButton;
        button->setObjectName(name);
        button->setIcon(icon(iconName));
        button->setText(text);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::TabFocus);
        return button;
    };
    m_new = tool(u"migrationsNew"_s, u"add"_s, tr("Ne&w"));
    m_new->setToolTip(tr("Write an empty pair of files, to be filled in here or anywhere"));
    m_export = tool(u"migrationsExport"_s, u"export"_s, tr("&Export"));
    m_export->setToolTip(tr("Write them for Alembic, Flyway, or as one script"));
    auto *refresh = new QToolButton;
    refresh->setObjectName(u"migrationsRefresh"_s);
    refresh->setIcon(icon(u"refresh"_s));
    refresh->setToolTip(tr("Read the folder and the history again (F5)"));
    refresh->setAccessibleName(tr("Read the folder and the history again"));
    refresh->setShortcut(QKeySequence::Refresh);
    refresh->setFocusPolicy(Qt::TabFocus);
    connect(m_folder, &QLineEdit::editingFinished, this, &MigrationsPage::takeFolderField);
    connect(m_tableName, &QLineEdit::editingFinished, this, &MigrationsPage::takeTableField);
    connect(choose, &QToolButton::clicked, this, &MigrationsPage::chooseFolder);
    connect(refresh, &QToolButton::clicked, this, &MigrationsPage::reload);
    connect(m_new, &QToolButton::clicked, this, [this] {
        m_drafts->newMigration(m_folderPath);
        openDrafts();
    });
    connect(m_export, &QToolButton::clicked, this, [this] {
        m_drafts->exportFrom(m_folderPath);
        openDrafts();
    });
    auto *header = new QWidget;
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(folderLabel);
    layout->addWidget(m_folder, 1);
    layout->addWidget(choose);
    layout->addWidget(tableLabel);
    layout->addWidget(m_tableName);
    layout->addWidget(refresh);
    layout->addWidget(m_new);
    layout->addWidget(m_export);
    return header;
}

QWidget *MigrationsPage::buildTable()
{
    m_view = new QTreeView;
    m_view->setObjectName(u"migrationsView"_s);
    m_view->setAccessibleName(tr("Migrations"));
    m_view->setModel(m_model);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setTextElideMode(Qt::ElideMiddle);
    m_view->setMinimumHeight(84);
    m_view->setMinimumWidth(300);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView *header = m_view->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(MigrationsModel::Name, QHeaderView::Stretch);
    for (const auto &[column, width] : columnWidths)
        header->resizeSection(column, width);
    connect(header, &QHeaderView::sectionResized, this, [this](int column) {
        if (column == MigrationsModel::Name) // it takes the room that there is
            fitColumns();
    }, Qt::QueuedConnection); // a header that is at its sections counts none that are shown meanwhile
    connect(m_model, &QAbstractItemModel::modelReset, this, &MigrationsPage::fitColumns, Qt::QueuedConnection);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MigrationsPage::showCurrent);
    connect(m_view, &QTreeView::activated, this, [this] { m_file->setFocus(); });
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) { m_menu->popup(m_view->viewport()->mapToGlobal(at)); });
    m_totals = new QLabel;
    m_totals->setObjectName(u"migrationsTotals"_s);
    m_totals->setProperty("muted", true);
    m_totals->setTextFormat(Qt::PlainText);
    m_totals->setWordWrap(true);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_totals);
    return box;
}

void MigrationsPage::buildActions()
{
    const auto action = [this](const QString &name, const QString &text, auto slot) {
        auto *result = new QAction(text, this);
        result->setObjectName(name);
        connect(result, &QAction::triggered, this, slot);
        return result;
    };
    m_upNext = action(u"migrationsUpNext"_s, tr("Run the &next one only"), [this] { runTarget(MigrationTarget::up(1), false); });
    m_toThis = action(u"migrationsToThis"_s, tr("Go up or down &to the chosen one"), [this] {
        if (const auto *entry = current())
            runTarget(MigrationTarget::to(entry->version), false);
    });
    m_dryDown = action(u"migrationsDryDown"_s, tr("&Dry run of taking back the newest"), [this] { runTarget(MigrationTarget::down(), true); });
    m_baselineAction = action(u"migrationsBaseline"_s, tr("Take all up to the chosen one as &applied…"), [this] { baseline(); });
    m_repairAction = action(u"migrationsRepairAction"_s, tr("&Repair the chosen one…"), [this] { repair(); });
    m_outOfOrder = action(u"migrationsOutOfOrder"_s, tr("Allow running out of &order"), [this] { showState(); });
    m_outOfOrder->setCheckable(true);
    m_missing = action(u"migrationsMissing"_s, tr("Go up although &files are gone"), [this] { showState(); });
    m_missing->setCheckable(true);
    m_menu = new QMenu(this);
    m_menu->setObjectName(u"migrationsMenu"_s);
    m_menu->addActions({m_upNext, m_toThis, m_dryDown});
    m_menu->addSeparator();
    m_menu->addActions({m_repairAction, m_baselineAction});
    m_menu->addSeparator();
    m_menu->addActions({m_outOfOrder, m_missing});
}

QWidget *MigrationsPage::buildButtons()
{
    const auto button = [](const QString &name, const QString &text) {
        auto *result = new QPushButton(text);
        result->setObjectName(name);
        return result;
    };
    m_up = button(u"migrationsUp"_s, tr("R&un all pending"));
    m_up->setProperty("primary", true);
    m_dry = button(u"migrationsDry"_s, tr("&Dry run"));
    m_dry->setToolTip(tr("Runs all pending ones in one transaction and rolls it back. What cannot run in a transaction is not tried."));
    m_down = button(u"migrationsDown"_s, tr("Ta&ke back the newest"));
    m_repairButton = button(u"migrationsRepair"_s, tr("&Repair…"));
    m_more = button(u"migrationsMore"_s, tr("&More"));
    m_more->setProperty("menu", true);
    m_more->setMenu(m_menu);
    m_cancel = button(u"migrationsCancel"_s, tr("&Cancel"));
    connect(m_up, &QPushButton::clicked, this, [this] { runTarget(MigrationTarget::up(), false); });
    connect(m_dry, &QPushButton::clicked, this, [this] { runTarget(MigrationTarget::up(), true); });
    connect(m_down, &QPushButton::clicked, this, [this] { runTarget(MigrationTarget::down(), false); });
    connect(m_repairButton, &QPushButton::clicked, this, &MigrationsPage::repair);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_run)
            m_run->job->cancel();
    });
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_more);
    layout->addStretch(1);
    layout->addWidget(m_cancel);
    layout->addWidget(m_repairButton);
    layout->addWidget(m_down);
    layout->addWidget(m_dry);
    layout->addWidget(m_up);
    return row;
}

QWidget *MigrationsPage::buildEmptyState()
{
    auto *page = new QWidget;
    auto *mark = new IconLabel(u"history"_s, &Colors::muted, 40, page);
    auto *heading = new QLabel(tr("Migrations"), page);
    heading->setProperty("heading", true);
    auto *text = new QLabel(tr("A folder of numbered SQL files, 0001_name.up.sql and 0001_name.down.sql, and a table in the database that remembers which "
                               "of them were applied. They are plain SQL: others run them with psql, Alembic or Flyway."),
                            page);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignHCenter);
    text->setProperty("muted", true);
    text->setFixedWidth(440);
    text->setMinimumHeight(text->heightForWidth(440)); // which an aligned label is not asked for
    auto *choose = new QPushButton(tr("&Choose a folder"), page);
    choose->setObjectName(u"migrationsChooseFirst"_s);
    choose->setProperty("primary", true);
    connect(choose, &QPushButton::clicked, this, &MigrationsPage::chooseFolder);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(2);
    for (QWidget *widget : std::initializer_list<QWidget *>{mark, heading, text, choose})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

/// The files beside the table, or below it where there is no room; nor is there for words in the header then.
void MigrationsPage::fitSplitter()
{
    const auto wanted = width() >= wideEnough ? Qt::Horizontal : Qt::Vertical;
    for (QToolButton *button : {m_new, m_export})
        button->setToolButtonStyle(wanted == Qt::Horizontal ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    if (m_split->orientation() == wanted)
        return;
    m_split->setOrientation(wanted);
    m_split->setSizes(wanted == Qt::Horizontal ? besideEachOther : QList<int>{1000, 1000});
}

/// Columns that say something, as far as they leave room for the names; the tool tips say all of it.
void MigrationsPage::fitColumns()
{
    constexpr int margins = 24;
    int widest = narrowestName;
    for (int row = 0; row < m_model->rowCount(); ++row)
        widest = std::max(widest, m_view->fontMetrics().horizontalAdvance(m_model->index(row, MigrationsModel::Name).data().toString()) + margins);
    int room = m_view->viewport()->width() - widest;
    for (const auto &[column, width] : columnWidths) {
        bool isUsed = column == MigrationsModel::State;
        for (int row = 0; row < m_model->rowCount() && !isUsed; ++row)
            isUsed = !m_model->index(row, column).data().toString().isEmpty();
        const bool isShown = column == MigrationsModel::State || (isUsed && width <= room);
        if (isShown)
            room -= width;
        m_view->setColumnHidden(column, !isShown);
    }
}

/// As wide as its name, within reason.
void MigrationsPage::fitTableName()
{
    constexpr int frame = 32;
    m_tableName->ensurePolished(); // or the font is another yet
    const int words = m_tableName->fontMetrics().horizontalAdvance(m_table.text() + u'_');
    m_tableName->setFixedWidth(std::clamp(words + frame, 170, 260));
    m_tableName->setToolTip(tr("The table in which the database remembers what was applied: %1. It is made with the first run.").arg(m_table.text()));
}

void MigrationsPage::resizeEvent(QResizeEvent *event)
{
    TaskPage::resizeEvent(event);
    fitSplitter();
}

void MigrationsPage::changeEvent(QEvent *event)
{
    TaskPage::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_model->refreshColors();
}

void MigrationsPage::showProblems()
{
    m_problems->clear();
    for (const migrations::MigrationProblem &problem : m_model->status().problems) {
        const bool isError = problem.severity == migrations::MigrationProblem::Severity::Error;
        const Colors colors = colorsFor(palette());
        auto *item = new QListWidgetItem(icon(isError ? u"error"_s : u"info"_s, isError ? colors.danger : colors.muted), problem.text(), m_problems);
        item->setToolTip(problem.text());
        if (const auto parts = migrations::migrationFileParts(problem.file))
            item->setData(Qt::UserRole, parts->version);
    }
    const int lines = std::min(m_problems->count(), problemLines);
    m_problems->setFixedHeight(lines * std::max(24, m_problems->sizeHintForRow(0)) + 4);
    m_problems->setVisible(lines > 0);
}

} // namespace quiver::ui
