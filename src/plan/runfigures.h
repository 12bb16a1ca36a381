// SPDX-License-Identifier: GPL-3.0-or-later
// What EXPLAIN ANALYZE measured: of a node over all its processes, or of one parallel worker.
//
// Absent is what the plan does not say (no ANALYZE, TIMING OFF, no BUFFERS, an older server); it is never shown as 0.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace quiver::plan {

/// Pages of 8 kB (the server's block size); of a node with all that ran below it.
struct BufferUse {
    qint64 sharedHit = 0, sharedRead = 0, sharedDirtied = 0, sharedWritten = 0;
    qint64 localHit = 0, localRead = 0, localDirtied = 0, localWritten = 0; ///< of temporary tables
    qint64 tempRead = 0, tempWritten = 0;                                   ///< of sorts, hashes and the like that spilled
    bool operator==(const BufferUse &) const = default;
};

/// Milliseconds that reads and writes took (track_io_timing). Before PostgreSQL 17 the server does not tell shared from local: both
/// are in the fields of shared.
struct IoTimes {
    double sharedRead = 0, sharedWrite = 0, localRead = 0, localWrite = 0, tempRead = 0, tempWrite = 0;
    bool operator==(const IoTimes &) const = default;
};

struct WalUse {
    qint64 records = 0, fullPageImages = 0, bytes = 0;
    qint64 buffersFull = 0; ///< times that WAL buffers were full; from PostgreSQL 18 on
    bool operator==(const WalUse &) const = default;
};

/// Something that the plan says and that has no field of its own, with the server's own name for it.
struct PlanProperty {
    QString name;  ///< "Conflict Resolution", as in JSON
    QString value; ///< its text; lists joined by ", ", what is nested as JSON
    bool operator==(const PlanProperty &) const = default;
};

/// Groups of an Incremental Sort.
struct SortGroups {
    qint64 groups = 0;
    QStringList methods; ///< "quicksort", "external merge"
    std::optional<qint64> averageMemoryKb, peakMemoryKb, averageDiskKb, peakDiskKb;
    bool operator==(const SortGroups &) const = default;
};

struct RunFigures {
    std::optional<double> loops;   ///< how often it ran, over all processes
    std::optional<double> rows;    ///< that it gave each time, on average; a fraction from PostgreSQL 18 on
    std::optional<double> startupMs; ///< until its first row, each time, on average, with all that ran below it
    std::optional<double> totalMs;   ///< until its last row, likewise
    std::optional<BufferUse> buffers;
    std::optional<IoTimes> io;
    std::optional<WalUse> wal;

    // Sort
    QString sortMethod;    ///< "quicksort", "top-N heapsort", "external merge", "still in progress"
    QString sortSpaceType; ///< "Memory" or "Disk"
    std::optional<qint64> sortSpaceKb;
    std::optional<SortGroups> fullSortGroups, presortedGroups; ///< Incremental Sort

    // Hash, hashed Aggregate, Memoize, Bitmap Heap Scan
    std::optional<qint64> hashBuckets, hashBucketsOriginal, hashBatches, hashBatchesOriginal;
    std::optional<qint64> aggregateBatches; ///< over 1: it spilled
    std::optional<qint64> peakMemoryKb, diskKb;
    std::optional<qint64> cacheHits, cacheMisses, cacheEvictions, cacheOverflows;
    std::optional<qint64> exactHeapBlocks, lossyHeapBlocks;

    std::vector<PlanProperty> properties; ///< everything else, in the plan's order

    /// The value of a property; empty: it has none of that name.
    QString property(QStringView name) const;
    bool operator==(const RunFigures &) const = default;
};

/// One parallel worker's part of a node (EXPLAIN VERBOSE, and sorts and hashes without it).
struct WorkerFigures : RunFigures {
    int number = 0; ///< from 0
    bool operator==(const WorkerFigures &) const = default;
};

} // namespace quiver::plan
