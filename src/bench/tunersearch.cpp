// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/tunersearch.h"

#include "pg/error.h"

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
                return {std::nullopt, latest.errors > 0 ? TuneLimit::Errors : TuneLimit::Recall, latest};
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
    TunerFinding limited{std::nullopt, finding.trial.errors > 0 ? TuneLimit::Errors : TuneLimit::Recall, finding.trial};
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
            if (limited.limit == TuneLimit::Recall || limited.limit == TuneLimit::Errors)
                limited.limit = latest.errors > 0 ? TuneLimit::Errors : TuneLimit::Recall;
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
    search::SettingValues settings = m_plan.base.settings;
    settings[index.setting] = QString::number(value);
    prepareSession(connection, index.workload, settings);
}

void TunerSearch::ask(pg::Connection &connection, const TunerIndex &index, TunerTrial &made, bool all)
{
    set(connection, index, made.value);
    if (!index.name.isEmpty()) {
        const QStringList taken = planOnly(connection, index.workload).indexes; // also where its execution is refused
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
        std::optional<double> recall;
        try {
            recall = probe.ask(query);
        } catch (const pg::Error &e) {
            if (!e.connectionUsable())
                throw;
            if (++made.errors == 1)
                made.firstError = e.message();
            return std::optional(0.0); // nothing was found
        }
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
            made.errors = 0;
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
    if (latencies.empty())
        return; // all of them were refused
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
            throw pg::Error(pg::Error::Kind::Connection, {.message = u"the choice (%1 = %2) could not be measured. %3"_s.arg(outcome.setting, QString::number(outcome.value), measured.stateReason)});
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

} // namespace quiver::bench
