// SPDX-License-Identifier: GPL-3.0-or-later
// Open editors as rows of the workspace.
#pragma once

#include "store/editordraft.h"
#include "store/sqliteconnection.h"

#include <QList>

namespace quiver::store {

/// All editors in the order of their tabs. \throws Error
QList<EditorDraft> readEditors(SqliteConnection &connection);
/// Adds or replaces. \throws Error (Invalid without an id)
void writeEditor(SqliteConnection &connection, const EditorDraft &draft);
void deleteEditor(SqliteConnection &connection, const QUuid &id);

} // namespace quiver::store
