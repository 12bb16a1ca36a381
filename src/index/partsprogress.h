// SPDX-License-Identifier: GPL-3.0-or-later
// How far an index of a partitioned table is, over all partitions that are built one after the other: from the rows of each, how long those
// before took, and the estimate of the one that is under way.
//
// Pure.
#pragma once

#include "index/buildclock.h"

#include <QString>

#include <optional>
#include <vector>

namespace quiver::index {

/// The index of one partition.
struct BuildPart {
    QString schema, table, index; ///< names as they are
    double rows = -1;             ///< that it will index; negative: not known
    bool isThere = false;         ///< was built before, and is only attached
    bool operator==(const BuildPart &) const = default;
};

struct PartsProgress {
    int part = 0;        ///< that is built now, from 1; those that were there before count as the first ones. 0: none is
    int count = 0;       ///< all of them
    int built = 0;       ///< with those that were there before
    double rows = 0;     ///< done, of those that this run builds
    double rowsTotal = -1; ///< of those that this run builds; negative: of one of them they are not known
    double fraction = -1;  ///< of what this run builds, 0 to 1; negative: not known
    double secondsLeft = -1, secondsLow = -1, secondsHigh = -1; ///< until the last one is built; negative: not known yet
    bool operator==(const PartsProgress &) const = default;
};
/// Of a build of somebody else, that the server makes partition by partition within one statement and counts itself; no value where it does not.
/// All partitions are taken for equally large: nothing tells their rows.
std::optional<PartsProgress> partsSeen(const BuildProgress &progress, const BuildEstimate &estimate);
/// "partition 3 of 8".
QString partWords(const PartsProgress &progress);

class PartsClock
{
public:
    /// \p expectedSeconds: the forecast for all \p parts, also those that are there; negative: there is none.
    explicit PartsClock(std::vector<BuildPart> parts = {}, double expectedSeconds = -1);

    /// More than one partition.
    bool isOfParts() const { return m_parts.size() > 1; }
    const std::vector<BuildPart> &parts() const { return m_parts; }
    /// The next one that is to be built has begun.
    void begin();
    /// The one that was begun is built, within \p seconds without its waiting. \p rows: as they were counted, where they were not known.
    void end(double seconds, double rows);
    /// The one that was begun was found built.
    void skip();
    /// That is under way; null: none is.
    const BuildPart *current() const;
    /// Share of \p part in the work of all parts, 0 to 1.
    double share(const BuildPart &part) const;
    /// \p estimate of the one that is under way; null: nothing is known of it yet.
    PartsProgress progress(const BuildEstimate *estimate) const;
    /// Rows of those that this run has built; negative: of one of them they are not known.
    double builtRows() const;

private:
    double work(const BuildPart &part) const;

    std::vector<BuildPart> m_parts;
    std::vector<bool> m_isBuilt; ///< by this run
    double m_expectedSeconds = -1;
    double m_usualRows = 1;      ///< of a part whose rows are not known
    double m_allWork = 0;        ///< of all
    double m_ownWork = 0;        ///< of those that this run builds
    double m_doneWork = 0, m_doneSeconds = 0;
    std::optional<std::size_t> m_current;
};

} // namespace quiver::index
