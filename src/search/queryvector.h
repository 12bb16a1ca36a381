// SPDX-License-Identifier: GPL-3.0-or-later
// The vector that neighbours are wanted of, in the type of the column that it is compared with.
#pragma once

#include "catalog/annmetric.h"
#include "catalog/vectortype.h"
#include "vector/vectortext.h"

#include <span>
#include <variant>

namespace quiver::search {

/// Dense for vector and halfvec.
using QueryVector = std::variant<std::vector<float>, vector::SparseVector, vector::BitVector>;

qint64 dimensionsOf(const QueryVector &vector);
/// As pgvector writes it.
QByteArray textOf(const QueryVector &vector);
/// Not one element differs from zero: it has no direction, and its cosine distance to anything is NaN.
bool isZero(const QueryVector &vector);
/// As floats, n = dimensionsOf(): bits become -1 and 1. \throws core::Error for a sparse one of more than 16,000 dimensions
std::vector<float> toFloats(const QueryVector &vector);

struct ParsedQuery {
    QueryVector vector;
    QString error;          ///< empty: the vector is good
    qsizetype position = 0; ///< of the mistake in the text, in characters
    bool ok() const { return error.isEmpty(); }
};

/// Reads a pasted vector; for halfvec its values have to fit half precision.
ParsedQuery parseQuery(const QString &text, catalog::VectorKind kind);
/// A dense vector, as an embedder or a file gives it, in the column's type: of a bit column its signs, as binary_quantize does.
QueryVector fromFloats(std::span<const float> values, catalog::VectorKind kind);

/// Why \p vector cannot be searched with in a column of \p type by \p metric, in a sentence; empty: it can.
QString vectorProblem(const QueryVector &vector, const catalog::VectorType &type, catalog::AnnMetric metric);

} // namespace quiver::search
