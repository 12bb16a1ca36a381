// SPDX-License-Identifier: GPL-3.0-or-later
// Runs benchmarks: finds out what a workload asks, computes its ground truth, lets workers execute it, and measures recall.
//
// All of it blocks, on a thread that is neither the GUI's nor a session's: core::runInThread(). The sessions that it makes are its own and end with
// it. They only read, but for the one of a copy that builds are made on (bench/sweeper.h); nothing of it is left on the server.
#pragma once

#include "bench/recallprobe.h"
#include "bench/tablemark.h"
#include "pg/session.h"

#include <QUuid>

#include <functional>
#include <memory>

namespace quiver::store {
class Workspace;
}

namespace quiver::bench {

/// Where a run stands among those that are made one after the other. Seconds are of warm-ups and measuring, as they were asked for.
struct RunPlace {
    int number = 1; ///< from 1
    int runs = 1;
    double secondsAfter = 0; ///< of the runs behind it
    double secondsAll = 0;   ///< of all; 0: it is alone
};

/// How a run goes, some times a second.
struct LiveRate {
    double seconds = 0;    ///< since its workers began; the warm-up counts
    double qps = 0;        ///< since the last time
    qint64 executions = 0; ///< so far
    qint64 errors = 0;
    bool isWarmup = false;
    double leftSeconds = 0; ///< at most, of this run and those behind it
    double allSeconds = 0;  ///< 0: not known, of a trial of the tuner, which ends as soon as it is decided
};
/// Called on the runner's thread, or on a session's that it waits for.
using RateListener = std::function<void(const LiveRate &)>;

/// Whether \p error says that a connection broke, or could not be made: else the server refused one thing, and others may go well.
bool isConnectionLost(const core::Error &error);

/// Has a session ask the workload's queries with \p settings beside the statement's own, and write nothing from then on.
void prepareSession(pg::Connection &connection, const BoundWorkload &workload, const search::SettingValues &settings);

/// Where and with what to run.
struct BenchServer {
    pg::ConnectOptions options;    ///< with the password, where one is needed
    pg::Services services;         ///< its jobs are not used: whoever runs the benchmark is the one job
    store::Workspace *workspace = nullptr; ///< keeps ground truths, and the journal of copies that are made; may be null
    search::EmbedderFor embedderFor;       ///< of texts; called on a session's thread
    QUuid profileId;                       ///< for the journal; null: not through a profile
    RateListener rate = {};                ///< told of every run, those of sweeps and of the tuner included, and of the tuner's trials; may be empty
};

/// The server has no room for as many workers: no other index or setting would mend that.
class WorkersRefused : public core::Error
{
public:
    using core::Error::Error;
};

class BenchRunner
{
public:
    explicit BenchRunner(BenchServer server);
    ~BenchRunner();
    BenchRunner(const BenchRunner &) = delete;
    BenchRunner &operator=(const BenchRunner &) = delete;

    /// Query vectors of the same workload are kept for the next run, and its truth for as long as the table is the same. A cancel, or a connection that is lost while it measures, is
    /// told by the result's state. \throws core::Error with what to do where it cannot begin, or every execution fails; core::Cancelled before
    /// anything was measured
    RunResult run(core::JobContext &job, const RunSpec &spec, const RateListener &listener = {});

    /// The same for a workload that is bound already: of a copy of the table. \p truth may be null: recall is not measured.
    RunResult run(core::JobContext &job, const RunSpec &spec, const BoundWorkload &workload, const Truth *truth, const RateListener &listener = {});

    /// Told of the next runs, until it is told again.
    void setPlace(const RunPlace &place) { m_place = place; }

    /// Binds the workload, unless it is the one of the last time, and computes its truth, where \p withTruth, unless the table is as it was then.
    const BoundWorkload &bind(core::JobContext &job, const Workload &workload, bool withTruth);
    const Truth *truth() const { return m_truth.get(); } ///< of the workload bound last; null: none was wanted, or it has none
    /// The table as it was when the truth was, as far as that can be told: taken before it was computed.
    const TableMark &truthMark() const { return m_truthMark; }
    /// Why there is none though it was wanted.
    const QString &noTruth() const { return m_noTruth; }

    /// Runs \p work on a session that is held read-only, and relays the job's cancel.
    template<typename Work>
    auto onSession(core::JobContext &job, Work work)
    {
        return await(job, control().read(QStringLiteral("Benchmark"), [work = std::move(work), &job](pg::Connection &connection, core::JobContext &) mutable {
            return work(connection, job);
        }));
    }
    /// What the task returns; the job's cancel is the task's.
    template<typename T>
    static T await(core::JobContext &job, const core::Task<T> &task)
    {
        const auto relay = job.onCancel([inner = task.job](int) { inner->cancel(); });
        auto future = task.future;
        future.waitForFinished();
        if constexpr (!std::is_void_v<T>)
            return future.result();
    }
    std::unique_ptr<pg::Session> newSession(const QString &name) const;
    const BenchServer &server() const { return m_server; }

private:
    pg::Session &control();
    /// \p truthOf is asked before the measuring, or behind a run without a warm-up, which must find the caches as they are; empty: \p truth, which may be
    /// null, is of a table that nobody else has.
    RunResult runBound(core::JobContext &job, const RunSpec &spec, const BoundWorkload &workload, const RateListener &listener, const std::function<const Truth *()> &truthOf, const Truth *truth);
    void measure(core::JobContext &job, RunResult &result, const BoundWorkload &workload, const RateListener &listener);

    BenchServer m_server;
    RunPlace m_place;
    std::shared_ptr<pg::TypeRegistry> m_types;
    std::unique_ptr<pg::Session> m_control;
    Workload m_asked; // what m_bound was made of
    std::unique_ptr<BoundWorkload> m_bound;
    std::unique_ptr<Truth> m_truth;
    TableMark m_truthMark;
    QString m_noTruth;
};

} // namespace quiver::bench
