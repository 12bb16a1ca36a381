// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Session that makes connections, gets lost ones back, and repeats reads. On the session's own thread.
#include "pg/session.h"

#include "core/logging.h"
#include "pg/connectreport.h"
#include "pg/sessionclock.h"

#include <poll.h>

#include <algorithm>

namespace quiver::pg {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr int maxRepeats = 5;
constexpr auto readOnlyTransaction = "25006"_L1; // SQLSTATE
// Back within 3 s of a server that was away for a moment; no more than a knock in half a minute on one that stays away.
constexpr milliseconds firstPause{100}, shortCap{2000}, slowPause{5000}, longCap{30000};
constexpr std::chrono::minutes moment{1};

bool mayPass(const Diagnostics &error)
{
    const QString &state = error.sqlState;
    return state.isEmpty() || state.startsWith("08"_L1) || state == "57P01"_L1 || state == "57P02"_L1 || state == "57P03"_L1
           || state == "53300"_L1;
}

/// Whether an attempt to connect that failed like this may succeed later, with nothing changed on this side.
bool isTransient(const Error &error)
{
    if (error.kind() != Error::Kind::Connection)
        return false;
    const auto *const connectError = dynamic_cast<const ConnectError *>(&error);
    if (!connectError || connectError->connectReport().attempts.isEmpty())
        return mayPass(error.diagnostics());
    // A host that refuses the password is not asked again and again because its neighbour is down.
    const auto &attempts = connectError->connectReport().attempts;
    return std::all_of(attempts.begin(), attempts.end(), [](const HostAttempt &attempt) {
        return attempt.failedAt == ConnectStage::Lookup || attempt.failedAt == ConnectStage::Reach
               || attempt.failedAt == ConnectStage::Role || mayPass(attempt.error);
    });
}

} // namespace

void Session::runBody(const Work &work, const Work::Body &body)
{
    if (work.repeat == Work::Repeat::WhenSafe) {
        repeatBody(work, body);
        return;
    }
    Patience patience;
    Connection &connection = connectedFor(work, patience);
    try {
        body(connection);
    } catch (const Error &e) {
        m_readOnlyRefused = e.sqlState() == readOnlyTransaction;
        throw;
    }
}

void Session::repeatBody(const Work &work, const Work::Body &body)
{
    Patience patience;
    const bool inTransaction = m_transaction.load() != TransactionStatus::Idle;
    for (int repeats = 0;; ++repeats) {
        Connection &connection = connectedFor(work, patience);
        std::exception_ptr failure;
        QString reason;
        try {
            const ReadOnlyScope readOnly(connection);
            body(connection);
            return;
        } catch (const Error &e) {
            m_readOnlyRefused = e.sqlState() == readOnlyTransaction;
            if (inTransaction || repeats == maxRepeats || !(e.retryable() || (m_readOnlyRefused && m_wantsPrimary)))
                throw;
            failure = std::current_exception();
            reason = e.message();
        }
        if (connection.isBroken())
            dropConnection(reason);
        else if (connection.transactionStatus() != TransactionStatus::Idle)
            ask([this] { m_connection->rollback(); });
        if (m_readOnlyRefused && !leaveStandby())
            std::rethrow_exception(failure);
        if (!pauseFor(work, patience, u"Repeating"_s, reason))
            std::rethrow_exception(failure);
    }
}

Connection &Session::connectedFor(const Work &work, Patience &patience)
{
    checkBeforeWork();
    if (!m_connection)
        connectPatiently(work, patience);
    m_connection->setStopToken(core::JobContext(work.job).stopToken());
    {
        std::lock_guard lock(m_mutex);
        m_cancellable = true;
        if (m_quit || work.job->cancelRequests() > 1)
            m_connection->abandon(); // the second request came while connecting
    }
    setState(State::Busy);
    return *m_connection;
}

void Session::connectPatiently(const Work &work, Patience &patience)
{
    for (;;) {
        setState(State::Connecting);
        std::exception_ptr failure;
        QString reason;
        bool again = false;
        try {
            connect(core::JobContext(work.job).stopToken());
            return;
        } catch (const Error &e) {
            failure = std::current_exception();
            reason = e.message();
            again = (m_connectionsMade > 0 || m_patient) && isTransient(e);
            noteFailure(reason, !isTransient(e));
        } catch (...) {
            setState(stateAtRest());
            throw;
        }
        if (!again || !pauseFor(work, patience, u"Reconnecting"_s, reason)) {
            setState(stateAtRest());
            std::rethrow_exception(failure);
        }
    }
}

