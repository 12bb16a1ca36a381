// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions to one database, leased: the meaning of SQLAlchemy's QueuePool on threaded sessions.
#pragma once

#include "pg/lease.h"
#include "pg/poolvalues.h"

#include <QTimer>

#include <deque>
#include <functional>
#include <vector>

namespace quiver::pg {

/// Thread-safe; lives on the thread that created it. Its event loop delivers the signals, ends what waited for too long, and
/// closes the sessions that are not kept. Kept sessions that lose their connection get it back by themselves.
class Pool final : public QObject
{
    Q_OBJECT

public:
    Pool(ConnectOptions options, PoolSettings settings, Services services, const QString &name, QObject *parent = nullptr);
    ~Pool() override;
    Q_DISABLE_COPY_MOVE(Pool)

    /// Waits for a session, at most settings().timeout seconds. For worker threads, never for the GUI's. \p purpose names
    /// the holder in sessions().
    /// \throws pg::Error (Kind::Client) when none became free in time, core::Cancelled when the pool ends
    Lease lease(const QString &purpose = {});
    /// Runs \p function on the next free session; see Session::run(). Returns at once; the job waits in the queue.
    template<typename Function>
    core::Task<ResultOf<Function>> run(const QString &title, Function function)
    {
        return queue(title, Work::Repeat::Never, std::move(function));
    }
    /// The same for work that only reads: held read-only, repeated where the error allows; see Session::read().
    template<typename Function>
    core::Task<ResultOf<Function>> read(const QString &title, Function function)
    {
        return queue(title, Work::Repeat::WhenSafe, std::move(function));
    }
    /// A session outside the pool's counters with the same options and types, for a console tab of its own.
    std::unique_ptr<Session> dedicatedSession(const QString &name);

    PoolCounters counters() const;
    PoolTotals totals() const;
    PoolHealth health() const;
    /// The pool's own in the order of their making, then the dedicated ones.
    QList<SessionStatus> sessions() const;
    PoolSettings settings() const;
    /// At once: who waits is served where there is room now or gives up by the new timeout, idle sessions that are too many end.
    void setSettings(const PoolSettings &settings);
    ConnectOptions options() const;
    /// For connections from now on, of dedicated sessions too (one that was sent to another database stays with that); those
    /// that live stay as they are.
    void setOptions(const ConnectOptions &options);
    const std::shared_ptr<TypeRegistry> &types() const { return m_types; }
    /// Closes the sessions that nobody holds.
    void dropIdle();

Q_SIGNALS:
    // The first two and healthChanged() come together, at most 20 times a second.
    void countersChanged();
    void sessionsChanged();
    void healthChanged();
    void connectionLost(const QString &session, const QString &reason, bool inTransaction);
    void reconnecting(int attempt, int delayMs, const QString &reason);
    void connected(const QString &host);

private:
    friend class Lease;
    using Clock = std::chrono::steady_clock;
    struct Waiter {
        quint64 id = 0;
        QString purpose;
        Clock::time_point since;
        std::function<void(Lease)> give; ///< on whichever thread returns a session
        std::function<void(const std::exception_ptr &)> fail;
        std::function<void()> settingsChanged; ///< a thread that looks at the time itself; empty: expire() does
    };
    struct Blocked;
    struct Dedicated;
    enum Change : unsigned { CountersChange = 1, SessionsChange = 2, Scheduled = 4 };

    template<typename Function>
    core::Task<ResultOf<Function>> queue(const QString &title, Work::Repeat repeat, Function function)
    {
        auto [task, work] = makeWork(title, m_services.jobs, repeat, std::move(function));
        request(std::move(work));
        return std::move(task);
    }
    void request(Work work);
    static void handOver(Work work, Lease lease);
    Lease waitForLease(const QString &purpose);
    PooledSession *takeLocked(const QString &purpose);
    PooledSession *leaseLocked(PooledSession *held, const QString &purpose);
    PooledSession *makeLocked();
    using Served = std::vector<std::pair<Waiter, PooledSession *>>;
    void serveWaitersLocked(Served &served);
    void give(Served &served);
    quint64 addWaiter(Waiter waiter, const std::shared_ptr<core::Job> &job);
    void failWaiter(quint64 id, const std::exception_ptr &error, int timeouts = 0);
    void expire();
    void giveBack(PooledSession *held);
    void retireLocked(PooledSession *held);
    void purge();
    std::exception_ptr timeoutError() const;
    // poolstatus.cpp
    void watch(Session &session, Qt::ConnectionType type);
    void serverAnswered(bool again);
    void announce(unsigned changes);
    void deliver();

    const QString m_name;
    const Services m_services;
    const std::shared_ptr<TypeRegistry> m_types;
    const std::shared_ptr<Dedicated> m_dedicated;
    mutable std::mutex m_mutex; // guards those up to the empty line
    ConnectOptions m_options;
    PoolSettings m_settings;
    std::vector<std::unique_ptr<PooledSession>> m_sessions;
    std::vector<PooledSession *> m_idle; // the latest returned is leased first
    std::deque<Waiter> m_waiters;
    std::vector<std::unique_ptr<PooledSession>> m_retired; // to be closed on the pool's thread
    PoolTotals m_totals;
    quint64 m_nextId = 1;
    int m_nextName = 1;
    bool m_purging = false;
    bool m_closing = false;

    std::atomic<bool> m_wasConnected{false};
    std::atomic<unsigned> m_changes{0};
    PoolHealth m_toldHealth = PoolHealth::Unknown; // pool's thread only
    QTimer m_quiet{this}, m_expiry{this};          // pool's thread only
};

} // namespace quiver::pg
