// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a sweep: every combination of settings, on the table as it is or on indexes that are built for it on a copy and dropped again.
//
// Blocks, on the thread of its BenchRunner. The user's table is only read. The copy is dropped in any case; after a kill -9 it is found by
// leftScratches().
#pragma once

#include "bench/runner.h"
#include "bench/scratch.h"
#include "bench/sweepplan.h"
#include "index/buildforecast.h"
#include "index/indexplan.h"
#include "sql/changerunner.h"

namespace quiver::bench {

/// The index of a build on \p table of \p schema, for such a query. It has no name yet.
index::IndexSpec indexOf(const SweepBuild &build, const search::VectorQuery &query, const QString &schema, const QString &table, double rows);
/// The search that such an index serves: by the column, or in two stages.
search::VectorQuery queryOf(const SweepBuild &build, search::VectorQuery query);

/// The runs of \p plan on such an index.
std::vector<RunSpec> runsOf(const SweepPlan &plan, const SweepBuild &build);

/// What such a build on a share of the rows will come to. Blocks on the connection. \throws core::Error where it cannot be
index::BuildForecast forecastOf(pg::Connection &connection, const SweepBuild &build, const BoundWorkload &workload, double share, const index::BuildSettings &settings,
                                const std::vector<index::MeasuredBuild> &past = {});
/// \p maintenanceWorkMem 0: the server's own.
index::BuildSettings settingsOf(qint64 maintenanceWorkMem);

/// A copy of a table on the server for as long as it lives. Its changes are kept in the journal.
class ScratchCopy
{
public:
    /// Blocks until the copy stands. The job outlives it. \throws core::Error with what the server said: the disk is full; core::Cancelled
    ScratchCopy(BenchRunner &runner, core::JobContext &job, const BoundWorkload &workload, double share);
    /// Drops it, also when the job was cancelled. Where that fails, as when the server cannot be reached, the job's log says so, and it is found later.
    ~ScratchCopy();
    ScratchCopy(const ScratchCopy &) = delete;
    ScratchCopy &operator=(const ScratchCopy &) = delete;

    const QString &schema() const { return m_schema; }
    double seconds() const { return m_seconds; } ///< that the copy took
    /// Seconds of the build. \throws core::Error with what the server said: the disk is full
    double build(const index::IndexSpec &spec, const index::BuildSettings &settings);
    void dropIndex(const index::IndexSpec &spec);

private:
    double apply(const std::function<sql::Change(pg::Connection &)> &make);
    void drop();
    sql::ChangeReport runKept(const sql::Change &change, pg::Connection &connection, core::JobContext &job) const;

    BenchRunner &m_runner;
    core::JobContext &m_job;
    const QString m_schema;
    std::unique_ptr<pg::Session> m_session;
    double m_seconds = 0;
};

struct SweepOutcome {
    std::vector<RunResult> runs;
    QStringList failures; ///< builds and runs that could not be made, and why
    int notBegun = 0;     ///< runs, after one that was cancelled or lost its connection, or where the server answers no more
    bool isCancelled = false;
};
/// Called on the runner's thread with each run as it ends. What it throws is among the failures.
using RunListener = std::function<void(const RunResult &)>;

/// One after the other on the table as it is. A run that cannot be made does not end the others, one that is cancelled or loses its connection does.
/// \throws what the first one threw where none could be made; core::Cancelled before the first one
SweepOutcome runEach(BenchRunner &runner, core::JobContext &job, const std::vector<RunSpec> &runs, const RunListener &listener = {});
/// As runEach(); a build that cannot be made does not end the others. What a plan itself says wrongly is refused before anything is copied.
/// \throws core::Error where nothing of it can be run; core::Cancelled before the first run
SweepOutcome runSweep(BenchRunner &runner, core::JobContext &job, const SweepPlan &plan, const RunListener &listener = {});

/// The dry run: what it would do, and what that takes. Where none of its builds can be made, that is its obstacle. \p past: builds on this server.
SweepForecast forecastSweep(BenchRunner &runner, core::JobContext &job, const SweepPlan &plan, const std::vector<index::MeasuredBuild> &past = {});

} // namespace quiver::bench
