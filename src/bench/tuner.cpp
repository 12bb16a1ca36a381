// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/tuner.h"

#include "bench/sequentialtest.h"
#include "bench/sweeper.h"
#include "catalog/vectorsql.h"
#include "doctor/fixes.h"
#include "index/settingsadvice.h"
#include "pg/error.h"
#include "search/searchrun.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace quiver::bench {

using namespace Qt::StringLiterals;
using Decision = SequentialTest::Decision;

namespace {

constexpr int mostEfSearch = 1000;
constexpr double leastSampleRows = 1500;

/// One index and the setting that is looked for.
struct Target {
    const BoundWorkload &workload;
    const Truth &truth;
    QString setting;
    int least = 1, most = mostEfSearch;
    int first = 40;              ///< to begin with
    std::optional<SweepBuild> build;
    double rows = 0;
};

class Search
{
public:
    Search(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, TunerOutcome &outcome, const TrialListener &listener)
        : m_runner(runner), m_job(job), m_plan(plan), m_outcome(outcome), m_listener(listener)
    {
    }

    /// The least value that reaches the recall; no value: not even the most does. The trial of it, or of the most, is the second.
    std::pair<std::optional<int>, TunerTrial> leastValue(const Target &target)
    {
        const auto probe = m_runner.newSession(u"benchmark tuner"_s);
        int missed = target.least - 1, value = std::clamp(target.first, target.least, target.most);
        std::optional<TunerTrial> reached;
        TunerTrial latest;
        for (;;) {
            latest = trial(*probe, target, value);
            if (latest.reached)
                reached = latest;
            else
                missed = value;
            if (!reached && value >= target.most)
                return {std::nullopt, latest};
            if (reached && reached->value - missed <= std::max(1, reached->value / 25))
                return {reached->value, *reached};
            if (!reached)
                value = std::min(target.most, value * 2);
            else if (missed < target.least)
                value = std::max(target.least, reached->value / 2);
            else
                value = std::clamp(int(std::lround(std::sqrt(double(missed) * reached->value))), missed + 1, reached->value - 1);
            if (reached && value >= reached->value) // at the least already
                return {reached->value, *reached};
        }
    }

private:
    TunerTrial trial(pg::Session &probe, const Target &target, int value)
    {
        TunerTrial made{.build = target.build, .rows = target.rows, .value = value};
        m_job.report({.phase = u"measuring recall"_s, .message = (target.build ? buildText(*target.build) + u", "_s : QString()) + u"%1 = %2"_s.arg(target.setting).arg(value)});
        BenchRunner::await(m_job, probe.run(u"Benchmark"_s, [&](pg::Connection &connection, core::JobContext &) { ask(connection, target, made); }));
        m_outcome.serverSeconds += made.serverSeconds;
        m_outcome.trials.push_back(made);
        if (m_listener)
            m_listener(made);
        return made;
    }

    void ask(pg::Connection &connection, const Target &target, TunerTrial &made)
    {
        search::SettingValues settings = target.workload.settings;
        for (const auto &[name, setting] : m_plan.base.settings)
            settings[name] = setting;
        settings[target.setting] = QString::number(made.value);
        search::applySettings(connection, settings, target.workload.table.vectorSchema, search::SettingScope::Session);
        RecallProbe probe(connection, target.workload, target.truth);
        std::vector<std::size_t> order(probe.queries());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::mt19937 random(20); // the same order each time, so that trials can be compared
        std::ranges::shuffle(order, random);
        SequentialTest test(m_plan.target.recall);
        std::vector<double> recalls;
        std::vector<float> latencies;
        for (const std::size_t query : order) {
            m_job.throwIfCancelled();
            const double before = probe.serverSeconds();
            const std::optional<double> recall = probe.ask(query);
            latencies.push_back(float((probe.serverSeconds() - before) * 1000));
            if (!recall)
                continue;
            recalls.push_back(*recall);
            test.add(*recall);
            if (test.decision() != Decision::Open)
                break;
        }
        if (recalls.empty())
            throw core::Error(u"there is nothing to be found: no row meets the conditions"_s);
        made.isDecided = test.decision() != Decision::Open;
        made.reached = (made.isDecided ? test.decision() : test.decisionAtEnd()) == Decision::Reached;
        made.recall = recallFigure(recalls, target.workload.k());
        made.medianMs = latencyFigures(latencies).medianMs;
        made.serverSeconds = probe.serverSeconds();
    }

