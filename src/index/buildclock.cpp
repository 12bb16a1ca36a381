// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildclock.h"

#include "index/sizeforecast.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// Bytes per second that a build writes its pages and their WAL with; of a small machine, as it matters for a few hundredths of a build only.
constexpr double flushBytesPerSecond = 520e6;
// With which IVFFlat's WAL, written row by row, gets to the disk in the end.
constexpr double commitBytesPerSecond = 1.5e9;
constexpr double usualBytesPerRow = 4100;
// How many times longer an insertion takes once the graph is on disk: 4 to 12, by m and by how much of it is cached.
constexpr double spillFactor = 6.5, spillFactorLow = 3, spillFactorHigh = 12;
// A rate that falls to this part of what it was, and stays there, has collapsed.
constexpr double collapse = 0.45;
constexpr double collapseSeconds = 1.2;
constexpr std::size_t collapsePoints = 4;
// How much of the time since the pace last changed the rate is taken from.
constexpr double window = 0.6;
constexpr double windowSeconds = 2;
constexpr double leastSpread = 0.08;
// While less than this part of the rows is in, their rate tells little of those to come: how much more it may take, at the very beginning.
constexpr double earlyPart = 0.1, earlySpread = 4;
constexpr std::size_t mostSamples = 4000;

} // namespace

std::optional<double> rowsPutIn(const BuildEstimate &estimate)
{
    if (estimate.elapsed <= 0)
        return -1;
    if (estimate.phase == BuildPhase::Loading || estimate.phase == BuildPhase::Building)
        return estimate.rows;
    return estimate.phase < BuildPhase::Loading ? std::optional(0.0) : std::nullopt;
}

void BuildClock::Span::add(double seconds, double spread)
{
    likely += seconds;
    low += seconds * std::max(0.0, 1 - spread);
    high += seconds * (1 + spread);
}

void BuildClock::noteSpill(double row)
{
    if (m_estimate.hasSpilled && m_estimate.spilledAtRow >= 0 && m_outline.spillAtRow == row)
        return;
    m_outline.spillAtRow = row;
    m_estimate.hasSpilled = true;
    m_estimate.spilledAtRow = row;
    m_segment = m_points.empty() ? 0 : m_points.size() - 1;
}

BuildPhase BuildClock::phaseOf(const BuildProgress &progress) const
{
    if (progress.phase != BuildPhase::Loading || progress.tuplesTotal > 0 || progress.blocksTotal == 0
        || progress.blocksDone < progress.blocksTotal)
        return progress.phase;
    // In the very first block the server counts all of them as done.
    const bool isEnd = m_estimate.phase == BuildPhase::Finalizing || m_sawBlocks
                       || (progress.tableRows > 0 ? double(progress.tuplesDone) > progress.tableRows / 2 : progress.blocksTotal == 1);
    return isEnd ? BuildPhase::Finalizing : progress.phase;
}

void BuildClock::enter(BuildPhase phase, double seconds)
{
    if (!m_phases.empty() && m_phases.back().phase == phase) {
        m_phases.back().end = seconds;
        return;
    }
    // The one before ended somewhere between two looks.
    const double begin = m_phases.empty() ? seconds : (m_phases.back().end + seconds) / 2;
    if (!m_phases.empty())
        m_phases.back().end = begin;
    m_phases.push_back({phase, begin, seconds});
    m_points.clear();
    m_segment = 0;
    m_sawBlocks = false;
}

double BuildClock::workOf(double rows) const
{
    return m_isGraph && rows > 1 ? rows * std::log(rows) : rows;
}

double BuildClock::rowsOfWhole(const BuildProgress &progress) const
{
    if (progress.tuplesTotal > 0)
        return double(progress.tuplesTotal);
    const double part = progress.blocksTotal > 0 ? double(progress.blocksDone) / double(progress.blocksTotal) : 0;
    // Blocks tell of rows only where nobody counted them: those with dead rows hold fewer.
    if (m_outline.rows > 0 && double(progress.tuplesDone) <= m_outline.rows && progress.partitionsTotal <= 1)
        return progress.phase == BuildPhase::Loading && m_sawBlocks && progress.blocksTotal > 0 && progress.blocksDone >= progress.blocksTotal
            ? double(progress.tuplesDone) : m_outline.rows;
    const bool counts = progress.phase == BuildPhase::Loading && progress.tuplesDone > 0 && m_sawBlocks;
    const double known = m_outline.rows > 0 ? m_outline.rows : progress.tableRows;
    if (counts && progress.blocksDone >= progress.blocksTotal)
        return double(progress.tuplesDone);
    if (counts && (part > 0.1 || known <= 0) && progress.blocksDone > 1) {
        // The block that is being read counts as done.
        const double byBlocks = double(progress.tuplesDone) * double(progress.blocksTotal) / (double(progress.blocksDone) - 0.5);
        return std::max(byBlocks, double(progress.tuplesDone));
    }
    return known > 0 ? std::max(known, double(progress.tuplesDone)) : -1;
}

