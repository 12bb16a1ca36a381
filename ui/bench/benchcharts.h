// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of benchmarks, made of runs: on any thread, each of at most some hundred points whatever the runs hold.
#pragma once

#include "bench/frontier.h"
#include "bench/runresult.h"
#include "ui/common/chartdata.h"

#include <QCoreApplication>

namespace quiver::ui {

/// A point's id is that of its run in the workspace.
class BenchCharts
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::BenchCharts)

public:
    using Runs = std::vector<bench::RunResult>;
    enum class Figure { Qps, P95Ms, P99Ms, Recall };

    /// Runs that have a recall; the series are the indexes that they used, or what they asked where that is unlike. What is
    /// beaten by one that asked the same is faint, a line joins the best.
    static ChartData frontier(const Runs &runs, bench::FrontierAxis axis);
    /// Share of the executions by latency, of runs with samples, at most mostDistributions of them, the first ones.
    static ChartData latency(const Runs &runs);
    /// QPS or p99 of runs that differ by their workers; a line for what else they have in common: kept as, settings, task.
    static ChartData byWorkers(const Runs &runs, Figure figure);
    /// Answers per second over the time of one run.
    static ChartData rate(const bench::RunResult &run);
    static ChartData indexSizes(const Runs &runs);
    static ChartData buildTimes(const Runs &runs);
    /// A figure over the days; a line for what was repeated: kept as, called and asked the same.
    static ChartData history(const Runs &runs, Figure figure);

    static constexpr int mostDistributions = 6;
    static constexpr int mostRatePoints = 240;
};

} // namespace quiver::ui
