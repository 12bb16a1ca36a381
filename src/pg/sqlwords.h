// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a statement as the server's scanner sees them, without comments: just enough to know what kind it is.
#pragma once

#include <QByteArray>

#include <string_view>

namespace quiver::pg {

/// Reads one after the other. Texts in quotes are one piece, whatever is in them.
class SqlWords
{
public:
    enum class Kind { End, Word, Text, Name, Other };
    struct Piece {
        Kind kind = Kind::End;
        QByteArray word; ///< in capitals, for Kind::Word: keywords and names without quotes
        char sign = 0;   ///< for Kind::Other
        bool is(const char *keyword) const { return kind == Kind::Word && word == keyword; }
    };

    /// \p backslashes: standard_conforming_strings is off, '\'' is one text.
    explicit SqlWords(std::string_view sql, bool backslashes = false) : m_sql(sql), m_backslashes(backslashes) { }
    Piece next();

private:
    char at(std::size_t position) const { return position < m_sql.size() ? m_sql[position] : '\0'; }
    void skipBlanks();
    void skipQuoted(char quote, bool backslashes);
    void skipText(bool backslashes);
    bool skipDollarQuoted();

    std::string_view m_sql;
    std::size_t m_at = 0;
    bool m_backslashes;
};

} // namespace quiver::pg
