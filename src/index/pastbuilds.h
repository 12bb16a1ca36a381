// SPDX-License-Identifier: GPL-3.0-or-later
// Builds of the journal as measurements that foretell others.
#pragma once

#include "index/buildrecord.h"
#include "index/buildtime.h"

namespace quiver::index {

/// Of those that came to a valid index and were seen from their beginning to their end, the newest first.
std::vector<MeasuredBuild> pastBuilds(const QList<store::BuildEntry> &entries);

} // namespace quiver::index
