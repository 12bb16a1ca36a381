// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/half.h"

#include <bit>
#include <cmath>

namespace quiver::vector {

float halfToFloat(std::uint16_t half)
{
    const std::uint32_t sign = std::uint32_t(half & 0x8000U) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1FU;
    const std::uint32_t mantissa = half & 0x3FFU;
    if (exponent == 0x1F) // infinity and NaN; the payload of a NaN is kept
        return std::bit_cast<float>(sign | 0x7F800000U | (mantissa << 13));
    if (exponent == 0) { // zero and subnormal: mantissa * 2^-24 is exact in a float
        const float magnitude = float(mantissa) * 0x1p-24F;
        return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
    }
    return std::bit_cast<float>(sign | ((exponent + 127 - 15) << 23) | (mantissa << 13));
}

std::uint16_t floatToHalf(float value)
{
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16) & 0x8000U;
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U) // a NaN must not turn into infinity by losing its low bits
        return std::uint16_t(sign | 0x7E00U | ((magnitude >> 13) & 0x3FFU));
    if (magnitude >= 0x477FF000U) // 65520 and more, infinity included
        return std::uint16_t(sign | 0x7C00U);
    if (magnitude < 0x38800000U) { // below 2^-14: a multiple of 2^-24
        // In [0.5, 1) the unit in the last place is 2^-24, so adding 0.5 rounds to nearest even by itself.
        const float shifted = std::bit_cast<float>(magnitude) + 0.5F;
        return std::uint16_t(sign | (std::bit_cast<std::uint32_t>(shifted) - 0x3F000000U));
    }
    const std::uint32_t odd = (magnitude >> 13) & 1U;
    const std::uint32_t rounded = magnitude + 0xFFFU + odd;
    return std::uint16_t(sign | ((rounded >> 13) - ((127U - 15U) << 10)));
}

HalfConversion toHalf(std::span<const float> values)
{
    HalfConversion result;
    result.values.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint16_t half = floatToHalf(values[i]);
        result.values.push_back(half);
        if (std::isfinite(values[i]) && (half & 0x7FFFU) == 0x7C00U)
            result.overflowed.push_back(int(i));
        if (values[i] != 0 && (half & 0x7FFFU) == 0)
            result.flushed.push_back(int(i));
    }
    return result;
}

} // namespace quiver::vector
