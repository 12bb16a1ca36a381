// SPDX-License-Identifier: GPL-3.0-or-later
// Measures how long the event loop was away at worst (QUIVER_HEARTBEAT=1), and how soon the window could be used.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

namespace quiver {

/// Ticks every 5 ms and remembers the longest time between two ticks.
class Heartbeat final : public QObject
{
    Q_OBJECT

public:
    explicit Heartbeat(QObject *parent = nullptr);
    double longestGapMs() const { return double(m_longestNs) / 1e6; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longestNs = 0;
};

/// Milliseconds since the kernel started this process, to 10 ms; -1 where it does not say.
qint64 msSinceProcessStart();

} // namespace quiver
