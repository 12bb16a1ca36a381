// SPDX-License-Identifier: GPL-3.0-or-later
// Sends cancel requests from a thread of its own, because a cancel request is a network round trip that may hang.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace quiver::pg {

/// Thread-safe. A request to a server that accepts the connection but never answers (stopped, or behind a dead network) hangs
/// inside libpq for as long as the network allows. No other request may wait behind it: one that comes while the worker is
/// busy gets a new worker, and the busy one is left to end by itself: it owns all it uses.
class Canceller
{
public:
    Canceller();
    ~Canceller();
    Canceller(const Canceller &) = delete;
    Canceller &operator=(const Canceller &) = delete;

    /// Returns at once. \p request does the round trip.
    void submit(std::function<void()> request);

private:
    struct Worker;
    std::mutex m_mutex;
    std::shared_ptr<Worker> m_worker;
};

} // namespace quiver::pg
