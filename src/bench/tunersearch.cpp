// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/tunersearch.h"

#include "core/counttext.h"
#include "search/searchrun.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace quiver::bench {

using namespace Qt::StringLiterals;
using Decision = SequentialTest::Decision;

namespace {

constexpr int explainedQueries = 50;
constexpr int mostRaise = 2;         // times the least value that the mean says
constexpr double longerMeasured = 4; // times the seconds
constexpr qint64 tellEveryMs = 200;

/// About how many queries would decide it, told from these. 0: more than can be asked
int queriesToDecide(const RecallFigure &recall, double target)
{
    const double reach = recall.mean >= target ? recall.mean - recall.low : recall.high - recall.mean, distance = std::abs(recall.mean - target);
    const double wanted = distance > 0 ? recall.queries * std::pow(reach / distance, 2) : INFINITY;
    return wanted <= maxQueries ? int(std::ceil(wanted / 10) * 10) : 0;
}

/// Tells how fast a trial's queries are answered.
class ProbeRate
{
public:
    explicit ProbeRate(const RateListener &listener) : m_listener(listener) { m_timer.start(); }

    void answered()
    {
        ++m_executions;
        if (m_timer.elapsed() - m_toldMs >= tellEveryMs)
            tell();
    }
    void tell()
    {
        const qint64 now = m_timer.elapsed();
        if (!m_listener || m_executions == m_told)
            return;
        m_listener({.seconds = double(now) / 1000, .qps = double(m_executions - m_told) * 1000 / double(std::max<qint64>(now - m_toldMs, 1)), .executions = m_executions});
        m_told = m_executions;
        m_toldMs = now;
    }

private:
    const RateListener &m_listener;
    QElapsedTimer m_timer;
    qint64 m_executions = 0, m_told = 0, m_toldMs = 0;
};

} // namespace

QString settingOf(const QString &method)
{
    return method == "ivfflat"_L1 ? u"ivfflat.probes"_s : u"hnsw.ef_search"_s;
}

QString verdictText(Verdict verdict)
{
    return verdict == Verdict::Met ? u"met"_s : verdict == Verdict::NotMet ? u"not_met"_s : u"undecided"_s;
}

QString limitText(TuneLimit limit)
{
    switch (limit) {
    case TuneLimit::Recall: return u"recall"_s;
    case TuneLimit::Latency: return u"p95"_s;
    case TuneLimit::Size: return u"size"_s;
    case TuneLimit::Planner: return u"planner"_s;
    case TuneLimit::Errors: return u"errors"_s;
    default: return {};
    }
}

TunerFinding TunerSearch::leastValue(const TunerIndex &index)
{
    const auto probe = m_runner.newSession(u"benchmark tuner"_s);
    m_made.clear();
    TunerFinding finding = bisect(*probe, index);
    if (!finding.value)
        return finding;
    if (index.wantsSure)
        finding = settle(*probe, index, finding);
    if (!finding.value)
        return finding;
    BenchRunner::await(m_job, probe->run(u"Benchmark"_s, [&](pg::Connection &connection, core::JobContext &) {
        QElapsedTimer timer;
        timer.start();
        set(connection, index, *finding.value);
        const BufferFigures buffers = lookAtPlans(connection, index.workload, explainedQueries).buffers;
        finding.pages = buffers.isKnown() ? buffers.hit + buffers.read : -1;
        m_outcome.serverSeconds += double(timer.nsecsElapsed()) / 1e9;
    }));
    return finding;
}

TunerFinding TunerSearch::bisect(pg::Session &probe, const TunerIndex &index)
{
    int missed = index.least - 1, slow = index.most + 1, value = std::clamp(index.first, index.least, index.most);
    std::optional<TunerTrial> reached, nearest;
    const auto out = [&](const TunerTrial &latest) -> TunerFinding {
        const bool isPlanner = m_outcome.planTakesFrom > 0 && m_outcome.planTakesFrom <= slow;
        return {std::nullopt, isPlanner ? TuneLimit::Planner : TuneLimit::Latency, reached ? *reached : nearest.value_or(latest)};
    };
    for (;;) {
        const TunerTrial latest = trial(probe, index, value);
        if (latest.reached)
            reached = latest;
        else if (latest.planTakes.isEmpty() && (latest.isDecided || !latest.isTooSlow)) // else its recall is not known
            missed = value;
        if (latest.isTooSlow)
            slow = value;
        if (latest.planTakes.isEmpty())
            nearest = latest;
        else
            slow = std::min(slow, value); // no use to go there
        const int upper = std::min(reached ? reached->value : index.most + 1, slow);
        if (upper > index.most) {
            if (value == index.most)
                return {std::nullopt, TuneLimit::Recall, latest};
            value = std::min(index.most, value * 2);
            continue;
        }
        if (upper - missed <= std::max(1, upper / 25) || upper <= index.least) {
            if (reached && reached->value < slow)
                return {reached->value, TuneLimit::None, *reached};
            return out(latest);
        }
        value = missed < index.least ? std::max(index.least, upper / 2) : std::clamp(int(std::lround(std::sqrt(double(missed) * upper))), missed + 1, upper - 1);
    }
}

