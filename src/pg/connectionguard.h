// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/pg: runs one statement of the user's between what ReadOnlyGuard wants around it.
#pragma once

#include "pg/connection.h"

namespace quiver::pg {

template<typename Work>
auto Connection::guarded(const QByteArray &sql, Work work)
{
    // What a statement needs on its way (types to be looked up) runs under its guard.
    if (!m_guard.isOn() || m_wrapped)
        return work();
    const StatementFacts facts = guardBefore(sql);
    const bool wrapped = m_wrapped;
    try {
        auto result = work();
        if (wrapped)
            unwrap(true);
        if (facts.asksReadWrite)
            tellReadOnly();
        return result;
    } catch (const Error &e) {
        if (!wrapped)
            throw;
        unwrap(false);
        throw explained(e, facts);
    } catch (...) {
        if (wrapped)
            unwrap(false);
        throw;
    }
}

} // namespace quiver::pg
