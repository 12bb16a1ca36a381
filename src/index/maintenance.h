// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to indexes that exist, as Changes: built anew, vacuumed, warmed, set, moved, renamed, dropped.
//
// Each function asks the catalogue, blocks on the connection (run it on a session's thread) and throws what that throws. What
// cannot be done is refused with the reason. A column's storage is changed by schema::planStorage().
#pragma once

#include "index/extensioncare.h"
#include "index/indexspec.h"

#include <optional>
#include <utility>
#include <vector>

namespace quiver::index {

/// REINDEX INDEX CONCURRENTLY; of a partitioned index its parts one after the other. \p settings: for the build alone.
CarePlan planReindex(pg::Connection &connection, const QString &schema, const QString &index, const BuildSettings &settings = {});
/// Every index of the table (and of its partitions) in a step of its own, so that each has its recovery and the Change can be run
/// again where it stopped. \p annOnly: the approximate ones. The TOAST table's index is left out.
CarePlan planReindexTable(pg::Connection &connection, const QString &schema, const QString &table, bool annOnly = false,
                          const BuildSettings &settings = {});

struct VacuumRequest {
    bool analyze = true;
    /// HNSW indexes are built anew first: vacuuming one mends its graph and takes much longer.
    bool reindexFirst = false;
    BuildSettings settings;
};
/// VACUUM; its progress is watched by pg_stat_progress_vacuum.
CarePlan planVacuum(pg::Connection &connection, const QString &schema, const QString &table, const VacuumRequest &request);
CarePlan planAnalyze(pg::Connection &connection, const QString &schema, const QString &table);

/// Reads an index into shared_buffers; creates pg_prewarm where it is missing.
CarePlan planPrewarm(pg::Connection &connection, const QString &schema, const QString &index);

/// ALTER INDEX ... SET; a value of nothing: RESET. \p rebuild: and builds it anew, which m, ef_construction and lists need to count.
CarePlan planSetOptions(pg::Connection &connection, const QString &schema, const QString &index,
                        const std::vector<std::pair<QString, std::optional<QString>>> &options, bool rebuild,
                        const BuildSettings &settings = {});

/// Moves it into another tablespace: by building it anew there without stopping anybody (PostgreSQL 14), or by copying its file
/// while nobody can use the table.
CarePlan planSetTablespace(pg::Connection &connection, const QString &schema, const QString &index, const QString &tablespace, bool copyFile = false);
CarePlan planRename(pg::Connection &connection, const QString &schema, const QString &index, const QString &newName);
/// DROP INDEX CONCURRENTLY; undone by its definition.
CarePlan planDrop(pg::Connection &connection, const QString &schema, const QString &index);

/// How many workers a build on the table plans with, whatever its size; nothing: the planner's own choice again.
CarePlan planParallelWorkers(pg::Connection &connection, const QString &schema, const QString &table, std::optional<int> workers);

} // namespace quiver::index
