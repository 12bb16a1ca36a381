// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/scanner.h"

namespace quiver::sql {

namespace {

constexpr bool isDigit(char16_t c)
{
    return c >= u'0' && c <= u'9';
}

// Everything beyond ASCII may be part of a name, as in PostgreSQL's scanner, no-break spaces included.
constexpr bool isWordStart(char16_t c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || c >= 0x80;
}

constexpr bool isWordPart(char16_t c)
{
    return isWordStart(c) || isDigit(c) || c == u'$';
}

} // namespace

Token Scanner::next()
{
    for (;;) {
        while (m_position < m_text.size() && isSqlSpace(at(m_position)))
            ++m_position;
        if (m_position >= m_text.size())
            return {Token::Kind::End, m_text.size(), m_text.size()};

        const char16_t c = at(m_position);
        const char16_t following = at(m_position + 1);
        const bool isComment = (c == u'-' && following == u'-') || (c == u'/' && following == u'*');
        if (!isComment)
            break;
        const Token comment = c == u'-' ? lineComment() : blockComment();
        m_openComment = m_openComment || !comment.closed;
        if (m_comments == Comments::Report)
            return comment;
    }

    const char16_t c = at(m_position);
    if (c == u'\'')
        return quoted(m_position, m_position, u'\'', false);
    if (c == u'"')
        return quoted(m_position, m_position, u'"', false);
    if (c == u'$')
        return dollar();
    if (isWordStart(c))
        return word();
    if (isDigit(c) || (c == u'.' && isDigit(at(m_position + 1))))
        return number();
    Token token{c == u'\\' ? Token::Kind::Backslash : Token::Kind::Symbol, m_position, m_position + 1};
    token.symbol = c;
    return finish(token);
}

bool Scanner::is(const Token &token, QStringView upper) const
{
    if (token.kind != Token::Kind::Word || token.end - token.begin != upper.size())
        return false;
    for (qsizetype i = 0; i < upper.size(); ++i) {
        char16_t c = m_text[token.begin + i].unicode();
        if (c >= u'a' && c <= u'z')
            c = char16_t(c - u'a' + u'A');
        if (c != upper[i].unicode())
            return false;
    }
    return true;
}

Token Scanner::finish(Token token)
{
    m_position = token.end;
    return token;
}

Token Scanner::lineComment()
{
    qsizetype end = m_position + 2;
    while (end < m_text.size() && at(end) != u'\n' && at(end) != u'\r')
        ++end;
    return finish({Token::Kind::Comment, m_position, end});
}

Token Scanner::blockComment()
{
    qsizetype end = m_position + 2;
    int depth = 1;
    while (end < m_text.size() && depth > 0) {
        if (at(end) == u'/' && at(end + 1) == u'*') {
            ++depth;
            end += 2;
        } else if (at(end) == u'*' && at(end + 1) == u'/') {
            --depth;
            end += 2;
        } else {
            ++end;
        }
    }
    Token token{Token::Kind::Comment, m_position, std::min(end, m_text.size())};
    token.closed = depth == 0;
    return finish(token);
}

Token Scanner::quoted(qsizetype begin, qsizetype openQuote, char16_t quote, bool escapes)
{
    Token token{quote == u'"' ? Token::Kind::QuotedIdentifier : Token::Kind::String, begin, m_text.size()};
    token.closed = false;
    for (qsizetype i = openQuote + 1; i < m_text.size(); ++i) {
        const char16_t c = at(i);
        if (escapes && c == u'\\') {
            ++i;
        } else if (c == quote) {
            if (at(i + 1) == quote) {
                ++i;
                continue;
            }
            // Only in E'' does it matter whether the next quote starts a string of its own or goes on with this one.
            const qsizetype again = escapes ? continuation(i + 1) : -1;
            if (again < 0) {
                token.end = i + 1;
                token.closed = true;
                break;
            }
            i = again;
        }
    }
    return finish(token);
}

// 'a' newline 'b' is one string. Where a string that ended before \p from goes on: the index of its next quote, or -1.
qsizetype Scanner::continuation(qsizetype from) const
{
    bool sawNewline = false;
    for (qsizetype i = from; i < m_text.size(); ++i) {
        const char16_t c = at(i);
        if (c == u'-' && at(i + 1) == u'-') {
            while (i + 1 < m_text.size() && at(i + 1) != u'\n' && at(i + 1) != u'\r')
                ++i;
        } else if (c == u'\'') {
            return sawNewline ? i : -1;
        } else if (c == u'\n' || c == u'\r') {
            sawNewline = true;
        } else if (!isSqlSpace(c)) {
            return -1;
        }
    }
    return -1;
}

Token Scanner::dollar()
{
    qsizetype tagEnd = m_position + 1;
    if (isDigit(at(tagEnd))) {
        while (isDigit(at(tagEnd)))
            ++tagEnd;
        return finish({Token::Kind::Parameter, m_position, tagEnd});
    }
    if (isWordStart(at(tagEnd))) {
        while (isWordPart(at(tagEnd)) && at(tagEnd) != u'$')
            ++tagEnd;
    }
    if (at(tagEnd) != u'$') {
        Token token{Token::Kind::Symbol, m_position, m_position + 1};
        token.symbol = u'$';
        return finish(token);
    }
    const QStringView tag = m_text.sliced(m_position, tagEnd + 1 - m_position);
    const qsizetype close = m_text.indexOf(tag, tagEnd + 1);
    Token token{Token::Kind::DollarString, m_position, close < 0 ? m_text.size() : close + tag.size()};
    token.closed = close >= 0;
    return finish(token);
}

Token Scanner::word()
{
    const qsizetype begin = m_position;
    const char16_t c = at(begin);
    const char16_t following = at(begin + 1);
    if (following == u'\'') {
        if (c == u'e' || c == u'E')
            return quoted(begin, begin + 1, u'\'', true);
        if (c == u'b' || c == u'B' || c == u'x' || c == u'X' || c == u'n' || c == u'N')
            return quoted(begin, begin + 1, u'\'', false);
    }
    if ((c == u'u' || c == u'U') && following == u'&' && (at(begin + 2) == u'\'' || at(begin + 2) == u'"'))
        return quoted(begin, begin + 2, at(begin + 2), false);
    qsizetype end = begin + 1;
    while (end < m_text.size() && isWordPart(at(end)))
        ++end;
    return finish({Token::Kind::Word, begin, end});
}

Token Scanner::number()
{
    qsizetype end = m_position;
    for (; end < m_text.size(); ++end) {
        const char16_t c = at(end);
        const bool signedExponent = (c == u'+' || c == u'-') && (at(end - 1) == u'e' || at(end - 1) == u'E')
            && isDigit(at(end + 1)) && end - m_position > 1 && !(at(m_position) == u'0' && (at(m_position + 1) | 0x20) == u'x');
        const bool range = c == u'.' && at(end + 1) == u'.'; // 1..10 in PL/pgSQL
        if (range || (!signedExponent && c != u'.' && !(isWordPart(c) && c < 0x80 && c != u'$')))
            break;
    }
    return finish({Token::Kind::Number, m_position, std::max(end, m_position + 1)});
}

} // namespace quiver::sql
