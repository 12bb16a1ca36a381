// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/codec.h"
#include "pg/copyencoder.h"
#include "pg/error.h"

#include <QtEndian>

#include <bit>
#include <cmath>

namespace quiver::pg {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t maxDimensions = 16'000;

template<typename T>
QByteArray encode(T value)
{
    QByteArray bytes(sizeof(T), Qt::Uninitialized);
    qToBigEndian(value, bytes.data());
    return bytes;
}

/// What \p write appends, without the length that COPY puts in front of it.
template<typename Write>
QByteArray valueOf(std::size_t dimensions, Write write)
{
    if (dimensions > maxDimensions)
        throw Error::client(u"a vector of %1 dimensions: pgvector holds 16,000 at most"_s.arg(dimensions));
    QByteArray field;
    CopyEncoder encoder(field);
    write(encoder);
    return field.sliced(sizeof(std::int32_t));
}

/// Rounds to the nearest half, ties to even. Infinite where the value is too large.
std::uint16_t toHalf(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = std::uint16_t((bits >> 16) & 0x8000U);
    const std::uint32_t size = bits & 0x7FFFFFFFU;
    if (size > 0x7F800000U)
        return sign | 0x7E00U; // NaN
    if (size >= 0x477FF000U)   // 65520 and more round to 2^16
        return sign | 0x7C00U;
    if (size < 0x38800000U) // below 2^-14: count in steps of 2^-24
        return sign | std::uint16_t(std::lrint(std::ldexp(std::fabs(value), 24)));
    const std::uint32_t rounded = size + 0xFFFU + ((size >> 13) & 1U);
    return sign | std::uint16_t((rounded - (112U << 23)) >> 13);
}

} // namespace

QByteArray encodeVector(std::span<const float> values)
{
    return valueOf(values.size(), [&](CopyEncoder &encoder) { encoder.vector(values); });
}

QByteArray encodeHalfvec(std::span<const float> values)
{
    return valueOf(values.size(), [&](CopyEncoder &encoder) {
        std::vector<std::uint16_t> halves(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            halves[i] = toHalf(values[i]);
            if ((halves[i] & 0x7FFFU) == 0x7C00U && std::isfinite(values[i]))
                throw Error::client(
                    u"value %1 of the vector, %2, is out of range for half precision (65,504 at most)"_s
                        .arg(i + 1)
                        .arg(double(values[i])));
        }
        encoder.halfvec(halves);
    });
}

QByteArray encodeInt4(std::int32_t value)
{
    return encode(value);
}

QByteArray encodeInt8(std::int64_t value)
{
    return encode(value);
}

QByteArray encodeFloat8(double value)
{
    return encode(std::bit_cast<std::uint64_t>(value));
}

} // namespace quiver::pg
