// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/serversettings.h"

#include "core/memorylimit.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;
constexpr qint64 GiB = 1024 * MiB;

/// A value of a configuration file between quotes.
QByteArray quoted(const QString &value)
{
    QByteArray text = value.toLocal8Bit();
    text.replace('\\', "\\\\");
    text.replace('\'', "''");
    return '\'' + text + '\'';
}

/// The name as an element of a list of names: commas and quotes of its own must not split it.
QString listElement(QString value)
{
    return u'"' + value.replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

HostResources HostResources::detect()
{
    HostResources result;
    result.memoryBytes = qint64(sysconf(_SC_PHYS_PAGES)) * qint64(sysconf(_SC_PAGESIZE));
    if (const auto limit = core::memoryLimitHere(u"/proc/self/cgroup"_s))
        result.memoryBytes = std::min(result.memoryBytes, limit->bytes);
    result.processors = int(std::max(1U, std::thread::hardware_concurrency()));
    struct statvfs shm {};
    if (statvfs("/dev/shm", &shm) == 0)
        result.sharedMemoryBytes = qint64(shm.f_bavail) * qint64(shm.f_frsize);
    return result;
}

QByteArray serverSettings(const ServerSettingsInput &input)
{
    const HostResources &host = input.host;
    const qint64 sharedBuffers = std::clamp(host.memoryBytes / 4, 128 * MiB, GiB);
    const qint64 maintenance = std::clamp(host.memoryBytes / 8, 64 * MiB, 2047 * MiB);
    const int helpers = std::clamp(host.processors - 1, 1, 7); // the process that builds an index works, too

    QByteArray out;
    const auto set = [&out](const char *name, const QByteArray &value) { out += QByteArray(name) + " = " + value + '\n'; };
    const auto megabytes = [](qint64 bytes) { return "'" + QByteArray::number(bytes / MiB) + "MB'"; };
    out += "# Written by Quiver at every start of its sandbox. Settings of your own: ALTER SYSTEM SET ...\n";
    // Nobody but the owner of a directory with mode 0700 can reach the socket, and there is no other way in: that is
    // why pg_hba.conf needs no password.
    set("listen_addresses", "''");
    set("port", QByteArray::number(input.port));
    set("unix_socket_directories", quoted(listElement(input.socketDirectory)));
    set("unix_socket_permissions", "0700");
    set("max_connections", "100");

    set("shared_buffers", megabytes(sharedBuffers));
    set("effective_cache_size", megabytes(std::max(host.memoryBytes * 6 / 10, 256 * MiB)));
    set("work_mem", "'16MB'");
    set("maintenance_work_mem", megabytes(maintenance));
    set("max_worker_processes", QByteArray::number(std::max(8, host.processors + 2)));
    set("max_parallel_workers", QByteArray::number(std::max(2, host.processors)));
    set("max_parallel_workers_per_gather", QByteArray::number(std::clamp(host.processors / 2, 1, 4)));
    set("max_parallel_maintenance_workers", QByteArray::number(helpers));
    // A parallel HNSW build takes maintenance_work_mem of shared memory at once; containers often have 64 MB of it.
    if (host.sharedMemoryBytes < maintenance + 64 * MiB)
        set("dynamic_shared_memory_type", "mmap");

    // No replicas: data loaded into a table made in the same transaction then skips the log.
    set("wal_level", "minimal");
    set("max_wal_senders", "0");
    set("max_wal_size", "'2GB'");
    set("checkpoint_timeout", "'15min'");
    set("random_page_cost", "1.1");

    set("track_io_timing", "on");
    set("log_line_prefix", "'%m [%p] '");
    if (input.statementStatistics) {
        set("shared_preload_libraries", "'pg_stat_statements'");
        set("pg_stat_statements.track_planning", "on");
    }
    return out;
}

} // namespace quiver::sandbox
