// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/distance.h"

#include "core/error.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace quiver::vector {

namespace {

void requireSame(std::size_t a, std::size_t b)
{
    if (a != b)
        throw core::Error(QStringLiteral("different vector dimensions %1 and %2").arg(a).arg(b));
}

} // namespace

double squaredL2(std::span<const float> a, std::span<const float> b)
{
    requireSame(a.size(), b.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = double(a[i]) - double(b[i]);
        sum += difference * difference;
    }
    return sum;
}

double l2(std::span<const float> a, std::span<const float> b)
{
    return std::sqrt(squaredL2(a, b));
}

double innerProduct(std::span<const float> a, std::span<const float> b)
{
    requireSame(a.size(), b.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += double(a[i]) * double(b[i]);
    return sum;
}

double cosineDistance(std::span<const float> a, std::span<const float> b)
{
    const double similarity = innerProduct(a, b) / std::sqrt(innerProduct(a, a) * innerProduct(b, b));
    // Rounding may lead outside [-1, 1]; clamp keeps a NaN.
    return 1 - std::clamp(similarity, -1.0, 1.0);
}

double l1(std::span<const float> a, std::span<const float> b)
{
    requireSame(a.size(), b.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::abs(double(a[i]) - double(b[i]));
    return sum;
}

qint64 hamming(const BitVector &a, const BitVector &b)
{
    requireSame(std::size_t(a.bits), std::size_t(b.bits));
    qint64 different = 0;
    for (qsizetype i = 0; i < a.bytes.size(); ++i)
        different += std::popcount(std::uint8_t(a.bytes[i] ^ b.bytes[i]));
    return different;
}

double jaccard(const BitVector &a, const BitVector &b)
{
    requireSame(std::size_t(a.bits), std::size_t(b.bits));
    qint64 both = 0;
    qint64 either = 0;
    for (qsizetype i = 0; i < a.bytes.size(); ++i) {
        both += std::popcount(std::uint8_t(a.bytes[i] & b.bytes[i]));
        either += std::popcount(std::uint8_t(a.bytes[i] | b.bytes[i]));
    }
    return both == 0 ? 1.0 : 1.0 - double(both) / double(either);
}

double norm(std::span<const float> values)
{
    return std::sqrt(innerProduct(values, values));
}

bool normalise(std::span<float> values)
{
    const double length = norm(values);
    if (!(length > 0) || !std::isfinite(length))
        return false;
    for (float &value : values)
        value = float(double(value) / length);
    return true;
}

} // namespace quiver::vector
