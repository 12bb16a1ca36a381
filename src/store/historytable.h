// SPDX-License-Identifier: GPL-3.0-or-later
// The query history as rows of the workspace.
#pragma once

#include "store/historyentry.h"
#include "store/sqliteconnection.h"

#include <QList>

namespace quiver::store {

/// How many entries are kept; the oldest go first.
inline constexpr qint64 historyCapacity = 20000;

/// Newest first, at most \p limit entries with an id below \p beforeId (0: from the newest on). \throws Error
QList<HistoryEntry> readHistory(SqliteConnection &connection, const HistoryFilter &filter, int limit,
                                qint64 beforeId);
/// Adds \p entry, whose own id is ignored, and returns the id it got. \throws Error
qint64 addHistoryEntry(SqliteConnection &connection, const HistoryEntry &entry);
void deleteHistoryEntry(SqliteConnection &connection, qint64 id);
/// Deletes everything, or what was run through one profile.
void deleteHistory(SqliteConnection &connection, const std::optional<QUuid> &profileId);

} // namespace quiver::store
