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
/// One that is done and took another back marks that one as undone.
qint64 addChangeEntry(SqliteConnection &connection, const ChangeEntry &entry);
/// How far the entry of this id has come, or how it ended. \throws Error
void updateChangeEntry(SqliteConnection &connection, const ChangeEntry &entry);
/// The ids of those that have no end yet. \throws Error
QList<qint64> runningChanges(SqliteConnection &connection);
/// \throws Error
void markInterrupted(SqliteConnection &connection, qint64 id);

} // namespace quiver::store
