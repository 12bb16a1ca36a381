// SPDX-License-Identifier: GPL-3.0-or-later
// How fast something counts at present, from what it counted in the last seconds, and how long the rest will take.
#pragma once

#include <QString>

#include <deque>

namespace quiver::ui {

class RateMeter
{
public:
    /// A new \p phase, or a count that went back, starts afresh. \p atMs is from a steady clock.
    void sample(const QString &phase, qint64 done, qint64 atMs);
    /// Per second; -1 while too little is known.
    double perSecond() const;
    /// Milliseconds for what is left of \p total; -1 while unknown.
    qint64 leftMs(qint64 total) const;

private:
    struct Sample {
        qint64 atMs;
        qint64 done;
    };
    QString m_phase;
    std::deque<Sample> m_samples;
};

} // namespace quiver::ui
