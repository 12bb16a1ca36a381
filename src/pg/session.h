// SPDX-License-Identifier: GPL-3.0-or-later
// One thread and one connection: work is sent to it as a function, a future comes back.
//
// The Session lives on its creator's thread; its signals arrive there. The work runs on the Session's own thread, one piece
// after the other, with a Connection that nobody else touches. It connects before the first work, and that fails at once
// where it fails. A connection that is lost later is got back before the next work, with growing pauses, for as long as
// ConnectOptions::reconnectPatience says; setStaysConnected() gets it back while idle. Work that was under way when the
// connection broke fails with pg::Error and is not repeated, unless it came by read().
#pragma once

#include "core/backoff.h"
#include "pg/canceller.h"
#include "pg/connection.h"
#include "pg/sessionstatus.h"
#include "pg/work.h"

#include <QObject>

#include <chrono>
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
    using State = SessionState;

    /// \p types is shared by all sessions of one database. Starts the thread; does not connect yet.
    Session(ConnectOptions options, std::shared_ptr<TypeRegistry> types, Services services, const QString &name,
            QObject *parent = nullptr);
    /// Cancels what runs, ends the thread, closes the connection. Waits for the thread: at most for as long as the work
    /// takes to notice (waits on the server and pauses end at once).
    ~Session() override;
    Q_DISABLE_COPY_MOVE(Session)

    /// Queues \p function, a callable taking (pg::Connection &, core::JobContext &). From any thread. The job's first cancel
    /// sends a cancel request, its second gives up the connection: the Session answers at once and reconnects later.
    template<typename Function>
    core::Task<ResultOf<Function>> run(const QString &title, Function function)
    {
        return queue(title, Work::Repeat::Never, std::move(function));
    }
    /// The same for work that only reads: the server holds each of its statements read-only. It is done again, from the
    /// start and on a new connection where need be, when it fails with an error that is retryable(): up to 5 times and
    /// within reconnectPatience; not within a transaction that was open before, which is lost then. So \p function must
    /// be callable again: what it filled before it failed is for it to empty first.
    template<typename Function>
    core::Task<ResultOf<Function>> read(const QString &title, Function function)
    {
        return queue(title, Work::Repeat::WhenSafe, std::move(function));
    }

    State state() const { return m_state.load(); }
    TransactionStatus transactionStatus() const { return m_transaction.load(); }
    int backendPid() const { return m_backendPid.load(); }     ///< 0 while not connected
    int serverVersion() const { return m_serverVersion.load(); } ///< 0 before the first connection
    const QString &name() const { return m_name; }
    SessionStatus status() const;
    /// The options of the next connection; a live one is not touched, a pause before the next attempt is cut short.
    void setOptions(ConnectOptions options);
    ConnectOptions options() const;
    /// Whether a connection that is lost while nothing is to be done is got back at once, and tried for without end; false
    /// at first. What will not change by itself (a wrong password) ends the attempts: the next work tries again.
    void setStaysConnected(bool stays);
    /// Gives the connection up and asks the server for nothing: what it runs for it goes on there. The work that waits for its end fails
    /// at once, as with a lost connection.
    void leaveConnection();
    /// Closes the connection when the work queued so far is done. The next work connects again.
    void disconnectFromServer();

    // --- for Pool ---
    /// Queues \p work, to settle it.
    void submit(Work work);
    /// Before the next work: check with a round trip that the connection still lives, reconnect when it does not.
    void pingBeforeNextWork() { m_pingNext.store(true); }
    /// Rolls back what the work so far has left open; queued like work, but no job.
    void reset();
    /// Seconds since the connection was made; 0 while there is none.
    double connectionAge() const;
    /// Its first connection is patient too: others to the same server were made before.
    void setPatient() { m_patient.store(true); }
    /// The server answers again: cuts a pause before the next attempt short.
    void retryNow();
    /// The destructor's first half: what is queued from here on fails with the destruction.
    void shutDown();
    /// Called once, at the beginning of the destruction, on the thread that destroys.
    void setFarewell(std::function<void()> farewell) { m_farewell = std::move(farewell); }

Q_SIGNALS:
    void stateChanged(quiver::pg::SessionState state);
    void transactionStatusChanged(quiver::pg::TransactionStatus status);
    void noticeReceived(const quiver::pg::Diagnostics &notice);
    void notificationReceived(const quiver::pg::Notification &notification);
    void parameterChanged(const QByteArray &name, const QByteArray &value);
    /// The connection broke. \p inTransaction: an open transaction was lost with it.
    void connectionLost(const QString &reason, bool inTransaction);
    /// Attempt number \p attempt to get the connection back comes in \p delayMs; \p reason: why the latest one failed, or
    /// the connection was lost.
    void reconnecting(int attempt, int delayMs, const QString &reason);
    /// A connection was made, the first one or another; \p host as in SessionStatus.
    void connected(const QString &host);

