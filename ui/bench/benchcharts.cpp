// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchcharts.h"

#include "bench/runlabels.h"
#include "ui/bench/benchwords.h"

#include <QCollator>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::FrontierAxis;
using bench::RunResult;

namespace {

constexpr int mostGroups = 6; // as many as there are colours beside that of the line
constexpr int lineColor = 6;

ChartPoint pointOf(const RunResult &run, double x, double y)
{
    return {.x = x, .y = y, .name = BenchWords::name(run), .details = BenchWords::details(run), .id = run.id};
}

ChartInterval intervalOf(const RunResult &run)
{
    return run.recall ? ChartInterval({run.recall->low, run.recall->high}) : std::nullopt;
}

double figureOf(const RunResult &run, BenchCharts::Figure figure)
{
    switch (figure) {
    case BenchCharts::Figure::Qps: return run.qps;
    case BenchCharts::Figure::P95Ms: return run.latency.p95Ms;
    case BenchCharts::Figure::P99Ms: return run.latency.p99Ms;
    case BenchCharts::Figure::Recall: break;
    }
    return run.recall ? run.recall->mean : std::nan("");
}

ChartAxis axisOf(BenchCharts::Figure figure)
{
    switch (figure) {
    case BenchCharts::Figure::Qps: return {.title = BenchCharts::tr("Queries/s"), .fromZero = true}; // short: the charts are low
    case BenchCharts::Figure::P95Ms: return {.title = BenchCharts::tr("p95 (ms)"), .unit = ChartUnit::Milliseconds, .fromZero = true};
    case BenchCharts::Figure::P99Ms: return {.title = BenchCharts::tr("p99 (ms)"), .unit = ChartUnit::Milliseconds, .fromZero = true};
    case BenchCharts::Figure::Recall: break;
    }
    return {.title = BenchCharts::tr("Recall"), .scale = ChartScale::Logit};
}

/// Lines, the longest of them where there are many: nobody tells a hundred apart. The points of the others are shown all the same.
void addLines(ChartData &data, std::vector<ChartSeries> lines)
{
    QCollator byNumber(QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale()); // that of C takes numbers for text
    byNumber.setNumericMode(true); // ef_search = 40 before ef_search = 100
    std::ranges::stable_sort(lines, [&](const ChartSeries &one, const ChartSeries &other) { return byNumber.compare(one.name, other.name) < 0; });
    if (lines.size() > mostGroups)
        std::ranges::stable_sort(lines, std::greater<>(), [](const ChartSeries &line) { return line.points.size(); });
    ChartSeries others{.kind = ChartSeries::Kind::Points, .color = lineColor, .isRest = true};
    for (ChartSeries &line : lines) {
        if (int(data.series.size()) < mostGroups)
            data.series.push_back(std::move(line));
        else
            std::ranges::move(line.points, std::back_inserter(others.points));
    }
    others.name = BenchCharts::tr("%1 others").arg(lines.size() - std::min<std::size_t>(lines.size(), mostGroups));
    if (!others.points.empty())
        data.series.push_back(std::move(others));
}

/// Where one line is far above the others, as with queries that wait for their turn, those would lie on the axis: factors are shown then.
void showFactors(ChartData &data)
{
    constexpr double tooFarApart = 20;
    double least = std::numeric_limits<double>::infinity(), most = 0;
    for (const ChartSeries &series : data.series) {
        for (const ChartPoint &point : series.points) {
            if (point.y > 0) {
                least = std::min(least, point.y);
                most = std::max(most, point.y);
            }
        }
    }
    if (most <= tooFarApart * least)
        return;
    data.y.scale = ChartScale::Log;
    data.y.fromZero = false;
}

/// What all of them are kept as is said once, not with each line.
void addKept(ChartData &data, const bench::RunLabels &labels)
{
    if (!labels.keptAs().isEmpty())
        data.title = BenchCharts::tr("%1: %2", "a chart, what its runs are kept as").arg(data.title, labels.keptAs());
}

/// Of distinct indexes, the latest run of each that knows the figure.
ChartData bars(const BenchCharts::Runs &runs, double (*figure)(const RunResult &))
{
    std::map<QString, const RunResult *> latest;
    for (const RunResult &run : runs) {
        if (figure(run) < 0 || run.facts.indexesUsed.isEmpty())
            continue;
        const bool isBuilt = run.facts.buildSeconds >= 0; // on a copy: where it stood and what it was called says nothing
        const QString key = isBuilt || run.facts.indexDefinition.isEmpty() ? bench::indexLabel(run) : run.facts.indexDefinition;
        const RunResult *&known = latest[key];
        if (!known || known->startedAt < run.startedAt)
            known = &run;
    }
    std::vector<const RunResult *> sorted;
    for (const auto &[key, run] : latest)
        sorted.push_back(run);
    std::ranges::sort(sorted, [&](const RunResult *one, const RunResult *other) { return figure(*one) < figure(*other); }); // the largest on top
    ChartData data;
    ChartSeries series{.kind = ChartSeries::Kind::Bars, .color = 0};
    data.y.scale = ChartScale::Category;
    for (const RunResult *run : sorted) {
        ChartPoint point = pointOf(*run, figure(*run), double(data.y.categories.size()));
        point.name = bench::indexLabel(*run);
        point.details = {run->facts.indexDefinition};
        data.y.categories << point.name;
        series.points.push_back(std::move(point));
    }
    data.x.fromZero = true;
    data.series.push_back(std::move(series));
    return data;
}

} // namespace

