// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/hostfacts.h"

#include "catalog/tablefacts.h"
#include "core/memorylimit.h"
#include "pg/connection.h"

#include <QFile>
#include <QRegularExpression>
#include <QStorageInfo>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// Settings come in kB or pages. The server's own folder is told to superusers and members of pg_read_all_settings alone; a tablespace's to
// everybody.
constexpr auto factsSql = R"(
    SELECT (SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = 'vector'),
        pg_catalog.pg_size_bytes(pg_catalog.current_setting('maintenance_work_mem')),
        pg_catalog.current_setting('max_parallel_maintenance_workers'), pg_catalog.current_setting('max_parallel_workers'),
        pg_catalog.current_setting('max_worker_processes'), pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers')),
        pg_catalog.pg_size_bytes(pg_catalog.current_setting('min_parallel_table_scan_size')),
        pg_catalog.current_setting('dynamic_shared_memory_type'),
        (SELECT CASE WHEN pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE') THEN pg_catalog.current_setting('data_directory') END),
        pg_catalog.pg_tablespace_location(t.oid), pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_wal_size')), t.spcname
    FROM (SELECT COALESCE((SELECT w.oid FROM pg_catalog.pg_tablespace w WHERE w.spcname = CASE WHEN $1 <> '' THEN $1 ELSE pg_catalog.current_setting('default_tablespace') END),
        (SELECT d.dattablespace FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database() AND $1 = '')) AS oid) place
    LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = place.oid)";

constexpr auto mayReadFilesSql = R"(
    SELECT pg_catalog.pg_has_role('pg_read_server_files', 'USAGE')
        AND pg_catalog.has_function_privilege('pg_catalog.pg_read_file(text, bigint, bigint, boolean)', 'EXECUTE'))";

constexpr auto memoryFile = "/proc/meminfo", coresFile = "/sys/devices/system/cpu/online", groupFile = "/proc/self/cgroup";

constexpr auto filesSql = "SELECT pg_catalog.pg_read_file(f.path, 0, 4096, true) FROM pg_catalog.unnest(pg_catalog.string_to_array($1, pg_catalog.chr(10))) WITH ORDINALITY f(path, place) ORDER BY f.place";

/// Whether the session's process runs here: it has its title in this host's list.
bool runsHere(const pg::Connection &connection)
{
    QFile title(u"/proc/%1/cmdline"_s.arg(connection.backendPid()));
    return title.open(QIODevice::ReadOnly) && title.readAll().startsWith("postgres");
}

QString textOf(const char *path)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.read(4096)) : QString();
}

std::optional<qint64> memoryIn(const QString &text)
{
    static const QRegularExpression total(u"MemTotal:\\s+(\\d+) kB"_s);
    const QRegularExpressionMatch match = total.match(text);
    return match.hasMatch() ? std::optional(match.captured(1).toLongLong() * 1024) : std::nullopt;
}

/// As the server reads them; empty where there is none.
QStringList serverFiles(pg::Connection &connection, const QStringList &paths)
{
    const pg::Result files = connection.exec({QByteArray(filesSql), {pg::Param::text(paths.join(u'\n'), pg::oid::Text)}});
    QStringList texts;
    for (qint64 row = 0; row < files.rowCount(); ++row)
        texts << files.text(row, 0);
    return texts;
}

/// The same where the server's system may forbid what PostgreSQL allows (SELinux does so): nothing then.
std::optional<QStringList> allowedFiles(pg::Connection &connection, const QStringList &paths)
{
    const bool isWithin = connection.transactionStatus() != pg::TransactionStatus::Idle;
    if (isWithin)
        connection.exec("SAVEPOINT quiver_files");
    std::optional<QStringList> texts;
    try {
        texts = serverFiles(connection, paths);
    } catch (const pg::Error &e) {
        if (e.kind() != pg::Error::Kind::Server)
            throw;
        if (isWithin)
            connection.exec("ROLLBACK TO SAVEPOINT quiver_files");
    }
    if (isWithin)
        connection.exec("RELEASE SAVEPOINT quiver_files");
    return texts;
}

/// \p text as "0-3,6": ranges with both ends.
int coresIn(const QString &text)
{
    int cores = 0;
    for (const QString &range : text.trimmed().split(u',', Qt::SkipEmptyParts))
        cores += range.section(u'-', -1).toInt() - range.section(u'-', 0, 0).toInt() + 1;
    return cores;
}

std::optional<qint64> freeBytes(const QString &folder)
{
    const QStorageInfo storage(folder);
    if (!storage.isValid() || !storage.isReady())
        return std::nullopt;
    return storage.bytesAvailable();
}