private:
    using Clock = std::chrono::steady_clock;
    /// What the session does between two pieces of work.
    enum class Chore { None, RollBack, Disconnect };
    struct Item {
        Work work; // without a job: a chore
        Chore chore = Chore::None;
    };
    /// What one piece of work has left of reconnectPatience; counted from the first trouble that it meets.
    struct Patience {
        std::optional<Clock::time_point> deadline;
        core::BackOff backOff{std::chrono::milliseconds(100), std::chrono::seconds(5)};
    };

    template<typename Function>
    core::Task<ResultOf<Function>> queue(const QString &title, Work::Repeat repeat, Function function)
    {
        auto [task, work] = makeWork(title, m_services.jobs, repeat, std::move(function));
        submit(std::move(work));
        return std::move(task);
    }
    void enqueue(Item item);
    void failQueued();
    void onCancel(const std::shared_ptr<core::Job> &job, int request);
    void wake() const;
    void closePipe();

    // --- session's thread only: sessionloop.cpp ---
    void loop();
    std::optional<Item> nextItem();
    void perform(Work &work);
    void afterWork(bool cancelled);
    void settleCancel();
    void doChore(Chore chore);
    void checkBeforeWork();
    void watchIdle();
    int idleTimeoutMs() const;
    void drainWakeups() const;
    bool ask(const std::function<void()> &question);
    void dropConnection(const QString &reason);
    State stateAtRest() const;
    void setState(State state);

    // --- session's thread only: sessionreconnect.cpp ---
    void runBody(const Work &work, const Work::Body &body);
    void repeatBody(const Work &work, const Work::Body &body);
    Connection &connectedFor(const Work &work, Patience &patience);
    void connectPatiently(const Work &work, Patience &patience);
    void connect(const std::stop_token &stop);
    bool pauseFor(const Work &work, Patience &patience, const QString &phase, const QString &reason);
    bool leaveStandby();
    void getBack();
    void planNextAttempt(const QString &reason);
    void noteFailure(const QString &reason, bool final);

    const QString m_name;
    const std::shared_ptr<TypeRegistry> m_types;
    const Services m_services;
    // A pipe, and no eventfd: the kernel lets its reader run on at once where the writer goes to sleep, and that is most of
    // what a short statement costs.
    int m_wakePipe[2] = {-1, -1};

    mutable std::mutex m_mutex; // guards those up to the empty line
    ConnectOptions m_options;
    std::deque<Item> m_queue;
    std::shared_ptr<core::Job> m_running;
    Clock::time_point m_runningSince;
    bool m_sleeping = false;     // in watchIdle(): the queue is looked at only after a wake()
    bool m_asking = false;       // waits for an answer that is not a work's
    bool m_cancellable = false;  // a statement of m_running may be on the server
    std::function<void()> m_cancelRequest; // of m_connection
    QString m_host;
    QString m_lastError;
    int m_connectionsMade = 0;
    // Of this connection. Shared with the requests: they may end after the session. Replaced by the session's thread only.
    std::shared_ptr<std::atomic<int>> m_cancelsInFlight = std::make_shared<std::atomic<int>>(0);

    std::unique_ptr<Connection> m_connection; // session's thread only, but for abandon() under m_mutex
    std::atomic<State> m_state{State::Disconnected};
    std::atomic<TransactionStatus> m_transaction{TransactionStatus::Idle};
    std::atomic<int> m_backendPid{0};
    std::atomic<int> m_serverVersion{0};
    std::atomic<bool> m_pingNext{false};
    std::atomic<bool> m_staysConnected{false};
    std::atomic<bool> m_patient{false};
    std::atomic<bool> m_wantsPrimary{false}; // the options ask for a server that takes writes
    std::atomic<bool> m_retryNow{false};
    std::atomic<qint64> m_connectedAtMs{0}; // steady clock
    std::atomic<bool> m_quit{false};
    std::stop_source m_quitting; // ends an attempt to connect that no work has asked for
    std::function<void()> m_farewell;

    // session's thread only
    qint64 m_lastAnswerMs = 0;
    bool m_readOnlyRefused = false;    // the latest work was told that the transaction is read-only
    int m_keepAliveMs = 0;             // of the live connection; 0: never
    bool m_lost = false;               // until the connection is back, or cannot come back by itself
    int m_attempt = 0;                 // number of the planned one since the loss; 0: none is planned yet
    Clock::time_point m_lostAt, m_nextAttempt;
    core::BackOff m_backOff;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace quiver::pg
