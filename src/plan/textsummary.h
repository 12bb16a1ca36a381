// SPDX-License-Identifier: GPL-3.0-or-later
// What EXPLAIN's text format says below the tree: triggers, JIT, settings, times.
#pragma once

#include "plan/plan.h"

#include <string_view>

namespace quiver::plan {

// Each reads one line's value into the plan; what it does not know becomes a property.
bool readTrigger(Plan &plan, std::string_view line); ///< false: it is no trigger's line
void readSettings(Plan &plan, std::string_view value);
void readSerialization(Plan &plan, std::string_view value);
void readJit(Plan &plan, std::string_view name, std::string_view value);
void readPlanning(Plan &plan, std::string_view name, std::string_view value);
void readSummaryDetail(Plan &plan, std::string_view name, std::string_view value);

/// Gives what text leaves out because it is zero its zero, as in JSON: buffers and WAL of a node where others have them, rows that
/// a filter did not remove.
void completeZeros(Plan &plan);

} // namespace quiver::plan
