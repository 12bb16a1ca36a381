// SPDX-License-Identifier: GPL-3.0-or-later
// The statements that the browser and the connection page hand to the user: readable text for an editor, names quoted only
// where they must be.
#pragma once

#include <QString>

namespace quiver::catalog {

/// The first \p limit rows (at least 1) of a table, view or materialized view.
QString selectFirstRows(const QString &schema, const QString &relation, int limit = 100);
QString countRows(const QString &schema, const QString &relation);
/// "schema.relation" or "schema.relation.column", each part quoted where it must be; an empty part is left out.
QString qualifiedName(const QString &schema, const QString &relation, const QString &column = {});
/// Makes an extension that is installed on the host available in the current database.
QString createExtension(const QString &extension);
/// Brings an extension of the current database to the version that is installed on the host.
QString updateExtension(const QString &extension);
/// Builds an index again beside its use; not within a transaction.
QString reindexConcurrently(const QString &schema, const QString &index);

} // namespace quiver::catalog
