// SPDX-License-Identifier: GPL-3.0-or-later
// What a pool is told and what it tells, as values: settings, counters, totals, health.
#pragma once

#include <QtGlobal>

namespace quiver::pg {

struct PoolSettings {
    int size = 5;           ///< sessions kept; 0: no pooling, a session per lease, closed when returned
    int maxOverflow = 10;   ///< sessions beyond size, closed when returned; -1: no limit
    double timeout = 30;    ///< seconds that a lease is waited for
    double recycle = -1;    ///< seconds after which a connection is replaced when it is next leased; -1: never
    bool prePing = true;    ///< check with a round trip before work that the connection still lives
    bool resetOnReturn = true; ///< roll back a transaction that was left open
    bool operator==(const PoolSettings &) const = default;
};

/// Now. checkedIn + checkedOut == sessions; overflow == sessions above settings.size.
struct PoolCounters {
    int size = 0;
    int checkedIn = 0;
    int checkedOut = 0;
    int overflow = 0;
    int waiting = 0;
    bool operator==(const PoolCounters &) const = default;
};

/// Since the pool was made.
struct PoolTotals {
    qint64 leases = 0;
    qint64 timeouts = 0;   ///< who waited for a session in vain
    qint64 reconnects = 0; ///< connections that were lost and are back, of dedicated sessions too
    double waitedMs = 0;   ///< for a session, all leases together
    double longestWaitMs = 0;
    bool operator==(const PoolTotals &) const = default;
};

/// Of the way to the server, as the sessions know it; dedicated ones count.
enum class PoolHealth {
    Unknown,      ///< none of them has tried yet
    Good,         ///< there are connections, or the last ones were closed on purpose
    Reconnecting, ///< all were lost; attempts to get them back go on
    Lost,         ///< none, and none is tried for: the next work will
};

} // namespace quiver::pg
