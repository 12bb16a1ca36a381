// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes to be built, as a Change: checked against the table and the server first, concurrently also on partitioned tables, and
// simply run again after an interruption.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "index/buildforecast.h"
#include "index/indexproblems.h"
#include "index/partsprogress.h"
#include "sql/change.h"

namespace quiver::index {

struct IndexPlan {
    IndexSpec spec;          ///< with its name, and with the types that its columns have
    BuildSettings settings;  ///< what its build runs with: those given, and no workers where they may crash the server and were not named
    std::vector<IndexProblem> problems;
    std::optional<IndexTable> table; ///< its indexes have the spec's words for the same expressions and predicates
    QString createSql;       ///< as one statement, for those who want to read it
    double rows = -1;        ///< that the index will have; -1: not known
    bool isThere = false;    ///< the same index of that name is built and valid: nothing is to be done
    std::vector<BuildPart> parts; ///< of a partitioned table that is built concurrently: those with rows of their own, in the order of their steps
    sql::Change change;      ///< empty where a problem is an error, or nothing is to be done
};

/// \p settings are set for the build alone, by steps of the Change, and no workers where pgvector must not build with them. A name that the spec leaves open is made to fit.
IndexPlan planIndex(pg::Connection &connection, const IndexSpec &spec, const BuildSettings &settings = {});

/// The time of a step that builds all of it; unknown where the forecast does not know it.
sql::StepEstimate buildEstimate(const BuildForecast &forecast);
/// Gives the steps that build the time that the forecast knows, and no other.
void estimateBy(IndexPlan &plan, const BuildForecast &forecast);

/// One of several that are built in a row, with what its own build runs with.
struct WantedIndex {
    IndexSpec spec;
    BuildSettings settings;
    bool operator==(const WantedIndex &) const = default;
};

/// Several, one after the other in the order given, as one Change; each is planned with the names of those before it taken.
struct IndexQueue {
    std::vector<IndexPlan> plans; ///< their own changes are parts of the whole
    sql::Change change;           ///< empty where any of them has an error
};
/// The steps that build HNSW and IVFFlat indexes have no estimates: their time is the forecast's, which is shown beside.
IndexQueue planIndexes(pg::Connection &connection, const std::vector<WantedIndex> &wanted);

/// What SET gives a build, as names and values.
std::vector<std::pair<QString, QString>> settingsOf(const BuildSettings &settings);
/// "2GB": as SET takes it and people read it.
QString memoryText(qint64 bytes);

} // namespace quiver::index
