// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/consolerun.h"

#include "core/reply.h"
#include "ui/common/troublewords.h"

#include <QElapsedTimer>

namespace quiver::ui {

namespace {
constexpr int deliverForMs = 8; // then the event loop has its turn
constexpr std::size_t scriptBudget = 16U << 20;
}

/// Makes the store of a statement when its columns are known: most statements of a script return none.
class ConsoleRun::Sink final : public pg::RowSink
{
public:
    Sink(ConsoleRun &run, std::size_t index)
        : m_run(run), m_index(index)
    {
    }

    void begin(const pg::Columns &columns) override
    {
        if (++m_run.m_results > maxResults) {
            m_run.post([&run = m_run, index = m_index] { Q_EMIT run.resultOpened(int(index), {}, {}); });
            return;
        }
        pg::ResultStoreOptions options;
        if (m_run.m_plan.statements.size() > 1) {
            // A script goes on by itself: what does not fit into memory goes to the disk instead of waiting for a click.
            options.memoryBudget = scriptBudget;
            options.pauseAtBudget = false;
        }
        m_store = ResultStorePtr(new pg::ResultStore(options), [](pg::ResultStore *store) { store->deleteLater(); });
        m_store->moveToThread(m_run.thread());
        m_store->begin(columns);
        m_run.post([&run = m_run, index = m_index, store = m_store, zone = m_run.m_connection->parameterStatus("TimeZone")] {
            Q_EMIT run.resultOpened(int(index), store, zone);
        });
    }

    void append(pg::RowBatchPtr batch, const std::stop_token &stop) override
    {
        if (m_store)
            m_store->append(std::move(batch), stop);
    }

private:
    ConsoleRun &m_run;
    const std::size_t m_index;
    ResultStorePtr m_store;
};

std::shared_ptr<ConsoleRun> ConsoleRun::create(sql::RunPlan plan, sql::ScriptOptions options)
{
    return std::shared_ptr<ConsoleRun>(new ConsoleRun(std::move(plan), std::move(options)), [](ConsoleRun *run) { run->deleteLater(); });
}

ConsoleRun::ConsoleRun(sql::RunPlan plan, sql::ScriptOptions options)
    : m_plan(std::move(plan)), m_options(std::move(options))
{
}

ConsoleRun::~ConsoleRun()
{
    QObject::disconnect(m_notices);
}

void ConsoleRun::start(pg::Session &session, const QString &title, const pg::ConnectOptions &reached, const Preparation &prepare)
{
    // Not queued one by one: a loop that raises a million notices would keep the event loop busy until the last of them.
    m_notices = connect(
        &session, &pg::Session::noticeReceived, &session,
        [weak = weak_from_this()](const pg::Diagnostics &notice) {
            if (const auto self = weak.lock())
                self->takeNotice(notice);
        },
        Qt::DirectConnection);
    // The work holds the run: this keeps it alive for the session's thread.
    auto task = session.run(title, [self = shared_from_this(), prepare](pg::Connection &connection, core::JobContext &job) {
        self->m_connection = &connection;
        if (prepare)
            prepare(connection);
        sql::ScriptRunner(self->m_plan.script, self->m_plan.statements, self->m_options, *self).run(connection, job);
    });
    m_job = task.job;
    const auto failed = [this, reached](const std::exception_ptr &error) {
        try {
            std::rethrow_exception(error);
        } catch (const core::Cancelled &) {
            finish(End::Cancelled, {});
        } catch (const pg::Error &e) {
            finish(End::Failed, e.kind() == pg::Error::Kind::Connection ? troubleWords(e, reached).text() : e.report());
        } catch (...) {
            finish(End::Failed, core::describe(error));
        }
    };
    core::whenDone(task.future, this, [this] { finish(End::Succeeded, {}); }, failed);
}

void ConsoleRun::cancel()
{
    if (isRunning())
        m_job->cancel();
}

int ConsoleRun::cancelRequests() const
{
    return m_job ? m_job->cancelRequests() : 0;
}

qint64 ConsoleRun::elapsedMs() const
{
    return m_job ? m_job->elapsedMs() : 0;
}

void ConsoleRun::statementStarted(std::size_t index)
{
    m_sink = std::make_unique<Sink>(*this, index);
    post([this, index] { Q_EMIT started(int(index)); });
}

pg::RowSink &ConsoleRun::sinkFor(std::size_t)
{
    return *m_sink;
}

void ConsoleRun::statementFinished(const sql::StatementReport &report)
{
    m_sink.reset();
    post([this, report] {
        if (report.succeeded()) {
            ++m_totals.succeeded;
            m_totals.rows += report.outcome.rows;
        } else if (!report.cancelled) {
            ++m_totals.failed;
            if (m_totals.firstError.isEmpty() && report.error)
                m_totals.firstError = report.error->message();
        }
        m_totals.statementMs += report.durationMs;
        m_totals.namesChanged = m_totals.namesChanged || report.changesNames;
        Q_EMIT reported(report);
    });
}

void ConsoleRun::transactionBegun()
{
    post([this] { Q_EMIT begun(); });
}

void ConsoleRun::takeNotice(const pg::Diagnostics &notice)
{
    {
        std::lock_guard lock(m_mutex);
        if (m_waitingNotices >= maxWaitingNotices) {
            ++m_skippedNotices;
            return;
        }
        ++m_waitingNotices;
    }
    post([this, notice] {
        {
            std::lock_guard lock(m_mutex);
            --m_waitingNotices;
        }
        Q_EMIT noticed(notice);
    });
}

void ConsoleRun::post(std::function<void()> event)
{
    {
        std::lock_guard lock(m_mutex);
        m_events.push_back(std::move(event));
        if (m_announced)
            return;
        m_announced = true;
    }
    QMetaObject::invokeMethod(this, &ConsoleRun::deliver, Qt::QueuedConnection);
}

void ConsoleRun::deliver()
{
    QElapsedTimer timer;
    timer.start();
    const auto self = weak_from_this().lock(); // a tab may let go of the run in answer to a signal
    if (!self)
        return; // nobody is interested any more
    qint64 skipped = 0;
    for (;;) {
        std::function<void()> event;
        {
            std::lock_guard lock(m_mutex);
            if (m_events.empty()) {
                m_announced = false;
                skipped = std::exchange(m_skippedNotices, 0);
                break;
            }
            event = std::move(m_events.front());
            m_events.pop_front();
        }
        event();
        if (timer.elapsed() >= deliverForMs) {
            QMetaObject::invokeMethod(this, &ConsoleRun::deliver, Qt::QueuedConnection);
            return;
        }
    }
    if (skipped > 0)
        Q_EMIT noticesSkipped(skipped);
    if (m_endKnown)
        announceEnd();
}

void ConsoleRun::finish(End end, const QString &error)
{
    m_end = end;
    m_endError = error;
    m_endKnown = true;
    deliver(); // the reports come first
}

void ConsoleRun::announceEnd()
{
    if (m_ended)
        return;
    m_ended = true;
    if (m_end == End::Failed && m_totals.failed == 0)
        m_end = End::NotConnected; // no statement failed, so none was reached
    Q_EMIT ended(m_end, m_endError);
}

} // namespace quiver::ui
