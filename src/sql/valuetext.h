// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the server's text of values that have parts: arrays and sparse vectors.
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quiver::sql {

/// How another language writes lists.
struct ListStyle {
    std::string_view separator;
    std::string_view null;
};

/// Appends "{1,NULL,\"a b\"}" or "[0:1]={...}" to \p out as nested lists in brackets; \p scalar(out, text) writes an element.
/// Bounds that do not start at 1 are dropped, as the server's own array_to_json() does. False, with nothing appended, where
/// \p text is no array.
template<typename Scalar>
bool appendList(std::string &out, std::string_view text, char delimiter, const ListStyle &style,
                Scalar &&scalar)
{
    const std::size_t before = out.size();
    const auto giveUp = [&] {
        out.resize(before);
        return false;
    };
    if (text.starts_with('['))
        text.remove_prefix(std::min(text.find('=') + 1, text.size()));
    int depth = 0;
    std::string element;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c != '{' && depth == 0)
            return giveUp();
        if (c == '{' || c == '}') {
            depth += c == '{' ? 1 : -1;
            out += c == '{' ? '[' : ']';
            ++i;
            if (depth == 0)
                return i == text.size() || giveUp();
        } else if (c == delimiter) {
            out += style.separator;
            ++i;
        } else if (c == '"') {
            element.clear();
            for (++i; i < text.size() && text[i] != '"'; ++i) {
                if (text[i] == '\\' && i + 1 < text.size())
                    ++i;
                element += text[i];
            }
            ++i;
            scalar(out, std::string_view(element));
        } else {
            const char ends[] = {delimiter, '}'};
            const std::size_t end = std::min(text.find_first_of(ends, i, sizeof ends), text.size());
            const std::string_view bare = text.substr(i, end - i);
            if (bare == "NULL")
                out += style.null;
            else
                scalar(out, bare);
            i = end;
        }
    }
    return giveUp(); // it ends inside
}

/// A sparsevec with the digits the server wrote.
struct SparseText {
    qint64 dimensions = 0;
    std::vector<std::pair<qint64, std::string_view>>
        entries; ///< indices from 0, ascending; the digits are part of the text read
};

/// "{1:0.5,7:2}/10", indices from 1. No value where \p text is none.
std::optional<SparseText> readSparseText(std::string_view text);

} // namespace quiver::sql
