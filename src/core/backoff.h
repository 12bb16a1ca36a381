// SPDX-License-Identifier: GPL-3.0-or-later
// How long to wait before the next attempt: longer each time, and never two clients at the same moment.
#pragma once

#include <QRandomGenerator>

#include <algorithm>
#include <chrono>

namespace quiver::core {

/// Doubles from \p first to \p cap; each pause is drawn evenly from its upper half ("equal jitter"), so that many clients of
/// a server that comes back do not arrive together and none comes back at once.
class BackOff
{
public:
    using Milliseconds = std::chrono::milliseconds;
    explicit BackOff(Milliseconds first = Milliseconds(100), Milliseconds cap = Milliseconds(5000)) : m_first(first), m_cap(cap) {}

    Milliseconds next()
    {
        const int doublings = std::min(m_attempts++, 20);
        const auto most = std::min<qint64>(m_cap.count(), m_first.count() << doublings);
        return Milliseconds(most / 2 + QRandomGenerator::global()->bounded(most / 2 + 1));
    }
    int attempts() const { return m_attempts; } ///< pauses handed out since the last reset()
    void reset() { m_attempts = 0; }
    Milliseconds cap() const { return m_cap; }

private:
    Milliseconds m_first;
    Milliseconds m_cap;
    int m_attempts = 0;
};

} // namespace quiver::core
