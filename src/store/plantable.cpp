// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/plantable.h"

#include "store/entryquery.h"
#include "store/error.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

using Origin = PlanEntry::Origin;

constexpr std::pair<Origin, const char *> origins[] = {{Origin::Explain, "explain"}, {Origin::Analyze, "analyze"}, {Origin::File, "file"}, {Origin::Pasted, "pasted"}};

PlanEntry entryFrom(const QSqlQuery &row)
{
    PlanEntry entry;
    entry.id = row.value(0).toLongLong();
    entry.madeAt = momentFrom(row.value(1));
    entry.origin = valueOf(origins, row.value(2).toString());
    entry.profileId = QUuid(row.value(3).toString());
    entry.server = row.value(4).toString();
    entry.database = row.value(5).toString();
    entry.statement = row.value(6).toString();
    entry.fileName = row.value(7).toString();
    entry.nodes = row.value(8).toInt();
    entry.totalMs = row.value(9).toDouble();
    entry.totalCost = row.value(10).toDouble();
    return entry;
}

} // namespace

QList<PlanEntry> readPlanEntries(SqliteConnection &connection, const QString &text, int limit, qint64 beforeId)
{
    EntryQuery query(u"id, made_at, origin, profile_id, server, database, statement, file_name, nodes, total_ms, total_cost"_s, u"plan"_s);
    query.demandBefore(beforeId);
    return query.read(connection, limit, entryFrom, text,
                      [](const PlanEntry &entry) { return QStringList{entry.statement, entry.database, entry.server, entry.fileName}; });
}

QByteArray readPlanText(SqliteConnection &connection, qint64 id)
{
    QSqlQuery row = connection.run(u"SELECT text FROM plan WHERE id = ?"_s, {id});
    if (!connection.next(row))
        throw Error(Error::Kind::Invalid, u"This plan is no longer in the history."_s);
    return qUncompress(row.value(0).toByteArray());
}

qint64 addPlanEntry(SqliteConnection &connection, const PlanEntry &entry)
{
    if (entry.text.isEmpty() || entry.text.size() > mostPlanText)
        throw Error(Error::Kind::Invalid, u"A plan of %1 bytes is not kept in the history: at most %2 MB are."_s.arg(entry.text.size()).arg(mostPlanText >> 20));
    const QByteArray packed = qCompress(entry.text);
    QSqlQuery newest = connection.run(u"SELECT id FROM plan WHERE id = (SELECT max(id) FROM plan) AND text = ?"_s, {packed});
    if (connection.next(newest))
        return newest.value(0).toLongLong();
    const QSqlQuery added = connection.run(u"INSERT INTO plan (made_at, origin, profile_id, server, database, statement, file_name, nodes, total_ms, total_cost, text) "
                                           u"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                                           {momentValue(entry.madeAt), wordOf(origins, entry.origin), idValue(entry.profileId), textValue(entry.server), textValue(entry.database),
                                            textValue(entry.statement), textValue(entry.fileName), entry.nodes, entry.totalMs, entry.totalCost, packed});
    const qint64 id = added.lastInsertId().toLongLong();
    connection.run(u"DELETE FROM plan WHERE id <= ?"_s, {id - planCapacity});
    return id;
}

void deletePlanEntry(SqliteConnection &connection, qint64 id)
{
    connection.run(u"DELETE FROM plan WHERE id = ?"_s, {id});
}

} // namespace quiver::store
