// SPDX-License-Identifier: GPL-3.0-or-later
// The operator classes that a server has for the columns of a table: what can be chosen where no distance gives one.
#pragma once

#include "pg/types.h"

#include <QString>

#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::index {

struct ColumnOpclass {
    QString column;
    QString method;       ///< "btree", "gin", ...
    QString name;         ///< without schema
    bool isUsual = false; ///< taken where none is named
    bool operator==(const ColumnOpclass &) const = default;
};

/// By column and method, the usual one first; of those that are the same under two names, one. Blocks: one round trip. \throws pg::Error
std::vector<ColumnOpclass> columnOpclasses(pg::Connection &connection, pg::Oid table);

} // namespace quiver::index
