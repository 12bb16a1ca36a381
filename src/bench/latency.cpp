// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/latency.h"

#include <algorithm>
#include <cmath>

namespace quiver::bench {

namespace {

constexpr double shareAboveP95 = 0.05, rareChance = 0.001;

double countAbove(const std::vector<float> &latencies, double limitMs)
{
    return double(std::ranges::count_if(latencies, [limitMs](float latency) { return double(latency) > limitMs; }));
}

/// The chance that of \p n latencies fewer than \p above are above their own p95.
double chanceOfFewer(double above, double n)
{
    double fewer = 0;
    for (double i = 0; i < above; ++i)
        fewer += std::exp(std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1) + i * std::log(shareAboveP95) + (n - i) * std::log1p(-shareAboveP95));
    return fewer;
}

} // namespace

double percentile(const std::vector<float> &sorted, double share)
{
    // A share such as 0.95 is a little more or less than it says: a rank that is whole must not become the next one.
    const double rank = std::ceil(share * double(sorted.size()) - 1e-9);
    return sorted[std::size_t(std::clamp(rank, 1.0, double(sorted.size()))) - 1];
}

LatencyFigures latencyFigures(std::vector<float> latencies)
{
    LatencyFigures figures;
    if (latencies.empty())
        return figures;
    std::ranges::sort(latencies);
    figures.count = qint64(latencies.size());
    double sum = 0;
    for (const float latency : latencies)
        sum += latency;
    figures.meanMs = sum / double(latencies.size());
    double squares = 0;
    for (const float latency : latencies)
        squares += (latency - figures.meanMs) * (latency - figures.meanMs);
    figures.deviationMs = latencies.size() > 1 ? std::sqrt(squares / double(latencies.size() - 1)) : 0;
    figures.medianMs = percentile(latencies, 0.5);
    figures.p95Ms = percentile(latencies, 0.95);
    figures.p99Ms = percentile(latencies, 0.99);
    figures.p999Ms = percentile(latencies, 0.999);
    figures.minMs = latencies.front();
    figures.maxMs = latencies.back();
    return figures;
}

bool isP95SurelyAbove(const std::vector<float> &latencies, double limitMs)
{
    const double above = countAbove(latencies, limitMs);
    return above > double(latencies.size()) * shareAboveP95 && 1 - chanceOfFewer(above, double(latencies.size())) < rareChance;
}

bool isP95SurelyWithin(const std::vector<float> &latencies, double limitMs)
{
    const double above = countAbove(latencies, limitMs);
    return above < double(latencies.size()) * shareAboveP95 && chanceOfFewer(above + 1, double(latencies.size())) < rareChance;
}

std::vector<HistogramBin> latencyHistogram(const std::vector<float> &latencies, int perDecade)
{
    if (latencies.empty())
        return {};
    const auto binOf = [perDecade](float latency) { return int(std::floor(std::log10(std::max(double(latency), 1e-3)) * perDecade)); };
    const auto [least, most] = std::ranges::minmax_element(latencies);
    const int first = binOf(*least), last = binOf(*most);
    std::vector<HistogramBin> bins(std::size_t(last - first + 1));
    for (int i = first; i <= last; ++i) {
        bins[std::size_t(i - first)].fromMs = std::pow(10.0, double(i) / perDecade);
        bins[std::size_t(i - first)].toMs = std::pow(10.0, double(i + 1) / perDecade);
    }
    for (const float latency : latencies)
        ++bins[std::size_t(std::clamp(binOf(latency), first, last) - first)].count;
    return bins;
}

} // namespace quiver::bench
