// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/endpointtable.h"

#include "store/error.h"
#include "store/rowvalues.h"

#include <QUrl>

namespace quiver::store {
using namespace Qt::StringLiterals;

QList<EmbeddingEndpoint> readEndpoints(SqliteConnection &connection)
{
    QSqlQuery row = connection.run(u"SELECT id, name, url, model, dimensions, batch_size, timeout_seconds, has_key FROM embedding_endpoint "
                                   u"ORDER BY name, id"_s);
    QList<EmbeddingEndpoint> endpoints;
    while (connection.next(row)) {
        EmbeddingEndpoint endpoint;
        endpoint.id = QUuid(row.value(0).toString());
        endpoint.name = row.value(1).toString();
        endpoint.url = row.value(2).toString();
        endpoint.model = row.value(3).toString();
        endpoint.dimensions = row.value(4).toInt();
        endpoint.batchSize = row.value(5).toInt();
        endpoint.timeoutSeconds = row.value(6).toInt();
        endpoint.hasKey = row.value(7).toBool();
        endpoints.append(endpoint);
    }
    return endpoints;
}

void writeEndpoint(SqliteConnection &connection, const EmbeddingEndpoint &endpoint)
{
    if (endpoint.id.isNull())
        throw Error(Error::Kind::Invalid, u"The endpoint \"%1\" has no id."_s.arg(endpoint.name));
    // The last door before the disk, as for profiles. What may be a key stays out of the message.
    if (const QUrl url(endpoint.url); !url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment()) {
        throw Error(Error::Kind::Secret, u"The endpoint \"%1\" was not saved: its URL has a user, a password or parameters, where keys hide; a key "
                                         "belongs in the keychain."_s.arg(endpoint.name));
    }
    connection.run(u"INSERT OR REPLACE INTO embedding_endpoint (id, name, url, model, dimensions, batch_size, timeout_seconds, has_key) "
                   u"VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
                   {idValue(endpoint.id), textValue(endpoint.name), textValue(endpoint.url), textValue(endpoint.model), endpoint.dimensions,
                    endpoint.batchSize, endpoint.timeoutSeconds, endpoint.hasKey ? 1 : 0});
}

void deleteEndpoint(SqliteConnection &connection, const QUuid &id)
{
    connection.run(u"DELETE FROM embedding_endpoint WHERE id = ?"_s, {idValue(id)});
}

} // namespace quiver::store
