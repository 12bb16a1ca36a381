// SPDX-License-Identifier: GPL-3.0-or-later
// Ground truth of a workload: the exact neighbours of its queries, computed here (search/exactneighbours.h) and kept in the workspace until
// the table changes. It is known by the server, the versions of the table's rows and what is in some of them, beside the workload.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws, and core::Cancelled.
#pragma once

#include "bench/boundworkload.h"

namespace quiver::store {
class Workspace;
}

namespace quiver::bench {

/// Exact neighbours of one query, nearest first: the k, and some more behind them, so that a hit at nearly the same distance is known.
struct TruthList {
    std::vector<double> distances; ///< in double
    std::vector<QByteArray> keys;  ///< as keyBytes() writes them
};

struct Truth {
    std::vector<TruthList> lists; ///< one for each query
    int k = 0;
    qint64 rows = 0;        ///< that were compared: with a vector, and meeting the conditions
    double seconds = 0;     ///< of computing them; 0: they were in the workspace
    bool isKept = false;    ///< they were
};

/// Rows that a list has behind its k.
inline constexpr int truthSlack = 8;

/// Keys of a row as one text.
QByteArray keyBytes(const QStringList &key);

/// How many queries are looked for in one reading of the column, so that it takes no more than some 160 MB: 5,000 with 108 \p neighbours each and keys of 8 bytes. At
/// least one.
std::size_t queriesAtOnce(std::size_t neighbours, double keyBytes);

/// \p kept may be null; on any thread. The column is read once for each queriesAtOnce(); memory does not grow with the table. Of a query that is a row
/// of the table, that row is left out.
Truth groundTruth(pg::Connection &connection, core::JobContext &job, const BoundWorkload &workload, store::Workspace *kept = nullptr);

/// Which rows the table has that meet the workload's conditions, and which versions of them: the same as long as none was inserted, updated or
/// deleted. Reads the heap once, without the vectors. Empty for views and foreign tables, of which that cannot be told.
QByteArray tableFingerprint(pg::Connection &connection, const BoundWorkload &workload);

/// Whether even the farthest row of the list is as near as the k-th: rows that it does not have may be so, too.
bool reachesItsEnd(const TruthList &truth, catalog::AnnMetric metric, int k);

/// What was found of a query against its truth. \p keys and \p distances of the rows that came, in their order; distances may be NaN
/// where they are not known. The own row is left out, and a row that is given again. What is as near by the arithmetic of \p metric counts (recallEpsilon). No value: there is
/// nothing to be found.
std::optional<double> recallAgainst(const TruthList &truth, catalog::AnnMetric metric, int k, const std::vector<QByteArray> &keys, const std::vector<double> &distances, const QByteArray &ownKey);

} // namespace quiver::bench
