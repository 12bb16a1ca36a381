// SPDX-License-Identifier: GPL-3.0-or-later
// How figures are worded wherever the program shows them: durations, sizes, counts, rates.
#pragma once

#include <QString>

namespace quiver::ui {

/// Of a statement, with the digits that matter: "0.4 ms", "12 ms", "1.24 s", "2 min 03 s".
QString durationText(double milliseconds);
/// Of an estimate, without digits that nobody can know: "0.4 s", "41 s", "12 min", "3.5 h".
QString roughDurationText(double seconds);
/// Of something that still runs, so that its width hardly changes: "640 ms", "12.4 s", "3:05 min", "2:14:09 h"; empty below 0.
QString elapsedText(qint64 milliseconds);
/// "512 bytes", "87.0 MB": powers of 1024, as pg_size_pretty() counts; empty below 0.
QString bytesText(qint64 bytes);
/// \p one where \p count is 1, else \p many with the number in place of its %1.
QString countOf(qint64 count, const QString &one, const QString &many);
/// "1 row", "1,000,000 rows".
QString rowsText(qint64 rows);
/// \p count with its \p unit, sizes for "bytes": "12,400 tuples", "3.2 MB".
QString countText(qint64 count, const QString &unit);
/// Per second: "12,400 rows/s"; empty below 0.
QString rateText(double perSecond, const QString &unit);

} // namespace quiver::ui