TunerFinding TunerSearch::settle(pg::Session &probe, const TunerIndex &index, const TunerFinding &finding)
{
    int open = *finding.value - 1, most = index.most;
    std::optional<TunerTrial> sure, meant; // meant: the mean of all reaches it
    TunerFinding limited{std::nullopt, TuneLimit::Recall, finding.trial};
    for (const TunerTrial &made : m_made) { // on the way there
        if (made.isOfAll && !made.isTooSlow && made.verdict() == Verdict::Met && made.value > open && (!sure || made.value < sure->value))
            sure = made;
    }
    for (int value = *finding.value;;) {
        const auto known = std::ranges::find_if(m_made, [value](const TunerTrial &made) { return made.value == value && made.isOfAll; });
        const TunerTrial latest = known != m_made.end() ? *known : trial(probe, index, value, true);
        if (latest.isTooSlow || !latest.planTakes.isEmpty()) {
            most = value - 1;
            limited.limit = latest.isTooSlow ? TuneLimit::Latency : TuneLimit::Planner;
        } else if (latest.verdict() == Verdict::Met) {
            sure = latest;
        } else {
            open = value;
            limited.trial = latest;
        }
        if (latest.reached && !latest.isTooSlow && (!meant || value < meant->value)) {
            meant = latest;
            most = std::min(most, value * mostRaise);
        }
        if (sure && sure->value > most)
            sure.reset();
        const int upper = sure ? sure->value : most + 1;
        if (upper - open <= std::max(1, sure ? upper / 10 : 0))
            break;
        value = sure ? std::clamp(int(std::lround(std::sqrt(double(open) * upper))), open + 1, upper - 1) : std::min(most, std::max(open + 1, open * 5 / 4));
    }
    if (sure || meant)
        return {(sure ? sure : meant)->value, TuneLimit::None, sure ? *sure : *meant};
    return limited;
}

TunerTrial TunerSearch::trial(pg::Session &probe, const TunerIndex &index, int value, bool all)
{
    TunerTrial made{.build = index.build, .rows = index.rows, .setting = index.setting, .value = value, .p95Ms = {}};
    m_job.report({.phase = u"measuring recall"_s, .message = (index.build ? buildText(*index.build) + u", "_s : QString()) + u"%1 = %2"_s.arg(index.setting).arg(value)});
    BenchRunner::await(m_job, probe.run(u"Benchmark"_s, [&](pg::Connection &connection, core::JobContext &) { ask(connection, index, made, all); }));
    m_outcome.serverSeconds += made.serverSeconds;
    if (!made.planTakes.isEmpty() && (m_outcome.planTakesFrom == 0 || value < m_outcome.planTakesFrom)) {
        m_outcome.planTakes = made.planTakes;
        m_outcome.planTakesFrom = value;
    }
    m_outcome.trials.push_back(made);
    m_made.push_back(made);
    if (m_listener)
        m_listener(made);
    return made;
}

void TunerSearch::set(pg::Connection &connection, const TunerIndex &index, int value) const
{
    search::SettingValues settings = index.workload.settings;
    for (const auto &[name, setting] : m_plan.base.settings)
        settings[name] = setting;
    settings[index.setting] = QString::number(value);
    search::applySettings(connection, settings, index.workload.table.vectorSchema, search::SettingScope::Session);
}

