// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/frontier.h"

#include "bench/runlabels.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

namespace quiver::bench {

void markDominated(std::vector<FrontierPoint> &points, bool moreIsBetter)
{
    const auto isBetter = [moreIsBetter](double a, double b) { return moreIsBetter ? a > b : a < b; };
    std::ranges::sort(points, [&](const FrontierPoint &a, const FrontierPoint &b) {
        if (a.recall != b.recall)
            return a.recall < b.recall;
        return a.value != b.value ? isBetter(b.value, a.value) : a.run < b.run;
    });
    // From the highest recall down: a point has to be better than all before it.
    std::map<std::size_t, const FrontierPoint *> bests;
    for (auto point = points.rbegin(); point != points.rend(); ++point) {
        const FrontierPoint *&best = bests[point->contest];
        const bool isTwin = best && best->recall == point->recall && best->value == point->value;
        point->isDominated = best && !isTwin && !isBetter(point->value, best->value);
        if (!point->isDominated)
            best = &*point;
    }
}

namespace {

bool hasPlace(const RunResult &run)
{
    return run.recall && run.executions > 0;
}

} // namespace

Frontier frontierOf(const std::vector<RunResult> &runs, FrontierAxis axis)
{
    Frontier frontier{axis, {}, {}};
    const RunLabels labels(runs, hasPlace);
    std::map<QString, std::size_t> places;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const RunResult &run = runs[i];
        if (!hasPlace(run))
            continue;
        const RunLabels::Label contest = labels.contest(run);
        const auto [place, isNew] = places.try_emplace(contest.key, places.size());
        if (isNew)
            frontier.contests << contest.text;
        double value = run.qps;
        switch (axis) {
        case FrontierAxis::Qps: break;
        case FrontierAxis::MedianMs: value = run.latency.medianMs; break;
        case FrontierAxis::P95Ms: value = run.latency.p95Ms; break;
        case FrontierAxis::P99Ms: value = run.latency.p99Ms; break;
        }
        constexpr double steps = 1e9; // the last digits of a mean are of the order that its queries were added in
        frontier.points.push_back({.run = i, .recall = std::round(run.recall->mean * steps) / steps, .value = value, .contest = place->second});
    }
    markDominated(frontier.points, axis == FrontierAxis::Qps);
    return frontier;
}

std::vector<FrontierPoint> Frontier::best() const
{
    std::vector<FrontierPoint> kept;
    std::ranges::copy_if(points, std::back_inserter(kept), [](const FrontierPoint &point) { return !point.isDominated; });
    return kept;
}

std::vector<FrontierPoint> Frontier::best(std::size_t contest) const
{
    std::vector<FrontierPoint> kept = best();
    std::erase_if(kept, [contest](const FrontierPoint &point) { return point.contest != contest; });
    return kept;
}

double logit(double recall, double most)
{
    const double r = std::clamp(recall, 1 / most, 1 - 1 / most);
    return std::log10(r / (1 - r));
}

double recallAtLogit(double place)
{
    return 1 / (1 + std::pow(10.0, -place));
}

} // namespace quiver::bench
