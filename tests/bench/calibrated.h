// SPDX-License-Identifier: GPL-3.0-or-later
// What a forecast needs to know of a table, with a calibration on a sample of its rows.
#pragma once

#include "index/calibration.h"
#include "sql/changerunner.h"

#include <QtGlobal>

namespace quiver::bench {

inline index::ForecastInput calibratedInput(pg::Connection &connection, core::JobContext &job, const index::IndexSpec &spec, const index::BuildSettings &settings)
{
    index::ForecastInput read = index::readForecastInput(connection, spec);
    const index::CalibrationPlan plan = index::planCalibration(connection, spec, settings, read);
    const sql::ChangeReport report = sql::ChangeRunner(plan.change).run(connection, job);
    if (!report.succeeded())
        qFatal("%s %s", qUtf8Printable(plan.obstacle), qUtf8Printable(report.summary()));
    read.calibration = index::measuredBuilds(plan, report);
    return read;
}

} // namespace quiver::bench
