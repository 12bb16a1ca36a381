// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/canceller.h"

#include <chrono>

namespace quiver::pg {

// Shared with the thread, so that a thread that hangs in a request may outlive the Canceller.
struct Canceller::Worker {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> queue;
    bool busy = false;
    std::chrono::steady_clock::time_point busySince;
    bool quit = false;

    void loop()
    {
        std::unique_lock lock(mutex);
        for (;;) {
            changed.wait(lock, [this] { return quit || !queue.empty(); });
            if (queue.empty())
                return;
            const auto request = std::move(queue.front());
            queue.pop_front();
            busy = true;
            busySince = std::chrono::steady_clock::now();
            lock.unlock();
            request();
            lock.lock();
            busy = false;
        }
    }

    bool isStuck() const
    {
        return busy && std::chrono::steady_clock::now() - busySince > std::chrono::milliseconds(500);
    }
};

Canceller::Canceller() = default;

Canceller::~Canceller()
{
    std::lock_guard lock(m_mutex);
    if (!m_worker)
        return;
    std::lock_guard workerLock(m_worker->mutex);
    m_worker->quit = true;
    m_worker->changed.notify_all();
}

void Canceller::submit(std::function<void()> request)
{
    std::lock_guard lock(m_mutex);
    if (m_worker) {
        std::lock_guard workerLock(m_worker->mutex);
        if (!m_worker->isStuck()) {
            m_worker->queue.push_back(std::move(request));
            m_worker->changed.notify_all();
            return;
        }
        // What waits behind the stuck request moves on with the new worker.
        auto next = std::make_shared<Worker>();
        next->queue.swap(m_worker->queue);
        next->queue.push_back(std::move(request));
        m_worker->quit = true;
        m_worker = next;
    } else {
        m_worker = std::make_shared<Worker>();
        m_worker->queue.push_back(std::move(request));
    }
    // Detached on purpose: libpq offers no way to end a hanging cancel request, and nobody may wait for it. The thread
    // touches nothing but its Worker and the request, which own all they use.
    std::thread([worker = m_worker] { worker->loop(); }).detach();
}

} // namespace quiver::pg
