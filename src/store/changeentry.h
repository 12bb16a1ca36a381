// SPDX-License-Identifier: GPL-3.0-or-later
// One Change that was run against a server, what it did, and what would undo it.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QUuid>

#include <optional>

namespace quiver::store {

struct ChangeEntry {
    enum class Outcome {
        Done,
        Failed,
        Cancelled,
        Running,     ///< by this program or another one
        Interrupted, ///< the program that ran it ended before it did; only the workspace says so
    };

    qint64 id = 0;       ///< given by the workspace, ascending; 0 before that
    QDateTime startedAt; ///< UTC, to the millisecond
    QUuid profileId;     ///< null: not run through a profile
    QString server;      ///< summary to show: user@host:port/database
    QString database;
    QString title;
    QString object;      ///< what it was about, quoted as in SQL; may be empty
    QString script;      ///< all of its SQL, with passwords already taken out by the caller
    QString undoScript;  ///< of what stands; empty: nothing can be undone
    Outcome outcome = Outcome::Done;
    QString message;     ///< what happened and what stands, in sentences
    qint64 durationMs = 0;
    qint64 undoes = 0;    ///< id of the entry that this change took back; 0: none
    qint64 continues = 0; ///< id of the earlier run of the same change some of whose steps this one is answerable for; 0: none
    QDateTime undoneAt;   ///< UTC, when it was taken back; invalid: it was not
    QByteArray report;   ///< the steps and how each of them went, as JSON (see sql/changejournal.h)
    bool operator==(const ChangeEntry &) const = default;
};

/// What to show of the journal; every given part must hold.
struct ChangeFilter {
    QString text; ///< words separated by blanks, each found somewhere in title, script, server or message, in any case
    std::optional<QUuid> profileId;
    QString server = {}; ///< exactly this one; empty: any. So with object
    QString object = {};
    qint64 afterId = 0;  ///< only those that are newer
    bool operator==(const ChangeFilter &) const = default;
};

} // namespace quiver::store
