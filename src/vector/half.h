// SPDX-License-Identifier: GPL-3.0-or-later
// Half precision numbers (IEEE 754 binary16), the elements of pgvector's halfvec.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace quiver::vector {

/// Exact: every half is a float.
float halfToFloat(std::uint16_t half);

/// Rounded to nearest, ties to even, as pgvector does. Values from 65520 on become infinity; tiny ones become 0 or
/// subnormal. NaN stays NaN.
std::uint16_t floatToHalf(float value);

/// What was lost on the way to half precision.
struct HalfConversion {
    std::vector<std::uint16_t> values;
    std::vector<int> overflowed; ///< indices of finite values that became infinite: the server refuses these
    std::vector<int> flushed;    ///< indices of values that became zero: the server accepts these silently
    bool operator==(const HalfConversion &) const = default;
};

HalfConversion toHalf(std::span<const float> values);

} // namespace quiver::vector
