// SPDX-License-Identifier: GPL-3.0-or-later
// What a server says while it builds an index, and what to do about it.
#pragma once

#include "index/indexspec.h"
#include "pg/error.h"

#include <QMetaType>

#include <optional>

namespace quiver::index {

/// What a remedy is computed from; zero or negative: not known.
struct AlarmFacts {
    IndexSpec spec;
    double rows = -1;       ///< that one graph has to hold: of a partitioned table those of its largest partition
    bool isForetold = false; ///< the graph still fits: it is computed when it will not
    bool isPartition = false; ///< the rows are of a partition
    double valueBytes = -1; ///< of one indexed value with its header
    qint64 workMem = -1;    ///< maintenance_work_mem of the build, bytes
    bool isParallel = false;
    QString tablespace;     ///< where the index goes; empty: the database's own
    int serverVersion = 150000;
    qint64 hostMemory = -1; ///< of the host, bytes
};

struct BuildAlarm {
    enum class Kind {
        GraphOnDisk, ///< an HNSW graph no longer fits into memory
        LittleData,  ///< IVFFlat has fewer rows to learn from than lists
        Other,       ///< a warning of the server
    };
    Kind kind = Kind::Other;
    QString message; ///< the server's, with detail
    QString remedy;  ///< what to do, in a sentence
    qint64 row = -1; ///< of GraphOnDisk: the tuple from which on it is on disk
    qint64 neededWorkMem = -1; ///< of GraphOnDisk: maintenance_work_mem that would have held it, bytes
    bool operator==(const BuildAlarm &) const = default;
};

/// What to do about a failure for want of disk or memory, in a sentence; empty: it is another one.
QString remedyFor(const pg::Error &error, const AlarmFacts &facts);

/// Nothing: \p notice is no cause for alarm.
std::optional<BuildAlarm> alarmFrom(const pg::Diagnostics &notice, const AlarmFacts &facts);

} // namespace quiver::index

Q_DECLARE_METATYPE(quiver::index::BuildAlarm)
