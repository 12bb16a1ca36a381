// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildquery.h"

#include "catalog/backendactivity.h"
#include "catalog/fragments.h"
#include "pg/connection.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// The size of an index that only its own transaction sees: the file of a new relation is named by its oid, a segment for each GB. It
// looks no further than the first one that is not there.
#define QUIVER_FILE "'base/' || p.datid || '/' || p.index_relid"
#define QUIVER_FILE_SIZE \
    "(WITH RECURSIVE segment (number, size) AS (" \
    "    SELECT 0, (pg_catalog.pg_stat_file(" QUIVER_FILE ", true)).size" \
    "    UNION ALL" \
    "    SELECT number + 1, (pg_catalog.pg_stat_file(" QUIVER_FILE " || '.' || number + 1, true)).size FROM segment WHERE size IS NOT NULL)" \
    " SELECT pg_catalog.sum(size)::pg_catalog.int8 FROM segment)"

// A build without CONCURRENTLY is seen by nobody before it is committed, and REINDEX holds its index against everybody: asking for
// the size of that would wait for its end.
#define QUIVER_BUILDS(uncommitted_size) \
    "WITH activity AS MATERIALIZED (" \
    "    SELECT a.pid, a.datname, a.usename, a.application_name, a.state, a.query, a.query_start, a.xact_start, a.wait_event_type," \
    "        a.wait_event, a.backend_type, a.leader_pid" \
    "    FROM pg_catalog.pg_stat_activity a WHERE a.pid <> pg_catalog.pg_backend_pid())," \
    "progress AS MATERIALIZED (SELECT * FROM pg_catalog.pg_stat_progress_create_index)," \
    "build AS (" \
    "    SELECT 0 AS kind, p.pid, p.datid, p.relid, p.index_relid, p.command, p.phase, p.lockers_total, p.lockers_done," \
    "        p.current_locker_pid, p.blocks_total, p.blocks_done, p.tuples_total, p.tuples_done, p.partitions_total, p.partitions_done" \
    "    FROM progress p" \
    "    UNION ALL" \
    "    SELECT 1, a.pid, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM activity a" \
    "    WHERE a.wait_event_type = 'Lock' AND a.state = 'active' AND a.leader_pid IS NULL AND a.query ~* '(create\\s+(unique\\s+)?index|reindex)\\M'" \
    "        AND a.pid NOT IN (SELECT pid FROM progress)" \
    "    UNION ALL" \
    "    SELECT 2, a.pid, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM activity a" \
    "    WHERE a.pid = ANY ($1::pg_catalog.int4[]) AND a.state = 'active' AND a.pid NOT IN (SELECT pid FROM progress)" \
    "        AND a.wait_event_type IS DISTINCT FROM 'Lock')," \
    "now AS (SELECT pg_catalog.clock_timestamp() AS t)" \
    "SELECT p.kind, p.pid, (EXTRACT(epoch FROM a.query_start) * 1000000)::pg_catalog.int8, a.datname, p.relid, p.index_relid," \
    "    n.nspname, t.relname, i.relname, m.amname, p.command, a.query, a.usename, a.application_name, p.phase," \
    "    p.blocks_done, p.blocks_total, p.tuples_done, p.tuples_total, p.partitions_done, p.partitions_total," \
    "    p.lockers_done, p.lockers_total," \
    "    (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(w.pid, h.usename, h.application_name, h.state," \
    "            EXTRACT(epoch FROM now.t - h.xact_start)," \
    "            pg_catalog.left(pg_catalog.regexp_replace(h.query, '\\s+', ' ', 'g'), 200)) ORDER BY h.xact_start NULLS LAST, w.pid)" \
    "        FROM (SELECT DISTINCT k.pid FROM (" \
    "                SELECT pg_catalog.unnest(CASE WHEN a.wait_event_type = 'Lock' THEN pg_catalog.pg_blocking_pids(p.pid) END) AS pid" \
    "                UNION ALL SELECT p.current_locker_pid::pg_catalog.int4 WHERE p.current_locker_pid > 0) k) w" \
    "        LEFT JOIN activity h USING (pid))," \
    "    a.wait_event_type || ': ' || a.wait_event," \
    "    (SELECT pg_catalog.count(*) FROM activity w WHERE w.backend_type = 'parallel worker' AND w.leader_pid = p.pid)," \
    "    t.reltuples," \
    "    CASE WHEN p.command = 'REINDEX' THEN NULL WHEN i.oid IS NOT NULL THEN pg_catalog.pg_relation_size(i.oid)" \
    "         ELSE " uncommitted_size " END," \
    "    EXTRACT(epoch FROM now.t - a.query_start), EXTRACT(epoch FROM now.t - a.xact_start)," \
    "    EXTRACT(epoch FROM now.t), (EXTRACT(epoch FROM pg_catalog.pg_postmaster_start_time()) * 1000000)::pg_catalog.int8," \
    "    CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0')::pg_catalog.int8 END," \
    "    CASE WHEN p.command = 'REINDEX' THEN i.relfilenode END," \
    "    (SELECT 8 + pg_catalog.max(c.atttypmod * CASE y.typname WHEN 'vector' THEN 4 WHEN 'halfvec' THEN 2 WHEN 'bit' THEN 0.125 END)" \
    "        FROM pg_catalog.pg_attribute c JOIN pg_catalog.pg_type y ON y.oid = c.atttypid" \
    "        WHERE c.attrelid = COALESCE(i.oid, t.oid) AND c.attnum > 0 AND c.atttypmod > 0)," \
    "    (SELECT o.option_value::pg_catalog.int4 FROM pg_catalog.pg_options_to_table(i.reloptions) o WHERE o.option_name = 'lists') " \
    "FROM now LEFT JOIN (build p JOIN activity a USING (pid)" \
    "    LEFT JOIN pg_catalog.pg_database d ON d.datname = a.datname AND d.datname = pg_catalog.current_database()" \
    "    LEFT JOIN pg_catalog.pg_class t ON t.oid = p.relid AND d.oid IS NOT NULL" \
    "    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace" \
    "    LEFT JOIN pg_catalog.pg_class i ON i.oid = p.index_relid AND d.oid IS NOT NULL" \
    "    LEFT JOIN pg_catalog.pg_am m ON m.oid = i.relam) ON true " \
    "ORDER BY a.query_start, p.pid"

