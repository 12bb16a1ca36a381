// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chartscale.h"

#include "ui/common/figures.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double smallest = 1e-9;  // of Log
constexpr double nearOne = 1e-4;   // of Logit
constexpr double margin = 0.06;    // of the range, to each side
constexpr double daySeconds = 86'400;

/// 1, 2 or 5 times a power of ten: the smallest such step that divides \p length into at most \p most parts.
double roundStep(double length, int most)
{
    double power = std::pow(10, std::floor(std::log10(std::max(length, 1e-300) / std::max(most, 1))));
    for (;; power *= 10) {
        for (const double step : {power, 2 * power, 5 * power}) {
            if (step * most >= length)
                return step;
        }
    }
}

QString numberText(double value, double step)
{
    const int decimals = std::clamp(int(-std::floor(std::log10(step) + 1e-9)), 0, 9);
    return QLocale().toString(std::abs(value) < step / 1000 ? 0 : value, 'f', decimals);
}

/// Evenly spaced round values from \p low to \p high.
std::vector<double> roundValues(double low, double high, int most)
{
    std::vector<double> values;
    const double step = roundStep(high - low, most);
    const double first = std::ceil(low / step - 1e-9);
    for (int i = 0; (first + i) * step <= high + step * 1e-9 && i <= 2 * most; ++i)
        values.push_back((first + i) * step);
    return values;
}

std::vector<ChartTick> bytesTicks(const ChartRange &range, int most)
{
    static const QStringList units{u"B"_s, u"kB"_s, u"MB"_s, u"GB"_s, u"TB"_s};
    double factor = 1;
    int unit = 0;
    for (; range.to / factor >= 1024 && unit + 1 < units.size(); ++unit)
        factor *= 1024;
    std::vector<ChartTick> ticks;
    const double step = roundStep(range.length() / factor, most);
    for (const double value : roundValues(range.from / factor, range.to / factor, most))
        ticks.push_back({value * factor, numberText(value, step) + u' ' + units[unit]});
    return ticks;
}

/// Every nth of those that are further apart than a share of the range.
std::vector<ChartTick> thinned(std::vector<ChartTick> ticks, const ChartRange &range, int most)
{
    const double least = range.length() / std::max(most, 1) * 0.9;
    std::vector<ChartTick> kept;
    for (ChartTick &tick : ticks) {
        if (kept.empty() || tick.place - kept.back().place >= least)
            kept.push_back(std::move(tick));
    }
    return kept;
}

/// Round values of a short part of a curved scale.
std::vector<ChartTick> shortTicks(ChartScale scale, const ChartRange &range, int most)
{
    std::vector<ChartTick> ticks;
    const double low = chartValue(scale, range.from), high = chartValue(scale, range.to);
    const double step = roundStep(high - low, most);
    for (const double value : roundValues(low, high, most))
        ticks.push_back({chartPlace(scale, value), numberText(value, step)});
    return ticks;
}

std::vector<ChartTick> logTicks(const ChartRange &range, int most)
{
    std::vector<ChartTick> ticks;
    const auto addAll = [&](std::initializer_list<int> digits, int each) {
        ticks.clear();
        for (int power = int(std::floor(range.from)); power <= int(std::ceil(range.to)); ++power) {
            for (const int digit : digits) {
                const double value = digit * std::pow(10, power);
                const double place = std::log10(value);
                if (power % each == 0 && place >= range.from - 1e-9 && place <= range.to + 1e-9)
                    ticks.push_back({place, numberText(value, std::min(1.0, std::pow(10, power)))});
            }
        }
    };
    if (range.length() < 0.7)
        return shortTicks(ChartScale::Log, range, most);
    addAll({1, 2, 5}, 1);
    if (int(ticks.size()) > most)
        addAll({1}, 1);
    for (int each = 2; int(ticks.size()) > most && each < 10; ++each)
        addAll({1}, each);
    return ticks;
}