void BuildClock::count(const BuildProgress &progress)
{
    const double total = rowsOfWhole(progress);
    const double part = progress.blocksTotal > 0 ? double(progress.blocksDone) / double(progress.blocksTotal) : 0;
    double rows = double(progress.tuplesDone);
    if (m_estimate.phase == BuildPhase::Assigning || m_estimate.phase == BuildPhase::Building)
        rows = progress.tuplesTotal > 0 ? double(progress.tuplesDone) : total > 0 ? part * total : double(progress.blocksDone);
    m_estimate.rows = rows;
    m_estimate.rowsTotal = total > 0 ? total : m_estimate.phase == BuildPhase::Assigning || m_estimate.phase == BuildPhase::Building
        ? double(progress.blocksTotal) : -1;
    if (!m_points.empty() && m_points.back().seconds >= progress.runningSeconds)
        return;
    m_points.push_back({progress.runningSeconds, rows, workOf(rows)});
}

double BuildClock::rateSince(double seconds, bool ofWork) const
{
    if (m_points.size() < 2)
        return -1;
    const Point &last = m_points.back();
    std::size_t first = m_segment;
    while (first + 2 < m_points.size() && m_points[first].seconds < seconds)
        ++first;
    if (first + 1 >= m_points.size())
        first = m_points.size() - 2;
    const Point &from = m_points[first];
    const double took = last.seconds - from.seconds;
    return took > 0 ? (ofWork ? last.work - from.work : last.rows - from.rows) / took : -1;
}

void BuildClock::lookForCollapse()
{
    if (!m_isGraph || m_points.size() < m_segment + 2 * collapsePoints)
        return;
    const Point &last = m_points.back();
    std::size_t recent = m_points.size() - collapsePoints;
    while (recent > m_segment && last.seconds - m_points[recent].seconds < collapseSeconds)
        --recent;
    const Point &edge = m_points[recent];
    const Point &begin = m_points[m_segment];
    if (edge.seconds - begin.seconds < collapseSeconds)
        return;
    const double before = (edge.work - begin.work) / (edge.seconds - begin.seconds);
    const double now = (last.work - edge.work) / (last.seconds - edge.seconds);
    const bool slower = now < before * collapse;
    const bool faster = now > before / collapse;
    if (!slower && !faster)
        return;
    m_segment = recent;
    if (slower && !m_estimate.hasSpilled && now < before / 3) {
        m_estimate.hasSpilled = true;
        m_estimate.spilledAtRow = m_outline.spillAtRow > 0 && m_outline.spillAtRow <= last.rows ? m_outline.spillAtRow : edge.rows;
    }
}

double BuildClock::bytes(const BuildProgress &progress) const
{
    if (m_outline.indexBytes > 0)
        return m_outline.indexBytes;
    const double rows = rowsOfWhole(progress);
    const double ofValue = m_isGraph || progress.valueBytes <= 0 ? usualBytesPerRow : progress.valueBytes;
    return rows > 0 ? rows * (m_bytesPerRow > 0 ? m_bytesPerRow : ofValue) : 0;
}

/// Once: filling pages row by row takes longer than a look may.
void BuildClock::noteBytesPerRow(const BuildProgress &progress)
{
    constexpr double some = 10'000;
    if (m_bytesPerRow < 0 && m_isGraph && progress.valueBytes > 0 && m_outline.indexBytes <= 0)
        m_bytesPerRow = hnswIndexBytes({some, progress.valueBytes}, 16) / some;
}

