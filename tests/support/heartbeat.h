// SPDX-License-Identifier: GPL-3.0-or-later
// A watch on the event loop.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>

namespace quiver::test {

/// The longest time that the event loop did not come to a 5 ms timer.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_since.start();
        QObject::connect(&m_timer, &QTimer::timeout, [this] { m_longest = std::max(m_longest, m_since.restart()); });
        m_timer.start(5);
    }
    qint64 longestMs() const { return m_longest; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

} // namespace quiver::test
