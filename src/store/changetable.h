// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of changes as rows of the workspace.
#pragma once

#include "store/changeentry.h"
#include "store/sqliteconnection.h"

#include <QList>

namespace quiver::store {

/// Newest first, at most \p limit entries with an id below \p beforeId (0: from the newest on). \throws Error
QList<ChangeEntry> readChanges(SqliteConnection &connection, const ChangeFilter &filter, int limit, qint64 beforeId);
/// Adds \p entry, whose own id is ignored, and returns the id it got. A journal is complete: nothing is dropped. \throws Error
qint64 addChangeEntry(SqliteConnection &connection, const ChangeEntry &entry);

} // namespace quiver::store
