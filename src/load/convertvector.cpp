// SPDX-License-Identifier: GPL-3.0-or-later
// vector, halfvec, sparsevec and bit strings, from dense values, sparse ones, or text.
#include "load/converter.h"

#include "vector/half.h"
#include "vector/vectortext.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::TypeKind;

namespace {

QString faultText(const vector::TextFault &fault)
{
    return u"%1 at byte %2"_s.arg(fault.reason).arg(fault.position + 1);
}

bool looksSparse(std::string_view text)
{
    const std::string_view inner = trimmed(text);
    return inner.starts_with('{') && inner.find("}/") != std::string_view::npos;
}

/// Without a branch for each value, so that the compiler does many at once.
bool allFinite(std::span<const float> values)
{
    constexpr std::uint32_t exponent = 0x7F800000U;
    std::uint32_t odd = 0;
    for (const float value : values)
        odd |= std::uint32_t((std::bit_cast<std::uint32_t>(value) & exponent) == exponent);
    return odd == 0;
}

QString infiniteFault(std::span<const float> values)
{
    const auto at = std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
    return u"value %1 is %2, which no vector may hold"_s.arg(at - values.begin() + 1).arg(std::isnan(*at) ? u"NaN"_s : u"infinite"_s);
}

QString dimensionFault(qint64 wanted, qint64 found)
{
    return u"expected %1 dimensions, not %2"_s.arg(wanted).arg(found);
}

/// To unit length in place; false for a vector without direction.
bool normalise(std::span<float> values)
{
    double sum = 0;
    for (const float value : values)
        sum += double(value) * double(value);
    if (sum == 0)
        return false;
    const double scale = 1 / std::sqrt(sum);
    for (float &value : values)
        value = float(double(value) * scale);
    return true;
}

/// What the converters of vectors share: values of any source, and what is done to all of them.
class VectorBase : public Converter
{
public:
    VectorBase(int dimensions, const ConverterOptions &options) : m_dimensions(dimensions), m_options(options) {}

protected:
    /// The dense values of \p cell, in m_values or where they are already.
    bool readDense(const Cell &cell, std::span<const float> &values, QString &why)
    {
        switch (cell.kind) {
        case Value::Kind::Floats:
            values = cell.floats;
            return true;
        case Value::Kind::Integers:
            m_values.assign(cell.integers.begin(), cell.integers.end());
            values = m_values;
            return true;
        case Value::Kind::Text:
        case Value::Kind::Json: break;
        default: why = u"a single number is no vector"_s; return false;
        }
        if (looksSparse(cell.text))
            return readSparseAsDense(cell.text, values, why);
        const vector::TextFault fault = vector::parseVectorText(cell.text, m_values);
        if (!fault.ok())
            why = faultText(fault);
        values = m_values;
        return fault.ok();
    }

    bool checkDimensions(std::int64_t found, std::int64_t most, QString &why) const
    {
        if (m_dimensions > 0 && found != m_dimensions)
            why = dimensionFault(m_dimensions, found);
        else if (found == 0)
            why = u"has no values"_s;
        else if (found > most)
            why = u"has %1 dimensions, more than the type's %2"_s.arg(found).arg(most);
        return why.isEmpty();
    }

    /// Where it was asked for. \p values may be those of the source, which stay as they are.
    bool normalised(std::span<const float> &values, QString &why)
    {
        if (!m_options.normalise)
            return true;
        if (values.data() != m_values.data())
            m_values.assign(values.begin(), values.end());
        values = m_values;
        if (normalise(m_values) || m_options.zeroVectors == ZeroVectors::Keep)
            return true;
        why = u"is zero, and has no direction to be normalised"_s;
        return false;
    }

    const int m_dimensions;
    const ConverterOptions m_options;
    std::vector<float> m_values;
    vector::SparseVector m_sparse;

private:
    bool readSparseAsDense(std::string_view text, std::span<const float> &values, QString &why)
    {
        const vector::TextFault fault = vector::parseSparseText(text, m_sparse);
        if (!fault.ok()) {
            why = faultText(fault);
            return false;
        }
        if (!checkDimensions(m_sparse.dimensions, vector::maxDimensions, why))
            return false;
        m_values = m_sparse.toDense();
        values = m_values;
        return true;
    }
};

class DenseConverter final : public VectorBase
{
public:
    DenseConverter(bool half, int dimensions, const ConverterOptions &options) : VectorBase(dimensions, options), m_half(half) {}

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        std::span<const float> values;
        if (!readDense(cell, values, why) || !checkDimensions(std::int64_t(values.size()), vector::maxDimensions, why))
            return false;
        if (!allFinite(values)) {
            why = infiniteFault(values);
            return false;
        }
        if (!normalised(values, why))
            return false;
        if (m_half)
            return writeHalves(values, out, why);
        out.vector(values);
        return true;
    }
    qint64 flushedToZero() const override { return m_flushed; }

private:
    bool writeHalves(std::span<const float> values, pg::CopyEncoder &out, QString &why)
    {
        m_halves.resize(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::uint16_t half = vector::floatToHalf(values[i]);
            m_halves[i] = half;
            if ((half & 0x7FFFU) == 0x7C00U) {
                why = u"value %1, %2, is beyond half precision (65,504 at most)"_s.arg(i + 1).arg(double(values[i]));
                return false;
            }
            m_flushed += (half & 0x7FFFU) == 0 && values[i] != 0;
        }
        out.halfvec(m_halves);
        return true;
    }

