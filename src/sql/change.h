// SPDX-License-Identifier: GPL-3.0-or-later
// A write, as data: titled steps of SQL that can be shown, judged, run, undone, journalled and saved as a migration.
//
// Whoever wants something changed makes a Change (on a session's thread, because names are quoted by its connection and
// estimates come from its catalogue); nothing else writes to a user's database. ChangeRunner runs it, ChangePreview shows it.
#pragma once

#include "core/environment.h"
#include "sql/guard.h"

#include <QString>

#include <vector>

namespace quiver::sql {

/// The strongest lock that a step holds on a table, weakest first.
/// https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
enum class LockLevel {
    None, AccessShare, RowShare, RowExclusive, ShareUpdateExclusive, Share, ShareRowExclusive, Exclusive, AccessExclusive,
};

/// "ACCESS EXCLUSIVE"; empty for None.
QString lockName(LockLevel level);
/// Whether others can read, or write, the table's rows while the lock is held.
bool allowsReads(LockLevel level);
bool allowsWrites(LockLevel level);
/// Whether two sessions cannot hold these at once on the same table.
bool conflict(LockLevel a, LockLevel b);

enum class Risk {
    Safe,        ///< nothing of the user's is touched or slowed
    Careful,     ///< others wait, or the server works hard
    Destructive, ///< values, objects or privileges go
};

/// How long a step is expected to hold its lock, in seconds; negative: not known.
struct StepEstimate {
    double low = -1;
    double high = -1;
    QString basis; ///< where it comes from: "25,000 rows, 98 MB, read at 200 MB/s"
    bool isKnown() const { return high >= 0; }
    bool operator==(const StepEstimate &) const = default;
};

struct ChangeStep {
    enum class Repeat {
        Once,
        /// Run again and again, each time in a transaction of its own, until it affects no row: a backfill in batches.
        UntilNoRows,
    };

    QString title; ///< "Create the table public.documents"
    QString sql;   ///< one statement, without a semicolon at its end
    QString undo;  ///< one statement; empty: cannot be undone, or needs no undoing (\p undoNote says which)
    QString undoNote;
    /// An undo that lacks its last condition, the values of the columns that the statement gives back: only the server knows the key
    /// of the row that it makes. Once it has run, StepReport::undo is the whole.
    QString undoByReturned;
    /// What sets a setting of the session for the undo alone, and back: an index that must be built without workers is so on the way back,
    /// also where the change failed before it came to its last step. Empty: the undo needs none.
    QString undoSet;
    QString undoReset;
    /// Neighbouring steps that may run in a transaction share one: they happen together or not at all.
    bool inTransaction = true;
    /// For a step outside of a transaction: nothing after it rests on it. Where it fails the run goes on, and fails at its end.
    bool failsAlone = false;
    Repeat repeat = Repeat::Once;
    qint64 expectedRows = -1; ///< of all repetitions together; -1: not known
    /// Of a repeated step: a SELECT of one boolean, asked when a repetition affected no row: whether there is more to do all the
    /// same, because rows were passed over. It may wait for them, as long as the step may wait for a lock.
    QString hasMore;
    /// Of a repeated step: a SELECT of one boolean, asked now and then within a repetition: whether rows that this transaction
    /// affected wait still. The step would be repeated for ever, and fails for the reason that \p whyTakenBack gives.
    QString isTakenBack;
    QString whyTakenBack;
    /// A SELECT of the number of rows that others keep locked and, a row for each, the backend's pid of who does (or NULL): for the
    /// words of a step that waited for them in vain.
    QString lockedRows;

    LockLevel lock = LockLevel::None;
    QString lockedObject; ///< quoted as in SQL; empty: none that existed before
    bool rewritesTable = false; ///< every row is written anew
    /// The statement has $1, $2, ..., whose values are made while it runs (StepParameters): psql cannot run it.
    bool takesParameters = false;
    Risk risk = Risk::Safe;
    QString riskNote; ///< what to know before, in one sentence; may be empty
    StepEstimate estimate;

    /// A SELECT of one boolean: whether the step is done already, so that a Change that was interrupted is simply run again.
    /// Empty: it is not known, and the step runs.
    QString isDone;
    /// A SELECT of one boolean that must be true afterwards (an index is valid); empty: no error is enough.
    QString verify;
    /// Rows that the statement must affect, no more and no fewer; -1: any number. Where it affects others the step fails, for the
    /// reason that \p notAffected gives ("the row was changed meanwhile").
    qint64 mustAffect = -1;
    QString notAffected;
    /// Why \p undo affects others, where somebody changed what the step left; it must affect as many rows as the step. Empty: any number.
    QString undoNotAffected;
    /// For a step outside of a transaction: what a failure leaves behind, in words ("an INVALID index public.documents_idx"),
    /// the statement that removes it, and a SELECT of one boolean that finds it. With that one, what an earlier run left is
    /// removed before the step runs again, and nothing that merely has the same name is ever removed.
    QString leftBehind;
    QString cleanUp;
    QString isLeftBehind;

    bool operator==(const ChangeStep &) const = default;
};

struct Change {
    QString title;  ///< what the user asked for: "New vector table public.documents"
    QString object; ///< what it is about, quoted as in SQL
    std::vector<ChangeStep> steps;
    /// Seconds that a step waits for a lock before it fails with 55P03 and leaves everything as it was; 0: for ever. Without
    /// it an ALTER TABLE that waits for one long query makes everybody else wait behind it.
    int lockTimeout = 5;
    /// Seconds that a step which is CONCURRENTLY waits, before it begins, for other sessions at work on an index of its table; 0: as long
    /// as they take. Nobody waits behind it meanwhile.
    int builderPatience = 60;

    bool isEmpty() const { return steps.empty(); }
    Risk risk() const; ///< of its riskiest step
    bool takesParameters() const; ///< one of its steps does
    bool operator==(const Change &) const = default;
};

/// A run of steps [begin, end) that share a transaction, or one step outside of any.
struct StepGroup {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool inTransaction = true;
    bool operator==(const StepGroup &) const = default;
};
std::vector<StepGroup> stepGroups(const Change &change);

/// What bounds the waiting of \p step for a lock, in seconds; 0: nothing. A step outside of a transaction whose lock lets others
/// write may wait as long as it likes: nobody waits behind it, and CREATE INDEX CONCURRENTLY also waits for old transactions.
int lockTimeoutOf(const Change &change, const ChangeStep &step);

/// The statement of \p step without a semicolon at its end, below the comments that whoever runs it by hand has to read.
QString stepScript(const ChangeStep &step);
/// The whole as a script for psql or the console, with a comment for each step and BEGIN and COMMIT around each group. A step
/// that is repeated stands once, with a comment that says so.
QString changeScript(const Change &change);
/// The undoing statements, last step first; steps without one are named in comments. Empty where nothing can be undone.
QString undoScript(const Change &change);

/// What the user has to do before \p change is run.
Guard guardFor(const Change &change, core::Environment environment, const QStringList &otherwise = {});

} // namespace quiver::sql
