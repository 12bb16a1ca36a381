// SPDX-License-Identifier: GPL-3.0-or-later
// How fast something goes and how long it takes yet, in words for a line of progress.
#pragma once

#include <QString>

namespace quiver::core {

/// "1,240 rows/s, 3 min 5 s left": of \p done rows in \p seconds; without what is left where \p total is not known (below 0).
/// Empty as long as nothing is done.
QString paceText(qint64 done, qint64 total, double seconds);

} // namespace quiver::core
