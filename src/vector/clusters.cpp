// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/clusters.h"

#include "vector/deterministic.h"
#include "vector/distance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace quiver::vector {

namespace {

// Streams of one seed: the three uses must not share numbers.
constexpr std::uint64_t spectrumStream = 1ULL << 62;
constexpr std::uint64_t centreStream = 2ULL << 62;
constexpr std::uint64_t rowStream = 0;

} // namespace

int suitableClusters(std::int64_t rows)
{
    return int(std::clamp<std::int64_t>(rows / 500, 4, 1000));
}

ClusterGenerator::ClusterGenerator(const ClusterOptions &options)
    : m_options(options),
      m_scale(std::size_t(options.dimensions)),
      m_centres(std::size_t(options.dimensions) * std::size_t(options.clusters))
{
    const std::size_t dimensions = m_scale.size();
    // Shuffled, so that the strong dimensions do not stand together at the front.
    std::vector<std::size_t> rank(dimensions);
    std::iota(rank.begin(), rank.end(), std::size_t(0));
    RandomStream shuffle(m_options.seed, spectrumStream);
    for (std::size_t i = dimensions; i > 1; --i)
        std::swap(rank[i - 1], rank[std::size_t(shuffle.bits() % i)]);
    for (std::size_t i = 0; i < dimensions; ++i)
        m_scale[i] = float(1.0 / std::sqrt(double(rank[i] + 1)));

    for (int cluster = 0; cluster < m_options.clusters; ++cluster) {
        RandomStream random(m_options.seed, centreStream + std::uint64_t(cluster));
        float *centre = m_centres.data() + std::size_t(cluster) * dimensions;
        for (std::size_t i = 0; i < dimensions; ++i)
            centre[i] = float(random.normal() * double(m_scale[i]));
    }
}

int ClusterGenerator::row(std::int64_t index, std::span<float> out) const
{
    RandomStream random(m_options.seed, rowStream + std::uint64_t(index));
    const double u = random.uniform();
    const int cluster = std::min(int(u * u * m_options.clusters), m_options.clusters - 1);
    const float *centre = m_centres.data() + std::size_t(cluster) * m_scale.size();
    for (std::size_t i = 0; i < m_scale.size(); ++i)
        out[i] = float(double(centre[i]) + m_options.spread * random.normal() * double(m_scale[i]));
    if (m_options.unitLength)
        normalise(out);
    return cluster;
}

} // namespace quiver::vector
