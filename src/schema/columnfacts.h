// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from the choice of an embedding column: its size, in or out of the row, which indexes can serve it, and what is
// left where none can. Pure: no connection needed.
#pragma once

#include "catalog/rowsize.h"

#include <QStringList>

namespace quiver::schema {

/// A way to find neighbours in a column by an index.
enum class IndexWay {
    Direct,         ///< on the column itself
    Halfvec,        ///< on the expression column::halfvec(d): half the bytes, up to 4,000 dimensions
    Subvector,      ///< on subvector(column, 1, k)::vector(k), k up to 2,000; only for models trained to be cut off
    BinaryQuantize, ///< on binary_quantize(column)::bit(d), up to 64,000 dimensions; the best are ranked again by the vectors
    FewElements,    ///< of a sparsevec: rows with at most 1,000 elements that are not zero; others are refused
};

struct WayFacts {
    IndexWay way = IndexWay::Direct;
    bool hnsw = false;
    bool ivfflat = false;
    int dimensions = 0; ///< of what is indexed; of FewElements the most elements
    bool operator==(const WayFacts &) const = default;
};

/// What keeping the values in the row (PLAIN or MAIN) would come to.
enum class Inlining {
    NotKnown,      ///< the size is not known
    AlreadyInline, ///< they are in the row as it is
    NoLarger,      ///< a row takes no more bytes, and its vector is read without a detour
    Larger,        ///< pages would be left half empty
    Refused,       ///< PLAIN: the server refuses such rows; MAIN: they go to TOAST all the same
};

struct ColumnFacts {
    std::optional<qint64> valueBytes; ///< no value: depends on the row
    std::vector<WayFacts> ways;       ///< the best first; empty: no index can serve the column
    bool isToasted = false;           ///< with the storage chosen, values are kept out of the row
    double rowBytes = 0;              ///< of pages, heap and TOAST, for the whole row with the storage chosen
    Inlining inlining = Inlining::NotKnown;
    double inlineRowBytes = 0; ///< of pages for the whole row with this column's values in it
    double outRowBytes = 0;    ///< the same with the type's own storage
    bool isIndexable() const { return !ways.empty() && ways.front().way == IndexWay::Direct; }
    bool operator==(const ColumnFacts &) const = default;
};

/// In the order in which they should be tried.
std::vector<WayFacts> indexWays(const catalog::VectorType &type);

/// The storage that Default stands for.
catalog::ColumnStorage defaultStorage(catalog::VectorKind kind);
/// A value of the type in a row; no value where its size is not known. \p nonZero is of a sparsevec.
std::optional<catalog::RowPart> rowPart(const catalog::VectorType &type, catalog::ColumnStorage storage, int nonZero = -1);

/// \p others: the other values of the row; the column is taken to stand after them.
ColumnFacts columnFacts(const catalog::VectorType &type, catalog::ColumnStorage storage, const std::vector<catalog::RowPart> &others, int nonZero = -1);

/// Dimensions that a family of models gives its vectors.
struct ModelPreset {
    int dimensions = 0;
    QStringList models; ///< as their makers write them
    bool operator==(const ModelPreset &) const = default;
};
const std::vector<ModelPreset> &modelPresets();
/// Dimensions of a model by its name, whatever the case and the path before it ("BAAI/bge-small-en"); 0: not known.
int dimensionsOfModel(const QString &model);

/// The version of pgvector that brought the type: "0.7.0"; of bit the one that indexes it. Empty: every one.
QString typeSince(catalog::VectorKind kind);

} // namespace quiver::schema
