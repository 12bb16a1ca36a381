// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions to one database, leased: the meaning of SQLAlchemy's QueuePool on threaded sessions.
#pragma once

#include "pg/session.h"

#include <chrono>
#include <deque>
#include <functional>
#include <vector>

namespace quiver::pg {

struct PoolSettings {
    int size = 5;           ///< sessions kept; 0: no pooling, a session per lease, closed when returned
    int maxOverflow = 10;   ///< sessions beyond size, closed when returned; -1: no limit
    double timeout = 30;    ///< seconds that a lease is waited for
    double recycle = -1;    ///< seconds after which a connection is replaced when it is next leased; -1: never
    bool prePing = true;    ///< check with a round trip before work that the connection still lives
    bool resetOnReturn = true; ///< roll back a transaction that was left open
    bool operator==(const PoolSettings &) const = default;
};

/// A value for a screen to draw. checkedIn + checkedOut == sessions; overflow == sessions above settings.size.
struct PoolCounters {
    int size = 0;
    int checkedIn = 0;
    int checkedOut = 0;
    int overflow = 0;
    int waiting = 0;
    bool operator==(const PoolCounters &) const = default;
};

class Pool;

/// A session on loan; gives it back at the end of its life. Movable. Must not outlive the Pool.
class Lease
{
public:
    Lease() = default;
    Lease(Lease &&other) noexcept;
    Lease &operator=(Lease &&other) noexcept;
    ~Lease();
    Session *operator->() const { return m_session; }
    Session &operator*() const { return *m_session; }
    explicit operator bool() const { return m_session != nullptr; }
    void release();

private:
    friend class Pool;
    Lease(Pool *pool, Session *session);
    Pool *m_pool = nullptr;
    Session *m_session = nullptr;
};

/// Thread-safe; lives on the thread that created it. Its event loop delivers the signals, ends what waited for too long, and
/// closes the sessions that are not kept.
class Pool final : public QObject
{
    Q_OBJECT

public:
    Pool(ConnectOptions options, PoolSettings settings, Services services, const QString &name, QObject *parent = nullptr);
    ~Pool() override;
    Q_DISABLE_COPY_MOVE(Pool)

    /// Waits for a session, at most settings().timeout seconds. For worker threads, never for the GUI's.
    /// \throws pg::Error (Kind::Client) when none became free in time
    Lease lease();
    /// Runs \p work on the next free session. Returns at once; the job waits in the queue.
    template<typename Work>
    auto run(const QString &title, Work work) -> core::Task<std::invoke_result_t<Work, Connection &, core::JobContext &>>
    {
        using T = std::invoke_result_t<Work, Connection &, core::JobContext &>;
        auto promise = std::make_shared<QPromise<T>>();
        auto job = core::Job::create(title);
        core::Task<T> task{job, promise->future()};
        promise->start();
        if (m_services.jobs)
            m_services.jobs->add(job);
        request(job,
                [job, promise, work = std::move(work)](Lease lease) mutable {
                    Session &session = *lease;
                    session.template submit<T>(job, promise, std::move(work), std::make_shared<Lease>(std::move(lease)));
                },
                [job, promise](const std::exception_ptr &error) {
                    core::settle(*job, *promise, [&]() -> T { std::rethrow_exception(error); });
                });
        return task;
    }
    /// A session outside the pool's counters with the same options and types, for a console tab of its own.
    std::unique_ptr<Session> dedicatedSession(const QString &name);

    PoolCounters counters() const;
    PoolSettings settings() const;
    void setSettings(const PoolSettings &settings);
    ConnectOptions options() const;
    void setOptions(const ConnectOptions &options);
    const std::shared_ptr<TypeRegistry> &types() const { return m_types; }
    /// Closes the sessions that nobody holds.
    void dropIdle();

Q_SIGNALS:
    void countersChanged();

private:
    friend class Lease;
    using Clock = std::chrono::steady_clock;
    struct Waiter {
        quint64 id = 0;
        std::function<void(Lease)> give;
        std::function<void(const std::exception_ptr &)> fail;
    };
    /// Gives a session to \p give now or later, on whichever thread returns one; or calls \p fail after the timeout, or when
    /// \p job is cancelled. Returns the waiter's number; 0 where nobody had to wait.
    quint64 request(const std::shared_ptr<core::Job> &job, std::function<void(Lease)> give,
                    std::function<void(const std::exception_ptr &)> fail);
    Session *takeLocked();
    void failWaiter(quint64 id, const std::exception_ptr &error);
    void giveBack(Session *session);
    void retireLocked(Session *session);
    void purge();
    void announce();
    std::exception_ptr timeoutError() const;

    const QString m_name;
    const Services m_services;
    const std::shared_ptr<TypeRegistry> m_types;
    mutable std::mutex m_mutex; // guards all below
    ConnectOptions m_options;
    PoolSettings m_settings;
    std::vector<std::unique_ptr<Session>> m_sessions;
    std::vector<Session *> m_idle; // the latest returned is leased first
    std::deque<Waiter> m_waiters;
    std::vector<std::unique_ptr<Session>> m_retired; // to be closed on the pool's thread
    quint64 m_nextId = 1;
    bool m_announced = false;
    bool m_purging = false;
};

} // namespace quiver::pg
