// SPDX-License-Identifier: GPL-3.0-or-later
// The distances that pgvector knows, for single pairs, as a reference: products and sums in double, from left to right.
//
// pgvector itself adds up in float and in an order that its compiler chose, so the last digits of its results differ from
// these. All functions throw core::Error when the dimensions differ. Where an intermediate overflows or a cosine meets a
// zero vector, the result is infinite or NaN, as on the server.
#pragma once

#include "vector/values.h"

#include <span>

namespace quiver::vector {

double squaredL2(std::span<const float> a, std::span<const float> b);
double l2(std::span<const float> a, std::span<const float> b);           ///< <->
double innerProduct(std::span<const float> a, std::span<const float> b); ///< <#> is the negative of this
double cosineDistance(std::span<const float> a, std::span<const float> b); ///< <=>: 1 - similarity, in [0, 2]
double l1(std::span<const float> a, std::span<const float> b);           ///< <+>

qint64 hamming(const BitVector &a, const BitVector &b); ///< <~>: number of bits that differ
/// <%>: 1 - (bits set in both) / (bits set in either); 1 where no bit is set at all, as pgvector has it.
double jaccard(const BitVector &a, const BitVector &b);

/// Euclidean length.
double norm(std::span<const float> values);
/// Scales to length 1. A zero vector stays as it is; says whether the length is 1 now.
bool normalise(std::span<float> values);

} // namespace quiver::vector
