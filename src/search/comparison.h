// SPDX-License-Identifier: GPL-3.0-or-later
// Two lists of hits side by side: exact and approximate, or any two settings. Pure.
#pragma once

#include "search/searchrun.h"

namespace quiver::search {

struct ComparedHit {
    QStringList key;
    std::optional<int> firstRank;  ///< from 1; no value: not in that list
    std::optional<int> secondRank;
    std::optional<double> firstDistance;
    std::optional<double> secondDistance;
    /// Up (positive) or down from the first list to the second; 0 where it is in one of them only.
    int move() const { return firstRank && secondRank ? *firstRank - *secondRank : 0; }
    bool operator==(const ComparedHit &) const = default;
};

/// Of lists in the order of distance.
struct DistanceComparison {
    /// Share of the first list's length that the second has no farther away than the first's last hit. So another row at the same distance
    /// counts (ann-benchmarks, recall with epsilon 1e-6 relative). 1 where the first list is empty.
    double recall = 1;
    double meanGap = 0;  ///< mean of the differences of distance, rank by rank, as far as both go; 0: none is farther away
    double mostGap = 0;
};

struct Comparison {
    std::vector<ComparedHit> hits; ///< in the order of the first list, then those of the second alone
    int missed = 0;      ///< of the first list that the second has not
    int added = 0;       ///< of the second list that the first has not
    double overlap = 1;  ///< share of the first list that the second has; 1 where it is empty
    std::optional<DistanceComparison> byDistance; ///< no value: the lists are in another order
};

/// Whether the hits are the nearest rows, in the order of their distance. No: full text or diversity has a say in which they are, so that
/// the farthest of them tells nothing of the others.
bool isOrderedByDistance(const VectorQuery &query);

/// \p first is the reference: the exact one. Hits are told apart by their keys. \p byDistance: both are in the order of distance.
Comparison compare(const std::vector<Hit> &first, const std::vector<Hit> &second, bool byDistance);
/// Two runs of the same search.
Comparison compare(const SearchResult &first, const SearchResult &second);

} // namespace quiver::search
