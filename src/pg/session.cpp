// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/session.h"

#include "core/logging.h"
#include "pg/typeregistry.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <system_error>

namespace quiver::pg {

namespace {

constexpr int maxCancelWaitMs = 2000;
constexpr qint64 freshMs = 1000; // a connection that answered so recently is not asked again whether it lives

qint64 steadyMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// libpq words its failures in the user's language, but the diagnosis of a refused connection reads them: in English on this
/// thread, whatever the desktop speaks.
class EnglishMessages
{
public:
    EnglishMessages()
    {
        const locale_t base = ::duplocale(LC_GLOBAL_LOCALE);
        m_locale = ::newlocale(LC_MESSAGES_MASK, "C", base);
        if (m_locale)
            ::uselocale(m_locale);
        else if (base)
            ::freelocale(base);
    }
    ~EnglishMessages()
    {
        ::uselocale(LC_GLOBAL_LOCALE);
        if (m_locale)
            ::freelocale(m_locale);
    }
    Q_DISABLE_COPY_MOVE(EnglishMessages)

private:
    locale_t m_locale = nullptr;
};

} // namespace

Session::Session(ConnectOptions options, std::shared_ptr<TypeRegistry> types, Services services, const QString &name,
                 QObject *parent)
    : QObject(parent), m_name(name), m_types(std::move(types)), m_services(services), m_options(std::move(options))
{
    if (::pipe2(m_wakePipe, O_NONBLOCK | O_CLOEXEC) != 0)
        throw core::Error(QStringLiteral("no pipe for a session: too many open files; close some connections"));
    try {
        m_thread = std::thread([this] { loop(); });
    } catch (const std::system_error &) {
        ::close(m_wakePipe[0]);
        ::close(m_wakePipe[1]);
        throw core::Error(QStringLiteral("no thread for a session: the system allows no more; close some connections"));
    }
}

Session::~Session()
{
    m_quit = true;
    std::vector<std::shared_ptr<core::Job>> jobs;
    {
        std::lock_guard lock(m_mutex);
        for (const Item &item : m_queue)
            jobs.push_back(item.job);
        if (m_running)
            jobs.push_back(m_running);
    }
    for (const auto &job : jobs)
        job->cancel();
    {
        std::lock_guard lock(m_mutex);
        // Nobody reads the answer any more. After the work, too, the session may wait for the server: afterWork().
        if (m_connection && (m_running || m_state.load() != State::Idle))
            m_connection->abandon();
    }
    wake();
    m_thread.join();
    ::close(m_wakePipe[0]);
    ::close(m_wakePipe[1]);
}

void Session::enqueue(const std::shared_ptr<core::Job> &job,
                      std::function<void(const std::function<Connection &()> &)> run)
{
    job->setCancelHandler([this, weak = std::weak_ptr(job)](int request) {
        if (const auto locked = weak.lock())
            onCancel(locked, request);
    });
    {
        std::lock_guard lock(m_mutex);
        m_queue.push_back({job, std::move(run)});
    }
    wake();
}

void Session::enqueueChore(std::function<void()> chore)
{
    auto job = core::Job::create(QStringLiteral("chore")); // of no interest to anybody: not registered
    {
        std::lock_guard lock(m_mutex);
        m_queue.push_back({job, [job, chore = std::move(chore)](const std::function<Connection &()> &) {
                               chore();
                               job->markFinished();
                           }});
    }
    wake();
}

void Session::setOptions(ConnectOptions options)
{
    std::lock_guard lock(m_mutex);
    m_options = std::move(options);
}

void Session::disconnectFromServer()
{
    enqueueChore([this] { dropConnection({}); });
}

void Session::reset()
{
    enqueueChore([this] {
        if (m_quit || !m_connection || m_connection->isBroken() || m_connection->transactionStatus() == TransactionStatus::Idle)
            return;
        try {
            m_connection->rollback();
        } catch (const core::Error &e) {
            dropConnection(e.message()); // what cannot be rolled back must not be leased again
        }
    });
}

double Session::connectionAge() const
{
    const qint64 since = m_connectedAtMs.load();
    return since == 0 ? 0 : double(steadyMs() - since) / 1000.0;
}

void Session::onCancel(const std::shared_ptr<core::Job> &job, int request)
{
    Item queued;
    {
        std::lock_guard lock(m_mutex);
        const auto waiting = std::find_if(m_queue.begin(), m_queue.end(), [&](const Item &item) { return item.job == job; });
        if (waiting != m_queue.end()) {
            queued = std::move(*waiting);
            m_queue.erase(waiting);
        } else if (m_running != job) {
            return;
        } else if (request >= 2) {
            if (m_connection)
                m_connection->abandon();
        } else if (m_cancelRunning) {
            m_cancelsInFlight->fetch_add(1);
            m_services.canceller->submit([send = m_cancelRunning, inFlight = m_cancelsInFlight] {
                send();
                inFlight->fetch_sub(1);
            });
        }
    }
    if (queued.job) // the work itself does not run: the stop token is set
        queued.run([]() -> Connection & { throw core::Cancelled(); });
    wake();
}

void Session::loop()
{
    const EnglishMessages english;
    while (!m_quit) {
        Item item;
        {
            std::lock_guard lock(m_mutex);
            if (!m_quit && !m_queue.empty()) { // asked under the lock: what starts from here on, ~Session() sees
                item = std::move(m_queue.front());
                m_queue.pop_front();
                m_running = item.job;
            }
        }
        if (item.job)
            perform(item);
        else
            watchIdle();
    }
    // Whoever waits for queued work must not wait for ever.
    std::deque<Item> rest;
    {
        std::lock_guard lock(m_mutex);
        rest.swap(m_queue);
    }
    for (Item &item : rest)
        item.run([]() -> Connection & { throw core::Cancelled(); });
    dropConnection({});
}

void Session::perform(Item &item)
{
    item.job->markRunning();
    setState(State::Busy);
    item.run([this, &item]() -> Connection & { return connected(item.job); });
    bool cancelled = false;
    {
        std::lock_guard lock(m_mutex);
        cancelled = m_running->cancelRequests() > 0;
        m_running.reset();
        m_cancelRunning = nullptr;
    }
    item = {}; // lets go of what the work captured, on this thread, before the next one
    afterWork(cancelled);
}

Connection &Session::connected(const std::shared_ptr<core::Job> &job)
{
    core::JobContext context(job);
    checkBeforeWork();
    if (!m_connection) {
        ConnectOptions options;
        {
            std::lock_guard lock(m_mutex);
            options = m_options;
        }
        setState(State::Connecting);
        ConnectionEvents events;
        events.notice = [this](const Diagnostics &notice) { Q_EMIT noticeReceived(notice); };
        events.notification = [this](const Notification &n) { Q_EMIT notificationReceived(n); };
        events.parameterChanged = [this](const QByteArray &name, const QByteArray &value) { Q_EMIT parameterChanged(name, value); };
        std::unique_ptr<Connection> connection;
        try {
            connection = std::make_unique<Connection>(options, m_types, std::move(events), m_services.statementLog, m_name,
                                                      m_wakePipe[0], context.stopToken());
        } catch (...) {
            setState(State::Disconnected);
            throw;
        }
        std::lock_guard lock(m_mutex);
        m_connection = std::move(connection);
        m_backendPid = m_connection->backendPid();
        m_serverVersion = m_connection->serverVersion();
        m_connectedAtMs = steadyMs();
    }
    m_connection->setStopToken(context.stopToken());
    {
        std::lock_guard lock(m_mutex);
        m_cancelRunning = m_connection->cancelRequest();
        if (job->cancelRequests() > 1)
            m_connection->abandon(); // the second request came while connecting
    }
    setState(State::Busy);
    return *m_connection;
}

/// Drops a connection that is known to be gone, so that the work gets a fresh one.
void Session::checkBeforeWork()
{
    if (!m_connection)
        return;
    m_connection->setStopToken({});
    try {
        // A socket that has something to say between two statements: a notice, or the server's farewell.
        pollfd fd = {m_connection->socket(), POLLIN, 0};
        if (!m_connection->isBroken() && ::poll(&fd, 1, 0) > 0)
            m_connection->drainIdle();
        const bool ping = m_pingNext.exchange(false) && steadyMs() - m_lastAnswerMs > freshMs;
        if (!m_connection->isBroken() && ping)
            m_connection->ping();
    } catch (const core::Error &e) {
        dropConnection(e.message());
        return;
    }
    if (m_connection->isBroken())
        dropConnection(QStringLiteral("the connection was lost"));
}

void Session::afterWork(bool cancelled)
{
    if (!m_connection) {
        setState(State::Disconnected);
        return;
    }
    m_connection->setStopToken({});
    // A cancel request still on its way would hit the next statement instead.
    if (cancelled && !m_connection->isBroken()) {
        const qint64 deadline = steadyMs() + maxCancelWaitMs;
        while (m_cancelsInFlight->load() > 0 && steadyMs() < deadline && !m_quit)
            ::poll(nullptr, 0, 1);
        if (m_cancelsInFlight->load() > 0 || m_quit) {
            m_connection->abandon();
        } else {
            try {
                m_connection->ping(); // takes the blow if the signal is late
            } catch (const core::Error &e) { // Cancelled: given up by ~Session() meanwhile
                qCDebug(core::lcPg, "after cancel: %s", e.what());
            }
        }
    }
    if (m_connection->isBroken()) {
        dropConnection(QStringLiteral("the connection was lost"));
        return;
    }
    m_lastAnswerMs = steadyMs();
    const TransactionStatus status = m_connection->transactionStatus();
    if (m_transaction.exchange(status) != status)
        Q_EMIT transactionStatusChanged(status);
    setState(State::Idle);
}

void Session::watchIdle()
{
    pollfd fds[2] = {{m_wakePipe[0], POLLIN, 0}, {m_connection ? m_connection->socket() : -1, POLLIN, 0}};
    if (::poll(fds, m_connection ? 2 : 1, -1) <= 0)
        return;
    if (fds[0].revents) {
        char bytes[64];
        while (::read(m_wakePipe[0], bytes, sizeof bytes) == sizeof bytes) { }
    }
    if (m_connection && fds[1].revents) {
        try {
            m_connection->drainIdle();
        } catch (const core::Error &e) {
            dropConnection(e.message());
        }
    }
}

void Session::dropConnection(const QString &reason)
{
    std::unique_ptr<Connection> gone;
    {
        std::lock_guard lock(m_mutex);
        gone = std::move(m_connection);
        m_cancelRunning = nullptr;
        // What still hangs on its way to the old server must not make the new connection wait.
        m_cancelsInFlight = std::make_shared<std::atomic<int>>(0);
    }
    if (!gone)
        return;
    const bool inTransaction = gone->wasInTransaction(); // also one that the work which failed had begun
    gone.reset();
    m_backendPid = 0;
    m_connectedAtMs = 0;
    const TransactionStatus before = m_transaction.exchange(TransactionStatus::Idle);
    if (before != TransactionStatus::Idle)
        Q_EMIT transactionStatusChanged(TransactionStatus::Idle);
    setState(State::Disconnected);
    if (!reason.isEmpty())
        Q_EMIT connectionLost(reason, inTransaction);
}

void Session::wake() const
{
    const char byte = 1;
    // A full pipe already wakes: nothing to do then.
    if (::write(m_wakePipe[1], &byte, 1) < 0 && errno != EAGAIN)
        qCWarning(core::lcPg, "cannot wake session %s", qUtf8Printable(m_name));
}

void Session::setState(State state)
{
    if (m_state.exchange(state) != state)
        Q_EMIT stateChanged(state);
}

} // namespace quiver::pg
