// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl bench sweep, tune and clean: many runs, the cheapest setting that meets a target, and what a killed benchmark left.
#include "await.h"
#include "bench/frontier.h"
#include "bench/runrecord.h"
#include "bench/sweeper.h"
#include "bench/tuner.h"
#include "benchactions.h"
#include "benchoptions.h"
#include "buildrunner.h"
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "core/durationtext.h"
#include "index/pastbuilds.h"
#include "search/searchsettings.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <iterator>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace bench;
using Form = index::IndexKey::Form;

namespace {

QStringList listOption(const QCommandLineParser &parser, const QString &name)
{
    QStringList values;
    for (const QString &text : parser.values(name)) {
        for (const QString &value : text.split(u',', Qt::SkipEmptyParts))
            values << value.trimmed();
    }
    return values;
}

std::vector<int> numbersOption(const QCommandLineParser &parser, const QString &name, int least, int most)
{
    std::vector<int> numbers;
    for (const QString &text : listOption(parser, name)) {
        bool ok = false;
        const int number = text.toInt(&ok);
        if (!ok || number < least || number > most)
            throw UsageError(u"--%1 takes whole numbers from %2 to %3, separated by commas; not “%4”"_s.arg(name).arg(least).arg(most).arg(text));
        numbers.push_back(number);
    }
    return numbers;
}

void addBuildGridOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"method"_s, u"hnsw, ivfflat or both, separated by commas; otherwise the one whose options are given, or hnsw."_s, u"list"_s},
        {u"m"_s, u"Of hnsw."_s, u"list"_s},
        {u"ef-construction"_s, u"Of hnsw."_s, u"list"_s},
        {u"lists"_s, u"Of ivfflat; otherwise as advised for the rows."_s, u"list"_s},
        {u"type"_s, u"vector, halfvec, binary, subvector:DIMENSIONS, separated by commas; the last three are searched in two stages."_s, u"list"_s, u"vector"_s},
        {u"maintenance-work-mem"_s, u"Of builds, in MB; otherwise the server's own."_s, u"MB"_s},
    });
}

/// The methods that are to be built. \throws UsageError where an option is of none of them
QStringList methodsOption(const QCommandLineParser &parser)
{
    const bool hasHnsw = parser.isSet(u"m"_s) || parser.isSet(u"ef-construction"_s), hasLists = parser.isSet(u"lists"_s);
    if (!parser.isSet(u"method"_s))
        return hasLists ? (hasHnsw ? QStringList{u"hnsw"_s, u"ivfflat"_s} : QStringList{u"ivfflat"_s}) : QStringList{u"hnsw"_s};
    const QStringList methods = listOption(parser, u"method"_s);
    if (hasHnsw && !methods.contains(u"hnsw"_s))
        throw UsageError(u"--m and --ef-construction are of hnsw, which --method leaves out"_s);
    if (hasLists && !methods.contains(u"ivfflat"_s))
        throw UsageError(u"--lists is of ivfflat, which --method leaves out"_s);
    return methods;
}

