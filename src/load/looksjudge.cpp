// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/looksjudge.h"

#include "core/jsoncursor.h"
#include "vector/vectortext.h"

#include <algorithm>
#include <charconv>

namespace quiver::load {

namespace {

using Looks = SourceField::Looks;

constexpr unsigned bit(Looks looks)
{
    return 1U << unsigned(looks);
}

/// What a column is where several kinds fit all its values: the first of these. Bits come behind integers: 1000, 1101 are integers,
/// 0110, 1101 are not.
constexpr Looks byPreference[] = {Looks::Boolean, Looks::Integer, Looks::Real, Looks::Numeric, Looks::Bits, Looks::Uuid,
                                  Looks::Date, Looks::Timestamp, Looks::Vector, Looks::SparseVector, Looks::Json};

/// Whether \p count of \p all values say what the rest is meant to be. Nothing but a vector looks like a vector; numbers, words and
/// codes stand together in many a column of texts, and a truth value is a word.
bool isMajority(std::int64_t count, std::int64_t all, Looks looks)
{
    switch (looks) {
    case Looks::Vector:
    case Looks::SparseVector:
    case Looks::Bits: return count * 5 >= all * 4;
    case Looks::Boolean:
    case Looks::Text: return count == all;
    default: return count * 10 >= all * 9;
    }
}

bool isDigit(char c)
{
    return unsigned(c - '0') < 10U;
}

bool isBoolean(std::string_view text)
{
    static constexpr std::string_view words[] = {"true", "false", "t", "f", "yes", "no", "y", "n"};
    return std::ranges::any_of(words, [text](std::string_view word) {
        return word.size() == text.size() && std::ranges::equal(word, text, [](char a, char b) { return a == char(b | 0x20); });
    });
}

/// Of "00123" and "+49" the text would not come back.
bool startsAsNumber(std::string_view text)
{
    text.remove_prefix(text.starts_with('-'));
    return !text.empty() && (isDigit(text[0]) || text[0] == '.') && !(text.size() > 1 && text[0] == '0' && isDigit(text[1]));
}

bool isInteger(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return startsAsNumber(text) && code == std::errc() && end == text.data() + text.size();
}

/// With a fraction, an exponent, or more digits than an integer of 8 bytes has.
bool isNumber(std::string_view text)
{
    float value = 0;
    return startsAsNumber(text) && vector::readFloat(text, value) == text.size();
}

bool isBits(std::string_view text)
{
    constexpr std::size_t least = 8; // shorter ones are codes rather
    return text.size() >= least && std::ranges::all_of(text, [](char c) { return c == '0' || c == '1'; });
}

/// Whether \p text starts with \p shape, in which 9 is any digit, x any hexadecimal one and all else itself.
bool takeShape(std::string_view &text, std::string_view shape)
{
    if (text.size() < shape.size())
        return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const char lower = char(text[i] | 0x20);
        const bool fits = shape[i] == '9'   ? isDigit(text[i])
                          : shape[i] == 'x' ? isDigit(text[i]) || (lower >= 'a' && lower <= 'f')
                                            : shape[i] == text[i];
        if (!fits)
            return false;
    }
    text.remove_prefix(shape.size());
    return true;
}

bool isUuid(std::string_view text)
{
    return takeShape(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx") && text.empty();
}

bool takeZone(std::string_view &text)
{
    if (text.starts_with('Z') || text.starts_with('z')) {
        text.remove_prefix(1);
        return true;
    }
    const bool sign = text.starts_with('+') || text.starts_with('-');
    return sign && (takeShape(text, text.front() == '+' ? "+99:99" : "-99:99") || takeShape(text, text.front() == '+' ? "+9999" : "-9999")
                    || takeShape(text, text.front() == '+' ? "+99" : "-99"));
}

bool isDate(std::string_view text)
{
    return takeShape(text, "9999-99-99") && text.empty();
}

/// ISO 8601 as programs write it: a date, perhaps a time, perhaps a zone.
bool isTimestamp(std::string_view text)
{
    if (!takeShape(text, "9999-99-99"))
        return false;
    if (text.empty())
        return true;
    if (!takeShape(text, " 99:99") && !takeShape(text, "T99:99"))
        return false;
    if (takeShape(text, ":99") && text.starts_with('.')) {
        text.remove_prefix(1);
        text.remove_prefix(std::size_t(std::ranges::find_if_not(text, isDigit) - text.begin()));
    }
    if (text.starts_with(' ') && text.size() > 1)
        text.remove_prefix(1);
    return text.empty() || (takeZone(text) && text.empty());
}

bool isJson(std::string_view text)
{
    core::JsonCursor cursor(text);
    cursor.skipBlanks();
    const core::JsonCursor::Kind kind = cursor.kind();
    std::string_view raw;
    return (kind == core::JsonCursor::Kind::Object || kind == core::JsonCursor::Kind::Array) && cursor.skipValue(raw) && cursor.atEnd();
}

bool isBracketed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '[' || text[first] == '{');
}

} // namespace