bool BuildClock::addRows(Span &left) const
{
    const double total = m_estimate.rowsTotal;
    const std::size_t least = m_isGraph ? 3 : 2; // a graph grows unsteadily at first
    if (total <= 0 || m_points.size() < least)
        return false;
    const Point &last = m_points.back();
    const double begun = m_points[m_segment].seconds;
    const double since = std::min(last.seconds - (last.seconds - begun) * window, last.seconds - windowSeconds);
    const double recent = rateSince(since, true);
    const double all = rateSince(begun, true);
    if (recent <= 0 || all <= 0)
        return false;
    const double pace = 0.5 * (recent + all);
    double spread = std::abs(recent - all) / pace + leastSpread;
    const double took = last.seconds - begun;
    spread += 0.3 * std::min(1.0, windowSeconds / std::max(took, 0.1)); // what was measured for a moment only
    spread += std::max(0.0, 1 - last.rows / (earlyPart * total)) * earlySpread;
    const double spill = m_outline.spillAtRow;
    const double work = workOf(total) - last.work;
    if (!m_isGraph || m_estimate.hasSpilled || spill <= 0 || spill >= total || last.rows >= spill) {
        left.add(std::max(0.0, work) / pace, spread);
        return true;
    }
    const double before = std::max(0.0, workOf(spill) - last.work) / pace;
    const double after = std::max(0.0, workOf(total) - workOf(std::max(spill, last.rows))) / pace;
    left.add(before, spread);
    left.likely += after * spillFactor;
    left.low += after * spillFactorLow * (1 - std::min(0.9, spread));
    left.high += after * spillFactorHigh * (1 + spread);
    return true;
}

/// Of IVFFlat, on a server that was measured; no value: another method, or too little is known.
std::optional<IvfflatSeconds> BuildClock::usualSeconds(const BuildProgress &progress) const
{
    double rows = rowsOfWhole(progress);
    if (progress.partitionsTotal > 1) // of the one that is built now
        rows = progress.tableRows > 0 ? progress.tableRows : rows / double(progress.partitionsTotal);
    if (progress.method != "ivfflat"_L1 || rows <= 0 || progress.lists <= 0 || progress.valueBytes <= 0)
        return std::nullopt;
    return ivfflatSeconds({.method = progress.method, .valueBytes = progress.valueBytes, .rows = rows, .lists = progress.lists, .workers = progress.workers});
}

double BuildClock::secondsOf(BuildPhase phase) const
{
    double seconds = 0;
    for (const PhaseSpan &span : m_phases)
        seconds += span.phase == phase ? span.end - span.begin : 0;
    return seconds;
}

std::optional<IvfflatPace> BuildClock::pace() const
{
    constexpr double leastSeen = 1; // of k-means: shorter ones are over between two looks
    const std::optional<IvfflatSeconds> usual = usualSeconds(m_last);
    const double trained = secondsOf(BuildPhase::Training), later = secondsOf(BuildPhase::Assigning) + secondsOf(BuildPhase::Loading);
    if (!usual || trained < leastSeen || secondsOf(BuildPhase::Loading) <= 0 || m_last.partitionsTotal > 1)
        return std::nullopt;
    return IvfflatPace{trained / usual->training, later / (usual->assigning + usual->loading)};
}

/// What is to be expected of k-means that has not ended after \p spent seconds: its rounds are random, so that it may end any moment or go on
/// for another while; the mean of a normal distribution that begins there.
BuildClock::Span BuildClock::trainingLeft(double usual, double spent) const
{
    // K-means that takes longer than it should may take very long.
    constexpr double leastToCome = 0.25;
    if (!paceKnown()) {
        const double likely = std::max(usual - spent, leastToCome * spent);
        return {likely / 2.5, likely, likely * 2.5};
    }
    const double spread = m_outline.pace ? 0.15 : 0.12; // of one that was calibrated, and of the same build made again
    const double expected = usual * paceKnown()->training;
    const double sigma = spread * expected;
    const double z = std::min((spent - expected) / sigma, 5.0);
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi), tail = std::erfc(z / std::numbers::sqrt2) / 2;
    const double likely = std::max(sigma * (density / tail - z), leastToCome * (spent - expected));
    return {likely - std::min(0.8 * likely, 2 * sigma), likely, likely + std::max(2 * sigma, likely * (spent > expected ? 2 : 0))};
}

