// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/deterministic.h"

#include <bit>
#include <cmath>

namespace quiver::vector {

double naturalLog(double x)
{
    constexpr double ln2 = 0.693147180559945309417232121458;
    constexpr double sqrt2 = 1.41421356237309504880168872421;
    constexpr std::uint64_t mantissaMask = (1ULL << 52) - 1;

    int exponent = 0;
    if (x < DBL_MIN) { // subnormal: the exponent field is empty
        x *= 0x1p54;
        exponent = -54;
    }
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
    exponent += int(bits >> 52) - 1023;
    double m = std::bit_cast<double>((bits & mantissaMask) | (1023ULL << 52));
    if (m > sqrt2) {
        m *= 0.5;
        ++exponent;
    }
    const double s = (m - 1) / (m + 1);
    const double square = s * s;
    double series = 0;
    for (int n = 21; n >= 1; n -= 2) // |s| < 0.172, so the first term left out is below 1e-18
        series = series * square + 1.0 / n;
    return double(exponent) * ln2 + 2 * s * series;
}

double RandomStream::normal()
{
    if (m_hasSpare) {
        m_hasSpare = false;
        return m_spare;
    }
    double u = 0;
    double v = 0;
    double square = 0;
    do {
        u = 2 * uniform() - 1;
        v = 2 * uniform() - 1;
        square = u * u + v * v;
    } while (square >= 1 || square == 0);
    const double factor = std::sqrt(-2 * naturalLog(square) / square);
    m_spare = v * factor;
    m_hasSpare = true;
    return u * factor;
}

} // namespace quiver::vector