void TunerSearch::ask(pg::Connection &connection, const TunerIndex &index, TunerTrial &made, bool all)
{
    set(connection, index, made.value);
    if (!index.name.isEmpty()) {
        const QStringList taken = lookAtPlans(connection, index.workload, 1).indexes;
        if (!taken.contains(index.name)) {
            made.planTakes = taken.isEmpty() ? u"the whole table"_s : taken.join(u", "_s);
            return;
        }
    }
    RecallProbe probe(connection, index.workload, index.truth);
    std::vector<std::size_t> order(probe.queries());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::mt19937 random(20); // the same order each time, so that trials can be compared
    std::ranges::shuffle(order, random);
    SequentialTest test(m_plan.target.recall);
    std::vector<double> recalls;
    std::vector<float> latencies;
    ProbeRate rate(m_runner.server().rate);
    const auto answer = [&](std::size_t query) {
        m_job.throwIfCancelled();
        const double before = probe.serverSeconds();
        const std::optional<double> recall = probe.ask(query);
        latencies.push_back(float((probe.serverSeconds() - before) * 1000));
        rate.answered();
        return recall;
    };
    const auto isSlow = [&] { return m_plan.target.p95Ms && isP95SurelyAbove(latencies, *m_plan.target.p95Ms); };
    bool isWarm = false;
    std::size_t asked = 0;
    for (; asked < order.size() && (all || test.decision() == Decision::Open) && !made.isTooSlow; ++asked) {
        if (const std::optional<double> recall = answer(order[asked])) {
            recalls.push_back(*recall);
            test.add(*recall);
        }
        if (!isWarm && isSlow()) { // perhaps only because the index is not in memory yet: the same queries again
            latencies.clear();
            for (std::size_t again = 0; again <= asked; ++again)
                answer(order[again]);
            isWarm = true;
        }
        made.isTooSlow = isWarm && isSlow();
    }
    made.isOfAll = asked == order.size();
    rate.tell();
    if (recalls.empty() && !made.isTooSlow)
        throw core::Error(u"there is nothing to be found: no row meets the conditions"_s);
    conclude(made, test, recalls, latencies, index.workload.k());
    made.serverSeconds = probe.serverSeconds();
}

void TunerSearch::conclude(TunerTrial &made, const SequentialTest &test, const std::vector<double> &recalls, const std::vector<float> &latencies, int k) const
{
    made.recall = recallFigure(recalls, k);
    // When there is no more to come the interval of all is the narrower one, which needs to hold this once.
    made.reached = (made.isOfAll ? test.decisionAtEnd() : test.decision()) == Decision::Reached;
    made.isDecided = made.isOfAll ? made.recall.low >= m_plan.target.recall || made.recall.high < m_plan.target.recall : test.decision() != Decision::Open;
    const LatencyFigures figures = latencyFigures(latencies);
    made.medianMs = figures.medianMs;
    made.p95Ms = figures.p95Ms;
}

void measureChoice(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, const BoundWorkload &workload, TunerOutcome &outcome)
{
    RunSpec run = plan.base;
    run.settings[outcome.setting] = QString::number(outcome.value);
    run.measuresRecall = false;
    for (const bool isLast : {false, true}) {
        const RunResult measured = runner.run(job, run, workload, nullptr);
        if (measured.state == RunResult::State::Cancelled)
            throw core::Cancelled();
        if (measured.state == RunResult::State::Incomplete)
            throw core::Error(u"the choice (%1 = %2) could not be measured. %3 Tune again when the server answers"_s.arg(outcome.setting, QString::number(outcome.value), measured.stateReason));
        outcome.errors = measured.errors;
        outcome.firstError.clear();
        for (const WorkerResult &worker : measured.workers) {
            if (outcome.firstError.isEmpty())
                outcome.firstError = worker.firstError;
        }
        outcome.serverSeconds += measured.seconds + run.warmupSeconds;
        outcome.p95Ms = measured.latency.p95Ms;
        outcome.qps = measured.qps;
        if (measured.facts.indexBytes >= 0)
            outcome.sizeBytes = double(measured.facts.indexBytes);
        const std::vector<float> latencies = plan.target.p95Ms ? measured.latencies() : std::vector<float>();
        outcome.isP95Open = plan.target.p95Ms && !isP95SurelyAbove(latencies, *plan.target.p95Ms) && !isP95SurelyWithin(latencies, *plan.target.p95Ms);
        if (!outcome.isP95Open || isLast)
            return;
        run.seconds *= longerMeasured;
        run.executions = std::min(run.executions * qint64(longerMeasured), maxExecutions);
        if (!runProblem(run).isEmpty())
            return;
    }
}

TuneLimit limitOf(const TunerPlan &plan, const TunerOutcome &outcome, bool hasRecall)
{
    if (plan.target.sizeBytes && outcome.sizeBytes > double(*plan.target.sizeBytes))
        return TuneLimit::Size;
    if (!hasRecall)
        return TuneLimit::Recall;
    if (outcome.errors > 0)
        return TuneLimit::Errors;
    return plan.target.p95Ms && outcome.p95Ms && *outcome.p95Ms > *plan.target.p95Ms ? TuneLimit::Latency : TuneLimit::None;
}

namespace {

QString moreQueriesText(const TunerPlan &plan, const TunerOutcome &outcome)
{
    if (plan.target.recall >= 1)
        return u"No number of queries decides that it is 1: take a target below."_s;
    const int queries = queriesToDecide(outcome.recall, plan.target.recall);
    return queries > 0 ? u"About %1 query vectors would decide it."_s.arg(core::countText(queries)) : u"It is too near to it for any number of queries that can be asked."_s;
}

} // namespace

