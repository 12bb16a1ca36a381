// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a vector type that is asked for, by itself and on a server's pgvector.
#pragma once

#include "catalog/vectorsql.h"
#include "schema/columnproblem.h"

namespace quiver::schema {

/// By the limits of the type.
std::vector<ColumnProblem> vectorTypeProblems(const catalog::VectorType &type);
/// By what the database's extension has.
std::vector<ColumnProblem> vectorTypeProblems(const catalog::VectorSql &vectors, const catalog::VectorType &type);

/// "There is no table …", with what to do.
QString missingTable(const QString &schema, const QString &table);

} // namespace quiver::schema