void findSharedMemory(HostFacts &facts)
{
    if (!facts.isLocal)
        facts.sharedMemorySource = u"not known: the server is on another host"_s;
    else if (facts.sharedMemoryType != "posix"_L1)
        facts.sharedMemorySource = u"not known: shared memory is of the type %1"_s.arg(facts.sharedMemoryType);
    else if (facts.sharedMemoryFree = freeBytes(u"/dev/shm"_s); facts.sharedMemoryFree)
        facts.sharedMemorySource = u"free in /dev/shm"_s;
    else
        facts.sharedMemorySource = u"not known: /dev/shm cannot be looked at"_s;
}

void findDisk(HostFacts &facts, const QString &folder)
{
    if (!facts.isLocal) {
        facts.diskSource = u"not known: the server is on another host"_s;
    } else if (folder.isEmpty()) {
        facts.diskSource = u"not known: the server tells its folder only to members of pg_read_all_settings"_s;
    } else {
        facts.diskFree = freeBytes(folder);
        facts.diskSource = facts.diskFree ? u"free at %1"_s.arg(folder) : u"not known: %1 cannot be looked at"_s.arg(folder);
    }
}

/// Below the server's folder, or where a link from there leads.
void findWal(HostFacts &facts, const QString &indexFolder, const QString &serverFolder)
{
    if (!facts.isLocal || serverFolder.isEmpty())
        return;
    const QString folder = serverFolder + u"/pg_wal"_s;
    facts.walFree = freeBytes(folder);
    facts.isWalBeside = facts.walFree && facts.diskFree && QStorageInfo(folder).device() == QStorageInfo(indexFolder).device();
}

} // namespace

HostMachine hostMachineOf(const QString &memoryText, const QString &coresText, const std::optional<core::MemoryLimit> &limit)
{
    HostMachine machine{memoryIn(memoryText), u"MemTotal of /proc/meminfo"_s, coresIn(coresText)};
    if (!machine.memory)
        machine.memorySource = u"not known: /proc/meminfo says nothing of it"_s;
    else if (limit && limit->bytes < *machine.memory)
        machine = {limit->bytes, u"the limit of the server's control group, %1, of the host's %2"_s.arg(limit->file, catalog::bytesText(*machine.memory)), machine.cores};
    return machine;
}

HostMachine hostMachine(pg::Connection &connection)
{
    if (connection.exec(mayReadFilesSql).boolean(0, 0)) {
        const QStringList texts = serverFiles(connection, {QString::fromLatin1(memoryFile), QString::fromLatin1(coresFile), QString::fromLatin1(groupFile)});
        const QStringList files = core::memoryLimitFiles(texts.value(2));
        const auto limits = allowedFiles(connection, files);
        HostMachine machine = hostMachineOf(texts.value(0), texts.value(1), core::memoryLimit(files, limits.value_or(QStringList())));
        if (machine.memory && !limits)
            machine.memorySource += u"; whether a control group lets the server have less, its system did not say"_s;
        return machine;
    }
    if (runsHere(connection))
        return hostMachineOf(textOf(memoryFile), textOf(coresFile), core::memoryLimitHere(u"/proc/%1/cgroup"_s.arg(connection.backendPid())));
    return {};
}

HostFacts hostFacts(pg::Connection &connection, const QString &tablespace)
{
    const pg::Result result = connection.exec({factsSql, {pg::Param::text(tablespace, pg::oid::Text)}});
    HostFacts facts;
    facts.serverVersion = connection.serverVersion();
    facts.pgvector = QVersionNumber::fromString(result.text(0, 0));
    facts.isLocal = runsHere(connection);
    facts.maintenanceWorkMem = result.integer(0, 1);
    facts.maintenanceWorkers = int(result.integer(0, 2));
    facts.parallelWorkers = int(result.integer(0, 3));
    facts.workerProcesses = int(result.integer(0, 4));
    facts.sharedBuffers = result.integer(0, 5);
    facts.leastParallelHeap = result.integer(0, 6);
    facts.sharedMemoryType = result.text(0, 7);
    const HostMachine machine = hostMachine(connection);
    facts.memory = machine.memory;
    facts.memorySource = machine.memorySource;
    findSharedMemory(facts);
    facts.maxWalSize = result.integer(0, 10);
    facts.tablespace = result.text(0, 11);
    // A tablespace of initdb's lies in the server's folder and has no location of its own.
    const QString folder = result.text(0, 9).isEmpty() ? result.text(0, 8) : result.text(0, 9);
    findDisk(facts, folder);
    findWal(facts, folder, result.text(0, 8));
    return facts;
}

} // namespace quiver::index
