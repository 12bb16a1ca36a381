// SPDX-License-Identifier: GPL-3.0-or-later
// A Change in words for a terminal.
#pragma once

#include "sql/changerunner.h"

namespace quiver::ctl {

/// Its steps with what they lock, cost, risk and how they are undone; several lines, each with its end.
QString describeChange(const sql::Change &change);
/// A line for a step that has ended: "done  1/2  Create the index (3.1 s)". Empty while it has not.
QString stepLine(const sql::Change &change, std::size_t step, const sql::StepReport &report);

} // namespace quiver::ctl
