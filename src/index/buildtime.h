// SPDX-License-Identifier: GPL-3.0-or-later
// How long a build will take, told from builds that were measured: of a sample of the table, or of other indexes on the server.
//
// The cost model says only how work grows; seconds always come from a measurement. Without one the time is not known. Pure.
#pragma once

#include "catalog/vectortype.h"
#include "index/figure.h"

#include <QDateTime>

#include <optional>
#include <vector>

namespace quiver::index {

/// What the work of a build depends on.
struct BuildWork {
    QString method;            ///< "hnsw", "ivfflat"
    catalog::VectorType type;  ///< of what is indexed
    double valueBytes = 0;     ///< of one value with its header; of sparsevec the mean
    double rows = 0;           ///< indexed
    int m = 16;
    int efConstruction = 64;
    int lists = 100;
    int workers = 0;           ///< beside the leader
    /// Rows of an HNSW graph that are added on disk, since it no longer fits into maintenance_work_mem.
    double rowsOnDisk = 0;
    double slowerOnDisk = 6;   ///< each of those, against one in memory; a calibration measures it
    /// Shared memory that a parallel HNSW build fills with zeros before it begins: maintenance_work_mem; otherwise 0.
    double sharedBytes = 0;
    /// Of the index, that leave memory and go to the WAL as well; 0 of a calibration, whose index is small and not logged.
    double writtenBytes = 0;
    /// Of the index and the table, that CONCURRENTLY reads again to validate; 0 without it.
    double validatedBytes = 0;
    bool operator==(const BuildWork &) const = default;
};

/// Work in units that have a meaning only against each other, those of one method and type closely.
///
/// HNSW: a row that comes n-th looks at some log2(n) neighbours, and each look waits for memory once the graph has outgrown the
/// processor's cache, so that the cost of a row grows faster than the logarithm on the way there. Measured with pgvector 0.8.0.
/// IVFFlat: k-means over its sample, every row against every list, and the sorting. Writing is not work in this sense.
double workUnits(const BuildWork &work);

/// Of the phases of an IVFFlat build, seconds on a server where they were measured, with pgvector 0.8.0. Another server, or other values,
/// take a half of it, or twice as long: k-means has as many rounds as the values need.
struct IvfflatSeconds {
    double training = 0, assigning = 0, loading = 0;
};
IvfflatSeconds ivfflatSeconds(const BuildWork &work);
/// How a table's IVFFlat build goes, against what its phases take usually: k-means has as many rounds as the values need.
struct IvfflatPace {
    double training = 1; ///< seconds of k-means, times the usual ones
    double later = 1;    ///< the same of assigning and loading
    bool operator==(const IvfflatPace &) const = default;
};
/// That k-means of an IVFFlat build looks at.
double ivfflatSampleRows(double rows, int lists);

/// Bytes per second that a build reads its pages again with to validate; of an index in memory. They matter for a few hundredths of a
/// build only, so a figure of a small machine does.
constexpr double scanBytesPerSecond = 400e6;

/// A build that was measured.
struct MeasuredBuild {
    BuildWork work;
    double seconds = 0;
    QDateTime at;
    bool operator==(const MeasuredBuild &) const = default;
};

/// From builds on samples of the table, of two sizes or more: the smaller ones tell what a build costs before its first row; one
/// whose rows were added on disk tells how much slower that is, one with more shared memory
/// what filling that takes. Of IVFFlat those with a single list, which have no k-means to speak of, tell the pace of the server, and those with
/// more how many rounds the table's values need.
/// \p wanted: one build, or one for each partition.
Figure timeByCalibration(const std::vector<BuildWork> &wanted, const std::vector<MeasuredBuild> &builds);
/// The same builds say how the phases of an IVFFlat build will go; no value: another method, or too few builds.
std::optional<IvfflatPace> paceByCalibration(const std::vector<MeasuredBuild> &builds);

/// From the journal of builds on this server: those of the same method, the most alike first. Not known where there is none.
Figure timeByPastBuilds(const std::vector<BuildWork> &wanted, const std::vector<MeasuredBuild> &builds);

} // namespace quiver::index
