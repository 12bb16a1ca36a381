// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through one JSON text from its front, without building a tree and without recursion.
//
// RFC 8259 in UTF-8, which the caller has checked where it matters. Refused is what jsonb refuses: \u0000, half of a surrogate pair,
// nesting beyond maxDepth within one skipValue().
#pragma once

#include "core/textproblem.h"

#include <string>
#include <string_view>
#include <vector>

namespace quiver::core {

class JsonCursor
{
public:
    static constexpr std::size_t maxDepth = 1'000;

    explicit JsonCursor(std::string_view text) : m_text(text) {}

    /// What a value starts as; None: no value starts here.
    enum class Kind { None, Null, True, False, Number, String, Array, Object };
    Kind kind() const;
    bool atEnd() const { return m_at == m_text.size(); }
    void skipBlanks();
    /// Takes \p c and the blanks behind it.
    bool take(char c);

    // Each takes one value and the blanks behind it; false: problem() says where and why.
    bool skipValue(std::string_view &raw);
    /// \p value points into the text, or into \p scratch, which is replaced, where there are escapes.
    bool readString(std::string_view &value, std::string &scratch);

    std::string_view rest() const { return m_text.substr(m_at); }
    void seek(std::size_t position) { m_at = position; }
    std::size_t position() const { return m_at; }
    const TextProblem &problem() const { return m_problem; }
    /// Sets the problem. \returns false
    bool fail(const QString &reason) { return failAt(m_at, reason); }

private:
    bool failAt(std::size_t position, const QString &reason);
    bool skipString();
    bool skipEscape();
    bool skipNumber();
    bool skipWord(std::string_view word);
    bool skipScalar();
    bool skipKey();
    int hexAt(std::size_t at) const;
    void appendUnescaped(std::string_view raw, std::string &out) const;

    std::string_view m_text;
    std::size_t m_at = 0;
    TextProblem m_problem;
    std::vector<char> m_open; ///< brackets that wait to be closed, within skipValue()
};

} // namespace quiver::core
