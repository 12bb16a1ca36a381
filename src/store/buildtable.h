// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of index builds as rows of the workspace.
#pragma once

#include "store/buildentry.h"
#include "store/sqliteconnection.h"

#include <QList>

namespace quiver::store {

/// Newest first, at most \p limit entries with an id below \p beforeId (0: from the newest on). \throws Error
QList<BuildEntry> readBuilds(SqliteConnection &connection, const BuildFilter &filter, int limit, qint64 beforeId);
/// Adds \p entry, whose own id is ignored, and returns the id it got. Nothing is ever dropped. \throws Error
qint64 addBuildEntry(SqliteConnection &connection, const BuildEntry &entry);
/// Replaces the entry of that id; nothing happens where there is none. \throws Error
void updateBuildEntry(SqliteConnection &connection, const BuildEntry &entry);

} // namespace quiver::store
