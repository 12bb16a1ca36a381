// SPDX-License-Identifier: GPL-3.0-or-later
// A Change in words for a terminal.
#pragma once

#include "sql/change.h"

namespace quiver::ctl {

/// Its steps with what they lock, cost, risk and how they are undone; several lines, each with its end.
QString describeChange(const sql::Change &change);

} // namespace quiver::ctl
