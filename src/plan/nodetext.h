// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a plan's nodes in EXPLAIN's text format.
#pragma once

#include "plan/plan.h"

namespace quiver::plan {

/// Appends all nodes of \p plan with their details. A node's arrow stands where the server puts it.
void addNodes(QString &text, const Plan &plan);
/// Appends the lines "Buffers:" and "I/O Timings:", where they have anything to say.
void addUse(QString &text, int indent, const std::optional<BufferUse> &buffers, const std::optional<IoTimes> &io);

/// "0.123".
QString milliseconds(double ms);

} // namespace quiver::plan
