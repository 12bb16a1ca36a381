// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planproblem.h"

#include <algorithm>

namespace quiver::plan {

PlanProblem problemAt(std::string_view utf8, std::size_t byte, const QString &reason)
{
    const std::string_view before = utf8.substr(0, byte);
    const std::size_t newline = before.rfind('\n');
    const std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
    const auto isStart = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    const auto isFour = [](char c) { return static_cast<unsigned char>(c) >= 0xF0; }; // two units of UTF-16
    return {int(std::ranges::count(before, '\n')) + 1, int(std::ranges::count_if(line, isStart)) + 1,
            qsizetype(std::ranges::count_if(before, isStart) + std::ranges::count_if(before, isFour)), reason};
}

} // namespace quiver::plan
