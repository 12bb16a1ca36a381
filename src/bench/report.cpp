// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/report.h"

#include "bench/frontier.h"
#include "bench/runlabels.h"
#include "catalog/tablefacts.h"

#include <QSet>

#include <algorithm>
#include <map>
#include <utility>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostNames = 7; // in a legend: as many as there are colours

QString figure(double value, int digits)
{
    return QString::number(value, 'f', digits);
}

QString csvField(const QString &text)
{
    return u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"';
}

bool hasPoints(const SvgChart &chart)
{
    return std::ranges::any_of(chart.series, [](const ChartSeries &series) { return !series.points.empty(); });
}

QString row(const QStringList &cells, const QString &element)
{
    QString text = u"<tr>"_s;
    for (const QString &cell : cells)
        text += u"<%1>%2</%1>"_s.arg(element, cell.toHtmlEscaped());
    return text + u"</tr>\n"_s;
}

QString tableOf(const std::vector<RunResult> &runs)
{
    QString text = u"<table>\n"_s + row({u"run"_s, u"when"_s, u"recall"_s, u"95 % interval"_s, u"QPS"_s, u"mean ms"_s, u"median"_s, u"p95"_s, u"p99"_s, u"p99.9"_s, u"max"_s, u"executions"_s,
                                          u"errors"_s, u"state"_s}, u"th"_s);
    for (const RunResult &run : runs) {
        const LatencyFigures &latency = run.latency;
        text += row({runName(run.spec), run.startedAt.toUTC().toString(u"yyyy-MM-dd hh:mm"_s), run.recall ? figure(run.recall->mean, 4) : u"–"_s,
                     run.recall ? figure(run.recall->low, 3) + u" to "_s + figure(run.recall->high, 3) : u"–"_s, figure(run.qps, 1), figure(latency.meanMs, 3),
                     figure(latency.medianMs, 3), figure(latency.p95Ms, 3), figure(latency.p99Ms, 3), figure(latency.p999Ms, 3), figure(latency.maxMs, 3), QString::number(run.executions),
                     QString::number(run.errors), stateText(run.state)}, u"td"_s);
    }
    return text + u"</table>\n"_s;
}

using Fact = std::pair<QString, QString>;

std::vector<Fact> factsOf(const RunResult &run)
{
    const RunFacts &facts = run.facts;
    std::vector<Fact> made;
    const auto item = [&made](const QString &name, const QString &value) {
        if (!value.isEmpty())
            made.emplace_back(name, value);
    };
    item(u"kept as"_s, run.keptAs);
    item(u"comment"_s, run.comment);
    item(u"server"_s, facts.server);
    item(u"PostgreSQL"_s, facts.serverVersion);
    item(u"pgvector"_s, facts.pgvectorVersion);
    item(u"rows"_s, facts.rows < 0 ? QString() : catalog::countText(facts.rows));
    item(u"index"_s, facts.indexDefinition);
    item(u"index size"_s, facts.indexBytes < 0 ? QString() : catalog::bytesText(facts.indexBytes));
    item(u"build"_s, facts.buildSeconds < 0 ? QString() : figure(facts.buildSeconds, 1) + u" s"_s);
    item(u"warm-up"_s, run.spec.warmupSeconds > 0 ? u"%1 s"_s.arg(run.spec.warmupSeconds) : u"none"_s);
    item(u"pages of an execution before it"_s, run.before.isKnown() ? u"%1 from shared buffers, %2 read"_s.arg(figure(run.before.hit, 1), figure(run.before.read, 1)) : QString());
    item(u"pages of an execution after it"_s, run.after.isKnown() ? u"%1 from shared buffers, %2 read"_s.arg(figure(run.after.hit, 1), figure(run.after.read, 1)) : QString());
    QStringList settings;
    for (auto it = facts.settings.begin(); it != facts.settings.end(); ++it)
        settings << it.key() + u" = "_s + it.value();
    item(u"settings"_s, settings.join(u", "_s));
    item(u"state"_s, run.stateReason);
    for (const QString &note : run.notes)
        item(u"note"_s, note);
    item(u"note"_s, watchText(run));
    return made;
}

