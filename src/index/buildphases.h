// SPDX-License-Identifier: GPL-3.0-or-later
// Which phases a build goes through, and how far it is in each: for bars that show all of them from the beginning.
//
// Pure.
#pragma once

#include "index/buildclock.h"

#include <vector>

namespace quiver::index {

struct PhaseStand {
    enum class State { ToCome, Now, Done };
    BuildPhase phase = BuildPhase::Initializing;
    State state = State::ToCome;
    double fraction = -1; ///< of the phase, 0 to 1; negative: not known
    double seconds = -1;  ///< that it took, or has taken so far; negative: too short to be seen
    bool operator==(const PhaseStand &) const = default;
};

/// In their order; those that a build like this has, and any other that it was seen in.
std::vector<PhaseStand> phaseStands(const BuildProgress &progress, const BuildEstimate &estimate, const std::vector<PhaseSpan> &seen);

} // namespace quiver::index
