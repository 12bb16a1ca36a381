// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/blockmath.h"

#include "core/error.h"
#include "vector/blockkernel.h"
#include "vector/half.h"

#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace quiver::search {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using catalog::VectorKind;

namespace {

void requireDimensions(qint64 row, qint64 query)
{
    if (row != query)
        throw core::Error(u"a row has %1 dimensions, the query has %2: such vectors have no distance. Leave these rows out with a filter"_s.arg(row).arg(query));
}

[[noreturn]] void throwDamaged()
{
    throw core::Error(u"the server sent a vector that cannot be read"_s);
}

template<typename Number>
Number numberAt(std::string_view cell, std::size_t offset)
{
    if (cell.size() < offset + sizeof(Number))
        throwDamaged();
    return qFromBigEndian<Number>(cell.data() + offset);
}

// Rounded down, so that rounding never loses a row.
float below(double value)
{
    return std::nextafter(float(value), -std::numeric_limits<float>::infinity());
}

class DenseMath final : public BlockMath
{
public:
    DenseMath(bool isHalf, AnnMetric metric, const std::vector<QueryVector> &queries)
        : m_isHalf(isHalf), m_metric(metric), m_dimensions(std::size_t(dimensionsOf(queries.front()))), m_error(vector::blockError(m_dimensions)), m_panels(m_dimensions)
    {
        for (const QueryVector &query : queries) {
            m_queries.push_back(std::get<std::vector<float>>(query).data());
            m_panels.add(m_queries.back());
            m_lengths.push_back(std::sqrt(vector::exactProduct(m_queries.back(), m_queries.back(), m_dimensions)));
        }
    }

    std::size_t rowBytes() const override { return m_dimensions * sizeof(float); }

    void add(RowBlock &block, std::string_view cell) const override
    {
        const std::size_t dimensions = numberAt<quint16>(cell, 0), width = m_isHalf ? 2 : 4;
        requireDimensions(qint64(dimensions), qint64(m_dimensions));
        if (cell.size() != 4 + dimensions * width)
            throwDamaged();
        const std::size_t at = block.values.size();
        block.values.resize(at + m_dimensions);
        float *const values = block.values.data() + at;
        if (m_isHalf) {
            for (std::size_t i = 0; i < dimensions; ++i)
                values[i] = vector::halfToFloat(qFromBigEndian<quint16>(cell.data() + 4 + 2 * i));
        } else {
            qFromBigEndian<quint32>(cell.data() + 4, qsizetype(dimensions), values);
        }
        const double length = std::sqrt(vector::exactProduct(values, values, m_dimensions)); // in float it might overflow
        block.lengths.push_back(length);
        block.longest = std::max(block.longest, length);
        ++block.rows;
    }

    void scores(const RowBlock &block, Span rows, Span queries, std::vector<float> &out) const override
    {
        out.resize(rows.count * vector::panelled(queries.count));
        std::vector<vector::RowScale> scales(rows.count);
        for (std::size_t r = 0; r < rows.count; ++r) {
            const double length = block.lengths[rows.begin + r];
            if (m_metric == AnnMetric::L1)
                scales[r].scale = -1;
            else if (m_metric == AnnMetric::Cosine)
                scales[r].scale = float(1 / length);
            else if (m_metric == AnnMetric::L2)
                scales[r].offset = float(-length * length / 2);
        }
        const vector::Block values{block.values.data() + rows.begin * m_dimensions, rows.count, m_dimensions};
        const auto compute = m_metric == AnnMetric::L1 ? vector::l1Distances : vector::innerProducts;
        compute(values, m_panels, queries.begin, queries.count, scales.data(), out.data(), m_kernel);
    }

    float bound(const RowBlock &block, std::size_t query, double distance) const override
    {
        const double length = m_lengths[query], longest = block.longest;
        double bound = 0, error = 0;
        switch (m_metric) {
        case AnnMetric::L1:
            bound = -distance;
            break; // its error is relative to itself
        case AnnMetric::InnerProduct:
            bound = -distance;
            error = m_error * length * longest;
            break;
        case AnnMetric::Cosine:
            bound = (1 - distance) * length;
            error = m_error * length;
            break;
        default: // |a - q|^2 = |a|^2 - 2 aq + |q|^2; the score is aq - |a|^2 / 2
            bound = (length * length - distance * distance) / 2;
            error = m_error * longest * (length + longest);
            break;
        }
        return below(bound - error - m_error * std::abs(bound));
    }

    double distance(const RowBlock &block, std::size_t row, std::size_t query) const override
    {
        const float *const a = block.values.data() + row * m_dimensions, *const b = m_queries[query];
        switch (m_metric) {
        case AnnMetric::L1: return vector::exactL1(a, b, m_dimensions, m_kernel);
        case AnnMetric::InnerProduct: return -vector::exactProduct(a, b, m_dimensions, m_kernel);
        case AnnMetric::Cosine: {
            const double similarity = vector::exactProduct(a, b, m_dimensions, m_kernel) / (block.lengths[row] * m_lengths[query]);
            return 1 - std::clamp(similarity, -1.0, 1.0); // a NaN stays one
        }
        default: return std::sqrt(vector::exactSquares(a, b, m_dimensions, m_kernel));
        }
    }

private:
    const bool m_isHalf;
    const AnnMetric m_metric;
    const std::size_t m_dimensions;
    const double m_error;
    const vector::Kernel m_kernel = vector::bestKernel();
    vector::QueryPanels m_panels;
    std::vector<const float *> m_queries; // of whoever asks
    std::vector<double> m_lengths;
};

/// Scores of what has no faster way than the distance itself.
void scoreEach(const BlockMath &math, const RowBlock &block, Span rows, Span queries, std::vector<float> &out)
{
    const std::size_t width = vector::panelled(queries.count);
    out.resize(rows.count * width);
    for (std::size_t r = 0; r < rows.count; ++r) {
        for (std::size_t q = 0; q < queries.count; ++q)
            out[r * width + q] = float(-math.distance(block, rows.begin + r, queries.begin + q));
    }
}

class BitMath final : public BlockMath
{
public:
    BitMath(AnnMetric metric, const std::vector<QueryVector> &queries)
        : m_metric(metric), m_bits(int(dimensionsOf(queries.front()))), m_words((std::size_t(m_bits) + 63) / 64)
    {
        for (const QueryVector &query : queries) {
            const QByteArray &bytes = std::get<vector::BitVector>(query).bytes;
            append(m_queries, {bytes.constData(), std::size_t(bytes.size())});
        }
    }

