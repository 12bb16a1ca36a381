// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl bench tune: the cheapest setting that meets a target.
#include "bench/tuner.h"
#include "benchactions.h"
#include "benchbuilds.h"
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "core/durationtext.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace bench;

namespace {

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

} // namespace

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

} // namespace quiver::ctl
