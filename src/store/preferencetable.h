// SPDX-License-Identifier: GPL-3.0-or-later
// Small named values (window state, preferences) as rows of the workspace.
#pragma once

#include "store/sqliteconnection.h"

#include <QByteArray>

namespace quiver::store {

/// The bytes under \p key; null if there are none, empty but not null if empty bytes were stored. \throws Error
QByteArray readPreference(SqliteConnection &connection, const QString &key);
/// A null \p value removes the key. \throws Error
void writePreference(SqliteConnection &connection, const QString &key, const QByteArray &value);

} // namespace quiver::store
