// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/svgchart.h"

#include "bench/frontier.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

const std::array<const char *, 7> colours{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F"};
constexpr int left = 70, right = 20, usualTop = 40, usualBottom = 60;
constexpr double letterWidth = 7, legendLine = 14; // of 12 px sans-serif, roughly
constexpr qsizetype mostLetters = 40; // of the name of a category

double placeOf(double value, AxisScale scale)
{
    switch (scale) {
    case AxisScale::Linear: return value;
    case AxisScale::Log: return value > 0 ? std::log10(value) : NAN;
    case AxisScale::Logit: return value >= 0 && value <= 1 ? logit(value) : NAN;
    }
    return value;
}

QString number(double value)
{
    return QString::number(value, 'g', 6);
}

QString coordinate(double value)
{
    return QString::number(value, 'f', 1);
}

struct Axis {
    AxisScale scale = AxisScale::Linear;
    double low = INFINITY, high = -INFINITY; ///< as values
    double from = 0, to = 1;                 ///< in pixels

    void take(double value)
    {
        if (!std::isfinite(placeOf(value, scale)))
            return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    void settle(bool fromZero)
    {
        if (!(low <= high))
            low = scale == AxisScale::Linear ? 0 : 0.1, high = scale == AxisScale::Logit ? 0.9 : 1;
        if (fromZero && scale == AxisScale::Linear)
            low = std::min(low, 0.0);
        if (scale == AxisScale::Linear) {
            const double room = high > low ? (high - low) * 0.05 : std::max(std::abs(high) * 0.1, 0.5);
            high += room;
            low -= fromZero && low >= 0 ? 0 : room;
        } else if (scale == AxisScale::Log) {
            low /= 1.15;
            high *= 1.15;
        } else {
            low = recallAtLogit(logit(low) - 0.08);
            high = recallAtLogit(logit(high) + 0.08);
        }
    }
    double pixel(double value) const
    {
        const double a = placeOf(low, scale), b = placeOf(high, scale);
        return from + (placeOf(value, scale) - a) / std::max(b - a, 1e-12) * (to - from);
    }
};

class Writer
{
public:
    explicit Writer(const SvgChart &chart) : m_chart(chart)
    {
        m_x.scale = chart.xScale;
        m_y.scale = chart.yScale;
        bool hasBars = false;
        for (const ChartSeries &series : chart.series) {
            hasBars = hasBars || series.hasBars;
            m_bars += series.hasBars;
            for (const ChartSeries::Point &point : series.points) {
                m_x.take(point.x);
                m_y.take(point.y);
            }
        }
        if (!chart.categories.isEmpty()) {
            m_x.low = -0.5;
            m_x.high = double(chart.categories.size()) - 0.5;
            qsizetype longest = 0;
            for (const QString &category : chart.categories)
                longest = std::max(longest, std::min(category.size(), mostLetters));
            const double slot = double(chart.width - left - right) / double(chart.categories.size());
            m_isSlanted = double(longest) * letterWidth > slot;
            m_bottom = usualBottom + (m_isSlanted ? int(double(longest) * letterWidth * 0.42) : 0);
        } else {
            m_x.settle(false);
        }
        m_y.settle(hasBars || chart.yScale == AxisScale::Linear);
        m_top = usualTop + int(legendLine) * placeLegend();
        m_x.from = left;
        m_x.to = chart.width - right;
        m_y.from = chart.height - m_bottom;
        m_y.to = m_top;
    }

    QString write()
    {
        m_text = u"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1 %2\" width=\"%1\" height=\"%2\" role=\"img\" aria-label=\"%3\">\n"_s.arg(
            QString::number(m_chart.width), QString::number(m_chart.height), m_chart.title.toHtmlEscaped());
        text(m_chart.width / 2.0, 22, m_chart.title, u"title"_s);
        axes();
        int colour = 0, bar = 0;
        for (const ChartSeries &series : m_chart.series) {
            draw(series, QLatin1String(colours[std::size_t(colour) % colours.size()]), bar);
            bar += series.hasBars;
            ++colour;
        }
        legend();
        return m_text + u"</svg>\n"_s;
    }

private:
    void text(double x, double y, const QString &words, const QString &kind, const QString &more = {})
    {
        m_text += u"<text class=\"%1\" x=\"%2\" y=\"%3\"%4>%5</text>\n"_s.arg(kind, coordinate(x), coordinate(y), more, words.toHtmlEscaped());
    }
    void line(double x1, double y1, double x2, double y2)
    {
        m_text += u"<line class=\"grid\" x1=\"%1\" y1=\"%2\" x2=\"%3\" y2=\"%4\"/>\n"_s.arg(coordinate(x1), coordinate(y1), coordinate(x2), coordinate(y2));
    }
    void axes()
    {
        for (const double tick : axisTicks(m_y.low, m_y.high, m_y.scale)) {
            line(left, m_y.pixel(tick), m_chart.width - right, m_y.pixel(tick));
            text(left - 8, m_y.pixel(tick) + 4, number(tick), u"tick"_s, u" text-anchor=\"end\""_s);
        }
        if (m_chart.categories.isEmpty()) {
            for (const double tick : axisTicks(m_x.low, m_x.high, m_x.scale)) {
                line(m_x.pixel(tick), m_top, m_x.pixel(tick), m_chart.height - m_bottom);
                text(m_x.pixel(tick), m_chart.height - m_bottom + 18, number(tick), u"tick"_s, u" text-anchor=\"middle\""_s);
            }
        } else {
            const qsizetype every = std::max<qsizetype>(1, m_chart.categories.size() / 12);
            for (qsizetype i = 0; i < m_chart.categories.size(); i += every)
                category(m_x.pixel(double(i)), m_chart.height - m_bottom + 16, m_chart.categories[i]);
        }
        text((left + m_chart.width - right) / 2.0, m_chart.height - 8, m_chart.xTitle, u"axis"_s);
        const QString turned = u" transform=\"rotate(-90 16 %1)\""_s.arg(coordinate((m_top + m_chart.height - m_bottom) / 2.0));
        text(16, (m_top + m_chart.height - m_bottom) / 2.0, m_chart.yTitle, u"axis"_s, turned);
    }
    bool isShown(const ChartSeries::Point &point) const { return std::isfinite(placeOf(point.x, m_x.scale)) && std::isfinite(placeOf(point.y, m_y.scale)); }

    void draw(const ChartSeries &series, const QString &colour, int bar)
    {
        QStringList path;
        QString marks;
        for (const ChartSeries::Point &point : series.points) {
            if (!isShown(point))
                continue;
            const double x = m_x.pixel(point.x), y = m_y.pixel(point.y);
            const QString hint = point.label.isEmpty() ? QString() : u"<title>%1</title>"_s.arg(point.label.toHtmlEscaped());
            if (!point.isFaint)
                path << coordinate(x) + u',' + coordinate(y);
            if (series.hasBars) {
                const double whole = std::abs(m_x.pixel(1) - m_x.pixel(0)) * 0.8, width = whole / std::max(m_bars, 1), zero = m_y.pixel(m_y.scale == AxisScale::Linear ? 0 : m_y.low);
                marks += u"<rect x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\" fill=\"%5\">%6</rect>\n"_s.arg(
                    coordinate(x - whole / 2 + bar * width), coordinate(std::min(y, zero)), coordinate(width), coordinate(std::abs(zero - y)), colour, hint);
            } else if (series.hasMarks) {
                marks += u"<circle cx=\"%1\" cy=\"%2\" r=\"4\" fill=\"%3\"%4>%5</circle>\n"_s.arg(coordinate(x), coordinate(y), colour,
                                                                                          point.isFaint ? u" opacity=\"0.3\""_s : QString(), hint);
            }
        }
        if (series.hasLine && path.size() > 1)
            m_text += u"<polyline fill=\"none\" stroke=\"%1\" stroke-width=\"2\" points=\"%2\"/>\n"_s.arg(colour, path.join(u' '));
        m_text += marks;
    }

    // Beside its slot it has no room: it leans.
    void category(double x, double y, const QString &name)
    {
        const QString shown = name.size() > mostLetters ? name.left(mostLetters - 1) + u'…' : name;
        const QString how = m_isSlanted ? u" text-anchor=\"end\" transform=\"rotate(-24 %1 %2)\""_s.arg(coordinate(x), coordinate(y)) : u" text-anchor=\"middle\""_s;
        text(x, y, shown, u"tick"_s, how);
    }

    /// Where the names of series stand. \returns lines beyond the first
    int placeLegend()
    {
        double x = left;
        int line = 0;
        for (const ChartSeries &series : m_chart.series) {
            const double width = 26 + letterWidth * double(series.name.size());
            if (x > left && x + width > m_chart.width) {
                x = left;
                ++line;
            }
            m_legend.push_back({x, line});
            x += series.name.isEmpty() ? 0 : width;
        }
        return line;
    }

    void legend()
    {
        for (std::size_t i = 0; i < m_chart.series.size(); ++i) {
            if (m_chart.series[i].name.isEmpty())
                continue;
            const auto [x, line] = m_legend[i];
            const double y = 39 + legendLine * line;
            m_text += u"<rect x=\"%1\" y=\"%2\" width=\"9\" height=\"9\" fill=\"%3\"/>\n"_s.arg(coordinate(x), coordinate(y - 9), QLatin1String(colours[i % colours.size()]));
            text(x + 13, y, m_chart.series[i].name, u"tick"_s);
        }
    }

    const SvgChart &m_chart;
    Axis m_x, m_y;
    int m_bars = 0;
    int m_top = usualTop, m_bottom = usualBottom;
    bool m_isSlanted = false; ///< names of categories
    std::vector<std::pair<double, int>> m_legend; ///< of each series x and line
    QString m_text;
};

} // namespace

std::vector<double> axisTicks(double low, double high, AxisScale scale)
{
    std::vector<double> ticks;
    if (scale == AxisScale::Logit) {
        for (const double tick : {0.01, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9999}) {
            if (tick >= low && tick <= high)
                ticks.push_back(tick);
        }
        return ticks;
    }
    if (scale == AxisScale::Log) {
        const bool isWide = std::log10(high / low) > 3;
        for (double decade = std::pow(10, std::floor(std::log10(low))); decade <= high; decade *= 10) {
            for (const double factor : {1.0, 2.0, 5.0}) {
                if (decade * factor >= low && decade * factor <= high && (factor == 1 || !isWide))
                    ticks.push_back(decade * factor);
            }
        }
        return ticks;
    }
    const double raw = (high - low) / 6, power = std::pow(10, std::floor(std::log10(raw)));
    const double step = power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10);
    for (double tick = std::ceil(low / step) * step; tick <= high + step * 1e-9; tick += step)
        ticks.push_back(std::abs(tick) < step * 1e-9 ? 0 : tick);
    return ticks;
}

QString svgText(const SvgChart &chart)
{
    return Writer(chart).write();
}

QString chartStyle()
{
    return u"svg text{font-family:sans-serif;font-size:12px;fill:#333}svg .title{font-size:15px;font-weight:bold;text-anchor:middle}svg .axis{text-anchor:middle}"
           "svg .grid{stroke:#ddd;stroke-width:1}@media(prefers-color-scheme:dark){svg text{fill:#ddd}svg .grid{stroke:#444}}"_s;
}

} // namespace quiver::bench
