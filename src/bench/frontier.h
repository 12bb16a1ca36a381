// SPDX-License-Identifier: GPL-3.0-or-later
// Which of several runs are worth having: the others are beaten by one that is better in both ways and asked the same, by as many workers. Pure.
#pragma once

#include "bench/runresult.h"

namespace quiver::bench {

/// A run as a point of a chart.
struct FrontierPoint {
    std::size_t run = 0;      ///< its place in what the frontier was made of
    double recall = 0;        ///< mean, 0 to 1
    double value = 0;         ///< QPS, or milliseconds
    bool isDominated = false; ///< another one of its contest has as much of both and more of one
    std::size_t contest = 0;  ///< place among Frontier::contests
    bool operator==(const FrontierPoint &) const = default;
};

/// What is set against recall.
enum class FrontierAxis {
    Qps,      ///< more is better
    MedianMs, ///< less is better
    P95Ms,
    P99Ms,
};

struct Frontier {
    FrontierAxis axis = FrontierAxis::Qps;
    std::vector<FrontierPoint> points; ///< of runs that have a recall, ascending by it; of the same recall the better value last
    QStringList contests; ///< what tells them apart: "k = 10, 4 workers"; empty where there is one, of none there is no point
    std::vector<FrontierPoint> best() const; ///< those that are not dominated, ascending by recall
    std::vector<FrontierPoint> best(std::size_t contest) const;
    bool operator==(const Frontier &) const = default;
};

Frontier frontierOf(const std::vector<RunResult> &runs, FrontierAxis axis);
/// Marks what is dominated in its contest and sorts; more of the value is better where \p moreIsBetter.
void markDominated(std::vector<FrontierPoint> &points, bool moreIsBetter);

/// log10(r / (1 - r)), for an axis on which 0.99 and 0.999 are as far apart as 0.9 and 0.99; recall above 1 - 1/\p most counts as that.
double logit(double recall, double most = 10'000);
/// The recall at a place of that axis.
double recallAtLogit(double place);

} // namespace quiver::bench
