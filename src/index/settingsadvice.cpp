// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/settingsadvice.h"

#include "catalog/tablefacts.h"
#include "catalog/versionaudit.h"
#include "index/hostfacts.h"

#include <algorithm>
#include <bit>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::bytesText;
using catalog::ManagedService;
using Severity = SettingAdvice::Severity;

namespace {

constexpr qint64 mb = 1024 * 1024, gb = 1024 * mb;
constexpr qint64 windowsWorkMem = 2097151 * qint64(1024); // the most up to PostgreSQL 17

constexpr double cacheShare = 0.4; // of the host's memory, the most for shared_buffers

/// Up to the next power of two, as people set memory; at least \p least.
qint64 rounded(qint64 bytes, qint64 least)
{
    return qint64(std::bit_ceil(quint64(std::max(bytes, least))));
}

QString settingText(qint64 bytes)
{
    return bytes % gb == 0 ? u"%1GB"_s.arg(bytes / gb) : bytes % mb == 0 ? u"%1MB"_s.arg(bytes / mb) : u"%1kB"_s.arg(bytes / 1024);
}

/// Down to what one would write into a setting.
qint64 roundedDown(qint64 bytes)
{
    const qint64 step = bytes >= 4 * gb ? gb : bytes >= gb ? 256 * mb : 16 * mb;
    return bytes / step * step;
}

QString serviceWay(ManagedService service)
{
    switch (service) {
    case ManagedService::AmazonRds: return u"the DB parameter group of the instance (aws rds modify-db-parameter-group)"_s;
    case ManagedService::AmazonAurora: return u"the DB cluster parameter group (aws rds modify-db-cluster-parameter-group)"_s;
    case ManagedService::GoogleCloudSql:
    case ManagedService::GoogleAlloyDb: return u"the instance's database flags (gcloud … --database-flags)"_s;
    case ManagedService::Azure: return u"the server parameters (az postgres flexible-server parameter set)"_s;
    case ManagedService::Supabase: return u"supabase postgres-config update"_s;
    case ManagedService::TigerCloud: return u"the database parameters of the service in its console"_s;
    case ManagedService::Neon: return u"the size of the compute, from which Neon derives it"_s;
    case ManagedService::YugabyteDb:
    case ManagedService::CockroachDb:
    case ManagedService::SelfManaged: break;
    }
    return {};
}

class Adviser
{
public:
    explicit Adviser(const ServerMeasure &measure) : m(measure) {}

    std::vector<SettingAdvice> run()
    {
        sharedBuffers();
        maintenanceWorkMem();
        workers();
        workMem();
        jit();
        effectiveCacheSize();
        wal();
        return std::move(m_list);
    }

private:
    void add(const QString &name, Severity severity, const QString &advised, const QString &why, bool isForSessions = false)
    {
        const ServerSetting *setting = m.setting(name);
        if (!setting)
            return;
        SettingAdvice advice{name, setting->value, advised, severity, isForSessions, why, {}};
        if (setting->isPendingRestart) {
            advice.severity = std::max(advice.severity, Severity::Note);
            advice.why += u" Another value is configured already and waits for a restart."_s;
        }
        if (severity != Severity::Fine || setting->isPendingRestart)
            advice.how = waysToSet(m, *setting);
        m_list.push_back(advice);
    }

    /// Of \p wanted, which is more than \p now, what is to be advised: at most \p share of the host, or twice as much as now where that is not
    /// known. Empty: the host has no more to give.
    QString within(qint64 wanted, qint64 now, double share) const
    {
        const qint64 most = m.hostMemory ? roundedDown(qint64(double(*m.hostMemory) * share)) : 2 * now;
        return std::min(wanted, most) > now ? settingText(std::min(wanted, most)) : QString();
    }
    /// Behind an advice that takes less than \p wanted; empty: it takes that.
    QString whyNoMore(qint64 wanted, qint64 now, double share) const
    {
        if (within(wanted, now, share) == settingText(wanted))
            return {};
        if (!m.hostMemory)
            return u" How much memory the host has is not known here: the value is no more than twice the present one, where the data would want %1."_s.arg(bytesText(wanted));
        return u" The data would want %1, more than the host's %2 can give (%3): half precision (halfvec), partial indexes or a host with more memory help."_s.arg(
            bytesText(wanted), bytesText(*m.hostMemory), m.hostMemorySource);
    }

    void sharedBuffers()
    {
        const qint64 now = m.number(u"shared_buffers"_s);
        if (m.annIndexes == 0) {
            add(u"shared_buffers"_s, Severity::Fine, {}, u"There is no approximate index yet that would have to be in memory."_s);
            return;
        }
        const QString facts = u"Approximate indexes of this database: %1, together %2; shared_buffers holds %3."_s.arg(m.annIndexes).arg(bytesText(m.annBytes), bytesText(now));
        const qint64 wanted = rounded(m.annBytes + m.annBytes / 4, 128 * mb);
        if (m.annBytes > now)
            add(u"shared_buffers"_s, Severity::Warning, within(wanted, now, cacheShare),
                facts + u" A graph is read at random: what is not in memory is a disk access for each step of a search. A quarter of the host's memory "
                        "is usual, up to 40 % where vectors are most of the work."_s + whyNoMore(wanted, now, cacheShare));
        else
            add(u"shared_buffers"_s, Severity::Fine, {}, facts);
    }

