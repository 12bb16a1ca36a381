// SPDX-License-Identifier: GPL-3.0-or-later
// Many rows against many queries at once, in float: what a search for exact neighbours spends its time on.
//
// Rows and queries are row-major with a stride of whole lanes, filled up with zeros. The kernel is chosen at run time: AVX2 with
// FMA where the processor has them, else Eigen. Its functions are the only ones compiled for another processor than the rest, and
// use nothing but intrinsics, so that no inline function of theirs can end up in code that runs elsewhere.
// Products are added in another order than the server's or the reference's (distance.h): for n elements the error is below
// blockError(n) times the product of the lengths.
#pragma once

#include <cstddef>
#include <cstdint>

namespace quiver::vector {

inline constexpr std::size_t lanes = 8;

/// The least stride for \p dimensions.
constexpr std::size_t strideFor(std::size_t dimensions)
{
    return (dimensions + lanes - 1) / lanes * lanes;
}

/// Relative to the sum of the products' magnitudes, with room to spare.
constexpr double blockError(std::size_t dimensions)
{
    return (double(dimensions) / 4 + 16) * 6e-8;
}

struct Block {
    const float *values = nullptr;
    std::size_t rows = 0;
    std::size_t stride = 0; ///< a multiple of lanes, the same for rows and queries
};

/// out[r * queries.rows + q] = inner product of row r and query q.
void innerProducts(const Block &rows, const Block &queries, float *out);
/// out[r * queries.rows + q] = sum of the differences' magnitudes.
void l1Distances(const Block &rows, const Block &queries, float *out);
/// The same by Eigen, for machines without AVX2, and to test against.
void portableInnerProducts(const Block &rows, const Block &queries, float *out);
void portableL1Distances(const Block &rows, const Block &queries, float *out);

/// Whether innerProducts() goes by AVX2.
bool hasFastKernel();

/// Bits that are set in both, and in either, of two bit strings of \p words words.
struct BitCounts {
    std::int64_t both = 0;
    std::int64_t either = 0;
};
BitCounts bitCounts(const std::uint64_t *a, const std::uint64_t *b, std::size_t words);

} // namespace quiver::vector