std::vector<ChartTick> logitTicks(const ChartRange &range, int most)
{
    if (chartValue(ChartScale::Logit, range.to) - chartValue(ChartScale::Logit, range.from) < 0.004)
        return shortTicks(ChartScale::Logit, range, most);
    // The rounder ones first, for which the others make way.
    static constexpr double tiers[][8] = {{0.5, 0.9, 0.99, 0.999, 1, 0.1, 0.01, 0.001}, {0.95, 0.995, 0.7, 0.3, 0.05, 0.005, 0.8, 0.2}, {0.98, 0.998, 0.97, 0.6, 0.4, 0.85, 0.96, 0.75}};
    const double least = range.length() / std::max(most, 1) * 0.8;
    std::vector<ChartTick> ticks;
    for (const auto &tier : tiers) {
        for (const double value : tier) {
            const double place = chartPlace(ChartScale::Logit, value);
            if (place < range.from - 1e-9 || place > range.to + 1e-9)
                continue;
            if (std::ranges::all_of(ticks, [&](const ChartTick &other) { return std::abs(other.place - place) >= least; }))
                ticks.push_back({place, QLocale().toString(value, 'g', 6)});
        }
    }
    std::ranges::sort(ticks, {}, &ChartTick::place);
    return ticks.size() >= 2 ? ticks : shortTicks(ChartScale::Logit, range, most);
}

std::vector<ChartTick> timeTicks(const ChartRange &range, int most)
{
    static constexpr double steps[] = {1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, daySeconds, 2 * daySeconds, 7 * daySeconds, 14 * daySeconds,
                                       30 * daySeconds, 91 * daySeconds, 365 * daySeconds, 5 * 365 * daySeconds};
    const double seconds = range.length() / 1000;
    const auto found = std::ranges::find_if(steps, [&](double each) { return seconds / each <= most; });
    const double step = found != std::end(steps) ? *found : *std::prev(std::end(steps));
    const QString format = step < 60 ? u"HH:mm:ss"_s : step < daySeconds ? (seconds < daySeconds ? u"HH:mm"_s : u"d MMM HH:mm"_s) : step < 91 * daySeconds ? u"d MMM"_s : u"MMM yyyy"_s;
    // From a midnight, so that days begin where people's days do.
    const QDateTime midnight = QDateTime::fromMSecsSinceEpoch(qint64(range.from)).date().startOfDay();
    const double since = (range.from - double(midnight.toMSecsSinceEpoch())) / 1000;
    std::vector<ChartTick> ticks;
    for (QDateTime at = step >= daySeconds ? midnight : midnight.addSecs(qint64(std::floor(since / step) * step)); at.toMSecsSinceEpoch() <= qint64(range.to); at = step >= daySeconds ? at.addDays(qint64(step / daySeconds)) : at.addSecs(qint64(step))) {
        if (at.toMSecsSinceEpoch() >= qint64(range.from))
            ticks.push_back({double(at.toMSecsSinceEpoch()), QLocale().toString(at, format)});
    }
    return ticks;
}

std::vector<ChartTick> categoryTicks(const ChartAxis &axis, const ChartRange &range)
{
    std::vector<ChartTick> ticks;
    for (qsizetype i = 0; i < axis.categories.size(); ++i) {
        if (double(i) >= range.from && double(i) <= range.to)
            ticks.push_back({double(i), axis.categories[i]});
    }
    return ticks;
}

ChartRange rangeOf(const ChartAxis &axis, const std::vector<double> &values)
{
    if (axis.scale == ChartScale::Category)
        return {-0.6, std::max(0.6, double(axis.categories.size()) - 0.4)};
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const double value : values) {
        const double place = chartPlace(axis.scale, value);
        if (std::isfinite(place)) {
            low = std::min(low, place);
            high = std::max(high, place);
        }
    }
    if (low > high)
        return axis.scale == ChartScale::Time ? ChartRange{0, 1000 * daySeconds} : ChartRange{};
    const bool fromZero = axis.fromZero && axis.scale == ChartScale::Linear;
    if (fromZero)
        low = std::min(low, 0.0), high = std::max(high, 0.0);
    if (high - low < 1e-12 * std::max(1.0, std::abs(high))) { // one value alone
        const double half = axis.scale == ChartScale::Linear ? std::max(std::abs(high) / 10, 0.5) : axis.scale == ChartScale::Time ? 1800'000 : 0.25;
        return fromZero && low == 0 ? ChartRange{0, 1} : ChartRange{low - half, high + half};
    }
    const double more = (high - low) * margin;
    return {fromZero && low == 0 ? 0 : low - more, high + more};
}

