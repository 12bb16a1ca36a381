// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic that gives the same bits on every machine: a hash, a random stream and a logarithm of our own.
//
// IEEE 754 fixes the result of + - * / and sqrt to the last bit; it does not fix log or cos, which differ between C
// libraries. So only the former are used here, and the room is compiled without fused multiply-add (see CMakeLists.txt).
#pragma once

#include <cfloat>
#include <cstdint>

namespace quiver::vector {

static_assert(FLT_EVAL_METHOD == 0, "float and double must not be evaluated in a wider type");

/// A bijective mix of 64 bits (multiply, xor with the upper half, three rounds): every bit of the input reaches every bit
/// of the result. The constants are odd, with about half of their bits set.
constexpr std::uint64_t mix(std::uint64_t x)
{
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93ULL;
    x ^= x >> 29;
    x *= 0xA0761D6478BD642FULL;
    x ^= x >> 32;
    x *= 0xE7037ED1A0B428DBULL;
    return x ^ (x >> 31);
}

/// The hash of two numbers; not symmetric.
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b)
{
    return mix(mix(a + 0x9E3779B97F4A7C15ULL) ^ (b * 0xC2B2AE3D27D4EB4FULL));
}

/// The natural logarithm of a finite \p x > 0, within 2 ulp. log m = 2 artanh((m - 1) / (m + 1)), for m in [0.7, 1.42).
double naturalLog(double x);

/// A stream of random numbers that is a function of (seed, stream) alone: number n is mix(key, n). So rows can be drawn in
/// any order, on any number of threads.
class RandomStream
{
public:
    RandomStream(std::uint64_t seed, std::uint64_t stream)
        : m_key(mix(seed, stream))
    {
    }
    std::uint64_t bits() { return mix(m_key, m_counter++); }
    /// In [0, 1), a multiple of 2^-53.
    double uniform() { return double(bits() >> 11) * 0x1p-53; }
    /// Mean 0, variance 1. Marsaglia's polar method: a point in the unit disc gives two.
    double normal();

private:
    std::uint64_t m_key;
    std::uint64_t m_counter = 0;
    double m_spare = 0;
    bool m_hasSpare = false;
};

} // namespace quiver::vector
