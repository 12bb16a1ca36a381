// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildphases.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

std::vector<BuildPhase> usualPhases(const BuildProgress &progress)
{
    using enum BuildPhase;
    const bool isReindex = progress.command.startsWith("REINDEX"_L1);
    std::vector<BuildPhase> phases;
    if (progress.isConcurrent())
        phases.push_back(WaitingForWritersBefore);
    if (progress.method == "hnsw"_L1)
        phases.insert(phases.end(), {Loading, Finalizing});
    else if (progress.method == "ivfflat"_L1)
        phases.insert(phases.end(), {Training, Assigning, Loading});
    else
        phases.push_back(Building);
    if (progress.isConcurrent())
        phases.insert(phases.end(), {WaitingForWritersValidation, ValidatingIndex, ValidatingSorting, ValidatingTable, WaitingForSnapshots});
    if (progress.isConcurrent() && isReindex)
        phases.insert(phases.end(), {WaitingForReadersDead, WaitingForReadersDrop});
    return phases;
}

} // namespace

std::vector<PhaseStand> phaseStands(const BuildProgress &progress, const BuildEstimate &estimate, const std::vector<PhaseSpan> &seen)
{
    std::vector<BuildPhase> phases = progress.phase == BuildPhase::Hidden ? std::vector<BuildPhase>() : usualPhases(progress);
    const auto add = [&phases](BuildPhase phase) {
        if (std::ranges::find(phases, phase) == phases.end())
            phases.insert(std::ranges::upper_bound(phases, phase), phase);
    };
    for (const PhaseSpan &span : seen) {
        if (span.phase != BuildPhase::Initializing) // it is there for a moment only
            add(span.phase);
    }
    if (estimate.phase != BuildPhase::Initializing)
        add(estimate.phase);
    std::vector<PhaseStand> stands;
    for (const BuildPhase phase : phases) {
        PhaseStand stand{.phase = phase};
        for (const PhaseSpan &span : seen) {
            if (span.phase == phase)
                stand.seconds = std::max(0.0, stand.seconds) + span.end - span.begin;
        }
        stand.state = phase == estimate.phase ? PhaseStand::State::Now : phase < estimate.phase ? PhaseStand::State::Done : PhaseStand::State::ToCome;
        stand.fraction = stand.state == PhaseStand::State::Now ? estimate.phaseFraction : stand.state == PhaseStand::State::Done ? 1 : 0;
        stands.push_back(stand);
    }
    return stands;
}

} // namespace quiver::index
