// SPDX-License-Identifier: GPL-3.0-or-later
// What a change would take with it, counted before it is run: rows of the tables that it drops or empties.
#pragma once

#include "sql/change.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::sql {

/// Whether countLosses() has something to count.
bool hasLosses(const Change &change);
/// Adds the number of rows to the risk of each step that drops or empties a table; from mostCounted on it is the planner's estimate.
/// Where it cannot be known, or not within some seconds because of a lock, the note says why. On a session's thread. \throws pg::Error where the connection goes
void countLosses(pg::Connection &connection, Change &change);

inline constexpr qint64 mostCounted = 100'000; // some milliseconds

} // namespace quiver::sql
