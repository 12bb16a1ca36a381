// SPDX-License-Identifier: GPL-3.0-or-later
// A multiplication of two matrices by Eigen alone, with the processor's best instructions, as a peer for exact neighbours.
#pragma once

namespace quiver::bench {

/// Seconds of the processors together that rows x dimensions by dimensions x queries take, on two threads.
__attribute__((visibility("default"))) double bareProductSeconds(int rows, int queries, int dimensions);

} // namespace quiver::bench
