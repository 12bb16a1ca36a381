// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/durationtext.h"

namespace quiver::core {

using namespace Qt::StringLiterals;

QString durationText(double milliseconds)
{
    if (milliseconds < 999.5)
        return u"%1 ms"_s.arg(milliseconds, 0, 'f', 0);
    return milliseconds < 59'950 ? u"%1 s"_s.arg(milliseconds / 1000, 0, 'f', 1) : spanText(milliseconds / 1000);
}

QString spanText(double seconds)
{
    const auto whole = qint64(seconds + 0.5);
    if (whole < 60)
        return u"%1 s"_s.arg(whole);
    if (whole < 3600)
        return u"%1 min %2 s"_s.arg(whole / 60).arg(whole % 60);
    return u"%1 h %2 min"_s.arg(whole / 3600).arg(whole % 3600 / 60);
}

QString roughText(double seconds)
{
    if (seconds < 9.95)
        return u"%1 s"_s.arg(seconds, 0, 'f', 1);
    if (seconds < 119.5)
        return u"%1 s"_s.arg(seconds, 0, 'f', 0);
    return seconds < 7170 ? u"%1 min"_s.arg(seconds / 60, 0, 'f', 0) : u"%1 h"_s.arg(seconds / 3600, 0, 'f', 1);
}

} // namespace quiver::core
