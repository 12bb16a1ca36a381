// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/queryvector.h"

#include "core/error.h"
#include "vector/half.h"

#include <algorithm>

namespace quiver::search {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using catalog::VectorKind;

namespace {

template<typename... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

using Dense = std::vector<float>;

} // namespace

qint64 dimensionsOf(const QueryVector &vector)
{
    return std::visit(Overloaded{[](const Dense &dense) { return qint64(dense.size()); },
                                 [](const vector::SparseVector &sparse) { return qint64(sparse.dimensions); },
                                 [](const vector::BitVector &bits) { return qint64(bits.bits); }}, vector);
}

QByteArray textOf(const QueryVector &vector)
{
    return std::visit(Overloaded{[](const Dense &dense) { return vector::toText(dense); }, [](const auto &other) { return other.toText(); }}, vector);
}

bool isZero(const QueryVector &vector)
{
    return std::visit(Overloaded{[](const Dense &dense) { return std::ranges::all_of(dense, [](float value) { return value == 0; }); },
                                 [](const vector::SparseVector &sparse) { return std::ranges::all_of(sparse.values, [](float value) { return value == 0; }); },
                                 [](const vector::BitVector &bits) { return bits.bytes.count('\0') == bits.bytes.size(); }}, vector);
}

std::vector<float> toFloats(const QueryVector &vector)
{
    return std::visit(Overloaded{[](const Dense &dense) { return dense; },
                                 [](const vector::SparseVector &sparse) {
                                     if (sparse.dimensions > vector::maxDimensions)
                                         throw core::Error(u"a sparse vector of %1 dimensions is too long to be written out"_s.arg(sparse.dimensions));
                                     return sparse.toDense();
                                 },
                                 [](const vector::BitVector &bits) {
                                     Dense values(std::size_t(bits.bits));
                                     for (int i = 0; i < bits.bits; ++i)
                                         values[std::size_t(i)] = bits.at(i) ? 1.0F : -1.0F;
                                     return values;
                                 }}, vector);
}

ParsedQuery parseQuery(const QString &text, VectorKind kind)
{
    ParsedQuery parsed;
    const QByteArray utf8 = text.toUtf8();
    const std::string_view view(utf8.constData(), std::size_t(utf8.size()));
    vector::TextFault fault;
    // A dense vector is understood for a sparse or a bit column too: what an embedder's answer looks like.
    const bool isDense = kind == VectorKind::Vector || kind == VectorKind::Halfvec || text.trimmed().startsWith(u'[');
    if (isDense) {
        std::vector<float> values;
        fault = vector::parseVectorText(view, values);
        if (fault.ok() && kind == VectorKind::Halfvec) {
            if (const vector::HalfConversion half = vector::toHalf(values); !half.overflowed.empty())
                fault.reason = u"element %1 is beyond half precision, which ends at 65504"_s.arg(half.overflowed.front() + 1);
        }
        if (fault.ok())
            parsed.vector = fromFloats(values, kind);
    } else if (kind == VectorKind::Sparsevec) {
        vector::SparseVector sparse;
        fault = vector::parseSparseText(view, sparse);
        parsed.vector = std::move(sparse);
    } else {
        vector::BitVector bits;
        fault = vector::parseBitText(view, bits);
        parsed.vector = std::move(bits);
    }
    parsed.error = fault.reason;
    parsed.position = QString::fromUtf8(utf8.left(qsizetype(fault.position))).size();
    return parsed;
}

QueryVector fromFloats(std::span<const float> values, VectorKind kind)
{
    if (kind == VectorKind::Sparsevec)
        return vector::SparseVector::fromDense(values);
    if (kind == VectorKind::Bit)
        return vector::BitVector::fromSigns(values);
    return Dense(values.begin(), values.end());
}

QString vectorProblem(const QueryVector &vector, const catalog::VectorType &type, AnnMetric metric)
{
    const qint64 dimensions = dimensionsOf(vector);
    if (type.dimensions > 0 && dimensions != type.dimensions)
        return u"The query has %1 dimensions, the column has %2."_s.arg(dimensions).arg(type.dimensions);
    if (dimensions == 0)
        return u"The query vector is empty."_s;
    if (metric == AnnMetric::Cosine && isZero(vector))
        return u"The query vector is zero: it has no direction, so every cosine distance to it is NaN. Take <-> or another vector."_s;
    return {};
}

} // namespace quiver::search
