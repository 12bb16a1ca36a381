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
    return {int(std::ranges::count(before, '\n')) + 1, int(std::ranges::count_if(line, isStart)) + 1,
            QString::fromUtf8(before.data(), qsizetype(before.size())).size(), reason};
}

} // namespace quiver::plan