ChartData BenchCharts::frontier(const Runs &runs, FrontierAxis axis)
{
    const bench::Frontier frontier = bench::frontierOf(runs, axis);
    ChartData data;
    const QString value = axis == FrontierAxis::Qps ? tr("Queries per second") : axis == FrontierAxis::MedianMs ? tr("Median latency (ms)") : axis == FrontierAxis::P95Ms ? tr("p95 latency (ms)") : tr("p99 latency (ms)");
    data.title = tr("%1 by recall").arg(value);
    data.x = {.title = tr("Recall (logit scale)"), .scale = ChartScale::Logit};
    data.y = {.title = value, .scale = ChartScale::Log, .unit = axis == FrontierAxis::Qps ? ChartUnit::Number : ChartUnit::Milliseconds};
    data.faintName = tr("beaten in both ways");
    data.emptyText = tr("Runs whose recall was measured appear here. Measure two or more settings, or sweep a grid of them.");
    std::map<QString, int> groups;
    std::set<QString> indexes;
    for (const bench::FrontierPoint &each : frontier.points)
        indexes.insert(bench::indexLabel(runs[each.run]));
    const auto groupOf = [&](const bench::FrontierPoint &each) {
        const QString label = bench::indexLabel(runs[each.run]), &contest = frontier.contests[qsizetype(each.contest)];
        const QString index = label.isEmpty() ? tr("no index") : label;
        const QString name = contest.isEmpty() ? index : indexes.size() == 1 ? contest : tr("%1, %2", "an index, what is asked of it").arg(index, contest);
        auto group = groups.find(name);
        if (group == groups.end()) {
            group = groups.emplace(name, std::min(int(groups.size()), mostGroups - 1)).first;
            if (group->second == int(data.series.size())) {
                data.series.push_back({.kind = ChartSeries::Kind::Points, .name = name, .color = group->second, .isLabelled = true});
            } else {
                data.series.back().name = tr("others");
                data.series.back().isRest = true;
            }
        }
        return std::size_t(group->second);
    };
    for (const bench::FrontierPoint &each : frontier.points) { // the best have series of their own
        if (!each.isDominated)
            groupOf(each);
    }
    for (const bench::FrontierPoint &each : frontier.points) {
        const RunResult &run = runs[each.run];
        ChartPoint point = pointOf(run, each.recall, each.value);
        point.isFaint = each.isDominated;
        point.xInterval = intervalOf(run);
        data.series[groupOf(each)].points.push_back(std::move(point));
    }
    bool isNamed = false;
    for (qsizetype contest = 0; contest < frontier.contests.size(); ++contest) {
        const auto best = frontier.best(std::size_t(contest));
        if (best.size() < 2)
            continue;
        const QString name = frontier.contests.size() == 1 ? tr("best") : tr("best of what was asked alike");
        ChartSeries line{.kind = ChartSeries::Kind::Line, .name = isNamed ? QString() : name, .color = lineColor, .isDashed = true};
        isNamed = true;
        for (const bench::FrontierPoint &each : best)
            line.points.push_back({.x = each.recall, .y = each.value});
        data.series.push_back(std::move(line));
    }
    return data;
}

