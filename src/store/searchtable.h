// SPDX-License-Identifier: GPL-3.0-or-later
// Saved searches as rows of the workspace.
#pragma once

#include "store/savedsearch.h"
#include "store/sqliteconnection.h"

#include <QList>

namespace quiver::store {

/// All of them, by name. \throws Error
QList<SavedSearch> readSearches(SqliteConnection &connection);
/// Adds or replaces. \throws Error (Invalid without an id or a name)
void writeSearch(SqliteConnection &connection, const SavedSearch &search);
void deleteSearch(SqliteConnection &connection, const QUuid &id);

} // namespace quiver::store
