// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses among builds of an index by successive halving on growing samples, and builds the choice on all rows. Internal to this room.
//
// A build is left out as soon as something keeps it from the target: its forecast size, its size on a sample, a p95 that is too long on a sample
// already, a recall that no setting reaches, the server's refusal to make it or to search it. Where the choice misses the target on all rows, the next
// best is built.
#pragma once

#include "bench/sweeper.h"
#include "bench/tunersearch.h"

namespace quiver::bench {

class BuildRace
{
public:
    BuildRace(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, TunerOutcome &outcome, const TrialListener &listener);

    /// Fills the outcome in, also with what was found before an error that ends the race: of a connection, or of a copy that cannot be made. Blocks.
    /// \throws core::Error where nothing was found, or none of the builds can be made; core::Cancelled
    void run();

private:
    /// A build that is still in the race.
    struct Contender {
        SweepBuild build;
        std::vector<std::pair<double, double>> values; ///< rows and the least value that reaches the recall, round by round
        std::vector<std::pair<double, double>> p95s;   ///< rows and p95 at that value
        TunerTrial trial;                              ///< the latest
        double pages = 0;                              ///< that a query reads at the latest value
        double costMs = 0;                             ///< what that takes, see reckonCosts()
        double bytes = -1;                             ///< on all rows: forecast, then told from a sample
        bool isP95Open = false;                        ///< when it was measured on all rows
        qint64 errors = 0;                             ///< of the searches that it was left out for
        QString firstError;                            ///< of them, or of its build
        int first = 40;
        bool isOnAllRows = false;                      ///< the latest trial and the size
        bool isOut = false;
    };
    /// A copy of a share of the rows and its truth.
    struct Copy {
        Copy(BuildRace &race, double ofRows);
        double share;
        ScratchCopy scratch;
        BoundWorkload workload;
        Truth truth;
    };

    void race();
    /// Leaves out what the server would not make, or only too large.
    void leaveOutByForecast();
    /// Of builds that differ in ef_construction alone the one with the most stays: its graph is the better one, and of the same size.
    void leaveOutPoorer();
    void reckonCosts();
    void raceOn(double share);
    void chooseOnAllRows();
    /// Does \p work for the contender, which is left out where that fails. \returns whether it did not. \throws what ends the race: a connection that is
    /// lost, core::Cancelled
    template<typename Work>
    bool attempt(Contender &contender, const Work &work);
    /// Builds it on the copy, does \p work with the index, and drops it. \returns as attempt() does of building and of the work
    template<typename Work>
    bool withIndex(Contender &contender, Copy &copy, const QString &rows, const Work &work);
    /// Looks for the least value of the index that was built. No value: it was left out
    std::optional<TunerFinding> examine(Contender &contender, const Copy &copy, const BoundWorkload &workload, const index::IndexSpec &spec);
    /// What keeps it from the target on all rows; None: it is the choice.
    TuneLimit measureOnAllRows(Contender &contender, const Copy &copy, const BoundWorkload &workload, const index::IndexSpec &spec);
    /// Why it is not worth building, told from one that failed on all rows; None: it may do better.
    TuneLimit limitBy(const Contender &failed, TuneLimit limit, const Contender &next) const;
    void ruleOut(Contender &contender, TuneLimit limit, const QString &why);
    void ruleOut(Contender &contender, const TunerFinding &finding);
    TunerOutcome figuresOf(const Contender &contender, TuneLimit limit) const;
    /// The outcome has the figures, beside its evidence.
    void take(const TunerOutcome &figures);
    /// Keeps what came nearest to the target so far.
    void consider(const Contender &contender, TuneLimit limit);
    void concludeFromSamples();
    void concludeEarly(const QString &reason);
    void tellWhatLimits();
    BoundWorkload bound(const BoundWorkload &before, const search::VectorQuery &query);

    BenchRunner &m_runner;
    core::JobContext &m_job;
    const TunerPlan &m_plan;
    TunerOutcome &m_outcome;
    TunerSearch m_search;
    const BoundWorkload m_original;
    const double m_rows;
    const bool m_verifies;               ///< also where samples would be all rows
    std::vector<Contender> m_contenders; ///< the best in front
    std::vector<Contender> m_reserve;    ///< that were slower on a sample; the best in front
    std::optional<TunerOutcome> m_nearest; ///< without evidence
    double m_shortfall = 0;              ///< of the nearest
};

} // namespace quiver::bench
