// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildtime.h"

#include "catalog/tablefacts.h"
#include "index/sizeforecast.h"

#include <algorithm>
#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

/// What a look at a value costs more than one that is in the cache, as a share, when all of them have to be fetched: long values most, and
/// with many links more of the looks are at values that nobody has fetched just before.
double penaltyOf(const BuildWork &work)
{
    return std::min(0.8, work.valueBytes / 2600) * std::min(1.25, std::sqrt(work.m / 16.0));
}

/// Of a core's own cache and its part of what is shared, on a server that does other work as well.
constexpr double cacheBytes = 4e6;

/// Of the \p n-th row, the graph's rows taking \p rowBytes each.
double hnswRowUnits(double n, const BuildWork &work, double rowBytes)
{
    const double looks = std::max(1.0, std::log2(std::max(n, 8.0)) - 1 - std::log2(work.efConstruction / 64.0) / 2);
    const double missed = std::max(0.0, 1 - cacheBytes / std::max(1.0, n * rowBytes));
    // Real embeddings have no few dimensions: a search among more rows looks at somewhat more of them than the logarithm says.
    return looks * std::pow(n, 0.02) * (1 + penaltyOf(work) * missed);
}

/// An average over the rows, taken at points that are closer where the cost changes faster.
double hnswUnits(const BuildWork &work)
{
    constexpr int points = 400;
    const double rowBytes = hnswGraphBytesPerRow(work.valueBytes, work.m);
    const double onDisk = std::clamp(work.rowsOnDisk, 0.0, work.rows);
    double sum = 0;
    for (int i = 0; i < points; ++i) {
        const double from = std::pow((i + 0.0) / points, 3) * work.rows, to = std::pow((i + 1.0) / points, 3) * work.rows;
        const double middle = (from + to) / 2;
        sum += (to - from) * hnswRowUnits(middle, work, rowBytes) * (middle > work.rows - onDisk ? work.slowerOnDisk : 1);
    }
    const double ofOptions = std::pow(work.m / 16.0, 1.15) * std::pow(work.efConstruction / 64.0, 0.5);
    const double ofLength = 1 + work.valueBytes / 4000;
    // In a small graph the workers wait for each other, and the first rows are in before the last one has started.
    constexpr double together = 2500;
    const double helping = work.workers * work.rows * work.rows / (work.rows * work.rows + together * together);
    return sum * ofOptions * ofLength / std::pow(1 + helping, 0.85);
}

/// In microseconds of that server; only proportions count.
double ivfflatUnits(const BuildWork &work)
{
    const IvfflatSeconds seconds = ivfflatSeconds(work);
    return 1e6 * (seconds.training + seconds.assigning + seconds.loading);
}

/// k-means of ivfflatUnits().
double trainingUnits(const BuildWork &work)
{
    return work.method == "ivfflat"_L1 ? 1e6 * ivfflatSeconds(work).training : 0;
}

/// Into the operating system's cache and the WAL, and reading what the writing pushed out of the server's; of a server that was measured.
constexpr double secondsPerWrittenByte = 2e-9;

double validationSeconds(const BuildWork &work)
{
    return work.validatedBytes / scanBytesPerSecond;
}

struct Line {
    double start = 0; ///< seconds before the first row
    double perUnit = 0;
    double perSharedByte = 0;
    double rounds = 1; ///< of k-means, times the usual ones
    double at(const BuildWork &work) const
    {
        const double training = rounds == 1 ? 0 : (rounds - 1) * trainingUnits(work);
        return start + perSharedByte * work.sharedBytes + secondsPerWrittenByte * work.writtenBytes + validationSeconds(work) + perUnit * (workUnits(work) + training);
    }
};

/// The middle one of the builds on so many rows: what disturbs a build makes it longer only, and the first finds nothing in the caches.
double secondsOn(double rows, const std::vector<MeasuredBuild> &builds)
{
    std::vector<double> seconds;
    for (const MeasuredBuild &build : builds) {
        if (build.work.rows == rows)
            seconds.push_back(build.seconds);
    }
    const auto middle = seconds.begin() + std::ptrdiff_t(seconds.size() / 2);
    std::ranges::nth_element(seconds, middle);
    return *middle;
}

