// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done where the history and the database, or the folder, do not agree: each offer is a Change to be looked at first.
#pragma once

#include "catalog/concurrentstatement.h"
#include "migrations/migrationrunner.h"
#include "sql/keptrun.h"

namespace quiver::migrations {

struct RepairOffer {
    enum class Kind {
        Retry,       ///< remove what was left, and go on: MigrationRunner::resume() after the change
        MarkPending, ///< remove what was left, and take it as not applied
        MarkApplied, ///< take it as applied
        Accept,      ///< the edited file is what was meant: keep its checksum
        Forget,      ///< an applied one whose file is gone: take its row out
    };
    Kind kind = Kind::Retry;
    sql::Change change; ///< may be empty for Retry: nothing to remove
    QString note;       ///< what it means, in one or two sentences
    bool operator==(const RepairOffer &) const = default;
};

struct MigrationRepair {
    qint64 version = 0;
    QString found; ///< what was found, in sentences
    catalog::ConcurrentFinding finding; ///< of one that is dirty
    /// The best one first; empty: there is nothing to repair, or somebody is at it.
    std::vector<RepairOffer> offers;
    const RepairOffer *offer(RepairOffer::Kind kind) const;
};

/// Looks at an entry that is dirty, changed or missing. \throws pg::Error
MigrationRepair inspectMigration(pg::Connection &connection, const MigrationStatus &status, const MigrationEntry &entry);

/// Takes everything up to \p version as applied without running it: for a database that has all of it already.
/// \throws core::Error where that makes no sense, saying why
sql::Change baselineChange(pg::Connection &connection, const MigrationStatus &status, qint64 version);

/// Runs \p change by \p kept, under the lock of the migrations. \throws as MigrationLock does
sql::ChangeReport applyToHistory(pg::Connection &connection, core::JobContext &job, const MigrationOptions &options,
                                 const sql::Change &change, sql::KeptRun &kept);

} // namespace quiver::migrations