constexpr auto buildsSql = QUIVER_BUILDS("NULL");
constexpr auto buildsWithFilesSql = QUIVER_BUILDS(QUIVER_FILE_SIZE);

enum Column {
    Kind, Pid, StartedAt, Database, TableOid, IndexOid, Schema, Table, Index, Method, Command, Statement, User, Application, Phase,
    BlocksDone, BlocksTotal, TuplesDone, TuplesTotal, PartitionsDone, PartitionsTotal, LockersDone, LockersTotal, WaitsFor, WaitEvent,
    Workers, TableRows, IndexBytes, Running, InTransaction, ServerTime, ServerStart, Wal, IndexFile, ValueBytes, Lists
};

std::vector<sql::LockHolder> holdersFrom(const QString &json)
{
    std::vector<sql::LockHolder> holders;
    for (const QJsonValue &value : QJsonDocument::fromJson(json.toUtf8()).array()) {
        const QJsonArray fields = value.toArray();
        sql::LockHolder holder;
        holder.pid = fields[0].toInt();
        holder.user = fields[1].toString();
        holder.application = fields[2].toString();
        holder.state = fields[3].toString();
        holder.heldSeconds = fields[4].isNull() ? -1 : fields[4].toDouble();
        holder.statement = catalog::withShortVectors(fields[5].toString()).trimmed();
        holders.push_back(std::move(holder));
    }
    return holders;
}

/// What the catalogue does not show, from the statement itself.
void completeFrom(BuildProgress &build, const QString &sql)
{
    const BuildStatement statement = buildStatement(sql);
    if (build.command.isEmpty())
        build.command = statement.command;
    if (build.schema.isEmpty() && build.table.isEmpty())
        build.schema = statement.schema;
    if (build.table.isEmpty())
        build.table = statement.table;
    if (build.index.isEmpty())
        build.index = statement.index;
    if (build.method.isEmpty())
        build.method = statement.method;
    if (build.lists == 0)
        build.lists = statement.lists;
}

BuildPhase phaseOf(const BuildProgress &build, qint64 kind)
{
    if (kind == 1)
        return BuildPhase::WaitingForTable;
    if (kind == 2)
        return BuildPhase::Committing;
    return build.phaseText.isEmpty() ? BuildPhase::Hidden : phaseFrom(build.phaseText, build.method, build.tuplesTotal);
}

