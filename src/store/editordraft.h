// SPDX-License-Identifier: GPL-3.0-or-later
// An open editor with its text, saved or not: what comes back after a crash.
#pragma once

#include <QByteArray>
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
    QByteArray parameters;     ///< what its :names stand for: JSON that the room of statements writes and reads
    QByteArray settings;       ///< of its session, that differ from the server's: JSON that the room of searches writes and reads
    bool operator==(const EditorDraft &) const = default;
};

} // namespace quiver::store
