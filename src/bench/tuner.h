// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the cheapest setting that meets a target: the least ef_search or probes by bisection on an index, and among builds by successive halving
// on growing samples (Jamieson, Talwalkar 2016), the best of which is then built on all rows. Size and p95 are judged as early as they are known, and
// where the best misses the target the next one is built.
//
// Blocks, on the thread of its BenchRunner. The user's table and indexes are only read; builds are on copies (bench/sweeper.h). Recall is asked query by
// query and stops as soon as it is decided (bench/sequentialtest.h).
#pragma once

#include "bench/runner.h"
#include "bench/tuning.h"
#include "index/extensioncare.h"

namespace quiver::bench {

/// Called on the runner's thread with each trial as it ends.
using TrialListener = std::function<void(const TunerTrial &)>;

/// A target that cannot be reached is no error: the outcome says how near it got and what limits it. \throws core::Error where nothing can be tried;
/// core::Cancelled
TunerOutcome tune(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, const TrialListener &listener = {});

enum class ApplyTo { Role, Database };
/// What was found, as one change: the index on the user's table where one is to be built, and then \p to, for whose new sessions its setting is.
/// No value: the index alone. \throws core::Error where there is nothing to be applied, pg::Error
index::CarePlan applyChoice(pg::Connection &connection, const TunerPlan &plan, const TunerOutcome &outcome, std::optional<ApplyTo> to);

/// Rows of the samples of each round, as shares of all: some percent for all builds, three times that for the better half of them, and so on.
std::vector<double> sampleShares(double rows, std::size_t builds);
/// \p value at \p rows, told from what it was at two sizes, by a power of the rows that is held within 0 and 1/2.
double extrapolated(double rowsBefore, double valueBefore, double rowsAfter, double valueAfter, double rows);

} // namespace quiver::bench
