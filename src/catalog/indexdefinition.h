// SPDX-License-Identifier: GPL-3.0-or-later
// What pg_get_indexdef() leaves out of an index's definition.
#pragma once

#include <QString>

namespace quiver::catalog {

/// pg_get_indexdef() writes opclass, options and predicate, but not the tablespace, which stands before the predicate.
/// \p predicate: as pg_get_expr() writes it, not pretty; empty: none. \p tablespace: quoted; empty: the database's own.
inline QString withTablespace(QString definition, const QString &predicate, const QString &tablespace)
{
    constexpr qsizetype where = 7; // " WHERE "
    if (!tablespace.isEmpty())
        definition.insert(definition.size() - (predicate.isEmpty() ? 0 : predicate.size() + where), QStringLiteral(" TABLESPACE ") + tablespace);
    return definition;
}

} // namespace quiver::catalog
