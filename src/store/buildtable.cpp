// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/buildtable.h"

#include "store/rowvalues.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

using Outcome = BuildEntry::Outcome;

constexpr std::pair<Outcome, const char *> outcomeNames[] = {
    {Outcome::Running, "running"}, {Outcome::Valid, "valid"},          {Outcome::Failed, "failed"},
    {Outcome::Cancelled, "cancelled"}, {Outcome::LeftRunning, "left running"}, {Outcome::Lost, "lost"},
};

QString outcomeName(Outcome outcome)
{
    for (const auto &[value, name] : outcomeNames) {
        if (value == outcome)
            return QLatin1String(name);
    }
    return u"lost"_s;
}

Outcome outcomeFrom(const QString &text)
{
    for (const auto &[value, name] : outcomeNames) {
        if (text == QLatin1String(name))
            return value;
    }
    return Outcome::Lost;
}

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
            entry.workers, entry.spilledAtRow, outcomeName(entry.outcome), textValue(entry.message), bytes(entry.samples)};
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
    entry.outcome = outcomeFrom(next().toString());
    entry.message = next().toString();
    entry.samples = next().toByteArray();
    return entry;
}

} // namespace

QList<BuildEntry> readBuilds(SqliteConnection &connection, const BuildFilter &filter, int limit, qint64 beforeId)
{
    QString sql = u"SELECT id, "_s + columns + u" FROM build WHERE 1"_s;
    QVariantList bound;
    if (beforeId > 0) {
        sql += u" AND id < ?"_s;
        bound.append(beforeId);
    }
    if (filter.profileId) {
        sql += u" AND profile_id = ?"_s;
        bound.append(idValue(*filter.profileId));
    }
    if (!filter.server.isEmpty()) {
        sql += u" AND server = ?"_s;
        bound.append(textValue(filter.server));
    }
    if (filter.onlyOpen)
        sql += u" AND outcome IN ('running', 'left running')"_s;
    sql += u" ORDER BY id DESC LIMIT ?"_s;
    bound.append(limit);
    QList<BuildEntry> entries;
    QSqlQuery row = connection.run(sql, bound);
    while (connection.next(row))
        entries.append(entryFrom(row));
    return entries;
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
