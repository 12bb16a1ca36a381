// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/searchtable.h"

#include "store/error.h"
#include "store/rowvalues.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

QList<SavedSearch> readSearches(SqliteConnection &connection)
{
    QSqlQuery row = connection.run(u"SELECT id, name, profile_id, database, table_name, query, used_at FROM saved_search ORDER BY name, id"_s);
    QList<SavedSearch> searches;
    while (connection.next(row)) {
        SavedSearch search;
        search.id = QUuid(row.value(0).toString());
        search.name = row.value(1).toString();
        search.profileId = QUuid(row.value(2).toString());
        search.database = row.value(3).toString();
        search.table = row.value(4).toString();
        search.query = row.value(5).toByteArray();
        search.usedAt = momentFrom(row.value(6));
        searches.append(search);
    }
    return searches;
}

void writeSearch(SqliteConnection &connection, const SavedSearch &search)
{
    if (search.id.isNull() || search.name.trimmed().isEmpty())
        throw Error(Error::Kind::Invalid, u"A saved search has no name: give it one."_s);
    connection.run(u"INSERT OR REPLACE INTO saved_search (id, name, profile_id, database, table_name, query, used_at) VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
                   {idValue(search.id), textValue(search.name), idValue(search.profileId), textValue(search.database), textValue(search.table),
                    search.query.isNull() ? QByteArray("") : search.query, momentValue(search.usedAt)});
}

void deleteSearch(SqliteConnection &connection, const QUuid &id)
{
    connection.run(u"DELETE FROM saved_search WHERE id = ?"_s, {idValue(id)});
}

} // namespace quiver::store
