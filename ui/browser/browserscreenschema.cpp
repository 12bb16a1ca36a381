// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the browser that leads to changes of the schema, and follows them.
#include "ui/browser/browserscreen.h"

#include "ui/browser/browserfilter.h"
#include "ui/browser/browsermodel.h"
#include "ui/common/schematasks.h"
#include "ui/common/theme.h"

#include <QMenu>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

/// From the server down; kinds too, because a table and a folder may have the same name.
QStringList pathOf(const BrowserNode &node)
{
    QStringList path;
    for (const BrowserNode *each = &node; each; each = each->parent)
        path.prepend(QString::number(int(each->kind)) + each->name);
    return path;
}

} // namespace

void BrowserScreen::fillSchemaMenu(QMenu &menu, const BrowserNode &node)
{
    const BrowserNode *schema = node.nearest(NodeKind::Schema);
    const BrowserNode *relation = node.nearest(NodeKind::Relation);
    if (!m_model->isInCurrentDatabase(node))
        return;
    const auto add = [&](const QString &text, const QString &iconName, const QString &task, const QString &table) {
        menu.addAction(icon(iconName), text, this, [this, task, schema = schema ? schema->name : QString(), table] {
            Q_EMIT schemaTaskRequested(task, schema, table);
        });
    };
    if (node.kind == NodeKind::Database || node.kind == NodeKind::ExtensionFolder || (node.kind == NodeKind::Extension && node.name == "vector"_L1)) {
        add(tr("Set up pgvector…"), u"extension"_s, schematask::extension, {});
        menu.addSeparator();
    }
    if (node.kind == NodeKind::Database || node.kind == NodeKind::Schema) {
        add(tr("New vector table…"), u"table"_s, schematask::newTable, {});
        menu.addSeparator();
    }
    if (const auto *found = node.as<catalog::Index>(); found && !found->isValid) {
        menu.addAction(icon(u"settings"_s), tr("Repair the INVALID index…"), this, &BrowserScreen::repairSelected);
        menu.addSeparator();
    }
    const auto *table = relation ? relation->as<catalog::Relation>() : nullptr;
    const bool takesColumns = table && (table->kind == catalog::Relation::Kind::Table || table->kind == catalog::Relation::Kind::PartitionedTable);
    if (!takesColumns || (node.kind != NodeKind::Relation && node.kind != NodeKind::Column))
        return;
    const QString column = node.kind == NodeKind::Column ? node.name : QString();
    menu.addAction(icon(u"index"_s), tr("New index…"), this, [this, schema = schema->name, table = relation->name, column] {
        Q_EMIT newIndexRequested(schema, table, column);
    });
    add(tr("Add a vector column…"), u"add"_s, schematask::addColumn, relation->name);
    if (table->vectorColumns > 0) {
        add(tr("Change storage…"), u"column"_s, schematask::storage, relation->name);
        add(tr("Change model or dimensions…"), u"vector"_s, schematask::model, relation->name);
    }
    menu.addSeparator();
}

void BrowserScreen::repairSelected()
{
    const BrowserNode *node = selected();
    const BrowserNode *schema = node ? node->nearest(NodeKind::Schema) : nullptr;
    if (schema && node->as<catalog::Index>())
        Q_EMIT indexRepairRequested(schema->name, node->name);
}

void BrowserScreen::catalogChanged()
{
    const QModelIndex database = m_model->currentDatabaseIndex();
    if (m_loader->server() && database.isValid())
        readAgain(database);
}

/// All that hangs below \p index; what is open there and what is selected stay so.
void BrowserScreen::readAgain(const QModelIndex &index)
{
    m_reopen.clear();
    m_reselect.clear();
    rememberOpen(index);
    if (const BrowserNode *node = selected())
        m_reselect = pathOf(*(node->kind == NodeKind::Status && node->parent ? node->parent : node));
    m_model->reload(index);
}

void BrowserScreen::rememberOpen(const QModelIndex &index)
{
    const BrowserNode *node = m_model->node(index);
    if (!node || !m_tree->isExpanded(m_filter->mapFromSource(index)))
        return;
    m_reopen.insert(pathOf(*node));
    for (int row = 0; row < m_model->rowCount(index); ++row)
        rememberOpen(m_model->index(row, 0, index));
}

/// The children of \p index are there: what was open among them before readAgain() is opened again.
void BrowserScreen::reopen(const QModelIndex &index)
{
    if (m_reopen.isEmpty() && m_reselect.isEmpty())
        return;
    for (int row = 0; row < m_model->rowCount(index); ++row) {
        const QModelIndex child = m_model->index(row, 0, index);
        const QStringList path = pathOf(*m_model->node(child));
        if (path == m_reselect) {
            m_reselect.clear();
            selectSource(child);
        }
        if (m_reopen.remove(path))
            m_tree->expand(m_filter->mapFromSource(child));
        if (m_model->node(child)->state == BrowserNode::State::Loaded) // a folder, whose children came with it
            reopen(child);
    }
}

} // namespace quiver::ui
