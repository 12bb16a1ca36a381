// SPDX-License-Identifier: GPL-3.0-or-later
// What the actions on indexes that exist share.
#pragma once

#include "index/rebuildforecast.h"

namespace quiver::ctl {

/// Prints the notes. \throws core::Error with the refusal
sql::Change changeOf(const index::CarePlan &plan);
/// The same of one that may build indexes anew, with what that will come to by \p past, the builds that were measured on the server.
sql::Change changeOf(pg::Connection &connection, index::CarePlan plan, const std::vector<index::MeasuredBuild> &past, const index::BuildSettings &settings = {});

} // namespace quiver::ctl