QString listOf(const std::vector<Fact> &facts)
{
    QString text = u"<ul>\n"_s;
    for (const auto &[name, value] : facts)
        text += u"<li>%1: %2</li>\n"_s.arg(name, value.toHtmlEscaped());
    return text + u"</ul>\n"_s;
}

/// What holds for all runs is told once, the rest of each below its name.
QString factsOfAll(const std::vector<RunResult> &runs, const std::map<qint64, QStringList> &verdicts)
{
    std::vector<std::vector<Fact>> facts;
    for (const RunResult &run : runs)
        facts.push_back(factsOf(run));
    std::vector<Fact> common;
    if (runs.size() > 1) {
        common = facts.front();
        for (const std::vector<Fact> &each : facts)
            std::erase_if(common, [&each](const Fact &fact) { return std::ranges::find(each, fact) == each.end(); });
    }
    QString text = common.empty() ? QString() : u"<h2>All runs</h2>\n"_s + listOf(common);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        std::erase_if(facts[i], [&common](const Fact &fact) { return std::ranges::find(common, fact) != common.end(); });
        text += u"<h2>%1</h2>\n<p>%2</p>\n"_s.arg(runName(runs[i].spec).toHtmlEscaped(), workloadText(runs[i].spec.workload).toHtmlEscaped());
        if (const auto verdict = verdicts.find(runs[i].id); verdict != verdicts.end())
            text += u"<p>%1</p>\n"_s.arg(verdict->second.join(u' ').toHtmlEscaped());
        text += listOf(facts[i]);
    }
    return text;
}

/// What all of them are kept as, behind the title of a chart.
QString ofKept(const RunLabels &labels)
{
    return labels.keptAs().isEmpty() ? QString() : u": "_s + labels.keptAs();
}

SvgChart byWorkers(const std::vector<RunResult> &runs, SvgChart chart, double (*value)(const RunResult &))
{
    struct Line {
        QString name;
        std::map<int, const RunResult *> runs; // of the same workers the latest one
    };
    const RunLabels labels(runs);
    std::map<QString, Line> lines;
    QSet<int> workers;
    for (const RunResult &run : runs) {
        workers.insert(run.spec.workers);
        const RunLabels::Label label = labels.ladder(run);
        Line &line = lines[label.key];
        line.name = label.text;
        const RunResult *&known = line.runs[run.spec.workers];
        if (!known || known->startedAt <= run.startedAt)
            known = &run;
    }
    chart.title += ofKept(labels);
    chart.xTitle = u"workers"_s;
    if (workers.size() < 2)
        return chart;
    for (const auto &[key, line] : lines) {
        ChartSeries series{.name = std::ssize(lines) <= mostNames ? line.name : QString(), .hasLine = true};
        for (const auto &[count, run] : line.runs)
            series.points.push_back({double(count), value(*run), u"%1: %2 queries/s, p99 %3 ms"_s.arg(runName(run->spec), figure(run->qps, 1), figure(run->latency.p99Ms, 2))});
        chart.series.push_back(std::move(series));
    }
    return chart;
}

} // namespace

SvgChart frontierChart(const std::vector<RunResult> &runs)
{
    SvgChart chart{.title = u"Recall and throughput"_s, .xTitle = u"recall@k (logit scale)"_s, .yTitle = u"queries per second"_s, .xScale = AxisScale::Logit, .yScale = AxisScale::Log};
    const Frontier frontier = frontierOf(runs, FrontierAxis::Qps);
    for (const QString &contest : frontier.contests)
        chart.series.push_back({.name = contest.isEmpty() ? u"frontier"_s : frontier.contests.size() <= mostNames ? contest : QString(), .points = {}, .hasLine = true});
    for (const FrontierPoint &point : frontier.points) {
        const RunResult &run = runs[point.run];
        const QString words = u"%1: recall %2, %3 queries/s; %4"_s.arg(runName(run.spec), figure(point.recall, 4), figure(point.value, 1), workloadText(run.spec.workload));
        chart.series[point.contest].points.push_back({point.recall, point.value, words, point.isDominated});
    }
    return chart;
}

