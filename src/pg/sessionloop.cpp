// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Session that runs on its own thread: one piece of work after the other, and the watch in between.
#include "pg/session.h"

#include "core/logging.h"
#include "pg/sessionclock.h"

#include <locale.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>

namespace quiver::pg {

namespace {

constexpr int maxCancelWaitMs = 2000;
constexpr qint64 freshMs = 1000; // a connection that answered so recently is not asked again whether it lives

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

void Session::loop()
{
    const EnglishMessages english;
    while (!m_quit) {
        std::optional<Item> item = nextItem();
        if (item && item->work.job)
            perform(item->work);
        else if (item)
            doChore(item->chore);
        else
            watchIdle();
    }
    failQueued();
    dropConnection({});
}

std::optional<Session::Item> Session::nextItem()
{
    std::lock_guard lock(m_mutex);
    if (m_quit || m_queue.empty()) // asked under the lock: what starts from here on, ~Session() sees
        return std::nullopt;
    Item item = std::move(m_queue.front());
    m_queue.pop_front();
    m_running = item.work.job;
    m_runningSince = Clock::now();
    return item;
}

void Session::perform(Work &work)
{
    work.job->markRunning();
    setState(State::Busy);
    work.settle([this, &work](const Work::Body &body) { runBody(work, body); });
    bool cancelled = false;
    {
        std::lock_guard lock(m_mutex);
        cancelled = m_running->cancelRequests() > 0;
        m_running.reset();
        m_cancellable = false;
    }
    const auto held = std::move(work.held);
    work = {}; // lets go of what the work captured, on this thread, before the next one
    afterWork(cancelled);
}

/// Asks the server something that is no work's: \p question may wait for it. False when the connection is gone after it.
bool Session::ask(const std::function<void()> &question)
{
    {
        std::lock_guard lock(m_mutex);
        if (m_quit)
            return false;
        m_asking = true;
    }
    m_connection->setStopToken({});
    QString failure;
    try {
        question();
        m_lastAnswerMs = steadyMs();
    } catch (const core::Error &e) {
        failure = e.message();
    }
    {
        std::lock_guard lock(m_mutex);
        m_asking = false;
    }
    if (failure.isEmpty() && m_connection->isBroken())
        failure = QStringLiteral("the connection was lost");
    if (!failure.isEmpty())
        dropConnection(failure);
    return failure.isEmpty();
}

/// Drops a connection that is known to be gone, so that the work gets a fresh one.
void Session::checkBeforeWork()
{
    const bool ping = m_pingNext.exchange(false) && steadyMs() - m_lastAnswerMs > freshMs;
    if (!m_connection)
        return;
    if (m_connection->isBroken()) {
        dropConnection(QStringLiteral("the connection was lost"));
        return;
    }
    // A socket that has something to say between two statements: a notice, or the server's farewell.
    pollfd fd = {m_connection->socket(), POLLIN, 0};
    if (::poll(&fd, 1, 0) > 0 && !ask([this] { m_connection->drainIdle(); }))
        return;
    if (ping)
        ask([this] { m_connection->ping(); });
}

void Session::afterWork(bool cancelled)
{
    // A cancel request still on its way would hit the next statement instead.
    if (cancelled && m_connection && !m_connection->isBroken())
        settleCancel();
    if (m_connection && m_connection->isBroken())
        dropConnection(QStringLiteral("the connection was lost"));
    if (!m_connection) {
        setState(stateAtRest());
        return;
    }
    m_connection->setStopToken({});
    m_lastAnswerMs = steadyMs();
    const TransactionStatus status = m_connection->transactionStatus();
    if (m_transaction.exchange(status) != status)
        Q_EMIT transactionStatusChanged(status);
    leaveStandby();
    setState(stateAtRest());
}

void Session::settleCancel()
{
    const qint64 deadline = steadyMs() + maxCancelWaitMs;
    while (m_cancelsInFlight->load() > 0 && steadyMs() < deadline && !m_quit)
        ::poll(nullptr, 0, 1);
    if (m_cancelsInFlight->load() > 0 || m_quit)
        m_connection->abandon();
    else if (m_connection->transactionStatus() != TransactionStatus::Unknown)
        ask([this] { m_connection->ping(); }); // takes the blow if the signal is late
}

void Session::doChore(Chore chore)
{
    switch (chore) {
    case Chore::RollBack: // what cannot be rolled back must not be leased again: ask() drops it
        if (m_connection && !m_connection->isBroken() && m_connection->transactionStatus() != TransactionStatus::Idle
            && ask([this] { m_connection->rollback(); }))
            afterWork(false);
        break;
    case Chore::Disconnect:
        dropConnection({});
        break;
    case Chore::None:
        break;
    }
}

/// Until something is to be done; -1: nothing that is known now.
int Session::idleTimeoutMs() const
{
    using std::chrono::ceil, std::chrono::milliseconds;
    if (m_connection) {
        if (m_keepAliveMs <= 0 || m_transaction.load() != TransactionStatus::Idle)
            return -1;
        return int(std::max<qint64>(0, m_keepAliveMs - (steadyMs() - m_lastAnswerMs)));
    }
    if (!m_lost || !m_staysConnected)
        return -1;
    return int(std::max<qint64>(0, ceil<milliseconds>(m_nextAttempt - Clock::now()).count()));
}

void Session::watchIdle()
{
    if (!m_connection && m_lost && m_staysConnected && m_attempt == 0)
        planNextAttempt({});
    {
        std::lock_guard lock(m_mutex);
        if (!m_queue.empty() || m_quit)
            return;
        m_sleeping = true;
    }
    pollfd fds[2] = {{m_wakePipe[0], POLLIN, 0}, {m_connection ? m_connection->socket() : -1, POLLIN, 0}};
    const int ready = ::poll(fds, m_connection ? 2 : 1, idleTimeoutMs());
    bool work = false;
    {
        std::lock_guard lock(m_mutex);
        m_sleeping = false;
        work = !m_queue.empty() || m_quit;
    }
    if (ready > 0 && fds[0].revents)
        drainWakeups();
    if (work)
        return; // which looks after the connection itself
    if (m_connection && ready > 0 && fds[1].revents)
        ask([this] { m_connection->drainIdle(); });
    else if (m_connection && idleTimeoutMs() == 0)
        ask([this] { m_connection->ping(); });
    else if (!m_connection && m_lost && m_staysConnected && (m_retryNow.exchange(false) || idleTimeoutMs() == 0))
        getBack();
}

void Session::drainWakeups() const
{
    char bytes[64];
    while (::read(m_wakePipe[0], bytes, sizeof bytes) == sizeof bytes) { }
}

void Session::dropConnection(const QString &reason)
{
    std::unique_ptr<Connection> gone;
    {
        std::lock_guard lock(m_mutex);
        gone = std::move(m_connection);
        m_cancellable = false;
        m_cancelRequest = nullptr;
        // What still hangs on its way to the old server must not make the new connection wait.
        m_cancelsInFlight = std::make_shared<std::atomic<int>>(0);
        if (gone) {
            m_host.clear();
            m_lastError = reason;
        }
    }
    if (reason.isEmpty()) // on purpose, also when it was lost before
        m_lost = false;
    if (!gone) {
        if (reason.isEmpty())
            setState(State::Disconnected);
        return;
    }
    const bool inTransaction = gone->wasInTransaction(); // also one that the work which failed had begun
    gone.reset();
    m_backendPid = 0;
    m_connectedAtMs = 0;
    const TransactionStatus before = m_transaction.exchange(TransactionStatus::Idle);
    if (before != TransactionStatus::Idle)
        Q_EMIT transactionStatusChanged(TransactionStatus::Idle);
    m_lost = !reason.isEmpty();
    m_lostAt = Clock::now();
    m_attempt = 0;
    setState(stateAtRest());
    if (m_lost)
        Q_EMIT connectionLost(reason, inTransaction);
}

SessionState Session::stateAtRest() const
{
    if (m_connection)
        return State::Idle;
    return m_lost && m_staysConnected ? State::Waiting : State::Disconnected;
}

void Session::setState(State state)
{
    if (m_state.exchange(state) != state)
        Q_EMIT stateChanged(state);
}

} // namespace quiver::pg
