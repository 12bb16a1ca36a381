// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/buildtable.h"

#include "store/entryquery.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

using Outcome = BuildEntry::Outcome;

constexpr std::pair<Outcome, const char *> outcomes[] = {
    {Outcome::Running, "running"}, {Outcome::Valid, "valid"},          {Outcome::Failed, "failed"},
    {Outcome::Cancelled, "cancelled"}, {Outcome::LeftRunning, "left running"}, {Outcome::Lost, "lost"},
};

// In the order of values() and entryFrom().
const QString columns = u"started_at, profile_id, server, database, schema_name, table_name, index_name, method, spec, ddl, settings, backend_pid, "
                        "statement_started_us, rows, dimensions, duration_ms, rate, index_bytes, wal_bytes, workers, spilled_at_row, outcome, message, samples"_s;

QVariant bytes(const QByteArray &value)
{
    return value.isNull() ? QByteArray("") : value;
}

QVariantList values(const BuildEntry &entry)
{
    return {momentValue(entry.startedAt), idValue(entry.profileId), textValue(entry.server), textValue(entry.database), textValue(entry.schema),
            textValue(entry.table), textValue(entry.index), textValue(entry.method), bytes(entry.spec), textValue(entry.ddl), bytes(entry.settings),
            entry.backendPid, entry.statementStartedUs, entry.rows, entry.dimensions, entry.durationMs, entry.rate, entry.indexBytes, entry.walBytes,
            entry.workers, entry.spilledAtRow, wordOf(outcomes, entry.outcome), textValue(entry.message), bytes(entry.samples)};
}

BuildEntry entryFrom(const QSqlQuery &row)
{
    int column = 0;
    const auto next = [&] { return row.value(column++); };
    BuildEntry entry;
    entry.id = next().toLongLong();
    entry.startedAt = momentFrom(next());
    entry.profileId = QUuid(next().toString());
    entry.server = next().toString();
    entry.database = next().toString();
    entry.schema = next().toString();
    entry.table = next().toString();
    entry.index = next().toString();
    entry.method = next().toString();
    entry.spec = next().toByteArray();
    entry.ddl = next().toString();
    entry.settings = next().toByteArray();
    entry.backendPid = next().toInt();
    entry.statementStartedUs = next().toLongLong();
    entry.rows = next().toDouble();
    entry.dimensions = next().toInt();
    entry.durationMs = next().toLongLong();
    entry.rate = next().toDouble();
    entry.indexBytes = next().toLongLong();
    entry.walBytes = next().toLongLong();
    entry.workers = next().toInt();
    entry.spilledAtRow = next().toLongLong();
    entry.outcome = valueOf(outcomes, next().toString());
    entry.message = next().toString();
    entry.samples = next().toByteArray();
    return entry;
}

} // namespace

QList<BuildEntry> readBuilds(SqliteConnection &connection, const BuildFilter &filter, int limit, qint64 beforeId)
{
    EntryQuery query(u"id, "_s + columns, u"build"_s);
    query.demandBefore(beforeId);
    if (filter.profileId)
        query.demand(u"profile_id = ?"_s, idValue(*filter.profileId));
    if (!filter.server.isEmpty())
        query.demand(u"server = ?"_s, textValue(filter.server));
    if (filter.onlyOpen)
        query.demand(u"outcome IN ('running', 'left running')"_s);
    return query.read(connection, limit, entryFrom, {}, [](const BuildEntry &) { return QStringList(); });
}

qint64 addBuildEntry(SqliteConnection &connection, const BuildEntry &entry)
{
    const QVariantList bound = values(entry);
    const QString marks = QStringList(bound.size(), u"?"_s).join(u", "_s);
    return connection.run(u"INSERT INTO build (%1) VALUES (%2)"_s.arg(columns, marks), bound).lastInsertId().toLongLong();
}

void updateBuildEntry(SqliteConnection &connection, const BuildEntry &entry)
{
    QVariantList bound = values(entry);
    const QString marks = QStringList(bound.size(), u"?"_s).join(u", "_s);
    bound.append(entry.id);
    connection.run(u"UPDATE build SET (%1) = (%2) WHERE id = ?"_s.arg(columns, marks), bound);
}

} // namespace quiver::store
