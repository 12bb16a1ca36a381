// SPDX-License-Identifier: GPL-3.0-or-later
// How long building an index may take, told by its method and rows alone: wide, and better than nothing.
#pragma once

#include "catalog/catalogtypes.h"
#include "sql/change.h"

namespace quiver::catalog {

/// Nothing is known where \p rows is negative.
sql::StepEstimate indexBuildEstimate(const QString &method, double rows);

/// Of \p rows that are put, one by one, into each of \p indexes, all of them for approximate search.
sql::StepEstimate indexUpkeepEstimate(const std::vector<Index> &indexes, double rows);

} // namespace quiver::catalog
