// SPDX-License-Identifier: GPL-3.0-or-later
// Names for new objects: which ones a server takes as they are, and names made of others, cut as PostgreSQL would cut them.
#pragma once

#include "sql/change.h"
#include "sql/quoter.h"

#include <QString>
#include <QStringList>

namespace quiver::sql {

/// NAMEDATALEN - 1: the server cuts what is longer without an error.
inline constexpr int maxNameBytes = 63;

/// Why \p name cannot be the name of a new object, in a sentence; empty: it can.
QString nameProblem(const QString &name);
/// The same for a schema: names that begin with "pg_" are the server's.
QString schemaNameProblem(const QString &name);

/// "first_second_label" with the longer of the two parts cut until it fits into maxNameBytes, never within a character. An
/// empty part is left out.
QString madeName(const QString &first, const QString &second, const QString &label);
/// The first of \p name, name1, name2, ... that is not among \p taken, cut where need be.
QString freeName(const QString &name, const QStringList &taken);

/// CREATE SCHEMA, undone while it is empty.
ChangeStep createSchemaStep(const Quoter &quote, const QString &schema);

} // namespace quiver::sql