/// \p usualMs, \p usualEfs: where nothing else is said.
std::vector<SweepBuild> buildsOption(const QCommandLineParser &parser, const std::vector<int> &usualMs, const std::vector<int> &usualEfs)
{
    const auto orDefault = [](std::vector<int> numbers, const std::vector<int> &usual) { return numbers.empty() ? usual : numbers; };
    const std::vector<int> ms = orDefault(numbersOption(parser, u"m"_s, 2, 100), usualMs), efs = orDefault(numbersOption(parser, u"ef-construction"_s, 4, 1000), usualEfs),
                           lists = orDefault(numbersOption(parser, u"lists"_s, 1, 32'768), {0});
    const QStringList methods = methodsOption(parser);
    std::vector<SweepBuild> builds;
    for (const QString &type : listOption(parser, u"type"_s)) {
        SweepBuild build;
        const QString kind = type.section(u':', 0, 0);
        if (kind == "halfvec"_L1)
            build.form = Form::Halfvec;
        else if (kind == "binary"_L1)
            build.form = Form::BinaryQuantize;
        else if (kind == "subvector"_L1 && type.section(u':', 1).toInt() > 0)
            build.form = Form::Subvector;
        else if (kind != "vector"_L1)
            throw UsageError(u"--type takes vector, halfvec, binary or subvector:DIMENSIONS, not “%1”"_s.arg(type));
        if (build.form == Form::Subvector)
            build.subvector = type.section(u':', 1).toInt();
        for (const QString &method : methods) {
            build.method = method;
            if (method == "ivfflat"_L1) {
                for (build.lists = 0; const int each : lists) {
                    build.lists = each;
                    builds.push_back(build);
                }
                build.lists = 0;
                continue;
            }
            if (method != "hnsw"_L1)
                throw UsageError(u"--method takes hnsw or ivfflat, not “%1”"_s.arg(method));
            for (const int m : ms) {
                for (const int ef : efs) {
                    build.m = m;
                    build.efConstruction = ef;
                    if (ef >= 2 * m) // the server refuses less
                        builds.push_back(build);
                }
            }
        }
    }
    if (builds.empty())
        throw UsageError(u"no build is left: ef_construction has to be at least twice m"_s);
    return builds;
}

bool namesBuilds(const QCommandLineParser &parser)
{
    return parser.isSet(u"build"_s) || parser.isSet(u"m"_s) || parser.isSet(u"ef-construction"_s) || parser.isSet(u"lists"_s) || parser.isSet(u"type"_s) || parser.isSet(u"method"_s);
}

qint64 memoryOption(const QCommandLineParser &parser)
{
    return parser.isSet(u"maintenance-work-mem"_s) ? numberOption(parser, u"maintenance-work-mem"_s, 1, 1 << 30) * 1024 * 1024 : 0;
}

QJsonValue knownOrNull(double value)
{
    return value >= 0 ? QJsonValue(value) : QJsonValue();
}

QJsonObject forecastJson(const SweepForecast &forecast)
{
    QJsonArray runs, builds;
    for (const RunSpec &run : forecast.runs)
        runs.append(runName(run));
    for (const SweepBuildForecast &build : forecast.builds)
        builds.append(QJsonObject{{u"build"_s, buildText(build.build)}, {u"size_bytes"_s, knownOrNull(build.sizeBytes.value)}, {u"build_seconds"_s, knownOrNull(build.seconds.value)},
                                  {u"possible"_s, build.isPossible}, {u"runs"_s, qint64(build.runs.size())}, {u"warnings"_s, QJsonArray::fromStringList(build.warnings)}});
    return {{u"runs"_s, runs}, {u"builds"_s, builds}, {u"copy_rows"_s, knownOrNull(double(forecast.copyRows))}, {u"copy_bytes"_s, forecast.copyBytes}, {u"disk_bytes"_s, forecast.mostBytes},
            {u"measure_seconds"_s, forecast.measureSeconds}, {u"build_seconds"_s, knownOrNull(forecast.buildSeconds)},
            {u"obstacle"_s, forecast.obstacle.isEmpty() ? QJsonValue() : QJsonValue(forecast.obstacle)}};
}

QString runsText(std::size_t runs)
{
    return runs == 1 ? u"1 run"_s : u"%1 runs"_s.arg(runs);
}

QString copyLine(const SweepForecast &forecast)
{
    return u"Copies %1 (%2) into a scratch schema, which is dropped at the end; at most %3 of disk at a time."_s.arg(
        forecast.copyRows < 0 ? u"rows that nobody has counted yet (ANALYZE does)"_s : catalog::countText(double(forecast.copyRows)) + u" rows"_s, catalog::bytesText(forecast.copyBytes),
        catalog::bytesText(forecast.mostBytes));
}

QString buildLine(const SweepBuildForecast &build)
{
    if (!build.isPossible)
        return u"  leaves out %1, which cannot be built:"_s.arg(buildText(build.build));
    return u"  builds %1: %2, %3"_s.arg(buildText(build.build), build.sizeBytes.isKnown() ? catalog::bytesText(qint64(build.sizeBytes.value)) : u"size not known"_s,
                                       build.seconds.isKnown() ? core::spanText(build.seconds.value) : u"time not known (quiverctl index forecast --calibrate tells it)"_s);
}

QString obstacleText(const QString &obstacle)
{
    return u"It cannot be done: "_s + obstacle;
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

/// How often and for how long it measures is found out by measuring.
QJsonObject tuneForecastJson(const SweepForecast &forecast)
{
    QJsonObject json = forecastJson(forecast);
    for (const QString &ofRuns : {u"runs"_s, u"measure_seconds"_s})
        json.remove(ofRuns);
    return json;
}

/// What a tuner that may build comes to at most; one that may not builds nothing.
QString tuneForecastText(const TunerPlan &plan, const SweepForecast &forecast)
{
    if (!plan.mayBuild)
        return u"Builds and copies nothing: tries settings of the index that is there on %1, which is only read.\n"_s.arg(workloadText(plan.base.workload));
    QStringList lines;
    if (!forecast.builds.empty()) {
        lines << u"Builds on growing samples%1; if it had to build all of them so, this is what it takes:"_s.arg(plan.verifies ? u", and the best once more on all rows"_s : u" alone"_s) << copyLine(forecast);
        for (const SweepBuildForecast &build : forecast.builds) {
            lines << buildLine(build);
            for (const QString &warning : build.warnings)
                lines << u"    note: "_s + warning;
        }
        if (forecast.buildSeconds >= 0)
            lines << u"All builds take about %1; measuring comes on top."_s.arg(core::spanText(forecast.buildSeconds));
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

QJsonObject outcomeJson(const TunerOutcome &outcome)
{
    QJsonArray trials;
    for (const TunerTrial &trial : outcome.trials)
        trials.append(QJsonObject{{u"build"_s, trial.build ? QJsonValue(buildText(*trial.build)) : QJsonValue()}, {u"rows"_s, trial.rows}, {u"value"_s, trial.value},
                                  {u"recall"_s, trial.recall.mean}, {u"recall_low"_s, trial.recall.low}, {u"recall_high"_s, trial.recall.high}, {u"queries"_s, trial.recall.queries},
                                  {u"decided"_s, trial.isDecided}, {u"reached"_s, trial.reached}, {u"verdict"_s, verdictText(trial.verdict())}, {u"too_slow"_s, trial.isTooSlow}, {u"median_ms"_s, trial.medianMs}, {u"errors"_s, trial.errors},
                                  {u"p95_ms"_s, trial.p95Ms ? QJsonValue(*trial.p95Ms) : QJsonValue()},
                                  {u"plan_takes"_s, trial.planTakes.isEmpty() ? QJsonValue() : QJsonValue(trial.planTakes)}});
    QJsonArray ruledOut;
    for (const RuledOut &each : outcome.ruledOut)
        ruledOut.append(QJsonObject{{u"build"_s, buildText(each.build)}, {u"limit"_s, limitText(each.limit)}, {u"why"_s, each.why}});
    QJsonObject measuredWith;
    for (const auto &[name, value] : outcome.settings)
        measuredWith.insert(name, value);
    Workload staged;
    staged.query.firstStage = outcome.firstStage;
    return {{u"verdict"_s, verdictText(outcome.verdict)}, {u"reached"_s, outcome.verdict == Verdict::Met}, {u"recall_decided"_s, !outcome.isRecallOpen}, {u"p95_decided"_s, !outcome.isP95Open}, {u"limit"_s, outcome.limit == TuneLimit::None ? QJsonValue() : QJsonValue(limitText(outcome.limit))}, {u"build"_s, outcome.build ? QJsonValue(buildText(*outcome.build)) : QJsonValue()},
            {u"index"_s, outcome.index.isEmpty() ? QJsonValue() : QJsonValue(outcome.index)}, {u"setting"_s, outcome.setting},
            {u"value"_s, outcome.value}, {u"measured_with"_s, measuredWith}, {u"two_stage"_s, staged.query.firstStage ? QJsonValue(stageText(staged)) : QJsonValue()},
            {u"over_fetch"_s, staged.query.firstStage ? QJsonValue(staged.query.firstStage->overFetch) : QJsonValue()}, {u"recall"_s, outcome.recall.mean}, {u"recall_low"_s, outcome.recall.low}, {u"recall_high"_s, outcome.recall.high},
            {u"table_changed"_s, outcome.isTableChanged}, {u"extrapolated"_s, outcome.isExtrapolated}, {u"p95_ms"_s, outcome.p95Ms ? QJsonValue(*outcome.p95Ms) : QJsonValue()},
            {u"qps"_s, outcome.qps ? QJsonValue(*outcome.qps) : QJsonValue()}, {u"errors"_s, outcome.errors}, {u"index_bytes"_s, knownOrNull(outcome.sizeBytes)}, {u"server_seconds"_s, outcome.serverSeconds},
            {u"ended_early"_s, outcome.trouble.isEmpty() ? QJsonValue() : QJsonValue(outcome.trouble)}, {u"text"_s, outcome.words}, {u"ruled_out"_s, ruledOut}, {u"trials"_s, trials}};
}

/// What came of a trial, for the log.
QString trialText(const TunerTrial &trial)
{
    if (trial.isTooSlow)
        return u"too slow"_s;
    switch (trial.verdict()) {
    case Verdict::Met: return u"reached"_s;
    case Verdict::NotMet: return u"missed"_s;
    default: return trial.reached ? u"not decided, reached by the mean"_s : u"not decided, missed by the mean"_s;
    }
}

/// What of the choice is to be applied.
struct Applied {
    std::optional<ApplyTo> setting; ///< no value: the index alone
};

/// No value: nothing. \p mayBuild: an index is chosen, which has to be there before its setting is of use. \throws UsageError
std::optional<Applied> applyOption(const QCommandLineParser &parser, bool mayBuild)
{
    if (!parser.isSet(u"apply"_s))
        return {};
    const QStringList parts = listOption(parser, u"apply"_s);
    Applied applied;
    for (const QString &part : parts) {
        if (part == "role"_L1)
            applied.setting = ApplyTo::Role;
        else if (part == "database"_L1)
            applied.setting = ApplyTo::Database;
        else if (part != "build"_L1)
            throw UsageError(u"--apply takes role, database, build, or build with one of the others (build,role); not “%1”"_s.arg(part));
    }
    if (parts.contains(u"role"_s) && parts.contains(u"database"_s))
        throw UsageError(u"--apply takes role or database, not both"_s);
    if (mayBuild && !parts.contains(u"build"_s))
        throw UsageError(u"an index is chosen that is not there yet: --apply build,%1 builds it and then sets what it is searched with"_s.arg(parts.value(0)));
    if (!mayBuild && parts.contains(u"build"_s))
        throw UsageError(u"--apply build goes with --build: without it the index that is there is tuned"_s);
    return applied;
}

/// Shows the copy that builds need, of \p share of the rows, and asks about it; says so where it may not be made.
bool mayCopy(const QCommandLineParser &parser, const BenchDesk &desk, const Workload &wanted, double share)
{
    const sql::Change change = desk.run(u"Plan"_s, [&](BenchRunner &runner, core::JobContext &job) {
        const BoundWorkload &workload = runner.bind(job, wanted, false);
        return runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) { return makeScratchChange(connection, workload, u"quiver_bench"_s, share); });
    });
    const bool may = mayApply(parser, change, desk.choice());
    if (!may)
        printErrorLine(u"Nothing was done."_s);
    return may;
}

SweepForecast foretold(const BenchDesk &desk, const SweepPlan &plan)
{
    const auto past = index::pastBuilds(buildsOn(desk.choice()));
    return desk.run(u"Forecast"_s, [&](BenchRunner &runner, core::JobContext &job) { return forecastSweep(runner, job, plan, past); });
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

int benchTuneAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Finds the cheapest setting that meets a target: ef_search or probes by bisection on the index that is there, or with --build also m, ef_construction, lists and the type, "
        "by halving the candidates on growing samples in a scratch schema. Nothing is changed unless --apply is given. "
        "Of random rows up to four times --sample are searched with, where that is what it takes to decide.\n"
        "A build that the server refuses is left out. What ends the search early is said with what was found until then: exit status 1.\n"
        "--dry-run says what would be built, on what, with disk and time, and measures nothing; without builds but with --apply it measures, and prints the SQL of what it would set.\n"
        "Exit status 0: the target is surely met. 3: it is not, or what was measured does not decide it (\"verdict\" of --json: met, not_met, undecided); then nothing is applied unless "
        "--accept-undecided is given.\n"
        "  quiverctl bench tune --table documents --column embedding --target-recall 0.95 --target-p95 20"_s);
    addServerOptions(parser);
    addRunOptions(parser);
    addBuildGridOptions(parser);
    parser.addOptions({{u"target-recall"_s, u"Of recall@k."_s, u"share"_s, u"0.95"_s},
                       {u"target-p95"_s, u"At most, in milliseconds."_s, u"ms"_s},
                       {u"target-size"_s, u"Of the index at most, in MB."_s, u"MB"_s},
                       {u"build"_s, u"May build: m 8, 16, 32 and ef_construction 64, 128, 256, where --m and the like say nothing else."_s},
                       {u"no-verify"_s, u"With builds: does not build the choice on all rows, too; what samples say is extrapolated. Of up to 3,000 rows, which a sample would have all of, it does."_s},
                       {u"accept-undecided"_s, u"Takes a choice whose figures meet the target though their intervals do not decide it, and what is told from samples alone (--no-verify), as one that meets it: exit status 0, and --apply applies it."_s},
                       {u"apply"_s, u"Sets what was found for the role or the database: role or database. With builds build, or build,role or build,database: builds the index, and then sets it. Shown and asked about."_s, u"what"_s},
                       {u"json"_s, u"As JSON."_s}});
    addChangeOptions(parser);
    if (!parse(parser, u"bench tune --table [SCHEMA.]TABLE --column NAME --target-recall R [options]"_s, arguments))
        return Succeeded;
    TunerPlan plan;
    plan.base = runOption(parser);
    plan.target.recall = realOption(parser, u"target-recall"_s, 0, 1);
    if (parser.isSet(u"target-p95"_s))
        plan.target.p95Ms = realOption(parser, u"target-p95"_s, 0);
    if (parser.isSet(u"target-size"_s))
        plan.target.sizeBytes = qint64(realOption(parser, u"target-size"_s, 0) * 1024 * 1024);
    plan.mayBuild = namesBuilds(parser);
    plan.maintenanceWorkMem = memoryOption(parser);
    plan.verifies = !parser.isSet(u"no-verify"_s);
    if (plan.mayBuild)
        plan.builds = buildsOption(parser, {8, 16, 32}, {64, 128, 256});
    const std::optional<Applied> apply = applyOption(parser, plan.mayBuild);
    const BenchDesk desk(parser, plan.base.workload);
    constexpr double allRows = 1; // at the end, unless it is not verified; at most
    const bool onlyTells = parser.isSet(u"dry-run"_s) && (plan.mayBuild || !apply);
    if (plan.mayBuild || onlyTells) {
        SweepPlan what;
        what.base = plan.base;
        what.builds = plan.builds;
        what.share = allRows;
        what.maintenanceWorkMem = plan.maintenanceWorkMem;
        const SweepForecast forecast = foretold(desk, what);
        if (onlyTells) {
            printOut(parser.isSet(u"json"_s) ? QString::fromUtf8(QJsonDocument(tuneForecastJson(forecast)).toJson()) : tuneForecastText(plan, forecast));
            return forecast.obstacle.isEmpty() ? Succeeded : Failed;
        }
        if (!forecast.obstacle.isEmpty())
            throw core::Error(forecast.obstacle);
        printErrorLine(tuneForecastText(plan, forecast).trimmed());
        if (!mayCopy(parser, desk, plan.base.workload, allRows))
            return Failed;
    }
    const TunerOutcome outcome = desk.run(u"Tune"_s, [&](BenchRunner &runner, core::JobContext &job) {
        return tune(runner, job, plan, [&job](const TunerTrial &trial) {
            if (!trial.planTakes.isEmpty()) {
                job.log(u"%1: the planner takes %2"_s.arg(QString::number(trial.value), trial.planTakes));
                return;
            }
            job.log(u"%1%2: recall %3 of %4 queries, %5"_s.arg(trial.build ? buildText(*trial.build) + u", "_s : QString(), QString::number(trial.value),
                                                               QString::number(trial.recall.mean, 'f', 4), QString::number(trial.recall.queries), trialText(trial)));
        });
    });
    const bool asJson = parser.isSet(u"json"_s);
    const auto tell = [&](bool applied) { // once, at the end
        QJsonObject json = outcomeJson(outcome);
        json[u"applied"_s] = applied;
        if (asJson)
            printOut(QString::fromUtf8(QJsonDocument(json).toJson()));
    };
    if (!asJson)
        printOut(outcome.words + u'\n');
    for (const RuledOut &each : outcome.ruledOut)
        printErrorLine(u"left out: %1 (%2)"_s.arg(buildText(each.build), each.why));
    if (!outcome.trouble.isEmpty()) {
        printError(outcome.trouble);
        tell(false);
        return Failed;
    }
    if (outcome.verdict != Verdict::Met && !(outcome.hasChoice() && parser.isSet(u"accept-undecided"_s))) {
        if (apply && outcome.hasChoice())
            printErrorLine(u"Nothing was applied: whether the target is met is not decided. --accept-undecided applies it all the same."_s);
        tell(false);
        return NeedsAttention;
    }
    if (!apply) {
        tell(false);
        return Succeeded;
    }
    try {
        const int status = applyChange(parser, desk.choice(), [&](pg::Connection &connection) -> sql::PlannedChange {
            index::CarePlan made = applyChoice(connection, plan, outcome, apply->setting);
            if (!made.refusal.isEmpty())
                throw core::Error(made.refusal);
            return {std::move(made.change), {}};
        });
        tell(status == Succeeded && !parser.isSet(u"dry-run"_s) && !parser.isSet(u"save-migration"_s));
        return status;
    } catch (const core::Error &) { // what was measured is not lost with it
        tell(false);
        throw;
    }
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
