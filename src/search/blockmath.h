// SPDX-License-Identifier: GPL-3.0-or-later
// Distances of a block of rows to a set of queries: first all of them roughly, then those that matter exactly. Internal to this room.
#pragma once

#include "search/queryvector.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace quiver::search {

/// Rows as they are computed with. Filled by one thread, then read by many.
struct RowBlock {
    std::size_t rows = 0;
    std::vector<float> values;        ///< dense: rows x dimensions
    std::vector<double> lengths;      ///< dense: of each row
    double longest = 0;
    std::vector<std::uint64_t> words; ///< bits: rows x words
    std::vector<vector::SparseVector> sparse;
    std::vector<std::string> keys;
};

/// Some of a block's rows, or of the queries.
struct Span {
    std::size_t begin = 0;
    std::size_t count = 0;
};

/// Functions but add() may be called from several threads at once.
class BlockMath
{
public:
    virtual ~BlockMath() = default;
    /// Bytes of a row in a block, roughly.
    virtual std::size_t rowBytes() const = 0;
    /// Adds a row from its wire format. \throws core::Error for other dimensions than the queries', or a damaged value
    virtual void add(RowBlock &block, std::string_view cell) const = 0;
    /// Of some rows to some queries: out[r * vector::panelled(queries.count) + q], the higher the nearer, comparable with bound() of the same query and
    /// block. The queries begin at a multiple of vector::panelWidth.
    virtual void scores(const RowBlock &block, Span rows, Span queries, std::vector<float> &out) const = 0;
    /// A row whose score is below this is surely farther away than \p distance. NaN: nothing is sure.
    virtual float bound(const RowBlock &block, std::size_t query, double distance) const = 0;
    /// In double.
    virtual double distance(const RowBlock &block, std::size_t row, std::size_t query) const = 0;
};

/// \p queries are of the column's type and all of the same dimensions; they outlive it.
std::unique_ptr<BlockMath> blockMath(catalog::VectorKind kind, catalog::AnnMetric metric, const std::vector<QueryVector> &queries);

} // namespace quiver::search