void judge(const TunerPlan &plan, TunerOutcome &outcome, TuneLimit limit)
{
    const bool isOpen = outcome.isRecallOpen || outcome.isP95Open || outcome.isExtrapolated;
    outcome.limit = limit;
    outcome.verdict = limit == TuneLimit::None ? (isOpen ? Verdict::Undecided : Verdict::Met)
                      : (limit == TuneLimit::Recall && outcome.isRecallOpen) || (limit == TuneLimit::Latency && outcome.isP95Open) ? Verdict::Undecided : Verdict::NotMet;
    QStringList parts;
    parts << (outcome.build ? buildText(*outcome.build) : outcome.index);
    parts.removeAll(QString());
    if (outcome.value > 0)
        parts << u"%1 = %2"_s.arg(outcome.setting).arg(outcome.value);
    QStringList figures;
    if (outcome.recall.queries > 0)
        figures << u"recall %1 (95 % interval %2 to %3)%4"_s.arg(QString::number(outcome.recall.mean, 'f', 4), QString::number(outcome.recall.low, 'f', 3),
                                                                 QString::number(outcome.recall.high, 'f', 3), outcome.isExtrapolated ? u", told from samples"_s : QString());
    if (outcome.qps)
        figures << u"%1 queries per second"_s.arg(QString::number(*outcome.qps, 'f', 1));
    if (outcome.p95Ms)
        figures << u"p95 %1 ms"_s.arg(QString::number(*outcome.p95Ms, 'f', 2));
    if (outcome.sizeBytes >= 0)
        figures << catalog::bytesText(qint64(outcome.sizeBytes));
    QStringList words;
    if (limit == TuneLimit::None || !outcome.build) // else it is said of how many builds none does
        words << (outcome.verdict == Verdict::Met ? u"The target is met."_s : outcome.verdict == Verdict::NotMet ? u"The target is not met."_s : u"Whether the target is met is not decided."_s);
    if (!figures.isEmpty())
        words << (parts.isEmpty() ? u"The index"_s : parts.join(u", "_s)) + u": "_s + figures.join(u"; "_s) + u'.';
    if (outcome.isExtrapolated && limit == TuneLimit::None)
        words << u"Only a build on all rows decides it."_s;
    if (outcome.isRecallOpen && !outcome.isExtrapolated && limit == TuneLimit::None)
        words << u"Only the mean of %1 queries says that the recall of %2 is reached. %3"_s.arg(core::countText(outcome.recall.queries), QString::number(plan.target.recall), moreQueriesText(plan, outcome));
    if (outcome.isP95Open)
        words << u"The p95 is too near to the %1 ms that are wanted: measure for longer, or where nothing else runs."_s.arg(QString::number(*plan.target.p95Ms));
    if (limit == TuneLimit::Recall)
        words << u"The recall of %1 is not reached even with the most that %2 takes: the index itself limits it. A larger m or ef_construction, or more rows looked at in a second stage, would raise it.%3"_s.arg(
            QString::number(plan.target.recall), outcome.setting, outcome.isRecallOpen ? u" Yet only the mean says so. "_s + moreQueriesText(plan, outcome) : QString());
    if (limit == TuneLimit::Planner) {
        words << u"From %1 = %2 on the planner takes %3 in its place, where %1 does nothing, so the target of %4 is not reached. %5"_s.arg(
            outcome.setting, QString::number(outcome.planTakesFrom), outcome.planTakes, QString::number(plan.target.recall),
            outcome.planTakes == "the whole table"_L1 ? u"Reading all rows is exact, and cheaper by its estimate."_s : u"Drop the index that is not wanted, then tune again."_s);
    }
    if (limit == TuneLimit::Latency && !outcome.isP95Open)
        words << u"Its p95 is above the %1 ms that are wanted: recall and latency cannot both be had with this index and machine."_s.arg(QString::number(*plan.target.p95Ms));
    if (limit == TuneLimit::Errors)
        words << u"%L1 of its searches failed (the first one: %2), so nothing is sure of the others' figures: mend the cause, then tune again."_s.arg(outcome.errors).arg(outcome.firstError);
    if (limit == TuneLimit::Size)
        words << u"The index takes %1, and at most %2 are wanted: half precision or a smaller m makes it smaller."_s.arg(catalog::bytesText(qint64(outcome.sizeBytes)),
                                                                                                                   catalog::bytesText(*plan.target.sizeBytes));
    if (limit == TuneLimit::None && plan.base.workload.queries.kind == QuerySet::Kind::Sample && outcome.recall.queries > 0)
        words << u"The queries were rows of the table, which are found more easily than vectors that it does not hold: measure again with those of your users."_s;
    outcome.words = words.join(u' ');
}

} // namespace quiver::bench
