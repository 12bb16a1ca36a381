// SPDX-License-Identifier: GPL-3.0-or-later
// The browser's way to one row: its form takes the place of tree and details until it is closed.
#include "ui/browser/browsermodel.h"
#include "ui/browser/browserscreen.h"
#include "ui/browser/rowpage.h"
#include "ui/common/theme.h"

#include <QMenu>
#include <QStackedWidget>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void BrowserScreen::buildRowPage()
{
    m_row = new RowPage;
    m_pages->addWidget(m_row);
    connect(m_row, &RowPage::closed, this, [this] {
        m_pages->setCurrentIndex(m_loader->server() ? 1 : 0);
        m_tree->setFocus();
    });
    connect(m_row, &RowPage::openInConsoleRequested, this, [this](const QString &sql) { Q_EMIT openInConsole(sql, false); });
}

void BrowserScreen::setEndpoints(embed::EndpointBook *endpoints)
{
    m_row->setEndpoints(endpoints);
}

bool BrowserScreen::takesRows(const BrowserNode &node)
{
    const auto *relation = node.as<catalog::Relation>();
    return relation && (relation->kind == catalog::Relation::Kind::Table || relation->kind == catalog::Relation::Kind::PartitionedTable);
}

void BrowserScreen::insertIntoSelected()
{
    const BrowserNode *node = selected();
    const BrowserNode *relation = node ? node->nearest(NodeKind::Relation) : nullptr;
    if (relation && takesRows(*relation) && m_model->isInCurrentDatabase(*relation))
        insertRow(relation->as<catalog::Relation>()->oid, qualifiedName(*relation));
    else
        Q_EMIT statusMessage(tr("Select a table first."));
}

void BrowserScreen::fillRowMenu(QMenu &menu, const BrowserNode &node)
{
    if (!takesRows(node) || !m_model->isInCurrentDatabase(node))
        return;
    const auto *relation = node.as<catalog::Relation>();
    const QString name = qualifiedName(node);
    menu.addAction(icon(u"add"_s), tr("Insert a row…"), this, [this, oid = relation->oid, name] { insertRow(oid, name); })
        ->setObjectName(u"browserInsertRow"_s);
    menu.addAction(icon(u"edit"_s), tr("Edit a row…"), this, [this, oid = relation->oid, name] { editRow(oid, name, {}); })
        ->setObjectName(u"browserEditRow"_s);
    menu.addSeparator();
}

void BrowserScreen::insertRow(pg::Oid table, const QString &name)
{
    m_pages->setCurrentWidget(m_row);
    m_row->insertInto(table, name);
}

void BrowserScreen::editRow(pg::Oid table, const QString &name, const load::RowKey &key)
{
    m_pages->setCurrentWidget(m_row);
    m_row->edit(table, name, key);
}

void BrowserScreen::editResultRow(const ResultRow &row)
{
    m_pages->setCurrentWidget(m_row);
    m_row->edit(row);
}

QStringList BrowserScreen::unfinished(const Server *server) const
{
    const QString line = m_row->unfinished(server);
    return line.isEmpty() ? QStringList() : QStringList(line);
}

void BrowserScreen::stop(const Server *server, const std::function<void()> &then)
{
    m_row->stop(server, then);
}

} // namespace quiver::ui