SvgChart latencyChart(const std::vector<RunResult> &runs)
{
    SvgChart chart{.title = u"Latency distribution"_s, .xTitle = u"milliseconds (logarithmic scale)"_s, .yTitle = u"% of executions"_s, .xScale = AxisScale::Log};
    for (const RunResult &run : runs) {
        const std::vector<float> latencies = run.latencies();
        if (latencies.empty())
            continue;
        ChartSeries series{.name = runs.size() <= 6 ? runName(run.spec) : QString(), .hasLine = true, .hasMarks = false};
        for (const HistogramBin &bin : latencyHistogram(latencies))
            series.points.push_back({(bin.fromMs + bin.toMs) / 2, 100.0 * double(bin.count) / double(latencies.size()), {}});
        chart.series.push_back(std::move(series));
    }
    return chart;
}

SvgChart concurrencyChart(const std::vector<RunResult> &runs)
{
    return byWorkers(runs, {.title = u"Throughput by concurrency"_s, .yTitle = u"queries per second"_s}, [](const RunResult &run) { return run.qps; });
}

SvgChart concurrencyLatencyChart(const std::vector<RunResult> &runs)
{
    return byWorkers(runs, {.title = u"Latency by concurrency"_s, .yTitle = u"p99 (ms)"_s}, [](const RunResult &run) { return run.latency.p99Ms; });
}

/// A bar for each index of which \p figure is known (not negative), in the order of the runs; of the latest one.
template<typename Figure>
SvgChart byIndexes(const std::vector<RunResult> &runs, SvgChart chart, Figure figureOf)
{
    std::map<QString, const RunResult *> latest;
    for (const RunResult &run : runs) {
        const QString name = indexLabel(run);
        if (figureOf(run) < 0)
            continue;
        if (!chart.categories.contains(name))
            chart.categories << name;
        const RunResult *&known = latest[name];
        if (!known || known->startedAt <= run.startedAt)
            known = &run;
    }
    ChartSeries bars{.hasBars = true};
    for (const QString &name : std::as_const(chart.categories)) {
        const RunResult &run = *latest[name];
        QStringList known;
        if (run.facts.buildSeconds >= 0)
            known << u"built in %1 s"_s.arg(figure(run.facts.buildSeconds, 1));
        if (run.facts.indexBytes >= 0)
            known << catalog::bytesText(run.facts.indexBytes);
        bars.points.push_back({double(bars.points.size()), figureOf(run), name + u": "_s + known.join(u", "_s)});
    }
    chart.series.push_back(std::move(bars));
    return chart;
}

SvgChart buildChart(const std::vector<RunResult> &runs)
{
    return byIndexes(runs, {.title = u"Time of the builds"_s, .yTitle = u"seconds"_s}, [](const RunResult &run) { return run.facts.buildSeconds; });
}

SvgChart sizeChart(const std::vector<RunResult> &runs)
{
    return byIndexes(runs, {.title = u"Size of the indexes"_s, .yTitle = u"MB"_s},
                     [](const RunResult &run) { return run.facts.indexBytes < 0 ? -1 : double(run.facts.indexBytes) / (1024 * 1024); });
}

