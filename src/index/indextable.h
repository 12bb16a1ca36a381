// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be known of a table before an index is built on it: its rows, its vectors, its indexes as values, and what the server has.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "catalog/tablefacts.h"
#include "index/indexddl.h"

namespace quiver::index {

/// An index that is there, as a value.
struct IndexFound {
    IndexSpec spec;          ///< expressions and predicate as the server writes them
    pg::Oid oid = 0;
    pg::Oid table = 0;       ///< of the tree
    pg::Oid parent = 0;      ///< the partitioned index that it is attached to; 0: none
    bool isValid = true;
    bool isReady = true;
    bool isPartitioned = false;
    bool isPrimary = false;
    QString constraint;      ///< that it serves; empty: none
    qint64 bytes = 0;        ///< -1: locked exclusively by somebody right now
    int builtBy = 0;         ///< the session that builds it right now, where we may see that; 0: none
    bool operator==(const IndexFound &) const = default;
};

struct Tablespace {
    QString name;
    bool mayCreate = false;
    bool operator==(const Tablespace &) const = default;
};

/// What a sample of a vector column shows; shares are of the values that are not NULL, -1 where nothing was seen.
struct ColumnSample {
    QString column;
    catalog::VectorType type;  ///< a bit column's, too
    qint64 rows = 0;           ///< looked at
    double nullShare = -1;     ///< of all rows
    double unitShare = -1;     ///< of length one
    double zeroShare = -1;     ///< of length zero: not indexed for cosine distance
    int leastDimensions = 0, mostDimensions = 0; ///< of the values; the same where the column's type gives them
    double meanNonZero = 0;    ///< of a sparsevec
    int mostNonZero = 0;
    bool operator==(const ColumnSample &) const = default;
};

/// How often the statements that the server remembers order by a distance of a column.
struct KnownUse {
    QString column;
    catalog::AnnMetric metric = catalog::AnnMetric::Unknown;
    qint64 calls = 0;
    bool operator==(const KnownUse &) const = default;
};

struct IndexTable {
    catalog::TableFacts facts;
    double rows = -1;          ///< that an index of it would hold, now: counted where the table is small, else as the planner reckons
    bool isCounted = false;
    qint64 deadRows = 0;       ///< among these, by the server's statistics
    bool isUnlogged = false, isTemporary = false;
    QString user;              ///< the session's
    bool mayRead = true;       ///< the table's rows
    bool mayCreate = true;     ///< in the table's schema, where an index's name lives
    QStringList takenNames;    ///< of relations in that schema
    std::vector<IndexFound> indexes; ///< of the whole tree
    std::vector<ColumnSample> samples; ///< of the columns asked for
    std::vector<KnownUse> uses;  ///< empty too where pg_stat_statements cannot be read
    std::vector<Tablespace> tablespaces;
    QString defaultTablespace; ///< default_tablespace of the session, where an index without a tablespace goes; empty: the database's own
    QStringList methods;       ///< access methods of the server
    QString pgvectorVersion;   ///< empty: not in this database
    int serverVersion = 0;
    bool inRecovery = false, isReadOnly = false;
    qint64 maintenanceWorkMem = 0; ///< bytes, of the session
    int parallelWorkers = 0;   ///< max_parallel_maintenance_workers
    int parallelLimit = 0;     ///< the least of max_parallel_workers and max_worker_processes
    std::optional<qint64> hostMemory; ///< bytes that the server may have, where it lets itself be asked
    QString hostMemorySource;  ///< whose it is: HostMachine::memorySource

    const ColumnSample *sample(const QString &column) const;
    const IndexFound *index(const QString &name) const; ///< of the table itself
    /// A column's type as an index sees it; bit columns, too.
    catalog::VectorType typeOf(const QString &column) const;
};

/// No value where there is no such table. \p columns are looked into by a sample of their values.
std::optional<IndexTable> indexTable(pg::Connection &connection, const QString &schema, const QString &table, const QStringList &columns);

/// The indexes of a table, its partitions and heirs, as values.
std::vector<IndexFound> foundIndexes(pg::Connection &connection, const IndexSql &sql, const catalog::TableFacts &table);

} // namespace quiver::index
