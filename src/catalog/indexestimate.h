// SPDX-License-Identifier: GPL-3.0-or-later
// How long building an index may take, told by its method and rows alone: wide, and better than nothing.
#pragma once

#include "sql/change.h"

namespace quiver::catalog {

/// Nothing is known where \p rows is negative.
sql::StepEstimate indexBuildEstimate(const QString &method, double rows);

} // namespace quiver::catalog
