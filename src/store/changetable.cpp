// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/changetable.h"

#include "store/rowvalues.h"

#include <algorithm>

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

QString outcomeName(ChangeEntry::Outcome outcome)
{
    switch (outcome) {
    case ChangeEntry::Outcome::Done: return u"done"_s;
    case ChangeEntry::Outcome::Cancelled: return u"cancelled"_s;
    case ChangeEntry::Outcome::Failed: break;
    }
    return u"failed"_s;
}

ChangeEntry::Outcome outcomeFrom(const QString &name)
{
    if (name == u"done"_s)
        return ChangeEntry::Outcome::Done;
    return name == u"cancelled"_s ? ChangeEntry::Outcome::Cancelled : ChangeEntry::Outcome::Failed;
}

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
    entry.outcome = outcomeFrom(row.value(9).toString());
    entry.message = row.value(10).toString();
    entry.durationMs = row.value(11).toLongLong();
    entry.report = row.value(12).toByteArray();
    return entry;
}

// Not LIKE: that folds only ASCII letters and ends at a NUL.
bool holdsAll(const ChangeEntry &entry, const QStringList &words)
{
    return std::ranges::all_of(words, [&entry](const QString &word) {
        return entry.title.contains(word, Qt::CaseInsensitive) || entry.script.contains(word, Qt::CaseInsensitive)
               || entry.server.contains(word, Qt::CaseInsensitive) || entry.message.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

QList<ChangeEntry> readChanges(SqliteConnection &connection, const ChangeFilter &filter, int limit, qint64 beforeId)
{
    QString sql = u"SELECT id, started_at, profile_id, server, database, title, object, script, undo_script, outcome, message, "
                  u"duration_ms, report FROM change WHERE 1"_s;
    QVariantList values;
    if (beforeId > 0) {
        sql += u" AND id < ?"_s;
        values.append(beforeId);
    }
    if (filter.profileId) {
        sql += u" AND profile_id = ?"_s;
        values.append(idValue(*filter.profileId));
    }
    sql += u" ORDER BY id DESC"_s;
    const QStringList words = filter.text.simplified().split(u' ', Qt::SkipEmptyParts);
    QList<ChangeEntry> entries;
    QSqlQuery row = connection.run(sql, values);
    while (entries.size() < limit && connection.next(row)) {
        ChangeEntry entry = entryFrom(row);
        if (holdsAll(entry, words))
            entries.append(std::move(entry));
    }
    return entries;
}

qint64 addChangeEntry(SqliteConnection &connection, const ChangeEntry &entry)
{
    const QSqlQuery added = connection.run(
        u"INSERT INTO change (started_at, profile_id, server, database, title, object, script, undo_script, outcome, message, "
        u"duration_ms, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {momentValue(entry.startedAt), idValue(entry.profileId), textValue(entry.server), textValue(entry.database),
         textValue(entry.title), textValue(entry.object), textValue(entry.script), textValue(entry.undoScript),
         outcomeName(entry.outcome), textValue(entry.message), entry.durationMs,
         entry.report.isNull() ? QByteArray("") : entry.report});
    return added.lastInsertId().toLongLong();
}

} // namespace quiver::store
