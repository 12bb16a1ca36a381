// SPDX-License-Identifier: GPL-3.0-or-later
// Builds on a sample of the table, to learn how long the real build will take: as a Change, whose report tells the seconds.
//
// All of it is one transaction: the copy of the sample lies in a schema that is made and dropped within it. Nobody else ever sees it, and
// a failure, a cancel, a lost connection or a server that dies leaves nothing to be found again. The copy is unlogged: nothing of it goes to
// standbys or subscribers. What makes it true to the real build: the same type, storage, opclass, options, memory and number of workers
// (which so small a table would not get by itself).
#pragma once

#include "index/buildforecast.h"
#include "sql/changerunner.h"

namespace quiver::index {

/// Which part of the rows, where nothing else is said.
inline constexpr double defaultSample = 0.05;

struct CalibrationPlan {
    sql::Change change;    ///< empty where it cannot be done: see obstacle
    QString obstacle;      ///< why, in a sentence with what to do
    double sampleRows = 0; ///< expected
    /// A build that is measured: the step that fills its table and the step that builds.
    struct Build {
        std::size_t copyStep = 0;
        std::size_t buildStep = 0;
        BuildWork work;    ///< rows as expected
    };
    std::vector<Build> builds;
};

/// \p share: of the rows that would be indexed, above 0 to 1; unless \p isExact at least leastSample of them, where there
/// are so many, and at most mostSample. Blocks on the connection; \p input must be of the same spec.
CalibrationPlan planCalibration(pg::Connection &connection, const IndexSpec &spec, const BuildSettings &settings, const ForecastInput &input,
                                double share = defaultSample, bool isExact = false);

/// Fewer rows say little of many, above all where workers share them or k-means groups them; more cost more than they tell.
inline constexpr double leastSample = 1'000, leastOfMany = 5'000;
inline constexpr double mostSample = 50'000;

/// What the builds took, where the Change was run to its end; empty otherwise.
std::vector<MeasuredBuild> measuredBuilds(const CalibrationPlan &plan, const sql::ChangeReport &report);

} // namespace quiver::index
