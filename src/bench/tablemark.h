// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a table changed between two moments. Internal to this room.
#pragma once

#include "bench/boundworkload.h"

namespace quiver::bench {

/// The state of a workload's table at one moment.
struct TableMark {
    enum class Kind {
        Rows,     ///< the versions of its rows: exact, see tableFingerprint()
        Counters, ///< rows inserted, updated and deleted by the server's statistics, which come some seconds late
        None,     ///< of views and foreign tables, and where the server does not count
    };
    Kind kind = Kind::None;
    QByteArray state; ///< two of one kind are the same where nothing changed
    bool operator==(const TableMark &) const = default;
};

/// Rows of a table whose heap is not larger than 8 GB where \p mayRead it, else counters. Blocks on the connection. \throws pg::Error
TableMark markOf(pg::Connection &connection, const BoundWorkload &workload, bool mayRead);

/// What is to be said of the table where \p before and \p after a run it was as they say: in a sentence; empty: it did not change, for sure.
QString changeNote(const TableMark &before, const TableMark &after);

} // namespace quiver::bench
