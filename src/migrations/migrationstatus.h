// SPDX-License-Identifier: GPL-3.0-or-later
// Where a database stands: its folder of migrations beside its history, and which of them would run, in which order.
//
// The judging is pure; readStatus() asks the server.
#pragma once

#include "core/environment.h"
#include "migrations/migrationlock.h"
#include "sql/guard.h"

namespace quiver::migrations {

enum class MigrationState {
    Applied,
    Pending,
    OutOfOrder, ///< pending, and a later one is applied
    Changed,    ///< applied, and its .up.sql is another now
    Missing,    ///< applied, and its file is gone
    Dirty,      ///< begun outside of a transaction and not ended
};
/// "applied", "pending", "out of order", "changed", "missing", "dirty".
QString stateName(MigrationState state);

struct MigrationEntry {
    qint64 version = 0;
    QString name; ///< of the file; of the row where that is gone
    MigrationState state = MigrationState::Pending;
    std::optional<Migration> file;
    std::optional<AppliedMigration> row;
    KeptTexts kept; ///< of those that are missing, changed or dirty
    /// What takes it back: the file's, or what the history kept where the file is gone. No value, or no statement: nothing does.
    std::optional<MigrationScript> down() const;
    /// "0003_name".
    QString title() const;
    /// Where the file departs from the text that was kept: ", from line 2 on: “a” is “b” now". Empty: no text was kept.
    QString firstDifference() const;
    bool operator==(const MigrationEntry &) const = default;
};

struct MigrationStatus {
    HistoryTable table;
    bool hasTable = false;
    std::vector<MigrationEntry> entries; ///< by version
    std::vector<MigrationProblem> problems;
    std::optional<MigrationLockHolder> runner; ///< who is at them right now

    const MigrationEntry *find(qint64 version) const;
    qint64 current() const; ///< the newest version that is applied; 0: none
    int count(MigrationState state) const;
    /// Everything is applied and nothing is wrong.
    bool isClean() const;
};

MigrationStatus judgeMigrations(const MigrationFolder &folder, const MigrationHistory &history, const HistoryTable &table);

/// Reads the folder and the history. \throws core::Error, pg::Error
MigrationStatus readStatus(pg::Connection &connection, const QString &folder, const HistoryTable &table);

struct MigrationTarget {
    enum class Kind { Up, Down, To };
    Kind kind = Kind::Up;
    qint64 number = -1; ///< how many (Up: below 0 is all), or the version
    static MigrationTarget up(qint64 count = -1) { return {Kind::Up, count}; }
    static MigrationTarget down(qint64 count = 1) { return {Kind::Down, count}; }
    /// 0: before the first.
    static MigrationTarget to(qint64 version) { return {Kind::To, version}; }
    bool operator==(const MigrationTarget &) const = default;
};

struct MigrationStep {
    enum class Direction { Up, Down };
    Direction direction = Direction::Up;
    Migration migration; ///< on the way down its up script may be empty: the file is gone
    const MigrationScript &script() const { return direction == Direction::Up ? migration.up : *migration.down; }
    bool isUp() const { return direction == Direction::Up; }
    bool operator==(const MigrationStep &) const = default;
};

struct MigrationPlan {
    std::vector<MigrationStep> steps;
    QStringList refusals; ///< why nothing runs; the steps are empty then
};

struct PlanOptions {
    bool allowOutOfOrder = false; ///< runs pending ones although later ones are applied
    bool allowMissing = false;    ///< goes up although files of applied ones are gone
};

MigrationPlan planMigrations(const MigrationStatus &status, const MigrationTarget &target, const PlanOptions &options = {});

/// In production the database's name has to be typed before any migration runs, whatever is in it: files are read by nobody
/// while they run. Elsewhere nothing is asked.
sql::Guard migrationGuard(core::Environment environment, const QString &database);

/// "0003"; as many digits as it has, at least four.
QString versionText(qint64 version);

/// "2 of its 3 statements are done", of one that did not come to its end.
QString doneWords(std::size_t done, std::size_t all);

} // namespace quiver::migrations
