// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/canceller.h"

namespace quiver::pg {

// Shared with the thread, so that a thread that hangs in a request may outlive the Canceller.
struct Canceller::Worker {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> queue;
    bool busy = false;
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
            lock.unlock();
            request();
            lock.lock();
            busy = false;
        }
    }

    bool isIdle() const { return !busy && queue.empty(); }
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
        if (m_worker->isIdle()) {
            m_worker->queue.push_back(std::move(request));
            m_worker->changed.notify_all();
            return;
        }
        m_worker->quit = true; // it ends with the request that it has
    }
    m_worker = std::make_shared<Worker>();
    m_worker->queue.push_back(std::move(request));
    // Detached on purpose: libpq offers no way to end a hanging cancel request, and nobody may wait for it. The thread
    // touches nothing but its Worker and the request, which own all they use.
    std::thread([worker = m_worker] { worker->loop(); }).detach();
}

} // namespace quiver::pg
