// SPDX-License-Identifier: GPL-3.0-or-later
// Maximal marginal relevance: hits that are relevant and unlike each other (Carbonell, Goldstein 1998).
#pragma once

#include <span>
#include <vector>

namespace quiver::search {

/// Indices of at most \p k of n candidates in the order in which they are taken: each time the one with the most of
/// lambda * relevance - (1 - lambda) * its largest cosine similarity to those taken. Of equal ones the first.
/// \p vectors: n x d, row-major; zero vectors are like nothing. \p relevance: n, best in [-1, 1] as the similarities are.
/// O(n d k). Throws nothing.
std::vector<int> diverseOrder(std::span<const float> vectors, std::span<const double> relevance, double lambda, int k);

} // namespace quiver::search
