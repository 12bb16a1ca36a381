// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/lockholders.h"

#include "pg/connection.h"

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

QString duration(double seconds)
{
    if (seconds < 120)
        return u"%1 s"_s.arg(seconds, 0, 'f', 0);
    if (seconds < 7200)
        return u"%1 min"_s.arg(seconds / 60, 0, 'f', 0);
    return u"%1 h"_s.arg(seconds / 3600, 0, 'f', 0);
}

} // namespace

std::vector<LockHolder> lockHolders(pg::Connection &connection, const QString &object, LockLevel wanted)
{
    const LockLevel mine = wanted == LockLevel::None ? LockLevel::AccessExclusive : wanted;
    const pg::Result rows = connection.exec({QByteArray(holdersQuery), {pg::Param::text(object, pg::oid::Text)}});
    std::vector<LockHolder> holders;
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        const LockLevel held = levelOf(rows.text(row, 4));
        if (!conflict(mine, held))
            continue;
        holders.push_back({.pid = int(rows.integer(row, 0)),
                           .user = rows.text(row, 1),
                           .application = rows.text(row, 2),
                           .state = rows.text(row, 3),
                           .mode = lockName(held),
                           .heldSeconds = rows.isNull(row, 5) ? -1 : rows.real(row, 5),
                           .statement = rows.text(row, 6).trimmed()});
    }
    return holders;
}

QString describe(const LockHolder &holder)
{
    QStringList facts;
    if (!holder.user.isEmpty())
        facts << u"user %1"_s.arg(holder.user);
    if (!holder.application.isEmpty())
        facts << holder.application;
    if (holder.heldSeconds >= 0)
        facts << u"%1 for %2"_s.arg(holder.state.isEmpty() ? u"in a transaction"_s : holder.state, duration(holder.heldSeconds));
    QString text = u"session %1"_s.arg(holder.pid);
    if (!facts.isEmpty())
        text += u" (%1)"_s.arg(facts.join(u", "_s));
    text += u" holds %1"_s.arg(holder.mode);
    if (!holder.statement.isEmpty())
        text += u": "_s + holder.statement;
    return text;
}

} // namespace quiver::sql
