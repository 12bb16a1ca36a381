// SPDX-License-Identifier: GPL-3.0-or-later
// Server, settings, table and index that a run's figures hold for. On a session's thread, whose settings are those of the run.
#pragma once

#include "bench/boundworkload.h"
#include "bench/runresult.h"

namespace quiver::bench {

/// \p indexesUsed: as the plan names them.
RunFacts readFacts(pg::Connection &connection, const BoundWorkload &workload, const RunSpec &spec, const QStringList &indexesUsed);

} // namespace quiver::bench
