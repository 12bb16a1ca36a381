// SPDX-License-Identifier: GPL-3.0-or-later
// Exact nearest neighbours of many queries, computed here: the column is streamed out once in binary and multiplied in blocks on all
// processors. Some tens of times faster than having the server read the table once for each query.
//
// Rows that can be among the k nearest by a bound on the rounding of the fast float kernel are computed again in double, so the result does
// not depend on the kernel, the number of threads or the order in which rows come: ties are decided by distance, then key.
#pragma once

#include "core/job.h"
#include "search/statement.h"

namespace quiver::search {

struct Neighbour {
    QStringList key;     ///< as the server shows it in a result, which is not in all types what a cast to text gives
    double distance = 0; ///< in double; pgvector adds up in float, so its last digits differ. May be infinite or NaN
    bool operator==(const Neighbour &) const = default;
};

struct ExactNeighbours {
    std::vector<std::vector<Neighbour>> lists; ///< one for each query, nearest first, at most k long
    qint64 rows = 0;      ///< that were compared: with a vector, and meeting the conditions
    double seconds = 0;   ///< from the statement to the last list
    double waitedSeconds = 0; ///< of these, for the processors: the rest went into the stream. Where the column is held, all that computing took
    double processorSeconds = 0; ///< that the workers computed for, of all processors together
};

/// \p query says table, column, operator and conditions (not where its vector comes from, nor its k). \p queries, at least one, are of
/// the column's type and have no problems. \p threads 0: as many as there are processors. Memory: some blocks of 2 MB, and for each query k
/// keys; it does not grow with the table, unless \p holdsColumn: then all of it is streamed into memory before anything is computed, so that the one does not
/// slow the other, for benchmarks. Blocks on the connection; reports rows. \throws pg::Error, core::Error for rows of other
/// dimensions, core::Cancelled
ExactNeighbours exactNeighbours(pg::Connection &connection, core::JobContext &job, const SearchTable &table, const VectorQuery &query, const std::vector<QueryVector> &queries,
                                int k, int threads = 0, bool holdsColumn = false);

} // namespace quiver::search
