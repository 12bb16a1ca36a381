// SPDX-License-Identifier: GPL-3.0-or-later
// A vector column that is added to a table that exists: at once, because it begins empty, and without keeping anybody waiting.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "catalog/tablefacts.h"
#include "schema/columnfacts.h"
#include "schema/columnproblem.h"

namespace quiver::schema {

struct AddColumn {
    QString schema;
    QString table;
    QString column;
    catalog::VectorType type;
    catalog::ColumnStorage storage = catalog::ColumnStorage::Default;
    QString model;   ///< that will make the values; kept in the column's comment
    QString comment;
    bool unitLength = false; ///< a CHECK that every value has length one
    /// Of a table with rows: the Change stops until all have a value, and goes on when it is run again.
    bool notNull = false;
    bool operator==(const AddColumn &) const = default;
};

struct AddColumnPlan {
    sql::Change change; ///< empty where a problem is an error
    std::vector<ColumnProblem> problems;
    std::optional<catalog::TableFacts> table;
    bool isAlreadyThere = false; ///< a column of this name and type, of an earlier run perhaps: what is missing of it is added
};

/// What can be said without a server.
std::vector<ColumnProblem> problemsOf(const AddColumn &request);
AddColumnPlan planAddColumn(pg::Connection &connection, const AddColumn &request);

} // namespace quiver::schema
