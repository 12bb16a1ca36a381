// SPDX-License-Identifier: GPL-3.0-or-later
// A session on loan from a Pool.
#pragma once

#include "pg/session.h"

namespace quiver::pg {

class Pool;

/// One of a pool's sessions and who holds it. The pool's own record.
struct PooledSession {
    std::unique_ptr<Session> session;
    bool leased = false;
    QString purpose; ///< what it was leased for
    std::chrono::steady_clock::time_point leasedAt;
};

/// Gives the session back at the end of its life. Movable. Must not outlive the Pool.
class Lease
{
public:
    Lease() = default;
    Lease(Lease &&other) noexcept;
    Lease &operator=(Lease &&other) noexcept;
    ~Lease();
    Session *operator->() const { return m_held->session.get(); }
    Session &operator*() const { return *m_held->session; }
    explicit operator bool() const { return m_held != nullptr; }
    void release();

private:
    friend class Pool;
    Lease(Pool *pool, PooledSession *held) : m_pool(pool), m_held(held) {}
    Pool *m_pool = nullptr;
    PooledSession *m_held = nullptr;
};

} // namespace quiver::pg
