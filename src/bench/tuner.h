// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the cheapest setting that meets a target: the least ef_search or probes by bisection on an index, and among builds by successive halving
// on growing samples (Jamieson, Talwalkar 2016), the best of which is then built on all rows. Size and p95 are judged as early as they are known, and
// where the best misses the target the next one is built.
//
// Cheapest is what a search costs. Of builds that differ in ef_construction alone only the one with the most is raced: their indexes are of the same size,
// a graph that was chosen from more candidates finds no less with the same ef_search (Malkov, Yashunin 2016, 4.1), and a search of it looks at as many
// rows, so that none of the others can be the cheaper one. They are only built faster, which is paid once: who wants that names them alone.
//
// Blocks, on the thread of its BenchRunner. The user's table and indexes are only read; builds are on copies (bench/sweeper.h). Recall is asked query by
// query and stops as soon as it is decided (bench/sequentialtest.h), for which several times as many rows of the table as were asked for may be searched
// with. The least setting is then asked with all of them. Where its recall is too near to the target to be decided, more is tried, up to twice of it, and
// the least that is sure is chosen; where none is, the least remains, and the outcome says that it is undecided.
#pragma once

#include "bench/runner.h"
#include "bench/tuning.h"
#include "index/extensioncare.h"

namespace quiver::bench {

/// Called on the runner's thread with each trial as it ends.
using TrialListener = std::function<void(const TunerTrial &)>;

/// The workload that it tunes with: of rows of the table at random four times as many as \p asked has, as far as that may be.
Workload tunerWorkload(const Workload &asked);

/// A target that cannot be reached is no error: the outcome says how near it got and what limits it. Nor is a build that cannot be made, which is left
/// out; what ends the whole early is told by the outcome, with what was found until then. \throws core::Error where nothing could be tried; core::Cancelled
TunerOutcome tune(BenchRunner &runner, core::JobContext &job, const TunerPlan &asked, const TrialListener &listener = {});

enum class ApplyTo { Role, Database };
/// What was found, as one change: the index on the user's table where one is to be built, and then \p to, for whose new sessions its setting is, with
/// the others that decide what its searches find (settingsToApply()). What else it was measured with is told by the notes. No value: the index alone. \throws core::Error where there is nothing to be applied, pg::Error
index::CarePlan applyChoice(pg::Connection &connection, const TunerPlan &plan, const TunerOutcome &outcome, std::optional<ApplyTo> to);

/// Rows of the samples of each round, as shares of all: some percent for all builds, three times that for the better half of them, and so on.
std::vector<double> sampleShares(double rows, std::size_t builds);
/// \p value at \p rows, told from what it was at two sizes, by a power of the rows that is held within 0 and 1/2.
double extrapolated(double rowsBefore, double valueBefore, double rowsAfter, double valueAfter, double rows);

} // namespace quiver::bench
