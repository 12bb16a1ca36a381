// SPDX-License-Identifier: GPL-3.0-or-later
// What the tuner does with one index: looks for the least setting that reaches the recall, measures a choice, and says what it came to. Internal to
// this room.
#pragma once

#include "bench/sequentialtest.h"
#include "bench/tuner.h"

namespace quiver::bench {

inline constexpr int mostEfSearch = 1000;

/// One index and the setting that is looked for.
struct TunerIndex {
    const BoundWorkload &workload;
    const Truth &truth;
    QString setting;
    QString name;                ///< by which a plan calls it; empty: it is the only one, and plans are not looked at
    int least = 1, most = mostEfSearch;
    int first = 40;              ///< to begin with
    std::optional<SweepBuild> build;
    double rows = 0;
    bool wantsSure = false;      ///< it is the choice: the least value is asked with all queries, and where they do not decide, a little more is taken
};

/// "hnsw.ef_search" or "ivfflat.probes".
QString settingOf(const QString &method);

/// The least setting of an index that reaches the recall in time.
struct TunerFinding {
    std::optional<int> value;    ///< no value: there is none, see limit
    /// Recall: not even the most reaches it; Latency: what does is too slow; Planner: with more it takes something else; Errors: not even the most reaches
    /// it, and some of its searches were refused.
    TuneLimit limit = TuneLimit::None;
    TunerTrial trial;            ///< of the value, or what came nearest
    double pages = -1;           ///< that a query reads at the value, a mean: what it costs, however busy the machine is; -1: not known
};

/// Blocks, on the runner's thread.
class TunerSearch
{
public:
    TunerSearch(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, TunerOutcome &outcome, const TrialListener &listener)
        : m_runner(runner), m_job(job), m_plan(plan), m_outcome(outcome), m_listener(listener)
    {
    }

    /// Bisection. Each trial ends as soon as its recall is decided, or its p95 surely above the target: then less is tried.
    TunerFinding leastValue(const TunerIndex &index);

private:
    TunerFinding bisect(pg::Session &probe, const TunerIndex &index);
    /// The least value from that of the finding on with which all queries surely reach the recall; up to a multiple of the one whose mean does, which it is
    /// where none is sure. A trial that ended early is now and then decided wrongly, and the least of many is chosen the more easily for that.
    TunerFinding settle(pg::Session &probe, const TunerIndex &index, const TunerFinding &finding);
    void set(pg::Connection &connection, const TunerIndex &index, int value) const;
    /// \p all: it asks all queries, also where some decide.
    TunerTrial trial(pg::Session &probe, const TunerIndex &index, int value, bool all = false);
    void ask(pg::Connection &connection, const TunerIndex &index, TunerTrial &made, bool all);
    /// What came of the queries that were asked.
    void conclude(TunerTrial &made, const SequentialTest &test, const std::vector<double> &recalls, const std::vector<float> &latencies, int k) const;

    BenchRunner &m_runner;
    core::JobContext &m_job;
    const TunerPlan &m_plan;
    TunerOutcome &m_outcome;
    const TrialListener &m_listener;
    std::vector<TunerTrial> m_made; ///< of the index, in the order of time
};

/// Measures the outcome's setting with the plan's workers, and notes p95, rate and size; once more, for longer, where the p95 is not decided.
/// \throws core::Cancelled, pg::Error where its connections are lost, core::Error
void measureChoice(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, const BoundWorkload &workload, TunerOutcome &outcome);
/// What keeps \p outcome from the target, as far as its figures are known. \p hasRecall: it reaches the recall
TuneLimit limitOf(const TunerPlan &plan, const TunerOutcome &outcome, bool hasRecall);
/// Notes the limit, what the figures rest on, and the words.
void judge(const TunerPlan &plan, TunerOutcome &outcome, TuneLimit limit);

/// "hnsw.iterative_scan = relaxed_order, jit = off".
QString settingsText(const search::SettingValues &settings);
/// What \p settings a choice was measured with, in a sentence; \p isSet: a change of it sets them, or none is spoken of. Empty: there are none.
QString measuredWithText(const search::SettingValues &settings, bool isSet);
/// Which form of statement the choice was measured with, where a plain search is no such one; else empty.
QString stagesText(const TunerOutcome &outcome);

} // namespace quiver::bench
