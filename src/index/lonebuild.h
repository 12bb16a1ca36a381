// SPDX-License-Identifier: GPL-3.0-or-later
// Builds that must not have the server's parallel workers (CVE-2026-3172); internal to this room.
#pragma once

#include "pg/types.h"

#include <QString>

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

/// Whether the server would let workers build an index of \p method on \p table or a partition of it, and this database's pgvector
/// must not have them. Blocks on the connection.
bool wouldGetUnsafeWorkers(pg::Connection &connection, const QString &method, pg::Oid table);

} // namespace quiver::index
