// SPDX-License-Identifier: GPL-3.0-or-later
// A chart as SVG text, for reports that have to be read without this program: points, lines and bars on linear, logarithmic or logit axes. Pure.
//
// Colours are Okabe and Ito's, which colour-blind people tell apart; what is text or grid follows the reader's light or dark mode by classes that
// chartStyle() defines.
#pragma once

#include <QStringList>

#include <vector>

namespace quiver::bench {

enum class AxisScale { Linear, Log, Logit };

struct ChartSeries {
    struct Point {
        double x = 0;
        double y = 0;
        QString label;       ///< shown on hover
        bool isFaint = false;
    };
    QString name;            ///< in the legend; empty: it is not there
    std::vector<Point> points;
    bool hasLine = false;
    bool hasMarks = true;
    bool hasBars = false;    ///< from zero, beside those of other series
};

struct SvgChart {
    QString title;
    QString xTitle, yTitle;  ///< with their unit
    AxisScale xScale = AxisScale::Linear, yScale = AxisScale::Linear;
    QStringList categories;  ///< names of x = 0, 1, 2, ...; empty: x is a number
    std::vector<ChartSeries> series;
    int width = 720, height = 400;
};

/// Points that an axis cannot show (not finite, not above zero on a logarithmic one) are left out.
QString svgText(const SvgChart &chart);
/// CSS for the page around it.
QString chartStyle();

/// Round values between two others for the ticks of an axis, at most some ten.
std::vector<double> axisTicks(double low, double high, AxisScale scale);

} // namespace quiver::bench
