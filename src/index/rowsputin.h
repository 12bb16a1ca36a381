// SPDX-License-Identifier: GPL-3.0-or-later
// How many rows were in an index whose build did not come to its end, for the journal. Pure.
#pragma once

#include <optional>

namespace quiver::index {

struct WatchedBuild;

/// -1: it was never seen while it worked. No value: all of them were in.
std::optional<double> rowsPutIn(const WatchedBuild &build);

} // namespace quiver::index
