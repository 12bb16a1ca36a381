// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Session that any thread may call. Its own thread's part: sessionloop.cpp and sessionreconnect.cpp.
#include "pg/session.h"

#include "core/logging.h"
#include "pg/sessionclock.h"
#include "pg/typeregistry.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace quiver::pg {

namespace {

bool asksForPrimary(const ConnectOptions &options)
{
    const QString wanted = options.parameters.value(QStringLiteral("target_session_attrs"));
    return !options.readOnly && (wanted == QLatin1String("read-write") || wanted == QLatin1String("primary"));
}

} // namespace

Session::Session(ConnectOptions options, std::shared_ptr<TypeRegistry> types, Services services, const QString &name,
                 QObject *parent)
    : QObject(parent), m_name(name), m_types(std::move(types)), m_services(services), m_options(std::move(options)),
      m_wantsPrimary(asksForPrimary(m_options))
{
    if (::pipe2(m_wakePipe, O_NONBLOCK | O_CLOEXEC) != 0)
        throw core::Error(QStringLiteral("no pipe for a session: too many open files; close some connections"));
    try {
        m_thread = std::thread([this] { loop(); });
    } catch (const std::system_error &) {
        closePipe();
        throw core::Error(QStringLiteral("no thread for a session: the system allows no more; close some connections"));
    }
}

Session::~Session()
{
    shutDown();
    failQueued();
    closePipe();
}

void Session::shutDown()
{
    if (!m_thread.joinable())
        return;
    if (m_farewell)
        m_farewell();
    m_quit = true;
    m_quitting.request_stop();
    std::vector<std::shared_ptr<core::Job>> jobs;
    {
        std::lock_guard lock(m_mutex);
        for (const Item &item : m_queue) {
            if (item.work.job)
                jobs.push_back(item.work.job);
        }
        if (m_running)
            jobs.push_back(m_running);
    }
    for (const auto &job : jobs)
        job->cancel();
    {
        std::lock_guard lock(m_mutex);
        // Nobody reads the answer any more. After the work, too, the session may wait for the server: afterWork().
        if (m_connection && (m_running || m_asking || m_state.load() != State::Idle))
            m_connection->abandon();
    }
    wake();
    m_thread.join();
}

/// Whoever waits for queued work must not wait for ever.
void Session::failQueued()
{
    std::deque<Item> rest;
    {
        std::lock_guard lock(m_mutex);
        rest.swap(m_queue);
    }
    for (const Item &item : rest) {
        if (item.work.job)
            item.work.fail(std::make_exception_ptr(core::Cancelled()));
    }
}

void Session::closePipe()
{
    ::close(m_wakePipe[0]);
    ::close(m_wakePipe[1]);
}

void Session::submit(Work work)
{
    work.job->setCancelHandler([this, weak = std::weak_ptr(work.job)](int request) {
        if (const auto job = weak.lock())
            onCancel(job, request);
    });
    enqueue({std::move(work), Chore::None});
}

void Session::enqueue(Item item)
{
    bool sleeping = false;
    {
        std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(item));
        sleeping = std::exchange(m_sleeping, false);
    }
    if (sleeping)
        wake();
}

void Session::reset()
{
    {
        std::lock_guard lock(m_mutex);
        if (m_sleeping && m_queue.empty() && m_transaction.load() == TransactionStatus::Idle)
            return; // at rest, and nothing is open
    }
    enqueue({{}, Chore::RollBack});
}

void Session::leaveConnection()
{
    {
        std::lock_guard lock(m_mutex);
        if (m_connection)
            m_connection->leave();
    }
    wake();
}

void Session::disconnectFromServer()
{
    enqueue({{}, Chore::Disconnect});
}

void Session::setOptions(ConnectOptions options)
{
    {
        std::lock_guard lock(m_mutex);
        m_options = std::move(options);
        m_wantsPrimary = asksForPrimary(m_options);
    }
    retryNow();
}

ConnectOptions Session::options() const
{
    std::lock_guard lock(m_mutex);
    return m_options;
}

void Session::setStaysConnected(bool stays)
{
    if (m_staysConnected.exchange(stays) != stays)
        wake();
}

void Session::retryNow()
{
    if (m_state.load() != State::Waiting)
        return;
    m_retryNow = true;
    wake();
}

double Session::connectionAge() const
{
    const qint64 since = m_connectedAtMs.load();
    return since == 0 ? 0 : double(steadyMs() - since) / 1000.0;
}

SessionStatus Session::status() const
{
    SessionStatus status;
    status.name = m_name;
    status.pooled = false;
    status.leased = true;
    status.state = m_state.load();
    status.transaction = m_transaction.load();
    status.backendPid = m_backendPid.load();
    if (m_connectedAtMs.load() != 0)
        status.connectedSeconds = connectionAge();
    std::lock_guard lock(m_mutex);
    status.host = m_host;
    status.connectionsMade = m_connectionsMade;
    status.lastError = m_lastError;
    if (m_running) {
        status.holder = m_running->title();
        status.heldSeconds = std::chrono::duration<double>(Clock::now() - m_runningSince).count();
    }
    return status;
}

void Session::onCancel(const std::shared_ptr<core::Job> &job, int request)
{
    Item queued;
    {
        std::lock_guard lock(m_mutex);
        const auto waiting = std::find_if(m_queue.begin(), m_queue.end(), [&](const Item &item) { return item.work.job == job; });
        if (waiting != m_queue.end()) {
            queued = std::move(*waiting);
            m_queue.erase(waiting);
        } else if (m_running != job) {
            return;
        } else if (m_connection && (request >= 2 || m_asking)) { // an answer that the work does not see is not worth waiting for
            m_connection->abandon();
        } else if (m_cancellable) {
            m_cancelsInFlight->fetch_add(1);
            m_services.canceller->submit([send = m_cancelRequest, inFlight = m_cancelsInFlight] {
                send();
                inFlight->fetch_sub(1);
            });
        }
    }
    if (queued.work.job)
        queued.work.fail(std::make_exception_ptr(core::Cancelled()));
    wake();
}

void Session::wake() const
{
    const char byte = 1;
    // A full pipe already wakes: nothing to do then.
    if (::write(m_wakePipe[1], &byte, 1) < 0 && errno != EAGAIN)
        qCWarning(core::lcPg, "cannot wake session %s", qUtf8Printable(m_name));
}

} // namespace quiver::pg
