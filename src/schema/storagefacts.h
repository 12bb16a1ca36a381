// SPDX-License-Identifier: GPL-3.0-or-later
// How large the values of a table's rows really are, and what each storage of one column comes to; internal to this room.
#pragma once

#include "schema/storagechange.h"

namespace quiver::schema {

/// Looks at the rows, at some of them where the table is large. No value where the column's values have a fixed length.
std::optional<StorageFacts> storageFacts(pg::Connection &connection, const catalog::TableFacts &table, const catalog::Column &column);

} // namespace quiver::schema
