// SPDX-License-Identifier: GPL-3.0-or-later
// A typed condition, looked at before it becomes the WHERE of a statement that Quiver makes.
#pragma once

#include <QString>

#include <optional>

namespace quiver::sql {

/// What is wrong with it, and where.
struct ConditionFault {
    QString reason;          ///< empty: nothing that can be told without a server
    qsizetype position = -1; ///< in characters from 0; -1: no place
    bool ok() const { return reason.isEmpty(); }
};

/// \p text has to be one expression of SQL, whole in itself (no closing parenthesis too many, no second statement), without parameters.
/// Up to 64 KiB. By PostgreSQL's own parser.
ConditionFault conditionFault(const QString &text);

/// \p condition for a table that is called as \p table but stands in another schema: columns are named by the table alone, "public.documents.lang" by
/// "documents.lang". By PostgreSQL's own parser: what stands in texts, comments and in the FROM of its own subqueries stays. No value: something else within
/// it is called so, too, and would be meant then.
std::optional<QString> withoutSchema(const QString &condition, const QString &schema, const QString &table);

} // namespace quiver::sql
