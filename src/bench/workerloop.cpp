// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/workerloop.h"

#include "pg/error.h"

namespace quiver::bench {

namespace {

constexpr std::size_t roomForSamples = 65'536;

double secondsBetween(Clock::time_point from, Clock::time_point to)
{
    return std::chrono::duration<double>(to - from).count();
}

class Worker
{
public:
    Worker(pg::RepeatedStatement &statement, RunShared &shared, std::size_t queries, std::size_t first, WorkerCount &count)
        : m_statement(statement), m_shared(shared), m_queries(queries), m_query(first), m_count(count)
    {
    }

    WorkerResult run()
    {
        const RunSpec &spec = m_shared.spec;
        if (spec.warmupSeconds > 0) {
            if (const auto start = m_shared.warmup.arrive())
                loop(*start, spec.warmupSeconds, false);
            if (m_result.lostConnection) // with the reason, and without what was not measured
                m_result = {.samples = {}, .firstError = m_result.firstError, .lostConnection = true};
            else
                m_result = {};
        }
        m_result.samples.reserve(roomForSamples);
        if (const auto start = m_shared.measure.arrive())
            loop(*start, spec.seconds, true);
        return std::move(m_result);
    }

private:
    Clock::time_point after(Clock::time_point start, double seconds) const { return start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds)); }

    void loop(Clock::time_point start, double seconds, bool isMeasured)
    {
        if (m_shared.spec.loop == RunSpec::Loop::Open)
            openLoop(start, seconds, isMeasured);
        else
            closedLoop(start, seconds, isMeasured);
    }

    void closedLoop(Clock::time_point start, double seconds, bool isMeasured)
    {
        const Clock::time_point end = after(start, seconds);
        const qint64 most = isMeasured ? m_shared.spec.executions : 0;
        if (!m_shared.stop.waitUntil(start))
            return;
        for (Clock::time_point now = Clock::now(); now < end && !m_shared.stop.isSet(); now = Clock::now()) {
            if (most > 0 && m_shared.next.fetch_add(1, std::memory_order_relaxed) >= most)
                return;
            if (isMeasured && most == 0 && m_result.samples.size() >= m_shared.mostOfEach) {
                m_shared.isFull.store(true);
                m_shared.stop.set();
                return;
            }
            execute(start, now);
        }
    }

    void openLoop(Clock::time_point start, double seconds, bool isMeasured)
    {
        const RunSpec &spec = m_shared.spec;
        std::atomic<qint64> &next = isMeasured ? m_shared.next : m_shared.nextOfWarmup;
        const qint64 most = isMeasured ? spec.executions : 0;
        // Measured queries that are due before the end are asked behind it, too, as long as the run again at most: a server that falls behind shows.
        const Clock::time_point end = after(start, isMeasured ? 2 * seconds : seconds);
        for (;;) {
            const qint64 number = next.fetch_add(1, std::memory_order_relaxed);
            const double dueSeconds = double(number) / spec.rate;
            if (m_shared.stop.isSet() || (most > 0 && number >= most))
                return;
            if (dueSeconds >= seconds) {
                if (!isMeasured)
                    m_shared.stop.waitUntil(end); // it is as long as it was asked for, however few are due in it
                return;
            }
            const Clock::time_point due = after(start, dueSeconds);
            if (!m_shared.stop.waitUntil(due))
                return;
            if (Clock::now() >= end) {
                if (!isMeasured)
                    return;
                m_shared.unsent.fetch_add(1, std::memory_order_relaxed);
                continue;
            }
            execute(start, due);
        }
    }

    void execute(Clock::time_point start, Clock::time_point since)
    {
        try {
            const int rows = m_statement.execute(m_query);
            const Clock::time_point now = Clock::now();
            m_result.samples.push_back({float(secondsBetween(start, now)), float(secondsBetween(since, now) * 1000)});
            m_result.shortResults += rows < m_shared.limit;
            m_count.executions.store(m_count.executions.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        } catch (const core::Cancelled &) {
            m_shared.stop.set();
        } catch (const pg::Error &error) {
            fail(error);
        }
        m_query = m_query + 1 == m_queries ? 0 : m_query + 1;
    }

    void fail(const pg::Error &error)
    {
        if (m_result.errors++ == 0)
            m_result.firstError = error.message();
        m_count.errors.store(m_count.errors.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        if (error.connectionUsable())
            return;
        m_result.lostConnection = true;
        m_shared.stop.set(); // with a worker less it is no longer the load that was asked for
        m_shared.measure.abort();
    }

    pg::RepeatedStatement &m_statement;
    RunShared &m_shared;
    const std::size_t m_queries;
    std::size_t m_query;
    WorkerCount &m_count;
    WorkerResult m_result;
};

} // namespace

void StopSign::set()
{
    const std::lock_guard lock(m_mutex);
    m_isSet.store(true);
    m_changed.notify_all();
}

bool StopSign::waitUntil(Clock::time_point then)
{
    if (Clock::now() >= then)
        return !isSet();
    std::unique_lock lock(m_mutex);
    return !m_changed.wait_until(lock, then, [this] { return isSet(); });
}

void EndedWorkers::add()
{
    const std::lock_guard lock(m_mutex);
    ++m_count;
    m_changed.notify_all();
}

int EndedWorkers::waitForMore(int known, Clock::time_point then)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_until(lock, then, [&] { return m_count > known; });
    return m_count;
}

std::optional<Clock::time_point> StartGate::arrive()
{
    std::unique_lock lock(m_mutex);
    if (--m_missing == 0) {
        m_start = Clock::now() + std::chrono::milliseconds(2); // until the last one has woken up
        m_changed.notify_all();
    }
    m_changed.wait(lock, [this] { return m_missing <= 0 || m_isAborted; });
    return m_isAborted ? std::nullopt : std::optional(m_start);
}

void StartGate::abort()
{
    const std::lock_guard lock(m_mutex);
    m_isAborted = true;
    m_changed.notify_all();
}

WorkerResult runWorker(pg::RepeatedStatement &statement, RunShared &shared, std::size_t queries, std::size_t first, WorkerCount &count)
{
    return Worker(statement, shared, queries, first, count).run();
}

} // namespace quiver::bench
