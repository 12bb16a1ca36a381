// SPDX-License-Identifier: GPL-3.0-or-later
// An index of a partitioned table as its parts, those that are there already among them; internal to this room.
#pragma once

#include "index/indexproblems.h"
#include "sql/changesteps.h"

namespace quiver::index {

/// Parents before their parts; partitions on other servers are left out. An index that a partition has already and that is the
/// same is only attached. \p rows of the whole index, for the estimates; negative: not known.
std::vector<sql::IndexBuild> partBuilds(pg::Connection &connection, const IndexSql &sql, const IndexTable &table, const IndexSpec &spec, double rows);

} // namespace quiver::index
