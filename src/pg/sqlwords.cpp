// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/sqlwords.h"

#include <algorithm>

namespace quiver::pg {

namespace {

bool startsWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

bool isInWord(char c)
{
    return startsWord(c) || (c >= '0' && c <= '9') || c == '$';
}

} // namespace

void SqlWords::skipBlanks()
{
    for (;;) {
        const char c = at(m_at);
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            ++m_at;
        } else if (c == '-' && at(m_at + 1) == '-') {
            m_at = std::min(m_sql.find_first_of("\r\n", m_at), m_sql.size());
        } else if (c == '/' && at(m_at + 1) == '*') {
            int depth = 0; // comments nest
            do {
                const bool opens = at(m_at) == '/' && at(m_at + 1) == '*';
                const bool closes = at(m_at) == '*' && at(m_at + 1) == '/';
                depth += opens - closes;
                m_at += opens || closes ? 2 : 1;
            } while (depth > 0 && m_at < m_sql.size());
        } else {
            return;
        }
    }
}

void SqlWords::skipQuoted(char quote, bool backslashes)
{
    for (++m_at; m_at < m_sql.size(); ++m_at) {
        if (backslashes && m_sql[m_at] == '\\')
            ++m_at;
        else if (m_sql[m_at] == quote && at(m_at + 1) == quote)
            ++m_at;
        else if (m_sql[m_at] == quote)
            break;
    }
    m_at = std::min(m_at + 1, m_sql.size());
}

/// A text goes on in the next line's quotes, and backslashes mean there what they meant in the first.
void SqlWords::skipText(bool backslashes)
{
    for (;;) {
        skipQuoted('\'', backslashes);
        const std::size_t end = m_at;
        skipBlanks();
        const std::string_view between = m_sql.substr(end, m_at - end);
        if (at(m_at) != '\'' || between.find_first_of("\r\n") == std::string_view::npos || between.find("/*") != std::string_view::npos) {
            m_at = end;
            return;
        }
    }
}

bool SqlWords::skipDollarQuoted()
{
    std::size_t end = m_at + 1;
    if (startsWord(at(end)))
        while (at(end) != '$' && isInWord(at(end)))
            ++end;
    if (at(end) != '$')
        return false;
    const std::string_view tag = m_sql.substr(m_at, end + 1 - m_at);
    const std::size_t close = m_sql.find(tag, end + 1);
    m_at = close == std::string_view::npos ? m_sql.size() : close + tag.size();
    return true;
}

SqlWords::Piece SqlWords::next()
{
    skipBlanks();
    if (m_at >= m_sql.size())
        return {};
    const char c = at(m_at);
    if (startsWord(c)) {
        const std::size_t from = m_at;
        while (isInWord(at(m_at)))
            ++m_at;
        QByteArray word = QByteArray(m_sql.data() + from, qsizetype(m_at - from)).toUpper();
        if (at(m_at) == '\'' && (word == "E" || word == "B" || word == "X" || word == "N")) {
            skipText(word == "E" || (word == "N" && m_backslashes));
            return {Kind::Text, {}, 0};
        }
        if (word == "U" && at(m_at) == '&' && (at(m_at + 1) == '\'' || at(m_at + 1) == '"')) {
            ++m_at;
            const char quote = at(m_at);
            skipQuoted(quote, false);
            return {quote == '"' ? Kind::Name : Kind::Text, {}, 0};
        }
        return {Kind::Word, std::move(word), 0};
    }
    if (c == '\'') {
        skipText(m_backslashes);
        return {Kind::Text, {}, 0};
    }
    if (c == '"') {
        skipQuoted(c, false);
        return {Kind::Name, {}, 0};
    }
    if (c == '$' && skipDollarQuoted())
        return {Kind::Text, {}, 0};
    ++m_at;
    return {Kind::Other, {}, c};
}

} // namespace quiver::pg
