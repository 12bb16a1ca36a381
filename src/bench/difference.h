// SPDX-License-Identifier: GPL-3.0-or-later
// Whether one run is really faster, slower or less exact than another: a difference with its interval. Pure.
#pragma once

#include "bench/runresult.h"

namespace quiver::bench {

/// A figure of a run against that of a baseline.
struct FigureDifference {
    double baseline = 0;
    double run = 0;
    /// Of the relative change (run / baseline - 1), of recall of the difference itself: the 95 % interval. That of a relative change is reckoned
    /// by logarithms, so that it is above -1, and as wide down as up.
    double change = 0;
    double low = 0;
    double high = 0;
    double pValue = 1;          ///< two-sided, that there is no difference
    bool isSignificant = false; ///< at 5 %
    bool isWorse = false;       ///< significantly, and by more than the tolerance
    bool operator==(const FigureDifference &) const = default;
};

struct RunDifference {
    FigureDifference qps, medianMs, p95Ms;
    std::optional<FigureDifference> recall; ///< where both have it, and the table changed during neither
    QStringList obstacles; ///< why there is no verdict: they asked different things, or one did not come to its end
    QStringList caveats;   ///< in which both are not alike otherwise: settings, indexes, the rows by now
    bool isComparable() const { return obstacles.isEmpty(); }
    /// False where they cannot be compared.
    bool isWorse() const { return isComparable() && (qps.isWorse || medianMs.isWorse || p95Ms.isWorse || (recall && recall->isWorse)); }
    bool operator==(const RunDifference &) const = default;
};

/// Both with their samples. By batch means: the time of each run is cut into 20 parts, whose figures are compared by Welch's test; so
/// answers that follow each other need not be independent, only parts. Recall by the differences of each query, where
/// both asked the same; else by its standard error over queries. What differs between two days of the same machine, or between two short runs of a busy one,
/// is beyond it: \p tolerance, a share, is what is let pass in any case. Recall does not depend on
/// the machine: of it no more than 0.005 is, as it stands (0.970 to 0.965).
RunDifference compareRuns(const RunResult &run, const RunResult &baseline, double tolerance = 0.05);

/// In sentences, the first one a verdict, or that there is none: "QPS is 12 % lower (95 % interval -15 to -9 %, p < 0.001)."
QStringList differenceText(const RunDifference &difference);

/// The probability that Student's t with \p freedom degrees of freedom is beyond \p t to either side.
double studentTail(double t, double freedom);
/// The t that it is beyond, to either side, with a probability of 5 %.
double studentQuantile95(double freedom);

} // namespace quiver::bench
