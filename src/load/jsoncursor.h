// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through one JSON text from its front, without building a tree: arrays of numbers go straight into floats.
//
// RFC 8259 in UTF-8, which the caller has checked (textcheck.h). Beyond it, numbers in an array of floats may be NaN, Infinity and
// -Infinity, as Python writes them. Refused is what jsonb refuses: \u0000, half of a surrogate pair, nesting beyond maxDepth.
#pragma once

#include "load/textcheck.h"

#include <string>
#include <string_view>
#include <vector>

namespace quiver::load {

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

    /// An array of nothing but numbers, at least one: appended to \p values. False, without a problem and with the cursor at the
    /// array's begin: it is something else.
    bool readFloats(std::vector<float> &values);

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

} // namespace quiver::load
