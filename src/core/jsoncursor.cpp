// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsoncursor.h"

#include <array>

namespace quiver::core {

using namespace Qt::StringLiterals;

namespace {

bool isDigit(char c)
{
    return unsigned(c - '0') < 10U;
}

/// Whether a byte needs a closer look inside of a string.
constexpr std::array<bool, 256> specialInStrings = [] {
    std::array<bool, 256> special{};
    for (std::size_t c = 0; c < 0x20; ++c)
        special[c] = true;
    special['"'] = special['\\'] = true;
    return special;
}();

void appendUtf8(std::string &out, char32_t c)
{
    const auto put = [&out](char32_t byte) { out += char(static_cast<unsigned char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

} // namespace

bool JsonCursor::failAt(std::size_t position, const QString &reason)
{
    if (m_problem.reason.isEmpty())
        m_problem = {position, reason};
    return false;
}

JsonCursor::Kind JsonCursor::kind() const
{
    if (atEnd())
        return Kind::None;
    switch (m_text[m_at]) {
    case '{':
        return Kind::Object;
    case '[':
        return Kind::Array;
    case '"':
        return Kind::String;
    case 't':
        return Kind::True;
    case 'f':
        return Kind::False;
    case 'n':
        return Kind::Null;
    default:
        return isDigit(m_text[m_at]) || m_text[m_at] == '-' ? Kind::Number : Kind::None;
    }
}

void JsonCursor::skipBlanks()
{
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
        ++m_at;
}

bool JsonCursor::take(char c)
{
    if (atEnd() || m_text[m_at] != c)
        return false;
    ++m_at;
    skipBlanks();
    return true;
}

int JsonCursor::hexAt(std::size_t at) const
{
    if (at + 4 > m_text.size())
        return -1;
    int value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const char c = m_text[i], lower = char(c | 0x20);
        if (!isDigit(c) && (lower < 'a' || lower > 'f'))
            return -1;
        value = value * 16 + (isDigit(c) ? c - '0' : lower - 'a' + 10);
    }
    return value;
}

/// At a backslash. Leaves the cursor behind the escape.
bool JsonCursor::skipEscape()
{
    const std::size_t begin = m_at;
    const char c = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
    if (c != 'u') {
        m_at += 2;
        return (c != '\0' && std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos)
               || failAt(begin, u"there is no such escape in JSON"_s);
    }
    const int unit = hexAt(m_at + 2);
    m_at += 6;
    if (unit < 0)
        return failAt(begin, u"four hexadecimal digits must follow \\u"_s);
    if (unit == 0)
        return failAt(begin, u"a NUL character (\\u0000), which PostgreSQL cannot store in text"_s);
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    const bool pairs = unit < 0xDC00 && m_text.substr(m_at, 2) == "\\u" && (hexAt(m_at + 2) & 0xFC00) == 0xDC00;
    m_at += 6;
    return pairs || failAt(begin, u"half of a surrogate pair alone is no character"_s);
}

/// At the opening quote. Leaves the cursor behind the closing one.
bool JsonCursor::skipString()
{
    const std::size_t begin = m_at;
    for (++m_at;;) {
        while (m_at < m_text.size() && !specialInStrings[static_cast<unsigned char>(m_text[m_at])])
            ++m_at;
        if (atEnd())
            return failAt(begin, u"a string is not closed"_s);
        if (m_text[m_at] == '"') {
            ++m_at;
            return true;
        }
        if (m_text[m_at] != '\\')
            return fail(u"a control character inside of a string must be written as \\u%1"_s.arg(int(m_text[m_at]), 4, 16, QChar(u'0')));
        if (!skipEscape())
            return false;
    }
}

bool JsonCursor::skipNumber()
{
    const std::size_t begin = m_at;
    const auto digits = [this] {
        const std::size_t from = m_at;
        while (m_at < m_text.size() && isDigit(m_text[m_at]))
            ++m_at;
        return m_at > from;
    };
    const auto next = [this](char c) { return m_at < m_text.size() && m_text[m_at] == c; };
    m_at += next('-');
    const bool leadingZero = next('0');
    const std::size_t whole = m_at;
    bool good = digits() && (!leadingZero || m_at == whole + 1);
    if (good && next('.')) {
        ++m_at;
        good = digits();
    }
    if (good && (next('e') || next('E'))) {
        ++m_at;
        m_at += next('+') || next('-');
        good = digits();
    }
    return good || failAt(begin, u"this is no JSON number"_s);
}

bool JsonCursor::skipWord(std::string_view word)
{
    if (m_text.substr(m_at, word.size()) != word)
        return fail(u"a value is expected here"_s);
    m_at += word.size();
    return true;
}

bool JsonCursor::skipScalar()
{
    switch (kind()) {
    case Kind::String:
        return skipString();
    case Kind::Number:
        return skipNumber();
    case Kind::True:
        return skipWord("true");
    case Kind::False:
        return skipWord("false");
    case Kind::Null:
        return skipWord("null");
    default:
        return fail(u"a value is expected here"_s);
    }
}

bool JsonCursor::skipKey()
{
    if (kind() != Kind::String)
        return fail(u"a key in quotes is expected here"_s);
    if (!skipString())
        return false;
    skipBlanks();
    return take(':') || fail(u"a : is expected after the key"_s);
}

bool JsonCursor::skipValue(std::string_view &raw)
{
    const std::size_t begin = m_at;
    std::size_t end = begin;
    m_open.clear();
    do {
        // A value starts here; an array or object that is not empty goes on with its first member.
        const Kind what = kind();
        if (what == Kind::Array || what == Kind::Object) {
            const bool object = what == Kind::Object;
            if (m_open.size() == maxDepth)
                return fail(u"it is nested deeper than %1 levels"_s.arg(maxDepth));
            take(object ? '{' : '[');
            if (atEnd() || m_text[m_at] != (object ? '}' : ']')) {
                m_open.push_back(object ? '}' : ']');
                if (object && !skipKey())
                    return false;
                continue;
            }
            ++m_at;
        } else if (!skipScalar()) {
            return false;
        }
        // A value ended here: close what ends with it, up to the next member.
        for (;;) {
            end = m_at;
            skipBlanks();
            if (m_open.empty())
                break;
            if (!atEnd() && m_text[m_at] == m_open.back()) {
                ++m_at;
                m_open.pop_back();
                continue;
            }
            if (!take(','))
                return fail(atEnd() ? u"the closing %1 is missing"_s.arg(QLatin1Char(m_open.back()))
                                    : u"a , or %1 is expected here"_s.arg(QLatin1Char(m_open.back())));
            if (m_open.back() == '}' && !skipKey())
                return false;
            break;
        }
    } while (!m_open.empty());
    raw = m_text.substr(begin, end - begin);
    return true;
}

void JsonCursor::appendUnescaped(std::string_view raw, std::string &out) const
{
    static constexpr std::string_view names = "bfnrt", meanings = "\b\f\n\r\t";
    while (!raw.empty()) {
        const std::size_t slash = std::min(raw.find('\\'), raw.size());
        out += raw.substr(0, slash);
        raw.remove_prefix(slash);
        if (raw.empty())
            break;
        const char c = raw[1];
        if (c != 'u') {
            const std::size_t name = names.find(c);
            out += name == std::string_view::npos ? c : meanings[name];
            raw.remove_prefix(2);
            continue;
        }
        const std::size_t at = std::size_t(raw.data() - m_text.data());
        char32_t unit = char32_t(hexAt(at + 2));
        const bool pair = unit >= 0xD800 && unit <= 0xDFFF; // skipEscape() has seen the other half
        if (pair)
            unit = 0x10000 + ((unit & 0x3FF) << 10) + (char32_t(hexAt(at + 8)) & 0x3FF);
        appendUtf8(out, unit);
        raw.remove_prefix(pair ? 12 : 6);
    }
}

bool JsonCursor::readString(std::string_view &value, std::string &scratch)
{
    if (kind() != Kind::String)
        return fail(u"a string is expected here"_s);
    const std::size_t begin = m_at + 1;
    if (!skipString())
        return false;
    value = m_text.substr(begin, m_at - 1 - begin);
    skipBlanks();
    if (value.find('\\') != std::string_view::npos) {
        scratch.clear();
        appendUnescaped(value, scratch);
        value = scratch;
    }
    return true;
}

} // namespace quiver::core
