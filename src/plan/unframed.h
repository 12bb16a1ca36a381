// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a plan's text out of what other programs put around it: psql's tables, CSV and quotes, log files.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quiver::plan {

/// A text made of pieces of another one, that still knows where each came from.
class Unframed
{
public:
    /// \p piece is a part of the text that this is made from; \p begin: where it starts there.
    void append(std::string_view piece, std::size_t begin);
    /// Something that stands for what is at \p begin: a line break, an unescaped character.
    void appendInstead(std::string_view made, std::size_t begin);
    /// Drops the last \p bytes.
    void chop(std::size_t bytes) { m_text.resize(m_text.size() - std::min(bytes, m_text.size())); }
    std::string_view text() const { return m_text; }
    /// Where the byte at \p position of text() stands in the text that this is made from.
    std::size_t origin(std::size_t position) const;

private:
    struct Piece {
        std::size_t at = 0, from = 0;
        bool made = false; ///< all of it is from one place
    };
    std::string m_text;
    std::vector<Piece> m_pieces;
};

// Each gives no value where there is nothing of its kind to take away.

/// psql's frames: aligned, unaligned, expanded; ascii, old-ascii and unicode in all borders; lines that it broke at its width.
std::optional<Unframed> withoutTable(std::string_view text);
/// Quotes around all of it or around each line (CSV, as pgAdmin and DBeaver copy it), with those inside doubled or escaped; the
/// messages out of a csvlog or a jsonlog.
std::optional<Unframed> withoutQuotes(std::string_view text);
/// The "[5-2] " and "#011" that syslog puts before the lines of one message.
std::optional<Unframed> withoutSyslog(std::string_view text);

} // namespace quiver::plan
