// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a Change on a session's thread, group by group, and says of every step how it went and what stands in the end.
//
// Steps of one transaction happen together or not at all. What was committed before a failure stands, and is said to; a step
// outside of a transaction is cleaned up after with its own statement. Running the same Change again goes on where it
// stopped: steps whose isDone is true are skipped.
#pragma once

#include "core/job.h"
#include "pg/error.h"
#include "sql/change.h"

#include <QDateTime>

#include <optional>
#include <utility>
#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::sql {

enum class StepState {
    Waiting,
    Running,
    Done,        ///< and committed, once the report is complete
    AlreadyDone, ///< found done, not run
    RolledBack,  ///< ran, and was undone with its transaction
    Failed,
    Cancelled,   ///< the step that was under way
    CleanedUp,   ///< failed or was cancelled, and what it left was removed
    LeftBehind,  ///< failed or was cancelled, and what it left could not be removed: see message
    Unknown,     ///< the connection was lost while it was committed: only another look at the database tells
};

struct StepReport {
    StepState state = StepState::Waiting;
    double durationMs = 0; ///< outside of a transaction without what was waited for before its statement was sent
    qint64 rows = 0; ///< affected, of all repetitions together
    QString message; ///< of a failure
    bool byEarlierRun = false; ///< AlreadyDone, by an earlier run of the same Change, and is undone with this one
    /// The first row that the statement gave back (RETURNING), by the names of its columns; NULL as an empty text.
    std::vector<std::pair<QString, QString>> returned;
    QString undo; ///< where the change's own lacked what the statement gave back; empty: that one
    bool operator==(const StepReport &) const = default;
};

struct ChangeReport {
    Change change;
    QDateTime startedAt; ///< UTC
    double durationMs = 0;
    std::vector<StepReport> steps; ///< one per step of the change
    std::optional<pg::Error> error; ///< of the step that failed, of several the last
    bool cancelled = false;
    bool succeeded() const { return !error && !cancelled; }
    /// Indices of the steps whose effect is in the database now, because of this run; of a repeated one perhaps in part.
    std::vector<std::size_t> standing() const;
    /// Why undo() is empty, in words; empty: it is not.
    QString undoObstacle() const;
    /// Those of them that can be undone, as a Change of their undoing statements, last step first; with what an earlier run of the
    /// same Change did, and with steps whose end is not known where the server can say whether they are done.
    Change undo() const;
    /// What happened, what stands and what to do next, in sentences for logs and command lines, one a line.
    QString summary() const;
};

/// Called on the session's thread.
class ChangeListener
{
public:
    virtual ~ChangeListener() = default;
    virtual void stepChanged(std::size_t index, const StepReport &report) = 0;
};

/// Runs a Change once.
class ChangeRunner
{
public:
    /// \p listener may be null.
    explicit ChangeRunner(Change change, ChangeListener *listener = nullptr);

    /// Runs all steps; the job's progress names the step and counts its rows where it is repeated. Failure and cancel are told
    /// by the report, not thrown; so is a connection that is lost: what stands is then said to be unknown where it is.
    /// The transaction must be idle. \throws pg::Error (Kind::Client) where it is not
    ChangeReport run(pg::Connection &connection, core::JobContext &job);

private:
    Change m_change;
    ChangeListener *m_listener;
};

} // namespace quiver::sql
