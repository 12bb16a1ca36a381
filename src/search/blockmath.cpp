// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/blockmath.h"

#include "core/error.h"
#include "vector/blockkernel.h"
#include "vector/half.h"

#include <QtEndian>

#include <Eigen/Core>

#include <cmath>
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
        : m_isHalf(isHalf), m_metric(metric), m_dimensions(std::size_t(dimensionsOf(queries.front()))), m_stride(vector::strideFor(m_dimensions)),
          m_error(vector::blockError(m_dimensions))
    {
        for (const QueryVector &query : queries) {
            const auto &values = std::get<std::vector<float>>(query);
            const std::size_t at = m_queries.size();
            m_queries.resize(at + m_stride);
            std::copy(values.begin(), values.end(), m_queries.begin() + std::ptrdiff_t(at));
            m_lengths.push_back(mapped(m_queries.data() + at).cast<double>().norm());
        }
    }

    std::size_t rowBytes() const override { return m_stride * sizeof(float); }

    void add(RowBlock &block, std::string_view cell) const override
    {
        const std::size_t dimensions = numberAt<quint16>(cell, 0), width = m_isHalf ? 2 : 4;
        requireDimensions(qint64(dimensions), qint64(m_dimensions));
        if (cell.size() != 4 + dimensions * width)
            throwDamaged();
        const std::size_t at = block.values.size();
        block.values.resize(at + m_stride);
        float *const values = block.values.data() + at;
        if (m_isHalf) {
            for (std::size_t i = 0; i < dimensions; ++i)
                values[i] = vector::halfToFloat(qFromBigEndian<quint16>(cell.data() + 4 + 2 * i));
        } else {
            qFromBigEndian<quint32>(cell.data() + 4, qsizetype(dimensions), values);
        }
        const double length = mapped(values).cast<double>().norm(); // in float it might overflow
        block.lengths.push_back(length);
        block.longest = std::max(block.longest, length);
        ++block.rows;
    }

    void scores(const RowBlock &block, std::size_t begin, std::size_t end, std::vector<float> &out) const override
    {
        const vector::Block rows{block.values.data(), block.rows, m_stride}, queries{m_queries.data() + begin * m_stride, end - begin, m_stride};
        const std::size_t width = end - begin;
        out.resize(block.rows * width);
        if (m_metric == AnnMetric::L1)
            vector::l1Distances(rows, queries, out.data());
        else
            vector::innerProducts(rows, queries, out.data());
        for (std::size_t r = 0; r < block.rows; ++r) {
            float scale = 1, offset = 0;
            if (m_metric == AnnMetric::L1)
                scale = -1;
            else if (m_metric == AnnMetric::Cosine)
                scale = float(1 / block.lengths[r]);
            else if (m_metric == AnnMetric::L2)
                offset = float(-block.lengths[r] * block.lengths[r] / 2);
            float *const scores = out.data() + r * width;
            for (std::size_t q = 0; q < width; ++q)
                scores[q] = scores[q] * scale + offset;
        }
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
        const auto a = mapped(block.values.data() + row * m_stride).cast<double>();
        const auto b = mapped(m_queries.data() + query * m_stride).cast<double>();
        switch (m_metric) {
        case AnnMetric::L1: return (a - b).cwiseAbs().sum();
        case AnnMetric::InnerProduct: return -a.dot(b);
        case AnnMetric::Cosine: {
            const double similarity = a.dot(b) / (block.lengths[row] * m_lengths[query]);
            return 1 - std::clamp(similarity, -1.0, 1.0); // a NaN stays one
        }
        default: return (a - b).norm();
        }
    }

private:
    Eigen::Map<const Eigen::VectorXf> mapped(const float *values) const { return {values, Eigen::Index(m_stride)}; }

    const bool m_isHalf;
    const AnnMetric m_metric;
    const std::size_t m_dimensions, m_stride;
    const double m_error;
    std::vector<float> m_queries; // queries x stride
    std::vector<double> m_lengths;
};

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

    void scores(const RowBlock &block, std::size_t begin, std::size_t end, std::vector<float> &out) const override
    {
        out.resize(block.rows * (end - begin));
        float *to = out.data();
        for (std::size_t r = 0; r < block.rows; ++r) {
            for (std::size_t q = begin; q < end; ++q)
                *to++ = float(-distance(block, r, q));
        }
    }

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

    void scores(const RowBlock &block, std::size_t begin, std::size_t end, std::vector<float> &out) const override
    {
        out.resize(block.rows * (end - begin));
        float *to = out.data();
        for (std::size_t r = 0; r < block.rows; ++r) {
            for (std::size_t q = begin; q < end; ++q)
                *to++ = float(-distance(block, r, q));
        }
    }

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