template<typename Add>
ChartRange rangeOver(const ChartData &data, const ChartAxis &axis, Add add)
{
    std::vector<double> values;
    for (const ChartSeries &series : data.series) {
        for (const ChartPoint &point : series.points)
            add(values, series, point);
    }
    return rangeOf(axis, values);
}

void addInterval(std::vector<double> &values, const ChartInterval &interval)
{
    if (interval) {
        values.push_back(interval->first);
        values.push_back(interval->second);
    }
}

} // namespace

double chartPlace(ChartScale scale, double value)
{
    switch (scale) {
    case ChartScale::Log: return std::isnan(value) ? value : std::log10(std::max(value, smallest));
    case ChartScale::Logit: {
        const double r = std::clamp(value, nearOne, 1 - nearOne);
        return std::isnan(value) ? value : std::log10(r / (1 - r));
    }
    case ChartScale::Linear:
    case ChartScale::Time:
    case ChartScale::Category: break;
    }
    return value;
}

double chartValue(ChartScale scale, double place)
{
    switch (scale) {
    case ChartScale::Log: return std::pow(10, place);
    case ChartScale::Logit: return 1 / (1 + std::pow(10, -place));
    case ChartScale::Linear:
    case ChartScale::Time:
    case ChartScale::Category: break;
    }
    return place;
}

ChartRange chartRangeX(const ChartData &data)
{
    return rangeOver(data, data.x, [](std::vector<double> &values, const ChartSeries &series, const ChartPoint &point) {
        values.push_back(point.x);
        if (series.kind == ChartSeries::Kind::Steps)
            values.push_back(point.until);
        addInterval(values, point.xInterval);
    });
}

ChartRange chartRangeY(const ChartData &data)
{
    return rangeOver(data, data.y, [](std::vector<double> &values, const ChartSeries &, const ChartPoint &point) {
        values.push_back(point.y);
        addInterval(values, point.yInterval);
    });
}

std::vector<ChartTick> chartTicks(const ChartAxis &axis, const ChartRange &range, int most)
{
    switch (axis.scale) {
    case ChartScale::Log: return thinned(logTicks(range, most), range, 2 * most);
    case ChartScale::Logit: return logitTicks(range, most);
    case ChartScale::Time: return timeTicks(range, most);
    case ChartScale::Category: return thinned(categoryTicks(axis, range), range, most);
    case ChartScale::Linear: break;
    }
    if (axis.unit == ChartUnit::Bytes)
        return bytesTicks(range, most);
    std::vector<ChartTick> ticks;
    const double step = roundStep(range.length(), most);
    for (const double value : roundValues(range.from, range.to, most))
        ticks.push_back({value, numberText(value, step)});
    return ticks;
}

QString chartValueText(const ChartAxis &axis, double value)
{
    const QLocale locale;
    if (std::isnan(value))
        return u"–"_s;
    switch (axis.scale) {
    case ChartScale::Time: return locale.toString(QDateTime::fromMSecsSinceEpoch(qint64(value)), QLocale::ShortFormat);
    case ChartScale::Category: return axis.categories.value(qsizetype(std::lround(value)));
    case ChartScale::Logit: return locale.toString(value, 'f', value >= 0.999 && value < 1 ? 5 : 3);
    case ChartScale::Linear:
    case ChartScale::Log: break;
    }
    switch (axis.unit) {
    case ChartUnit::Milliseconds: return value < 1 ? u"%1 ms"_s.arg(locale.toString(value, 'g', 3)) : durationText(value);
    case ChartUnit::Seconds: return durationText(value * 1000);
    case ChartUnit::Bytes: return bytesText(qint64(value));
    case ChartUnit::Number: break;
    }
    return std::abs(value) >= 100 || value == std::floor(value) ? locale.toString(value, 'f', 0) : locale.toString(value, 'g', 3);
}

} // namespace quiver::ui
