// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/pool.h"

#include "pg/error.h"
#include "pg/typeregistry.h"

#include <QTimer>

#include <algorithm>
#include <condition_variable>

namespace quiver::pg {

Lease::Lease(Pool *pool, Session *session)
    : m_pool(pool), m_session(session)
{
}

Lease::Lease(Lease &&other) noexcept
    : m_pool(std::exchange(other.m_pool, nullptr)), m_session(std::exchange(other.m_session, nullptr))
{
}

Lease &Lease::operator=(Lease &&other) noexcept
{
    if (this != &other) {
        release();
        m_pool = std::exchange(other.m_pool, nullptr);
        m_session = std::exchange(other.m_session, nullptr);
    }
    return *this;
}

Lease::~Lease()
{
    release();
}

void Lease::release()
{
    Pool *const pool = std::exchange(m_pool, nullptr);
    if (Session *const session = std::exchange(m_session, nullptr))
        pool->giveBack(session);
}

Pool::Pool(ConnectOptions options, PoolSettings settings, Services services, const QString &name, QObject *parent)
    : QObject(parent), m_name(name), m_services(services), m_types(std::make_shared<TypeRegistry>()),
      m_options(std::move(options)), m_settings(settings)
{
}

Pool::~Pool()
{
    std::deque<Waiter> waiters;
    std::vector<std::unique_ptr<Session>> sessions;
    {
        std::lock_guard lock(m_mutex);
        waiters.swap(m_waiters);
        sessions.swap(m_sessions);
        std::move(m_retired.begin(), m_retired.end(), std::back_inserter(sessions));
        m_retired.clear();
        m_idle.clear();
        m_settings.size = -1; // leases that come back from here on find nothing to go to
    }
    for (const Waiter &waiter : waiters)
        waiter.fail(std::make_exception_ptr(core::Cancelled()));
    sessions.clear(); // cancels what runs, joins the threads
}

Lease Pool::lease()
{
    // Kept by the waiter too: it may be called after we gave up.
    struct Slot {
        std::mutex mutex;
        std::condition_variable filled;
        Lease lease;
        std::exception_ptr error;
        bool done = false;
    };
    const auto slot = std::make_shared<Slot>();
    const auto finish = [slot](Lease lease, const std::exception_ptr &error) {
        std::lock_guard lock(slot->mutex);
        slot->lease = std::move(lease);
        slot->error = error;
        slot->done = true;
        slot->filled.notify_all();
    };
    const double timeout = settings().timeout;
    const quint64 id = request(nullptr, [finish](Lease lease) { finish(std::move(lease), nullptr); },
            [finish](const std::exception_ptr &error) { finish({}, error); });
    std::unique_lock lock(slot->mutex);
    const auto patience = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(timeout));
    if (!slot->filled.wait_for(lock, patience, [&] { return slot->done; })) {
        lock.unlock();
        failWaiter(id, timeoutError()); // without effect when a session is being given to us just now
        lock.lock();
        slot->filled.wait(lock, [&] { return slot->done; });
    }
    if (slot->error)
        std::rethrow_exception(slot->error);
    return std::move(slot->lease);
}

std::exception_ptr Pool::timeoutError() const
{
    const PoolCounters now = counters();
    return std::make_exception_ptr(Error::client(
        QStringLiteral("no session of the pool \"%1\" became free within %2 s (size %3, overflow %4, in use %5, waiting %6)")
            .arg(m_name)
            .arg(settings().timeout)
            .arg(now.size)
            .arg(now.overflow)
            .arg(now.checkedOut)
            .arg(now.waiting)));
}

quint64 Pool::request(const std::shared_ptr<core::Job> &job, std::function<void(Lease)> give,
                      std::function<void(const std::exception_ptr &)> fail)
{
    Session *session = nullptr;
    quint64 id = 0;
    double timeout = 0;
    std::exception_ptr error; // no more threads or files: the job's failure, not the caller's
    {
        std::lock_guard lock(m_mutex);
        try {
            session = takeLocked();
        } catch (...) {
            error = std::current_exception();
        }
        if (!session && !error) {
            id = m_nextId++;
            timeout = m_settings.timeout;
            // Before anybody can see the waiter: the session that it is given to sets a handler of its own.
            if (job)
                job->setCancelHandler([this, id](int) { failWaiter(id, std::make_exception_ptr(core::Cancelled())); });
            m_waiters.push_back({id, give, std::move(fail)});
        }
    }
    if (error) {
        fail(error);
        return 0;
    }
    announce();
    if (session) {
        give(Lease(this, session));
        return 0;
    }
    if (job && job->cancelRequests() > 0) // before it had the handler
        failWaiter(id, std::make_exception_ptr(core::Cancelled()));
    QMetaObject::invokeMethod(
        this,
        [this, id, timeout] {
            QTimer::singleShot(int(timeout * 1000), this, [this, id] { failWaiter(id, timeoutError()); });
        },
        Qt::QueuedConnection);
    return id;
}

