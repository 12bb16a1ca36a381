// SPDX-License-Identifier: GPL-3.0-or-later
// The indexes of a table or a database with their sizes, uses and state, read in a few statements, quick also with thousands.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws. What follows from the
// figures is found by findingsOf() in indexfindings.h.
#pragma once

#include "catalog/annmetric.h"
#include "catalog/vectortype.h"
#include "pg/types.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

/// One index as it is. Counts are since IndexList::statsReset.
struct IndexEntry {
    pg::Oid oid = 0;
    pg::Oid tableOid = 0;
    pg::Oid file = 0;       ///< its relfilenode: the index's own oid until it is rebuilt in place; 0: it has none
    QString schema, table, name; ///< an index is in its table's schema
    QString method;
    QStringList keys;       ///< columns and expressions as text
    QStringList opclasses;  ///< one per key column, without schema
    /// One per key column: what it is and how it is ordered (column or expression, opclass, collation, direction, parameters of the opclass), for comparing.
    QStringList keyMarks;
    QString included;       ///< the columns of INCLUDE, as numbers; empty: none
    QStringList options;    ///< "m=16"
    QString predicate;      ///< of a partial index; empty: whole
    QString constraint;     ///< that it serves; empty: none
    QString foreignKey;     ///< of another table or this one, that refers to rows by it; empty: none
    bool isReplicaIdentity = false; ///< subscribers find rows by it
    bool isAnn = false;
    bool isUnique = false;
    bool isPrimary = false;
    bool nullsNotDistinct = false; ///< of a unique one: two rows with NULL are the same, too
    bool isValid = true;
    bool isReady = true;    ///< false: writes do not go into it yet
    bool isBeingBuilt = false; ///< built, rebuilt or dropped by somebody right now
    bool isPartitioned = false; ///< of a partitioned table: has no storage, its figures are the sums of its partitions'
    pg::Oid parent = 0;     ///< the partitioned index that it is a part of; 0: none
    qint64 bytes = -1;      ///< -1: locked exclusively by somebody right now
    catalog::VectorType keyType{catalog::VectorKind::None, -1}; ///< of an approximate index: what is indexed

    qint64 scans = 0;
    qint64 tuplesRead = 0;    ///< index entries that scans returned
    qint64 tuplesFetched = 0; ///< live rows that they led to
    QDateTime lastUsed;       ///< UTC, PostgreSQL 16 or later; invalid: not since the reset, or not known

    double tableRows = -1;    ///< live rows of the table, estimated; -1: never counted
    double rows = -1;         ///< that are in the index, estimated; -1: not known
    qint64 deadRows = 0;      ///< of the table, not vacuumed yet
    qint64 insertsSinceVacuum = 0;
    qint64 inserts = 0;       ///< into the table
    qint64 writes = 0;        ///< into, of and from the table
    QDateTime lastVacuum;     ///< UTC, by whomever; invalid: not since the reset
    /// Of an HNSW or IVFFlat index built anew on these rows; -1: not known (sparsevec, rows never counted).
    double freshBytes = -1;

    bool canUse() const { return isValid && isReady; }
    /// Something else than queries rests on it: dropping it is refused, or breaks that.
    bool isNeeded() const { return !constraint.isEmpty() || !foreignKey.isEmpty() || isReplicaIdentity; }
    double bytesPerRow() const { return rows > 0 && bytes >= 0 ? double(bytes) / rows : -1; }
    /// Size against freshBytes; 1.5: half as large again. Negative: not known.
    double bloat() const { return freshBytes > 0 && bytes >= 0 ? double(bytes) / freshBytes : -1; }
    std::optional<int> option(const QString &option) const;
    catalog::AnnMetric metric() const { return catalog::annMetric(opclasses.value(0)); }
    bool operator==(const IndexEntry &) const = default;
};

struct IndexList {
    std::vector<IndexEntry> entries; ///< in the order of schema, table, name
    QDateTime statsReset; ///< UTC; invalid: the counts were never reset
    QDateTime readAt;     ///< UTC, by the server's clock
    int serverVersion = 0;
    bool inRecovery = false; ///< a standby: counts are its own, dead rows are not known
    QDateTime serverMade = {}; ///< UTC, its data folder (initdb): no index is older; invalid: not told
    bool tellsLastUse() const { return serverVersion >= 160000; }
    const IndexEntry *find(pg::Oid oid) const; ///< null: there is none
};

/// Of \p table with its partitions, or (0) of all user tables of the database. Needs no privilege.
IndexList indexList(pg::Connection &connection, pg::Oid table = 0);

/// The share of each index that is in shared_buffers, 0 to 1.
struct CachedShares {
    std::map<pg::Oid, double> shares;
    QString unavailable; ///< why it cannot be told, with what to do; empty: it was told
};
/// Reads the state of every buffer of the server: some 0.1 s for each GB of shared_buffers. Only when somebody asks for it.
CachedShares cachedShares(pg::Connection &connection);

} // namespace quiver::index
