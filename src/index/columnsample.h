// SPDX-License-Identifier: GPL-3.0-or-later
// A look at some values of a vector column, and at the statements that the server remembers about it; internal to this room.
#pragma once

#include "index/indextable.h"

namespace quiver::index {

/// Reads some thousand rows at most.
ColumnSample columnSample(pg::Connection &connection, const IndexSql &sql, const IndexTable &table, const QString &column, const catalog::VectorType &type);

/// By pg_stat_statements; nothing where it cannot be read.
std::vector<KnownUse> knownUses(pg::Connection &connection, const catalog::TableFacts &table);

/// Rows that the planner expects of a SELECT.
double plannedRows(pg::Connection &connection, const QString &select);

} // namespace quiver::index
