// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/numbertype.h"

#include "vector/half.h"

#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

template<typename T>
T at(const char *from, bool bigEndian)
{
    return bigEndian ? qFromBigEndian<T>(from) : qFromLittleEndian<T>(from);
}

/// Calls \p use with a zero of the type's own C++ type.
template<typename Use>
auto withInteger(const NumberType &type, Use use)
{
    const bool isSigned = type.kind == NumberType::Kind::Signed;
    switch (type.size) {
    case 1:
        return isSigned ? use(std::int8_t()) : use(std::uint8_t());
    case 2:
        return isSigned ? use(std::int16_t()) : use(std::uint16_t());
    case 4:
        return isSigned ? use(std::int32_t()) : use(std::uint32_t());
    default:
        return isSigned ? use(std::int64_t()) : use(std::uint64_t());
    }
}

/// As vector::halfToFloat(), without a branch, so that a compiler does several at once: the half's bits, put where a float has
/// them, are the number times 2^-112.
float halfBitsToFloat(std::uint16_t half)
{
    const std::uint32_t sign = std::uint32_t(half & 0x8000U) << 16, magnitude = std::uint32_t(half & 0x7FFFU) << 13;
    const std::uint32_t scaled = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) * 0x1p112F);
    return std::bit_cast<float>(sign | scaled | (magnitude >= 0x0F800000U ? 0x7F800000U : 0U)); // infinity and NaN
}

void halvesToFloats(const char *from, bool bigEndian, std::span<float> to)
{
    constexpr std::size_t together = 16;
    std::size_t i = 0;
    for (; i + together <= to.size(); i += together) {
        std::uint16_t halves[together];
        float floats[together];
        std::memcpy(halves, from + 2 * i, sizeof halves);
        if (bigEndian != (std::endian::native == std::endian::big)) {
            for (std::uint16_t &half : halves)
                half = std::uint16_t((half << 8) | (half >> 8));
        }
        for (std::size_t k = 0; k < together; ++k)
            floats[k] = halfBitsToFloat(halves[k]);
        std::memcpy(to.data() + i, floats, sizeof floats);
    }
    for (; i < to.size(); ++i)
        to[i] = vector::halfToFloat(at<std::uint16_t>(from + 2 * i, bigEndian));
}

std::size_t doublesToFloats(const char *from, bool bigEndian, std::span<float> to)
{
    for (std::size_t i = 0; i < to.size(); ++i) {
        const double value = std::bit_cast<double>(at<std::uint64_t>(from + 8 * i, bigEndian));
        to[i] = float(value);
        if (std::isinf(to[i]) && !std::isinf(value))
            return i;
    }
    return to.size();
}

} // namespace

QString numberTypeName(const NumberType &type)
{
    const QString kind = type.kind == NumberType::Kind::Float ? u"float"_s : type.kind == NumberType::Kind::Signed ? u"int"_s : u"uint"_s;
    return kind + QString::number(type.size * 8) + (type.bigEndian && type.size > 1 ? u", big-endian"_s : QString());
}

std::size_t toFloats(const NumberType &type, const char *from, std::span<float> to)
{
    if (type.kind != NumberType::Kind::Float) {
        withInteger(type, [&]<typename T>(T) {
            for (std::size_t i = 0; i < to.size(); ++i)
                to[i] = float(at<T>(from + sizeof(T) * i, type.bigEndian));
        });
        return to.size();
    }
    if (type.size == 8)
        return doublesToFloats(from, type.bigEndian, to);
    if (type.size == 2)
        halvesToFloats(from, type.bigEndian, to);
    else if (type.bigEndian)
        qFromBigEndian<float>(from, qsizetype(to.size()), to.data());
    else
        qFromLittleEndian<float>(from, qsizetype(to.size()), to.data());
    return to.size();
}

std::size_t toIntegers(const NumberType &type, const char *from, std::span<std::int32_t> to)
{
    return withInteger(type, [&]<typename T>(T) {
        for (std::size_t i = 0; i < to.size(); ++i) {
            const T value = at<T>(from + sizeof(T) * i, type.bigEndian);
            if (!std::in_range<std::int32_t>(value))
                return i;
            to[i] = std::int32_t(value);
        }
        return to.size();
    });
}

double realAt(const NumberType &type, const char *from)
{
    if (type.kind != NumberType::Kind::Float)
        return withInteger(type, [&]<typename T>(T) { return double(at<T>(from, type.bigEndian)); });
    switch (type.size) {
    case 2:
        return double(vector::halfToFloat(at<std::uint16_t>(from, type.bigEndian)));
    case 4:
        return double(std::bit_cast<float>(at<std::uint32_t>(from, type.bigEndian)));
    default:
        return std::bit_cast<double>(at<std::uint64_t>(from, type.bigEndian));
    }
}

std::int64_t integerAt(const NumberType &type, const char *from)
{
    return withInteger(type, [&]<typename T>(T) { return std::int64_t(at<T>(from, type.bigEndian)); });
}

} // namespace quiver::load
