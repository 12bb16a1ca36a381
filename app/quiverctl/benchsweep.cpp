// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl bench sweep and clean: many runs, and what a killed benchmark left.
#include "bench/frontier.h"
#include "bench/runrecord.h"
#include "benchactions.h"
#include "benchbuilds.h"
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "core/durationtext.h"
#include "search/searchsettings.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <iterator>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace bench;

namespace {

QString runsText(std::size_t runs)
{
    return runs == 1 ? u"1 run"_s : u"%1 runs"_s.arg(runs);
}

QString forecastText(const SweepForecast &forecast)
{
    if (!forecast.obstacle.isEmpty() && forecast.runs.empty())
        return obstacleText(forecast.obstacle) + u'\n';
    QStringList lines;
    if (!forecast.builds.empty()) {
        lines << copyLine(forecast);
        for (const SweepBuildForecast &build : forecast.builds) {
            lines << (build.isPossible ? u"%1; then %2:"_s.arg(buildLine(build), runsText(build.runs.size())) : buildLine(build));
            for (const RunSpec &run : build.runs)
                lines << u"    "_s + runName(run);
            for (const QString &warning : build.warnings)
                lines << u"    note: "_s + warning;
        }
    }
    lines << u"%1%2, %3 of measuring; exact neighbours%4 and asking for recall come on top%5"_s.arg(
        runsText(forecast.runs.size()), forecast.builds.empty() ? QString() : u" in all"_s, core::spanText(forecast.measureSeconds),
        forecast.builds.empty() ? QString() : u", the copy, the builds"_s, forecast.builds.empty() ? u":"_s : u"."_s);
    if (forecast.builds.empty()) {
        for (const RunSpec &run : forecast.runs)
            lines << u"  "_s + runName(run);
    }
    if (!forecast.obstacle.isEmpty())
        lines << obstacleText(forecast.obstacle);
    return lines.join(u'\n') + u'\n';
}

QJsonObject sweepJson(const SweepOutcome &outcome)
{
    QJsonArray list, best;
    for (const RunResult &run : outcome.runs)
        list.append(runJson(run));
    for (const FrontierPoint &point : frontierOf(outcome.runs, FrontierAxis::Qps).best())
        best.append(runName(outcome.runs[point.run].spec));
    return {{u"runs"_s, list}, {u"frontier"_s, best}, {u"failures"_s, QJsonArray::fromStringList(outcome.failures)}, {u"not_begun"_s, outcome.notBegun}};
}

SweepPlan planOption(const QCommandLineParser &parser)
{
    SweepPlan plan;
    plan.base = runOption(parser);
    for (const auto &[option, setting] : {std::pair{u"ef-search"_s, u"hnsw.ef_search"_s}, {u"probes"_s, u"ivfflat.probes"_s}}) {
        if (const QStringList values = listOption(parser, option); !values.isEmpty())
            plan.settings[setting] = values;
    }
    for (const QString &scan : listOption(parser, u"iterative-scan"_s)) {
        if (const QString problem = search::settingProblem(*search::searchSetting(u"hnsw.iterative_scan"_s), scan, {}); !problem.isEmpty())
            throw UsageError(problem);
    }
    for (const int overFetch : numbersOption(parser, u"over-fetches"_s, 1, 1000))
        plan.settings[u"over_fetch"_s] << QString::number(overFetch);
    for (const QString &text : parser.values(u"vary"_s)) {
        if (!text.contains(u'='))
            throw UsageError(u"--vary takes NAME=VALUE,VALUE,..., not “%1”"_s.arg(text));
        plan.settings[text.section(u'=', 0, 0).trimmed()] = text.section(u'=', 1).split(u',', Qt::SkipEmptyParts);
    }
    plan.workers = numbersOption(parser, u"workers-list"_s, 1, maxWorkers);
    if (namesBuilds(parser))
        plan.builds = buildsOption(parser, {16}, {64});
    plan.maintenanceWorkMem = memoryOption(parser);
    plan.share = realOption(parser, u"share"_s, 0) / 100;
    if (!(plan.share > 0 && plan.share <= 1))
        throw UsageError(u"--share is above 0 and at most 100 percent"_s);
    if (const QString problem = sweepProblem(plan); !problem.isEmpty())
        throw UsageError(problem);
    std::vector<RunSpec> runs = plan.builds.empty() ? runsOf(plan) : std::vector<RunSpec>();
    for (const SweepBuild &build : plan.builds)
        std::ranges::move(runsOf(plan, build), std::back_inserter(runs));
    for (const RunSpec &run : runs) {
        if (const QString problem = runProblem(run); !problem.isEmpty())
            throw UsageError(problem);
    }
    return plan;
}

/// Has the plan try the values of --iterative-scan with the indexes that it searches.
void addIterativeScans(const QCommandLineParser &parser, const BenchDesk &desk, SweepPlan &plan)
{
    const QStringList values = listOption(parser, u"iterative-scan"_s);
    if (values.isEmpty())
        return;
    const QStringList methods = desk.run(u"Plan"_s, [&](BenchRunner &runner, core::JobContext &job) {
        return runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) {
            const search::VectorQuery query = completeQuery(connection, plan.base.workload.query);
            return searchedMethods(plan, search::readSearchTable(connection, query.schema, query.table).facts.indexes);
        });
    });
    if (methods == QStringList{u"ivfflat"_s} && values == QStringList{u"strict_order"_s})
        throw core::Error(u"IVFFlat has no strict_order, and no HNSW index is searched: --iterative-scan takes off and relaxed_order here"_s);
    varyIterativeScan(plan, values, methods);
}

} // namespace

int benchSweepAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Measures every combination of settings; with --build, --m, --lists, --type also of indexes, which are built one after the other on a copy of the table in a scratch "
        "schema. The table itself is only read, and the schema is dropped at the end.\n"
        "  quiverctl bench sweep --table documents --column embedding --ef-search 20,40,80,160 --m 8,16,32 --share 20 --dry-run"_s);
    addServerOptions(parser);
    addRunOptions(parser);
    addBuildGridOptions(parser);
    parser.addOptions({{u"ef-search"_s, u"Values of hnsw.ef_search."_s, u"list"_s},
                       {u"probes"_s, u"Values of ivfflat.probes."_s, u"list"_s},
                       {u"iterative-scan"_s, u"off, relaxed_order and, of hnsw, strict_order."_s, u"list"_s},
                       {u"over-fetches"_s, u"Values of --over-fetch."_s, u"list"_s},
                       {u"vary"_s, u"Values of any other setting; may be given again."_s, u"name=list"_s},
                       {u"workers-list"_s, u"Numbers of workers."_s, u"list"_s},
                       {u"build"_s, u"Builds the index, with its defaults where nothing else says how."_s},
                       {u"share"_s, u"Of the rows that are copied for builds, in percent."_s, u"percent"_s, u"100"_s},
                       {u"dry-run"_s, u"Says what it would do, with disk and time, and does nothing."_s},
                       {{u"y"_s, u"yes"_s}, u"Copies and builds without asking."_s},
                       {u"confirm"_s, u"On a production connection: the name that would have to be typed."_s, u"name"_s},
                       {u"save"_s, u"Keeps each run under this name."_s, u"name"_s},
                       {u"json"_s, u"As JSON."_s}});
    if (!parse(parser, u"bench sweep --table [SCHEMA.]TABLE --column NAME --ef-search LIST [--m LIST ...] [options]"_s, arguments))
        return Succeeded;
    SweepPlan plan = planOption(parser);
    const BenchDesk desk(parser, plan.base.workload);
    addIterativeScans(parser, desk, plan);
    const bool asJson = parser.isSet(u"json"_s);
    if (parser.isSet(u"dry-run"_s) || !plan.builds.empty()) {
        const SweepForecast forecast = foretold(desk, plan);
        if (parser.isSet(u"dry-run"_s)) {
            printOut(asJson ? QString::fromUtf8(QJsonDocument(forecastJson(forecast)).toJson()) : forecastText(forecast));
            return forecast.obstacle.isEmpty() ? Succeeded : Failed;
        }
        if (!forecast.obstacle.isEmpty())
            throw core::Error(forecast.obstacle);
        printErrorLine(forecastText(forecast).trimmed());
        if (!mayCopy(parser, desk, plan.base.workload, plan.share))
            return Failed;
    }
    const SweepOutcome outcome = desk.run(u"Sweep"_s, [&](BenchRunner &runner, core::JobContext &job) { return runSweep(runner, job, plan, desk.listener(parser, job)); });
    if (asJson)
        printOut(QString::fromUtf8(QJsonDocument(sweepJson(outcome)).toJson()));
    else
        printRuns(outcome.runs);
    return printEnd(outcome);
}

int benchCleanAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Finds the scratch schemas that a benchmark left which was killed, and drops them. Those of benchmarks that run are left alone."_s);
    addServerOptions(parser);
    addChangeOptions(parser);
    if (!parse(parser, u"bench clean [options]"_s, arguments))
        return Succeeded;
    const auto server = serverOption(parser);
    return applyChange(parser, *server, [](pg::Connection &connection) -> sql::PlannedChange {
        sql::Change all;
        all.title = u"Drop what benchmarks left"_s;
        for (const LeftScratch &left : leftScratches(connection)) {
            const sql::Change change = dropScratchChange(connection, left.schema);
            all.object = change.object;
            all.steps.insert(all.steps.end(), change.steps.begin(), change.steps.end());
        }
        return {all, {}};
    });
}

} // namespace quiver::ctl
