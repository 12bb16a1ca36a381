// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/lockholders.h"

#include "core/durationtext.h"
#include "pg/connection.h"
#include "sql/atwork.h"

#include <QStringList>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

// A partitioned table's steps lock its partitions too.
constexpr const char *holdersQuery = R"(
WITH wanted AS (
    SELECT i.inhrelid AS oid FROM pg_catalog.pg_inherits i WHERE i.inhparent = pg_catalog.to_regclass($1)
    UNION ALL SELECT pg_catalog.to_regclass($1)::oid)
SELECT l.pid, a.usename, a.application_name, a.state, l.mode,
       extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start),
       pg_catalog.left(pg_catalog.regexp_replace(a.query, '\s+', ' ', 'g'), 200)
FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a USING (pid)
WHERE l.locktype = 'relation' AND l.relation IN (SELECT oid FROM wanted) AND l.granted
  AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
ORDER BY a.xact_start NULLS LAST, l.pid)";

// 0 stands for a prepared transaction.
constexpr const char *blockersQuery = R"(
SELECT b.pid, a.usename, a.application_name, a.state, '',
       extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start),
       pg_catalog.left(pg_catalog.regexp_replace(a.query, '\s+', ' ', 'g'), 200)
FROM (SELECT DISTINCT pg_catalog.unnest(pg_catalog.pg_blocking_pids($1::int4)) AS pid) b
LEFT JOIN pg_catalog.pg_stat_activity a USING (pid)
ORDER BY a.xact_start NULLS LAST, b.pid)";

constexpr const char *sessionsQuery = R"(
SELECT a.pid, a.usename, a.application_name, a.state, '',
       extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start),
       pg_catalog.left(pg_catalog.regexp_replace(a.query, '\s+', ' ', 'g'), 200)
FROM pg_catalog.pg_stat_activity a WHERE a.pid = ANY ($1::text::int4[])
ORDER BY a.xact_start NULLS LAST, a.pid)";

constexpr const char *atWorkQuery =
    "SELECT DISTINCT w.pid FROM (" QUIVER_SQL_AT_WORK ") w WHERE w.oid = pg_catalog.to_regclass($1)::pg_catalog.oid "
    "OR w.oid IN (SELECT i.indexrelid FROM pg_catalog.pg_index i WHERE i.indrelid = pg_catalog.to_regclass($1)::pg_catalog.oid)";

LockHolder holderFrom(const pg::Result &rows, qint64 row)
{
    return {.pid = int(rows.integer(row, 0)),
            .user = rows.text(row, 1),
            .application = rows.text(row, 2),
            .state = rows.text(row, 3),
            .mode = rows.text(row, 4),
            .heldSeconds = rows.isNull(row, 5) ? -1 : rows.real(row, 5),
            .statement = rows.text(row, 6).trimmed()};
}

std::vector<LockHolder> holdersFrom(const pg::Result &rows)
{
    std::vector<LockHolder> holders;
    for (qint64 row = 0; row < rows.rowCount(); ++row)
        holders.push_back(holderFrom(rows, row));
    return holders;
}

/// pg_locks says AccessShareLock.
LockLevel levelOf(const QString &mode)
{
    for (int i = int(LockLevel::AccessShare); i <= int(LockLevel::AccessExclusive); ++i) {
        const LockLevel level{i};
        if (mode.compare(lockName(level).remove(u' ') + u"Lock"_s, Qt::CaseInsensitive) == 0)
            return level;
    }
    return LockLevel::None;
}

} // namespace

std::vector<LockHolder> lockHolders(pg::Connection &connection, const QString &object, LockLevel wanted)
{
    const LockLevel mine = wanted == LockLevel::None ? LockLevel::AccessExclusive : wanted;
    const pg::Result rows = connection.exec({QByteArray(holdersQuery), {pg::Param::text(object, pg::oid::Text)}});
    std::vector<LockHolder> holders;
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        LockHolder holder = holderFrom(rows, row);
        const LockLevel held = levelOf(holder.mode);
        holder.mode = lockName(held);
        if (conflict(mine, held))
            holders.push_back(std::move(holder));
    }
    return holders;
}

std::vector<LockHolder> blockersOf(pg::Connection &connection, int backendPid)
{
    pg::Query query(blockersQuery, {pg::Param::integer(backendPid)});
    query.isPolled = true;
    return holdersFrom(connection.exec(query));
}

std::vector<LockHolder> sessionsOf(pg::Connection &connection, const std::vector<int> &backendPids)
{
    QStringList pids;
    for (const int pid : backendPids)
        pids << QString::number(pid);
    pg::Query query(sessionsQuery, {pg::Param::text(u'{' + pids.join(u',') + u'}', pg::oid::Text)});
    query.isPolled = true;
    return holdersFrom(connection.exec(query));
}

QString atWorkWords(pg::Connection &connection, const QString &table)
{
    pg::Query query(atWorkQuery, {pg::Param::text(table, pg::oid::Text)});
    query.isPolled = true;
    const pg::Result rows = connection.exec(query);
    std::vector<int> pids;
    for (qint64 row = 0; row < rows.rowCount(); ++row)
        pids.push_back(int(rows.integer(row, 0)));
    QStringList words;
    for (const LockHolder &holder : sessionsOf(connection, pids))
        words << describe(holder);
    return words.isEmpty() ? QString() : u": "_s + words.join(u", "_s);
}

QString describe(const LockHolder &holder)
{
    QStringList facts;
    if (!holder.user.isEmpty())
        facts << u"user %1"_s.arg(holder.user);
    if (!holder.application.isEmpty())
        facts << holder.application;
    if (holder.heldSeconds >= 0)
        facts << u"%1 for %2"_s.arg(holder.state.isEmpty() ? u"in a transaction"_s : holder.state, core::spanText(holder.heldSeconds));
    QString text = u"session %1"_s.arg(holder.pid);
    if (!facts.isEmpty())
        text += u" (%1)"_s.arg(facts.join(u", "_s));
    text += holder.mode.isEmpty() ? u" stands in the way"_s : u" holds %1"_s.arg(holder.mode);
    if (!holder.statement.isEmpty())
        text += u": "_s + holder.statement;
    return text;
}

} // namespace quiver::sql
