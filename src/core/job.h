// SPDX-License-Identifier: GPL-3.0-or-later
// A piece of work that takes longer than a blink: title, state, phase-aware progress, log, and a cancel that never blocks.
//
// A Job is created on the caller's thread and lives there: its signals arrive there, coalesced (at most one pending
// notification at a time, however fast the worker reports). The worker holds a JobContext. Both sides are thread-safe.
#pragma once

#include "core/error.h"
#include "core/jobprogress.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

namespace quiver::core {

class Job;

/// The worker's end of a Job.
class JobContext
{
public:
    explicit JobContext(std::shared_ptr<Job> job);

    std::stop_token stopToken() const;
    bool cancelRequested() const { return stopToken().stop_requested(); }
    /// \throws Cancelled once a cancel was requested
    void throwIfCancelled() const;
    void report(JobProgress progress);
    void log(const QString &line);
    /// Calls \p handler on every cancel with the number of the request, on the canceller's thread, and at once for those that were
    /// before; it must not block. Until the returned value is dropped, when a call may still be under way.
    [[nodiscard]] std::shared_ptr<void> onCancel(std::function<void(int request)> handler) const;

private:
    std::shared_ptr<Job> m_job;
};

class Job final : public QObject
{
    Q_OBJECT

public:
    enum class State { Queued, Running, Succeeded, Failed, Cancelled };
    Q_ENUM(State)

    /// Jobs are shared by the caller, the registry and the worker; whoever lets go last deletes it on its own thread.
    static std::shared_ptr<Job> create(const QString &title);
    ~Job() override;
    Q_DISABLE_COPY_MOVE(Job)

    const QString &title() const { return m_title; }
    const QDateTime &createdAt() const { return m_createdAt; }
    State state() const;
    bool isFinished() const;
    JobProgress progress() const;
    QStringList log() const;
    QString errorText() const; ///< empty unless Failed
    std::exception_ptr error() const;
    qint64 elapsedMs() const; ///< since it started to run; the whole duration once finished

    /// First call: asks to stop (stop token, cancel request to the server). Second call: ends it at once by giving up the
    /// connection. Returns immediately in either case. Without effect on a finished job.
    void cancel();
    int cancelRequests() const { return m_cancelRequests.load(); }

    // --- for whoever runs the job (Session, Pool, runInThread) ---
    /// Called on every cancel() with the number of the request, on the caller's thread; must not block.
    void setCancelHandler(std::function<void(int request)> handler);
    void markRunning();
    void markFinished(std::exception_ptr error = {}); ///< Cancelled, Failed or Succeeded, by the kind of the exception

Q_SIGNALS:
    void progressChanged();
    void stateChanged();
    void logAppended();

private:
    explicit Job(const QString &title);
    friend class JobContext;
    enum Pending : unsigned { PendingProgress = 1, PendingState = 2, PendingLog = 4 };
    void notify(unsigned what);
    void deliver();
    using CancelHandler = std::function<void(int)>;

    const QString m_title;
    const QDateTime m_createdAt;
    std::stop_source m_stop;
    std::atomic<int> m_cancelRequests{0};
    std::atomic<unsigned> m_pending{0};
    mutable std::mutex m_mutex;
    State m_state = State::Queued;
    JobProgress m_progress;
    QStringList m_log;
    std::exception_ptr m_error;
    QElapsedTimer m_timer;
    qint64 m_finalMs = 0;
    CancelHandler m_cancelHandler;
    std::vector<std::weak_ptr<CancelHandler>> m_cancelFollowers; ///< beside the handler
    int m_cancelsTold = 0; ///< to the followers
};

/// A job together with the future of what it returns. Continue with core::whenDone() (core/reply.h).
template<typename T>
struct Task {
    std::shared_ptr<Job> job;
    QFuture<T> future;
};

/// Runs \p work (a callable returning T) for \p job and settles \p promise with what it returned or threw.
template<typename T, typename Work>
void settle(Job &job, QPromise<T> &promise, Work &&work)
{
    std::exception_ptr error;
    try {
        if constexpr (std::is_void_v<T>)
            work();
        else
            promise.addResult(work());
    } catch (...) {
        error = std::current_exception();
        promise.setException(error);
    }
    // The job first: who waits for the future then finds the job finished.
    job.markFinished(error);
    promise.finish();
}

} // namespace quiver::core
