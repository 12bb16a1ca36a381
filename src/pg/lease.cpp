// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/lease.h"

#include "pg/pool.h"

namespace quiver::pg {

Lease::Lease(Lease &&other) noexcept
    : m_pool(std::exchange(other.m_pool, nullptr)), m_held(std::exchange(other.m_held, nullptr))
{
}

Lease &Lease::operator=(Lease &&other) noexcept
{
    if (this != &other) {
        release();
        m_pool = std::exchange(other.m_pool, nullptr);
        m_held = std::exchange(other.m_held, nullptr);
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
    if (PooledSession *const held = std::exchange(m_held, nullptr))
        pool->giveBack(held);
}

} // namespace quiver::pg
