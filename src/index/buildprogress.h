// SPDX-License-Identifier: GPL-3.0-or-later
// How far a running index build is, as the server tells it: phase, counts, who is waited for, workers, WAL.
//
// Pure values; buildquery.h reads them from a server. pg_stat_progress_create_index is
// https://www.postgresql.org/docs/current/progress-reporting.html#CREATE-INDEX-PROGRESS-REPORTING
#pragma once

#include "sql/lockholders.h"

#include <QMetaType>
#include <QString>

#include <vector>

namespace quiver::index {

/// In the order in which they happen; no build has them all.
enum class BuildPhase {
    Hidden,               ///< of another role, whose builds this one may not see
    WaitingForTable,      ///< has asked for the lock that it needs and does not have it; the server reports no progress yet
    Initializing,
    WaitingForWritersBefore, ///< CONCURRENTLY: for transactions that write and do not know the index
    Training,             ///< ivfflat: k-means, without any count
    Assigning,            ///< ivfflat: each row to its list
    Loading,              ///< hnsw: rows into the graph; ivfflat: into the lists' pages
    Building,             ///< of another access method
    Finalizing,           ///< hnsw: all rows are in the graph, its pages and their WAL are written
    WaitingForWritersValidation,
    ValidatingIndex,
    ValidatingSorting,
    ValidatingTable,
    WaitingForSnapshots,  ///< for transactions that are older and might look for rows that the index does not have
    WaitingForReadersDead, ///< REINDEX CONCURRENTLY: for transactions that use the old index
    WaitingForReadersDrop,
    Committing,           ///< the server reports no progress any more, the statement has not ended
};

/// What a server that says \p text means; \p method: "hnsw", "ivfflat", ... or empty where it is not known. \p tuplesTotal tells
/// ivfflat's loading from hnsw's where the method is not known.
BuildPhase phaseFrom(const QString &text, const QString &method, qint64 tuplesTotal);
/// "loading rows into the graph"; a few words for a bar.
QString phaseWords(BuildPhase phase, const QString &method);
/// Whether it waits for other sessions and does nothing itself.
bool isWaiting(BuildPhase phase);

/// What a CREATE INDEX or REINDEX says of itself. Names without their quotes; empty: not said, or the text is cut before.
struct BuildStatement {
    QString command; ///< "CREATE INDEX", "CREATE INDEX CONCURRENTLY", "REINDEX", "REINDEX CONCURRENTLY"; empty: something else
    QString index;   ///< of CREATE INDEX without a schema
    QString schema;  ///< of the table; empty: found through search_path
    QString table;
    QString method;  ///< "btree" where CREATE INDEX says none
    int lists = 0;   ///< of IVFFlat; 0: the text is cut before it says so
    bool operator==(const BuildStatement &) const = default;
};
/// Looks into \p sql, which may be several statements, or cut; the first that builds an index counts.
BuildStatement buildStatement(const QString &sql);

/// Tells a build from every other one of the server.
struct BuildKey {
    int pid = 0;
    qint64 startedAtUs = 0; ///< its statement's query_start, microseconds since 1970
    auto operator<=>(const BuildKey &) const = default;
};

struct BuildProgress {
    BuildKey key;
    QString database;
    quint32 tableOid = 0;
    quint32 indexOid = 0;   ///< 0: not yet made
    QString schema, table;
    QString index;          ///< empty: neither the catalogue nor the statement tells
    QString method;
    QString command;        ///< as in BuildStatement
    QString statement;      ///< shortened
    QString user, application;
    BuildPhase phase = BuildPhase::Initializing;
    QString phaseText;      ///< the server's
    qint64 blocksDone = 0, blocksTotal = 0;
    qint64 tuplesDone = 0, tuplesTotal = 0;
    qint64 partitionsDone = 0, partitionsTotal = 0;
    qint64 lockersDone = 0, lockersTotal = 0;
    std::vector<sql::LockHolder> waitsFor; ///< sessions that it waits for right now
    QString waitEvent;      ///< "Lock: virtualxid", "IO: DataFileRead"; empty: it works
    int workers = 0;        ///< parallel workers that are seen
    double tableRows = -1;  ///< the planner's estimate; negative: never analysed, or of another database
    /// Of a value, with its header: of the index's own column, where it is committed already, else of the table's longest vector column.
    /// Negative: not known, or sparse.
    double valueBytes = -1;
    int lists = 0;          ///< of IVFFlat; 0: neither the catalogue nor the statement tells
    quint32 indexFile = 0;  ///< REINDEX: the index's file (relfilenode) before it is committed; another one then: it was rebuilt. 0: not known
    quint32 rebuiltOid = 0; ///< REINDEX CONCURRENTLY, while the server tells no copy: the index that is to be rebuilt. 0: not known, or indexOid is the copy
    qint64 indexBytes = -1; ///< so far; -1: cannot be seen, as that of a build without CONCURRENTLY by a plain role
    double runningSeconds = 0; ///< since its statement began
    double transactionSeconds = 0; ///< since its transaction began
    bool isConcurrent() const { return command.endsWith(QLatin1String("CONCURRENTLY")); }

    /// What is counted in this phase; total 0: nothing is.
    qint64 done() const;
    qint64 total() const;
    QString unit() const; ///< "blocks", "rows", "sessions"; empty where nothing is counted
    /// Of the phase, 0 to 1; negative: not known.
    double fraction() const;
    /// "public.documents_idx", or what is known of it.
    QString name() const;
    bool operator==(const BuildProgress &) const = default;
};

/// All builds that a server runs, and what they are measured by.
struct BuildSnapshot {
    double serverTime = 0;        ///< seconds since 1970, by the server's clock
    qint64 serverStartedAtUs = 0; ///< another one: it was restarted meanwhile
    qint64 walBytes = -1;         ///< WAL written since the cluster was made; -1: on a standby
    std::vector<BuildProgress> builds;
    bool operator==(const BuildSnapshot &) const = default;
};

} // namespace quiver::index

Q_DECLARE_METATYPE(quiver::index::BuildProgress)
