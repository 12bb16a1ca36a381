// SPDX-License-Identifier: GPL-3.0-or-later
// How the tree's levels are asked for, arrive, fail and are found again.
#include "core/reply.h"
#include "ui/browser/browsermodel.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;
using State = BrowserNode::State;

namespace {

pg::Oid oidOf(const BrowserNode &node)
{
    if (const auto *schema = node.as<catalog::Schema>())
        return schema->oid;
    if (const auto *relation = node.as<catalog::Relation>())
        return relation->oid;
    return 0;
}

// All that the server said, for copying.
QString reportOf(const std::exception_ptr &error)
{
    try {
        std::rethrow_exception(error);
    } catch (const pg::Error &refused) {
        return refused.report();
    } catch (...) {
        return core::describe(error);
    }
}

} // namespace

QString BrowserModel::emptyText(NodeKind kind) const
{
    switch (kind) {
    case NodeKind::Schema: return tr("No tables or views");
    case NodeKind::Relation: return tr("No columns");
    default: return tr("Nothing here");
    }
}

std::vector<BrowserModel::NodePtr> BrowserModel::makeChildren(NodeKind parent, NodeContent content)
{
    std::vector<NodePtr> nodes, extensions, indexes;
    const auto add = [this](std::vector<NodePtr> &to, NodeKind kind, const QString &name, State state,
                            NodeValue &value) {
        NodePtr node = makeNode(kind, name); // before the value goes, which the name is part of
        node->state = state;
        node->value = std::move(value);
        to.push_back(std::move(node));
    };
    for (NodeValue &value : content) {
        if (const auto *database = std::get_if<catalog::Database>(&value))
            add(nodes, NodeKind::Database, database->name,
                database->canConnect ? State::NotLoaded : State::Loaded, value);
        else if (const auto *schema = std::get_if<catalog::Schema>(&value))
            add(nodes, NodeKind::Schema, schema->name, State::NotLoaded, value);
        else if (const auto *relation = std::get_if<catalog::Relation>(&value))
            add(nodes, NodeKind::Relation, relation->name, State::NotLoaded, value);
        else if (const auto *column = std::get_if<catalog::Column>(&value))
            add(nodes, NodeKind::Column, column->name, State::Loaded, value);
        else if (const auto *index = std::get_if<catalog::Index>(&value))
            add(indexes, NodeKind::Index, index->name, State::Loaded, value);
        else if (const auto *extension = std::get_if<catalog::Extension>(&value))
            add(extensions, NodeKind::Extension, extension->name, State::Loaded, value);
    }
    const auto addFolder = [&](NodeKind kind, const QString &name, std::vector<NodePtr> children) {
        if (children.empty())
            return;
        nodes.push_back(makeNode(kind, name));
        adopt(*nodes.back(), std::move(children));
    };
    addFolder(NodeKind::ExtensionFolder, tr("Extensions"), std::move(extensions));
    addFolder(NodeKind::IndexFolder, tr("Indexes"), std::move(indexes));
    if (nodes.empty())
        nodes.push_back(makeStatus(emptyText(parent)));
    return nodes;
}

void BrowserModel::adopt(BrowserNode &parent, std::vector<NodePtr> children)
{
    parent.children = std::move(children);
    for (std::size_t row = 0; row < parent.children.size(); ++row) {
        parent.children[row]->parent = &parent;
        parent.children[row]->row = int(row);
    }
}

void BrowserModel::forget(const BrowserNode &node)
{
    for (const auto &child : node.children)
        forget(*child);
    m_byId.remove(node.id);
}

void BrowserModel::replaceChildren(BrowserNode &parent, std::vector<NodePtr> children)
{
    const QModelIndex index = indexOf(&parent);
    if (!parent.children.empty()) {
        beginRemoveRows(index, 0, int(parent.children.size()) - 1);
        for (const auto &child : parent.children)
            forget(*child);
        parent.children.clear();
        endRemoveRows();
    }
    if (children.empty())
        return;
    beginInsertRows(index, 0, int(children.size()) - 1);
    adopt(parent, std::move(children));
    endInsertRows();
}

