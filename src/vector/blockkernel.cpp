// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/blockkernel.h"

#include <Eigen/Core>

#include <bit>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace quiver::vector {

namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

enum class Step { Product, Difference };
enum class Exact { Product, Magnitudes, Squares };

/// Partial sums of an exact distance: element i is added to number i % exactLanes.
constexpr std::size_t exactLanes = 16;

/// One multiplication of the rows by some panels.
struct Call {
    const Block &rows;
    const float *panels;
    std::size_t panelCount;
    const RowScale *scales;
    float *out;

    std::size_t width() const { return panelCount * panelWidth; }
    const float *panel(std::size_t number) const { return panels + number * panelWidth * rows.dimensions; }
};

template<Step step>
void portableAll(const Call &call)
{
    const auto dimensions = Eigen::Index(call.rows.dimensions), width = Eigen::Index(panelWidth);
    const Eigen::Map<const Matrix> rows(call.rows.values, Eigen::Index(call.rows.rows), dimensions);
    for (std::size_t p = 0; p < call.panelCount; ++p) {
        const Eigen::Map<const Matrix> panel(call.panel(p), dimensions, width);
        Eigen::Map<Matrix, 0, Eigen::OuterStride<>> out(call.out + p * panelWidth, rows.rows(), width, Eigen::OuterStride<>(Eigen::Index(call.width())));
        if constexpr (step == Step::Product)
            out.noalias() = rows * panel;
        for (Eigen::Index r = 0; r < rows.rows(); ++r) {
            if constexpr (step == Step::Difference)
                out.row(r) = (panel.colwise() - rows.row(r).transpose()).cwiseAbs().colwise().sum();
            out.row(r).array() = out.row(r).array() * call.scales[r].scale + call.scales[r].offset;
        }
    }
}

std::size_t portableNotBelow(const float *scores, const float *bounds, std::size_t from, std::size_t count, std::uint32_t *places, std::size_t found)
{
    for (std::size_t i = from; i < count; ++i) {
        if (!(scores[i] < bounds[i]))
            places[found++] = std::uint32_t(i);
    }
    return found;
}

template<Exact exact>
double term(float x, float y)
{
    if constexpr (exact == Exact::Product)
        return double(x) * double(y);
    const double difference = double(x) - double(y);
    return exact == Exact::Magnitudes ? std::abs(difference) : difference * difference;
}

/// The elements from \p from on, added to the partial sums; then their sum, in the one order.
template<Exact exact>
double finishExact(const float *a, const float *b, std::size_t from, std::size_t count, double *sums)
{
    for (std::size_t i = from; i < count; ++i)
        sums[i % exactLanes] += term<exact>(a[i], b[i]);
    for (std::size_t half = exactLanes / 2; half > 0; half /= 2) {
        for (std::size_t i = 0; i < half; ++i)
            sums[i] += sums[i + half];
    }
    return sums[0];
}

