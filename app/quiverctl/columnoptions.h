// SPDX-License-Identifier: GPL-3.0-or-later
// What the actions on a table's columns share: which table, which type, and what is told of problems.
#pragma once

#include "catalog/vectortype.h"
#include "schema/columnproblem.h"
#include "sqlnames.h"

#include <QCommandLineParser>
#include <QStringList>

#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::ctl {

using TableArgument = QualifiedName;

/// --table, as SQL writes it.
void addTableArgument(QCommandLineParser &parser);
/// \throws UsageError
TableArgument tableArgument(const QCommandLineParser &parser, const QString &option = QStringLiteral("table"));
/// With its schema, which the search path finds where none was given. \throws core::Error
TableArgument resolved(pg::Connection &connection, TableArgument table);
/// One name of an option, as SQL writes it. \throws UsageError
QString nameArgument(const QCommandLineParser &parser, const QString &option);
/// "vector(768)". \throws UsageError
catalog::VectorType typeArgument(const QString &option, const QString &text);

/// Prints what is to be known; \throws core::Error with all errors
void tell(const std::vector<schema::ColumnProblem> &problems);

} // namespace quiver::ctl
