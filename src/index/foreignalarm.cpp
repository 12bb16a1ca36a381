// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/foreignalarm.h"

#include "catalog/fragments.h"
#include "catalog/tablefacts.h"
#include "index/hostfacts.h"
#include "index/sizeforecast.h"
#include "pg/connection.h"

#include <QRegularExpression>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// Settings of a role in a database go before those of a role, and these before those of a database. Without any, this session's own value is the
// server's, unless it was given one itself. Without a unit it is kilobytes.
constexpr auto workMemSql = R"(
SELECT pg_catalog.pg_size_bytes(CASE WHEN v ~ '^[0-9]+$' THEN v || 'kB' ELSE v END), pg_catalog.current_setting('server_version_num')::pg_catalog.int4
FROM (SELECT COALESCE(
    (SELECT pg_catalog.substr(c, 1 + pg_catalog.length('maintenance_work_mem='))
     FROM pg_catalog.pg_db_role_setting s CROSS JOIN pg_catalog.unnest(s.setconfig) AS c
     WHERE c LIKE 'maintenance\_work\_mem=%' AND (s.setrole = 0 OR s.setrole = (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = $1))
         AND (s.setdatabase = 0 OR s.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = $2))
     ORDER BY s.setrole <> 0 DESC, s.setdatabase <> 0 DESC LIMIT 1),
    (SELECT p.setting FROM pg_catalog.pg_settings p
     WHERE p.name = 'maintenance_work_mem' AND p.source NOT IN ('database', 'user', 'database user', 'client', 'override', 'interactive', 'session'))) AS v) AS mem)";

constexpr auto indexSql = R"(
SELECT (SELECT pg_catalog.substr(o, 3)::pg_catalog.int4 FROM pg_catalog.unnest(c.reloptions) AS o WHERE o ~ '^m=[0-9]+$'), i.indpred IS NOT NULL
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE i.indexrelid = $1::pg_catalog.oid)";
constexpr auto vectorColumnsSql = "WITH " QUIVER_SQL_VECTOR_TYPES " SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a JOIN vector_types v ON v.oid = a.atttypid "
                                  "WHERE a.attrelid = $1::pg_catalog.oid AND NOT a.attisdropped";

/// As the statement has it, which may be cut before.
int mOf(const QString &statement)
{
    static const QRegularExpression option(u"\\bWITH\\s*\\(.*?\\bm\\s*=\\s*'?(\\d+)"_s, QRegularExpression::CaseInsensitiveOption);
    return option.match(statement).captured(1).toInt();
}

/// Whether the statement indexes all rows by a column alone; of one that is cut nobody knows.
bool isOfBareColumn(const QString &statement)
{
    static const QRegularExpression bare(u"\\bUSING\\s+hnsw\\s*\\(\\s*(?:\"(?:[^\"]|\"\")+\"|[\\w$]+)\\s+[\\w$.\"]+\\s*\\)\\s*(?:WITH\\s*\\([^)]*\\)\\s*)?;?\\s*$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    return bare.match(statement).hasMatch();
}

} // namespace

ForeignFacts foreignFacts(pg::Connection &connection, const BuildProgress &build)
{
    ForeignFacts facts;
    const pg::Result memory = connection.exec({QByteArray(workMemSql), {pg::Param::text(build.user), pg::Param::text(build.database)}});
    if (memory.rowCount() == 1) {
        facts.workMem = memory.isNull(0, 0) ? -1 : memory.integer(0, 0);
        facts.serverVersion = int(memory.integer(0, 1));
    }
    facts.hostMemory = hostMachine(connection).memory.value_or(-1);
    const bool isHere = build.database == connection.exec("SELECT pg_catalog.current_database()").text(0, 0);
    if (const quint32 index = build.rebuiltOid != 0 ? build.rebuiltOid : build.indexOid; isHere && index != 0) {
        const pg::Result found = connection.exec({QByteArray(indexSql), {pg::Param::integer(index)}});
        facts.isValueKnown = found.rowCount() == 1;
        if (facts.isValueKnown) {
            facts.m = found.isNull(0, 0) ? 0 : int(found.integer(0, 0));
            facts.isPartial = found.boolean(0, 1);
        }
    }
    // One that is not committed yet: its value is known where the table has one vector alone, and that is indexed as it is.
    if (isHere && !facts.isValueKnown && isOfBareColumn(build.statement))
        facts.isValueKnown = connection.exec({QByteArray(vectorColumnsSql), {pg::Param::integer(build.tableOid)}}).integer(0, 0) == 1;
    return facts;
}

std::optional<BuildAlarm> foreignAlarm(const WatchedBuild &build, const ForeignFacts &facts)
{
    const BuildProgress &progress = build.progress;
    const double rows = std::max(build.estimate.rowsTotal, build.estimate.rows);
    // Of a partitioned table nobody says how many rows the partition has that is being built.
    if (progress.method != "hnsw"_L1 || progress.partitionsTotal > 0 || facts.workMem <= 0 || progress.valueBytes <= 0 || rows <= 0 || !facts.isValueKnown)
        return std::nullopt;
    constexpr double enoughSeen = 0.15; // of the table: then the rows that an index takes are told from those that it has
    if (facts.isPartial && build.estimate.phaseFraction < enoughSeen)
        return std::nullopt;
    AlarmFacts of;
    of.spec.method = u"hnsw"_s;
    if (const int m = facts.m > 0 ? facts.m : mOf(progress.statement); m > 0)
        of.spec.setOption(u"m"_s, m);
    of.rows = rows;
    of.valueBytes = progress.valueBytes;
    of.workMem = facts.workMem;
    of.isParallel = build.mostWorkers > 0;
    of.serverVersion = facts.serverVersion;
    of.hostMemory = facts.hostMemory;
    const GraphMemory graph = hnswGraphMemory({rows, progress.valueBytes}, optionOrDefault(of.spec, u"m"_s), facts.workMem, of.isParallel, facts.serverVersion);
    if (graph.fits)
        return std::nullopt;
    of.isForetold = build.estimate.rows < double(*graph.spillAtRow);
    pg::Diagnostics notice; // as the session itself gets it, so that the remedy is the same
    notice.message = u"hnsw graph no longer fits into maintenance_work_mem after %1 tuples"_s.arg(*graph.spillAtRow);
    std::optional<BuildAlarm> alarm = alarmFrom(notice, of);
    if (alarm)
        alarm->message = u"With maintenance_work_mem = %1, as the server gives it to %2, the graph no longer fits after %3 of %4 rows. This is computed: whether the session has "
                         "set another value, the server tells nobody else."_s.arg(catalog::bytesText(facts.workMem), progress.user,
                                                                                  catalog::countText(double(*graph.spillAtRow)), catalog::countText(rows));
    return alarm;
}

} // namespace quiver::index
