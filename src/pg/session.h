// SPDX-License-Identifier: GPL-3.0-or-later
// One thread and one connection: work is sent to it as a function, a future comes back.
//
// The Session lives on its creator's thread; its signals arrive there. The work runs on the Session's own thread, one piece
// after the other, with a Connection that nobody else touches. It connects before the first work and reconnects before the
// next work after the connection broke; work that was under way then fails with pg::Error and is not repeated.
#pragma once

#include "core/job.h"
#include "core/jobregistry.h"
#include "pg/canceller.h"
#include "pg/connection.h"

#include <QObject>

#include <deque>
#include <thread>

namespace quiver::pg {

/// What all sessions of the program share. The owner outlives every session.
struct Services {
    Canceller *canceller = nullptr;      ///< required
    StatementLog *statementLog = nullptr;
    core::JobRegistry *jobs = nullptr;   ///< null: jobs are not listed
};

class Session final : public QObject
{
    Q_OBJECT

public:
    enum class State { Disconnected, Connecting, Idle, Busy };
    Q_ENUM(State)

    /// \p types is shared by all sessions of one database. Starts the thread; does not connect yet.
    Session(ConnectOptions options, std::shared_ptr<TypeRegistry> types, Services services, const QString &name,
            QObject *parent = nullptr);
    /// Cancels what runs, ends the thread, closes the connection. Waits for the thread: at most for as long as the work
    /// takes to notice (waits on the server end at once).
    ~Session() override;
    Q_DISABLE_COPY_MOVE(Session)

    /// Queues \p work, a callable taking (pg::Connection &, core::JobContext &). From any thread. The job's first cancel
    /// sends a cancel request, its second gives up the connection: the Session answers at once and reconnects later.
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
        submit<T>(job, promise, std::move(work), nullptr);
        return task;
    }

    /// For Pool: the same for a job and a promise that exist already. \p held is let go when the work is done.
    template<typename T, typename Work>
    void submit(const std::shared_ptr<core::Job> &job, const std::shared_ptr<QPromise<T>> &promise, Work work,
                std::shared_ptr<void> held)
    {
        enqueue(job, [promise, work = std::move(work), job, held = std::move(held)](
                         const std::function<Connection &()> &connection) mutable {
            core::settle(*job, *promise, [&]() -> T {
                core::JobContext context(job);
                context.throwIfCancelled();
                return work(connection(), context);
            });
        });
    }

    State state() const { return m_state.load(); }
    TransactionStatus transactionStatus() const { return m_transaction.load(); }
    int backendPid() const { return m_backendPid.load(); }     ///< 0 while not connected
    int serverVersion() const { return m_serverVersion.load(); } ///< 0 before the first connection
    const QString &name() const { return m_name; }
    /// The options of the next connection; a live one is not touched.
    void setOptions(ConnectOptions options);
    /// Closes the connection when the work queued so far is done.
    void disconnectFromServer();

    // --- for Pool ---
    /// Before the next work: check with a round trip that the connection still lives, reconnect when it does not.
    void pingBeforeNextWork() { m_pingNext.store(true); }
    /// Rolls back what the work so far has left open; queued like work, but no job.
    void reset();
    /// Seconds since the connection was made; 0 while there is none.
    double connectionAge() const;

Q_SIGNALS:
    void stateChanged(quiver::pg::Session::State state);
    void transactionStatusChanged(quiver::pg::TransactionStatus status);
    void noticeReceived(const quiver::pg::Diagnostics &notice);
    void notificationReceived(const quiver::pg::Notification &notification);
    void parameterChanged(const QByteArray &name, const QByteArray &value);
    /// The connection broke. \p inTransaction: an open transaction was lost with it.
    void connectionLost(const QString &reason, bool inTransaction);

private:
    struct Item {
        std::shared_ptr<core::Job> job;
        std::function<void(const std::function<Connection &()> &)> run;
    };
    void enqueue(const std::shared_ptr<core::Job> &job, std::function<void(const std::function<Connection &()> &)> run);
    void enqueueChore(std::function<void()> chore);
    void loop();
    void perform(Item &item);
    Connection &connected(const std::shared_ptr<core::Job> &job);
    void afterWork(bool cancelled);
    void checkBeforeWork();
    void watchIdle();
    void dropConnection(const QString &reason);
    void onCancel(const std::shared_ptr<core::Job> &job, int request);
    void wake() const;
    void setState(State state);

    const QString m_name;
    const std::shared_ptr<TypeRegistry> m_types;
    const Services m_services;
    int m_wakePipe[2] = {-1, -1};

    mutable std::mutex m_mutex; // guards the five below
    ConnectOptions m_options;
    std::deque<Item> m_queue;
    std::shared_ptr<core::Job> m_running;
    std::function<void()> m_cancelRunning; // set while a statement of m_running may be on the server
    // Of this connection. Shared with the requests: they may end after the session. Replaced by the session's thread only.
    std::shared_ptr<std::atomic<int>> m_cancelsInFlight = std::make_shared<std::atomic<int>>(0);

    std::unique_ptr<Connection> m_connection; // session's thread only, but for abandon() under m_mutex
    std::atomic<State> m_state{State::Disconnected};
    std::atomic<TransactionStatus> m_transaction{TransactionStatus::Idle};
    std::atomic<int> m_backendPid{0};
    std::atomic<int> m_serverVersion{0};
    std::atomic<bool> m_pingNext{false};
    std::atomic<qint64> m_connectedAtMs{0}; // steady clock
    qint64 m_lastAnswerMs = 0;              // session's thread only
    std::atomic<bool> m_quit{false};
    std::thread m_thread; // last: it uses all of the above
};

} // namespace quiver::pg
