// SPDX-License-Identifier: GPL-3.0-or-later
// The line of a node in EXPLAIN's text format: "Parallel Index Scan using i on public.t x  (cost=...) (actual ...)".
#pragma once

#include "plan/plan.h"

#include <string_view>

namespace quiver::plan {

enum class TitleKind {
    None, ///< it is no node's line
    Node,
    Cut,  ///< its figures begin and do not end on this line
};

/// Fills \p node from \p line, which has neither indentation nor arrow. Without figures (COSTS OFF) a line is a node's where its type
/// is one of PostgreSQL's, or where \p behindArrow says so.
TitleKind readTitle(std::string_view line, bool behindArrow, PlanNode &node);

/// "time=0.010..0.020 rows=1 loops=1" or "rows=1 loops=1", as behind "actual" and in the line of a worker. False: it is none.
bool readActual(std::string_view text, RunFigures &figures);

} // namespace quiver::plan
