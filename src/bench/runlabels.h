// SPDX-License-Identifier: GPL-3.0-or-later
// Which runs belong together: what is a repeat of what. Pure.
#pragma once

#include "bench/runresult.h"

namespace quiver::bench {

/// The same for runs that measured the same: task, stage, settings, workers, rate and, where the index was built for it, the build. What they are
/// called, when and for how long they ran does not count.
QString measurementKey(const RunResult &run);
/// Whether \p kept measured what \p asked would on the table as it is. A schema or an operator that \p asked leaves open may be any.
bool isRepeat(const RunSpec &asked, const RunResult &kept);

} // namespace quiver::bench