/// Of IVFFlat, while nothing is counted: k-means all the time, the others at their first looks. Told from how long each phase takes usually, or
/// took before on this table or in a calibration, and by how much slower this one is so far.
bool BuildClock::addUsual(const BuildProgress &progress, Span &left) const
{
    const std::optional<IvfflatSeconds> usual = usualSeconds(progress);
    const bool isOne = m_estimate.phase == BuildPhase::Training || m_estimate.phase == BuildPhase::Assigning || m_estimate.phase == BuildPhase::Loading;
    if (!isOne || !usual)
        return false;
    const std::optional<IvfflatPace> known = paceKnown();
    const double unsure = known ? 1.5 : 2.5;
    const double spent = progress.runningSeconds - m_phases.back().begin;
    const double slower = secondsOf(BuildPhase::Training) / usual->training;
    // Slower k-means means a slower server, or values that need more rounds of it: as likely the one as the other.
    const double later = known ? known->later : slower > 0 ? std::sqrt(slower) : 1;
    double likely = 0; // of what can be counted, now or later
    // By its counts, where they make sense already: in the very first block the server counts all of them as done.
    const double done = m_estimate.rowsTotal > 0 ? m_estimate.rows / m_estimate.rowsTotal : 0;
    const auto rest = [&](double seconds) { return done > 0 && done < 1 ? (1 - done) * seconds : std::max(0.0, seconds - spent); };
    switch (m_estimate.phase) {
    case BuildPhase::Training: {
        const Span training = trainingLeft(usual->training, spent);
        left.likely += training.likely;
        left.low += training.low;
        left.high += training.high;
        likely = (known ? later : std::max(1.0, later)) * (usual->assigning + usual->loading);
        break;
    }
    case BuildPhase::Assigning: likely = rest(later * usual->assigning) + later * usual->loading; break;
    default: likely = rest(later * usual->loading);
    }
    left.likely += likely;
    left.low += likely / unsure;
    left.high += likely * unsure;
    return true;
}

bool BuildClock::addThisPhase(const BuildProgress &progress, Span &left) const
{
    switch (m_estimate.phase) {
    case BuildPhase::Loading:
    case BuildPhase::Building: return addRows(left);
    case BuildPhase::Assigning:
        if (!addRows(left))
            return false;
        addLoading(progress, left);
        return true;
    case BuildPhase::Finalizing: {
        const double all = bytes(progress);
        const double spent = progress.runningSeconds - m_phases.back().begin;
        const double whole = all / flushBytesPerSecond / (m_estimate.hasSpilled ? 6 : 1);
        // The pages are half of the work, their WAL is the other.
        const bool seen = progress.indexBytes > 0 && all > 0 && !m_estimate.hasSpilled;
        const double written = seen ? std::min(1.0, double(progress.indexBytes) / all) : 0;
        const double bySize = seen && written > 0.05 && written < 1 ? spent / written * (1.25 - written) : -1;
        left.add(bySize >= 0 ? bySize : std::max(whole - spent, 0.1 * spent), 0.5);
        return true;
    }
    case BuildPhase::ValidatingIndex:
        left.add(std::max(bytes(progress) / scanBytesPerSecond - (progress.runningSeconds - m_phases.back().begin), 0.0), 0.8);
        return true;
    default: return progress.phase >= BuildPhase::WaitingForWritersValidation; // short, as far as it is not waiting
    }
}

/// Of IVFFlat, while its rows are assigned: loading is slower than usual by as much as that.
void BuildClock::addLoading(const BuildProgress &progress, Span &left) const
{
    const std::optional<IvfflatSeconds> usual = usualSeconds(progress);
    const double assigned = m_estimate.rowsTotal > 0 ? m_estimate.rows / m_estimate.rowsTotal : 0;
    if (!usual || assigned <= 0) {
        left.add(bytes(progress) / scanBytesPerSecond, 0.6);
        return;
    }
    const double pace = (progress.runningSeconds - m_phases.back().begin) / (assigned * usual->assigning);
    left.add(pace * usual->loading, 0.5);
}

void BuildClock::addLaterPhases(const BuildProgress &progress, Span &left) const
{
    const bool isHnsw = m_isGraph;
    if (isHnsw && m_estimate.phase < BuildPhase::Finalizing)
        left.add(bytes(progress) / flushBytesPerSecond / (m_estimate.hasSpilled ? 6 : 1), 1.6);
    if (progress.method == "ivfflat"_L1 && m_estimate.phase <= BuildPhase::Loading)
        left.add(bytes(progress) / commitBytesPerSecond, 1);
    if (progress.isConcurrent() && m_estimate.phase < BuildPhase::ValidatingIndex)
        left.add(bytes(progress) / scanBytesPerSecond, 0.8);
}

