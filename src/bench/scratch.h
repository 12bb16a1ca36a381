// SPDX-License-Identifier: GPL-3.0-or-later
// A schema of a benchmark's own on the server, with a copy of the table to build indexes on; and those that a program that was killed left.
//
// The copy has the table's name, so that conditions which name the table ("documents.lang = 'en'") hold for the copy as well. Where they name its schema,
// too ("public.documents.lang"), that is left out for the copy: queryOfCopy().
//
// Such a schema says what it is by its comment, from the transaction on that makes it, and whoever uses it holds an advisory lock: the server lets
// go of that with the connection, however the program ends. So what is marked and not locked was left behind. Functions block on the connection, on a
// session's thread. They throw what it throws.
#pragma once

#include "bench/boundworkload.h"
#include "sql/change.h"

namespace quiver::bench {

/// "quiver_bench_1f3a...": not taken by anybody.
QString newScratchName();

/// Why such a workload cannot be measured on a copy of \p share of the rows, in a sentence with what to do; empty: it can.
QString copyProblem(const BoundWorkload &workload, double share);
/// Why a condition on a table cannot be one on its copy, in a sentence with what to do; empty: it can. Pure.
QString conditionProblem(const QString &condition, const QString &schema, const QString &table);
/// The search of the workload's table as one of its copy in \p schema.
search::VectorQuery queryOfCopy(const BoundWorkload &workload, const QString &schema);

/// What an index of the copy of \p table is called: \p wanted, unless the table itself is.
QString scratchIndexName(const QString &wanted, const QString &table);

/// Makes \p schema with a copy of the workload's table, rows by their keys' hash, \p share above 0 to 1; unlogged: nothing goes to standbys. All of it
/// is one transaction. \throws core::Error with the copyProblem(), if there is one
sql::Change makeScratchChange(pg::Connection &connection, const BoundWorkload &workload, const QString &schema, double share);
sql::Change dropScratchChange(pg::Connection &connection, const QString &schema);
/// Drops some, one after the other.
sql::Change dropScratchesChange(pg::Connection &connection, const QStringList &schemas);

/// Held until the connection ends, or releaseScratch().
void holdScratch(pg::Connection &connection, const QString &schema);
void releaseScratch(pg::Connection &connection, const QString &schema);

struct LeftScratch {
    QString schema;
    qint64 bytes = 0;
    bool operator==(const LeftScratch &) const = default;
};
/// Of this database: marked, and used by nobody.
std::vector<LeftScratch> leftScratches(pg::Connection &connection);

} // namespace quiver::bench
