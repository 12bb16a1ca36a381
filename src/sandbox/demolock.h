// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the demo's table for a while, so that one can see what waits for it.
#pragma once

#include "core/job.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::sandbox {

/// Holds documents against writes and builds, not against reads, until \p job is cancelled; changes nothing. Its progress says "held"
/// as soon as it is. Blocks: for a session's thread. \throws core::Cancelled then
void holdDocuments(pg::Connection &connection, core::JobContext &job);

} // namespace quiver::sandbox
