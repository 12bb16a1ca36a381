// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the browser's tree and what it stands for.
#pragma once

#include "catalog/catalogtypes.h"

#include <QMetaType>

#include <memory>
#include <variant>
#include <vector>

namespace quiver::ui {

enum class NodeKind {
    Server,
    Database,
    Schema,
    ExtensionFolder,
    Extension,
    Relation,
    Column,
    IndexFolder,
    Index,
    Status
};

/// What a node was made from; a folder or a status line has none.
using NodeValue = std::variant<std::monostate, catalog::ServerInfo, catalog::Database, catalog::Schema,
                               catalog::Extension, catalog::Relation, catalog::Column, catalog::Index>;
using NodeContent = std::vector<NodeValue>;

struct BrowserNode {
    enum class State {
        NotLoaded,
        Loading,
        Loaded, ///< also what has no children to load
        Failed,
    };

    quint64 id = 0;         ///< never used twice; replies name it
    quint64 generation = 0; ///< of the newest load; older replies are dropped
    NodeKind kind = NodeKind::Status;
    State state = State::Loaded;
    BrowserNode *parent = nullptr;
    int row = 0;
    QString name;
    QString error; ///< of a status line after a failure: the whole report
    NodeValue value;
    std::vector<std::unique_ptr<BrowserNode>> children;

    template<typename T>
    const T *as() const
    {
        return std::get_if<T>(&value);
    }
    /// Itself or the nearest node above of that kind; null if there is none.
    const BrowserNode *nearest(NodeKind wanted) const
    {
        const BrowserNode *node = this;
        while (node && node->kind != wanted)
            node = node->parent;
        return node;
    }
};

/// The words that describe a node in the tree and the details; needs no window.
struct NodeBadge {
    enum class Tone { None, Good, Notice, Bad };
    Tone tone = Tone::None;
    QString text;
};

QString relationKindText(catalog::Relation::Kind kind);
/// "HNSW cosine" of an index for approximate search, the method's name of any other.
QString indexMethodText(const catalog::Index &index);
/// The muted text behind the name: type, version, kind.
QString nodeDetail(const BrowserNode &node);
NodeBadge nodeBadge(const BrowserNode &node);
QString nodeIconName(const BrowserNode &node);
/// "~1,234,567"; empty for what was never counted.
QString estimatedRowsText(qint64 rows);

} // namespace quiver::ui

Q_DECLARE_METATYPE(quiver::ui::NodeBadge)
