// SPDX-License-Identifier: GPL-3.0-or-later
// A multiplication of two matrices by Eigen alone, with the processor's best instructions, as a peer for exact neighbours.
#pragma once

namespace quiver::bench {

struct BareProduct {
    double seconds = 0;          ///< that passed
    double processorSeconds = 0; ///< of all threads together
};

/// What rows x dimensions by dimensions x queries takes on a thread for each processor.
__attribute__((visibility("default"))) BareProduct bareProduct(int rows, int queries, int dimensions);

} // namespace quiver::bench
