// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Pool that leases. What it tells about itself: poolstatus.cpp.
#include "pg/pool.h"

#include "core/logging.h"
#include "pg/dedicated.h"
#include "pg/error.h"
#include "pg/typeregistry.h"

#include <algorithm>
#include <condition_variable>

namespace quiver::pg {

Pool::Pool(ConnectOptions options, PoolSettings settings, Services services, const QString &name, QObject *parent)
    : QObject(parent), m_name(name), m_services(services), m_types(std::make_shared<TypeRegistry>()),
      m_dedicated(std::make_shared<Dedicated>()), m_options(std::move(options)), m_settings(settings)
{
    m_quiet.setSingleShot(true);
    m_expiry.setSingleShot(true);
    connect(&m_quiet, &QTimer::timeout, this, &Pool::deliver);
    connect(&m_expiry, &QTimer::timeout, this, &Pool::expire);
}

Pool::~Pool()
{
    std::deque<Waiter> waiters;
    std::vector<std::unique_ptr<PooledSession>> sessions;
    {
        std::lock_guard lock(m_mutex);
        m_closing = true; // leases that come back from here on find nothing to go to
        waiters.swap(m_waiters);
        sessions.swap(m_sessions);
        std::move(m_retired.begin(), m_retired.end(), std::back_inserter(sessions));
        m_retired.clear();
        m_idle.clear();
    }
    for (const Waiter &waiter : waiters)
        waiter.fail(std::make_exception_ptr(core::Cancelled()));
    // All threads first: one of them may be about to hand another session over to who waited.
    for (const auto &held : sessions)
        held->session->shutDown();
    for (const auto &held : sessions)
        held->session.reset(); // a Lease of its work still finds the record
}

Lease Pool::lease(const QString &purpose)
{
    PooledSession *held = nullptr;
    {
        std::lock_guard lock(m_mutex);
        if (m_closing)
            throw core::Cancelled();
        held = takeLocked(purpose);
    }
    if (!held)
        return waitForLease(purpose);
    announce(CountersChange | SessionsChange);
    return Lease(this, held);
}

/// A thread that waits in lease(). Shared: the one who serves it may still be in give() when it has given up.
struct Pool::Blocked {
    std::mutex mutex;
    std::condition_variable changed;
    Lease lease;
    std::exception_ptr error;
    bool done = false;