/// An idle session, or a new one where the settings allow it; null otherwise.
Session *Pool::takeLocked()
{
    Session *session = nullptr;
    if (!m_idle.empty()) {
        session = m_idle.back();
        m_idle.pop_back();
    } else {
        const bool unlimited = m_settings.size == 0 || m_settings.maxOverflow < 0;
        if (!unlimited && int(m_sessions.size()) >= m_settings.size + m_settings.maxOverflow)
            return nullptr;
        m_sessions.push_back(std::make_unique<Session>(m_options, m_types, m_services,
                                                       m_name + QStringLiteral(" #%1").arg(m_nextId++)));
        session = m_sessions.back().get();
        session->moveToThread(thread());
    }
    if (m_settings.recycle >= 0 && session->connectionAge() > m_settings.recycle)
        session->disconnectFromServer();
    if (m_settings.prePing)
        session->pingBeforeNextWork();
    return session;
}

void Pool::failWaiter(quint64 id, const std::exception_ptr &error)
{
    Waiter waiter;
    {
        std::lock_guard lock(m_mutex);
        const auto it = std::find_if(m_waiters.begin(), m_waiters.end(), [id](const Waiter &w) { return w.id == id; });
        if (it == m_waiters.end())
            return;
        waiter = std::move(*it);
        m_waiters.erase(it);
    }
    announce();
    waiter.fail(error);
}

void Pool::giveBack(Session *session)
{
    std::function<void(Lease)> give;
    {
        std::lock_guard lock(m_mutex);
        if (m_settings.size < 0)
            return; // the pool is going away and ends its sessions itself
        if (m_settings.resetOnReturn)
            session->reset();
        const bool surplus = int(m_sessions.size()) > m_settings.size;
        if (!m_waiters.empty() && m_settings.size > 0) {
            give = std::move(m_waiters.front().give);
            m_waiters.pop_front();
            if (m_settings.prePing)
                session->pingBeforeNextWork();
        } else if (surplus) {
            retireLocked(session);
        } else {
            m_idle.push_back(session);
        }
    }
    if (give)
        give(Lease(this, session));
    announce();
}

void Pool::retireLocked(Session *session)
{
    const auto it = std::find_if(m_sessions.begin(), m_sessions.end(), [session](const auto &s) { return s.get() == session; });
    session->disconnectFromServer();
    m_retired.push_back(std::move(*it));
    m_sessions.erase(it);
    if (m_purging)
        return;
    // Not here: this may be the session's own thread, which cannot join itself.
    m_purging = true;
    QMetaObject::invokeMethod(this, &Pool::purge, Qt::QueuedConnection);
}

void Pool::purge()
{
    std::vector<std::unique_ptr<Session>> retired;
    {
        std::lock_guard lock(m_mutex);
        m_purging = false;
        retired.swap(m_retired);
    }
}

std::unique_ptr<Session> Pool::dedicatedSession(const QString &name)
{
    return std::make_unique<Session>(options(), m_types, m_services, name);
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

PoolSettings Pool::settings() const
{
    std::lock_guard lock(m_mutex);
    return m_settings;
}

void Pool::setSettings(const PoolSettings &settings)
{
    std::vector<std::pair<std::function<void(Lease)>, Session *>> served;
    {
        std::lock_guard lock(m_mutex);
        m_settings = settings;
        while (int(m_sessions.size()) > settings.size && !m_idle.empty()) {
            retireLocked(m_idle.front());
            m_idle.erase(m_idle.begin());
        }
        while (!m_waiters.empty()) { // there may be room now for who waits
            Session *session = nullptr;
            try {
                session = takeLocked();
            } catch (const std::exception &) {
                // The system allows no more sessions: who waits goes on waiting for one that comes back.
            }
            if (!session)
                break;
            served.emplace_back(std::move(m_waiters.front().give), session);
            m_waiters.pop_front();
        }
    }
    for (auto &[give, session] : served)
        give(Lease(this, session));
    announce();
}

ConnectOptions Pool::options() const
{
    std::lock_guard lock(m_mutex);
    return m_options;
}

void Pool::setOptions(const ConnectOptions &options)
{
    std::lock_guard lock(m_mutex);
    m_options = options;
    for (const auto &session : m_sessions)
        session->setOptions(options);
}

void Pool::dropIdle()
{
    {
        std::lock_guard lock(m_mutex);
        for (Session *session : std::exchange(m_idle, {}))
            retireLocked(session);
    }
    announce();
}

void Pool::announce()
{
    {
        std::lock_guard lock(m_mutex);
        if (m_announced)
            return;
        m_announced = true;
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            {
                std::lock_guard lock(m_mutex);
                m_announced = false;
            }
            Q_EMIT countersChanged();
        },
        Qt::QueuedConnection);
}

} // namespace quiver::pg
