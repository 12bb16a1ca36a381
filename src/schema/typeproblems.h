// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a vector type that is asked for, by itself and on a server's pgvector.
#pragma once

#include "schema/columnproblem.h"
#include "schema/vectorsql.h"

namespace quiver::schema {

/// By the limits of the type.
std::vector<ColumnProblem> vectorTypeProblems(const VectorType &type);
/// By what the database's extension has.
std::vector<ColumnProblem> vectorTypeProblems(const VectorSql &vectors, const VectorType &type);

/// "There is no table …", with what to do.
QString missingTable(const QString &schema, const QString &table);

} // namespace quiver::schema