template<Exact exact>
double portableExact(const float *a, const float *b, std::size_t count)
{
    double sums[exactLanes] = {};
    std::size_t i = 0;
    for (; i + exactLanes <= count; i += exactLanes) {
        for (std::size_t lane = 0; lane < exactLanes; ++lane)
            sums[lane] += term<exact>(a[i + lane], b[i + lane]);
    }
    return finishExact<exact>(a, b, i, count, sums);
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

void QueryPanels::add(const float *query)
{
    const std::size_t lane = m_queries % panelWidth;
    if (lane == 0)
        m_values.resize(m_values.size() + panelWidth * m_dimensions);
    float *const to = m_values.data() + (m_queries - lane) * m_dimensions + lane;
    for (std::size_t i = 0; i < m_dimensions; ++i)
        to[i * panelWidth] = query[i];
    ++m_queries;
}

const char *kernelName(Kernel kernel)
{
    return kernel == Kernel::Avx512 ? "AVX-512" : kernel == Kernel::Avx2 ? "AVX2" : "portable";
}

#if defined(__x86_64__)

#define QUIVER_AVX2 __attribute__((target("avx2,fma")))
#define QUIVER_AVX512 __attribute__((target("avx512f")))

namespace {

// A tile of rows stays in the second level cache while the panels pass by. Each element of a panel that is loaded is used once for each row of a
// group, each element of a row once for each vector of the panels: so many sums at a time as there are registers for. The loops are unrolled, or
// the sums would be in memory: five times as slow.
constexpr std::size_t rowTile = 48;
constexpr std::size_t rowsOfAvx512 = 8, panelsOfAvx512 = 2, rowsOfAvx2 = 6;

template<Step step, std::size_t rowCount, std::size_t panelCount>
QUIVER_AVX512 void group512(const Call &call, std::size_t row, std::size_t panel)
{
    const std::size_t dimensions = call.rows.dimensions, width = call.width();
    const float *const rows = call.rows.values + row * dimensions;
    const float *const first = call.panel(panel);
    __m512 sums[rowCount][panelCount];
#pragma GCC unroll 8
    for (std::size_t r = 0; r < rowCount; ++r) {
#pragma GCC unroll 2
        for (std::size_t p = 0; p < panelCount; ++p)
            sums[r][p] = _mm512_setzero_ps();
    }
    for (std::size_t i = 0; i < dimensions; ++i) {
        __m512 queries[panelCount];
#pragma GCC unroll 2
        for (std::size_t p = 0; p < panelCount; ++p)
            queries[p] = _mm512_loadu_ps(first + (p * dimensions + i) * panelWidth);
#pragma GCC unroll 8
        for (std::size_t r = 0; r < rowCount; ++r) {
            const __m512 element = _mm512_set1_ps(rows[r * dimensions + i]);
#pragma GCC unroll 2
            for (std::size_t p = 0; p < panelCount; ++p) {
                if constexpr (step == Step::Product)
                    sums[r][p] = _mm512_fmadd_ps(element, queries[p], sums[r][p]);
                else
                    sums[r][p] = _mm512_add_ps(sums[r][p], _mm512_abs_ps(_mm512_sub_ps(element, queries[p])));
            }
        }
    }
#pragma GCC unroll 8
    for (std::size_t r = 0; r < rowCount; ++r) {
        const __m512 scale = _mm512_set1_ps(call.scales[row + r].scale), offset = _mm512_set1_ps(call.scales[row + r].offset);
#pragma GCC unroll 2
        for (std::size_t p = 0; p < panelCount; ++p)
            _mm512_storeu_ps(call.out + (row + r) * width + (panel + p) * panelWidth, _mm512_fmadd_ps(sums[r][p], scale, offset));
    }
}

template<Step step, std::size_t panelCount>
QUIVER_AVX512 void tile512(const Call &call, std::size_t from, std::size_t end, std::size_t panel)
{
    std::size_t row = from;
    for (; row + rowsOfAvx512 <= end; row += rowsOfAvx512)
        group512<step, rowsOfAvx512, panelCount>(call, row, panel);
    for (; row < end; ++row)
        group512<step, 1, panelCount>(call, row, panel);
}

template<Step step>
QUIVER_AVX512 void all512(const Call &call)
{
    for (std::size_t from = 0; from < call.rows.rows; from += rowTile) {
        const std::size_t end = from + rowTile < call.rows.rows ? from + rowTile : call.rows.rows;
        std::size_t panel = 0;
        for (; panel + panelsOfAvx512 <= call.panelCount; panel += panelsOfAvx512)
            tile512<step, panelsOfAvx512>(call, from, end, panel);
        if (panel < call.panelCount)
            tile512<step, 1>(call, from, end, panel);
    }
}

template<Step step, std::size_t rowCount>
QUIVER_AVX2 void group256(const Call &call, std::size_t row, std::size_t panel)
{
    constexpr std::size_t halves = 2, lanes = panelWidth / halves;
    const std::size_t dimensions = call.rows.dimensions, width = call.width();
    const float *const rows = call.rows.values + row * dimensions;
    const float *const first = call.panel(panel);
    const __m256 sign = _mm256_set1_ps(-0.0F);
    __m256 sums[rowCount][halves];
#pragma GCC unroll 6
    for (std::size_t r = 0; r < rowCount; ++r)
        sums[r][0] = sums[r][1] = _mm256_setzero_ps();
    for (std::size_t i = 0; i < dimensions; ++i) {
        const __m256 queries[halves] = {_mm256_loadu_ps(first + i * panelWidth), _mm256_loadu_ps(first + i * panelWidth + lanes)};
#pragma GCC unroll 6
        for (std::size_t r = 0; r < rowCount; ++r) {
            const __m256 element = _mm256_set1_ps(rows[r * dimensions + i]);
#pragma GCC unroll 2
            for (std::size_t half = 0; half < halves; ++half) {
                if constexpr (step == Step::Product)
                    sums[r][half] = _mm256_fmadd_ps(element, queries[half], sums[r][half]);
                else
                    sums[r][half] = _mm256_add_ps(sums[r][half], _mm256_andnot_ps(sign, _mm256_sub_ps(element, queries[half])));
            }
        }
    }
#pragma GCC unroll 6
    for (std::size_t r = 0; r < rowCount; ++r) {
        const __m256 scale = _mm256_set1_ps(call.scales[row + r].scale), offset = _mm256_set1_ps(call.scales[row + r].offset);
        float *const out = call.out + (row + r) * width + panel * panelWidth;
        _mm256_storeu_ps(out, _mm256_fmadd_ps(sums[r][0], scale, offset));
        _mm256_storeu_ps(out + lanes, _mm256_fmadd_ps(sums[r][1], scale, offset));
    }
}

template<Step step>
QUIVER_AVX2 void all256(const Call &call)
{
    for (std::size_t from = 0; from < call.rows.rows; from += rowTile) {
        const std::size_t end = from + rowTile < call.rows.rows ? from + rowTile : call.rows.rows;
        for (std::size_t panel = 0; panel < call.panelCount; ++panel) {
            std::size_t row = from;
            for (; row + rowsOfAvx2 <= end; row += rowsOfAvx2)
                group256<step, rowsOfAvx2>(call, row, panel);
            for (; row < end; ++row)
                group256<step, 1>(call, row, panel);
        }
    }
}

QUIVER_AVX512 std::size_t notBelow512(const float *scores, const float *bounds, std::size_t count, std::uint32_t *places)
{
    std::size_t found = 0, i = 0;
    for (; i + 16 <= count; i += 16) {
        unsigned mask = _mm512_cmp_ps_mask(_mm512_loadu_ps(scores + i), _mm512_loadu_ps(bounds + i), _CMP_NLT_UQ);
        for (; mask != 0; mask &= mask - 1)
            places[found++] = std::uint32_t(i) + std::uint32_t(__builtin_ctz(mask));
    }
    return portableNotBelow(scores, bounds, i, count, places, found);
}

QUIVER_AVX2 std::size_t notBelow256(const float *scores, const float *bounds, std::size_t count, std::uint32_t *places)
{
    std::size_t found = 0, i = 0;
    for (; i + 8 <= count; i += 8) {
        unsigned mask = unsigned(_mm256_movemask_ps(_mm256_cmp_ps(_mm256_loadu_ps(scores + i), _mm256_loadu_ps(bounds + i), _CMP_NLT_UQ)));
        for (; mask != 0; mask &= mask - 1)
            places[found++] = std::uint32_t(i) + std::uint32_t(__builtin_ctz(mask));
    }
    return portableNotBelow(scores, bounds, i, count, places, found);
}

// No multiplication is fused with an addition: it would round differently from the portable one.
template<Exact exact>
QUIVER_AVX2 double exact256(const float *a, const float *b, std::size_t count)
{
    constexpr std::size_t parts = 4, lanes = exactLanes / parts;
    __m256d sums[parts] = {_mm256_setzero_pd(), _mm256_setzero_pd(), _mm256_setzero_pd(), _mm256_setzero_pd()};
    const __m256d sign = _mm256_set1_pd(-0.0);
    std::size_t i = 0;
    for (; i + exactLanes <= count; i += exactLanes) {
#pragma GCC unroll 4
        for (std::size_t part = 0; part < parts; ++part) {
            const __m256d x = _mm256_cvtps_pd(_mm_loadu_ps(a + i + part * lanes)), y = _mm256_cvtps_pd(_mm_loadu_ps(b + i + part * lanes));
            if constexpr (exact == Exact::Product) {
                sums[part] = _mm256_add_pd(sums[part], _mm256_mul_pd(x, y));
            } else {
                const __m256d difference = _mm256_sub_pd(x, y);
                sums[part] = _mm256_add_pd(sums[part], exact == Exact::Magnitudes ? _mm256_andnot_pd(sign, difference) : _mm256_mul_pd(difference, difference));
            }
        }
    }
    double stored[exactLanes];
#pragma GCC unroll 4
    for (std::size_t part = 0; part < parts; ++part)
        _mm256_storeu_pd(stored + part * lanes, sums[part]);
    return finishExact<exact>(a, b, i, count, stored);
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

template<Step step>
void all(const Call &call, Kernel kernel)
{
    kernel == Kernel::Avx512 ? all512<step>(call) : kernel == Kernel::Avx2 ? all256<step>(call) : portableAll<step>(call);
}

template<Exact exact>
double exactOf(const float *a, const float *b, std::size_t count, Kernel kernel)
{
    return kernel == Kernel::Portable ? portableExact<exact>(a, b, count) : exact256<exact>(a, b, count);
}

} // namespace

bool hasKernel(Kernel kernel)
{
    static const bool hasAvx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt");
    static const bool hasAvx512 = hasAvx2 && __builtin_cpu_supports("avx512f");
    return kernel == Kernel::Portable || (kernel == Kernel::Avx2 ? hasAvx2 : hasAvx512);
}

std::size_t notBelow(const float *scores, const float *bounds, std::size_t count, std::uint32_t *places, Kernel kernel)
{
    return kernel == Kernel::Avx512 ? notBelow512(scores, bounds, count, places)
        : kernel == Kernel::Avx2    ? notBelow256(scores, bounds, count, places)
                                    : portableNotBelow(scores, bounds, 0, count, places, 0);
}

BitCounts bitCounts(const std::uint64_t *a, const std::uint64_t *b, std::size_t words)
{
    return hasKernel(Kernel::Avx2) ? fastBitCounts(a, b, words) : portableBitCounts(a, b, words);
}

#else

namespace {

template<Step step>
void all(const Call &call, Kernel)
{
    portableAll<step>(call);
}

template<Exact exact>
double exactOf(const float *a, const float *b, std::size_t count, Kernel)
{
    return portableExact<exact>(a, b, count);
}

} // namespace

bool hasKernel(Kernel kernel)
{
    return kernel == Kernel::Portable;
}

std::size_t notBelow(const float *scores, const float *bounds, std::size_t count, std::uint32_t *places, Kernel)
{
    return portableNotBelow(scores, bounds, 0, count, places, 0);
}

BitCounts bitCounts(const std::uint64_t *a, const std::uint64_t *b, std::size_t words)
{
    return portableBitCounts(a, b, words);
}

#endif

Kernel bestKernel()
{
    return hasKernel(Kernel::Avx512) ? Kernel::Avx512 : hasKernel(Kernel::Avx2) ? Kernel::Avx2 : Kernel::Portable;
}

void innerProducts(const Block &rows, const QueryPanels &queries, std::size_t first, std::size_t count, const RowScale *scales, float *out, Kernel kernel)
{
    all<Step::Product>({rows, queries.panel(first), panelled(count) / panelWidth, scales, out}, kernel);
}

void l1Distances(const Block &rows, const QueryPanels &queries, std::size_t first, std::size_t count, const RowScale *scales, float *out, Kernel kernel)
{
    all<Step::Difference>({rows, queries.panel(first), panelled(count) / panelWidth, scales, out}, kernel);
}

double exactProduct(const float *a, const float *b, std::size_t count, Kernel kernel)
{
    return exactOf<Exact::Product>(a, b, count, kernel);
}

double exactL1(const float *a, const float *b, std::size_t count, Kernel kernel)
{
    return exactOf<Exact::Magnitudes>(a, b, count, kernel);
}

double exactSquares(const float *a, const float *b, std::size_t count, Kernel kernel)
{
    return exactOf<Exact::Squares>(a, b, count, kernel);
}

} // namespace quiver::vector
