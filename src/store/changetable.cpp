// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/changetable.h"

#include "store/entryquery.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

using Outcome = ChangeEntry::Outcome;

constexpr std::pair<Outcome, const char *> outcomes[] = {
    {Outcome::Done, "done"},     {Outcome::Cancelled, "cancelled"}, {Outcome::Running, "running"}, {Outcome::Interrupted, "interrupted"},
    {Outcome::Failed, "failed"},
};

ChangeEntry entryFrom(const QSqlQuery &row)
{
    ChangeEntry entry;
    entry.id = row.value(0).toLongLong();
    entry.startedAt = momentFrom(row.value(1));
    entry.profileId = QUuid(row.value(2).toString());
    entry.server = row.value(3).toString();
    entry.database = row.value(4).toString();
    entry.title = row.value(5).toString();
    entry.object = row.value(6).toString();
    entry.script = row.value(7).toString();
    entry.undoScript = row.value(8).toString();
    entry.outcome = valueOf(outcomes, row.value(9).toString());
    entry.message = row.value(10).toString();
    entry.durationMs = row.value(11).toLongLong();
    entry.report = row.value(12).toByteArray();
    entry.undoes = row.value(13).toLongLong();
    entry.continues = row.value(14).toLongLong();
    entry.undoneAt = momentFrom(row.value(15));
    return entry;
}

/// What \p entry took back, with the runs that it had gone on from.
void markUndone(SqliteConnection &connection, const ChangeEntry &entry)
{
    if (entry.undoes <= 0 || entry.outcome != ChangeEntry::Outcome::Done)
        return;
    connection.run(u"WITH RECURSIVE run (id) AS (SELECT ? UNION SELECT change.continues FROM change JOIN run ON change.id = run.id WHERE change.continues > 0) "
                   "UPDATE change SET undone_at = ? WHERE id IN (SELECT id FROM run) AND undone_at IS NULL"_s,
                   {entry.undoes, momentValue(entry.startedAt.addMSecs(entry.durationMs))});
}

} // namespace

QList<ChangeEntry> readChanges(SqliteConnection &connection, const ChangeFilter &filter, int limit, qint64 beforeId)
{
    EntryQuery query(u"id, started_at, profile_id, server, database, title, object, script, undo_script, outcome, message, "
                     "duration_ms, report, undoes, continues, undone_at"_s, u"change"_s);
    query.demandBefore(beforeId);
    if (filter.afterId > 0)
        query.demand(u"id > ?"_s, filter.afterId);
    if (filter.profileId)
        query.demand(u"profile_id = ?"_s, idValue(*filter.profileId));
    if (!filter.server.isEmpty())
        query.demand(u"server = ?"_s, textValue(filter.server));
    if (!filter.object.isEmpty())
        query.demand(u"object = ?"_s, textValue(filter.object));
    return query.read(connection, limit, entryFrom, filter.text,
                      [](const ChangeEntry &entry) { return QStringList{entry.title, entry.script, entry.server, entry.message}; });
}

qint64 addChangeEntry(SqliteConnection &connection, const ChangeEntry &entry)
{
    const QSqlQuery added = connection.run(
        u"INSERT INTO change (started_at, profile_id, server, database, title, object, script, undo_script, outcome, message, "
        u"duration_ms, report, undoes, continues, undone_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {momentValue(entry.startedAt), idValue(entry.profileId), textValue(entry.server), textValue(entry.database),
         textValue(entry.title), textValue(entry.object), textValue(entry.script), textValue(entry.undoScript),
         wordOf(outcomes, entry.outcome), textValue(entry.message), entry.durationMs,
         entry.report.isNull() ? QByteArray("") : entry.report, entry.undoes, entry.continues, momentValue(entry.undoneAt)});
    const qint64 id = added.lastInsertId().toLongLong();
    markUndone(connection, entry);
    return id;
}

void updateChangeEntry(SqliteConnection &connection, const ChangeEntry &entry)
{
    connection.run(u"UPDATE change SET script = ?, undo_script = ?, outcome = ?, message = ?, duration_ms = ?, report = ?, continues = ? WHERE id = ?"_s,
                   {textValue(entry.script), textValue(entry.undoScript), wordOf(outcomes, entry.outcome), textValue(entry.message), entry.durationMs,
                    entry.report.isNull() ? QByteArray("") : entry.report, entry.continues, entry.id});
    markUndone(connection, entry);
}

QList<qint64> runningChanges(SqliteConnection &connection)
{
    QList<qint64> ids;
    QSqlQuery row = connection.run(u"SELECT id FROM change WHERE outcome = 'running'"_s);
    while (connection.next(row))
        ids.append(row.value(0).toLongLong());
    return ids;
}

void markInterrupted(SqliteConnection &connection, qint64 id)
{
    connection.run(u"UPDATE change SET outcome = 'interrupted' WHERE id = ? AND outcome = 'running'"_s, {id});
}

} // namespace quiver::store