ChartData BenchCharts::latency(const Runs &runs)
{
    ChartData data;
    data.title = tr("Distribution of latency");
    data.x = {.title = tr("Latency (ms, logarithmic)"), .scale = ChartScale::Log, .unit = ChartUnit::Milliseconds};
    data.y = {.title = tr("Share of executions (%)"), .fromZero = true};
    data.emptyText = tr("Choose a run: how its latencies are spread appears here.");
    for (const RunResult &run : runs) {
        const std::vector<float> latencies = run.latencies();
        if (latencies.empty())
            continue;
        if (int(data.series.size()) == mostDistributions)
            break;
        ChartSeries series{.kind = ChartSeries::Kind::Steps, .name = BenchWords::name(run)};
        for (const bench::HistogramBin &bin : bench::latencyHistogram(latencies)) {
            const double percent = 100.0 * double(bin.count) / double(latencies.size());
            ChartPoint point{.x = bin.fromMs, .y = percent, .until = bin.toMs, .name = series.name, .id = run.id};
            point.details = {tr("%1 to %2").arg(BenchWords::ms(bin.fromMs), BenchWords::ms(bin.toMs)), tr("%1 executions, %2 %").arg(QLocale().toString(bin.count), QLocale().toString(percent, 'g', 3))};
            series.points.push_back(std::move(point));
        }
        data.series.push_back(std::move(series));
    }
    int shown = 0;
    for (const RunResult &run : runs) {
        if (shown >= int(data.series.size()) || run.latencies().empty())
            continue;
        const auto mark = [&](const QString &name, double value) { data.marks.push_back({value, u"%1 %2"_s.arg(name, BenchWords::ms(value)), data.series.size() == 1 ? -1 : shown}); };
        if (data.series.size() == 1) {
            mark(u"p50"_s, run.latency.medianMs);
            mark(u"p95"_s, run.latency.p95Ms);
            mark(u"p99"_s, run.latency.p99Ms);
        } else {
            mark(u"p95"_s, run.latency.p95Ms);
        }
        ++shown;
    }
    return data;
}

ChartData BenchCharts::byWorkers(const Runs &runs, Figure figure)
{
    ChartData data;
    data.y = axisOf(figure);
    data.title = tr("%1 by workers").arg(data.y.title);
    data.x = {.title = tr("Workers"), .scale = ChartScale::Category};
    data.emptyText = tr("Measure with several numbers of workers (a ladder): how throughput and latency follow them appears here.");
    std::set<int> workers;
    for (const RunResult &run : runs)
        workers.insert(run.spec.workers);
    for (const int each : workers)
        data.x.categories << QLocale().toString(each);
    struct Line {
        QString name;
        std::map<int, const RunResult *> runs; // of the same workers the latest one
    };
    const bench::RunLabels labels(runs);
    addKept(data, labels);
    std::map<QString, Line> lines;
    for (const RunResult &run : runs) {
        const bench::RunLabels::Label label = labels.ladder(run);
        Line &line = lines[label.key];
        line.name = label.text;
        const RunResult *&known = line.runs[run.spec.workers];
        if (!known || known->startedAt <= run.startedAt)
            known = &run;
    }
    std::vector<ChartSeries> all;
    for (const auto &[key, line] : lines) {
        ChartSeries &series = all.emplace_back(ChartSeries{.kind = ChartSeries::Kind::Line, .name = line.name.isEmpty() ? tr("the server's settings") : line.name});
        for (const auto &[count, run] : line.runs)
            series.points.push_back(pointOf(*run, double(std::distance(workers.begin(), workers.find(count))), figureOf(*run, figure)));
    }
    addLines(data, std::move(all));
    if (figure == Figure::P95Ms || figure == Figure::P99Ms)
        showFactors(data);
    return data;
}

