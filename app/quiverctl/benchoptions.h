// SPDX-License-Identifier: GPL-3.0-or-later
// What the actions of quiverctl bench share: a run as options, the server that it runs on, the runs that were kept.
#pragma once

#include "bench/sweeper.h"
#include "jobrunner.h"
#include "serverchoice.h"
#include "store/workspace.h"

#include <QCommandLineParser>

#include <limits>
#include <map>

namespace quiver::ctl {

/// Table, column, operator, k, queries, filters, settings, workers, duration.
void addRunOptions(QCommandLineParser &parser);
/// Without its schema where none was given. \throws UsageError
bench::RunSpec runOption(const QCommandLineParser &parser);
/// A number, also a broken one. \throws UsageError where it is none, or not from \p least to \p most
double realOption(const QCommandLineParser &parser, const QString &name, double least, double most = std::numeric_limits<double>::infinity());

/// A server to measure on. Asks for a password where one is wanted.
class BenchDesk
{
public:
    /// \throws core::Error
    BenchDesk(const QCommandLineParser &parser, const bench::Workload &workload);

    bench::BenchServer server() const;
    const ServerChoice &choice() const { return *m_choice; }
    /// Null where it cannot be opened, which was told.
    store::Workspace *workspace() const { return m_workspace.get(); }
    /// Runs \p work, which takes a runner and a job, on a thread of its own; progress goes to standard error, Ctrl+C cancels.
    template<typename Work>
    auto run(const QString &title, Work work) const
    {
        return runJob(title, [this, work = std::move(work)](core::JobContext &job) {
            bench::BenchRunner runner(server());
            return work(runner, job);
        });
    }
    /// Logs each run as it ends, and where --save was given keeps it.
    bench::RunListener listener(const QCommandLineParser &parser, core::JobContext &job) const;

private:
    qint64 keep(const bench::RunResult &result, const QString &name) const;

    std::unique_ptr<ServerChoice> m_choice;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<pg::Canceller> m_canceller = std::make_unique<pg::Canceller>();
    pg::ConnectOptions m_options;
    search::EmbedderFor m_embedders;
};

/// Runs that were kept, the newest first: all of a name, or the one of a number ("#12", or "12" where that is no name). \throws core::Error where
/// there is none
QList<store::BenchmarkEntry> keptRuns(store::Workspace &workspace, const QString &which, bool withSamples);
/// A run with its samples. \throws core::Error
bench::RunResult keptRun(store::Workspace &workspace, qint64 id);

/// The newest run of each measurement (bench::measurementKey()), by its number. \throws core::Error where none was kept
std::map<QString, qint64> newestOf(store::Workspace &workspace, const QString &which);

/// The figures of some runs as a table.
void printRuns(const std::vector<bench::RunResult> &runs);
/// Prints what is to be known of the runs and what could not be made. \returns the exit status that follows from it.
int printEnd(const bench::SweepOutcome &outcome);

} // namespace quiver::ctl
