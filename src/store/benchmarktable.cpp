// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/benchmarktable.h"

#include "store/entryquery.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

QVariant bytes(const QByteArray &value)
{
    return value.isNull() ? QByteArray("") : value;
}

BenchmarkEntry entryFrom(const QSqlQuery &row)
{
    int column = 0;
    const auto next = [&] { return row.value(column++); };
    BenchmarkEntry entry;
    entry.id = next().toLongLong();
    entry.startedAt = momentFrom(next());
    entry.profileId = QUuid(next().toString());
    entry.server = next().toString();
    entry.database = next().toString();
    entry.table = next().toString();
    entry.name = next().toString();
    entry.comment = next().toString();
    entry.result = next().toByteArray();
    entry.samples = next().toByteArray();
    return entry;
}

} // namespace

QList<BenchmarkEntry> readBenchmarks(SqliteConnection &connection, const BenchmarkFilter &filter, int limit, qint64 beforeId)
{
    EntryQuery query(u"id, started_at, profile_id, server, database, table_name, name, comment, result, "_s + (filter.withSamples ? u"samples"_s : u"x''"_s), u"benchmark"_s);
    query.demandBefore(beforeId);
    if (filter.id > 0)
        query.demand(u"id = ?"_s, filter.id);
    if (filter.name)
        query.demand(u"name = ?"_s, textValue(*filter.name));
    if (!filter.server.isEmpty())
        query.demand(u"server = ?"_s, textValue(filter.server));
    if (!filter.table.isEmpty())
        query.demand(u"table_name = ?"_s, textValue(filter.table));
    return query.read(connection, limit, entryFrom, {}, [](const BenchmarkEntry &) { return QStringList(); });
}

qint64 addBenchmarkEntry(SqliteConnection &connection, const BenchmarkEntry &entry)
{
    return connection
        .run(u"INSERT INTO benchmark (started_at, profile_id, server, database, table_name, name, comment, result, samples) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
             {momentValue(entry.startedAt), idValue(entry.profileId), textValue(entry.server), textValue(entry.database), textValue(entry.table),
              textValue(entry.name), textValue(entry.comment), bytes(entry.result), bytes(entry.samples)})
        .lastInsertId()
        .toLongLong();
}

void renameBenchmarkEntry(SqliteConnection &connection, qint64 id, const QString &name)
{
    connection.run(u"UPDATE benchmark SET name = ? WHERE id = ?"_s, {textValue(name), id});
}

void commentBenchmarkEntry(SqliteConnection &connection, qint64 id, const QString &comment)
{
    connection.run(u"UPDATE benchmark SET comment = ? WHERE id = ?"_s, {textValue(comment), id});
}

void deleteBenchmarkEntry(SqliteConnection &connection, qint64 id)
{
    connection.run(u"DELETE FROM benchmark WHERE id = ?"_s, {id});
}

QByteArray readTruth(SqliteConnection &connection, const QString &fingerprint)
{
    QSqlQuery row = connection.run(u"SELECT neighbours FROM truth WHERE fingerprint = ?"_s, {textValue(fingerprint)});
    return connection.next(row) ? row.value(0).toByteArray() : QByteArray();
}

void writeTruth(SqliteConnection &connection, const QString &fingerprint, const QByteArray &neighbours, const QDateTime &now)
{
    connection.run(u"INSERT OR REPLACE INTO truth (fingerprint, made_at, neighbours) VALUES (?, ?, ?)"_s,
                   {textValue(fingerprint), momentValue(now), bytes(neighbours)});
    connection.run(u"DELETE FROM truth WHERE fingerprint IN (SELECT fingerprint FROM (SELECT fingerprint, sum(length(neighbours)) OVER "
                   "(ORDER BY made_at DESC, fingerprint) AS total FROM truth) WHERE total > ?) AND fingerprint <> ?"_s,
                   {mostTruthBytes, textValue(fingerprint)});
}

} // namespace quiver::store