    BenchRunner &m_runner;
    core::JobContext &m_job;
    const TunerPlan &m_plan;
    TunerOutcome &m_outcome;
    const TrialListener &m_listener;
};

QString settingOf(const QString &method)
{
    return method == "ivfflat"_L1 ? u"ivfflat.probes"_s : u"hnsw.ef_search"_s;
}

/// Measures the choice for its latency, and judges the target.
void measureChoice(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, const BoundWorkload &workload, TunerOutcome &outcome)
{
    RunSpec run = plan.base;
    run.settings[outcome.setting] = QString::number(outcome.value);
    run.measuresRecall = false;
    const RunResult measured = runner.run(job, run, workload, nullptr);
    if (measured.state == RunResult::State::Cancelled)
        throw core::Cancelled();
    outcome.serverSeconds += measured.seconds + run.warmupSeconds;
    outcome.p95Ms = measured.latency.p95Ms;
    outcome.qps = measured.qps;
    if (measured.facts.indexBytes >= 0)
        outcome.sizeBytes = double(measured.facts.indexBytes);
}

void judge(const TunerPlan &plan, TunerOutcome &outcome, bool hasRecall)
{
    const QString choice = (outcome.build ? buildText(*outcome.build) + u", "_s : QString()) + u"%1 = %2"_s.arg(outcome.setting).arg(outcome.value);
    QStringList words{u"%1: recall %2 (95 % interval %3 to %4)%5."_s.arg(choice, QString::number(outcome.recall.mean, 'f', 4), QString::number(outcome.recall.low, 'f', 3),
                                                                        QString::number(outcome.recall.high, 'f', 3), outcome.isExtrapolated ? u", told from samples"_s : QString())};
    if (outcome.qps)
        words << u"%1 queries per second, p95 %2 ms."_s.arg(QString::number(*outcome.qps, 'f', 1), QString::number(*outcome.p95Ms, 'f', 2));
    outcome.reached = hasRecall;
    if (!hasRecall)
        words << u"The target of %1 is not reached even with the most that %2 takes: the index itself limits it. A larger m or ef_construction, or more rows looked at in a second stage, would raise it."_s.arg(
            QString::number(plan.target.recall), outcome.setting);
    if (plan.target.p95Ms && outcome.p95Ms && *outcome.p95Ms > *plan.target.p95Ms) {
        outcome.reached = false;
        words << u"Its p95 is above the %1 ms that are wanted: recall and latency cannot both be had with this index and machine."_s.arg(QString::number(*plan.target.p95Ms));
    }
    if (plan.target.sizeBytes && outcome.sizeBytes > double(*plan.target.sizeBytes)) {
        outcome.reached = false;
        words << u"The index takes %1, and at most %2 are wanted: half precision or a smaller m makes it smaller."_s.arg(catalog::bytesText(qint64(outcome.sizeBytes)),
                                                                                                                   catalog::bytesText(*plan.target.sizeBytes));
    }
    outcome.words = words.join(u' ');
}

void tuneSettings(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, TunerOutcome &outcome, const TrialListener &listener)
{
    const BoundWorkload &workload = runner.bind(job, plan.base.workload, true);
    if (!runner.truth())
        throw core::Error(runner.noTruth());
    const std::vector<const catalog::Index *> indexes = workload.table.annIndexes(workload.query.column, workload.query.metric);
    const PlanLook look = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) { return lookAtPlans(connection, workload, 1); });
    const auto used = std::ranges::find_if(workload.table.facts.indexes, [&](const catalog::Index &index) { return index.isAnn && look.indexes.contains(index.name); });
    const catalog::Index *index = used != workload.table.facts.indexes.end() ? &*used : indexes.empty() ? nullptr : indexes.front();
    if (!index)
        throw core::Error(u"no approximate index serves this search, so there is no setting to tune. Build one, or let the tuner build (--build)"_s);
    outcome.setting = settingOf(index->method);
    Target target{.workload = workload, .truth = *runner.truth(), .setting = outcome.setting, .build = {}, .rows = double(runner.truth()->rows)};
    if (index->method == "ivfflat"_L1) {
        target.first = 4;
        target.most = 32'768;
        for (const QString &option : index->options) {
            if (option.startsWith("lists="_L1))
                target.most = option.mid(6).toInt();
        }
    } else {
        target.least = std::clamp(workload.k(), 1, mostEfSearch);
    }
    const auto [value, trial] = Search(runner, job, plan, outcome, listener).leastValue(target);
    outcome.value = value.value_or(target.most);
    outcome.recall = trial.recall;
    measureChoice(runner, job, plan, workload, outcome);
    judge(plan, outcome, value.has_value());
}