BuildProgress progressAt(const pg::Result &rows, qint64 row)
{
    BuildProgress build;
    build.key = {int(rows.integer(row, Pid)), rows.integer(row, StartedAt)};
    build.database = rows.text(row, Database);
    build.tableOid = quint32(rows.integer(row, TableOid));
    build.indexOid = quint32(rows.integer(row, IndexOid));
    build.schema = rows.text(row, Schema);
    build.table = rows.text(row, Table);
    build.index = rows.text(row, Index);
    build.method = rows.text(row, Method);
    build.command = rows.text(row, Command);
    const QString statement = rows.text(row, Statement);
    build.statement = statement.simplified().left(400);
    build.user = rows.text(row, User);
    build.application = rows.text(row, Application);
    build.phaseText = rows.text(row, Phase);
    build.blocksDone = rows.integer(row, BlocksDone);
    build.blocksTotal = rows.integer(row, BlocksTotal);
    build.tuplesDone = rows.integer(row, TuplesDone);
    build.tuplesTotal = rows.integer(row, TuplesTotal);
    build.partitionsDone = rows.integer(row, PartitionsDone);
    build.partitionsTotal = rows.integer(row, PartitionsTotal);
    build.lockersDone = rows.integer(row, LockersDone);
    build.lockersTotal = rows.integer(row, LockersTotal);
    build.waitsFor = holdersFrom(rows.text(row, WaitsFor));
    build.waitEvent = rows.text(row, WaitEvent);
    build.workers = int(rows.integer(row, Workers));
    build.tableRows = rows.isNull(row, TableRows) ? -1 : rows.real(row, TableRows);
    build.valueBytes = rows.isNull(row, ValueBytes) ? -1 : rows.real(row, ValueBytes);
    build.lists = rows.isNull(row, Lists) ? 0 : int(rows.integer(row, Lists));
    build.indexBytes = rows.isNull(row, IndexBytes) ? -1 : rows.integer(row, IndexBytes);
    build.indexFile = rows.isNull(row, IndexFile) ? 0 : quint32(rows.integer(row, IndexFile));
    if (build.command == "REINDEX CONCURRENTLY"_L1 && (build.phaseText == "initializing"_L1 || build.phaseText == "waiting for writers before build"_L1))
        build.rebuiltOid = build.indexOid; // ReindexRelationConcurrently() (indexcmds.c) tells the copy only from the build on
    build.runningSeconds = rows.isNull(row, Running) ? 0 : std::max(0.0, rows.real(row, Running));
    build.transactionSeconds = rows.isNull(row, InTransaction) ? 0 : std::max(0.0, rows.real(row, InTransaction));
    completeFrom(build, statement);
    build.phase = phaseOf(build, rows.integer(row, Kind));
    return build;
}

} // namespace

BuildSight buildSight(pg::Connection &connection)
{
    const pg::Result row = connection.exec("SELECT pg_catalog.has_function_privilege('pg_catalog.pg_stat_file(text, boolean)', 'EXECUTE')");
    QElapsedTimer timer;
    timer.start();
    connection.ping();
    return {row.boolean(0, 0), double(timer.nsecsElapsed()) / 1e6};
}

BuildSnapshot readBuilds(pg::Connection &connection, const BuildSight &sight, const std::vector<BuildKey> &known)
{
    QStringList pids;
    for (const BuildKey &key : known)
        pids << QString::number(key.pid);
    pg::Query query(QByteArray(sight.seesFiles ? buildsWithFilesSql : buildsSql), {pg::Param::text(u'{' + pids.join(u',') + u'}')});
    query.isPolled = true;
    const pg::Result rows = connection.exec(query);
    BuildSnapshot snapshot;
    snapshot.serverTime = rows.real(0, ServerTime);
    snapshot.serverStartedAtUs = rows.integer(0, ServerStart);
    snapshot.walBytes = rows.isNull(0, Wal) ? -1 : rows.integer(0, Wal);
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        if (rows.isNull(row, Pid))
            continue;
        BuildProgress build = progressAt(rows, row);
        const bool wasKnown = std::ranges::find(known, build.key) != known.end();
        const bool isOurs = build.phase != BuildPhase::Committing || wasKnown; // the pid may do something else by now
        const bool isBuild = build.phase != BuildPhase::WaitingForTable || !build.command.isEmpty();
        if (isOurs && isBuild)
            snapshot.builds.push_back(std::move(build));
    }
    return snapshot;
}

