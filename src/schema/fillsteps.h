// SPDX-License-Identifier: GPL-3.0-or-later
// The statements that fill a new column in batches; internal to this room.
//
// How they came about, measured on 25,000 rows with vector(768) and an hnsw index on the old column (PostgreSQL 15, 2 cores):
// - An UPDATE that is not HOT puts the row into every index of the table again, and an hnsw index takes 1.6 ms for that: filled
//   from one end to the other the table takes 40 s, without that index 0.4 s. So of each page only some rows are taken at a time,
//   within a stretch of pages; when their transaction is over, the room that they leave lets the next ones stay on the page: 7 s.
//   (Where the new value stays in the row, halfvec(768) in a short one, there is no such room, and it takes 26 s.)
// - "WHERE new IS NULL ORDER BY key LIMIT n" goes over all that was filled, once for each batch. Instead the place is remembered,
//   in a setting of the session, which is rolled back with its transaction and needs no table. In a new session it begins at the
//   first page again, and passes over what is filled once. (PostgreSQL 13 cannot begin in the middle of a table: it reads it all.)
// - Rows that somebody has locked are skipped rather than waited for while others are held: no deadlock. A second pass takes them,
//   and those that came meanwhile, and waits where nothing else is left.
// Right does not depend on the place: a row is filled if it has a source and no value, and what is missed is found afterwards.
#pragma once

#include "schema/fillsource.h"

namespace quiver::schema {

/// What is the same for all steps of one model change.
struct FillTerms {
    QString newColumn;      ///< as it is
    int columnNumber = 0;   ///< that the new column has, or will have: makes the place's name this change's own
    int batchRows = 2'000;
    QString unless;         ///< steps are done where it holds
    FillSource source;
    QStringList key;        ///< of the table, as it is; empty: it has none
    QStringList triggers;   ///< that fire with an UPDATE
    bool hasAnnIndex = false; ///< on the table
    std::optional<qint64> valueBytes; ///< of the new column
};

/// Rows that have a source and no value, over \p alias.
QString waitingCondition(const ColumnSql &sql, const FillTerms &terms);
/// A SELECT of one boolean: no row waits. Holds as well when the new column is gone under its name.
QString nothingWaits(const ColumnSql &sql, const FillTerms &terms);

/// ChangeStep::lockedRows over the rows of \p from that wait by the condition \p waits. \p alias: its name there.
QString lockedRowsSql(const QString &from, const QString &alias, const QString &waits);

sql::ChangeStep fillStep(const ColumnSql &sql, const FillTerms &terms, const catalog::TablePart &part, qint64 expectedRows);
/// The second pass.
sql::ChangeStep catchUpStep(const ColumnSql &sql, const FillTerms &terms, const catalog::TablePart &part);

} // namespace quiver::schema
