// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/workerforecast.h"

#include "catalog/tablefacts.h"
#include "catalog/versionaudit.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::bytesText;

namespace {

constexpr qint64 leastWorkMemEach = 32 << 20;
constexpr qint64 keptOfSegment = 3 << 20; // pgvector asks for maintenance_work_mem less this

/// By the size of the table alone: one more for each time that it is three times as large.
int workersForHeap(const WorkerInput &input)
{
    if (input.heapBytes < double(input.leastHeapBytes))
        return 0;
    int workers = 1;
    for (double threshold = 3 * std::max(8192.0, double(input.leastHeapBytes)); input.heapBytes >= threshold && workers < 1024; threshold *= 3)
        ++workers;
    return workers;
}

QString tableWorkersRemedy(const WorkerInput &input)
{
    return u"ALTER TABLE %1 SET (parallel_workers = %2)"_s.arg(input.table).arg(std::max(1, input.maintenanceWorkers));
}

WorkerForecast none(const QString &reason, const QString &remedy = {})
{
    return {.reason = reason, .remedy = remedy};
}

/// Before the caps of the server; the reason goes with none.
WorkerForecast planned(const WorkerInput &input)
{
    const bool isHnsw = input.method == "hnsw"_L1;
    if (!isHnsw && input.method != "ivfflat"_L1)
        return none(u"Whether %1 builds in parallel is not known."_s.arg(input.method));
    if (isHnsw && input.pgvector < QVersionNumber(0, 6))
        return none(u"pgvector %1 builds HNSW in one process; 0.6.0 and later in several."_s.arg(input.pgvector.toString()));
    if (input.isTemporary)
        return none(u"A temporary table is seen by its own session alone, so that no other process can help."_s);
    if (input.maintenanceWorkers == 0)
        return none(u"max_parallel_maintenance_workers is 0."_s, u"SET max_parallel_maintenance_workers = 2"_s);
    if (input.tableWorkers) {
        const int workers = std::min(*input.tableWorkers, input.maintenanceWorkers);
        return {.workers = workers,
                .reason = u"The table's own parallel_workers is %1, max_parallel_maintenance_workers %2."_s.arg(*input.tableWorkers).arg(input.maintenanceWorkers),
                .remedy = workers == 0 ? u"ALTER TABLE %1 RESET (parallel_workers)"_s.arg(input.table) : QString()};
    }
    int workers = std::min(workersForHeap(input), input.maintenanceWorkers);
    if (workers == 0) {
        const QString toast = input.toastBytes > input.heapBytes ? u" (its vectors are in TOAST, %1, which does not count)"_s.arg(bytesText(qint64(input.toastBytes)))
                                                                 : QString();
        return none(u"The table's rows take %1%2, less than min_parallel_table_scan_size, %3: the server plans no workers."_s.arg(
                        bytesText(qint64(input.heapBytes)), toast, bytesText(input.leastHeapBytes)),
                    tableWorkersRemedy(input));
    }
    while (workers > 0 && input.workMem / (workers + 1) < leastWorkMemEach)
        --workers;
    if (workers == 0)
        return none(u"maintenance_work_mem is %1: a worker needs 32 MB for itself and the leader as much."_s.arg(bytesText(input.workMem)),
                    u"SET maintenance_work_mem = '%1MB'"_s.arg(32 * (input.maintenanceWorkers + 1)));
    if (isHnsw)
        return {.workers = input.maintenanceWorkers,
                .reason = u"The table is large enough, and HNSW takes max_parallel_maintenance_workers, %1."_s.arg(input.maintenanceWorkers)};
    return {.workers = workers,
            .reason = u"The table's rows take %1, for which the server plans %2; of IVFFlat only the assigning is parallel."_s.arg(
                bytesText(qint64(input.heapBytes))).arg(workers)};
}

std::optional<catalog::Defect> defectOf(const QString &method, const QString &pgvector)
{
    return method == "hnsw"_L1 ? catalog::parallelBuildDefect(pgvector) : std::nullopt;
}

QString wordsOf(const catalog::Defect &defect)
{
    const QString reference = QString::fromLatin1(defect.reference);
    return u"%1%2 %3 mends it."_s.arg(QString::fromLatin1(defect.what), reference.isEmpty() ? QString() : u" (%1)"_s.arg(reference),
                                      QString::fromLatin1(defect.fixedIn));
}

/// More workers are no gain where they may crash the server.
void warnOfDefect(const WorkerInput &input, WorkerForecast &forecast)
{
    const auto defect = defectOf(input.method, input.pgvector.toString());
    if (!defect || forecast.isHeldBack)
        return;
    forecast.isUnsafe = forecast.workers > 0;
    forecast.remedy = forecast.isUnsafe ? u"SET max_parallel_maintenance_workers = 0"_s : QString();
    forecast.reason += u" In pgvector %1: %2"_s.arg(input.pgvector.toString(), wordsOf(*defect));
}

} // namespace

WorkerForecast forecastWorkers(const WorkerInput &input)
{
    WorkerForecast forecast = planned(input);
    const int cap = std::min(input.parallelWorkers, input.workerProcesses);
    if (forecast.workers > cap) {
        forecast.workers = cap;
        const bool byParallel = input.parallelWorkers <= input.workerProcesses;
        forecast.reason = u"The server has room for %1: %2."_s.arg(cap).arg(byParallel ? u"max_parallel_workers"_s : u"max_worker_processes"_s);
        forecast.remedy = byParallel ? u"SET max_parallel_workers = %1"_s.arg(input.maintenanceWorkers)
                                     : u"max_worker_processes = %1 in postgresql.conf, and a restart"_s.arg(input.maintenanceWorkers);
    }
    const auto defect = defectOf(input.method, input.pgvector.toString());
    if (defect && forecast.workers > 0 && !input.isNamed) {
        forecast = none(u"With pgvector %1 the build sets max_parallel_maintenance_workers = 0 unless you name a number: %2"_s.arg(input.pgvector.toString(),
                                                                                                                              wordsOf(*defect)));
        forecast.isHeldBack = true;
    }
    if (forecast.workers > 0 && input.method == "hnsw"_L1 && input.sharedMemoryFree && input.workMem - keptOfSegment > *input.sharedMemoryFree) {
        forecast.sharedMemoryShort = true;
        forecast.remedy = u"SET maintenance_work_mem = '%1MB'"_s.arg(std::max<qint64>(1, *input.sharedMemoryFree / (1 << 20) * 9 / 10));
        forecast.reason += u" A parallel build takes maintenance_work_mem, %1, as shared memory, and %2 are free: it would fail with “could not resize "
                           "shared memory segment”."_s.arg(bytesText(input.workMem), bytesText(*input.sharedMemoryFree));
    }
    warnOfDefect(input, forecast);
    return forecast;
}

bool mustBuildAlone(const QString &method, const QString &pgvector)
{
    return defectOf(method, pgvector).has_value();
}

} // namespace quiver::index
