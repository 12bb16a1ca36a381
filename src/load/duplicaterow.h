// SPDX-License-Identifier: GPL-3.0-or-later
// The other one of two rows with the same key: what the index that refused a row is over, and which row of the source came first.
#pragma once

#include "load/loadplan.h"

#include <stop_token>

namespace quiver::pg {
class Connection;
struct Diagnostics;
}

namespace quiver::load {

/// Of the unique index that \p said names as its constraint; an empty name stands for an expression. Empty: there is none such.
QStringList conflictColumns(pg::Connection &connection, const pg::Diagnostics &said);

/// What a search for the first row with a key came to.
struct FirstRow {
    std::optional<RowPlace> place; ///< of the source, in front of the row that was refused
    bool isCertain = false;        ///< all rows were looked at and compared; without a place, none of them has the key
};

/// Looks from \p from on for a row whose \p columns are those of the row at \p refused, by their bytes as they are sent: equal
/// values that are written otherwise (1.0 and 1.00 in a numeric) are not met. Reads the source anew, and as far as \p refused at
/// most; stops, without a place, when \p stop asks for it. \throws BadSource
FirstRow firstRowLike(const LoadPlan &plan, const TargetTable &target, const RowPlace &from, const RowPlace &refused,
                      const QStringList &columns, const std::stop_token &stop);

} // namespace quiver::load