ChartData BenchCharts::rate(const RunResult &run)
{
    ChartData data;
    data.title = tr("Queries per second during the run");
    data.x = {.title = tr("Seconds since it began"), .fromZero = true};
    data.y = {.title = tr("Queries per second"), .fromZero = true};
    data.emptyText = tr("Choose a run: how its rate went appears here.");
    const double bin = std::max(run.seconds / mostRatePoints, std::min(1.0, run.seconds / 20));
    ChartSeries series{.kind = ChartSeries::Kind::Line, .name = BenchWords::name(run), .color = 0};
    if (bin > 0) {
        for (const bench::RatePoint &each : bench::ratesOf(run, bin))
            series.points.push_back({.x = each.seconds, .y = each.qps, .name = series.name, .details = {tr("at %1 s: %2").arg(QLocale().toString(each.seconds, 'f', 1), BenchWords::qps(each.qps))}});
    }
    data.series.push_back(std::move(series));
    return data;
}

ChartData BenchCharts::indexSizes(const Runs &runs)
{
    ChartData data = bars(runs, [](const RunResult &run) { return double(run.facts.indexBytes); });
    data.title = tr("Size of the indexes");
    data.x.unit = ChartUnit::Bytes;
    data.emptyText = tr("Runs that used an index appear here with its size.");
    return data;
}

ChartData BenchCharts::buildTimes(const Runs &runs)
{
    ChartData data = bars(runs, [](const RunResult &run) { return run.facts.buildSeconds; });
    data.title = tr("Time to build the indexes");
    data.x.title = tr("Seconds");
    data.x.unit = ChartUnit::Seconds;
    data.emptyText = tr("Indexes that a sweep built appear here with the time that took.");
    return data;
}

ChartData BenchCharts::history(const Runs &runs, Figure figure)
{
    ChartData data;
    data.y = axisOf(figure);
    data.title = tr("%1 over time").arg(data.y.title);
    data.x = {.title = {}, .scale = ChartScale::Time};
    data.emptyText = tr("Runs that are kept appear here in the order of time. Repeat one to see whether it becomes slower.");
    const bench::RunLabels labels(runs);
    addKept(data, labels);
    std::map<QString, std::pair<QString, std::vector<const RunResult *>>> lines; // by what was repeated: its name, and how often
    for (const RunResult &run : runs) {
        if (!run.startedAt.isValid() || std::isnan(figureOf(run, figure)))
            continue;
        const bench::RunLabels::Label label = labels.history(run);
        lines[label.key].first = label.text;
        lines[label.key].second.push_back(&run);
    }
    std::vector<ChartSeries> all;
    for (auto &[key, line] : lines) {
        std::ranges::stable_sort(line.second, [](const RunResult *one, const RunResult *other) { return one->startedAt < other->startedAt; });
        ChartSeries &series = all.emplace_back(ChartSeries{.kind = ChartSeries::Kind::Line, .name = line.first});
        for (const RunResult *run : line.second) {
            ChartPoint point = pointOf(*run, double(run->startedAt.toMSecsSinceEpoch()), figureOf(*run, figure));
            point.isFaint = run->state != RunResult::State::Complete;
            if (figure == Figure::Recall)
                point.yInterval = intervalOf(*run);
            series.points.push_back(std::move(point));
        }
    }
    addLines(data, std::move(all));
    data.faintName = tr("not complete");
    return data;
}

} // namespace quiver::ui
