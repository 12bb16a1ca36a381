// SPDX-License-Identifier: GPL-3.0-or-later
// Runs migrations on a session's thread, one after the other, and leaves a history that is true at every moment.
//
// A migration that runs in a transaction and its row in the history come and go with the same COMMIT. One that cannot is marked as
// started first, each of its statements is counted when it is done, and only its end makes it applied: what is cancelled, killed or
// cut off in between is dirty, and migrationrepair.h finds what it left.
#pragma once

#include "migrations/migrationstatus.h"
#include "pg/error.h"

namespace quiver::migrations {

struct MigrationOptions {
    HistoryTable table;
    int lockWait = 30;    ///< seconds for another runner to end; 0: not at all; below: for ever
    int lockTimeout = 5;  ///< seconds that a statement in a transaction waits for a lock, where the file says nothing; 0: for ever
    PlanOptions plan;
};

struct MigrationOutcome {
    enum class State {
        Waiting,
        Running,
        Done,
        RolledBack, ///< ran, and nothing of it stands: a dry run
        Shown,      ///< not run: in a dry run, what cannot be rolled back
        Failed,
        Cancelled,
        Unknown,    ///< the connection went in the middle: the history knows more
    };
    MigrationStep step;
    State state = State::Waiting;
    double durationMs = 0;
    std::optional<pg::Error> error;
    int line = 0;    ///< of the file where it failed; 0: nowhere in it
    QString message; ///< what went wrong and what stands, in sentences
    bool dirty = false; ///< the history has it as begun and not ended
};

struct MigrationReport {
    std::vector<MigrationOutcome> steps;
    QStringList refusals; ///< why nothing was run
    bool dryRun = false;
    bool succeeded() const;
    bool cancelled() const;
    int done() const;
    /// What happened, in sentences for logs and command lines.
    QString summary() const;
};

/// Called on the session's thread.
class MigrationListener
{
public:
    virtual ~MigrationListener() = default;
    /// What is going to run, once it is known.
    virtual void planned(const std::vector<MigrationStep> &steps) = 0;
    virtual void migrationChanged(std::size_t index, const MigrationOutcome &outcome) = 0;
};

class MigrationRunner
{
public:
    /// \p listener may be null.
    MigrationRunner(QString folder, MigrationOptions options, MigrationListener *listener = nullptr);

    /// What run() would do, to be shown to somebody who then agrees to it: waits for the lock, and gives it back.
    MigrationPlan plan(pg::Connection &connection, core::JobContext &job, const MigrationTarget &target);

    /// Waits for the lock, reads folder and history, runs what the target asks for. What goes wrong with a migration is told by the
    /// report. The transaction must be idle. \p agreed: the steps that were shown; where they would be others by now, down to their
    /// text, nothing runs. \throws core::Error where the folder cannot be read or the lock is not to be had; pg::Error for the
    /// history; core::Cancelled before the first migration
    MigrationReport run(pg::Connection &connection, core::JobContext &job, const MigrationTarget &target,
                        const std::optional<std::vector<MigrationStep>> &agreed = {});

    /// Runs those that can be in one transaction together, and rolls all of it back; of the others it shows that they would run.
    MigrationReport dryRun(pg::Connection &connection, core::JobContext &job, const MigrationTarget &target);

    /// Goes on with one that is dirty, behind the statements that are counted as done.
    MigrationReport resume(pg::Connection &connection, core::JobContext &job, qint64 version);

private:
    const QString m_folder;
    const MigrationOptions m_options;
    MigrationListener *const m_listener;
};

} // namespace quiver::migrations
