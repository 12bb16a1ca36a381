// SPDX-License-Identifier: GPL-3.0-or-later
// What a load changes beside the rows: the table it creates, indexes that wait, a table out of the log; and its end.
#pragma once

#include "load/loadplan.h"
#include "sql/change.h"

namespace quiver::load {

/// Before the first row, in the transaction of the first batch. On a session's thread.
sql::Change stepsBefore(const pg::Connection &connection, const LoadPlan &plan, const TargetTable &target);

/// What has to be run when all rows are in, as statements that may be run twice: they are kept with the load's note.
QStringList pendingAfter(const LoadPlan &plan, const TargetTable &target);
/// \p pending, and around it, where it builds HNSW and pgvector \p version must not do that with parallel workers, what keeps them away.
QStringList withoutWorkers(const QStringList &pending, const QString &version);
/// The same as steps; each by itself, so that an index that stands stays.
sql::Change stepsAfter(const QStringList &pending, const QString &version, const QString &table);

/// All that a load runs, each batch once, for people to read before. \p target: as problemsOf() takes it.
QStringList statementsOf(const pg::Connection &connection, const LoadPlan &plan, const TargetTable &target);

/// CREATE TABLE of plan.newColumns.
QString createTableSql(const pg::Connection &connection, const LoadPlan &plan, const TargetTable &target);

} // namespace quiver::load
