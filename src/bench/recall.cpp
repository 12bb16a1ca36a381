// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/recall.h"

#include <algorithm>
#include <cmath>

namespace quiver::bench {

namespace {

constexpr double z95 = 1.959963984540054;

} // namespace

std::optional<double> recallThreshold(const std::vector<double> &exact, int k, double scale)
{
    const std::size_t wanted = std::min(exact.size(), std::size_t(std::max(k, 0)));
    if (wanted == 0 || std::isnan(exact[wanted - 1]))
        return std::nullopt;
    const double farthest = exact[wanted - 1];
    return std::isinf(farthest) ? farthest : farthest + recallEpsilon * std::max({std::abs(farthest), scale, 1e-12});
}

std::optional<double> recallOf(const std::vector<double> &found, const std::vector<double> &exact, int k, double scale)
{
    const std::optional<double> threshold = recallThreshold(exact, k, scale);
    if (!threshold)
        return std::nullopt;
    const auto wanted = std::ptrdiff_t(std::min(exact.size(), std::size_t(k)));
    const auto counted = std::ranges::count_if(found, [&](double distance) { return distance <= *threshold; });
    return double(std::min(counted, wanted)) / double(wanted);
}

RecallFigure recallFigure(std::vector<double> recalls, int k)
{
    std::erase_if(recalls, [](double recall) { return std::isnan(recall); });
    RecallFigure figure{.queries = int(recalls.size()), .k = k};
    if (recalls.empty())
        return figure;
    const double n = double(recalls.size());
    double sum = 0;
    for (const double recall : recalls)
        sum += recall;
    const double p = figure.mean = sum / n;
    double squares = 0;
    for (const double recall : recalls)
        squares += (recall - p) * (recall - p);
    const double variance = n > 1 ? squares / (n - 1) : 0;
    const double effective = variance > 0 ? std::clamp(p * (1 - p) / variance * n, n, n * std::max(k, 1)) : n;
    const double z2 = z95 * z95, scale = 1 + z2 / effective;
    const double centre = (p + z2 / (2 * effective)) / scale;
    const double half = z95 / scale * std::sqrt(p * (1 - p) / effective + z2 / (4 * effective * effective));
    figure.low = std::clamp(centre - half, 0.0, p);
    figure.high = std::clamp(centre + half, p, 1.0);
    return figure;
}

} // namespace quiver::bench