/// A build that is still in the race.
struct Contender {
    SweepBuild build;
    std::vector<std::pair<double, double>> values; ///< rows and the least value that reaches the recall, round by round
    std::optional<TunerTrial> trial;               ///< the latest
    double costMs = INFINITY;                      ///< median of a query at that value
    double bytes = -1;
    int first = 40;
};

class BuildRace
{
public:
    BuildRace(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, TunerOutcome &outcome, const TrialListener &listener)
        : m_runner(runner), m_job(job), m_plan(plan), m_outcome(outcome), m_search(runner, job, plan, outcome, listener), m_original(runner.bind(job, plan.base.workload, false))
    {
        for (const SweepBuild &build : plan.builds)
            m_contenders.push_back({.build = build, .first = build.method == "ivfflat"_L1 ? 4 : 40});
    }

    void run()
    {
        const double rows = std::max(m_original.table.facts.rows(), 1.0);
        for (const double share : sampleShares(rows, m_plan.verifies ? m_contenders.size() : std::max<std::size_t>(m_contenders.size(), 2))) {
            race(share, false);
            std::ranges::stable_sort(m_contenders, {}, &Contender::costMs);
            m_contenders.resize(std::max<std::size_t>(1, (m_contenders.size() + 2) / 3));
        }
        if (m_plan.verifies) {
            m_contenders.resize(1);
            race(1, true);
        }
        conclude(rows);
    }

private:
    /// All contenders on one copy of a share of the rows.
    void race(double share, bool isLast)
    {
        m_job.report({.phase = share < 1 ? u"copying a sample of %1 %"_s.arg(share * 100, 0, 'f', 0) : u"copying the table"_s});
        ScratchCopy scratch(m_runner, m_job, m_original, share);
        m_outcome.serverSeconds += scratch.seconds();
        search::VectorQuery query = m_original.query;
        query.schema = scratch.schema();
        query.table = scratchTable;
        const BoundWorkload copy = bound(m_original, query);
        const Truth truth = m_runner.onSession(m_job, [&](pg::Connection &connection, core::JobContext &inner) { return groundTruth(connection, inner, copy, nullptr); });
        m_outcome.serverSeconds += truth.seconds;
        index::BuildSettings settings;
        if (m_plan.maintenanceWorkMem > 0)
            settings.maintenanceWorkMem = m_plan.maintenanceWorkMem;
        for (Contender &contender : m_contenders) {
            m_job.throwIfCancelled();
            m_job.report({.phase = u"building"_s, .message = u"%1 on %2 rows"_s.arg(buildText(contender.build)).arg(truth.rows)});
            index::IndexSpec spec = indexOf(contender.build, m_original.workload, scratch.schema(), scratchTable, double(truth.rows));
            spec.name = u"measured"_s;
            m_outcome.serverSeconds += scratch.build(m_job, spec, settings);
            const BoundWorkload workload = bound(copy, queryOf(contender.build, copy.query));
            examine(contender, workload, truth, spec);
            if (isLast) {
                m_outcome.setting = settingOf(contender.build.method);
                m_outcome.value = contender.trial->value;
                measureChoice(m_runner, m_job, m_plan, workload, m_outcome);
            }
            scratch.dropIndex(m_job, spec);
        }
    }

    void examine(Contender &contender, const BoundWorkload &workload, const Truth &truth, const index::IndexSpec &spec)
    {
        Target target{.workload = workload, .truth = truth, .setting = settingOf(contender.build.method), .first = contender.first, .build = contender.build, .rows = double(truth.rows)};
        if (contender.build.method == "ivfflat"_L1)
            target.most = spec.option(u"lists"_s).value_or(100);
        else
            target.least = std::clamp(workload.k(), 1, mostEfSearch);
        const auto [value, trial] = m_search.leastValue(target);
        contender.trial = trial;
        contender.trial->reached = value.has_value();
        contender.costMs = value ? trial.medianMs : INFINITY;
        if (value) {
            contender.values.emplace_back(double(truth.rows), *value);
            contender.first = *value;
        }
    }

