// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl bench run, list and compare: measures, keeps, and says whether one run is worse than another.
#include "await.h"
#include "bench/difference.h"
#include "bench/runrecord.h"
#include "benchactions.h"
#include "benchoptions.h"
#include "commandline.h"
#include "commands.h"
#include "store/paths.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace bench;

namespace {

QJsonObject differenceJson(const FigureDifference &difference)
{
    const auto number = [](double value) { return std::isfinite(value) ? QJsonValue(value) : QJsonValue(); };
    return {{u"baseline"_s, difference.baseline}, {u"run"_s, difference.run}, {u"change"_s, number(difference.change)}, {u"low"_s, number(difference.low)},
            {u"high"_s, number(difference.high)}, {u"p_value"_s, difference.pValue}, {u"significant"_s, difference.isSignificant}, {u"worse"_s, difference.isWorse}};
}

QJsonObject differenceJson(const RunDifference &difference)
{
    QJsonObject json{{u"worse"_s, difference.isWorse()}, {u"qps"_s, differenceJson(difference.qps)}, {u"median_ms"_s, differenceJson(difference.medianMs)},
                     {u"p95_ms"_s, differenceJson(difference.p95Ms)}, {u"text"_s, QJsonArray::fromStringList(differenceText(difference))}};
    if (difference.recall)
        json.insert(u"recall"_s, differenceJson(*difference.recall));
    return json;
}

void addConditionOptions(QCommandLineParser &parser)
{
    parser.addOptions({{u"min-recall"_s, u"Exit status 3 where the recall is below this."_s, u"share"_s},
                       {u"max-p95"_s, u"Exit status 3 where the p95 latency is above this, in milliseconds."_s, u"ms"_s},
                       {u"min-qps"_s, u"Exit status 3 where the throughput is below this."_s, u"qps"_s},
                       {u"max-errors"_s, u"Exit status 3 where more executions than this fail."_s, u"n"_s, u"0"_s},
                       {u"against"_s, u"Exit status 3 where the run is significantly worse than this kept one: its name (the newest of it) or number."_s, u"baseline"_s},
                       {u"tolerance"_s, u"With --against: what is let pass in any case, in percent (of recall, 0.005 at most)."_s, u"percent"_s, u"5"_s}});
}

/// What one run does not meet, in sentences.
QStringList failuresOf(const QCommandLineParser &parser, const RunResult &run)
{
    QStringList failures;
    if (parser.isSet(u"min-recall"_s)) {
        const double least = realOption(parser, u"min-recall"_s, 0);
        if (!run.recall)
            failures << u"the recall is not known, and at least %1 is wanted"_s.arg(least);
        else if (run.recall->mean < least)
            failures << u"the recall of %1 is below %2"_s.arg(run.recall->mean, 0, 'f', 4).arg(least);
    }
    if (parser.isSet(u"max-p95"_s) && run.latency.p95Ms > realOption(parser, u"max-p95"_s, 0))
        failures << u"the p95 latency of %1 ms is above %2 ms"_s.arg(run.latency.p95Ms, 0, 'f', 2).arg(parser.value(u"max-p95"_s));
    if (parser.isSet(u"min-qps"_s) && run.qps < realOption(parser, u"min-qps"_s, 0))
        failures << u"%1 queries per second are fewer than %2"_s.arg(run.qps, 0, 'f', 1).arg(parser.value(u"min-qps"_s));
    if (const qint64 most = numberOption(parser, u"max-errors"_s, 0, std::numeric_limits<qint64>::max()); run.errors > most)
        failures << u"%L1 of %L2 executions failed, and at most %L3 may (--max-errors)"_s.arg(run.errors).arg(run.errors + run.executions).arg(most);
    if (run.state != RunResult::State::Complete)
        failures << u"the run is %1: %2"_s.arg(stateText(run.state), run.stateReason);
    return failures;
}

std::vector<RunSpec> ladderOf(const QCommandLineParser &parser, const RunSpec &spec)
{
    if (!parser.isSet(u"ladder"_s))
        return {spec};
    std::vector<RunSpec> specs;
    for (const int workers : workerLadder(int(numberOption(parser, u"ladder"_s, 1, maxWorkers)))) {
        specs.push_back(spec);
        specs.back().workers = workers;
    }
    return specs;
}

void print(const QCommandLineParser &parser, const std::vector<RunResult> &runs, const std::optional<RunDifference> &difference)
{
    if (parser.isSet(u"json"_s)) {
        QJsonObject json;
        if (runs.size() == 1) {
            json = runJson(runs.front());
        } else {
            QJsonArray list;
            for (const RunResult &run : runs)
                list.append(runJson(run));
            json.insert(u"runs"_s, list);
        }
        if (difference)
            json.insert(u"against"_s, differenceJson(*difference));
        printOut(QString::fromUtf8(QJsonDocument(json).toJson()));
        return;
    }
    printRuns(runs);
    if (difference)
        printOut(u'\n' + differenceText(*difference).join(u'\n') + u'\n');
    const RunFacts &facts = runs.front().facts;
    printErrorLine(u"%1, PostgreSQL %2, pgvector %3, %4 rows x %5, %6"_s.arg(workloadText(runs.front().spec.workload), facts.serverVersion, facts.pgvectorVersion,
                                                                        QString::number(facts.rows, 'f', 0), QString::number(facts.dimensions),
                                                                        facts.indexesUsed.isEmpty() ? u"no index"_s : facts.indexesUsed.join(u", "_s)));
}

} // namespace

int benchRunAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Measures searches of a table: recall against exact neighbours that are computed here, latency from raw samples, queries per second. It only reads; the table "
        "and its indexes are not touched.\n"
        "  quiverctl bench run --table documents --column embedding --sample 200 --set hnsw.ef_search=100 --workers 4 --seconds 10 --min-recall 0.95 --json"_s);
    addServerOptions(parser);
    addRunOptions(parser);
    addConditionOptions(parser);
    parser.addOptions({{u"ladder"_s, u"Runs with 1, 2, 4, ... workers up to this many."_s, u"n"_s},
                       {u"no-recall"_s, u"Does not compute exact neighbours."_s},
                       {u"name"_s, u"What the run is called in tables and charts."_s, u"text"_s},
                       {u"save"_s, u"Keeps it under this name, with its samples."_s, u"name"_s},
                       {u"json"_s, u"As JSON."_s}});
    if (!parse(parser, u"bench run --table [SCHEMA.]TABLE --column NAME [--queries FILE|--sample N] [options]"_s, arguments))
        return Succeeded;
    RunSpec spec = runOption(parser);
    spec.name = parser.value(u"name"_s);
    spec.measuresRecall = !parser.isSet(u"no-recall"_s);
    for (const QString &option : {u"min-recall"_s, u"max-p95"_s, u"min-qps"_s}) { // what is wrong with them is said before an hour of measuring
        if (parser.isSet(option))
            realOption(parser, option, 0);
    }
    numberOption(parser, u"max-errors"_s, 0, std::numeric_limits<qint64>::max());
    const double tolerance = realOption(parser, u"tolerance"_s, 0) / 100;
    const BenchDesk desk(parser, spec.workload);
    std::optional<RunResult> baseline;
    if (parser.isSet(u"against"_s)) {
        if (!desk.workspace())
            throw core::Error(u"there is no workspace with a baseline"_s);
        baseline = keptRun(*desk.workspace(), parser.value(u"against"_s));
    }
    const std::vector<RunResult> runs = desk.run(u"Benchmark"_s, [&](BenchRunner &runner, core::JobContext &job) {
        std::vector<RunResult> made;
        for (const RunSpec &each : ladderOf(parser, spec)) {
            made.push_back(runner.run(job, each));
            if (made.back().state != RunResult::State::Complete)
                break;
        }
        return made;
    });
    std::optional<RunDifference> difference;
    if (baseline)
        difference = compareRuns(runs.front(), *baseline, tolerance);
    print(parser, runs, difference);
    QStringList failures;
    for (const RunResult &run : runs) {
        for (const QString &note : run.notes)
            printErrorLine(u"note: "_s + note);
        if (const QString text = watchText(run); !text.isEmpty())
            printErrorLine(u"note: "_s + text);
        failures += failuresOf(parser, run);
        if (parser.isSet(u"save"_s))
            printErrorLine(u"kept as run %1"_s.arg(desk.keep(run, parser.value(u"save"_s))));
    }
    if (difference && difference->isWorse())
        failures << u"it is worse than %1: "_s.arg(parser.value(u"against"_s)) + differenceText(*difference).mid(1).join(u' ');
    for (const QString &failure : std::as_const(failures))
        printError(failure);
    if (runs.back().state == RunResult::State::Cancelled)
        return Interrupted;
    if (runs.back().state == RunResult::State::Incomplete)
        return Failed;
    return failures.isEmpty() ? Succeeded : NeedsAttention;
}

int benchListAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"The runs that were kept, the newest first."_s);
    parser.addOptions({{u"name"_s, u"Those of this name alone: their history."_s, u"name"_s},
                       {u"remove"_s, u"Forgets the run of this number."_s, u"number"_s},
                       {u"json"_s, u"As JSON."_s}});
    if (!parse(parser, u"bench list [--name NAME] [--json]"_s, arguments))
        return Succeeded;
    const auto workspace = store::Workspace::open(store::workspaceFile());
    if (parser.isSet(u"remove"_s)) {
        await(workspace->removeBenchmark(numberOption(parser, u"remove"_s, 1, std::numeric_limits<qint64>::max())));
        return Succeeded;
    }
    store::BenchmarkFilter filter;
    if (parser.isSet(u"name"_s))
        filter.name = parser.value(u"name"_s);
    const QList<store::BenchmarkEntry> entries = await(workspace->benchmarks(filter));
    if (parser.isSet(u"json"_s)) {
        QJsonArray list;
        for (const store::BenchmarkEntry &entry : entries) {
            QJsonObject json = QJsonDocument::fromJson(entry.result).object();
            json.insert(u"id"_s, entry.id);
            json.insert(u"kept_as"_s, entry.name);
            list.append(json);
        }
        printOut(QString::fromUtf8(QJsonDocument(list).toJson()));
        return Succeeded;
    }
    QList<QStringList> rows{{u"NUMBER"_s, u"KEPT AS"_s, u"WHEN"_s, u"TABLE"_s, u"RUN"_s, u"RECALL"_s, u"QPS"_s, u"P95 MS"_s}};
    for (const store::BenchmarkEntry &entry : entries) {
        const RunResult run = runOf(entry);
        rows << QStringList{QString::number(entry.id), entry.name, entry.startedAt.toLocalTime().toString(u"yyyy-MM-dd hh:mm"_s), entry.table, runName(run.spec),
                            run.recall ? QString::number(run.recall->mean, 'f', 4) : u"-"_s, QString::number(run.qps, 'f', 1), QString::number(run.latency.p95Ms, 'f', 2)};
    }
    if (entries.isEmpty())
        printErrorLine(u"no run was kept; bench run --save NAME keeps one"_s);
    else
        printTable(rows);
    return Succeeded;
}

int benchCompareAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Whether a kept run really differs from another one: by batch means and Welch's test, with 95 % intervals.\n"
                                     "  quiverctl bench compare before after"_s);
    parser.addOptions({{u"tolerance"_s, u"What is let pass in any case, in percent (of recall, 0.005 at most)."_s, u"percent"_s, u"5"_s}, {u"json"_s, u"As JSON."_s}});
    parser.addPositionalArgument(u"baseline"_s, u"Name (the newest of it) or number."_s);
    parser.addPositionalArgument(u"run"_s, u"The same."_s);
    if (!parse(parser, u"bench compare BASELINE RUN [options]"_s, arguments))
        return Succeeded;
    if (parser.positionalArguments().size() != 2)
        throw UsageError(u"name two runs: the baseline, and what is to be compared with it"_s);
    const auto workspace = store::Workspace::open(store::workspaceFile());
    const RunResult baseline = keptRun(*workspace, parser.positionalArguments()[0]), run = keptRun(*workspace, parser.positionalArguments()[1]);
    const RunDifference difference = compareRuns(run, baseline, realOption(parser, u"tolerance"_s, 0) / 100);
    if (parser.isSet(u"json"_s)) {
        printOut(QString::fromUtf8(QJsonDocument(differenceJson(difference)).toJson()));
    } else {
        printRuns({baseline, run});
        printOut(u'\n' + differenceText(difference).join(u'\n') + u'\n');
    }
    return difference.isWorse() ? NeedsAttention : Succeeded;
}

} // namespace quiver::ctl
