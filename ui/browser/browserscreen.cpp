// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/browserscreen.h"

#include "catalog/statements.h"
#include "core/reply.h"
#include "ui/browser/browserfilter.h"
#include "ui/browser/browsermodel.h"
#include "ui/browser/ddlpane.h"
#include "ui/browser/detailspanel.h"
#include "ui/browser/foundmodel.h"
#include "ui/browser/rowpage.h"
#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int foundLimit = 500;

} // namespace

BrowserScreen::BrowserScreen(QWidget *parent)
    : Screen(parent),
      m_loader(new CatalogLoader(this)),
      m_model(new BrowserModel(*m_loader, this)),
      m_filter(new BrowserFilter(*m_model, this)),
      m_found(new FoundModel(this))
{
    setObjectName(u"browserScreen"_s);
    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(buildTreeSide());
    m_ddl = new DdlPane(*m_loader);
    m_details = new DetailsPanel(m_ddl);
    split->addWidget(m_details);
    split->setStretchFactor(0, 5);
    split->setStretchFactor(1, 4);
    split->setChildrenCollapsible(false);
    split->setSizes({560, 480});
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(buildEmptyPage());
    m_pages->addWidget(split);
    buildRowPage();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    connectAll();
    addActions();
}

BrowserScreen::~BrowserScreen() = default;

void BrowserScreen::setServer(Server *server)
{
    m_reveal.reset();
    m_reopen.clear();
    m_reselect.clear();
    ++m_searchGeneration;
    m_loader->setServer(server);
    m_model->reset();
    m_found->setObjects({});
    m_row->setServer(server);
    m_details->present(nullptr, false);
    showDdl(nullptr);
    m_filterEdit->clear();
    m_pages->setCurrentIndex(server ? 1 : 0);
    if (server) {
        const QModelIndex root = m_filter->mapFromSource(m_model->serverIndex());
        m_tree->expand(root);
        m_tree->setCurrentIndex(root);
        m_model->fetchMore(m_model->serverIndex());
    }
}

void BrowserScreen::activated()
{
    if (m_loader->server())
        m_tree->setFocus();
}

// The colours in the details' tables are values. Later, not now: a new style sheet walks through all widgets, and must not
// lose one on the way.
void BrowserScreen::changeEvent(QEvent *event)
{
    Screen::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        QMetaObject::invokeMethod(this, &BrowserScreen::onSelectionChanged, Qt::QueuedConnection);
}

QModelIndex BrowserScreen::selectedSource() const
{
    return m_filter->mapToSource(m_tree->currentIndex().siblingAtColumn(0));
}

const BrowserNode *BrowserScreen::selected() const
{
    return m_model->node(selectedSource());
}

void BrowserScreen::onSelectionChanged()
{
    const BrowserNode *node = selected();
    m_details->present(node, node && m_model->isInCurrentDatabase(*node));
    m_detailsDelay.start();
}

// A relation's details are its children: read them as if it had been opened.
void BrowserScreen::loadDetails()
{
    const QModelIndex index = selectedSource();
    const BrowserNode *node = m_model->node(index);
    if (node && node->kind == NodeKind::Relation)
        m_model->fetchMore(index);
    showDdl(node);
}

void BrowserScreen::onContentArrived(const QModelIndex &index)
{
    const BrowserNode *arrived = m_model->node(index);
    if (arrived->kind == NodeKind::Server) { // the open database is what one came for
        m_tree->expand(m_filter->mapFromSource(index));
        m_tree->expand(m_filter->mapFromSource(m_model->currentDatabaseIndex()));
    }
    if (!m_filter->text().isEmpty())
        expandMatches(m_filter->mapFromSource(index));
    if (m_reveal)
        continueReveal();
    reopen(index);
    const BrowserNode *node = selected();
    if (node && (node == arrived || node->parent == arrived))
        m_details->present(node, m_model->isInCurrentDatabase(*node));
}

void BrowserScreen::onActivated(const QModelIndex &index)
{
    const QModelIndex source = m_filter->mapToSource(index.siblingAtColumn(0));
    const BrowserNode *node = m_model->node(source);
    if (node && node->kind == NodeKind::Status && !node->error.isEmpty())
        m_model->reload(source);
}

