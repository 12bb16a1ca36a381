// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart shows, as data: made on any thread, of a bounded number of points, drawn by ChartView. Without a widget or a server.
#pragma once

#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace quiver::ui {

enum class ChartScale {
    Linear,
    Log,      ///< of base 10; values from 0 down count as the smallest that is shown
    Logit,    ///< log10(r / (1 - r)): 0.99 and 0.999 are as far apart as 0.9 and 0.99
    Time,     ///< milliseconds since 1970, UTC; shown in local time
    Category, ///< 0, 1, 2, ...: places of categories
};

enum class ChartUnit { Number, Milliseconds, Seconds, Bytes };

struct ChartAxis {
    QString title;
    ChartScale scale = ChartScale::Linear;
    ChartUnit unit = ChartUnit::Number;
    QStringList categories;  ///< of Category
    bool fromZero = false;   ///< of Linear: 0 is always seen
    bool operator==(const ChartAxis &) const = default;
};

using ChartInterval = std::optional<std::pair<double, double>>;

struct ChartPoint {
    double x = 0, y = 0;
    double until = 0;        ///< of Steps: where the bin that begins at x ends
    QString name;            ///< of what it stands for: "ef_search = 100"
    QStringList details;     ///< shown below the name: lines of plain text
    qint64 id = 0;           ///< told when it is clicked; 0: nothing is
    bool isFaint = false;    ///< beaten by another one
    ChartInterval xInterval, yInterval; ///< of 95 %
    bool operator==(const ChartPoint &) const = default;
};

struct ChartSeries {
    enum class Kind {
        Points,
        Line,  ///< with its points
        Steps, ///< a histogram: bins from x to until, y high
        Bars,  ///< lying: from 0 to x, at the category y
    };
    Kind kind = Kind::Points;
    QString name;            ///< in the legend; empty: not there
    int color = -1;          ///< of ChartView's palette; -1: the next one
    bool isLabelled = false; ///< each point's name stands beside it, where there is room
    bool isDashed = false;   ///< of a line: something to compare with
    bool isRest = false;     ///< what has no series of its own: "3 others"; smaller
    std::vector<ChartPoint> points;
    bool operator==(const ChartSeries &) const = default;
};

/// A line across the chart.
struct ChartMark {
    double x = 0;
    QString text;            ///< "p95 4.2 ms"
    int series = -1;         ///< whose colour it has; -1: none's
    bool operator==(const ChartMark &) const = default;
};

struct ChartData {
    QString title;           ///< above it in an exported picture, and for screen readers
    ChartAxis x, y;
    std::vector<ChartSeries> series;
    std::vector<ChartMark> marks;
    QString note;            ///< in the legend: what is not drawn
    QString faintName;       ///< what faint points are, in the legend: "dominated"
    QString emptyText;       ///< shown where there is no point: what to do
    bool isEmpty() const;
    bool operator==(const ChartData &) const = default;
};

/// Of names that stand side by side what tells them apart: without the parts between commas, and the words of an index, that all of
/// them have, or all of those that have a value of the kind. A name of which nothing would be left, or that another one would have as
/// well, stays whole.
QStringList tellingNames(const QStringList &names);

/// All points as a table with a header line, RFC 4180, numbers with a dot. Times as ISO 8601 in UTC, categories by name.
QByteArray chartCsv(const ChartData &data);

} // namespace quiver::ui
