// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl bench run, list and compare: measures, keeps, and says whether one run is worse than another.
#include "await.h"
#include "bench/difference.h"
#include "bench/runlabels.h"
#include "bench/runrecord.h"
#include "benchactions.h"
#include "benchoptions.h"
#include "commandline.h"
#include "commands.h"
#include "store/paths.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <map>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace bench;

namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

QJsonObject differenceJson(const FigureDifference &difference)
{
    const auto number = [](double value) { return std::isfinite(value) ? QJsonValue(value) : QJsonValue(); };
    return {{u"baseline"_s, difference.baseline}, {u"run"_s, difference.run}, {u"change"_s, number(difference.change)}, {u"low"_s, number(difference.low)},
            {u"high"_s, number(difference.high)}, {u"p_value"_s, difference.pValue}, {u"significant"_s, difference.isSignificant}, {u"worse"_s, difference.isWorse}};
}

QJsonObject differenceJson(const RunDifference &difference)
{
    QJsonObject json{{u"comparable"_s, difference.isComparable()}, {u"worse"_s, difference.isWorse()}, {u"qps"_s, differenceJson(difference.qps)}, {u"median_ms"_s, differenceJson(difference.medianMs)},
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
                       {u"against"_s, u"Exit status 3 where a run is significantly worse than a kept one, 1 where the two cannot be compared: by name the newest of it that measured the same (search, query vectors, settings, workers), or by number."_s,
                        u"baseline"_s},
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
    return failures;
}

/// Runs that --against may mean, without their samples and the newest first, for each of \p specs: what a file of query vectors holds is known when it was asked. \throws
/// core::Error where one of them has none
std::vector<std::vector<RunResult>> baselinesOf(store::Workspace &workspace, const QString &which, const std::vector<RunSpec> &specs)
{
    const QList<store::BenchmarkEntry> entries = keptRuns(workspace, which, false);
    const bool isMeant = entries.size() == 1 && entries.first().name != which && specs.size() == 1; // by its number: whatever it measured
    std::vector<std::vector<RunResult>> baselines;
    for (const RunSpec &spec : specs) {
        std::vector<RunResult> &found = baselines.emplace_back();
        for (const store::BenchmarkEntry &entry : entries) {
            if (RunResult run = runOf(entry); isMeant || isRepeat(spec, run))
                found.push_back(std::move(run));
        }
        if (found.empty())
            throw core::Error(u"no run kept as “%1” measured the same as “%2” of %3: keep one with --save, or name one by its number (quiverctl bench list)"_s.arg(which, runName(spec),
                                                                                                                                                        workloadText(spec.workload)));
    }
    return baselines;
}

/// The newest that asked with the vectors of \p run; where none did the newest, of which a comparison says so.
RunResult baselineOf(store::Workspace &workspace, const std::vector<RunResult> &baselines, const RunSpec &spec, const RunResult &run)
{
    const auto found = std::ranges::find_if(baselines, [&](const RunResult &each) { return isRepeat(spec, each, run.querySet); });
    return keptRun(workspace, found == baselines.end() ? baselines.front().id : found->id);
}

/// Numbers of kept runs, baseline and run. Where a name has several measurements each is compared with the same one of the other name.
/// \throws core::Error where they have none in common
std::vector<std::pair<qint64, qint64>> pairsOf(store::Workspace &workspace, const QString &baseline, const QString &run)
{
    const std::map<QString, qint64> before = newestOf(workspace, baseline), after = newestOf(workspace, run);
    if (before.size() == 1 && after.size() == 1)
        return {{before.begin()->second, after.begin()->second}};
    std::vector<std::pair<qint64, qint64>> pairs;
    for (const auto &[key, id] : after) {
        if (const auto same = before.find(key); same != before.end())
            pairs.emplace_back(same->second, id);
    }
    if (pairs.empty())
        throw core::Error(u"the runs of “%1” and “%2” measured nothing that is the same: name two of them by their numbers (quiverctl bench list)"_s.arg(baseline, run));
    return pairs;
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

/// \p differences: of each run against its baseline; empty: there is none. \p isOne: one run was asked for.
void print(const QCommandLineParser &parser, const std::vector<RunResult> &runs, const std::vector<RunDifference> &differences, bool isOne)
{
    if (parser.isSet(u"json"_s)) {
        QJsonArray list;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            QJsonObject json = runJson(runs[i]);
            if (!differences.empty())
                json.insert(u"against"_s, differenceJson(differences[i]));
            list.append(json);
        }
        printOut(QString::fromUtf8(QJsonDocument(isOne ? list.first().toObject() : QJsonObject{{u"runs"_s, list}}).toJson()));
        return;
    }
    printRuns(runs);
    for (std::size_t i = 0; i < differences.size(); ++i)
        printOut(u'\n' + (isOne ? QString() : runName(runs[i].spec) + u": "_s) + differenceText(differences[i]).join(u'\n') + u'\n');
    const RunFacts &facts = runs.front().facts;
    const bool isOfConditions = runs.front().recall && runs.front().spec.workload.hasConditions();
    const QString rows = facts.rows < 0 ? u"rows not counted"_s : QString::number(facts.rows, 'f', 0) + (isOfConditions ? u" rows that meet the conditions"_s : u" rows"_s);
    printErrorLine(u"%1, PostgreSQL %2, pgvector %3, %4 x %5, %6"_s.arg(workloadText(runs.front().spec.workload), facts.serverVersion, facts.pgvectorVersion, rows,
                                                                        QString::number(facts.dimensions), facts.indexesUsed.isEmpty() ? u"no index"_s : facts.indexesUsed.join(u", "_s)));
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
    for (const auto &[option, most] : {std::pair{u"min-recall"_s, 1.0}, {u"max-p95"_s, unlimited}, {u"min-qps"_s, unlimited}}) { // what is wrong with them is said before an hour of measuring
        if (parser.isSet(option))
            realOption(parser, option, 0, most);
    }
    numberOption(parser, u"max-errors"_s, 0, std::numeric_limits<qint64>::max());
    const double tolerance = realOption(parser, u"tolerance"_s, 0) / 100;
    const BenchDesk desk(parser, spec.workload);
    const std::vector<RunSpec> specs = ladderOf(parser, spec);
    std::vector<std::vector<RunResult>> baselines;
    if (parser.isSet(u"against"_s)) {
        if (!desk.workspace())
            throw core::Error(u"there is no workspace with a baseline"_s);
        baselines = baselinesOf(*desk.workspace(), parser.value(u"against"_s), specs);
    }
    const SweepOutcome outcome = desk.run(u"Benchmark"_s, [&](BenchRunner &runner, core::JobContext &job) { return runEach(runner, job, specs, desk.listener(parser, job)); });
    std::vector<RunDifference> differences;
    QStringList failures, incomparable;
    for (const RunResult &run : outcome.runs) {
        failures += failuresOf(parser, run);
        if (baselines.empty())
            continue;
        const auto place = std::ranges::find_if(specs, [&run](const RunSpec &each) { return each.workers == run.spec.workers; }) - specs.begin();
        differences.push_back(compareRuns(run, baselineOf(*desk.workspace(), baselines[std::size_t(place)], specs[std::size_t(place)], run), tolerance));
        if (!differences.back().isComparable())
            incomparable << u"%1 cannot be compared with %2: "_s.arg(runName(run.spec), parser.value(u"against"_s)) + differences.back().obstacles.join(u' ');
        if (differences.back().isWorse())
            failures << u"%1 is worse than %2: "_s.arg(runName(run.spec), parser.value(u"against"_s)) + differenceText(differences.back()).mid(1).join(u' ');
    }
    print(parser, outcome.runs, differences, specs.size() == 1);
    const int status = printEnd(outcome);
    for (const QString &failure : failures + incomparable)
        printError(failure);
    return status != Succeeded ? status : !failures.isEmpty() ? NeedsAttention : incomparable.isEmpty() ? Succeeded : Failed;
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
        const qint64 id = numberOption(parser, u"remove"_s, 1, std::numeric_limits<qint64>::max());
        if (await(workspace->benchmarks({.id = id})).isEmpty())
            throw core::Error(u"no run %1 was kept, so nothing was forgotten. quiverctl bench list shows those that were"_s.arg(id));
        await(workspace->removeBenchmark(id));
        return Succeeded;
    }
    store::BenchmarkFilter filter;
    if (parser.isSet(u"name"_s))
        filter.name = parser.value(u"name"_s);
    const QList<store::BenchmarkEntry> entries = await(workspace->benchmarks(filter, std::numeric_limits<int>::max()));
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
    QList<QStringList> rows{{u"NUMBER"_s, u"KEPT AS"_s, u"WHEN"_s, u"TABLE"_s, u"RUN"_s, u"RECALL"_s, u"QPS"_s, u"P95 MS"_s, u"STATE"_s}};
    for (const store::BenchmarkEntry &entry : entries) {
        const RunResult run = runOf(entry);
        rows << QStringList{QString::number(entry.id), entry.name, entry.startedAt.toLocalTime().toString(u"yyyy-MM-dd hh:mm"_s), entry.table, runName(run.spec),
                            run.recall ? QString::number(run.recall->mean, 'f', 4) : u"-"_s, QString::number(run.qps, 'f', 1), QString::number(run.latency.p95Ms, 'f', 2), stateText(run.state)};
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
    parser.setApplicationDescription(u"Whether a kept run really differs from another one: by batch means and Welch's test, with 95 % intervals. Exit status 3: it is worse. 1: there is no verdict, as they "
                                     "asked different things (table, share of its rows, queries, k, conditions, workers, rate), or one did not come to its end.\n"
                                     "  quiverctl bench compare before after"_s);
    parser.addOptions({{u"tolerance"_s, u"What is let pass in any case, in percent (of recall, 0.005 at most)."_s, u"percent"_s, u"5"_s}, {u"json"_s, u"As JSON."_s}});
    parser.addPositionalArgument(u"baseline"_s, u"Name (the newest run of each measurement) or number."_s);
    parser.addPositionalArgument(u"run"_s, u"The same."_s);
    if (!parse(parser, u"bench compare BASELINE RUN [options]"_s, arguments))
        return Succeeded;
    if (parser.positionalArguments().size() != 2)
        throw UsageError(u"name two runs: the baseline, and what is to be compared with it"_s);
    const auto workspace = store::Workspace::open(store::workspaceFile());
    const double tolerance = realOption(parser, u"tolerance"_s, 0) / 100;
    QJsonArray list;
    bool isWorse = false;
    QStringList incomparable;
    for (const auto &[baselineId, runId] : pairsOf(*workspace, parser.positionalArguments()[0], parser.positionalArguments()[1])) {
        const RunResult baseline = keptRun(*workspace, baselineId), run = keptRun(*workspace, runId);
        const RunDifference difference = compareRuns(run, baseline, tolerance);
        isWorse |= difference.isWorse();
        if (!difference.isComparable())
            incomparable << u"%1 (%2) cannot be compared with %3: "_s.arg(runName(run.spec), QString::number(runId), QString::number(baselineId)) + difference.obstacles.join(u' ');
        if (parser.isSet(u"json"_s)) {
            QJsonObject json = differenceJson(difference);
            json.insert(u"run"_s, runName(run.spec));
            list.append(json);
            continue;
        }
        printRuns({baseline, run});
        printOut(u'\n' + differenceText(difference).join(u'\n') + u"\n\n"_s);
    }
    if (parser.isSet(u"json"_s))
        printOut(QString::fromUtf8((list.size() == 1 ? QJsonDocument(list.first().toObject()) : QJsonDocument(list)).toJson()));
    for (const QString &each : std::as_const(incomparable))
        printError(each);
    return isWorse ? NeedsAttention : incomparable.isEmpty() ? Succeeded : Failed;
}

} // namespace quiver::ctl
