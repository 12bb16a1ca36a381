// SPDX-License-Identifier: GPL-3.0-or-later
// How many parallel workers a build will really get, and why not more: the rules of PostgreSQL and pgvector, before the build.
//
// After plan_create_index_workers() (planner.c), compute_parallel_worker() (allpaths.c) and pgvector's ComputeParallelWorkers()
// (hnswbuild.c, since 0.6.0). Pure.
#pragma once

#include <QString>
#include <QVersionNumber>

#include <optional>

namespace quiver::index {

struct WorkerInput {
    QString method;                    ///< "hnsw", "ivfflat"
    QVersionNumber pgvector;
    QString table;                     ///< as SQL writes it, for the advice
    double heapBytes = 0;              ///< of the table's main file as it is now, without TOAST; of a partition, its own
    double toastBytes = 0;
    qint64 workMem = 64 << 20;         ///< maintenance_work_mem of the build, bytes
    int maintenanceWorkers = 2;        ///< max_parallel_maintenance_workers of the build
    bool isNamed = false;              ///< the user named that number: else a build that must not have workers is given none
    int parallelWorkers = 8;           ///< max_parallel_workers
    int workerProcesses = 8;           ///< max_worker_processes
    qint64 leastHeapBytes = 8 << 20;   ///< min_parallel_table_scan_size
    std::optional<int> tableWorkers;   ///< the table's own parallel_workers
    std::optional<qint64> sharedMemoryFree; ///< where the graph's segment goes; nothing: not known
    bool isTemporary = false;
};

struct WorkerForecast {
    int workers = 0;   ///< beside the leader, which builds too
    QString reason;    ///< in a sentence
    QString remedy;    ///< the statement or setting that gets more, or none where they are unsafe; empty: nothing to gain
    bool isUnsafe = false;   ///< this version of pgvector must not build with the workers that were named: the reason says why
    bool isHeldBack = false; ///< for the same reason it is given none, as nobody named them
    bool sharedMemoryShort = false; ///< the segment does not fit: the build would fail
    bool operator==(const WorkerForecast &) const = default;
};

WorkerForecast forecastWorkers(const WorkerInput &input);

/// Whether \p pgvector must not build an index of \p method with workers.
bool mustBuildAlone(const QString &method, const QString &pgvector);

} // namespace quiver::index
