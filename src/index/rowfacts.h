// SPDX-License-Identifier: GPL-3.0-or-later
// How many rows of a table an index would hold, and of what size: counted where that is quick, else told from the catalogue and a sample.
//
// rowFacts() blocks on the connection and reads the table: run it on a session's thread, held read-only. It throws what that throws.
#pragma once

#include "index/figure.h"
#include "index/indexspec.h"

#include <optional>
#include <utility>
#include <vector>

namespace quiver::pg {
class Connection;
struct Column;
}

namespace quiver::index {

/// The table, or one of its partitions: what is built at a time.
struct RowPartFacts {
    QString name;              ///< as SQL writes it
    double heapBytes = 0;
    double toastBytes = 0;
    double rows = 0;
    double indexedRows = 0;    ///< whose value is not NULL, and that meet the predicate
    double deadRows = 0;
    std::optional<int> parallelWorkers; ///< the storage parameter
    bool isTemporary = false;
    bool isUnlogged = false;   ///< or temporary: what is done to it is not written to the WAL
    bool operator==(const RowPartFacts &) const = default;
};

struct RowFacts {
    std::vector<RowPartFacts> parts; ///< one for a table that is not partitioned
    Figure rows;
    Figure indexedRows;
    Figure deadRows;           ///< by the statistics of the server
    double distinct = 1;       ///< elements of a graph per row at the least, as rows of the same value may share one
    QString distinctSource;
    Figure valueBytes;         ///< of one indexed value, with its header
    catalog::VectorType type;  ///< of what is indexed; of an expression as the server says
    double heapBytes() const;
    bool operator==(const RowFacts &) const = default;
};

/// \throws pg::Error too where the table or the column is not there, or the expression or predicate is wrong
RowFacts rowFacts(pg::Connection &connection, const IndexSpec &spec);

/// The type of what a statement returns, as an index sees it; kind None: it is no vector.
catalog::VectorType vectorTypeOf(pg::Connection &connection, const pg::Column &column);

/// Elements of a graph per row, at the least, told from how often values came up: {times, values that came up so often}; ten rows share one at
/// most. \p rows: of all, where the values are of a sample.
double elementsPerRow(const std::vector<std::pair<qint64, qint64>> &histogram, double rows);

} // namespace quiver::index
