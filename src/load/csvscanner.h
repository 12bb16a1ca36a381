// SPDX-License-Identifier: GPL-3.0-or-later
// Takes delimited text apart, row by row: RFC 4180 as PostgreSQL and spreadsheets write it.
//
// A field that starts with the quote goes to the next single quote, over separators and line ends; two quotes are one. A quote
// further inside is an ordinary character. Or as COPY's text format has it: no quotes, but backslashes before what is special. A row
// ends in LF, CRLF or CR.
#pragma once

#include "load/textcheck.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace quiver::load {

struct CsvField {
    std::size_t begin = 0, size = 0; ///< in the row's text, without the quotes around it
    bool quoted = false;
    bool escaped = false; ///< has doubled quotes, or backslashes
};

struct CsvRow {
    std::vector<CsvField> fields;
    std::size_t size = 0;    ///< of the text without its line end
    std::size_t length = 0;  ///< to the next row's begin
    std::size_t lines = 0;   ///< line ends, the row's own included
    TextProblem problem;     ///< reason empty: none
    bool isBlank() const { return size == 0; }
};

class CsvScanner
{
public:
    /// ASCII. \p quote '\0': there are no quotes; '\\': COPY's text format.
    CsvScanner(char separator, char quote);

    char separator() const { return m_separator; }
    char quote() const { return m_quote; }
    bool takesBackslashes() const { return m_quote == '\\'; }
    enum class Outcome { Row, Unfinished };
    /// The first row of \p text, which is not empty. Unfinished: its end is not in the text; never where that \p isComplete.
    Outcome scan(std::string_view text, bool isComplete, CsvRow &row) const;
    /// The field's content; \p scratch is written where it is escaped.
    std::string_view content(std::string_view text, const CsvField &field, std::string &scratch) const;

private:
    struct Position;
    bool quotedField(Position &position) const;
    bool plainField(Position &position) const;
    static void unescape(std::string_view raw, std::string &out);
    bool endOfRow(Position &position) const;
    bool skipRest(Position &position) const;

    char m_separator;
    char m_quote;
    std::array<bool, 256> m_ends{}; ///< whether a byte ends a field without quotes
};

} // namespace quiver::load
