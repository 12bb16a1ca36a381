// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/valuetext.h"

#include <charconv>

namespace quiver::sql {

std::optional<SparseText> readSparseText(std::string_view text)
{
    SparseText result;
    const std::size_t close = text.find('}');
    if (!text.starts_with('{') || close == std::string_view::npos || text.substr(close + 1, 1) != "/")
        return std::nullopt;
    const char *const end = text.data() + text.size();
    const auto [afterSize, badSize] = std::from_chars(text.data() + close + 2, end, result.dimensions);
    if (badSize != std::errc() || afterSize != end || result.dimensions < 1)
        return std::nullopt;
    for (std::size_t at = 1; at < close;) {
        const std::size_t stop = std::min(text.find(',', at), close);
        qint64 index = 0;
        const auto [colon, bad] = std::from_chars(text.data() + at, text.data() + stop, index);
        const auto value = std::size_t(colon - text.data()) + 1;
        const bool ascends = index > (result.entries.empty() ? 0 : result.entries.back().first + 1);
        if (bad != std::errc() || value >= stop || *colon != ':' || !ascends || index > result.dimensions)
            return std::nullopt;
        result.entries.emplace_back(index - 1, text.substr(value, stop - value));
        at = stop + 1;
    }
    return result;
}

} // namespace quiver::sql
