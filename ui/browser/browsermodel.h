// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of a server: databases, schemas, relations, columns, indexes, extensions; every level read when it is opened.
//
// A node that is being read shows one line that says so; one that could not be read shows why, and reload() tries again.
// Replies name their node and the number of the request: what arrives late for either is dropped.
#pragma once

#include "ui/browser/browsernode.h"
#include "ui/browser/catalogloader.h"

#include <QAbstractItemModel>
#include <QHash>

namespace quiver::ui {

class BrowserModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, RowsColumn, SizeColumn, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< int of NodeKind
        DetailRole,                  ///< the muted text behind the name
        BadgeRole,                   ///< NodeBadge
        BadRole,                     ///< bool: shown in red
        MutedRole,
    };

    explicit BrowserModel(CatalogLoader &loader, QObject *parent = nullptr);
    ~BrowserModel() override;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    /// Starts anew with the loader's server, or empty where it has none.
    void reset();
    /// Reads the children of \p index again; of a status line, those of its parent; of what has none to read, its
    /// nearest ancestor's.
    void reload(const QModelIndex &index);

    /// Null for the invalid index.
    const BrowserNode *node(const QModelIndex &index) const;
    QModelIndex serverIndex() const;
    /// The open database's node; invalid until the databases were read.
    QModelIndex currentDatabaseIndex() const;
    bool isInCurrentDatabase(const BrowserNode &node) const;
    /// Name of the database that \p node is in; empty for the server.
    QString databaseOf(const BrowserNode &node) const;

    /// As far down the path to \p found as the tree is loaded; the next level is asked for, and contentArrived() follows.
    /// \p complete tells whether it is the object itself, or all that the tree has of it.
    QModelIndex locate(const catalog::FoundObject &found, bool *complete);

Q_SIGNALS:
    /// The children of \p index were read, or could not be.
    void contentArrived(const QModelIndex &index);

private:
    using NodePtr = std::unique_ptr<BrowserNode>;

    BrowserNode *nodeAt(const QModelIndex &index) const;
    QModelIndex indexOf(const BrowserNode *node) const;
    NodePtr makeNode(NodeKind kind, const QString &name);
    NodePtr makeStatus(const QString &text, const QString &error = {});
    std::vector<NodePtr> makeChildren(NodeKind parent, NodeContent content);
    void adopt(BrowserNode &parent, std::vector<NodePtr> children);
    void replaceChildren(BrowserNode &parent, std::vector<NodePtr> children);
    void forget(const BrowserNode &node);
    void load(BrowserNode &node);
    void arrive(quint64 id, quint64 generation, const NodeContent &content);
    void fail(quint64 id, quint64 generation, const QString &message, const QString &report);
    BrowserNode *waiting(quint64 id, quint64 generation) const;
    QString emptyText(NodeKind kind) const;
    template<typename T, typename Match>
    BrowserNode *childOf(BrowserNode &parent, Match match) const;

    CatalogLoader &m_loader;
    NodePtr m_root; ///< the server; null without one
    QHash<quint64, BrowserNode *> m_byId;
    quint64 m_nextId = 1;
    quint64 m_generation = 0;
};

} // namespace quiver::ui
