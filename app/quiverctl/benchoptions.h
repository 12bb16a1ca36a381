// SPDX-License-Identifier: GPL-3.0-or-later
// What the actions of quiverctl bench share: a run as options, the server that it runs on, the runs that were kept.
#pragma once

#include "bench/runner.h"
#include "jobrunner.h"
#include "serverchoice.h"
#include "store/workspace.h"

#include <QCommandLineParser>

namespace quiver::ctl {

/// Table, column, operator, k, queries, filters, settings, workers, duration.
void addRunOptions(QCommandLineParser &parser);
/// Without its schema where none was given. \throws UsageError
bench::RunSpec runOption(const QCommandLineParser &parser);
/// A number, also a broken one. \throws UsageError where it is none, or below \p least
double realOption(const QCommandLineParser &parser, const QString &name, double least);

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
    /// Keeps the run under \p name. \returns its number. \throws core::Error
    qint64 keep(const bench::RunResult &result, const QString &name) const;

private:
    std::unique_ptr<ServerChoice> m_choice;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<pg::Canceller> m_canceller = std::make_unique<pg::Canceller>();
    pg::ConnectOptions m_options;
    search::EmbedderFor m_embedders;
};

/// A run with its samples, by its number ("#12", "12") or the newest of a name. \throws core::Error
bench::RunResult keptRun(store::Workspace &workspace, const QString &which);

/// The figures of some runs as a table.
void printRuns(const std::vector<bench::RunResult> &runs);

} // namespace quiver::ctl
