// SPDX-License-Identifier: GPL-3.0-or-later
// What one worker of a run does: executes a prepared statement again and again and notes when each answer came. Internal to this room.
#pragma once

#include "bench/runresult.h"
#include "pg/repeatedstatement.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace quiver::bench {

using Clock = std::chrono::steady_clock;

/// Ends a run before its time; who waits by it wakes up at once.
class StopSign
{
public:
    void set();
    bool isSet() const { return m_isSet.load(std::memory_order_relaxed); }
    /// Waits until \p then. \returns false: it was set before
    bool waitUntil(Clock::time_point then);

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::atomic<bool> m_isSet{false};
};

/// Counts the workers of a run that have ended, in whichever way.
class EndedWorkers
{
public:
    void add();
    /// Waits until more than \p known have ended, or until \p then. \returns how many have
    int waitForMore(int known, Clock::time_point then);

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_count = 0;
};

/// Lets all workers of a run begin at the same moment.
class StartGate
{
public:
    explicit StartGate(int workers) : m_missing(workers) {}
    /// Waits for the others. \returns the common moment; no value: aborted
    std::optional<Clock::time_point> arrive();
    void abort();

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_missing;
    bool m_isAborted = false;
    Clock::time_point m_start;
};

/// What the workers of a run share.
struct RunShared {
    RunShared(const RunSpec &what, int rows, qint64 most = maxExecutions) : spec(what), limit(rows), mostOfEach(std::size_t(most / what.workers)), warmup(what.workers), measure(what.workers) {}

    const RunSpec spec;
    const int limit;               ///< rows that an execution should give
    const std::size_t mostOfEach;  ///< answers that each worker may keep, where the run ends by time
    StartGate warmup, measure;
    StopSign stop;                 ///< a worker lost its connection or kept its most, or the run was cancelled
    EndedWorkers ended;
    std::atomic<qint64> next{0};   ///< number of the next execution, where they are counted or due at a rate
    std::atomic<qint64> nextOfWarmup{0}; ///< the same of the warm-up, which keeps to the rate as well
    std::atomic<bool> isFull{false}; ///< ended because a worker kept its most
    std::atomic<qint64> unsent{0}; ///< that were due, and whose time was over before they could be sent
};

/// How far a worker is; read by others while it works. A cache line of its own.
struct alignas(64) WorkerCount {
    std::atomic<qint64> executions{0};
    std::atomic<qint64> errors{0};
};

/// Warms up, waits for the others, measures. The first of \p queries to be asked is number \p first. What the server refuses is counted; a lost
/// connection ends the run for all. A cancel ends it with what it has
WorkerResult runWorker(pg::RepeatedStatement &statement, RunShared &shared, std::size_t queries, std::size_t first, WorkerCount &count);

} // namespace quiver::bench
