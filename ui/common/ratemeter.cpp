// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/ratemeter.h"

#include <algorithm>

namespace quiver::ui {

namespace {

constexpr qint64 windowMs = 5000;   // long enough to be calm, short enough to follow
constexpr qint64 shortestMs = 400;  // a rate from less than this is noise

} // namespace

void RateMeter::sample(const QString &phase, qint64 done, qint64 atMs)
{
    if (phase != m_phase || (!m_samples.empty() && done < m_samples.back().done)) {
        m_samples.clear();
        m_phase = phase;
    }
    m_samples.push_back({atMs, done});
    while (m_samples.size() > 2 && m_samples[1].atMs <= atMs - windowMs)
        m_samples.pop_front();
}

double RateMeter::perSecond() const
{
    if (m_samples.size() < 2)
        return -1;
    const qint64 span = m_samples.back().atMs - m_samples.front().atMs;
    if (span < shortestMs)
        return -1;
    return double(m_samples.back().done - m_samples.front().done) * 1000.0 / double(span);
}

qint64 RateMeter::leftMs(qint64 total) const
{
    const double rate = perSecond();
    if (rate <= 0 || total < 0)
        return -1;
    return qint64(double(std::max<qint64>(0, total - m_samples.back().done)) * 1000.0 / rate);
}

} // namespace quiver::ui
