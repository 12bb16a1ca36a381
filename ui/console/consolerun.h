// SPDX-License-Identifier: GPL-3.0-or-later
// One run of a script on a tab's session: carries what happens there to the GUI thread, in order and in bearable portions.
//
// The run outlives its tab when the tab is closed while it works: the job holds it until the server has answered.
#pragma once

#include "sql/runplan.h"
#include "sql/scriptrunner.h"
#include "ui/common/cellreader.h"

#include "pg/session.h"

#include <QObject>

namespace quiver::ui {

class ConsoleRun final : public QObject, public std::enable_shared_from_this<ConsoleRun>, private sql::ScriptListener
{
    Q_OBJECT

public:
    /// Results that are kept of one script; rows of those beyond are read, counted and dropped.
    static constexpr int maxResults = 40;
    /// Notices that wait to be shown; of a server that says more than can be shown, the others are only counted.
    static constexpr int maxWaitingNotices = 2000;
    enum class End { Succeeded, Failed, Cancelled, NotConnected };
    Q_ENUM(End)

    static std::shared_ptr<ConsoleRun> create(sql::RunPlan plan, sql::ScriptOptions options);
    ~ConsoleRun() override;

    /// What is done on the session's thread before the first statement; what it throws ends the run.
    using Preparation = std::function<void(pg::Connection &connection)>;
    /// Once. Signals follow on this thread; the last one is ended(). \p reached: what \p session connects with, for the
    /// words about a connection that cannot be made.
    void start(pg::Session &session, const QString &title, const pg::ConnectOptions &reached = {}, const Preparation &prepare = {});
    /// First call: asks the server to stop. Second: gives the connection up.
    void cancel();
    int cancelRequests() const;
    bool isRunning() const { return m_job && !m_ended; }
    const sql::RunPlan &plan() const { return m_plan; }
    const std::shared_ptr<core::Job> &job() const { return m_job; }
    qint64 elapsedMs() const;

    struct Totals {
        int succeeded = 0;
        int failed = 0;
        qint64 rows = 0;
        double statementMs = 0; ///< of all statements together
        bool namesChanged = false;
        QString firstError;
    };
    const Totals &totals() const { return m_totals; }

Q_SIGNALS:
    void started(int index);
    /// The columns of a result are known; \p store is filled while the statement runs. Null: too many results, not kept.
    /// \p timeZone is the session's at that moment.
    void resultOpened(int index, const quiver::ui::ResultStorePtr &store, const QByteArray &timeZone);
    void reported(const quiver::sql::StatementReport &report);
    void begun(); ///< a transaction, before the statement that comes next
    void noticed(const quiver::pg::Diagnostics &notice); ///< by the session, also after the end until the next run
    void noticesSkipped(qint64 count);
    /// \p error is of End::NotConnected, or one that belongs to no statement.
    void ended(quiver::ui::ConsoleRun::End end, const QString &error);

private:
    class Sink;
    ConsoleRun(sql::RunPlan plan, sql::ScriptOptions options);

    // ScriptListener, on the session's thread
    void statementStarted(std::size_t index) override;
    pg::RowSink &sinkFor(std::size_t index) override;
    void statementFinished(const sql::StatementReport &report) override;
    void transactionBegun() override;

    void takeNotice(const pg::Diagnostics &notice); // on the session's thread
    void post(std::function<void()> event);
    void deliver();
    void finish(End end, const QString &error);
    void announceEnd();

    const sql::RunPlan m_plan;
    sql::ScriptOptions m_options;
    std::shared_ptr<core::Job> m_job;
    Totals m_totals;
    bool m_ended = false;
    bool m_endKnown = false;
    End m_end = End::Succeeded;
    QString m_endError;

    std::unique_ptr<Sink> m_sink; // session's thread
    int m_results = 0;            // session's thread
    pg::Connection *m_connection = nullptr; // session's thread, while it runs

    QMetaObject::Connection m_notices;
    std::mutex m_mutex; // guards all below
    std::deque<std::function<void()>> m_events;
    bool m_announced = false;
    int m_waitingNotices = 0;
    qint64 m_skippedNotices = 0;
};

} // namespace quiver::ui
