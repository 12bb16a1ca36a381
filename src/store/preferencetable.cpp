// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/preferencetable.h"

#include "store/rowvalues.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

QByteArray readPreference(SqliteConnection &connection, const QString &key)
{
    QSqlQuery row = connection.run(u"SELECT value FROM preference WHERE key = ?"_s, {textValue(key)});
    if (!connection.next(row))
        return {};
    const QByteArray value = row.value(0).toByteArray();
    return value.isNull() ? QByteArray("") : value; // Qt reads an empty blob as null
}

void writePreference(SqliteConnection &connection, const QString &key, const QByteArray &value)
{
    if (value.isNull())
        connection.run(u"DELETE FROM preference WHERE key = ?"_s, {textValue(key)});
    else
        connection.run(u"INSERT OR REPLACE INTO preference (key, value) VALUES (?, ?)"_s,
                       {textValue(key), value});
}

} // namespace quiver::store
