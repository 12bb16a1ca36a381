// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be known of a table before it is altered: whose it is, what hangs on it, how large it is, who else is told of it.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "catalog/catalogtypes.h"
#include "sql/change.h"

#include <functional>
#include <optional>

namespace quiver::pg {
class Connection;
}

namespace quiver::catalog {

/// A table of a tree: the table itself, its partitions, or the tables that inherit from it.
struct TablePart {
    pg::Oid oid = 0;
    pg::Oid parent = 0; ///< 0 for the table itself
    QString schema;
    QString name;
    bool isPartitioned = false; ///< has no rows of its own
    bool isForeign = false;
    qint64 pages = 0;  ///< of its heap, as it is now
    double rows = -1;  ///< by the last VACUUM or ANALYZE; -1: never counted
    bool operator==(const TablePart &) const = default;
};

struct TableFacts {
    pg::Oid oid = 0;
    QString schema;
    QString name;
    Relation::Kind kind = Relation::Kind::Table;
    QString owner;
    QString user;             ///< who asks
    bool isOwned = false;     ///< by a role that the user is, or is a member of
    bool isPartition = false;
    QString root;             ///< of a partition: the partitioned table at the top, as SQL writes it
    bool inherits = false;    ///< from another table, not as a partition
    bool hasChildren = false; ///< that inherit from it, not as partitions
    bool isEmpty = false;     ///< looked at, not estimated
    bool rowSecurityForced = false; ///< policies go for the owner as well
    QStringList keyColumns;   ///< of the primary key, or of another unique index without NULLs; empty: there is none
    QStringList updateTriggers; ///< the user's own that fire for every UPDATE of a row
    QStringList publications; ///< that send its rows to subscribers
    bool updatesRefused = false; ///< published without a replica identity: the server refuses UPDATE
    qint64 heapBytes = 0;     ///< of the whole tree
    qint64 toastBytes = 0;
    qint64 indexBytes = 0;
    std::vector<TablePart> parts; ///< the table first, parents before their children
    std::vector<Column> columns;
    std::vector<Index> indexes;

    double rows() const;      ///< of the whole tree, estimated; -1: never counted
    bool isPartitioned() const { return kind == Relation::Kind::PartitionedTable; }
    const Column *column(const QString &wanted) const; ///< null: there is none of this name
    QStringList columnNames() const;
    bool operator==(const TableFacts &) const = default;
};

/// No value where there is no such table, view or foreign table.
std::optional<TableFacts> tableFacts(pg::Connection &connection, const QString &schema, const QString &table);

/// Runs \p work, which reads \p object, in a transaction that waits for locks for no more than some seconds.
/// \throws pg::Error that names who holds the lock, where somebody does
void readPatiently(pg::Connection &connection, const QString &object, const std::function<void()> &work);
void readPatiently(pg::Connection &connection, const QString &schema, const QString &name, const std::function<void()> &work);

/// Waits until nobody keeps \p schema.\p name from being read, some \p seconds (rounded up to whole turns of the wait) or, with 0, as long as it
/// takes. \p waiting is told once, in a sentence, who keeps it.
/// \throws pg::Error too where there is no such table
void awaitReadable(pg::Connection &connection, const QString &schema, const QString &name, int seconds, const std::function<void(const QString &)> &waiting);

/// tableFacts() within readPatiently().
std::optional<TableFacts> lookAtTable(pg::Connection &connection, const QString &schema, const QString &table);

/// Why a column cannot be added to or altered in such a table, in a sentence with what to do; empty: it can. \p alone: what is
/// done goes for a partition by itself.
QString alterObstacle(const TableFacts &table, bool alone = false);

/// Of a step that reads \p bytes of a table: "98 MB, read at 100 MB/s to 2 GB/s".
sql::StepEstimate readingEstimate(qint64 bytes);
/// "25,000".
QString countText(double number);
/// "98 MB".
QString bytesText(qint64 bytes);

} // namespace quiver::catalog
