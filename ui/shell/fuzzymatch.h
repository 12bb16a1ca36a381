// SPDX-License-Identifier: GPL-3.0-or-later
// How well a few typed letters fit a name: the letters in their order, better at the starts of words and in a row.
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace quiver::ui {

struct FuzzyMatch {
    int score = 0;            ///< more is better; only comparable for the same pattern
    QList<int> positions;     ///< where the letters were found
};

/// No value where \p text does not contain the letters of \p pattern in their order. Spaces in the pattern are ignored.
std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text);

} // namespace quiver::ui
