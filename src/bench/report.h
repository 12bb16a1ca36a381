// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as a report: one HTML file with its charts in it, nothing loaded from anywhere; or CSV. Pure.
#pragma once

#include "bench/runresult.h"
#include "bench/svgchart.h"

#include <map>

namespace quiver::bench {

// Charts of runs; without points where the runs have nothing for them.
SvgChart frontierChart(const std::vector<RunResult> &runs);        ///< recall against QPS, dominated runs faint; a line for each contest
SvgChart latencyChart(const std::vector<RunResult> &runs);         ///< share of executions by latency; needs the samples
SvgChart concurrencyChart(const std::vector<RunResult> &runs);     ///< QPS by the number of workers, a line for what else is the same
SvgChart concurrencyLatencyChart(const std::vector<RunResult> &runs); ///< p99 by it
SvgChart buildChart(const std::vector<RunResult> &runs);           ///< seconds of each build that was measured
SvgChart sizeChart(const std::vector<RunResult> &runs);            ///< megabytes of each index that was used
SvgChart historyChart(const std::vector<RunResult> &runs);         ///< QPS by day, a line for what was repeated

/// \p verdicts: by a run's id, what it came to against its baseline, in sentences.
QString htmlReport(const QString &title, const std::vector<RunResult> &runs, const std::map<qint64, QStringList> &verdicts = {});
/// A line for each run, with a heading.
QString runsCsv(const std::vector<RunResult> &runs);
/// A line for each execution: run, worker, at_seconds, latency_ms.
QString samplesCsv(const std::vector<RunResult> &runs);

} // namespace quiver::bench
