// SPDX-License-Identifier: GPL-3.0-or-later
// How long something takes, in English words, the same in any locale.
#pragma once

#include <QString>

namespace quiver::core {

/// Of what was measured: "640 ms", "12.4 s", "3 min 5 s", "2 h 4 min".
QString durationText(double milliseconds);
/// In whole seconds, of what goes on: "12 s", "3 min 5 s", "2 h 4 min".
QString spanText(double seconds);
/// Of an estimate, without digits that nobody can know: "0.4 s", "41 s", "12 min", "3.5 h".
QString roughText(double seconds);

} // namespace quiver::core
