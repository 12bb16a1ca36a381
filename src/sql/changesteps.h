// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that several Changes share, with their recovery written once.
#pragma once

#include "sql/change.h"
#include "sql/quoter.h"

#include <vector>

namespace quiver::sql {

/// A condition on a row of pg_index, to follow another: no other session builds, rebuilds or drops the index. An index that is
/// INVALID is nobody's left-over while one does.
QString nobodyAtWork();

/// A step whose \p createSql is the CREATE INDEX CONCURRENTLY of \p index on \p table, both in \p schema (names as they are,
/// not quoted): it knows whether it is done, is checked to be valid, removes the INVALID index that it leaves when it fails
/// or is cancelled, and that of an earlier run before it runs again.
ChangeStep concurrentIndexStep(const Quoter &quoter, const QString &createSql, const QString &schema, const QString &table,
                               const QString &index);

/// An index of one table; of a partitioned index, its part for that table. Names as they are, not quoted.
struct IndexBuild {
    QString schema; ///< of the table, and so of the index
    QString table;
    QString name;
    QString definition; ///< what comes after the table's name: "USING hnsw (embedding vector_cosine_ops) WITH (m=16)"
    QString comment;
    bool isPartitioned = false; ///< has no entries of its own, is made valid by those attached to it
    bool becomesValid = false;  ///< of a partitioned one: every partition has a part in the list, so that in the end it is valid
    int parent = -1;    ///< place of the index that it is attached to, before it in the list; -1: none
    bool isThere = false; ///< is built and valid already and only attached
    bool isUnique = false;
    StepEstimate estimate; ///< of building it
    double rows = -1;      ///< that it will index; negative: not known
};

/// What builds \p builds, concurrently also on partitioned tables: the whole without its parts, in an instant; then the parts
/// one by one; then each is attached, the lowest first. A step is done where the condition \p unless holds, too.
std::vector<ChangeStep> indexBuildSteps(const Quoter &quoter, const std::vector<IndexBuild> &builds, const QString &unless = {});

/// Sets \p name for the steps that follow, outside of transactions: CREATE INDEX CONCURRENTLY cannot have it by SET LOCAL.
/// ChangeRunner sets it back when it ends, however it ends.
ChangeStep setSettingStep(const Quoter &quoter, const QString &name, const QString &value);
/// Behind them, for those who run the script by psql.
ChangeStep resetSettingStep(const Quoter &quoter, const QString &name);
/// The same around the undo of \p step, and nothing else.
void setForUndo(const Quoter &quoter, const QString &name, const QString &value, ChangeStep &step);
/// One that concerns the session alone.
ChangeStep sessionStep(const QString &title, const QString &sql);
/// The setting that such a step sets, empty: it is none. \p isReset: it is one that sets it back.
QString settingOf(const ChangeStep &step, bool *isReset = nullptr);

} // namespace quiver::sql
