// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace quiver::search {

namespace {

void measureGaps(DistanceComparison &made, const std::vector<Hit> &first, const std::vector<Hit> &second)
{
    const std::size_t both = std::min(first.size(), second.size());
    int counted = 0;
    for (std::size_t i = 0; i < both; ++i) {
        const double gap = second[i].distance.value_or(NAN) - first[i].distance.value_or(NAN);
        if (!std::isfinite(gap))
            continue;
        ++counted;
        made.meanGap += gap;
        made.mostGap = std::max(made.mostGap, gap);
    }
    if (counted > 0)
        made.meanGap /= counted;
}

double recallByDistance(const std::vector<Hit> &first, const std::vector<Hit> &second)
{
    double farthest = -INFINITY;
    for (const Hit &hit : first)
        farthest = std::max(farthest, hit.distance.value_or(-INFINITY));
    const double limit = farthest + 1e-6 * std::abs(farthest);
    const auto near = std::ranges::count_if(second, [&](const Hit &hit) { return hit.distance && *hit.distance <= limit; });
    return std::min(1.0, double(near) / double(first.size()));
}

} // namespace

bool isOrderedByDistance(const VectorQuery &query)
{
    return !query.textLeg && !query.diversity;
}

Comparison compare(const SearchResult &first, const SearchResult &second)
{
    return compare(first.hits, second.hits, isOrderedByDistance(first.query) && isOrderedByDistance(second.query));
}

Comparison compare(const std::vector<Hit> &first, const std::vector<Hit> &second, bool byDistance)
{
    Comparison made;
    if (byDistance)
        made.byDistance.emplace();
    std::map<QStringList, std::size_t> places; // in made.hits
    for (std::size_t i = 0; i < first.size(); ++i) {
        places.emplace(first[i].key, i);
        made.hits.push_back({.key = first[i].key, .firstRank = int(i) + 1, .firstDistance = first[i].distance});
    }
    for (std::size_t i = 0; i < second.size(); ++i) {
        const auto known = places.find(second[i].key);
        if (known == places.end())
            made.hits.push_back({.key = second[i].key});
        ComparedHit &hit = known == places.end() ? made.hits.back() : made.hits[known->second];
        hit.secondRank = int(i) + 1;
        hit.secondDistance = second[i].distance;
        made.added += known == places.end();
    }
    made.missed = int(std::ranges::count_if(made.hits, [](const ComparedHit &hit) { return !hit.secondRank; }));
    if (first.empty())
        return made;
    made.overlap = double(first.size() - std::size_t(made.missed)) / double(first.size());
    if (byDistance) {
        made.byDistance->recall = recallByDistance(first, second);
        measureGaps(*made.byDistance, first, second);
    }
    return made;
}

} // namespace quiver::search
