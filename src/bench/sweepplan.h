// SPDX-License-Identifier: GPL-3.0-or-later
// Many runs, as data: a grid over settings of a search and over builds of an index.
#pragma once

#include "bench/runresult.h"
#include "catalog/catalogtypes.h"
#include "index/figure.h"
#include "index/indexspec.h"

namespace quiver::bench {

/// A build to be measured, on a copy of the table.
struct SweepBuild {
    QString method = QStringLiteral("hnsw");
    /// Column, Halfvec, BinaryQuantize and Subvector; the last two are searched in two stages.
    index::IndexKey::Form form = index::IndexKey::Form::Column;
    int m = 16;
    int efConstruction = 64;
    int lists = 0;      ///< of ivfflat; 0: as advised for the rows
    int subvector = 256; ///< dimensions, of Subvector
    bool operator==(const SweepBuild &) const = default;
};
/// "hnsw m=16 ef_construction=64 halfvec".
QString buildText(const SweepBuild &build);
/// What buildText() says at the beginning of \p text, as in the name of a run on a build; no value: it says none.
std::optional<SweepBuild> buildOf(const QString &text);

struct SweepPlan {
    RunSpec base;                   ///< what each run is made of: workload, workers, seconds
    /// By name of a setting, the values to try; every combination is run, but on a table as it is not one of several values of hnsw with one of several
    /// values of ivfflat: a search takes one index. A setting that the method of an index does not have is left out for it. "over_fetch" is the number of candidates for each of the k, where the search is in two stages.
    std::map<QString, QStringList> settings;
    std::vector<int> workers;       ///< empty: those of base
    std::vector<SweepBuild> builds; ///< empty: on the table as it is
    double share = 1;               ///< of the rows, for builds: above 0 to 1
    qint64 maintenanceWorkMem = 0;  ///< bytes, of builds; 0: the server's own
    bool operator==(const SweepPlan &) const = default;
};

/// One build of a sweep and what it will come to.
struct SweepBuildForecast {
    SweepBuild build;
    std::vector<RunSpec> runs;
    index::Figure sizeBytes;
    index::Figure seconds;
    QStringList warnings;
    bool isPossible = true;         ///< else it is left out, without runs, and the warnings say why
    bool operator==(const SweepBuildForecast &) const = default;
};

/// What a sweep would do: the dry run.
struct SweepForecast {
    std::vector<RunSpec> runs;      ///< all of them; of builds one after the other
    std::vector<SweepBuildForecast> builds;
    qint64 copyRows = 0;            ///< of the copy of the table; 0: none is made, -1: nobody has counted the table's rows yet (ANALYZE does)
    qint64 copyBytes = 0;
    qint64 mostBytes = 0;           ///< on the server's disk at a time: the copy and its largest index
    double measureSeconds = 0;      ///< of all runs, without builds, copying, exact neighbours and asking for recall
    double buildSeconds = -1;       ///< of all builds, -1: not known
    QString obstacle;               ///< why it cannot be done, in a sentence with what to do; empty: it can
    bool operator==(const SweepForecast &) const = default;
};

/// Why it cannot be run, in a sentence with what to do; empty: it can, as far as is known without its runs.
QString sweepProblem(const SweepPlan &plan);
/// Methods of the approximate indexes that it searches: of its builds, or of \p indexes of the table; where that has none "hnsw": one may be made.
QStringList searchedMethods(const SweepPlan &plan, const std::vector<catalog::Index> &indexes);
/// Has it try iterative scans with indexes of \p methods; one value alone is that of all runs. IVFFlat has no strict order, which is not tried with it.
void varyIterativeScan(SweepPlan &plan, const QStringList &values, const QStringList &methods);

/// The runs of one build of \p method ("": on the table as it is), named by what differs between them.
std::vector<RunSpec> runsOf(const SweepPlan &plan, const QString &method = {});

} // namespace quiver::bench
