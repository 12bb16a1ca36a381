// SPDX-License-Identifier: GPL-3.0-or-later
// The limits and sizes of pgvector's column types: what fits, what can be indexed, what a value takes.
//
// Limits as in pgvector 0.5 to 0.8 (src/vector.h, halfvec.h, sparsevec.h, hnsw.h, ivfflat.h).
#pragma once

#include "catalog/catalogtypes.h"

#include <QString>

#include <optional>

namespace quiver::catalog {


enum class AnnMethod { Hnsw, Ivfflat };

/// A vector column's type; \p dimensions 0 or less: any, which no index can serve.
struct VectorType {
    VectorKind kind = VectorKind::Vector;
    int dimensions = 768;
    bool operator==(const VectorType &) const = default;
};

/// "vector", "halfvec", "sparsevec", "bit".
QString typeName(VectorKind kind);
/// Dimensions that a column of the type may have: 16,000; 1e9 for sparsevec; 83,886,080 for bit.
int maxDimensions(VectorKind kind);
/// Dimensions (for sparsevec: elements that are not zero) up to which \p method indexes the type; 0: not at all.
int maxIndexedDimensions(VectorKind kind, AnnMethod method);
bool isIndexable(const VectorType &type, AnnMethod method);

/// Bytes of one value with its header: 8+4d, 8+2d, 16+8nnz, 8+d/8. \p nonZero is of a sparsevec; no value where it is needed
/// and not known, or the type has no dimensions.
std::optional<qint64> valueBytes(const VectorType &type, int nonZero = -1);

/// A page's room for one tuple: a row with values stored inline (PLAIN) that is larger is refused by the server.
inline constexpr int maxTupleBytes = 8160;

/// How close to 1 the length of a vector has to be: rounding of half precision alone moves it by up to 0.0005.
double unitTolerance(VectorKind kind);

} // namespace quiver::catalog