    BoundWorkload bound(const BoundWorkload &before, const search::VectorQuery &query)
    {
        return m_runner.onSession(m_job, [&](pg::Connection &connection, core::JobContext &) { return bindAgain(connection, before, query); });
    }

    void conclude(double rows)
    {
        const Contender &best = m_contenders.front();
        m_outcome.build = best.build;
        m_outcome.setting = settingOf(best.build.method);
        m_outcome.value = best.trial->value;
        m_outcome.recall = best.trial->recall;
        m_outcome.isExtrapolated = !m_plan.verifies;
        const bool hasRecall = best.trial->reached;
        if (m_outcome.isExtrapolated && best.values.size() >= 2) {
            const auto &[rowsBefore, before] = best.values[best.values.size() - 2];
            const auto &[rowsAfter, after] = best.values.back();
            m_outcome.value = int(std::ceil(extrapolated(rowsBefore, before, rowsAfter, after, rows)));
        }
        judge(m_plan, m_outcome, hasRecall);
    }

    BenchRunner &m_runner;
    core::JobContext &m_job;
    const TunerPlan &m_plan;
    TunerOutcome &m_outcome;
    Search m_search;
    const BoundWorkload m_original;
    std::vector<Contender> m_contenders;
};

} // namespace

std::vector<double> sampleShares(double rows, std::size_t builds)
{
    std::vector<double> shares;
    double share = std::clamp(leastSampleRows / rows, 0.04, 1.0);
    for (; builds > 1 && share < 0.5; builds = (builds + 2) / 3, share = std::min(share * 3, 1.0))
        shares.push_back(share);
    if (builds > 1 && shares.empty())
        shares.push_back(1);
    return shares;
}

double extrapolated(double rowsBefore, double valueBefore, double rowsAfter, double valueAfter, double rows)
{
    const double power = rowsAfter > rowsBefore ? std::clamp(std::log(valueAfter / valueBefore) / std::log(rowsAfter / rowsBefore), 0.0, 0.5) : 0;
    return valueAfter * std::pow(rows / rowsAfter, power);
}

TunerOutcome tune(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, const TrialListener &listener)
{
    if (!(plan.target.recall > 0 && plan.target.recall <= 1))
        throw core::Error(u"the recall that is wanted is above 0 and at most 1"_s);
    if (const QString problem = runProblem(plan.base); !problem.isEmpty())
        throw core::Error(problem);
    if (!plan.base.workload.sql.isEmpty())
        throw core::Error(u"a statement of your own cannot be tuned: leave it to Quiver to write the search"_s);
    TunerOutcome outcome;
    if (plan.mayBuild && !plan.builds.empty())
        BuildRace(runner, job, plan, outcome, listener).run();
    else
        tuneSettings(runner, job, plan, outcome, listener);
    return outcome;
}

index::CarePlan applySetting(pg::Connection &connection, const TunerOutcome &outcome, ApplyTo to)
{
    const QString value = QString::number(outcome.value);
    // Before pgvector's library is there the server does not know its settings; outside of a transaction this sets nothing.
    search::applySettings(connection, {{outcome.setting, value}}, catalog::VectorSql(connection).neededSchema());
    if (to == ApplyTo::Database)
        return index::planAlterDatabase(connection, outcome.setting, value);
    doctor::Fix fix;
    fix.kind = doctor::Fix::Kind::Setting;
    fix.setting = outcome.setting;
    fix.value = value;
    return doctor::planAlterRole(connection, fix);
}

sql::Change applyBuild(pg::Connection &connection, const TunerPlan &plan, const TunerOutcome &outcome)
{
    if (!outcome.build)
        throw core::Error(u"nothing is to be built: the index that is there was tuned"_s);
    const search::VectorQuery &query = plan.base.workload.query;
    index::IndexSpec spec = indexOf(*outcome.build, plan.base.workload, query.schema, query.table, search::readSearchTable(connection, query.schema, query.table).facts.rows());
    spec.concurrently = true;
    index::BuildSettings settings;
    if (plan.maintenanceWorkMem > 0)
        settings.maintenanceWorkMem = plan.maintenanceWorkMem;
    const index::IndexPlan made = index::planIndex(connection, spec, settings);
    for (const index::IndexProblem &problem : made.problems) {
        if (problem.isError)
            throw core::Error(problem.text);
    }
    return made.change;
}

} // namespace quiver::bench
