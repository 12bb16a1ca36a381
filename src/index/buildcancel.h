// SPDX-License-Identifier: GPL-3.0-or-later
// The Change that cancels a build of another session: a write as any other, seen and confirmed before it is done.
#pragma once

#include "index/buildprogress.h"
#include "sql/change.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

/// Cancels that statement and no other that its session may have come to. Of CONCURRENTLY in the connection's own database, the
/// INVALID index that it leaves is dropped, too. Blocks: one round trip. \throws pg::Error
sql::Change cancelBuild(pg::Connection &connection, const BuildProgress &build);

} // namespace quiver::index
