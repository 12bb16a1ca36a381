// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/blockkernel.h"

#include <Eigen/Core>

#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace quiver::vector {

namespace {

using Matrix = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

Matrix mapped(const Block &block)
{
    return {block.values, Eigen::Index(block.rows), Eigen::Index(block.stride)};
}

BitCounts portableBitCounts(const std::uint64_t *a, const std::uint64_t *b, std::size_t words)
{
    BitCounts counts;
    for (std::size_t i = 0; i < words; ++i) {
        counts.both += std::popcount(a[i] & b[i]);
        counts.either += std::popcount(a[i] | b[i]);
    }
    return counts;
}

} // namespace

void portableInnerProducts(const Block &rows, const Block &queries, float *out)
{
    Eigen::Map<Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> result(out, Eigen::Index(rows.rows), Eigen::Index(queries.rows));
    result.noalias() = mapped(rows) * mapped(queries).transpose();
}

void portableL1Distances(const Block &rows, const Block &queries, float *out)
{
    const Matrix left = mapped(rows), right = mapped(queries);
    for (Eigen::Index r = 0; r < left.rows(); ++r) {
        for (Eigen::Index q = 0; q < right.rows(); ++q)
            *out++ = (left.row(r) - right.row(q)).cwiseAbs().sum();
    }
}

#if defined(__x86_64__)

#define QUIVER_AVX2 __attribute__((target("avx2,fma")))

namespace {

constexpr std::size_t rowsAtOnce = 3, queriesAtOnce = 4; // 12 sums, 3 rows and a query in 16 registers
constexpr std::size_t rowTile = 24; // stays in the second level cache while all queries pass by

enum class Step { Product, Difference };

QUIVER_AVX2 float sumOf(__m256 lanesOf)
{
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(lanesOf), _mm256_extractf128_ps(lanesOf, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_shuffle_ps(half, half, 1)));
}

// 3 rows by 4 queries; each element that is loaded is used 3 or 4 times. Unrolled, or the sums would be in memory: five times as slow.
template<Step step>
QUIVER_AVX2 void fullTile(const float *rows, const float *queries, std::size_t stride, float *out, std::size_t outStride)
{
    __m256 sums[rowsAtOnce][queriesAtOnce];
#pragma GCC unroll 4
    for (std::size_t r = 0; r < rowsAtOnce; ++r) {
#pragma GCC unroll 4
        for (std::size_t q = 0; q < queriesAtOnce; ++q)
            sums[r][q] = _mm256_setzero_ps();
    }
    const __m256 sign = _mm256_set1_ps(-0.0F);
    for (std::size_t i = 0; i < stride; i += lanes) {
        __m256 row[rowsAtOnce];
#pragma GCC unroll 4
        for (std::size_t r = 0; r < rowsAtOnce; ++r)
            row[r] = _mm256_loadu_ps(rows + r * stride + i);
#pragma GCC unroll 4
        for (std::size_t q = 0; q < queriesAtOnce; ++q) {
            const __m256 query = _mm256_loadu_ps(queries + q * stride + i);
#pragma GCC unroll 4
            for (std::size_t r = 0; r < rowsAtOnce; ++r) {
                if constexpr (step == Step::Product)
                    sums[r][q] = _mm256_fmadd_ps(row[r], query, sums[r][q]);
                else
                    sums[r][q] = _mm256_add_ps(sums[r][q], _mm256_andnot_ps(sign, _mm256_sub_ps(row[r], query)));
            }
        }
    }
#pragma GCC unroll 4
    for (std::size_t r = 0; r < rowsAtOnce; ++r) {
#pragma GCC unroll 4
        for (std::size_t q = 0; q < queriesAtOnce; ++q)
            out[r * outStride + q] = sumOf(sums[r][q]);
    }
}

template<Step step>
QUIVER_AVX2 float single(const float *row, const float *query, std::size_t stride)
{
    __m256 sum = _mm256_setzero_ps();
    const __m256 sign = _mm256_set1_ps(-0.0F);
    for (std::size_t i = 0; i < stride; i += lanes) {
        const __m256 a = _mm256_loadu_ps(row + i), b = _mm256_loadu_ps(query + i);
        if constexpr (step == Step::Product)
            sum = _mm256_fmadd_ps(a, b, sum);
        else
            sum = _mm256_add_ps(sum, _mm256_andnot_ps(sign, _mm256_sub_ps(a, b)));
    }
    return sumOf(sum);
}

template<Step step>
QUIVER_AVX2 void allPairs(const Block &rows, const Block &queries, float *out)
{
    const std::size_t stride = rows.stride, width = queries.rows;
    for (std::size_t tile = 0; tile < rows.rows; tile += rowTile) {
        const std::size_t end = tile + rowTile < rows.rows ? tile + rowTile : rows.rows;
        for (std::size_t q = 0; q < width; q += queriesAtOnce) {
            const bool fullWidth = q + queriesAtOnce <= width;
            for (std::size_t r = tile; r < end; r += rowsAtOnce) {
                if (fullWidth && r + rowsAtOnce <= end) {
                    fullTile<step>(rows.values + r * stride, queries.values + q * stride, stride, out + r * width + q, width);
                    continue;
                }
                for (std::size_t i = r; i < end && i < r + rowsAtOnce; ++i) {
                    for (std::size_t j = q; j < width && j < q + queriesAtOnce; ++j)
                        out[i * width + j] = single<step>(rows.values + i * stride, queries.values + j * stride, stride);
                }
            }
        }
    }
}

__attribute__((target("popcnt"))) BitCounts fastBitCounts(const std::uint64_t *a, const std::uint64_t *b, std::size_t words)
{
    BitCounts counts;
    for (std::size_t i = 0; i < words; ++i) {
        counts.both += _mm_popcnt_u64(a[i] & b[i]);
        counts.either += _mm_popcnt_u64(a[i] | b[i]);
    }
    return counts;
}

} // namespace

bool hasFastKernel()
{
    static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt");
    return has;
}

void innerProducts(const Block &rows, const Block &queries, float *out)
{
    hasFastKernel() ? allPairs<Step::Product>(rows, queries, out) : portableInnerProducts(rows, queries, out);
}

void l1Distances(const Block &rows, const Block &queries, float *out)
{
    hasFastKernel() ? allPairs<Step::Difference>(rows, queries, out) : portableL1Distances(rows, queries, out);
}

BitCounts bitCounts(const std::uint64_t *a, const std::uint64_t *b, std::size_t words)
{
    return hasFastKernel() ? fastBitCounts(a, b, words) : portableBitCounts(a, b, words);
}

#else

bool hasFastKernel()
{
    return false;
}

void innerProducts(const Block &rows, const Block &queries, float *out)
{
    portableInnerProducts(rows, queries, out);
}

void l1Distances(const Block &rows, const Block &queries, float *out)
{
    portableL1Distances(rows, queries, out);
}

BitCounts bitCounts(const std::uint64_t *a, const std::uint64_t *b, std::size_t words)
{
    return portableBitCounts(a, b, words);
}

#endif

} // namespace quiver::vector
