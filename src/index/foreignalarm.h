// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the graph of a build that others run outgrows its memory. The server tells that to its own session alone: for everybody else it is
// computed, from what the server says of itself.
#pragma once

#include "index/buildalarm.h"
#include "index/buildwatch.h"

namespace quiver::index {

struct ForeignFacts {
    qint64 workMem = -1;    ///< maintenance_work_mem that the role's sessions begin with in that database, bytes; -1: this role cannot tell
    qint64 hostMemory = -1; ///< bytes that the server may have; -1: not known
    int serverVersion = 0;  ///< 150018 for 15.18
    int m = 0;              ///< of the index, where it is committed already; 0: not known
    bool isValueKnown = false; ///< BuildProgress::valueBytes is surely of what is indexed
    bool isPartial = false;    ///< how many rows it takes shows while it is built alone
    bool operator==(const ForeignFacts &) const = default;
};

/// Blocks on the connection: a few round trips. \throws pg::Error
ForeignFacts foreignFacts(pg::Connection &connection, const BuildProgress &build);

/// Nothing: all of it fits, it is no HNSW graph, or too little is known. A session may have set another maintenance_work_mem, which the message says.
std::optional<BuildAlarm> foreignAlarm(const WatchedBuild &build, const ForeignFacts &facts);

} // namespace quiver::index
