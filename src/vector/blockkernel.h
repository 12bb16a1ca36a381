// SPDX-License-Identifier: GPL-3.0-or-later
// Many rows against many queries at once, in float: what a search for exact neighbours spends its time on.
//
// The kernel is chosen at run time: AVX-512 or AVX2 with FMA where the processor has them, else Eigen. Its functions are the only ones compiled for
// another processor than the rest, and use nothing but intrinsics, so that no inline function of theirs can end up in code that runs elsewhere.
// Products are added in another order than the server's or the reference's (distance.h): for n elements the error is below
// blockError(n) times the product of the lengths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace quiver::vector {

enum class Kernel { Portable, Avx2, Avx512 };
bool hasKernel(Kernel kernel);
/// The fastest that this processor has.
Kernel bestKernel();
/// "AVX-512", "AVX2", "portable".
const char *kernelName(Kernel kernel);

/// Relative to the sum of the products' magnitudes, whatever the order in which they are added.
constexpr double blockError(std::size_t dimensions)
{
    return (double(dimensions) + 16) * 6e-8;
}

/// Row-major.
struct Block {
    const float *values = nullptr;
    std::size_t rows = 0;
    std::size_t dimensions = 0;
};

inline constexpr std::size_t panelWidth = 16;
/// \p queries in whole panels.
constexpr std::size_t panelled(std::size_t queries)
{
    return (queries + panelWidth - 1) / panelWidth * panelWidth;
}

/// Queries as the kernels read them: in panels of panelWidth, each of them element by element; the last one is filled up with zeros.
class QueryPanels
{
public:
    explicit QueryPanels(std::size_t dimensions) : m_dimensions(dimensions) {}
    /// \p query: as many elements as there are dimensions.
    void add(const float *query);

    std::size_t queries() const { return m_queries; }
    std::size_t dimensions() const { return m_dimensions; }
    /// The panel that begins with query number \p query, a multiple of panelWidth; the ones after it follow.
    const float *panel(std::size_t query) const { return m_values.data() + query * m_dimensions; }

private:
    std::size_t m_dimensions, m_queries = 0;
    std::vector<float> m_values;
};

/// What is made of each row's sums: sum * scale + offset.
struct RowScale {
    float scale = 1;
    float offset = 0;
};

/// out[r * panelled(count) + q] = inner product of row r and query first + q, scaled. \p first is a multiple of panelWidth; \p scales: one a row.
void innerProducts(const Block &rows, const QueryPanels &queries, std::size_t first, std::size_t count, const RowScale *scales, float *out, Kernel kernel = bestKernel());
/// The same of the sums of the differences' magnitudes.
void l1Distances(const Block &rows, const QueryPanels &queries, std::size_t first, std::size_t count, const RowScale *scales, float *out, Kernel kernel = bestKernel());

/// Places of the \p count scores that are not below their bounds, NaN among them; in ascending order. \returns how many. \p places: room for all
std::size_t notBelow(const float *scores, const float *bounds, std::size_t count, std::uint32_t *places, Kernel kernel = bestKernel());

/// In double, and added in the same order by each kernel: the same bits everywhere.
double exactProduct(const float *a, const float *b, std::size_t count, Kernel kernel = bestKernel());
double exactL1(const float *a, const float *b, std::size_t count, Kernel kernel = bestKernel());
/// The sum of the differences' squares.
double exactSquares(const float *a, const float *b, std::size_t count, Kernel kernel = bestKernel());

/// Bits that are set in both, and in either, of two bit strings of \p words words.
struct BitCounts {
    std::int64_t both = 0;
    std::int64_t either = 0;
};
BitCounts bitCounts(const std::uint64_t *a, const std::uint64_t *b, std::size_t words);

} // namespace quiver::vector
