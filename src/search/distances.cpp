// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/distances.h"

#include <algorithm>
#include <array>

namespace quiver::search {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using catalog::VectorKind;

std::span<const DistanceWords> distances()
{
    static const std::array<DistanceWords, 6> list{{
        {AnnMetric::Cosine, u"<=>"_s, u"cosine_distance"_s, u"Cosine distance"_s,
         u"1 minus the cosine of the angle between the two; their lengths do not count"_s, u"0 (same direction) to 2 (opposite); NaN with a zero vector"_s,
         u"cosine similarity = 1 - distance, from -1 to 1"_s, u"texts, and whatever is not of length one"_s},
        {AnnMetric::L2, u"<->"_s, u"l2_distance"_s, u"Euclidean distance (L2)"_s, u"the length of the straight line between the two"_s, u"0 (equal) upwards"_s,
         u"none of its own; of vectors of length one: cosine similarity = 1 - distance^2 / 2"_s, u"vectors whose length means something"_s},
        {AnnMetric::InnerProduct, u"<#>"_s, u"inner_product"_s, u"Negative inner product"_s,
         u"minus the sum of the products of their elements, because an index knows ascending order only"_s, u"any number; the lower the nearer"_s,
         u"inner product = -1 * distance; of vectors of length one it is the cosine similarity"_s, u"vectors of length one: the same order as cosine, with less to compute"_s},
        {AnnMetric::L1, u"<+>"_s, u"l1_distance"_s, u"Taxicab distance (L1)"_s, u"the sum of the differences of their elements"_s, u"0 (equal) upwards"_s,
         u"none of its own"_s, u"vectors in which one outlying element shall not decide; HNSW only"_s},
        {AnnMetric::Hamming, u"<~>"_s, u"hamming_distance"_s, u"Hamming distance"_s, u"the number of bits that differ"_s, u"0 (equal) to the number of bits"_s,
         u"share of equal bits = 1 - distance / bits"_s, u"binary quantised vectors"_s, true},
        {AnnMetric::Jaccard, u"<%>"_s, u"jaccard_distance"_s, u"Jaccard distance"_s, u"1 minus the bits set in both over the bits set in either"_s,
         u"0 (the same bits set) to 1 (none in common)"_s, u"Jaccard index = 1 - distance"_s, u"sets as bit strings: fingerprints, tags; HNSW only"_s, true},
    }};
    return list;
}

const DistanceWords &distanceWords(AnnMetric metric)
{
    static const DistanceWords none;
    const auto found = std::ranges::find(distances(), metric, &DistanceWords::metric);
    return found == distances().end() ? none : *found;
}

std::optional<AnnMetric> metricOf(const QString &text)
{
    static constexpr std::pair<QLatin1StringView, AnnMetric> words[] = {
        {"cosine"_L1, AnnMetric::Cosine}, {"l2"_L1, AnnMetric::L2}, {"ip"_L1, AnnMetric::InnerProduct}, {"l1"_L1, AnnMetric::L1},
        {"hamming"_L1, AnnMetric::Hamming}, {"jaccard"_L1, AnnMetric::Jaccard},
    };
    for (const DistanceWords &each : distances()) {
        if (each.symbol == text)
            return each.metric;
    }
    for (const auto &[word, metric] : words) {
        if (text.compare(word, Qt::CaseInsensitive) == 0)
            return metric;
    }
    return std::nullopt;
}

bool suits(AnnMetric metric, VectorKind kind)
{
    return metric != AnnMetric::Unknown && kind != VectorKind::None && distanceWords(metric).ofBits == (kind == VectorKind::Bit);
}

AnnMetric usualMetric(VectorKind kind)
{
    return kind == VectorKind::Bit ? AnnMetric::Hamming : AnnMetric::Cosine;
}

} // namespace quiver::search
