// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace quiver::ui {

/// \p text to be shown, not to be run: a font with arrows would draw the vector operators <=> and <-> as one sign that no server knows. Word
/// joiners keep their characters apart, take no room and allow no break.
QString operatorText(const QString &text);

} // namespace quiver::ui
