// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/pg: the clock that sessions count by.
#pragma once

#include <QtGlobal>

#include <chrono>

namespace quiver::pg {

inline qint64 steadyMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace quiver::pg
