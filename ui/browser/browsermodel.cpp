// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/browsermodel.h"

#include "ui/common/figures.h"
#include "ui/common/theme.h"

#include <QGuiApplication>
#include <QPalette>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using State = BrowserNode::State;

namespace {

QVariant sortOutNumbers(const BrowserNode &node, int column)
{
    const bool rows = column == BrowserModel::RowsColumn;
    if (const auto *relation = node.as<catalog::Relation>())
        return rows ? estimatedRowsText(relation->estimatedRows) : bytesText(relation->bytes);
    if (const auto *database = node.as<catalog::Database>(); database && !rows)
        return bytesText(database->bytes);
    if (const auto *index = node.as<catalog::Index>(); index && !rows)
        return bytesText(index->bytes);
    return {};
}

bool isBad(const BrowserNode &node)
{
    const auto *index = node.as<catalog::Index>();
    return (index && !index->isValid) || !node.error.isEmpty();
}

bool isMuted(const BrowserNode &node)
{
    const auto *schema = node.as<catalog::Schema>();
    const auto *extension = node.as<catalog::Extension>();
    return (schema && schema->isSystem) || (extension && !extension->isInstalled())
           || node.kind == NodeKind::Status;
}

QString toolTip(const BrowserNode &node)
{
    if (node.kind == NodeKind::Status)
        return node.error;
    if (const auto *relation = node.as<catalog::Relation>())
        return relation->comment.isEmpty() ? node.name : node.name + u'\n' + relation->comment;
    if (const auto *column = node.as<catalog::Column>(); column && !column->comment.isEmpty())
        return node.name + u' ' + column->type + u'\n' + column->comment;
    if (const auto *index = node.as<catalog::Index>())
        return index->definition;
    return node.name;
}

} // namespace

BrowserModel::BrowserModel(CatalogLoader &loader, QObject *parent)
    : QAbstractItemModel(parent),
      m_loader(loader)
{
}

BrowserModel::~BrowserModel() = default;

BrowserNode *BrowserModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<BrowserNode *>(index.internalPointer()) : nullptr;
}

const BrowserNode *BrowserModel::node(const QModelIndex &index) const
{
    return nodeAt(index);
}

QModelIndex BrowserModel::indexOf(const BrowserNode *node) const
{
    return node ? createIndex(node->row, 0, node) : QModelIndex();
}

QModelIndex BrowserModel::serverIndex() const
{
    return indexOf(m_root.get());
}

QModelIndex BrowserModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const BrowserNode *above = nodeAt(parent);
    return createIndex(row, column, above ? above->children[std::size_t(row)].get() : m_root.get());
}

QModelIndex BrowserModel::parent(const QModelIndex &index) const
{
    const BrowserNode *node = nodeAt(index);
    return node ? indexOf(node->parent) : QModelIndex();
}

int BrowserModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_root ? 1 : 0;
    return parent.column() == 0 ? int(nodeAt(parent)->children.size()) : 0;
}

int BrowserModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool BrowserModel::hasChildren(const QModelIndex &parent) const
{
    const BrowserNode *node = nodeAt(parent);
    const bool coming =
        node && parent.column() == 0 && (node->state == State::NotLoaded || node->state == State::Loading);
    return coming || rowCount(parent) > 0;
}

bool BrowserModel::canFetchMore(const QModelIndex &parent) const
{
    const BrowserNode *node = nodeAt(parent);
    return node && parent.column() == 0 && node->state == State::NotLoaded;
}

void BrowserModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    BrowserNode *node = nodeAt(parent);
    node->state = State::Loading;
    node->generation = ++m_generation;
    // Views and proxies ask in the midst of a change of the model; rows must not come within another insertion.
    QMetaObject::invokeMethod(
        this,
        [this, id = node->id, generation = node->generation] {
            if (BrowserNode *wanted = waiting(id, generation))
                load(*wanted);
        },
        Qt::QueuedConnection);
}