    void finish(Lease given, const std::exception_ptr &failure)
    {
        std::lock_guard lock(mutex);
        lease = std::move(given);
        error = failure;
        done = true;
        changed.notify_all();
    }
    void poke()
    {
        std::lock_guard lock(mutex);
        changed.notify_all();
    }
};

Lease Pool::waitForLease(const QString &purpose)
{
    const auto blocked = std::make_shared<Blocked>();
    Waiter waiter{0, purpose, Clock::now(), [blocked](Lease lease) { blocked->finish(std::move(lease), nullptr); },
                  [blocked](const std::exception_ptr &error) { blocked->finish({}, error); }, [blocked] { blocked->poke(); }};
    const Clock::time_point since = waiter.since;
    const quint64 id = addWaiter(std::move(waiter), nullptr);
    std::unique_lock lock(blocked->mutex);
    while (!blocked->done) {
        const auto patience = std::chrono::duration<double>(settings().timeout);
        const auto until = since + std::chrono::duration_cast<Clock::duration>(patience);
        if (Clock::now() < until) {
            blocked->changed.wait_until(lock, until);
            continue;
        }
        lock.unlock();
        failWaiter(id, timeoutError(), 1); // without effect when a session is being given to us just now
        lock.lock();
        blocked->changed.wait(lock, [&] { return blocked->done; });
    }
    if (blocked->error)
        std::rethrow_exception(blocked->error);
    return std::move(blocked->lease);
}

void Pool::request(Work work)
{
    PooledSession *held = nullptr;
    try {
        std::lock_guard lock(m_mutex);
        if (m_closing)
            throw core::Cancelled();
        held = takeLocked(work.job->title());
    } catch (const core::Error &) { // no more threads or files: the job's failure, not the caller's
        work.fail(std::current_exception());
        return;
    }
    if (held) {
        announce(CountersChange | SessionsChange);
        handOver(std::move(work), Lease(this, held));
        return;
    }
    const std::shared_ptr<core::Job> job = work.job;
    core::JobContext(job).report({.phase = QStringLiteral("Waiting"), .message = QStringLiteral("waiting for a session")});
    const auto shared = std::make_shared<Work>(std::move(work));
    const quint64 id = addWaiter({0, job->title(), Clock::now(), [shared](Lease lease) { handOver(std::move(*shared), std::move(lease)); },
                                  [shared](const std::exception_ptr &error) { shared->fail(error); }, nullptr},
                                 job);
    if (job->cancelRequests() > 0) // before it had the handler
        failWaiter(id, std::make_exception_ptr(core::Cancelled()));
    QMetaObject::invokeMethod(this, &Pool::expire, Qt::QueuedConnection); // sets the timer
}

void Pool::handOver(Work work, Lease lease)
{
    core::JobContext(work.job).report({});
    Session &session = *lease;
    work.held = std::make_shared<Lease>(std::move(lease));
    session.submit(std::move(work));
}

/// Queues a waiter; it is served before this returns where a session came back meanwhile.
quint64 Pool::addWaiter(Waiter waiter, const std::shared_ptr<core::Job> &job)
{
    Served served;
    quint64 id = 0;
    {
        std::lock_guard lock(m_mutex);
        id = waiter.id = m_nextId++;
        // Before anybody can see the waiter: the session that it is given to sets a handler of its own.
        if (job)
            job->setCancelHandler([this, id](int) { failWaiter(id, std::make_exception_ptr(core::Cancelled())); });
        m_waiters.push_back(std::move(waiter));
        serveWaitersLocked(served);
    }
    give(served);
    return id;
}

/// An idle session, or a new one where the settings allow it; null otherwise. \throws core::Error when there is no thread
PooledSession *Pool::takeLocked(const QString &purpose)
{
    PooledSession *held = nullptr;
    if (!m_idle.empty()) {
        held = m_idle.back();
        m_idle.pop_back();
    } else {
        const bool unlimited = m_settings.size == 0 || m_settings.maxOverflow < 0;
        if (!unlimited && int(m_sessions.size()) >= m_settings.size + m_settings.maxOverflow)
            return nullptr;
        held = makeLocked();
    }
    if (m_settings.recycle >= 0 && held->session->connectionAge() > m_settings.recycle)
        held->session->disconnectFromServer();
    return leaseLocked(held, purpose);
}

PooledSession *Pool::makeLocked()
{
    auto made = std::make_unique<PooledSession>();
    made->session = std::make_unique<Session>(m_options, m_types, m_services, QStringLiteral("%1 #%2").arg(m_name).arg(m_nextName));
    ++m_nextName;
    made->session->moveToThread(thread());
    if (m_wasConnected)
        made->session->setPatient();
    watch(*made->session, Qt::DirectConnection); // it ends before the pool does
    m_sessions.push_back(std::move(made));
    return m_sessions.back().get();
}

PooledSession *Pool::leaseLocked(PooledSession *held, const QString &purpose)
{
    if (m_settings.prePing)
        held->session->pingBeforeNextWork();
    held->leased = true;
    held->purpose = purpose;
    held->leasedAt = Clock::now();
    ++m_totals.leases;
    return held;
}

/// Takes those out of the queue for whom there is a session now; they are given it without the lock: give().
void Pool::serveWaitersLocked(Served &served)
{
    while (!m_waiters.empty()) {
        PooledSession *held = nullptr;
        try {
            held = takeLocked(m_waiters.front().purpose);
        } catch (const core::Error &e) {
            // The system allows no more sessions: who waits goes on waiting for one that comes back.
            qCWarning(core::lcPg, "pool %s: %s", qUtf8Printable(m_name), e.what());
        }
        if (!held)
            return;
        const double waitedMs = std::chrono::duration<double, std::milli>(held->leasedAt - m_waiters.front().since).count();
        m_totals.waitedMs += waitedMs;
        m_totals.longestWaitMs = std::max(m_totals.longestWaitMs, waitedMs);
        served.emplace_back(std::move(m_waiters.front()), held);
        m_waiters.pop_front();
    }
}

void Pool::give(Served &served)
{
    for (auto &[waiter, held] : served)
        waiter.give(Lease(this, held));
    announce(CountersChange | SessionsChange);
}

void Pool::failWaiter(quint64 id, const std::exception_ptr &error, int timeouts)
{
    Waiter waiter;
    {
        std::lock_guard lock(m_mutex);
        const auto it = std::find_if(m_waiters.begin(), m_waiters.end(), [id](const Waiter &w) { return w.id == id; });
        if (it == m_waiters.end())
            return;
        waiter = std::move(*it);
        m_waiters.erase(it);
        m_totals.timeouts += timeouts;
    }
    announce(CountersChange);
    waiter.fail(error);
}

/// Ends what waits for too long and looks again when the next one's time is up. Pool's thread only.
void Pool::expire()
{
    std::vector<quint64> late;
    std::optional<Clock::time_point> next;
    {
        std::lock_guard lock(m_mutex);
        const auto patience = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(m_settings.timeout));
        for (const Waiter &waiter : m_waiters) {
            const Clock::time_point end = waiter.since + patience;
            if (waiter.settingsChanged)
                continue;
            if (end <= Clock::now())
                late.push_back(waiter.id);
            else
                next = next ? std::min(*next, end) : end;
        }
    }
    for (const quint64 id : late)
        failWaiter(id, timeoutError(), 1);
    if (next)
        m_expiry.start(std::chrono::ceil<std::chrono::milliseconds>(*next - Clock::now()));
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

void Pool::giveBack(PooledSession *held)
{
    Served served;
    {
        std::lock_guard lock(m_mutex);
        if (m_closing)
            return; // the pool ends its sessions itself
        held->leased = false;
        held->purpose.clear();
        if (m_settings.resetOnReturn)
            held->session->reset();
        const int count = int(m_sessions.size());
        const bool tooMany = m_settings.size == 0
                             || (m_settings.maxOverflow >= 0 && count > m_settings.size + m_settings.maxOverflow);
        if (tooMany || (m_waiters.empty() && count > m_settings.size)) {
            retireLocked(held);
        } else {
            held->session->setStaysConnected(count <= m_settings.size);
            m_idle.push_back(held);
        }
        serveWaitersLocked(served);
    }
    give(served);
}

void Pool::retireLocked(PooledSession *held)
{
    const auto it = std::find_if(m_sessions.begin(), m_sessions.end(), [held](const auto &s) { return s.get() == held; });
    held->session->disconnectFromServer();
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
    std::vector<std::unique_ptr<PooledSession>> retired;
    {
        std::lock_guard lock(m_mutex);
        m_purging = false;
        retired.swap(m_retired);
    }
    for (const auto &held : retired)
        held->session.reset();
}

PoolSettings Pool::settings() const
{
    std::lock_guard lock(m_mutex);
    return m_settings;
}

void Pool::setSettings(const PoolSettings &settings)
{
    Served served;
    std::vector<std::function<void()>> told;
    {
        std::lock_guard lock(m_mutex);
        m_settings = settings;
        while (int(m_sessions.size()) > settings.size && !m_idle.empty()) {
            retireLocked(m_idle.front());
            m_idle.erase(m_idle.begin());
        }
        serveWaitersLocked(served);
        for (const Waiter &waiter : m_waiters) {
            if (waiter.settingsChanged)
                told.push_back(waiter.settingsChanged);
        }
    }
    give(served);
    for (const auto &tell : told)
        tell();
    QMetaObject::invokeMethod(this, &Pool::expire, Qt::QueuedConnection);
}

void Pool::dropIdle()
{
    {
        std::lock_guard lock(m_mutex);
        for (PooledSession *held : std::exchange(m_idle, {}))
            retireLocked(held);
    }
    announce(CountersChange | SessionsChange);
}

} // namespace quiver::pg
