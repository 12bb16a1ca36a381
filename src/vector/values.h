// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors as values beside the plain span of floats: sparse ones, bit strings, and their text forms.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <span>
#include <vector>

namespace quiver::vector {

inline constexpr int maxDimensions = 16000; ///< of pgvector's vector and halfvec

/// Only the elements that are not zero. Indices count from 0 and ascend (pgvector's text counts from 1, its wire from 0).
struct SparseVector {
    int dimensions = 0;
    std::vector<std::int32_t> indices;
    std::vector<float> values; ///< as many as indices
    bool operator==(const SparseVector &) const = default;

    static SparseVector fromDense(std::span<const float> values);
    std::vector<float> toDense() const;
    /// "{1:0.5,7:-2}/768"
    QByteArray toText() const;
};

/// Bits as PostgreSQL keeps them: the first bit is the highest of the first byte, unused bits of the last byte are 0.
struct BitVector {
    int bits = 0;
    QByteArray bytes;
    bool operator==(const BitVector &) const = default;

    /// pgvector's binary_quantize: 1 where the value is greater than 0.
    static BitVector fromSigns(std::span<const float> values);
    bool at(int index) const { return (std::uint8_t(bytes[index / 8]) >> (7 - index % 8)) & 1U; }
    QByteArray toText() const; ///< "0110"
};

/// "[1,2.5]" with the shortest digits that read back as the same float.
QByteArray toText(std::span<const float> values);

/// What a text holds, or where and why it holds no vector.
struct ParsedVector {
    std::vector<float> values;
    QString error;          ///< empty: the values are good
    qsizetype position = 0; ///< of the mistake, in characters from 0
    bool ok() const { return error.isEmpty(); }
};

/// Reads "[1, 2.5]"; the brackets may be absent, the separators may be spaces, tabs or line ends as well as commas: what
/// people paste from Python, JSON or a spreadsheet. Refuses what the server would: nothing at all, NaN, infinity, numbers
/// beyond float's range, more than maxDimensions values.
ParsedVector parseVector(QStringView text);

} // namespace quiver::vector
