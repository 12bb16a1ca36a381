// SPDX-License-Identifier: GPL-3.0-or-later
// Which indexes of its partitions a build has made, so that the journal knows when each of them was built; internal to this room.
#pragma once

#include "index/buildrecord.h"

#include <map>
#include <set>

namespace quiver::core {
class JobContext;
}
namespace quiver::pg {
class Connection;
}

namespace quiver::index {

/// The partitions of a table before something is built on them.
struct PartsBefore {
    std::set<quint32> indexes;          ///< valid ones
    std::map<quint32, qint64> inserts;  ///< by table: rows that were ever inserted into it
};
/// Empty where the table is not partitioned. \throws pg::Error
PartsBefore partsBefore(pg::Connection &connection, const QString &schema, const QString &table);
/// The valid indexes that have come since, also where the build did not come to its end or was cancelled: they stand. Empty where the server
/// cannot be asked.
std::vector<BuiltPart> builtParts(pg::Connection &connection, const core::JobContext &job, const QString &schema, const QString &table, const PartsBefore &before);

} // namespace quiver::index
