// SPDX-License-Identifier: GPL-3.0-or-later
// What hangs on a column and stays with it, under whatever name, when it is renamed: views, generated columns, constraints, ...
//
// Functions that take a connection block on it and throw what it throws.
#pragma once

#include "catalog/tablefacts.h"

namespace quiver::schema {

struct ColumnDependent {
    enum class Kind { View, MaterializedView, GeneratedColumn, Check, Constraint, Trigger, Policy, Statistics, Function, Publication, Rule, Other };
    Kind kind = Kind::Other;
    QString name; ///< as SQL writes it; of Other, as the server describes it
    /// Whether the server refuses to drop the column because of it.
    bool blocksDrop() const { return kind != Kind::Check && kind != Kind::Constraint && kind != Kind::Statistics; }
    bool operator==(const ColumnDependent &) const = default;
};

/// "the view public.recent".
QString describe(const ColumnDependent &dependent);

/// Of the column in the whole tree; without indexes and the column's own default.
std::vector<ColumnDependent> columnDependents(pg::Connection &connection, const catalog::TableFacts &table, const QString &column);

/// Functions whose text names both: they are bound by name, and find the new column after a swap.
QStringList functionsThatMention(pg::Connection &connection, const QString &table, const QString &column);

struct ColumnGrant {
    QString role; ///< "PUBLIC" or as SQL writes it
    QString privilege;
    bool grantable = false;
};
/// Privileges on the column itself, which a new column has not got.
std::vector<ColumnGrant> columnGrants(pg::Connection &connection, const catalog::TableFacts &table, const QString &column);

} // namespace quiver::schema