/// Through the builds of the largest size and, where they agree with sense, those of the smallest.
Line fitted(const std::vector<MeasuredBuild> &builds, const BuildWork &smallest, const BuildWork &largest)
{
    const double largeUnits = workUnits(largest), largeSeconds = secondsOn(largest.rows, builds);
    const Line line{0, largeSeconds / largeUnits, 0};
    if (smallest.rows >= largest.rows)
        return line;
    const double smallUnits = workUnits(smallest), smallSeconds = secondsOn(smallest.rows, builds);
    const double slope = (largeSeconds - smallSeconds) / (largeUnits - smallUnits);
    const double start = smallSeconds - slope * smallUnits;
    // A line that begins below nothing, or has all of its time before the first row, is noise.
    if (slope > 0 && start > 0)
        return {start, slope, 0};
    return line;
}

/// How much slower rows are added on disk, told from a build of which most were.
double measuredSlowness(const MeasuredBuild &build, const Line &line)
{
    const auto units = [&](double slower) {
        BuildWork work = build.work;
        work.slowerOnDisk = slower;
        return workUnits(work);
    };
    const double inMemory = units(0), onDisk = units(1) - inMemory;
    if (onDisk <= 0)
        return build.work.slowerOnDisk;
    constexpr double least = 1.5, most = 30; // outside of them it is noise
    return std::clamp(((build.seconds - line.start) / line.perUnit - inMemory) / onDisk, least, most);
}

/// How many rounds k-means had in \p build, times the usual ones.
double measuredRounds(const MeasuredBuild &build, const Line &line)
{
    const double training = trainingUnits(build.work), others = workUnits(build.work) - training;
    constexpr double least = 0.2, most = 10; // outside of them it is noise
    return std::clamp(((build.seconds - line.start) / line.perUnit - others) / training, least, most);
}

/// What the builds of a calibration tell.
struct Calibration {
    explicit Calibration(const std::vector<MeasuredBuild> &builds)
    {
        std::vector<MeasuredBuild> plain, grouped;
        const MeasuredBuild *onDisk = nullptr, *filling = nullptr;
        for (const MeasuredBuild &build : builds) {
            if (build.work.rowsOnDisk > 0)
                onDisk = &build;
            else if (!plain.empty() && build.work.sharedBytes > plain.front().work.sharedBytes)
                filling = &build;
            else if (build.work.rows > 0)
                (build.work.method == "ivfflat"_L1 && build.work.lists > 1 ? grouped : plain).push_back(build);
        }
        if (plain.empty())
            plain.swap(grouped);
        if (plain.empty())
            return;
        const auto [least, most] = std::ranges::minmax_element(plain, {}, [](const MeasuredBuild &build) { return build.work.rows; });
        largest = most->work.rows;
        line = fitted(plain, least->work, most->work);
        if (onDisk)
            slowerOnDisk = measuredSlowness(*onDisk, line);
        if (filling)
            line.perSharedByte = std::max(0.0, filling->seconds - line.at(filling->work)) / filling->work.sharedBytes;
        if (!grouped.empty())
            line.rounds = measuredRounds({grouped.front().work, secondsOn(grouped.front().work.rows, grouped), {}}, line);
    }

    Line line;
    double largest = 0; ///< rows
    std::optional<double> slowerOnDisk;
};

/// How much alike two builds are, as a share of what the one says of the other; larger where less is.
double unlikeness(const BuildWork &wanted, const BuildWork &past)
{
    double share = 0.15;
    share += 0.05 * std::abs(std::log2(std::max(1.0, wanted.rows) / std::max(1.0, past.rows)));
    if (wanted.type.kind != past.type.kind)
        share += 0.3;
    share += 0.1 * std::abs(std::log2(std::max(1.0, wanted.valueBytes) / std::max(1.0, past.valueBytes)));
    if (wanted.method == "hnsw"_L1)
        share += 0.1 * std::abs(std::log2(double(wanted.m) / past.m)) + 0.1 * std::abs(std::log2(double(wanted.efConstruction) / past.efConstruction));
    share += 0.1 * std::abs(wanted.workers - past.workers);
    if ((wanted.rowsOnDisk > 0) != (past.rowsOnDisk > 0))
        share += 0.5;
    return share;
}

} // namespace

