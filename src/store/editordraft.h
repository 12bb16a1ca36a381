// SPDX-License-Identifier: GPL-3.0-or-later
// An open editor with its text, saved or not: what comes back after a crash.
#pragma once

#include <QString>
#include <QUuid>

namespace quiver::store {

struct EditorDraft {
    QUuid id; ///< never null in the workspace
    QString title;
    QString text;
    qint64 cursorPosition = 0; ///< counted as the editor counts
    QString filePath;          ///< empty: not from a file
    QUuid profileId;           ///< null: not connected
    QString database;          ///< empty: the profile's own
    int position = 0;          ///< order of the tabs
    bool active = false;       ///< the tab in front
    bool operator==(const EditorDraft &) const = default;
};

} // namespace quiver::store