void BuildClock::estimateLeft(const BuildProgress &progress)
{
    m_estimate.secondsLeft = m_estimate.secondsLow = m_estimate.secondsHigh = -1;
    m_estimate.fraction = m_estimate.partFraction = -1;
    Span left;
    const double worked = m_estimate.elapsed - m_estimate.waited;
    if (addThisPhase(progress, left) || (paceKnown() && addUsual(progress, left))) {
        addLaterPhases(progress, left);
    } else if (m_outline.expectedSeconds > 0 && !isWaiting(BuildPhase(m_estimate.phase))) {
        left.add(std::max(m_outline.expectedSeconds - worked, 0.05 * worked), 0.5);
    } else if (addUsual(progress, left)) {
        addLaterPhases(progress, left);
    } else {
        return;
    }
    const double ofPart = worked - m_partBegan;
    m_estimate.partFraction = ofPart + left.likely > 0 ? ofPart / (ofPart + left.likely) : -1;
    // The build of one partition tells of those that follow, as far as they are alike.
    if (progress.partitionsTotal > 1) {
        const double part = (double(progress.partitionsDone) + std::max(0.0, m_estimate.partFraction)) / double(progress.partitionsTotal);
        const double whole = part > 0 ? worked / part : 0;
        left = {};
        left.add(std::max(0.0, whole - worked), 0.6);
    }
    m_estimate.secondsLeft = left.likely;
    m_estimate.secondsLow = left.low;
    m_estimate.secondsHigh = left.high;
    m_estimate.fraction = worked + left.likely > 0 ? worked / (worked + left.likely) : -1;
}

void BuildClock::add(const BuildProgress &progress)
{
    if (!m_phases.empty() && progress.runningSeconds <= m_estimate.elapsed)
        return; // the same look again
    const bool isNextPartition = progress.partitionsDone != m_last.partitionsDone;
    const double before = m_estimate.elapsed;
    m_isGraph = progress.method == "hnsw"_L1
                || (progress.method.isEmpty() && progress.phase == BuildPhase::Loading && progress.tuplesTotal == 0);
    noteBytesPerRow(progress);
    if (isNextPartition) {
        m_partBegan = m_estimate.elapsed - m_estimate.waited;
        m_points.clear();
        m_segment = 0;
        m_sawBlocks = false;
    }
    m_sawBlocks = m_sawBlocks || (progress.phase == m_last.phase && progress.blocksTotal > 0 && progress.blocksDone < progress.blocksTotal);
    const BuildPhase phase = phaseOf(progress);
    if (isWaiting(phase) && !m_phases.empty())
        m_estimate.waited += progress.runningSeconds - before;
    else if (isWaiting(phase))
        m_estimate.waited = progress.runningSeconds;
    const bool sawBlocks = m_sawBlocks;
    enter(phase, progress.runningSeconds);
    m_sawBlocks = phase == BuildPhase::Finalizing ? sawBlocks : m_sawBlocks || (progress.blocksTotal > 0 && progress.blocksDone < progress.blocksTotal);
    m_estimate.phase = phase;
    m_estimate.elapsed = progress.runningSeconds;
    m_estimate.phaseFraction = phase == BuildPhase::Finalizing ? -1 : progress.fraction();
    if (phase == BuildPhase::Loading || phase == BuildPhase::Assigning || phase == BuildPhase::Building) {
        if (phase == BuildPhase::Loading && !m_sawBlocks && progress.tuplesTotal == 0)
            m_estimate.phaseFraction = 0;
        count(progress);
        lookForCollapse();
        m_estimate.rateNow = rateSince(progress.runningSeconds - windowSeconds, false);
        m_estimate.rateOverall = m_points.size() > 1
            ? (m_points.back().rows - m_points.front().rows) / (m_points.back().seconds - m_points.front().seconds) : -1;
        m_samples.push_back({progress.runningSeconds, m_estimate.rows, std::max(0.0, m_estimate.rateNow), phase});
        if (m_samples.size() > mostSamples)
            m_samples = samples(mostSamples / 2);
    } else if (phase != BuildPhase::Finalizing) {
        m_estimate.rateNow = -1;
    } else {
        m_estimate.rateNow = 0;
    }
    estimateLeft(progress);
    m_last = progress;
}

std::vector<RateSample> BuildClock::samples(std::size_t most) const
{
    if (m_samples.size() <= most || most < 2)
        return m_samples;
    std::vector<RateSample> thinned;
    for (std::size_t i = 0; i < most; ++i)
        thinned.push_back(m_samples[i * (m_samples.size() - 1) / (most - 1)]);
    return thinned;
}

} // namespace quiver::index
