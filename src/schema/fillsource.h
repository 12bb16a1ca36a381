// SPDX-License-Identifier: GPL-3.0-or-later
// How the value of a model change's new column is written in SQL: for a row of the table, and for a trigger; internal to this room.
#pragma once

#include "catalog/vectorsql.h"
#include "schema/columnsteps.h"
#include "schema/modelchange.h"

namespace quiver::schema {

struct FillSource {
    QString value;     ///< an expression over the table under its own name; empty: somebody else fills it
    QString condition; ///< holds for rows that have a source, over the table under its own name
    QString triggerValue;    ///< over NEW; empty: a trigger cannot keep it in step
    QString triggerColumns;  ///< whose UPDATE the trigger waits for, quoted; empty: any
};

/// The table is referred to by its unqualified name, also where one of its partitions is filled under that alias.
FillSource fillSource(const ColumnSql &sql, const catalog::VectorSql &vectors, const ModelChange &request, const catalog::VectorType &oldType);

/// What is wrong with the source, asking the server: the expression, the other table and its keys.
std::vector<ColumnProblem> sourceProblems(pg::Connection &connection, const ColumnSql &sql, const catalog::VectorSql &vectors, const catalog::TableFacts &table,
                                          const ModelChange &request, const FillSource &source);

} // namespace quiver::schema
