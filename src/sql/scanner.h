// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL's lexical rules on the editor's own text: tokens with offsets in UTF-16 units, also for text that no parser takes.
//
// It never fails: an unterminated quote becomes a token up to the end of the text with `closed` false. It assumes
// standard_conforming_strings = on, the default since PostgreSQL 9.1. One linear pass, nothing allocated.
#pragma once

#include <QStringView>

namespace quiver::sql {

struct Token {
    enum class Kind {
        End,
        Word,             ///< keyword or plain identifier
        QuotedIdentifier, ///< "..." and U&"..."
        String,           ///< '...' of every kind (E, B, X, N, U&)
        DollarString,     ///< $tag$...$tag$
        Number,
        Parameter, ///< $1
        Symbol,    ///< one character of an operator or of punctuation
        Comment,   ///< only when the scanner was asked for comments
        Backslash, ///< no SQL: where psql's own commands start
    };
    Kind kind = Kind::End;
    qsizetype begin = 0;
    qsizetype end = 0;
    char16_t symbol = 0; ///< of a Symbol
    bool closed = true;  ///< false: a quote or comment without its end

    bool isSymbol(char16_t c) const { return kind == Kind::Symbol && symbol == c; }
};

class Scanner
{
public:
    enum class Comments { Skip, Report };
    explicit Scanner(QStringView text, qsizetype position = 0, Comments comments = Comments::Skip)
        : m_text(text), m_position(position), m_comments(comments)
    {
    }

    Token next();
    qsizetype position() const { return m_position; }
    void setPosition(qsizetype position) { m_position = position; }
    /// Whether a word token is this keyword, in any case. \p upper holds A-Z and _ only.
    bool is(const Token &token, QStringView upper) const;
    QStringView text(const Token &token) const { return m_text.sliced(token.begin, token.end - token.begin); }
    /// A comment without its end was skipped.
    bool sawOpenComment() const { return m_openComment; }

private:
    char16_t at(qsizetype index) const { return index < m_text.size() ? m_text[index].unicode() : u'\0'; }
    Token lineComment();
    Token blockComment();
    Token quoted(qsizetype begin, qsizetype openQuote, char16_t quote, bool escapes);
    qsizetype continuation(qsizetype from) const;
    Token dollar();
    Token word();
    Token number();
    Token finish(Token token);

    QStringView m_text;
    qsizetype m_position;
    Comments m_comments;
    bool m_openComment = false;
};

/// What PostgreSQL skips between tokens. The vertical tab counts since PostgreSQL 16.
constexpr bool isSqlSpace(char16_t c)
{
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r' || c == u'\f' || c == u'\v';
}

} // namespace quiver::sql