    std::size_t rowBytes() const override { return m_words * 8; }

    void add(RowBlock &block, std::string_view cell) const override
    {
        requireDimensions(numberAt<qint32>(cell, 0), m_bits);
        if (cell.size() != 4 + (std::size_t(m_bits) + 7) / 8)
            throwDamaged();
        append(block.words, cell.substr(4));
        ++block.rows;
    }

    void scores(const RowBlock &block, Span rows, Span queries, std::vector<float> &out) const override { scoreEach(*this, block, rows, queries, out); }

    float bound(const RowBlock &, std::size_t, double distance) const override { return below(-distance); }

    double distance(const RowBlock &block, std::size_t row, std::size_t query) const override
    {
        const vector::BitCounts counts = vector::bitCounts(block.words.data() + row * m_words, m_queries.data() + query * m_words, m_words);
        if (m_metric == AnnMetric::Hamming)
            return double(counts.either - counts.both);
        return counts.both == 0 ? 1.0 : 1.0 - double(counts.both) / double(counts.either);
    }

private:
    void append(std::vector<std::uint64_t> &words, std::string_view bytes) const
    {
        const std::size_t at = words.size();
        words.resize(at + m_words);
        std::memcpy(words.data() + at, bytes.data(), bytes.size());
    }

    const AnnMetric m_metric;
    const int m_bits;
    const std::size_t m_words;
    std::vector<std::uint64_t> m_queries;
};

/// Only what is not zero is looked at, in either of the two.
class SparseMath final : public BlockMath
{
public:
    SparseMath(AnnMetric metric, const std::vector<QueryVector> &queries) : m_metric(metric)
    {
        for (const QueryVector &query : queries)
            m_queries.push_back(std::get<vector::SparseVector>(query));
    }

    std::size_t rowBytes() const override { return 2048; }

    void add(RowBlock &block, std::string_view cell) const override
    {
        vector::SparseVector row;
        row.dimensions = numberAt<qint32>(cell, 0);
        const auto count = std::size_t(numberAt<qint32>(cell, 4));
        requireDimensions(row.dimensions, m_queries.front().dimensions);
        if (cell.size() != 12 + count * 8)
            throwDamaged();
        row.indices.resize(count);
        row.values.resize(count);
        qFromBigEndian<qint32>(cell.data() + 12, qsizetype(count), row.indices.data());
        qFromBigEndian<quint32>(cell.data() + 12 + 4 * count, qsizetype(count), row.values.data());
        block.sparse.push_back(std::move(row));
        ++block.rows;
    }

    void scores(const RowBlock &block, Span rows, Span queries, std::vector<float> &out) const override { scoreEach(*this, block, rows, queries, out); }

    float bound(const RowBlock &, std::size_t, double distance) const override { return below(-distance); }

    double distance(const RowBlock &block, std::size_t row, std::size_t query) const override
    {
        const vector::SparseVector &a = block.sparse[row], &b = m_queries[query];
        double product = 0, lengthA = 0, lengthB = 0, l1 = 0, squares = 0;
        std::size_t i = 0, j = 0;
        while (i < a.indices.size() || j < b.indices.size()) {
            const bool takeA = j == b.indices.size() || (i < a.indices.size() && a.indices[i] <= b.indices[j]);
            const bool takeB = i == a.indices.size() || (j < b.indices.size() && b.indices[j] <= a.indices[i]);
            const double x = takeA ? double(a.values[i]) : 0, y = takeB ? double(b.values[j]) : 0;
            i += takeA;
            j += takeB;
            product += x * y;
            lengthA += x * x;
            lengthB += y * y;
            l1 += std::abs(x - y);
            squares += (x - y) * (x - y);
        }
        switch (m_metric) {
        case AnnMetric::L1: return l1;
        case AnnMetric::InnerProduct: return -product;
        case AnnMetric::Cosine: return 1 - std::clamp(product / std::sqrt(lengthA * lengthB), -1.0, 1.0);
        default: return std::sqrt(squares);
        }
    }

private:
    const AnnMetric m_metric;
    std::vector<vector::SparseVector> m_queries;
};

} // namespace

std::unique_ptr<BlockMath> blockMath(VectorKind kind, AnnMetric metric, const std::vector<QueryVector> &queries)
{
    if (kind == VectorKind::Bit)
        return std::make_unique<BitMath>(metric, queries);
    if (kind == VectorKind::Sparsevec)
        return std::make_unique<SparseMath>(metric, queries);
    return std::make_unique<DenseMath>(kind == VectorKind::Halfvec, metric, queries);
}

} // namespace quiver::search
