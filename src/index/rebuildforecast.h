// SPDX-License-Identifier: GPL-3.0-or-later
// What building indexes anew will come to: the forecast of a new index, for those of a plan of care.
//
// Reads the tables: run it on a session's thread, held read-only.
#pragma once

#include "index/buildtime.h"
#include "index/extensioncare.h"
#include "index/indexspec.h"

namespace quiver::index {

/// Tells of each index that \p plan builds anew how long that takes and how large it becomes. HNSW and IVFFlat alone are foretold; the others, and
/// those whose rows the user may not read, or that come after some seconds of looking, keep their estimates. \p settings are those of the build, \p past what was measured on the server.
/// \throws pg::Error where the connection is lost
void foretellRebuilds(pg::Connection &connection, CarePlan &plan, const BuildSettings &settings, const std::vector<MeasuredBuild> &past);

} // namespace quiver::index
