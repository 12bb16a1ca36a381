// SPDX-License-Identifier: GPL-3.0-or-later
// What was changed, as the workspace keeps it; and what its journal says of taking a change back.
#pragma once

#include "sql/changerunner.h"
#include "store/changeentry.h"

#include <QList>

namespace quiver::sql {

/// Where a Change was run.
struct ChangePlace {
    QUuid profileId; ///< null: not through a profile
    QString server;  ///< summary without secrets
    QString database;
};

/// Passwords within its statements are taken out.
store::ChangeEntry journalEntry(const ChangeReport &report, const ChangePlace &place);
/// The report that the entry was made from, to undo it or run it again; no value where it cannot be read.
std::optional<ChangeReport> reportOf(const store::ChangeEntry &entry);

/// What is known of a run that was never heard of again after \p report: of a transaction that had not come to its end nothing stands,
/// whether one was committed that had is not known, and neither is what became of a step outside of any.
ChangeReport brokenOff(ChangeReport report);

/// Finds out which of the steps that \p report found done were done by \p earlier runs of the same Change on the same server (newest
/// first) and marks them, with the statement that undoes what was done then. What was there before all of them stays unmarked.
/// \returns the id of the newest run that had a part in it; 0: none had
qint64 joinEarlierRuns(ChangeReport &report, const QList<store::ChangeEntry> &earlier);

/// The title of a Change that was planned where most of it was done already, and leaves that out.
QString restTitle(const QString &title);
/// What the run of \p entry was to do, and the earlier runs that it went on from: all that a database needs that has not begun, as a
/// migration. \p earlier: entries of the same server and object, newest first.
/// \returns no value where it cannot be read, or the run that it went on from is not among them
std::optional<Change> wholeChange(const store::ChangeEntry &entry, const QList<store::ChangeEntry> &earlier);

/// What speaks against taking a change back.
struct UndoFacts {
    QDateTime undoneAt;        ///< valid: it was taken back already
    qint64 underWay = 0;       ///< the entry that takes it back just now; 0: none
    qint64 continuedBy = 0;    ///< the later run that went on from it, and is undone together with it; 0: none
    QList<store::ChangeEntry> standing; ///< newer changes of the same object that stand, newest first: to be undone before
    bool isPossible() const { return !undoneAt.isValid() && underWay == 0 && continuedBy == 0; }
};
/// \p newer: entries of the same server and object after \p entry, newest first. Where every undoing statement sees for itself
/// that nobody changed what it takes back, their order does not matter.
UndoFacts undoFacts(const store::ChangeEntry &entry, const QList<store::ChangeEntry> &newer);

} // namespace quiver::sql
