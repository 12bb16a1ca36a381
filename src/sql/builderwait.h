// SPDX-License-Identifier: GPL-3.0-or-later
// Two statements that are CONCURRENTLY on one table: the second waits here, where nobody has to wait for it.
#pragma once

#include "core/job.h"
#include "sql/change.h"

#include <chrono>
#include <optional>

namespace quiver::pg {
class Connection;
}

namespace quiver::sql {

/// Before \p step, where it is CONCURRENTLY: waits until no other session builds, rebuilds or drops an index of its table so. On the server
/// the first of two waits in the end for the snapshot of the second, which waits for the table: a deadlock, and the server may end
/// the one that is nearly done. Here nothing is held while it waits. \p seconds: 0: as long as they take.
/// \throws pg::Error that says who, after so long in vain; core::Cancelled
void waitForBuilders(pg::Connection &connection, core::JobContext &job, const ChangeStep &step, int seconds);

/// The same, for \p patience at most; nothing: as long as they take. Returns who is at work still, in words; empty: nobody. \throws core::Cancelled
QString waitForBuilders(pg::Connection &connection, core::JobContext &job, const ChangeStep &step, std::optional<std::chrono::milliseconds> patience);

} // namespace quiver::sql
