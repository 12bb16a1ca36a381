// SPDX-License-Identifier: GPL-3.0-or-later
// One statement or script that was run, and how it ended.
#pragma once

#include <QDateTime>
#include <QString>
#include <QUuid>

#include <optional>

namespace quiver::store {

struct HistoryEntry {
    enum class Outcome { Ok, Error, Cancelled };

    qint64 id = 0;       ///< given by the workspace, ascending; 0 before that
    QDateTime startedAt; ///< UTC, to the millisecond
    QUuid profileId;     ///< null: not run through a profile
    QString server;      ///< summary to show: user@host:port, version
    QString database;
    QString sql; ///< as it was written, with passwords already taken out by the caller
    QByteArray parameters; ///< what its :names stood for: JSON that the room of statements writes and reads
    qint64 durationMs = 0;
    qint64 rows = -1; ///< returned or affected; -1: unknown
    Outcome outcome = Outcome::Ok;
    QString errorText;
    bool operator==(const HistoryEntry &) const = default;
};

/// What to show of the history; every given part must hold.
struct HistoryFilter {
    QString
        text; ///< words separated by blanks, each found somewhere in sql, parameters, database, server or errorText, in any case
    std::optional<QUuid> profileId;
    std::optional<HistoryEntry::Outcome> outcome;
    bool operator==(const HistoryFilter &) const = default;
};

} // namespace quiver::store