bool looksLikeNumber(std::string_view text)
{
    return isInteger(text) || isNumber(text);
}

bool fitsDouble(std::string_view number)
{
    constexpr std::ptrdiff_t digitsOfDouble = 17; // what tells any two doubles apart; more would be lost
    const std::string_view mantissa = number.substr(0, number.find_first_of("eE"));
    const std::size_t first = mantissa.find_first_of("123456789"); // leading zeros say nothing
    return first == std::string_view::npos || std::ranges::count_if(mantissa.substr(first), isDigit) <= digitsOfDouble;
}

void LooksJudge::see(std::string_view text)
{
    unsigned mask = 0;
    if (isBoolean(text))
        mask |= bit(Looks::Boolean);
    if (isInteger(text))
        mask |= bit(Looks::Integer) | bit(Looks::Real) | bit(Looks::Numeric);
    else if (isNumber(text))
        mask |= bit(Looks::Numeric) | (fitsDouble(text) ? bit(Looks::Real) : 0U);
    if (isBits(text)) {
        mask |= bit(Looks::Bits);
        ++m_dimensions[int(text.size())];
    }
    if (isUuid(text))
        mask |= bit(Looks::Uuid);
    if (isTimestamp(text))
        mask |= bit(Looks::Timestamp) | (isDate(text) ? bit(Looks::Date) : 0U);
    if (isBracketed(text)) {
        vector::SparseVector sparse;
        if (vector::parseVectorText(text, m_floats).ok()) {
            mask |= bit(Looks::Vector);
            ++m_dimensions[int(m_floats.size())];
        } else if (vector::parseSparseText(text, sparse).ok()) {
            mask |= bit(Looks::SparseVector);
            ++m_dimensions[sparse.dimensions];
        }
        if (isJson(text))
            mask |= bit(Looks::Json);
    }
    m_hasCodes |= (mask & bit(Looks::Numeric)) == 0 && !text.empty() && std::ranges::all_of(text, isDigit);
    agreeOn(mask);
}

void LooksJudge::see(Looks looks, int dimensions)
{
    unsigned mask = bit(looks);
    if (looks == Looks::Integer)
        mask |= bit(Looks::Real) | bit(Looks::Numeric);
    if (looks == Looks::Real)
        mask |= bit(Looks::Numeric);
    if (looks == Looks::Vector)
        mask |= bit(Looks::Json); // beside other arrays it is one of them
    if (dimensions >= 0)
        ++m_dimensions[dimensions];
    agreeOn(mask);
}

void LooksJudge::agreeOn(unsigned mask)
{
    ++m_count;
    for (std::size_t looks = 0; looks < m_counts.size(); ++looks)
        m_counts[looks] += (mask >> looks) & 1U;
}

Looks LooksJudge::looks() const
{
    if (m_count == 0)
        return Looks::Text;
    const bool sameLength = std::ranges::any_of(m_dimensions, [this](const auto &each) { return isMajority(each.second, m_count, Looks::Vector); });
    if (sameLength && isMajority(countOf(Looks::Vector), m_count, Looks::Vector)) // also where some are JSON and no vectors
        return Looks::Vector;
    // What most values may be, and of several such kinds the first: integers are reals too.
    const auto *best = std::ranges::max_element(byPreference, {}, [this](Looks looks) { return countOf(looks); });
    const bool areNumbers = *best == Looks::Integer || *best == Looks::Real || *best == Looks::Numeric;
    const bool fits = countOf(*best) == m_count || (isMajority(countOf(*best), m_count, *best) && !(areNumbers && m_hasCodes));
    return fits ? *best : Looks::Text;
}

void LooksJudge::apply(SourceField &field) const
{
    field.looks = looks();
    field.hasNulls = m_hasNulls;
    field.dimensions = -1;
    field.seen = m_count;
    field.alike = field.looks == Looks::Text ? m_count : countOf(field.looks);
    if (field.looks != Looks::Vector && field.looks != Looks::SparseVector && field.looks != Looks::Bits)
        return;
    for (const auto &[dimensions, count] : m_dimensions) {
        if (!isMajority(count, m_count, field.looks))
            continue;
        field.dimensions = dimensions;
        field.alike = std::min(field.alike, count);
    }
}

} // namespace quiver::load
