// SPDX-License-Identifier: GPL-3.0-or-later
// Endless literals for eyes: what is cut short in SQL that is shown, and in the conditions of a plan.
#pragma once

#include <QString>

namespace quiver::core {

/// The beginning of a literal and what is left out: '[0.1, 0.2, … 768 values]'. \p literal is whole, with its prefix and quotes, and
/// longer than shownLiteralMinimum characters.
QString shownLiteral(QStringView literal);
inline constexpr qsizetype shownLiteralMinimum = 48;

} // namespace quiver::core
