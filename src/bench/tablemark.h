// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a table changed between two moments. Internal to this room.
#pragma once

#include "bench/boundworkload.h"
#include "bench/runresult.h"

namespace quiver::bench {

/// The state of a workload's table at one moment.
struct TableMark {
    RunResult::Watch watch = RunResult::Watch::Nothing;
    QByteArray state; ///< two of one watch are the same where nothing changed
    bool operator==(const TableMark &) const = default;
};

/// Rows of a table whose heap is not larger than 8 GB where \p mayRead it, else counters. Blocks on the connection. \throws pg::Error
TableMark markOf(pg::Connection &connection, const BoundWorkload &workload, bool mayRead);

} // namespace quiver::bench
