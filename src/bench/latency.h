// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of latencies, from the raw samples. Pure.
#pragma once

#include <QtGlobal>

#include <vector>

namespace quiver::bench {

/// Of n latencies in milliseconds. Percentiles are order statistics (nearest rank: the smallest sample that at least so large a share does
/// not exceed), so each is a latency that was measured.
struct LatencyFigures {
    qint64 count = 0;
    double meanMs = 0;
    double deviationMs = 0; ///< standard deviation, n - 1
    double medianMs = 0;
    double p95Ms = 0;
    double p99Ms = 0;
    double p999Ms = 0;
    double minMs = 0;
    double maxMs = 0;
    bool operator==(const LatencyFigures &) const = default;
};

/// \p latencies in any order; all zeros of none.
LatencyFigures latencyFigures(std::vector<float> latencies);

/// The nearest-rank percentile of \p sorted (ascending, not empty). \p share 0 to 1.
double percentile(const std::vector<float> &sorted, double share);

/// Whether the p95 of what \p latencies are a sample of is surely above \p limitMs: where it is not, so many of them would be above it in fewer than
/// one of a thousand cases (binomial), which leaves room for asking again as they come.
bool isP95SurelyAbove(const std::vector<float> &latencies, double limitMs);
/// Whether it is surely at most \p limitMs, in the same sense. False of few latencies.
bool isP95SurelyWithin(const std::vector<float> &latencies, double limitMs);

struct HistogramBin {
    double fromMs = 0; ///< inclusive
    double toMs = 0;   ///< exclusive, but of the last bin
    qint64 count = 0;
    bool operator==(const HistogramBin &) const = default;
};

/// Bins whose borders are evenly spaced on a logarithmic axis, \p perDecade for each factor of ten, without gaps from the bin of the
/// smallest to that of the largest. Samples of zero count as of a microsecond. Empty of none.
std::vector<HistogramBin> latencyHistogram(const std::vector<float> &latencies, int perDecade = 20);

} // namespace quiver::bench
