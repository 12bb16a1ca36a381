// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/historytable.h"

#include "store/rowvalues.h"

#include <algorithm>

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

QString outcomeName(HistoryEntry::Outcome outcome)
{
    switch (outcome) {
    case HistoryEntry::Outcome::Ok: return u"ok"_s;
    case HistoryEntry::Outcome::Cancelled: return u"cancelled"_s;
    case HistoryEntry::Outcome::Error: break;
    }
    return u"error"_s;
}

HistoryEntry::Outcome outcomeFrom(const QString &name)
{
    if (name == u"ok"_s)
        return HistoryEntry::Outcome::Ok;
    return name == u"cancelled"_s ? HistoryEntry::Outcome::Cancelled : HistoryEntry::Outcome::Error;
}

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
    entry.outcome = outcomeFrom(row.value(8).toString());
    entry.errorText = row.value(9).toString();
    return entry;
}

// Not LIKE: that folds only ASCII letters and ends at a NUL.
bool holdsAll(const HistoryEntry &entry, const QStringList &words)
{
    return std::all_of(words.begin(), words.end(), [&entry](const QString &word) {
        return entry.sql.contains(word, Qt::CaseInsensitive)
               || entry.database.contains(word, Qt::CaseInsensitive)
               || entry.server.contains(word, Qt::CaseInsensitive)
               || entry.errorText.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

QList<HistoryEntry> readHistory(SqliteConnection &connection, const HistoryFilter &filter, int limit,
                                qint64 beforeId)
{
    QString sql = u"SELECT id, started_at, profile_id, server, database, sql, duration_ms, row_count, "
                  u"outcome, error_text "
                  u"FROM history WHERE 1"_s;
    QVariantList values;
    if (beforeId > 0) {
        sql += u" AND id < ?"_s;
        values.append(beforeId);
    }
    if (filter.profileId) {
        sql += u" AND profile_id = ?"_s;
        values.append(idValue(*filter.profileId));
    }
    if (filter.outcome) {
        sql += u" AND outcome = ?"_s;
        values.append(outcomeName(*filter.outcome));
    }
    sql += u" ORDER BY id DESC"_s;

    const QStringList words = filter.text.simplified().split(u' ', Qt::SkipEmptyParts);
    QList<HistoryEntry> entries;
    QSqlQuery row = connection.run(sql, values);
    while (entries.size() < limit && connection.next(row)) {
        HistoryEntry entry = entryFrom(row);
        if (holdsAll(entry, words))
            entries.append(std::move(entry));
    }
    return entries;
}

qint64 addHistoryEntry(SqliteConnection &connection, const HistoryEntry &entry)
{
    const QSqlQuery added =
        connection.run(u"INSERT INTO history (started_at, profile_id, server, database, sql, duration_ms, "
                       u"row_count, outcome, error_text) "
                       u"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                       {momentValue(entry.startedAt), idValue(entry.profileId), textValue(entry.server),
                        textValue(entry.database), textValue(entry.sql), entry.durationMs, entry.rows,
                        outcomeName(entry.outcome), textValue(entry.errorText)});
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
