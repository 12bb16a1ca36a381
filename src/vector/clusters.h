// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up vectors that behave like embeddings: clusters of unequal size around random centres, with a decaying spectrum.
//
// Row i is a function of the seed, the number of clusters, the dimensions and i alone, to the last bit on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace quiver::vector {

struct ClusterOptions {
    int dimensions = 768;    ///< at least 1
    int clusters = 100;      ///< at least 1
    std::uint64_t seed = 1;
    double spread = 0.6;     ///< of the rows around their centre, relative to that of the centres
    bool unitLength = true;
};

/// A number of clusters that suits \p rows: about one for 500 rows, between 4 and 1000.
int suitableClusters(std::int64_t rows);

class ClusterGenerator
{
public:
    explicit ClusterGenerator(const ClusterOptions &options);

    /// Writes row \p index into \p out (options.dimensions values) and returns its cluster, in [0, clusters). Cluster c is
    /// the likelier the lower c is: P(cluster < x * clusters) = sqrt(x).
    int row(std::int64_t index, std::span<float> out) const;

private:
    ClusterOptions m_options;
    std::vector<float> m_scale;   // per dimension, 1 / sqrt(rank): the eigenvalues of real embeddings decay like this
    std::vector<float> m_centres; // clusters x dimensions, row-major
};

} // namespace quiver::vector
