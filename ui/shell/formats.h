// SPDX-License-Identifier: GPL-3.0-or-later
// How the shell words numbers that change while one looks: durations, counts, rates.
#pragma once

#include <QString>

namespace quiver::ui {

/// "640 ms", "12.4 s", "3:05 min", "2:14:09 h"; empty below 0.
QString formatDuration(qint64 ms);
/// A statement's time, with the digits that matter: "0.24 ms", "38.1 ms", "1.20 s".
QString formatMilliseconds(double ms);
/// \p count with its \p unit, "bytes" in binary multiples: "12,400 rows", "3.2 MiB".
QString formatCount(qint64 count, const QString &unit);
/// Per second: "12,400 rows/s"; empty below 0.
QString formatRate(double perSecond, const QString &unit);

} // namespace quiver::ui
