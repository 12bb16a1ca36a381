// SPDX-License-Identifier: GPL-3.0-or-later
// Where a value stands on an axis, which values are written beside it, and how. Pure.
#pragma once

#include "ui/common/chartdata.h"

namespace quiver::ui {

/// A part of an axis, in places: what the values are after their scale, so that equal distances look equal.
struct ChartRange {
    double from = 0, to = 1;
    double length() const { return to - from; }
    bool operator==(const ChartRange &) const = default;
};

struct ChartTick {
    double place = 0;
    QString text;
    bool operator==(const ChartTick &) const = default;
};

/// NaN where the value has no place (NaN itself). Of Log, what is not above 0 has that of 1e-9; of Logit, recall is within 1e-4 of 0 and 1.
double chartPlace(ChartScale scale, double value);
double chartValue(ChartScale scale, double place);
/// What holds all points of \p data, with a margin; never empty.
ChartRange chartRangeX(const ChartData &data);
ChartRange chartRangeY(const ChartData &data);
/// Round values within the range, ascending, at most \p most of them, but of a short range at least two where the values allow.
std::vector<ChartTick> chartTicks(const ChartAxis &axis, const ChartRange &range, int most);
/// As people read it: "1,240", "4.2 ms", "87.0 MB", "0.953", "24 Nov 2026 10:30".
QString chartValueText(const ChartAxis &axis, double value);

} // namespace quiver::ui
