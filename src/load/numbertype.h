// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as binary files keep them, and their way into floats and integers.
#pragma once

#include <QString>

#include <cstddef>
#include <cstdint>
#include <span>

namespace quiver::load {

struct NumberType {
    enum class Kind { Float, Signed, Unsigned };
    Kind kind = Kind::Float;
    int size = 4; ///< bytes: 2, 4, 8 of a float, 1 to 8 of an integer
    bool bigEndian = false;

    /// Whole numbers of four bytes and more are counts or keys; smaller ones are quantised vectors.
    bool isVectorElement() const { return kind == Kind::Float || size <= 2; }
    bool operator==(const NumberType &) const = default;
};

/// "float16", "float64, big-endian", "uint8".
QString numberTypeName(const NumberType &type);

// Each converts as many numbers as \p to has from \p from, which need not be aligned, and returns the index of the first one that does
// not fit: to.size() where all do. What stands behind it in \p to is undefined.

/// Does not fit: a finite number that would become infinite. NaN and infinity are kept.
std::size_t toFloats(const NumberType &type, const char *from, std::span<float> to);
/// Does not fit: what is no 4 byte integer. Not for floats.
std::size_t toIntegers(const NumberType &type, const char *from, std::span<std::int32_t> to);

/// One number, of floats exactly.
double realAt(const NumberType &type, const char *from);
/// Not for floats; an uint64 beyond int64 is negative.
std::int64_t integerAt(const NumberType &type, const char *from);

} // namespace quiver::load
