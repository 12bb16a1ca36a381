// SPDX-License-Identifier: GPL-3.0-or-later
// Endpoints for embeddings as rows of the workspace.
#pragma once

#include "store/embeddingendpoint.h"
#include "store/sqliteconnection.h"

#include <QList>

namespace quiver::store {

/// All of them, by name. \throws Error
QList<EmbeddingEndpoint> readEndpoints(SqliteConnection &connection);
/// Adds or replaces. \throws Error: Secret where the URL carries a password; Invalid without an id
void writeEndpoint(SqliteConnection &connection, const EmbeddingEndpoint &endpoint);
void deleteEndpoint(SqliteConnection &connection, const QUuid &id);

} // namespace quiver::store
