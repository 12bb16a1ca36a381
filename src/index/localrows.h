// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a table that an index on it holds: not those of heirs, and of a partitioned table not those that other servers keep, which would
// be fetched over the network, or cannot be; internal to this room.
#pragma once

#include "catalog/tablefacts.h"
#include "sql/quoter.h"

#include <vector>

namespace quiver::index {

/// The tables that have them: the table itself, or its partitions on this server.
std::vector<catalog::TablePart> localParts(const catalog::TableFacts &table);
bool hasForeignParts(const catalog::TableFacts &table);

/// Their rows as an item of FROM under the table's own name. \p sample: " TABLESAMPLE ..." of each, or nothing. Where partitions are foreign the
/// others are read one by one, which takes the right to read each of them.
QString localRows(const sql::Quoter &quote, const catalog::TableFacts &table, const QString &sample = {});

} // namespace quiver::index
