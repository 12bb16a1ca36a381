// SPDX-License-Identifier: GPL-3.0-or-later
// Durations, sizes and counts as the console words them.
#pragma once

#include <QString>

namespace quiver::ui {

/// "0.4 ms", "12 ms", "1.24 s", "2 min 03 s".
QString durationText(double milliseconds);
/// "512 bytes", "87 MB": powers of 1000.
QString bytesText(qint64 bytes);
/// "1 row", "1,000,000 rows".
QString rowsText(qint64 rows);

} // namespace quiver::ui
