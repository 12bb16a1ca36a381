// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that a load is going to write, as steps to be read before it runs: what is made or dropped first, the rows, its end.
#pragma once

#include "load/loadplan.h"
#include "sql/change.h"

namespace quiver::load {

/// To be shown, not to be run: the rows come from the loader alone. \p found: as readTarget() says. On a session's thread.
sql::Change loadOutline(pg::Connection &connection, const LoadPlan &plan, const TargetTable &found, const SourceInfo &source);

} // namespace quiver::load