Qt::ItemFlags BrowserModel::flags(const QModelIndex &index) const
{
    const BrowserNode *node = nodeAt(index);
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (node && node->kind == NodeKind::Column)
        flags |= Qt::ItemNeverHasChildren;
    return flags;
}

QVariant BrowserModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section != NameColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == RowsColumn)
        return tr("Rows as the server estimates them, after its last VACUUM or ANALYZE");
    if (role == Qt::ToolTipRole && section == SizeColumn)
        return tr("On disk, with indexes and oversized values");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn: return tr("Name");
    case RowsColumn: return tr("Rows");
    case SizeColumn: return tr("Size");
    default: return {};
    }
}

QVariant BrowserModel::data(const QModelIndex &index, int role) const
{
    const BrowserNode *node = nodeAt(index);
    if (!node)
        return {};
    if (index.column() != NameColumn) {
        if (role == Qt::DisplayRole)
            return sortOutNumbers(*node, index.column());
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        if (role == Qt::ForegroundRole)
            return colorsFor(QGuiApplication::palette()).muted;
        return {};
    }
    switch (role) {
    case Qt::DisplayRole: return node->name;
    case Qt::ToolTipRole: return toolTip(*node);
    case Qt::DecorationRole:
        return isBad(*node) ? icon(nodeIconName(*node), colorsFor(QGuiApplication::palette()).danger)
                            : icon(nodeIconName(*node));
    case Qt::AccessibleTextRole: {
        QStringList parts{node->name, nodeDetail(*node), nodeBadge(*node).text};
        parts.removeAll(QString());
        return parts.join(u", "_s);
    }
    case KindRole: return int(node->kind);
    case DetailRole: return nodeDetail(*node);
    case BadgeRole: return QVariant::fromValue(nodeBadge(*node));
    case BadRole: return isBad(*node);
    case MutedRole: return isMuted(*node);
    default: return {};
    }
}

void BrowserModel::reset()
{
    beginResetModel();
    m_byId.clear();
    m_root.reset();
    if (const Server *server = m_loader.server()) {
        m_root = makeNode(NodeKind::Server,
                          server->identity().name.isEmpty() ? server->summary() : server->identity().name);
        m_root->state = State::NotLoaded;
    }
    endResetModel();
}

void BrowserModel::reload(const QModelIndex &index)
{
    BrowserNode *node = nodeAt(index);
    if (node && node->kind == NodeKind::Status)
        node = node->parent;
    const auto loadable = [](const BrowserNode &n) {
        return n.kind == NodeKind::Server || n.kind == NodeKind::Database || n.kind == NodeKind::Schema
               || n.kind == NodeKind::Relation;
    };
    while (node && !loadable(*node))
        node = node->parent;
    if (node)
        load(*node);
}

QModelIndex BrowserModel::currentDatabaseIndex() const
{
    if (!m_root)
        return {};
    for (const auto &child : m_root->children) {
        if (child->kind == NodeKind::Database && isInCurrentDatabase(*child))
            return indexOf(child.get());
    }
    return {};
}

QString BrowserModel::databaseOf(const BrowserNode &node) const
{
    const BrowserNode *database = node.nearest(NodeKind::Database);
    return database ? database->name : QString();
}

bool BrowserModel::isInCurrentDatabase(const BrowserNode &node) const
{
    const auto *info = m_root ? m_root->as<catalog::ServerInfo>() : nullptr;
    return info && databaseOf(node) == info->database;
}

BrowserModel::NodePtr BrowserModel::makeNode(NodeKind kind, const QString &name)
{
    auto node = std::make_unique<BrowserNode>();
    node->id = m_nextId++;
    node->kind = kind;
    node->name = name;
    m_byId.insert(node->id, node.get());
    return node;
}

BrowserModel::NodePtr BrowserModel::makeStatus(const QString &text, const QString &error)
{
    NodePtr node = makeNode(NodeKind::Status, text);
    node->error = error;
    return node;
}

} // namespace quiver::ui
