// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/vectortext.h"

#include <algorithm>
#include <bit>
#include <cfloat>
#include <charconv>
#include <cmath>
#include <limits>

namespace quiver::vector {

using namespace Qt::StringLiterals;

namespace {

bool isDigit(char c)
{
    return unsigned(c - '0') < 10U;
}

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// A number as its text has it: digits * 10^exponent, of the digits the first 19.
struct Decimal {
    std::uint64_t digits = 0;
    int exponent = 0;
};
constexpr std::ptrdiff_t digitsThatFit = 19;

constexpr double powersOfTen[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33, 1e34, 1e35, 1e36, 1e37, 1e38, 1e39,
    1e40, 1e41, 1e42, 1e43, 1e44, 1e45, 1e46, 1e47, 1e48, 1e49, 1e50, 1e51, 1e52, 1e53, 1e54, 1e55, 1e56, 1e57, 1e58, 1e59};
constexpr int largestPower = 59;

/// The float nearest to a decimal, where it follows from one double operation. Digits, power and result are each rounded to
/// the nearest double, so the result is off by less than 4 of a double's last places (dropped digits weigh far less than one).
/// Rounding it again gives the nearest float, unless the middle between two floats is as near as that.
bool roundsSafely(const Decimal &decimal, float &value)
{
    if (std::abs(decimal.exponent) > largestPower)
        return false;
    const double digits = double(decimal.digits);
    const double wide = decimal.exponent < 0 ? digits / powersOfTen[-decimal.exponent] : digits * powersOfTen[decimal.exponent];
    constexpr std::uint64_t lostBits = (std::uint64_t(1) << (DBL_MANT_DIG - FLT_MANT_DIG)) - 1, middle = (lostBits + 1) / 2;
    constexpr std::uint64_t doubt = 4;
    if ((std::bit_cast<std::uint64_t>(wide) & lostBits) - (middle - doubt) <= 2 * doubt) // wraps where it is below
        return false;
    if (wide != 0 && (wide < double(FLT_MIN) || wide >= double(FLT_MAX))) // subnormal floats lose more bits
        return false;
    value = float(wide);
    return true;
}

/// "inf", "Infinity", "nan" in any case, after the sign.
const char *readWord(const char *at, const char *end, float &value)
{
    const auto matches = [&](std::string_view word) {
        return std::size_t(end - at) >= word.size()
               && std::equal(word.begin(), word.end(), at, [](char a, char b) { return a == char(b | 0x20); });
    };
    for (const std::string_view word : {std::string_view("infinity"), std::string_view("inf"), std::string_view("nan")}) {
        if (!matches(word))
            continue;
        value = word == "nan" ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
        return at + word.size();
    }
    return nullptr;
}

const char *takeDigits(const char *at, const char *end, Decimal &decimal)
{
    for (; at != end && isDigit(*at); ++at)
        decimal.digits = decimal.digits * 10 + std::uint64_t(*at - '0');
    return at;
}

/// The same for any number of digits, with a point among them.
Decimal firstDigits(const char *at, const char *end)
{
    Decimal decimal;
    int taken = 0;
    bool fraction = false;
    for (; at != end; ++at) {
        if (*at == '.') {
            fraction = true;
        } else if (taken < digitsThatFit) {
            decimal.digits = decimal.digits * 10 + std::uint64_t(*at - '0');
            decimal.exponent -= fraction;
            taken += decimal.digits != 0;
        } else {
            decimal.exponent += !fraction;
        }
    }
    return decimal;
}

const char *takeExponent(const char *at, const char *end, Decimal &decimal)
{
    const char *digits = at + 1;
    const bool negative = digits != end && *digits == '-';
    if (digits != end && (*digits == '-' || *digits == '+'))
        ++digits;
    if (digits == end || !isDigit(*digits))
        return at; // "1e" is the number 1 before an e
    int exponent = 0;
    for (; digits != end && isDigit(*digits); ++digits)
        exponent = std::min(exponent * 10 + (*digits - '0'), 100'000);
    decimal.exponent += negative ? -exponent : exponent;
    return digits;
}

/// The library's slower way, which takes its time over the exact value.
float roundSlowly(const char *begin, const char *end, const Decimal &decimal)
{
    float value = 0;
    if (std::from_chars(begin, end, value).ec == std::errc::result_out_of_range)
        value = std::log10(double(decimal.digits)) + decimal.exponent > 0 ? std::numeric_limits<float>::infinity() : 0.0F;
    return value;
}

/// The end of the number that starts at \p begin; null: there is none.
const char *readNumber(const char *begin, const char *end, float &value)
{
    const char *at = begin;
    const bool negative = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+'))
        ++at;
    const char *unsignedBegin = at;
    Decimal decimal;
    at = takeDigits(at, end, decimal);
    std::ptrdiff_t digits = at - unsignedBegin;
    if (at != end && *at == '.') {
        const char *fraction = at + 1;
        at = takeDigits(fraction, end, decimal);
        decimal.exponent = -int(at - fraction);
        digits += at - fraction;
    }
    if (digits > digitsThatFit)
        decimal = firstDigits(unsignedBegin, at);
    if (digits == 0) {
        at = readWord(unsignedBegin, end, value);
    } else {
        if (at != end && (*at == 'e' || *at == 'E'))
            at = takeExponent(at, end, decimal);
        if (!roundsSafely(decimal, value))
            value = roundSlowly(unsignedBegin, at, decimal);
    }
    if (negative)
        value = -value;
    return at;
}

/// Goes through a text from its front; remembers the first fault.
class Cursor
{
public:
    explicit Cursor(std::string_view text) : m_begin(text.data()), m_at(text.data()), m_end(text.data() + text.size()) {}

    bool atEnd() const { return m_at == m_end; }
    char peek() const { return m_at == m_end ? '\0' : *m_at; }
    void skipBlanks()
    {
        while (m_at != m_end && isBlank(*m_at))
            ++m_at;
    }
    bool take(char c)
    {
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }

    TextFault fault(const QString &reason) const { return {std::size_t(m_at - m_begin), reason}; }

    bool takeFloat(float &value, TextFault &fault)
    {
        const char *end = readNumber(m_at, m_end, value);
        if (!end || (end != m_end && !endsNumber(*end))) {
            fault = this->fault(atEnd() || endsNumber(peek()) ? u"a number is missing"_s : u"“%1” is no number"_s.arg(word()));
            return false;
        }
        if (!std::isfinite(value)) {
            const bool isWord = !std::any_of(m_at, end, isDigit);
            fault = this->fault((isWord ? u"%1 is not allowed in a vector"_s : u"%1 is beyond the range of a 4 byte float"_s).arg(word()));
            return false;
        }
        m_at = end;
        return true;
    }

    bool takeInteger(std::int64_t &value, TextFault &fault)
    {
        const auto [end, code] = std::from_chars(m_at, m_end, value);
        if (code == std::errc::invalid_argument) {
            fault = this->fault(atEnd() ? u"a number is missing"_s : u"“%1” is no whole number"_s.arg(word()));
            return false;
        }
        if (code != std::errc())
            value = std::numeric_limits<std::int64_t>::max();
        m_at = end;
        return true;
    }

private:
    static bool endsNumber(char c) { return c == ',' || c == ']' || c == '}' || c == '/' || isBlank(c); }
    QString word() const
    {
        const char *end = std::find_if(m_at, m_end, endsNumber);
        const std::ptrdiff_t length = end - m_at;
        constexpr std::ptrdiff_t shown = 40;
        return QString::fromUtf8(m_at, qsizetype(std::min(length, shown))) + (length > shown ? u"…"_s : QString());
    }

    const char *m_begin, *m_at, *m_end;
};

TextFault readDense(Cursor &cursor, std::vector<float> &values)
{
    TextFault fault;
    cursor.skipBlanks();
    const char open = cursor.peek();
    const char close = open == '[' ? ']' : open == '{' ? '}' : '\0';
    if (close != '\0')
        cursor.take(open);
    cursor.skipBlanks();
    while (!cursor.atEnd() && cursor.peek() != ']' && cursor.peek() != '}') {
        if (!values.empty() && cursor.take(','))
            cursor.skipBlanks();
        float value = 0;
        if (values.size() == std::size_t(maxDimensions))
            return cursor.fault(u"a vector has at most %1 dimensions"_s.arg(maxDimensions));
        if (!cursor.takeFloat(value, fault))
            return fault;
        values.push_back(value);
        cursor.skipBlanks();
    }
    if (close == '\0' && !cursor.atEnd())
        return cursor.fault(u"there is no opening bracket before this %1"_s.arg(QLatin1Char(cursor.peek())));
    if (close != '\0' && !cursor.take(close))
        return cursor.fault(u"the closing %1 is missing"_s.arg(QLatin1Char(close)));
    cursor.skipBlanks();
    if (!cursor.atEnd())
        return cursor.fault(u"there is text after the closing %1"_s.arg(QLatin1Char(close)));
    if (values.empty())
        return cursor.fault(u"a vector has at least 1 dimension"_s);
    return {};
}

struct SparseElement {
    std::int64_t index = 0; ///< from 1, as in the text
    float value = 0;
    std::size_t position = 0;
};

TextFault readElements(Cursor &cursor, std::vector<SparseElement> &elements)
{
    TextFault fault;
    cursor.skipBlanks();
    if (!cursor.take('{'))
        return cursor.fault(u"a sparse vector starts with {"_s);
    cursor.skipBlanks();
    if (cursor.take('}'))
        return {};
    for (;;) {
        cursor.skipBlanks();
        SparseElement element;
        element.position = cursor.fault({}).position;
        if (!cursor.takeInteger(element.index, fault))
            return fault;
        cursor.skipBlanks();
        if (!cursor.take(':'))
            return cursor.fault(u"a : is missing between index and value"_s);
        cursor.skipBlanks();
        if (!cursor.takeFloat(element.value, fault))
            return fault;
        if (element.value != 0)
            elements.push_back(element);
        if (elements.size() > std::size_t(maxSparseValues))
            return {element.position, u"a sparse vector has at most %1 values that are not zero"_s.arg(maxSparseValues)};
        cursor.skipBlanks();
        if (cursor.take('}'))
            return {};
        if (!cursor.take(','))
            return cursor.fault(u"the closing } is missing"_s);
    }
}

TextFault readSparseDimensions(Cursor &cursor, int &dimensions)
{
    TextFault fault;
    cursor.skipBlanks();
    if (!cursor.take('/'))
        return cursor.fault(u"the number of dimensions is missing: {…}/dimensions"_s);
    cursor.skipBlanks();
    const TextFault before = cursor.fault({});
    std::int64_t count = 0;
    if (!cursor.takeInteger(count, fault))
        return fault;
    if (count < 1 || count > maxSparseDimensions)
        return {before.position, u"a sparse vector has 1 to %1 dimensions"_s.arg(maxSparseDimensions)};
    dimensions = int(count);
    cursor.skipBlanks();
    return cursor.atEnd() ? TextFault{} : cursor.fault(u"there is text after the dimensions"_s);
}

/// Sorts by index. A fault: an index twice, or outside of the dimensions.
TextFault checkIndices(std::vector<SparseElement> &elements, int dimensions)
{
    for (const SparseElement &element : elements) {
        if (element.index < 1 || element.index > dimensions)
            return {element.position, u"index %1 is not within 1 to %2"_s.arg(element.index).arg(dimensions)};
    }
    std::stable_sort(elements.begin(), elements.end(), [](const auto &a, const auto &b) { return a.index < b.index; });
    const auto twice = std::adjacent_find(elements.begin(), elements.end(),
                                          [](const auto &a, const auto &b) { return a.index == b.index; });
    if (twice != elements.end())
        return {std::next(twice)->position, u"index %1 stands there twice"_s.arg(twice->index)};
    return {};
}

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

TextFault readBits(std::string_view text, std::size_t from, int bitsPerDigit, BitVector &vector)
{
    const std::size_t bits = (text.size() - from) * std::size_t(bitsPerDigit);
    if (bits == 0)
        return {text.size(), u"a bit string has at least 1 bit"_s};
    if (bits > std::size_t(maxBits))
        return {from, u"a bit string has at most %1 bits, not %2"_s.arg(maxBits).arg(bits)};
    vector.bits = int(bits);
    vector.bytes = QByteArray(qsizetype((bits + 7) / 8), '\0');
    char *bytes = vector.bytes.data();
    for (std::size_t i = from; i < text.size(); ++i) {
        const int digit = bitsPerDigit == 4 ? hexDigit(text[i]) : unsigned(text[i] - '0') < 2U ? text[i] - '0' : -1;
        if (digit < 0)
            return {i, bitsPerDigit == 4 ? u"only hexadecimal digits stand after an x"_s : u"a bit is 0 or 1"_s};
        const std::size_t bit = (i - from) * std::size_t(bitsPerDigit);
        bytes[bit / 8] = char(std::uint8_t(bytes[bit / 8]) | std::uint8_t(digit << (8 - bitsPerDigit - int(bit % 8))));
    }
    return {};
}

} // namespace

std::size_t readFloat(std::string_view text, float &value)
{
    const char *end = readNumber(text.data(), text.data() + text.size(), value);
    return end ? std::size_t(end - text.data()) : 0;
}

TextFault parseVectorText(std::string_view text, std::vector<float> &values)
{
    values.clear();
    Cursor cursor(text);
    TextFault fault = readDense(cursor, values);
    if (!fault.ok())
        values.clear();
    return fault;
}

TextFault parseSparseText(std::string_view text, SparseVector &vector)
{
    vector.dimensions = 0;
    vector.indices.clear();
    vector.values.clear();
    Cursor cursor(text);
    std::vector<SparseElement> elements;
    int dimensions = 0;
    if (TextFault fault = readElements(cursor, elements); !fault.ok())
        return fault;
    if (TextFault fault = readSparseDimensions(cursor, dimensions); !fault.ok())
        return fault;
    if (TextFault fault = checkIndices(elements, dimensions); !fault.ok())
        return fault;
    vector.dimensions = dimensions;
    for (const SparseElement &element : elements) {
        vector.indices.push_back(std::int32_t(element.index - 1));
        vector.values.push_back(element.value);
    }
    return {};
}

TextFault parseBitText(std::string_view text, BitVector &vector)
{
    vector = {};
    const char prefix = text.empty() ? '\0' : char(text.front() | 0x20);
    const bool hex = prefix == 'x';
    const TextFault fault = readBits(text, hex || prefix == 'b' ? 1 : 0, hex ? 4 : 1, vector);
    if (!fault.ok())
        vector = {};
    return fault;
}

} // namespace quiver::vector