SvgChart historyChart(const std::vector<RunResult> &runs)
{
    SvgChart chart{.title = u"History"_s, .yTitle = u"queries per second"_s};
    const auto [oldest, newest] = std::ranges::minmax_element(runs, {}, &RunResult::startedAt);
    const double span = runs.empty() ? 0 : double(oldest->startedAt.secsTo(newest->startedAt));
    const auto [unit, seconds] = span < 120 ? std::pair(u"seconds"_s, 1.0) : span < 7'200 ? std::pair(u"minutes"_s, 60.0) : span < 172'800 ? std::pair(u"hours"_s, 3'600.0) : std::pair(u"days"_s, 86'400.0);
    chart.xTitle = unit + u" before the newest"_s;
    if (runs.size() < 2)
        return chart;
    const RunLabels labels(runs);
    chart.title += ofKept(labels);
    std::map<QString, ChartSeries> lines;
    for (const RunResult &run : runs) {
        const RunLabels::Label label = labels.history(run);
        ChartSeries &line = lines.try_emplace(label.key, ChartSeries{.name = label.text, .points = {}, .hasLine = true}).first->second;
        line.points.push_back({-double(run.startedAt.msecsTo(newest->startedAt)) / 1000 / seconds, run.qps, u"%1, %2: %3"_s.arg(label.text, run.startedAt.toString(Qt::ISODate), figure(run.qps, 1))});
    }
    for (auto &[key, line] : lines) {
        std::ranges::stable_sort(line.points, {}, &ChartSeries::Point::x);
        if (std::ssize(lines) > mostNames)
            line.name.clear();
        chart.series.push_back(std::move(line));
    }
    return chart;
}

QString htmlReport(const QString &title, const std::vector<RunResult> &runs, const std::map<qint64, QStringList> &verdicts)
{
    QString text = u"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%1</title>\n<style>:root{color-scheme:light dark}body{font-family:sans-serif;margin:2em;max-width:80em}"
                   "table{border-collapse:collapse;font-size:90%}td,th{padding:.3em .6em;text-align:right;border-bottom:1px solid #8886}td:first-child,th:first-child{text-align:left}%2</style>"
                   "</head><body>\n<h1>%1</h1>\n"_s.arg(title.toHtmlEscaped(), chartStyle());
    for (const SvgChart &chart : {frontierChart(runs), latencyChart(runs), concurrencyChart(runs), concurrencyLatencyChart(runs), buildChart(runs), sizeChart(runs), historyChart(runs)}) {
        if (hasPoints(chart))
            text += svgText(chart);
    }
    text += u"<h2>Runs</h2>\n"_s + tableOf(runs) + factsOfAll(runs, verdicts);
    return text + u"</body></html>\n"_s;
}

QString runsCsv(const std::vector<RunResult> &runs)
{
    QString text = u"run,started_at,state,workers,recall,recall_low,recall_high,qps,mean_ms,median_ms,p95_ms,p99_ms,p999_ms,min_ms,max_ms,executions,errors,index_bytes,build_seconds\n"_s;
    for (const RunResult &run : runs) {
        const LatencyFigures &latency = run.latency;
        const auto orEmpty = [](bool isKnown, double value) { return isKnown ? QString::number(value, 'g', 12) : QString(); };
        QStringList fields{csvField(runName(run.spec)), run.startedAt.toUTC().toString(Qt::ISODateWithMs), stateText(run.state), QString::number(run.spec.workers),
                           orEmpty(run.recall.has_value(), run.recall ? run.recall->mean : 0), orEmpty(run.recall.has_value(), run.recall ? run.recall->low : 0),
                           orEmpty(run.recall.has_value(), run.recall ? run.recall->high : 0)};
        for (const double value : {run.qps, latency.meanMs, latency.medianMs, latency.p95Ms, latency.p99Ms, latency.p999Ms, latency.minMs, latency.maxMs})
            fields << QString::number(value, 'g', 12);
        fields << QString::number(run.executions) << QString::number(run.errors) << orEmpty(run.facts.indexBytes >= 0, double(run.facts.indexBytes))
               << orEmpty(run.facts.buildSeconds >= 0, run.facts.buildSeconds);
        text += fields.join(u',') + u'\n';
    }
    return text;
}

QString samplesCsv(const std::vector<RunResult> &runs)
{
    QString text = u"run,worker,at_seconds,latency_ms\n"_s;
    for (const RunResult &run : runs) {
        const QString name = csvField(runName(run.spec));
        for (std::size_t worker = 0; worker < run.workers.size(); ++worker) {
            for (const Sample &sample : run.workers[worker].samples)
                text += u"%1,%2,%3,%4\n"_s.arg(name, QString::number(worker + 1), QString::number(double(sample.atSeconds), 'f', 6), QString::number(double(sample.latencyMs), 'f', 4));
        }
    }
    return text;
}

} // namespace quiver::bench