    void maintenanceWorkMem()
    {
        const qint64 now = m.number(u"maintenance_work_mem"_s);
        if (m.graphBytes == 0) {
            add(u"maintenance_work_mem"_s, now < 64 * mb ? Severity::Note : Severity::Fine, now < 64 * mb ? u"256MB"_s : QString(),
                now < 64 * mb ? u"Below 64 MB no index is built with parallel workers."_s : u"There is no HNSW index yet. A build goes many times slower from the "
                                                                                          "tuple on at which its graph no longer fits."_s);
            return;
        }
        const QString facts = u"To build %1 anew its graph of %2 rows takes %3 of memory."_s.arg(m.graphIndex, catalog::countText(m.graphRows), bytesText(m.graphBytes));
        const qint64 wanted = m.graphBytes + m.graphBytes / 10 + 4 * mb;
        if (now >= wanted) {
            add(u"maintenance_work_mem"_s, Severity::Fine, {}, facts + u" It fits."_s);
            return;
        }
        qint64 aim = rounded(wanted, 64 * mb);
        QString why = facts + u" maintenance_work_mem is %1, so the rest would be built on disk, many times slower. Set it in the session that builds; as the "
                              "server's setting each autovacuum worker may take it too (autovacuum_work_mem)."_s.arg(bytesText(now));
        why += whyNoMore(aim, now, shareForBuilds);
        if (m.isWindows && m.serverVersion < 180000 && aim > windowsWorkMem) {
            aim = windowsWorkMem;
            why += u" On Windows 2 GB is the most before PostgreSQL 18."_s;
        }
        add(u"maintenance_work_mem"_s, Severity::Warning, within(aim, now, shareForBuilds), why, true);
    }

    QString ofCores() const
    {
        return m.cores > 0 ? u" The host has %1 cores."_s.arg(m.cores)
                           : u" How many cores the host has is not known here; as many workers as cores less one are of use to one build."_s;
    }

    void workers()
    {
        const qint64 builders = m.number(u"max_parallel_maintenance_workers"_s), all = m.number(u"max_parallel_workers"_s),
                     processes = m.number(u"max_worker_processes"_s);
        if (const auto defect = catalog::parallelBuildDefect(m.pgvector))
            add(u"max_parallel_maintenance_workers"_s, builders == 0 ? Severity::Fine : Severity::Warning, builders == 0 ? QString() : u"0"_s,
                u"pgvector %1 must not build HNSW indexes with workers. %2 %3 mends it."_s.arg(m.pgvector, QString::fromLatin1(defect->what),
                                                                                             QString::fromLatin1(defect->fixedIn)));
        else if (m.cores == 1)
            add(u"max_parallel_maintenance_workers"_s, Severity::Fine, {}, u"The host has one core: workers beside the leader of a build would gain nothing."_s);
        else if (builders == 0)
            add(u"max_parallel_maintenance_workers"_s, Severity::Warning, u"2"_s, u"No index is built by more than one process."_s + ofCores());
        else if (const qint64 useful = std::min<qint64>(m.cores - 1, all); useful > builders)
            add(u"max_parallel_maintenance_workers"_s, Severity::Note, QString::number(useful),
                u"A build has up to %1 workers beside its leader."_s.arg(builders) + ofCores() + u" Set it in the session that builds, when the others can spare the cores."_s, true);
        else
            add(u"max_parallel_maintenance_workers"_s, Severity::Fine, {}, u"A build has up to %1 workers beside its leader."_s.arg(builders) + ofCores());
        if (all < builders)
            add(u"max_parallel_workers"_s, Severity::Warning, QString::number(builders),
                u"All sessions share %1 parallel workers, fewer than max_parallel_maintenance_workers (%2) gives one build."_s.arg(all).arg(builders));
        else
            add(u"max_parallel_workers"_s, Severity::Fine, {}, u"All sessions share %1 parallel workers."_s.arg(all));
        if (processes < all)
            add(u"max_worker_processes"_s, Severity::Note, QString::number(all),
                u"There are no more than %1 background processes, so max_parallel_workers (%2) is never reached."_s.arg(processes).arg(all));
        else
            add(u"max_worker_processes"_s, Severity::Fine, {}, u"It is the upper limit of max_parallel_workers, and of replication and extensions as well."_s);
    }

    void workMem()
    {
        const qint64 now = m.number(u"work_mem"_s);
        const bool isSmall = now < 16 * mb && m.annIndexes > 0;
        add(u"work_mem"_s, isSmall ? Severity::Note : Severity::Fine, isSmall ? u"16MB"_s : QString(),
            isSmall ? u"An iterative HNSW scan stops at work_mem times hnsw.scan_mem_multiplier, whatever hnsw.max_scan_tuples says: with 4 MB at about 18,000 "
                      "rows. It goes for each sort and hash of each session, so raise it for the sessions that search rather than for all."_s
                    : u"It bounds sorts, and how far an iterative scan goes."_s,
            isSmall);
    }

