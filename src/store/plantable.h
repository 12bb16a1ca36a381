// SPDX-License-Identifier: GPL-3.0-or-later
// Plans as rows of the workspace; their texts are compressed.
#pragma once

#include "store/planentry.h"
#include "store/sqliteconnection.h"

#include <QList>

namespace quiver::store {

/// How many plans are kept; the oldest go first.
inline constexpr qint64 planCapacity = 1000;

/// Newest first and without their texts, at most \p limit with an id below \p beforeId (0: from the newest on), that hold the words
/// of \p text in statement, server, database or file name. \throws Error
QList<PlanEntry> readPlanEntries(SqliteConnection &connection, const QString &text, int limit, qint64 beforeId);
/// \throws Error (Invalid: there is no plan of that id)
QByteArray readPlanText(SqliteConnection &connection, qint64 id);
/// Adds \p entry, whose own id is ignored, and returns the id that it got. The same text as that of the newest one is not kept twice:
/// that one's id. \throws Error (Invalid: the text is empty or too long)
qint64 addPlanEntry(SqliteConnection &connection, const PlanEntry &entry);
void deletePlanEntry(SqliteConnection &connection, qint64 id);

} // namespace quiver::store
