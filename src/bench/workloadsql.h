// SPDX-License-Identifier: GPL-3.0-or-later
// The statement of a workload for people: to be run by hand, or explained. On a session's thread; they throw what the connection throws.
#pragma once

#include "bench/boundworkload.h"

namespace quiver::bench {

/// With one of its query vectors in the place of the parameter.
QString exampleSql(const BoundWorkload &workload);

/// The plan of one execution, measured, as the server's JSON. \p settings, of a run, hold for it alone.
QString examplePlan(pg::Connection &connection, const BoundWorkload &workload, const search::SettingValues &settings);

} // namespace quiver::bench
