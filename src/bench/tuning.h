// SPDX-License-Identifier: GPL-3.0-or-later
// What a tuner is asked and what it answers, as data.
#pragma once

#include "bench/sweepplan.h"

namespace quiver::bench {

struct TunerTarget {
    double recall = 0.95;           ///< of the mean recall@k, 0 to 1
    std::optional<double> p95Ms;    ///< at most
    std::optional<qint64> sizeBytes; ///< of the index, at most
    bool operator==(const TunerTarget &) const = default;
};

struct TunerPlan {
    RunSpec base;                   ///< workload, workers, seconds of a measurement of latency
    TunerTarget target;
    bool mayBuild = false;          ///< else only settings of searches on the index that is there
    std::vector<SweepBuild> builds; ///< to choose from, where it may build
    qint64 maintenanceWorkMem = 0;  ///< bytes, of builds; 0: the server's own
    /// Builds the choice on a copy of all rows, too, and measures it there; else what samples say is extrapolated, unless the table is so small that its
    /// samples are all of its rows.
    bool verifies = true;
    bool operator==(const TunerPlan &) const = default;
};

/// What the evidence says of a target.
enum class Verdict {
    NotMet,
    Undecided, ///< a figure is too near to it for what was measured: its interval has the target within
    Met,
};

/// What keeps a setting or a build from the target.
enum class TuneLimit {
    None,
    Recall,
    Latency,
    Size,
    Planner, ///< it does not take the index with what would reach it
    Errors,  ///< some searches were refused, so that figures of the others say nothing, or it could not be built
};

/// A build that was left out of the choice.
struct RuledOut {
    SweepBuild build;
    TuneLimit limit = TuneLimit::None;
    QString why; ///< in words: "takes 3.2 GB"
    bool operator==(const RuledOut &) const = default;
};

/// A setting that was looked at.
struct TunerTrial {
    std::optional<SweepBuild> build; ///< no value: the index that is there
    double rows = 0;                ///< of the table or the sample
    QString setting;                ///< "hnsw.ef_search"
    int value = 0;                  ///< of it
    RecallFigure recall;            ///< of as many queries as it took to decide
    bool isOfAll = false;           ///< all queries were asked
    bool isDecided = false;         ///< the interval decides; else all queries were asked, and only their mean says
    bool reached = false;           ///< the target of recall, by the interval or else by the mean
    /// Of the queries that were asked, one after the other: with more workers it is no less.
    std::optional<double> p95Ms;
    double medianMs = -1;           ///< of the same, -1: none was
    bool isTooSlow = false;         ///< the p95 is surely above the target
    /// What the planner takes with this value in place of the index: other indexes, or the table. Then nothing was asked. Empty: it takes the index.
    QString planTakes;
    qint64 errors = 0;              ///< queries that the server refused: nothing was found of them
    QString firstError;             ///< the server's words
    double serverSeconds = 0;       ///< that the server worked for it
    bool operator==(const TunerTrial &) const = default;

    /// Of the recall.
    Verdict verdict() const { return !isDecided ? Verdict::Undecided : reached ? Verdict::Met : Verdict::NotMet; }
};

struct TunerOutcome {
    Verdict verdict = Verdict::NotMet;
    TuneLimit limit = TuneLimit::None; ///< what keeps it from being met; None where it is met, and where it is by the figures but not by their intervals
    bool isRecallOpen = false;      ///< the interval of the recall does not decide
    bool isP95Open = false;         ///< that of the p95 does not
    std::optional<SweepBuild> build; ///< to be built, or what came nearest; no value: the index that is there
    QString index;                  ///< the one that is there and was tuned, or that is as build says already; empty: build is to be built
    QString setting;                ///< "hnsw.ef_search"
    int value = 0;
    /// In force beside it when the figures were measured: the plan's, and of builds enable_seqscan = off where the plan does not say.
    search::SettingValues settings;
    std::optional<search::FirstStage> firstStage; ///< of the searches that were measured; no value: they are in one stage
    /// Where the planner is the limit: the least value with which it took something else, and what; empty: it always took the index.
    QString planTakes;
    int planTakesFrom = 0;
    RecallFigure recall;            ///< of the choice, measured or told from samples: see isExtrapolated; of 0 queries where none was asked
    bool isExtrapolated = false;
    std::optional<double> p95Ms, qps;
    qint64 errors = 0;              ///< among the searches of the choice
    QString firstError;             ///< the server's words, of a build that failed, too
    QString trouble;                ///< what ended it early, in a sentence, so that the rest is what came nearest until then; empty: it came to its end
    double sizeBytes = -1;          ///< of the index, -1: not known
    std::vector<TunerTrial> trials; ///< the evidence, in the order of time
    std::vector<RuledOut> ruledOut; ///< builds, in the order of time
    bool isTableChanged = false;    ///< since its exact neighbours were computed; copies, which builds are made on, do not change
    double serverSeconds = 0;       ///< of all trials, builds and copies
    QString words;                  ///< what was found; where the target cannot be reached, how near it got and what limits it
    bool operator==(const TunerOutcome &) const = default;

    /// There is a setting to be applied: it meets the target, or only its figures do.
    bool hasChoice() const { return verdict != Verdict::NotMet && limit == TuneLimit::None; }
    /// The build is not there yet.
    bool isToBuild() const { return build && index.isEmpty(); }
};

/// Of the settings that the outcome's were measured with those that decide what a search finds, beside its own: they are to be applied with it.
search::SettingValues settingsToApply(const TunerOutcome &outcome);
/// "met", "not_met", "undecided".
QString verdictText(Verdict verdict);
/// "recall", "p95", "size", "planner", "errors"; empty of None.
QString limitText(TuneLimit limit);

} // namespace quiver::bench