    void jit()
    {
        const ServerSetting *now = m.setting(u"jit"_s);
        const bool isOn = now && now->value == "on"_L1;
        add(u"jit"_s, isOn && m.annIndexes > 0 ? Severity::Note : Severity::Fine, isOn && m.annIndexes > 0 ? u"off"_s : QString(),
            isOn ? u"Exact searches have high costs, so the server compiles them first: that can take ten times as long as the search itself. Searches by an index are "
                   "too cheap to be compiled."_s
                 : u"Searches are not held up by compiling them."_s);
    }

    void effectiveCacheSize()
    {
        const qint64 now = m.number(u"effective_cache_size"_s), buffers = m.number(u"shared_buffers"_s);
        const bool isLess = now < buffers;
        const qint64 usual = rounded(buffers * 3, gb);
        const qint64 cached = m.hostMemory ? std::max(buffers, std::min(usual, roundedDown(*m.hostMemory / 4 * 3))) : usual;
        add(u"effective_cache_size"_s, isLess ? Severity::Warning : Severity::Fine, isLess ? settingText(cached) : QString(),
            isLess ? u"The planner takes less for cached than shared_buffers alone holds, and so takes indexes for dearer than they are. It reserves no memory: "
                     "half to three quarters of the host's memory is usual."_s
                   : u"It only tells the planner what the system caches; half to three quarters of the host's memory is usual."_s);
    }

    void wal()
    {
        const qint64 maxWal = m.number(u"max_wal_size"_s);
        const bool isSmall = m.annBytes > maxWal && maxWal > 0;
        add(u"max_wal_size"_s, isSmall ? Severity::Note : Severity::Fine, isSmall ? settingText(rounded(std::min(m.annBytes, 16 * gb), 4 * gb)) : QString(),
            isSmall ? u"Building the approximate indexes anew writes about as much WAL as they are large (%1), and each %2 of it forces a checkpoint: pages are then "
                      "written to WAL whole again and again."_s.arg(bytesText(m.annBytes), bytesText(maxWal))
                    : u"A build of these indexes forces no extra checkpoint."_s);
        const qint64 timeout = m.number(u"checkpoint_timeout"_s);
        const bool isShort = isSmall && timeout <= 300'000;
        add(u"checkpoint_timeout"_s, isShort ? Severity::Note : Severity::Fine, isShort ? u"15min"_s : QString(),
            u"Fewer checkpoints write less while much is loaded or built; after a crash the server takes longer to start."_s);
        const ServerSetting *compression = m.setting(u"wal_compression"_s);
        const bool isOff = compression && compression->value == "off"_L1 && isSmall;
        add(u"wal_compression"_s, isOff ? Severity::Note : Severity::Fine, isOff ? (compression->choices.contains(u"lz4"_s) ? u"lz4"_s : u"on"_s) : QString(),
            isOff ? u"It makes whole pages in WAL smaller. Embeddings hardly shrink, the graph's links do."_s : u"Whole pages in WAL are written as they are, or compressed."_s);
    }

    const ServerMeasure &m;
    std::vector<SettingAdvice> m_list;
};

} // namespace

const ServerSetting *ServerMeasure::setting(const QString &name) const
{
    const auto found = settings.find(name);
    return found == settings.end() ? nullptr : &found->second;
}

qint64 ServerMeasure::number(const QString &name) const
{
    const ServerSetting *found = setting(name);
    return found ? found->number : -1;
}

QString waysToSet(const ServerMeasure &measure, const ServerSetting &setting)
{
    const QString when = setting.needsRestart()            ? u"It counts after a restart of the server."_s
        : setting.context == "sighup"_L1                    ? u"It counts after a reload."_s
                                                            : u"It counts for new sessions after a reload."_s;
    QStringList ways;
    if (setting.isOfSession())
        ways << u"In one session: SET %1 = '…'."_s.arg(setting.name);
    if (const QString service = serviceWay(measure.service); !service.isEmpty())
        ways << u"For the server: %1. "_s.arg(service) + when;
    else if (measure.maySetSystem)
        ways << u"For the server: ALTER SYSTEM SET %1 = '…', then SELECT pg_reload_conf(). "_s.arg(setting.name) + when;
    else
        ways << u"For the server: a superuser's ALTER SYSTEM SET %1 = '…', or postgresql.conf. "_s.arg(setting.name) + when;
    if (setting.isOfSession() && measure.mayGoInDatabase)
        ways << u"For this database: ALTER DATABASE … SET %1 = '…'; new sessions have it."_s.arg(setting.name);
    return ways.join(u' ');
}

std::vector<SettingAdvice> adviceFor(const ServerMeasure &measure)
{
    return Adviser(measure).run();
}

} // namespace quiver::index
