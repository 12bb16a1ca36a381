// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/job.h"

#include <algorithm>

namespace quiver::core {

namespace {

constexpr qsizetype maxLogLines = 2000; // a job that logs without end must not eat the memory

} // namespace

JobContext::JobContext(std::shared_ptr<Job> job)
    : m_job(std::move(job))
{
}

std::stop_token JobContext::stopToken() const
{
    return m_job->m_stop.get_token();
}

void JobContext::throwIfCancelled() const
{
    if (cancelRequested())
        throw Cancelled();
}

void JobContext::report(JobProgress progress)
{
    {
        std::lock_guard lock(m_job->m_mutex);
        if (m_job->m_progress == progress)
            return;
        m_job->m_progress = std::move(progress);
    }
    m_job->notify(Job::PendingProgress);
}

void JobContext::log(const QString &line)
{
    {
        std::lock_guard lock(m_job->m_mutex);
        if (m_job->m_log.size() >= maxLogLines)
            m_job->m_log.removeFirst();
        m_job->m_log.append(line);
    }
    m_job->notify(Job::PendingLog);
}

std::shared_ptr<void> JobContext::onCancel(std::function<void(int)> handler) const
{
    const auto follower = std::make_shared<Job::CancelHandler>(std::move(handler));
    int before = 0;
    {
        std::lock_guard lock(m_job->m_mutex);
        std::erase_if(m_job->m_cancelFollowers, [](const auto &each) { return each.expired(); });
        m_job->m_cancelFollowers.push_back(follower);
        before = m_job->m_cancelsTold;
    }
    for (int request = 1; request <= before; ++request)
        (*follower)(request);
    return follower;
}

Job::Job(const QString &title)
    : m_title(title), m_createdAt(QDateTime::currentDateTimeUtc())
{
}

Job::~Job() = default;

std::shared_ptr<Job> Job::create(const QString &title)
{
    // deleteLater: the last reference is often the worker's, the pending notifications belong to the creator's thread.
    return {new Job(title), [](Job *job) { job->deleteLater(); }};
}

Job::State Job::state() const
{
    std::lock_guard lock(m_mutex);
    return m_state;
}

bool Job::isFinished() const
{
    const State now = state();
    return now != State::Queued && now != State::Running;
}

JobProgress Job::progress() const
{
    std::lock_guard lock(m_mutex);
    return m_progress;
}

QStringList Job::log() const
{
    std::lock_guard lock(m_mutex);
    return m_log;
}

QString Job::errorText() const
{
    return state() == State::Failed ? describe(error()) : QString();
}

std::exception_ptr Job::error() const
{
    std::lock_guard lock(m_mutex);
    return m_error;
}

qint64 Job::elapsedMs() const
{
    std::lock_guard lock(m_mutex);
    if (m_state == State::Queued)
        return 0;
    return m_state == State::Running ? m_timer.elapsed() : m_finalMs;
}

void Job::cancel()
{
    if (isFinished())
        return;
    const int request = ++m_cancelRequests;
    m_stop.request_stop();
    // Only now: who takes the job over meanwhile (a pool's session) has either set its handler or sees the stop token.
    CancelHandler handler;
    std::vector<std::weak_ptr<CancelHandler>> followers;
    {
        std::lock_guard lock(m_mutex);
        handler = m_cancelHandler;
        followers = m_cancelFollowers;
        m_cancelsTold = std::max(m_cancelsTold, request);
    }
    if (handler)
        handler(request);
    for (const auto &each : followers) {
        if (const auto follower = each.lock())
            (*follower)(request);
    }
    notify(PendingState);
}

void Job::setCancelHandler(std::function<void(int)> handler)
{
    std::lock_guard lock(m_mutex);
    m_cancelHandler = std::move(handler);
}

void Job::markRunning()
{
    {
        std::lock_guard lock(m_mutex);
        m_state = State::Running;
        m_timer.start();
    }
    notify(PendingState);
}

void Job::markFinished(std::exception_ptr error)
{
    State outcome = State::Succeeded;
    if (error) {
        try {
            std::rethrow_exception(error);
        } catch (const Cancelled &) {
            outcome = State::Cancelled;
        } catch (...) {
            outcome = State::Failed;
        }
    }
    {
        std::lock_guard lock(m_mutex);
        m_finalMs = m_timer.isValid() ? m_timer.elapsed() : 0;
        m_state = outcome;
        m_error = std::move(error);
        m_cancelHandler = nullptr; // it may hold the session alive
    }
    notify(PendingState | PendingProgress);
}

void Job::notify(unsigned what)
{
    if (m_pending.fetch_or(what) == 0)
        QMetaObject::invokeMethod(this, &Job::deliver, Qt::QueuedConnection);
}

void Job::deliver()
{
    const unsigned what = m_pending.exchange(0);
    if (what & PendingLog)
        Q_EMIT logAppended();
    if (what & PendingProgress)
        Q_EMIT progressChanged();
    if (what & PendingState)
        Q_EMIT stateChanged();
}

} // namespace quiver::core
