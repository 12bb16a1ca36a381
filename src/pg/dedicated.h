// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/pg: the sessions that a pool has handed out for good. Shared with them, as they may outlive it.
#pragma once

#include "pg/pool.h"

namespace quiver::pg {

struct Pool::Dedicated {
    std::mutex mutex;
    std::vector<Session *> sessions; // each takes itself out before it goes
};

} // namespace quiver::pg
