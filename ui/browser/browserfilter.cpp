// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/browserfilter.h"

#include "ui/browser/browsermodel.h"

namespace quiver::ui {

BrowserFilter::BrowserFilter(BrowserModel &model, QObject *parent)
    : QSortFilterProxyModel(parent),
      m_model(model)
{
    setRecursiveFilteringEnabled(true);
    setSourceModel(&model);
}

void BrowserFilter::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidateFilter();
}

void BrowserFilter::setShowSystem(bool show)
{
    m_showSystem = show;
    invalidateFilter();
}

bool BrowserFilter::matches(const BrowserNode &node) const
{
    return node.kind != NodeKind::Status && node.kind != NodeKind::IndexFolder
           && node.kind != NodeKind::ExtensionFolder && node.name.contains(m_text, Qt::CaseInsensitive);
}

bool BrowserFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const BrowserNode *node = m_model.node(m_model.index(row, 0, parent));
    if (!node)
        return false;
    if (!m_showSystem) {
        const BrowserNode *schema = node->nearest(NodeKind::Schema);
        if (schema && schema->as<catalog::Schema>()->isSystem)
            return false;
    }
    // The server and the open database stay: an empty tree would look broken.
    if (m_text.isEmpty() || node->kind == NodeKind::Server
        || (node->kind == NodeKind::Database && m_model.isInCurrentDatabase(*node)))
        return true;
    if (matches(*node))
        return true;
    // All of a table whose name matches.
    const BrowserNode *relation = node->nearest(NodeKind::Relation);
    return relation && relation != node && matches(*relation);
}

} // namespace quiver::ui