double ivfflatSampleRows(double rows, int lists)
{
    return std::min(rows, std::max(50.0 * lists, 10'000.0));
}

IvfflatSeconds ivfflatSeconds(const BuildWork &work)
{
    // Microseconds. Longer values than these lie in the table's TOAST, and are fetched twice: to be assigned and to be loaded.
    constexpr double longestInRow = 2000;
    const double distance = 0.004 + 0.0000287 * work.valueBytes;
    const double fetching = work.valueBytes > longestInRow ? 0.0011 * work.valueBytes : 0;
    const double assign = 0.5 + fetching + work.lists * distance;
    const double load = 0.6 + 0.0012 * work.valueBytes + 0.8 * fetching;
    // The more rows there are for a list, the more there is to settle.
    const double sample = ivfflatSampleRows(work.rows, work.lists);
    const double rounds = 0.7 * std::pow(sample / work.lists, 0.42);
    return {sample * rounds * work.lists * distance / 1e6, work.rows * assign / (1 + work.workers) / 1e6, work.rows * load / 1e6};
}

double workUnits(const BuildWork &work)
{
    if (work.rows <= 0)
        return 0;
    return work.method == "hnsw"_L1 ? hnswUnits(work) : ivfflatUnits(work);
}

Figure timeByCalibration(const std::vector<BuildWork> &wanted, const std::vector<MeasuredBuild> &builds)
{
    const Calibration calibration(builds);
    if (calibration.largest <= 0)
        return Figure::unknown(u"no calibration build was measured"_s);
    double seconds = 0, rows = 0, rowsOnDisk = 0;
    int workers = 0;
    for (BuildWork work : wanted) {
        work.slowerOnDisk = calibration.slowerOnDisk.value_or(work.slowerOnDisk);
        seconds += calibration.line.at(work);
        rows += work.rows;
        rowsOnDisk += work.rowsOnDisk;
        workers = std::max(workers, work.workers);
    }
    Figure figure;
    figure.value = seconds;
    // The cache of the server and what else it does are not known; both tell more the further the sample is from the whole. How well
    // workers get on with each other shows in large graphs alone.
    const double further = std::max(0.0, std::log2(std::max(rows, 1.0) / calibration.largest));
    const double diskShare = rows > 0 ? rowsOnDisk / rows : 0;
    const double share = 0.1 + 0.04 * further + (workers > 0 ? 0.1 : 0) + (calibration.slowerOnDisk ? 0.3 : 0.5) * diskShare;
    figure.low = figure.value * std::max(0.2, 1 - share);
    figure.high = figure.value * (1 + share * (1.2 + diskShare));
    figure.source = u"calibrated on %1 rows"_s.arg(catalog::countText(calibration.largest));
    if (diskShare > 0 && !calibration.slowerOnDisk)
        figure.source += u"; the part that does not fit into maintenance_work_mem is a rough guess"_s;
    return figure;
}

std::optional<IvfflatPace> paceByCalibration(const std::vector<MeasuredBuild> &builds)
{
    const Calibration calibration(builds);
    if (calibration.largest <= 0 || builds.front().work.method != "ivfflat"_L1)
        return std::nullopt;
    const double later = 1e6 * calibration.line.perUnit; // units are the microseconds of the usual build
    return IvfflatPace{later * calibration.line.rounds, later};
}

Figure timeByPastBuilds(const std::vector<BuildWork> &wanted, const std::vector<MeasuredBuild> &builds)
{
    struct Vote {
        const MeasuredBuild *build = nullptr;
        double share = 0;
    };
    double wantedUnits = 0, validation = 0;
    for (const BuildWork &each : wanted) {
        wantedUnits += workUnits(each);
        validation += validationSeconds(each);
    }
    std::vector<Vote> votes;
    for (const MeasuredBuild &build : builds) {
        // What took less than a moment was spent on starting.
        if (wanted.empty() || build.work.method != wanted.front().method || build.work.rows < 1 || build.seconds < 0.05)
            continue;
        votes.push_back({&build, unlikeness(wanted.front(), build.work)});
    }
    if (votes.empty())
        return Figure::unknown(u"not known: no build of this kind was measured on this server yet. A calibration builds on a sample of the table"_s);
    std::ranges::sort(votes, {}, &Vote::share);
    votes.resize(std::min<std::size_t>(votes.size(), 5));
    double sum = 0, weights = 0;
    for (const Vote &vote : votes) { // of these alone the units are reckoned, which takes longer than all else
        const MeasuredBuild &build = *vote.build;
        const double built = std::max(build.seconds - validationSeconds(build.work), build.seconds / 2);
        const double weight = 1 / (vote.share * vote.share);
        sum += weight * std::log(std::max(1e-6, built * wantedUnits / workUnits(build.work) + validation));
        weights += weight;
    }
    const double share = votes.front().share;
    Figure figure;
    figure.value = std::exp(sum / weights);
    figure.low = figure.value / (1 + share * 1.5);
    figure.high = figure.value * (1 + share * 1.5);
    figure.source = votes.size() == 1 ? u"from one build on this server"_s : u"from %1 builds on this server"_s.arg(votes.size());
    return figure;
}

} // namespace quiver::index
