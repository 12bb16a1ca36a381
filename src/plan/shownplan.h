// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions of a plan for eyes.
#pragma once

#include <QString>

namespace quiver::plan {

/// \p text (a condition, a sort key, an output) with its endless literals cut short: '[0.1,0.2,0.3, … 768 values]'::vector. What is
/// copied or compared is always the whole text.
QString shownCondition(const QString &text);

} // namespace quiver::plan
