// SPDX-License-Identifier: GPL-3.0-or-later
// Where and why a text is no plan.
#pragma once

#include <QString>

#include <string_view>

namespace quiver::plan {

struct PlanProblem {
    int line = 0;         ///< from 1
    int column = 0;       ///< from 1, in characters
    qsizetype offset = 0; ///< from 0, in UTF-16 units: a QTextCursor's position where lines end with \n
    QString reason;       ///< a sentence in English, without a full stop
    bool operator==(const PlanProblem &) const = default;
};

/// \p byte is a place in \p utf8; one behind its end is taken for the end.
PlanProblem problemAt(std::string_view utf8, std::size_t byte, const QString &reason);

} // namespace quiver::plan
