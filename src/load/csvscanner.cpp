// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/csvscanner.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>

namespace quiver::load {

using namespace Qt::StringLiterals;

/// Where scan() is. Its functions return false when the text ends before what they look for.
struct CsvScanner::Position {
    std::string_view text;
    bool isComplete;
    CsvRow &row;
    std::size_t at = 0;

    bool atEnd() const { return at == text.size(); }
    char peek() const { return text[at]; }
};

CsvScanner::CsvScanner(char separator, char quote) : m_separator(separator), m_quote(quote)
{
    for (const char c : {separator, '\n', '\r'})
        m_ends[static_cast<unsigned char>(c)] = true;
    if (takesBackslashes())
        m_ends['\\'] = true;
}

CsvScanner::Outcome CsvScanner::scan(std::string_view text, bool isComplete, CsvRow &row) const
{
    row.fields.clear();
    row.lines = 0;
    row.problem = {};
    Position position{text, isComplete, row};
    for (;;) {
        const bool quoted = m_quote != '\0' && !takesBackslashes() && !position.atEnd() && position.peek() == m_quote;
        if (!(quoted ? quotedField(position) : plainField(position)))
            return Outcome::Unfinished;
        if (position.atEnd() || position.peek() != m_separator)
            break;
        ++position.at;
        if (position.atEnd() && !isComplete)
            return Outcome::Unfinished;
    }
    return endOfRow(position) ? Outcome::Row : Outcome::Unfinished;
}

bool CsvScanner::quotedField(Position &p) const
{
    const std::size_t begin = p.at + 1;
    CsvField field{begin, 0, true, false};
    for (p.at = begin;;) {
        const void *found = std::memchr(p.text.data() + p.at, m_quote, p.text.size() - p.at);
        if (!found) {
            if (!p.isComplete)
                return false;
            p.row.problem = {begin - 1, u"a quote is opened and never closed; the rest of the file went into this row"_s};
            p.at = p.text.size();
            break;
        }
        p.at = std::size_t(static_cast<const char *>(found) - p.text.data()) + 1;
        if (p.atEnd() && !p.isComplete)
            return false; // another one may follow
        if (p.atEnd() || p.peek() != m_quote)
            break;
        field.escaped = true;
        ++p.at;
    }
    const bool closed = p.row.problem.reason.isEmpty();
    field.size = p.at - begin - (closed ? 1 : 0);
    p.row.lines += std::size_t(std::count(p.text.begin() + std::ptrdiff_t(begin), p.text.begin() + std::ptrdiff_t(p.at), '\n'));
    p.row.fields.push_back(field);
    if (p.atEnd() || m_ends[static_cast<unsigned char>(p.peek())])
        return true;
    p.row.problem = {p.at, u"there is text after the closing quote; a quote inside of a quoted field must be doubled"_s};
    return skipRest(p);
}

bool CsvScanner::plainField(Position &p) const
{
    const std::size_t begin = p.at;
    const char *at = p.text.data() + begin, *end = p.text.data() + p.text.size();
    bool escaped = false;
    for (;;) {
        while (at != end && !m_ends[static_cast<unsigned char>(*at)])
            ++at;
        if (at == end || *at != '\\' || !takesBackslashes())
            break;
        escaped = true;
        p.row.lines += end - at > 1 && at[1] == '\n';
        at += std::min<std::ptrdiff_t>(2, end - at); // whatever stands behind it, a separator too
    }
    p.at = std::size_t(at - p.text.data());
    p.row.fields.push_back({begin, p.at - begin, false, escaped});
    return !p.atEnd() || p.isComplete;
}

/// To the end of the line: after a mistake it is the best guess where the next row begins.
bool CsvScanner::skipRest(Position &p) const
{
    p.at = std::min(p.text.find_first_of("\r\n", p.at), p.text.size());
    return !p.atEnd() || p.isComplete;
}

bool CsvScanner::endOfRow(Position &p) const
{
    p.row.size = p.row.length = p.at;
    if (p.atEnd())
        return p.isComplete;
    const bool carriageReturn = p.peek() == '\r';
    ++p.at;
    if (carriageReturn && p.atEnd() && !p.isComplete)
        return false; // a line feed may follow
    p.at += carriageReturn && !p.atEnd() && p.peek() == '\n';
    p.row.length = p.at;
    ++p.row.lines;
    return true;
}

/// https://www.postgresql.org/docs/current/sql-copy.html, "Text Format"
void CsvScanner::unescape(std::string_view raw, std::string &out)
{
    static constexpr std::string_view names = "bfnrtv", meanings = "\b\f\n\r\t\v";
    while (!raw.empty()) {
        const std::size_t slash = std::min(raw.find('\\'), raw.size());
        out += raw.substr(0, slash);
        raw.remove_prefix(slash);
        if (raw.size() < 2) {
            out += raw; // a backslash at the very end
            return;
        }
        const char c = raw[1];
        const bool hexadecimal = c == 'x' && raw.size() > 2 && std::isxdigit(static_cast<unsigned char>(raw[2]));
        const bool octal = c >= '0' && c <= '7';
        if (!hexadecimal && !octal) {
            const std::size_t name = names.find(c);
            out += name == std::string_view::npos ? c : meanings[name];
            raw.remove_prefix(2);
            continue;
        }
        const std::string_view digits = raw.substr(hexadecimal ? 2 : 1, hexadecimal ? 2 : 3);
        unsigned value = 0;
        const char *end = std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 8).ptr;
        out += char(static_cast<unsigned char>(value));
        raw.remove_prefix(std::size_t(end - raw.data()));
    }
}

std::string_view CsvScanner::content(std::string_view text, const CsvField &field, std::string &scratch) const
{
    std::string_view raw = text.substr(field.begin, field.size);
    if (!field.escaped)
        return raw;
    scratch.clear();
    if (takesBackslashes()) {
        unescape(raw, scratch);
        return scratch;
    }
    for (std::size_t quote = raw.find(m_quote); quote != std::string_view::npos; quote = raw.find(m_quote)) {
        scratch += raw.substr(0, quote + 1);
        raw.remove_prefix(std::min(quote + 2, raw.size()));
    }
    scratch += raw;
    return scratch;
}

} // namespace quiver::load
