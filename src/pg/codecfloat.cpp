// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/codecwriters.h"

#include <bit>
#include <cmath>

namespace quiver::pg::codec {

namespace {

template<typename Float>
struct Layout;
template<>
struct Layout<float> {
    static constexpr float fixedFrom = 1e-4F, fixedBelow = 1e6F;
    static constexpr int precision = 24, maxDigits = 9;
};
template<>
struct Layout<double> {
    static constexpr double fixedFrom = 1e-4, fixedBelow = 1e15;
    static constexpr int precision = 53, maxDigits = 17;
};

/// A decimal number as digits * 10^exponent.
struct Decimal {
    std::uint64_t digits = 0;
    int exponent = 0;
    int length = 0;
};

/// Of the scientific form that std::to_chars writes, without a sign.
Decimal parseScientific(std::string_view text)
{
    Decimal number;
    const std::size_t e = text.find('e');
    for (const char c : text.substr(0, e)) {
        if (c == '.')
            continue;
        number.digits = number.digits * 10 + std::uint64_t(c - '0');
        ++number.length;
    }
    const char *from = text.data() + e + 1 + (text[e + 1] == '+');
    std::from_chars(from, text.data() + text.size(), number.exponent);
    number.exponent -= number.length - 1;
    return number;
}

/// Whether decimal == odd * 2^exponent, exactly. \p odd is odd.
bool equals(const Decimal &decimal, std::uint64_t odd, int exponent)
{
    const int twos = std::countr_zero(decimal.digits);
    if (decimal.exponent + twos != exponent)
        return false;
    for (int i = 0; i < decimal.exponent; ++i) {
        if (odd % 5 != 0)
            return false;
        odd /= 5;
    }
    return decimal.digits >> twos == odd;
}

/// Whether a decimal lies exactly in the middle between \p value (at least 2^precision) and one of its neighbours.
///
/// Such a decimal reads back as \p value only by the rule "ties to even". The server does not rely on that rule of the
/// reader and never writes it; std::to_chars does. Below 2^precision no short decimal lies on a middle.
template<typename Float>
bool isTie(const Decimal &decimal, Float value)
{
    constexpr int precision = Layout<Float>::precision;
    int exponent = 0;
    const auto mantissa = std::uint64_t(std::ldexp(std::frexp(value, &exponent), precision));
    exponent -= precision;
    if (decimal.exponent < 0 || decimal.digits == 0 || mantissa % 2 != 0)
        return false;
    if (equals(decimal, 2 * mantissa + 1, exponent - 1))
        return true;
    const bool powerOfTwo =
        mantissa == std::uint64_t(1) << (precision - 1); // its lower neighbour is half as far away
    return powerOfTwo ? equals(decimal, 4 * mantissa - 1, exponent - 2)
                      : equals(decimal, 2 * mantissa - 1, exponent - 1);
}

/// The next best decimals after a tie: the shortest that lies between the middles.
template<typename Float>
char *formatAwayFromTie(char *to, Float value, int digits)
{
    for (; digits <= Layout<Float>::maxDigits; ++digits) {
        char *end =
            std::to_chars(to, to + floatTextSize, value, std::chars_format::scientific, digits - 1).ptr;
        Float back = 0;
        std::from_chars(to, end, back);
        if (back == value && !isTie(parseScientific({to, std::size_t(end - to)}), value))
            return end;
    }
    return std::to_chars(to, to + floatTextSize, value, std::chars_format::scientific).ptr;
}

template<typename Float>
char *format(char *to, Float value)
{
    using L = Layout<Float>;
    if (std::isnan(value)) {
        std::memcpy(to, "NaN", 3);
        return to + 3;
    }
    if (std::signbit(value)) {
        *to++ = '-';
        value = -value;
    }
    if (std::isinf(value)) {
        std::memcpy(to, "Infinity", 8);
        return to + 8;
    }
    if (value == 0) {
        *to++ = '0';
        return to;
    }
    if (value >= L::fixedFrom && value < L::fixedBelow)
        return std::to_chars(to, to + floatTextSize - 1, value, std::chars_format::fixed).ptr;
    char *end = std::to_chars(to, to + floatTextSize - 1, value, std::chars_format::scientific).ptr;
    if (value >= std::ldexp(Float(1), L::precision)) {
        const Decimal shortest = parseScientific({to, std::size_t(end - to)});
        if (isTie(shortest, value))
            return formatAwayFromTie(to, value, shortest.length);
    }
    return end;
}

template<typename Float, typename Bits>
bool write(TextSink &sink, std::string_view cell)
{
    if (cell.size() != sizeof(Bits))
        return false;
    char buffer[floatTextSize];
    const char *end = format(buffer, std::bit_cast<Float>(bigEndian<Bits>(cell.data())));
    sink.out.append(buffer, std::size_t(end - buffer));
    return true;
}

} // namespace

char *formatFloat(char *to, float value)
{
    return format(to, value);
}

char *formatFloat(char *to, double value)
{
    return format(to, value);
}

bool writeFloat4(TextSink &sink, std::string_view cell)
{
    return write<float, std::uint32_t>(sink, cell);
}

bool writeFloat8(TextSink &sink, std::string_view cell)
{
    return write<double, std::uint64_t>(sink, cell);
}

} // namespace quiver::pg::codec