void BrowserModel::load(BrowserNode &node)
{
    if (!m_loader.server())
        return;
    node.state = State::Loading;
    node.generation = ++m_generation;
    std::vector<NodePtr> status;
    status.push_back(makeStatus(tr("Loading…")));
    replaceChildren(node, std::move(status));

    CatalogLoader::Request request;
    request.kind = node.kind;
    request.oid = oidOf(node);
    request.name = node.name;
    if (node.kind != NodeKind::Server && !isInCurrentDatabase(node))
        request.database = databaseOf(node);
    const quint64 id = node.id;
    const quint64 generation = node.generation;
    core::whenDone(
        m_loader.children(request), this,
        [this, id, generation](const NodeContent &content) { arrive(id, generation, content); },
        [this, id, generation](const std::exception_ptr &error) {
            fail(id, generation, core::describe(error), reportOf(error));
        });
}

BrowserNode *BrowserModel::waiting(quint64 id, quint64 generation) const
{
    BrowserNode *node = m_byId.value(id);
    return node && node->generation == generation && node->state == State::Loading ? node : nullptr;
}

void BrowserModel::arrive(quint64 id, quint64 generation, const NodeContent &content)
{
    BrowserNode *node = waiting(id, generation);
    if (!node)
        return;
    node->state = State::Loaded;
    if (!content.empty() && std::holds_alternative<catalog::ServerInfo>(content.front()))
        node->value = content.front();
    replaceChildren(*node, makeChildren(node->kind, content));
    const QModelIndex index = indexOf(node);
    Q_EMIT dataChanged(index, index.siblingAtColumn(ColumnCount - 1));
    Q_EMIT contentArrived(index);
}

void BrowserModel::fail(quint64 id, quint64 generation, const QString &message, const QString &report)
{
    BrowserNode *node = waiting(id, generation);
    if (!node)
        return;
    node->state = State::Failed;
    std::vector<NodePtr> status;
    const QString firstLine = message.section(u'\n', 0, 0);
    status.push_back(
        makeStatus(tr("Could not be read; press Return to try again: %1").arg(firstLine), report));
    replaceChildren(*node, std::move(status));
    Q_EMIT contentArrived(indexOf(node));
}

template<typename T, typename Match>
BrowserNode *BrowserModel::childOf(BrowserNode &parent, Match match) const
{
    for (const auto &child : parent.children) {
        if (const T *value = child->as<T>(); value && match(*value))
            return child.get();
        if (child->kind == NodeKind::IndexFolder || child->kind == NodeKind::ExtensionFolder) {
            if (BrowserNode *inFolder = childOf<T>(*child, match))
                return inFolder;
        }
    }
    return nullptr;
}

QModelIndex BrowserModel::locate(const catalog::FoundObject &found, bool *complete)
{
    using Kind = catalog::FoundObject::Kind;
    *complete = false;
    BrowserNode *node = nodeAt(currentDatabaseIndex());
    const auto ready = [this](BrowserNode &at) {
        if (at.state == State::NotLoaded)
            load(at);
        return at.state == State::Loaded;
    };
    if (!node || !ready(*node))
        return indexOf(node);
    const auto step = [&node](BrowserNode *next) {
        if (next)
            node = next;
        return next != nullptr;
    };
    *complete = true;
    if (found.kind == Kind::Extension) {
        step(childOf<catalog::Extension>(*node,
                                         [&](const catalog::Extension &e) { return e.name == found.name; }));
        return indexOf(node);
    }
    if (!step(childOf<catalog::Schema>(*node,
                                       [&](const catalog::Schema &s) { return s.oid == found.schemaOid; })))
        return indexOf(node);
    if (found.kind == Kind::Schema || found.kind == Kind::Function || found.kind == Kind::Type)
        return indexOf(node);
    if (!ready(*node)) {
        *complete = node->state == State::Failed;
        return indexOf(node);
    }
    const bool inside = found.kind == Kind::Column || found.kind == Kind::Index;
    const pg::Oid relation = inside ? found.relationOid : found.oid;
    if (!step(
            childOf<catalog::Relation>(*node, [&](const catalog::Relation &r) { return r.oid == relation; }))
        || !inside)
        return indexOf(node);
    if (!ready(*node)) {
        *complete = node->state == State::Failed;
        return indexOf(node);
    }
    if (found.kind == Kind::Column)
        step(childOf<catalog::Column>(*node, [&](const catalog::Column &c) { return c.name == found.name; }));
    else
        step(childOf<catalog::Index>(*node, [&](const catalog::Index &i) { return i.oid == found.oid; }));
    return indexOf(node);
}

} // namespace quiver::ui
