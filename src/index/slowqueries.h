// SPDX-License-Identifier: GPL-3.0-or-later
// Which vector queries take a server's time, told by pg_stat_statements (1.8 to 1.12: PostgreSQL 13 to 18).
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "index/extensioncare.h"

#include <QDateTime>
#include <QSet>

#include <vector>

namespace quiver::index {

/// A kind of statement: constants are $1, $2, ..., put in by pg_stat_statements.
struct SlowQuery {
    qint64 id = 0; ///< queryid
    QString user;
    QString text;
    QStringList operators; ///< vector operators in it: "<=>"
    qint64 calls = 0;
    double totalMs = 0, meanMs = 0, minMs = 0, maxMs = 0, deviationMs = 0;
    qint64 rows = 0;
    qint64 blocksHit = 0;  ///< found in shared_buffers
    qint64 blocksRead = 0; ///< asked of the system
    qint64 tempBlocks = 0; ///< written
    /// 0 to 1; negative: it touched none.
    double hitShare() const { return blocksHit + blocksRead > 0 ? double(blocksHit) / double(blocksHit + blocksRead) : -1; }
    double rowsPerCall() const { return calls > 0 ? double(rows) / double(calls) : 0; }
    bool operator==(const SlowQuery &) const = default;
};

struct SlowQueries {
    enum class State {
        Ready,
        NotCreated,   ///< CREATE EXTENSION is missing: planCreateStatements()
        NotPreloaded, ///< its library is not in shared_preload_libraries
        NotAllowed,   ///< the role may not use the extension's schema
        TooOld,       ///< the extension is of an older server: ALTER EXTENSION pg_stat_statements UPDATE
    };
    State state = State::Ready;
    QString words;      ///< what is missing and what to do, or what to know; empty: nothing
    QString version;    ///< of the extension
    QDateTime since;    ///< UTC, of the last reset of all (PostgreSQL 14); invalid: not known
    bool seesAll = false; ///< others' texts too, as a superuser or by pg_read_all_stats
    std::vector<SlowQuery> queries; ///< vector queries of this database, the most time first
    double totalMs = 0; ///< of all statements of this database
};
/// At most \p limit queries.
SlowQueries slowQueries(pg::Connection &connection, int limit = 200);

CarePlan planCreateStatements(pg::Connection &connection);
/// Forgets what was counted: of all, or (\p query) of one kind of statement.
CarePlan planResetStatements(pg::Connection &connection, qint64 query = 0);

/// The vector operators of \p sql if it is about vectors, that is, orders or computes by one of them and names a column of
/// \p vectorColumns, one of pgvector's types or functions; pg_trgm, cube and PostGIS have operators of the same names. Pure.
QStringList vectorOperators(const QString &sql, const QSet<QString> &vectorColumns);

/// Of the parameters $1, $2, ... of \p sql what each stands for, a line each: "$1: a query vector". Pure.
QStringList parameterNotes(const QString &sql);
/// For the console: EXPLAIN of the text with a comment about its parameters. From PostgreSQL 16 on it runs as it is
/// (GENERIC_PLAN), before that values have to be put in. What is not a query is planned only, never run. Pure.
QString explainText(const SlowQuery &query, int serverVersion);

} // namespace quiver::index
