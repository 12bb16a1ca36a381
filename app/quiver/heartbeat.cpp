// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quiver/heartbeat.h"

#include <QFile>

#include <algorithm>
#include <ctime>

#include <unistd.h>

namespace quiver {

Heartbeat::Heartbeat(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(5);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_since.isValid())
            m_longestNs = std::max(m_longestNs, m_since.nsecsElapsed());
        m_since.start();
    });
    m_timer.start();
}

qint64 msSinceProcessStart()
{
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (!stat.open(QIODevice::ReadOnly))
        return -1;
    // The second field, the program's name in brackets, may hold blanks; counted from the last bracket, starttime is the 20th.
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    const long ticksPerSecond = sysconf(_SC_CLK_TCK);
    timespec now{};
    if (fields.size() < 20 || ticksPerSecond <= 0 || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const qint64 startedMs = fields[19].toLongLong() * 1000 / ticksPerSecond;
    return qint64(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000 - startedMs;
}

} // namespace quiver
