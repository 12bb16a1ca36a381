// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the host that a server runs on, as far as a build depends on it: settings, memory, cores, disk.
//
// Space is looked at by this program, so it is known only of a server on this host, and said to be unknown otherwise. Memory and cores
// are told by the server as well, to those who may read any file of its host.
#pragma once

#include "core/memorylimit.h"

#include <QString>
#include <QVersionNumber>

#include <optional>

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

/// Of a Linux host, as it says itself; nothing is known of others.
struct HostMachine {
    std::optional<qint64> memory; ///< bytes that the server may have: of the host, or of its control group (a container, a service) where that is less
    QString memorySource = QStringLiteral("not known: the server is on another host, and tells its files only to members of pg_read_server_files"); ///< which of the two
    int cores = 0;                ///< 0: not known
    bool operator==(const HostMachine &) const = default;
};
/// Blocks on the connection; throws what it throws.
HostMachine hostMachine(pg::Connection &connection);
/// \p memoryText: of /proc/meminfo; \p coresText: of /sys/devices/system/cpu/online.
HostMachine hostMachineOf(const QString &memoryText, const QString &coresText, const std::optional<core::MemoryLimit> &limit);

/// Of the host's memory, what a build may take without harm.
constexpr double shareForBuilds = 0.5;

struct HostFacts {
    int serverVersion = 0;           ///< 150018 for 15.18
    QVersionNumber pgvector;         ///< of the extension in this database; null: not installed
    bool isLocal = false;            ///< its processes are this host's: told by the process list, as a tunnel looks local too
    qint64 maintenanceWorkMem = 0;   ///< bytes, of this session
    int maintenanceWorkers = 0;      ///< max_parallel_maintenance_workers
    int parallelWorkers = 0;         ///< max_parallel_workers
    int workerProcesses = 0;         ///< max_worker_processes
    qint64 sharedBuffers = 0;        ///< bytes
    qint64 leastParallelHeap = 0;    ///< min_parallel_table_scan_size, bytes
    QString sharedMemoryType;        ///< dynamic_shared_memory_type: "posix"
    std::optional<qint64> sharedMemoryFree; ///< bytes
    QString sharedMemorySource;      ///< "free in /dev/shm", or why it is not known
    QString tablespace;              ///< where the index would lie
    std::optional<qint64> diskFree;  ///< bytes, there
    QString diskSource;              ///< the folder, or why it is not known
    std::optional<qint64> memory;    ///< that the server may have, bytes
    QString memorySource;            ///< whose it is, the host's or a control group's; or why it is not known
    qint64 maxWalSize = 0;           ///< max_wal_size, bytes
    std::optional<qint64> walFree;   ///< bytes, where the WAL lies
    bool isWalBeside = false;        ///< on the disk where the index would lie
    bool operator==(const HostFacts &) const = default;
};

/// \p tablespace: where the index goes; empty: where the session's default_tablespace says, or the database's own. Blocks on the connection; throws what it throws.
HostFacts hostFacts(pg::Connection &connection, const QString &tablespace = {});

} // namespace quiver::index