    const bool m_half;
    std::vector<std::uint16_t> m_halves;
    qint64 m_flushed = 0;
};

class SparseConverter final : public VectorBase
{
public:
    using VectorBase::VectorBase;

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        if (cell.isText() && looksSparse(cell.text)) {
            const vector::TextFault fault = vector::parseSparseText(cell.text, m_sparse);
            if (!fault.ok()) {
                why = faultText(fault);
                return false;
            }
        } else {
            std::span<const float> values;
            if (!readDense(cell, values, why))
                return false;
            keepNonZero(values);
        }
        if (!checkDimensions(m_sparse.dimensions, vector::maxSparseDimensions, why))
            return false;
        if (!allFinite(m_sparse.values))
            why = infiniteFault(m_sparse.values);
        else if (m_sparse.values.size() > std::size_t(vector::maxSparseValues))
            why = u"has %1 values that are not zero, more than the type's %2"_s.arg(m_sparse.values.size()).arg(vector::maxSparseValues);
        else if (m_options.normalise && !normalise(m_sparse.values) && m_options.zeroVectors == ZeroVectors::Bad)
            why = u"is zero, and has no direction to be normalised"_s;
        if (!why.isEmpty())
            return false;
        dropZeros();
        out.sparsevec(m_sparse.dimensions, m_sparse.indices, m_sparse.values);
        return true;
    }

private:
    void keepNonZero(std::span<const float> values)
    {
        m_sparse.dimensions = int(values.size());
        m_sparse.indices.clear();
        m_sparse.values.clear();
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] == 0)
                continue;
            m_sparse.indices.push_back(std::int32_t(i));
            m_sparse.values.push_back(values[i]);
        }
    }

    /// What normalising made too small for a float: the server refuses zeros.
    void dropZeros()
    {
        if (std::find(m_sparse.values.begin(), m_sparse.values.end(), 0.0F) == m_sparse.values.end())
            return;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < m_sparse.values.size(); ++i) {
            if (m_sparse.values[i] == 0)
                continue;
            m_sparse.indices[kept] = m_sparse.indices[i];
            m_sparse.values[kept++] = m_sparse.values[i];
        }
        m_sparse.indices.resize(kept);
        m_sparse.values.resize(kept);
    }
};

/// From "0110", or from numbers: 1 where they are greater than 0, as pgvector's binary_quantize does.
class BitConverter final : public VectorBase
{
public:
    BitConverter(int bits, bool varying, const ConverterOptions &options) : VectorBase(bits, options), m_varying(varying) {}

    bool convert(const Cell &cell, pg::CopyEncoder &out, QString &why) override
    {
        if (!read(cell, why))
            return false;
        if (m_varying ? m_dimensions > 0 && m_bits.bits > m_dimensions : m_dimensions > 0 && m_bits.bits != m_dimensions) {
            why = u"expected %1 bits, not %2"_s.arg(m_dimensions).arg(m_bits.bits);
            return false;
        }
        out.bits(m_bits.bits, {m_bits.bytes.constData(), std::size_t(m_bits.bytes.size())});
        return true;
    }

private:
    bool read(const Cell &cell, QString &why)
    {
        if (cell.kind == Value::Kind::Boolean) {
            m_bits.bits = 1;
            m_bits.bytes = QByteArray(1, cell.integer ? char(0x80) : '\0');
            return true;
        }
        const std::string_view text = trimmed(cell.text);
        if (cell.kind == Value::Kind::Text && !text.starts_with('[') && !text.starts_with('{')) {
            const vector::TextFault fault = vector::parseBitText(text, m_bits);
            if (!fault.ok())
                why = faultText(fault);
            return fault.ok();
        }
        std::span<const float> values;
        if (!readDense(cell, values, why))
            return false;
        if (std::any_of(values.begin(), values.end(), [](float value) { return std::isnan(value); })) {
            why = infiniteFault(values);
            return false;
        }
        m_bits = vector::BitVector::fromSigns(values);
        return true;
    }

    const bool m_varying;
    vector::BitVector m_bits;
};

} // namespace

std::unique_ptr<Converter> vectorConverter(const TargetColumn &column, const ConverterOptions &options)
{
    switch (column.kind) {
    case TypeKind::Vector:
    case TypeKind::Halfvec:
        return std::make_unique<DenseConverter>(column.kind == TypeKind::Halfvec, column.dimensions(), options);
    case TypeKind::Sparsevec: return std::make_unique<SparseConverter>(column.dimensions(), options);
    case TypeKind::Bit: return std::make_unique<BitConverter>(column.dimensions(), column.baseOid == pg::oid::Varbit, options);
    default: return nullptr;
    }
}

} // namespace quiver::load
