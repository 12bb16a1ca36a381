// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/unframed.h"

#include <algorithm>

namespace quiver::plan {

void Unframed::append(std::string_view piece, std::size_t begin)
{
    if (piece.empty())
        return;
    const bool goesOn = !m_pieces.empty() && !m_pieces.back().made && m_pieces.back().from + (m_text.size() - m_pieces.back().at) == begin;
    if (!goesOn)
        m_pieces.push_back({m_text.size(), begin, false});
    m_text += piece;
}

void Unframed::appendInstead(std::string_view made, std::size_t begin)
{
    m_pieces.push_back({m_text.size(), begin, true});
    m_text += made;
}

std::size_t Unframed::origin(std::size_t position) const
{
    const auto behind = std::ranges::upper_bound(m_pieces, position, {}, &Piece::at);
    if (behind == m_pieces.begin())
        return 0;
    const Piece &piece = *std::prev(behind);
    return piece.made ? piece.from : piece.from + (position - piece.at);
}

std::optional<Unframed> withoutSyslog(std::string_view text)
{
    constexpr std::string_view tab = "#011";
    if (text.find(tab) == std::string_view::npos)
        return std::nullopt;
    Unframed unframed;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::size_t from = begin;
        const std::string_view line = text.substr(begin, end - begin);
        if (const std::size_t at = line.find(tab); at != std::string_view::npos) {
            from = begin + at + tab.size();
            unframed.appendInstead("\t", begin + at);
        }
        unframed.append(text.substr(from, end - from), from);
        unframed.appendInstead("\n", end);
        begin = end + 1;
    }
    return unframed;
}

} // namespace quiver::plan
