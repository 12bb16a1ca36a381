// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles as rows of the workspace.
#pragma once

#include "store/profile.h"
#include "store/sqliteconnection.h"

namespace quiver::store {

/// All profiles, ordered by group, position and name. \throws Error
QList<Profile> readProfiles(SqliteConnection &connection);
/// Adds or replaces. \throws Error: Secret naming the keyword when the profile carries a password; Invalid without an id
void writeProfile(SqliteConnection &connection, const Profile &profile);
void deleteProfile(SqliteConnection &connection, const QUuid &id);
/// Changes lastUsed alone, so that it cannot undo an edit made meanwhile.
void writeProfileUse(SqliteConnection &connection, const QUuid &id, const QDateTime &when);

} // namespace quiver::store
