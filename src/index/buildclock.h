// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a build is and how long it will still take, with the uncertainty: from the counts that the server reports.
//
// Pure. An HNSW insertion takes longer the more rows the graph has (its search grows with their logarithm), and several times
// longer once the graph no longer fits into maintenance_work_mem and goes on on disk: so work is counted as n log n, and rates are
// measured anew from where they break. Checked against recorded builds by tests/unit/index/tst_buildclock.cpp.
#pragma once

#include "index/buildprogress.h"
#include "index/buildtime.h"

#include <optional>
#include <vector>

namespace quiver::index {

/// What is known of a build beside its counts; negative: not known.
struct BuildOutline {
    double rows = -1;            ///< that it will index
    double indexBytes = -1;      ///< that the index will have
    double spillAtRow = -1;      ///< forecast or told by the server: from there on the graph grows on disk
    double expectedSeconds = -1; ///< forecast of the whole; used while there are no counts
    std::optional<IvfflatPace> pace; ///< of a calibration: what tells k-means apart from the rest; no value: none was made, or another method
    bool operator==(const BuildOutline &) const = default;
};

/// A moment of a build: for a chart and the journal.
struct RateSample {
    double seconds = 0; ///< since its statement began
    double rows = 0;
    double rate = 0;    ///< rows/s around then
    BuildPhase phase = BuildPhase::Initializing;
    bool operator==(const RateSample &) const = default;
};

struct PhaseSpan {
    BuildPhase phase = BuildPhase::Initializing;
    double begin = 0, end = 0; ///< seconds since its statement began; end of the latest: now
    bool operator==(const PhaseSpan &) const = default;
};

struct BuildEstimate {
    BuildPhase phase = BuildPhase::Initializing; ///< with Finalizing told from Loading
    double elapsed = 0;     ///< seconds since its statement began
    double waited = 0;      ///< of them, waiting for other sessions
    double phaseFraction = -1; ///< 0 to 1; negative: not known
    double fraction = -1;   ///< of the whole, by time
    double partFraction = -1; ///< of the partition that is built now, by time; -1: not known
    double rows = 0;        ///< done in this phase
    double rowsTotal = -1;
    double rateNow = -1, rateOverall = -1; ///< rows/s of this phase
    /// Without what it waits for other sessions, which nobody can foretell. Negative: not known yet.
    double secondsLeft = -1, secondsLow = -1, secondsHigh = -1;
    bool hasSpilled = false; ///< the graph grows on disk
    double spilledAtRow = -1;
    bool operator==(const BuildEstimate &) const = default;
};

/// Of a build that did not come to its end: the rows that had gone into the index; -1: it was never seen. No value: all of them had.
std::optional<double> rowsPutIn(const BuildEstimate &estimate);

class BuildClock
{
public:
    explicit BuildClock(BuildOutline outline = {}) : m_outline(outline) {}

    void setOutline(const BuildOutline &outline) { m_outline = outline; }
    const BuildOutline &outline() const { return m_outline; }
    /// That of the build before on the same table.
    void setPace(const IvfflatPace &pace) { m_pace = pace; }
    /// Of this build, once it has been seen in its last phase; no value: another method, or k-means was over within a second.
    std::optional<IvfflatPace> pace() const;
    /// The server's NOTICE; a collapse of the rate is seen without it, a little later.
    void noteSpill(double row);
    /// The next look at the build, whose runningSeconds never go back.
    void add(const BuildProgress &progress);
    const BuildEstimate &estimate() const { return m_estimate; }
    /// Thinned to at most \p most, first and last kept.
    std::vector<RateSample> samples(std::size_t most) const;
    const std::vector<PhaseSpan> &phases() const { return m_phases; }

private:
    struct Point {
        double seconds = 0;
        double rows = 0;
        double work = 0;
    };
    struct Span {
        double low = 0, likely = 0, high = 0;
        void add(double seconds, double spread);
    };
    BuildPhase phaseOf(const BuildProgress &progress) const;
    void enter(BuildPhase phase, double seconds);
    void count(const BuildProgress &progress);
    double workOf(double rows) const;
    double rateSince(double seconds, bool ofWork) const;
    void lookForCollapse();
    void estimateLeft(const BuildProgress &progress);
    bool addThisPhase(const BuildProgress &progress, Span &left) const;
    bool addRows(Span &left) const;
    bool addUsual(const BuildProgress &progress, Span &left) const;
    void addLoading(const BuildProgress &progress, Span &left) const;
    void addLaterPhases(const BuildProgress &progress, Span &left) const;
    const std::optional<IvfflatPace> &paceKnown() const { return m_outline.pace ? m_outline.pace : m_pace; }
    Span trainingLeft(double usual, double spent) const;
    std::optional<IvfflatSeconds> usualSeconds(const BuildProgress &progress) const;
    double secondsOf(BuildPhase phase) const;
    double bytes(const BuildProgress &progress) const;
    void noteBytesPerRow(const BuildProgress &progress);
    double rowsOfWhole(const BuildProgress &progress) const;

    BuildOutline m_outline;
    BuildEstimate m_estimate;
    std::vector<PhaseSpan> m_phases;
    std::vector<Point> m_points;  // of this phase
    std::size_t m_segment = 0;    // the first of m_points that has today's pace
    std::vector<RateSample> m_samples;
    BuildProgress m_last;
    std::optional<IvfflatPace> m_pace; // of the build before
    bool m_sawBlocks = false;     // of this phase: fewer than all
    bool m_isGraph = false;
    double m_partBegan = 0;       // seconds of work before this partition
    double m_bytesPerRow = -1;    // of an index whose size nobody has told
};

} // namespace quiver::index
