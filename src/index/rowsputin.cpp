// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/rowsputin.h"

#include "index/buildwatch.h"

#include <algorithm>

namespace quiver::index {

std::optional<double> rowsPutIn(const WatchedBuild &build)
{
    // A statement that is rolled back reports no progress, as one that commits: what it did before that counts.
    const auto told = [](const PhaseSpan &span) { return span.phase != BuildPhase::Committing; };
    const auto last = std::find_if(build.phases.rbegin(), build.phases.rend(), told);
    BuildEstimate before = build.estimate;
    if (before.phase == BuildPhase::Committing && last != build.phases.rend())
        before.phase = last->phase;
    return rowsPutIn(before);
}

} // namespace quiver::index
