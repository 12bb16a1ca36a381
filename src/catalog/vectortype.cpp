// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/vectortype.h"

#include "vector/values.h"

namespace quiver::catalog {

using namespace Qt::StringLiterals;

QString typeName(VectorKind kind)
{
    switch (kind) {
    case VectorKind::None: return {};
    case VectorKind::Vector: return u"vector"_s;
    case VectorKind::Halfvec: return u"halfvec"_s;
    case VectorKind::Sparsevec: return u"sparsevec"_s;
    case VectorKind::Bit: return u"bit"_s;
    }
    return {};
}

int maxDimensions(VectorKind kind)
{
    switch (kind) {
    case VectorKind::None: return 0;
    case VectorKind::Vector:
    case VectorKind::Halfvec: return vector::maxDimensions;
    case VectorKind::Sparsevec: return 1'000'000'000;
    case VectorKind::Bit: return 83'886'080; // VARBIT's own limit, MaxAttrSize * 8
    }
    return 0;
}

int maxIndexedDimensions(VectorKind kind, AnnMethod method)
{
    switch (kind) {
    case VectorKind::None: return 0;
    case VectorKind::Vector: return 2'000;
    case VectorKind::Halfvec: return 4'000;
    case VectorKind::Sparsevec: return method == AnnMethod::Hnsw ? 1'000 : 0;
    case VectorKind::Bit: return 64'000;
    }
    return 0;
}

bool isIndexable(const VectorType &type, AnnMethod method)
{
    const int most = maxIndexedDimensions(type.kind, method);
    // A sparsevec's limit is on its elements, row by row, not on its dimensions.
    return most > 0 && type.dimensions > 0 && (type.kind == VectorKind::Sparsevec || type.dimensions <= most);
}

std::optional<qint64> valueBytes(const VectorType &type, int nonZero)
{
    const qint64 d = type.dimensions;
    switch (type.kind) {
    case VectorKind::None: return std::nullopt;
    case VectorKind::Vector: return d > 0 ? std::optional(8 + 4 * d) : std::nullopt;
    case VectorKind::Halfvec: return d > 0 ? std::optional(8 + 2 * d) : std::nullopt;
    case VectorKind::Sparsevec: return nonZero >= 0 ? std::optional(16 + 8 * qint64(nonZero)) : std::nullopt;
    case VectorKind::Bit: return d > 0 ? std::optional(8 + (d + 7) / 8) : std::nullopt;
    }
    return std::nullopt;
}

double unitTolerance(VectorKind kind)
{
    return kind == VectorKind::Halfvec ? 0.01 : 0.001;
}

} // namespace quiver::catalog