/// \throws pg::Error, core::Cancelled
void Session::connect(const std::stop_token &stop)
{
    const ConnectOptions options = this->options();
    ConnectionEvents events;
    events.notice = [this](const Diagnostics &notice) { Q_EMIT noticeReceived(notice); };
    events.notification = [this](const Notification &n) { Q_EMIT notificationReceived(n); };
    events.parameterChanged = [this](const QByteArray &name, const QByteArray &value) { Q_EMIT parameterChanged(name, value); };
    auto connection = std::make_unique<Connection>(options, m_types, std::move(events), m_services.statementLog, m_name, m_wakePipe[0], stop);
    const QString host = connection->host();
    {
        std::lock_guard lock(m_mutex);
        m_cancelRequest = connection->cancelRequest();
        m_connection = std::move(connection);
        m_host = host;
        m_lastError.clear();
        ++m_connectionsMade;
    }
    m_backendPid = m_connection->backendPid();
    m_serverVersion = m_connection->serverVersion();
    m_connectedAtMs = m_lastAnswerMs = steadyMs();
    m_keepAliveMs = options.keepAlive * 1000;
    m_lost = false;
    m_retryNow = false;
    Q_EMIT connected(host);
}

/// Waits before the next attempt for \p work. False when its patience is over. \throws core::Cancelled
bool Session::pauseFor(const Work &work, Patience &patience, const QString &phase, const QString &reason)
{
    const Clock::time_point now = Clock::now();
    if (!patience.deadline)
        patience.deadline = now + std::chrono::seconds(options().reconnectPatience);
    if (now >= *patience.deadline)
        return false;
    const auto pause = std::min(patience.backOff.next(), std::chrono::ceil<milliseconds>(*patience.deadline - now));
    const int attempt = patience.backOff.attempts();
    core::JobContext context(work.job);
    context.report({.phase = phase, .done = attempt, .message = u"attempt %1: %2"_s.arg(attempt).arg(reason)});
    if (!m_connection) {
        setState(State::Waiting);
        Q_EMIT reconnecting(attempt, int(pause.count()), reason);
    }
    const Clock::time_point until = now + pause;
    for (Clock::time_point at = now; at < until && !m_retryNow.exchange(false); at = Clock::now()) {
        if (m_quit || context.cancelRequested()) {
            setState(stateAtRest());
            throw core::Cancelled();
        }
        pollfd fd = {m_wakePipe[0], POLLIN, 0};
        if (::poll(&fd, 1, int(std::chrono::ceil<milliseconds>(until - at).count())) > 0)
            drainWakeups();
    }
    return true;
}

/// An attempt failed. \p final: it will not get better by itself.
void Session::noteFailure(const QString &reason, bool final)
{
    if (final)
        m_lost = false;
    std::lock_guard lock(m_mutex);
    m_lastError = reason;
}

/// While nothing else is to be done: one attempt to get a lost connection back.
void Session::getBack()
{
    setState(State::Connecting);
    QString reason;
    bool again = true;
    try {
        connect(m_quitting.get_token());
        setState(State::Idle);
        return;
    } catch (const core::Cancelled &) {
        return; // the session ends
    } catch (const Error &e) {
        reason = e.message();
        again = isTransient(e);
    } catch (const std::exception &e) { // no file left, no thread left, no memory left
        reason = QString::fromUtf8(e.what());
    }
    noteFailure(reason, !again);
    if (again)
        planNextAttempt(reason);
    else
        setState(State::Disconnected);
}

void Session::planNextAttempt(const QString &reason)
{
    const Clock::time_point now = Clock::now();
    if (m_attempt == 0)
        m_backOff = core::BackOff(firstPause, shortCap);
    else if (now - m_lostAt > moment && m_backOff.cap() == shortCap)
        m_backOff = core::BackOff(slowPause, longCap);
    ++m_attempt;
    const milliseconds pause = m_backOff.next();
    m_nextAttempt = now + pause;
    setState(State::Waiting);
    QString why = reason;
    if (why.isEmpty()) {
        std::lock_guard lock(m_mutex);
        why = m_lastError;
    }
    Q_EMIT reconnecting(m_attempt, int(pause.count()), why);
}

/// A connection that is to lead to a server which takes writes leads to a standby: what was refused goes to another host.
/// Promotion and demotion behind a pooler or an address that moves leave the connection open. True when it was dropped.
bool Session::leaveStandby()
{
    if (!m_wantsPrimary || !m_connection || m_connection->transactionStatus() != TransactionStatus::Idle)
        return false; // a transaction's owner ends it first, and it is looked at then
    const bool refused = std::exchange(m_readOnlyRefused, false);
    bool standby = m_connection->parameterStatus("in_hot_standby") == "on"; // told by PostgreSQL 14 and newer
    if (!standby && refused
        && !ask([&] { standby = m_connection->exec("SELECT pg_catalog.pg_is_in_recovery()").boolean(0, 0); }))
        return true;
    if (standby)
        dropConnection(u"the server became a standby"_s);
    return standby;
}

} // namespace quiver::pg