IndexState indexState(pg::Connection &connection, quint32 oid, const QString &schema, const QString &index)
{
    const pg::Result rows = connection.exec(
        {QByteArray("WITH RECURSIVE " QUIVER_SQL_LOCKED ", found AS MATERIALIZED ("
                    "SELECT i.indisvalid, c.oid, c.relfilenode, c.relname, c.relkind, i.indrelid FROM pg_catalog.pg_index i "
                    "JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                    "WHERE CASE WHEN $1::pg_catalog.oid <> 0 THEN c.oid = $1::pg_catalog.oid "
                    "ELSE c.relname = $3 AND (n.nspname = $2 OR ($2 = '' AND pg_catalog.pg_table_is_visible(c.oid))) END), "
                    "tree (oid, relkind) AS (SELECT f.oid, f.relkind FROM found f UNION ALL SELECT c.oid, c.relkind FROM tree t "
                    "JOIN pg_catalog.pg_inherits h ON h.inhparent = t.oid JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid) "
                    "SELECT f.indisvalid, CASE WHEN NOT EXISTS (SELECT FROM tree t JOIN locked l ON l.relation = t.oid) THEN ("
                    "SELECT pg_catalog.sum(pg_catalog.pg_relation_size(t.oid))::pg_catalog.int8 FROM tree t WHERE t.relkind = 'i') END, "
                    "f.oid, f.relfilenode, f.relname, f.relkind = 'I', f.indrelid FROM found f"),
         {pg::Param::integer(oid), pg::Param::text(schema), pg::Param::text(index)}});
    if (rows.rowCount() == 0)
        return {};
    IndexState state;
    state.kind = rows.boolean(0, 0) ? IndexState::Kind::Valid : IndexState::Kind::Invalid;
    state.bytes = rows.isNull(0, 1) ? -1 : rows.integer(0, 1);
    state.oid = quint32(rows.integer(0, 2));
    state.file = quint32(rows.integer(0, 3));
    state.name = rows.text(0, 4);
    state.isPartitioned = rows.boolean(0, 5);
    state.tableOid = quint32(rows.integer(0, 6));
    return state;
}

std::vector<InvalidCopy> invalidCopies(pg::Connection &connection, quint32 tableOid)
{
    const pg::Result rows = connection.exec(
        {QByteArray("SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
                    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                    "WHERE (i.indrelid = $1::pg_catalog.oid OR i.indrelid = (SELECT t.reltoastrelid FROM pg_catalog.pg_class t "
                    "WHERE t.oid = $1::pg_catalog.oid)) AND NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' ORDER BY c.relname"),
         {pg::Param::integer(tableOid)}});
    std::vector<InvalidCopy> copies;
    for (qint64 row = 0; row < rows.rowCount(); ++row)
        copies.push_back({quint32(rows.integer(row, 0)), rows.text(row, 1), rows.text(row, 2)});
    return copies;
}

QString rebuiltName(const QString &copy)
{
    static const QRegularExpression ending(u"_cc(new|old)[0-9]*$"_s);
    return QString(copy).remove(ending);
}

std::optional<BackendState> backendState(pg::Connection &connection, const BuildKey &key)
{
    const pg::Result rows = connection.exec(
        {QByteArray("SELECT state = 'active' AND (EXTRACT(epoch FROM query_start) * 1000000)::pg_catalog.int8 = $2, "
                    "state IN ('idle in transaction', 'active') AND (EXTRACT(epoch FROM xact_start) * 1000000)::pg_catalog.int8 <= $2 "
                    "FROM pg_catalog.pg_stat_activity WHERE pid = $1::pg_catalog.int4"),
         {pg::Param::integer(key.pid), pg::Param::integer(key.startedAtUs)}});
    if (rows.rowCount() == 0)
        return std::nullopt;
    return BackendState{!rows.isNull(0, 0) && rows.boolean(0, 0), !rows.isNull(0, 1) && rows.boolean(0, 1)};
}

} // namespace quiver::index
