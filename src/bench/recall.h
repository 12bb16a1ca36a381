// SPDX-License-Identifier: GPL-3.0-or-later
// Recall by a threshold of distance, and how sure a mean of it is. Pure.
#pragma once

#include <QtGlobal>

#include <optional>
#include <vector>

namespace quiver::bench {

/// Mean recall@k over queries with a 95 % interval.
struct RecallFigure {
    double mean = 0; ///< 0 to 1
    double low = 0;
    double high = 1;
    int queries = 0; ///< that had neighbours to be found
    int k = 0;
    bool operator==(const RecallFigure &) const = default;
};

/// How much farther away than the k-th exact neighbour a hit may be and still count, relative to that distance or to the scale, whichever is larger: what
/// the server's float arithmetic makes of equal distances.
///
/// pgvector adds squares of differences up in float, so of L2 and L1 the error is relative to the distance itself: the scale is 0. A cosine distance is 1 less
/// a quotient of float sums, whose error is some units of its last place of 1, 6e-8, however small the distance is: the scale is 1. Else an exact
/// scan of nearly equal rows would not find all of them, for the server cannot tell them apart. Of inner products the error is relative to the product of the
/// lengths, which for the nearest is about the distance itself: the scale is 0.
inline constexpr double recallEpsilon = 1e-6;

/// The farthest distance that counts, of exact distances in ascending order; no value where there are none, or the k-th is NaN. \p scale: see recallEpsilon.
std::optional<double> recallThreshold(const std::vector<double> &exact, int k, double scale = 0);

/// Share of the min(k, exact) nearest that were found: of \p found, at most so many, those no farther away than the threshold count, so a
/// tie with the k-th counts whichever row it is (ann-benchmarks: recall by distance). No value where there is nothing to be found.
std::optional<double> recallOf(const std::vector<double> &found, const std::vector<double> &exact, int k, double scale = 0);

/// Mean of the queries' recalls, without those that are NaN. The interval is Wilson's score interval with the effective sample size of the queries, p(1-p)/s^2 * n,
/// from n to n * k (Korn, Graubard 1998): exact hits of one query are not independent, and where all queries agree their
/// number alone counts.
RecallFigure recallFigure(std::vector<double> recalls, int k);

} // namespace quiver::bench
