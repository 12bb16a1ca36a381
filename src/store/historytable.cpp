// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/historytable.h"

#include "store/entryquery.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

using Outcome = HistoryEntry::Outcome;

constexpr std::pair<Outcome, const char *> outcomes[] = {{Outcome::Ok, "ok"}, {Outcome::Cancelled, "cancelled"}, {Outcome::Error, "error"}};

HistoryEntry entryFrom(const QSqlQuery &row)
{
    HistoryEntry entry;
    entry.id = row.value(0).toLongLong();
    entry.startedAt = momentFrom(row.value(1));
    entry.profileId = QUuid(row.value(2).toString());
    entry.server = row.value(3).toString();
    entry.database = row.value(4).toString();
    entry.sql = row.value(5).toString();
    entry.durationMs = row.value(6).toLongLong();
    entry.rows = row.value(7).toLongLong();
    entry.outcome = valueOf(outcomes, row.value(8).toString());
    entry.errorText = row.value(9).toString();
    entry.parameters = row.value(10).toString().toUtf8();
    return entry;
}

} // namespace

QList<HistoryEntry> readHistory(SqliteConnection &connection, const HistoryFilter &filter, int limit,
                                qint64 beforeId)
{
    EntryQuery query(u"id, started_at, profile_id, server, database, sql, duration_ms, row_count, outcome, error_text, parameters"_s, u"history"_s);
    query.demandBefore(beforeId);
    if (filter.profileId)
        query.demand(u"profile_id = ?"_s, idValue(*filter.profileId));
    if (filter.outcome)
        query.demand(u"outcome = ?"_s, wordOf(outcomes, *filter.outcome));
    return query.read(connection, limit, entryFrom, filter.text,
                      [](const HistoryEntry &entry) { return QStringList{entry.sql, QString::fromUtf8(entry.parameters), entry.database, entry.server, entry.errorText}; });
}

qint64 addHistoryEntry(SqliteConnection &connection, const HistoryEntry &entry)
{
    const QSqlQuery added =
        connection.run(u"INSERT INTO history (started_at, profile_id, server, database, sql, duration_ms, "
                       u"row_count, outcome, error_text, parameters) "
                       u"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                       {momentValue(entry.startedAt), idValue(entry.profileId), textValue(entry.server),
                        textValue(entry.database), textValue(entry.sql), entry.durationMs, entry.rows,
                        wordOf(outcomes, entry.outcome), textValue(entry.errorText), textValue(QString::fromUtf8(entry.parameters))});
    const qint64 id = added.lastInsertId().toLongLong();
    if (id % 128 == 0) // now and then is enough: the capacity is no promise to the entry
        connection.run(u"DELETE FROM history WHERE id <= ?"_s, {id - historyCapacity});
    return id;
}

void deleteHistoryEntry(SqliteConnection &connection, qint64 id)
{
    connection.run(u"DELETE FROM history WHERE id = ?"_s, {id});
}

void deleteHistory(SqliteConnection &connection, const std::optional<QUuid> &profileId)
{
    if (profileId)
        connection.run(u"DELETE FROM history WHERE profile_id = ?"_s, {idValue(*profileId)});
    else
        connection.run(u"DELETE FROM history"_s);
}

} // namespace quiver::store