QString BrowserScreen::qualifiedName(const BrowserNode &node) const
{
    const BrowserNode *schema = node.nearest(NodeKind::Schema);
    const BrowserNode *relation = node.nearest(NodeKind::Relation);
    if (node.kind == NodeKind::Column && schema && relation)
        return catalog::qualifiedName(schema->name, relation->name, node.name);
    return catalog::qualifiedName(schema && schema != &node ? schema->name : QString(), node.name);
}

void BrowserScreen::showMenu(const QPoint &position)
{
    const QModelIndex at = m_tree->indexAt(position);
    if (at.isValid())
        m_tree->setCurrentIndex(at.siblingAtColumn(0));
    const BrowserNode *node = selected();
    if (!node)
        return;
    auto *menu = new QMenu(m_tree);
    menu->setObjectName(u"browserMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, *node);
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

void BrowserScreen::fillMenu(QMenu &menu, const BrowserNode &node)
{
    if (node.kind == NodeKind::Relation) {
        const bool here = m_model->isInCurrentDatabase(node);
        for (QAction *action :
             {menu.addAction(icon(u"table"_s), tr("Open first 100 rows"), this, &BrowserScreen::openRows),
              menu.addAction(tr("Count rows"), this, &BrowserScreen::countRows)})
            action->setEnabled(here);
        fillTransferMenu(menu, node, here);
        if (!here)
            menu.addAction(tr("(open a connection to this database to query it)"))->setEnabled(false);
        menu.addSeparator();
    }
    fillRowMenu(menu, node);
    fillSchemaMenu(menu, node);
    const bool named = node.kind != NodeKind::Status && node.kind != NodeKind::IndexFolder
                       && node.kind != NodeKind::ExtensionFolder;
    if (named) {
        menu.addAction(icon(u"copy"_s), tr("Copy name"), this, [this, name = node.name] { copy(name); });
        if (node.kind != NodeKind::Server)
            menu.addAction(tr("Copy qualified name"), this,
                           [this, name = qualifiedName(node)] { copy(name); });
    }
    if (const auto *index = node.as<catalog::Index>())
        menu.addAction(tr("Copy definition"), this, [this, text = index->definition] { copy(text); });
    if (!node.error.isEmpty())
        menu.addAction(icon(u"copy"_s), tr("Copy the whole error"), this,
                       [this, text = node.error] { copy(text); });
    fillScriptMenu(menu, node);
    menu.addSeparator();
    menu.addAction(icon(u"refresh"_s), node.error.isEmpty() ? tr("Refresh") : tr("Try again"), this,
                   &BrowserScreen::refresh);
}

void BrowserScreen::fillTransferMenu(QMenu &menu, const BrowserNode &node, bool here)
{
    const auto *relation = node.as<catalog::Relation>();
    const BrowserNode *schema = node.nearest(NodeKind::Schema);
    if (!relation || !schema || relation->kind == catalog::Relation::Kind::Sequence)
        return;
    using Kind = catalog::Relation::Kind;
    const bool takesRows = relation->kind == Kind::Table || relation->kind == Kind::PartitionedTable || relation->kind == Kind::ForeignTable;
    menu.addSeparator();
    if (takesRows)
        menu.addAction(icon(u"import"_s), tr("Load into…"), this, [this, schema = schema->name, table = node.name] {
                Q_EMIT loadRequested(schema, table);
            })->setEnabled(here);
    menu.addAction(icon(u"export"_s), tr("Export…"), this, [this, schema = schema->name, table = node.name] {
            Q_EMIT exportRequested(schema, table);
        })->setEnabled(here);
}

void BrowserScreen::openRows()
{
    const BrowserNode *node = selected();
    const BrowserNode *schema = node ? node->nearest(NodeKind::Schema) : nullptr;
    if (schema && node->kind == NodeKind::Relation)
        Q_EMIT openInConsole(catalog::selectFirstRows(schema->name, node->name), true);
}

void BrowserScreen::countRows()
{
    const BrowserNode *node = selected();
    const BrowserNode *schema = node ? node->nearest(NodeKind::Schema) : nullptr;
    if (schema && node->kind == NodeKind::Relation)
        Q_EMIT openInConsole(catalog::countRows(schema->name, node->name), true);
}

void BrowserScreen::copy(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT statusMessage(tr("Copied."));
}

void BrowserScreen::refresh()
{
    readAgain(m_model->serverIndex());
    m_ddl->refresh();
}

void BrowserScreen::onFilterChanged(const QString &text)
{
    const QString wanted = text.trimmed();
    m_filter->setText(wanted);
    ++m_searchGeneration;
    m_searchDelay.stop();
    if (wanted.isEmpty()) {
        m_loader->cancelSearch();
        m_foundPane->hide();
        if (m_tree->currentIndex().isValid())
            m_tree->scrollTo(m_tree->currentIndex());
        return;
    }
    if (!m_loader->server())
        return;
    expandMatches(m_filter->mapFromSource(m_model->serverIndex()));
    m_foundTitle->setText(tr("Searching the whole database…"));
    m_foundPane->show();
    m_searchDelay.start();
}

void BrowserScreen::searchDatabase()
{
    const QString text = m_filterEdit->text().trimmed();
    if (text.isEmpty() || !m_loader->server())
        return;
    const int generation = ++m_searchGeneration;
    const auto take = [this, generation, text](const std::vector<catalog::FoundObject> &objects) {
        if (generation == m_searchGeneration)
            showFound(text, objects);
    };
    core::whenDone(m_loader->search(text, foundLimit), this, take,
                   [this, generation](const std::exception_ptr &error) {
                       if (generation != m_searchGeneration)
                           return;
                       m_found->setObjects({});
                       m_foundTitle->setText(tr("The search failed: %1").arg(core::describe(error)));
                   });
}

void BrowserScreen::showFound(const QString &text, std::vector<catalog::FoundObject> objects)
{
    const int count = int(objects.size());
    if (count == 0)
        m_foundTitle->setText(tr("Nothing in the whole database contains \"%1\".").arg(text));
    else if (count >= foundLimit)
        m_foundTitle->setText(tr("In the whole database: the first %1, type more to narrow down").arg(count));
    else
        m_foundTitle->setText(tr("In the whole database: %1").arg(count));
    m_found->setObjects(std::move(objects));
}

// Opens the way to what matches; only what is loaded, so that typing never reads the catalogue.
void BrowserScreen::expandMatches(const QModelIndex &index)
{
    const BrowserNode *node = m_model->node(m_filter->mapToSource(index));
    if (!node || node->children.empty())
        return;
    if (node->kind == NodeKind::Relation && node->name.contains(m_filter->text(), Qt::CaseInsensitive))
        return; // all of it is shown, but it is the table that was looked for
    m_tree->expand(index);
    for (int row = 0; row < m_filter->rowCount(index); ++row)
        expandMatches(m_filter->index(row, 0, index));
}

void BrowserScreen::reveal(const QModelIndex &foundIndex)
{
    const catalog::FoundObject *found = m_found->object(foundIndex);
    if (!found)
        return;
    m_reveal = *found;
    m_filterEdit->clear();
    continueReveal();
}

void BrowserScreen::showExample()
{
    if (!m_loader->server())
        return;
    const auto take = [this](const std::vector<catalog::FoundObject> &objects) {
        const auto column = std::ranges::find(objects, catalog::FoundObject::Kind::Column, &catalog::FoundObject::kind);
        if (column == objects.end())
            return;
        m_reveal = *column;
        continueReveal();
    };
    core::whenDone(m_loader->search(u"embedding"_s, foundLimit), this, take,
                   [this](const std::exception_ptr &error) { Q_EMIT statusMessage(core::describe(error)); });
}

void BrowserScreen::continueReveal()
{
    bool complete = false;
    const catalog::FoundObject wanted = *m_reveal;
    const QModelIndex index = m_model->locate(wanted, &complete);
    if (complete)
        m_reveal.reset();
    selectSource(index);
    if (complete)
        m_tree->setFocus();
}

void BrowserScreen::selectSource(const QModelIndex &index)
{
    const QModelIndex shown = m_filter->mapFromSource(index);
    if (!shown.isValid())
        return;
    m_tree->setCurrentIndex(shown);
    m_tree->scrollTo(shown, QAbstractItemView::PositionAtCenter);
}

} // namespace quiver::ui
