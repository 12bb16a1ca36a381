// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Pool that watches its sessions and tells about itself.
#include "pg/dedicated.h"
#include "pg/pool.h"

#include <algorithm>

namespace quiver::pg {

namespace {

constexpr std::chrono::milliseconds quietTime{50}; // between two announcements: a screen draws no faster

} // namespace

/// \p type: direct for a session that cannot outlive the pool; its signals then come on its own thread.
void Pool::watch(Session &session, Qt::ConnectionType type)
{
    const auto lost = std::make_shared<bool>(false); // of the session's signals only, which come one after the other
    connect(&session, &Session::stateChanged, this, [this] { announce(SessionsChange); }, type);
    connect(
        &session, &Session::connectionLost, this,
        [this, lost, name = session.name()](const QString &reason, bool inTransaction) {
            *lost = true;
            QMetaObject::invokeMethod(
                this, [=, this] { Q_EMIT connectionLost(name, reason, inTransaction); }, Qt::QueuedConnection);
        },
        type);
    connect(
        &session, &Session::reconnecting, this,
        [this](int attempt, int delayMs, const QString &reason) {
            QMetaObject::invokeMethod(this, [=, this] { Q_EMIT reconnecting(attempt, delayMs, reason); }, Qt::QueuedConnection);
        },
        type);
    connect(
        &session, &Session::connected, this,
        [this, lost](const QString &host) {
            serverAnswered(std::exchange(*lost, false));
            QMetaObject::invokeMethod(this, [=, this] { Q_EMIT connected(host); }, Qt::QueuedConnection);
        },
        type);
}

/// A connection was made: the others need not wait for the end of their pauses.
void Pool::serverAnswered(bool again)
{
    m_wasConnected = true;
    {
        std::lock_guard lock(m_mutex);
        m_totals.reconnects += again ? 1 : 0;
        for (const auto &held : m_sessions) {
            held->session->setPatient();
            held->session->retryNow();
        }
    }
    std::lock_guard lock(m_dedicated->mutex);
    for (Session *const session : m_dedicated->sessions)
        session->retryNow();
}

std::unique_ptr<Session> Pool::dedicatedSession(const QString &name)
{
    auto session = std::make_unique<Session>(options(), m_types, m_services, name);
    session->setFarewell([dedicated = m_dedicated, self = session.get()] {
        std::lock_guard lock(dedicated->mutex);
        std::erase(dedicated->sessions, self);
    });
    watch(*session, Qt::QueuedConnection);
    connect(session.get(), &QObject::destroyed, this, [this] { announce(SessionsChange); });
    {
        std::lock_guard lock(m_dedicated->mutex);
        m_dedicated->sessions.push_back(session.get());
    }
    announce(SessionsChange);
    return session;
}

PoolCounters Pool::counters() const
{
    std::lock_guard lock(m_mutex);
    PoolCounters now;
    now.size = std::max(m_settings.size, 0);
    now.checkedIn = int(m_idle.size());
    now.checkedOut = int(m_sessions.size() - m_idle.size());
    now.overflow = std::max(0, int(m_sessions.size()) - now.size);
    now.waiting = int(m_waiters.size());
    return now;
}

PoolTotals Pool::totals() const
{
    std::lock_guard lock(m_mutex);
    return m_totals;
}

QList<SessionStatus> Pool::sessions() const
{
    QList<SessionStatus> list;
    {
        std::lock_guard lock(m_mutex);
        for (const auto &held : m_sessions) {
            SessionStatus status = held->session->status();
            status.pooled = true;
            status.leased = held->leased;
            if (!held->leased)
                status.holder.clear();
            else if (!held->purpose.isEmpty())
                status.holder = held->purpose;
            status.heldSeconds = held->leased ? std::chrono::duration<double>(Clock::now() - held->leasedAt).count() : -1;
            list << status;
        }
    }
    std::lock_guard lock(m_dedicated->mutex);
    for (const Session *const session : m_dedicated->sessions)
        list << session->status();
    return list;
}

PoolHealth Pool::health() const
{
    PoolHealth health = m_wasConnected ? PoolHealth::Good : PoolHealth::Unknown;
    for (const SessionStatus &session : sessions()) {
        const bool trying = session.state == SessionState::Waiting
                            || (session.state == SessionState::Connecting && !session.lastError.isEmpty());
        if (session.backendPid != 0)
            return PoolHealth::Good;
        if (trying)
            health = PoolHealth::Reconnecting;
        else if (!session.lastError.isEmpty() && health != PoolHealth::Reconnecting)
            health = PoolHealth::Lost;
    }
    return health;
}

ConnectOptions Pool::options() const
{
    std::lock_guard lock(m_mutex);
    return m_options;
}

void Pool::setOptions(const ConnectOptions &options)
{
    const QString key = QStringLiteral("dbname");
    QString before;
    {
        std::lock_guard lock(m_mutex);
        before = m_options.parameters.value(key);
        m_options = options;
        for (const auto &held : m_sessions)
            held->session->setOptions(options);
    }
    std::lock_guard lock(m_dedicated->mutex);
    for (Session *const session : m_dedicated->sessions) {
        ConnectOptions theirs = options;
        if (const QString database = session->options().parameters.value(key); database != before)
            theirs.parameters.insert(key, database);
        session->setOptions(theirs);
    }
}

void Pool::announce(unsigned changes)
{
    // Once for whatever happens until the pool's thread takes notice.
    if (!(m_changes.fetch_or(changes | Scheduled) & Scheduled))
        QMetaObject::invokeMethod(this, &Pool::deliver, Qt::QueuedConnection);
}

void Pool::deliver()
{
    unsigned nothing = Scheduled;
    if (m_changes.compare_exchange_strong(nothing, 0))
        return; // quiet: the next change posts again
    m_quiet.start(quietTime);
    const unsigned changes = m_changes.fetch_and(Scheduled);
    if (changes & CountersChange)
        Q_EMIT countersChanged();
    if (changes & SessionsChange)
        Q_EMIT sessionsChanged();
    const PoolHealth now = health();
    if (std::exchange(m_toldHealth, now) != now)
        Q_EMIT healthChanged();
}

} // namespace quiver::pg
