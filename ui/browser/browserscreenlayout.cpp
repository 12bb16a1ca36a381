// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the browser and what they are wired to.
#include "ui/browser/browserdelegate.h"
#include "ui/browser/browserfilter.h"
#include "ui/browser/browsermodel.h"
#include "ui/browser/browserscreen.h"
#include "ui/browser/ddlpane.h"
#include "ui/browser/detailspanel.h"
#include "ui/browser/foundmodel.h"
#include "ui/common/theme.h"
#include "ui/common/unconnectedpage.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QWidget *BrowserScreen::buildEmptyPage()
{
    auto *page = new UnconnectedPage(u"browser"_s, u"browse"_s, tr("Look through a server"),
                                     tr("Here you see the databases, schemas, tables and indexes of the server that is open: "
                                        "which columns hold "
                                        "vectors, how many dimensions they have, and whether a search finds an index."),
                                     this);
    connect(page, &UnconnectedPage::connectionsRequested, this, &BrowserScreen::connectionsRequested);
    return page;
}

QWidget *BrowserScreen::buildTreeSide()
{
    auto *side = new QWidget(this);
    m_filterEdit = new QLineEdit(side);
    m_filterEdit->setObjectName(u"browserFilter"_s);
    m_filterEdit->setPlaceholderText(tr("Filter by name"));
    m_filterEdit->setAccessibleName(tr("Filter by name"));
    m_filterEdit->setToolTip(tr("Shows what contains this text, and searches the whole database (Ctrl+F)"));
    m_filterEdit->setClearButtonEnabled(true);
    m_filterEdit->addAction(icon(u"filter"_s), QLineEdit::LeadingPosition);
    m_refresh = new QToolButton(side);
    m_refresh->setObjectName(u"browserRefresh"_s);
    m_refresh->setIcon(icon(u"refresh"_s));
    m_refresh->setToolTip(tr("Read all that is shown again (F5)"));
    m_refresh->setAccessibleName(tr("Refresh"));
    m_more = new QToolButton(side);
    m_more->setObjectName(u"browserMore"_s);
    m_more->setIcon(icon(u"more"_s));
    m_more->setToolTip(tr("What is shown"));
    m_more->setAccessibleName(tr("What is shown"));
    m_more->setPopupMode(QToolButton::InstantPopup);

    m_tree = new QTreeView(side);
    m_tree->setObjectName(u"browserTree"_s);
    m_tree->setAccessibleName(tr("Objects of the server"));
    m_tree->setProperty("frameless", true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setModel(m_filter);
    m_tree->setItemDelegateForColumn(0, new BrowserDelegate(m_tree));
    m_tree->setUniformRowHeights(true); // thousands of tables: no measuring of each
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setExpandsOnDoubleClick(true);
    m_tree->setIndentation(16);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionsMovable(false);
    m_tree->header()->setSectionResizeMode(BrowserModel::NameColumn, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(BrowserModel::RowsColumn, QHeaderView::Interactive);
    m_tree->header()->setSectionResizeMode(BrowserModel::SizeColumn, QHeaderView::Interactive);
    m_tree->header()->resizeSection(BrowserModel::RowsColumn, 76);
    m_tree->header()->resizeSection(BrowserModel::SizeColumn, 84);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 8, 8, 8);
    bar->setSpacing(4);
    bar->addWidget(m_filterEdit, 1);
    bar->addWidget(m_refresh);
    bar->addWidget(m_more);
    auto *split = new QSplitter(Qt::Vertical, side);
    split->addWidget(m_tree);
    split->addWidget(buildFoundPane());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(split, 1);
    return side;
}

QWidget *BrowserScreen::buildFoundPane()
{
    m_foundPane = new QWidget(this);
    m_foundPane->setObjectName(u"browserFoundPane"_s);
    m_foundTitle = new QLabel(m_foundPane);
    m_foundTitle->setObjectName(u"browserFoundTitle"_s);
    m_foundTitle->setTextFormat(Qt::PlainText);
    m_foundTitle->setProperty("muted", true);
    m_foundTitle->setContentsMargins(8, 6, 8, 4);
    m_foundView = new QTreeView(m_foundPane);
    m_foundView->setObjectName(u"browserFound"_s);
    m_foundView->setAccessibleName(tr("Found in the whole database"));
    m_foundView->setProperty("frameless", true);
    m_foundView->setFrameShape(QFrame::NoFrame);
    m_foundView->setModel(m_found);
    m_foundView->setRootIsDecorated(false);
    m_foundView->setUniformRowHeights(true);
    m_foundView->setHeaderHidden(true);
    m_foundView->header()->setStretchLastSection(true);
    m_foundView->header()->resizeSection(0, 190);
    auto *layout = new QVBoxLayout(m_foundPane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_foundTitle);
    layout->addWidget(m_foundView, 1);
    m_foundPane->hide();
    return m_foundPane;
}

void BrowserScreen::connectAll()
{
    connect(m_filterEdit, &QLineEdit::textChanged, this, &BrowserScreen::onFilterChanged);
    // A tree view that is not laid out yet (another screen is shown) expands without asking for children.
    connect(m_tree, &QTreeView::expanded, this,
            [this](const QModelIndex &index) { m_model->fetchMore(m_filter->mapToSource(index)); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &BrowserScreen::onSelectionChanged);
    connect(m_tree, &QTreeView::activated, this, &BrowserScreen::onActivated);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &BrowserScreen::showMenu);
    connect(m_foundView, &QTreeView::activated, this, &BrowserScreen::reveal);
    connect(m_foundView, &QTreeView::clicked, this, &BrowserScreen::reveal);
    connect(m_model, &BrowserModel::contentArrived, this, &BrowserScreen::onContentArrived);
    connect(m_details, &DetailsPanel::openRowsRequested, this, &BrowserScreen::openRows);
    connect(m_details, &DetailsPanel::countRowsRequested, this, &BrowserScreen::countRows);
    connect(m_details, &DetailsPanel::repairIndexRequested, this, &BrowserScreen::repairSelected);
    connect(m_ddl, &DdlPane::openRequested, this, [this](const QString &sql) { Q_EMIT openInConsole(sql, false); });
    connect(m_ddl, &DdlPane::copyRequested, this, &BrowserScreen::copy);
    connect(m_refresh, &QToolButton::clicked, this, &BrowserScreen::refresh);
    m_searchDelay.setSingleShot(true);
    m_searchDelay.setInterval(200);
    connect(&m_searchDelay, &QTimer::timeout, this, &BrowserScreen::searchDatabase);
    m_detailsDelay.setSingleShot(true);
    m_detailsDelay.setInterval(120); // running through a list with the arrow keys reads only where one stops
    connect(&m_detailsDelay, &QTimer::timeout, this, &BrowserScreen::loadDetails);
}

void BrowserScreen::addActions()
{
    auto *menu = new QMenu(m_more);
    QAction *system = menu->addAction(tr("System schemas"));
    system->setObjectName(u"browserShowSystem"_s);
    system->setCheckable(true);
    connect(system, &QAction::toggled, this, [this](bool on) { m_filter->setShowSystem(on); });
    m_more->setMenu(menu);

    const auto command = [this](const QString &text, const QString &iconName, const QKeySequence &keys,
                                auto slot) {
        auto *action = new QAction(icon(iconName), text, this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    command(tr("Refresh the tree"), u"refresh"_s, QKeySequence::Refresh, &BrowserScreen::refresh);
    command(tr("Insert a row into the selected table"), u"add"_s, QKeySequence(Qt::Key_Insert), &BrowserScreen::insertIntoSelected);
    command(tr("Find an object"), u"search"_s, QKeySequence::Find, [this] {
        m_filterEdit->setFocus();
        m_filterEdit->selectAll();
    });
    auto *escape = new QShortcut(Qt::Key_Escape, m_filterEdit, nullptr, nullptr, Qt::WidgetShortcut);
    connect(escape, &QShortcut::activated, m_filterEdit, &QLineEdit::clear);
    auto *down = new QShortcut(Qt::Key_Down, m_filterEdit, nullptr, nullptr, Qt::WidgetShortcut);
    connect(down, &QShortcut::activated, this, [this] { m_tree->setFocus(); });
}

} // namespace quiver::ui
