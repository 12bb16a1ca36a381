// SPDX-License-Identifier: GPL-3.0-or-later
// A workload with everything that it leaves open found out: the table, the query vectors, the statement with its parameters.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws, and core::Cancelled.
#pragma once

#include "bench/workload.h"
#include "pg/repeatedstatement.h"
#include "search/queryresolver.h"

namespace quiver::bench {

/// The query vectors of a workload.
struct QueryVectors {
    std::vector<search::QueryVector> vectors; ///< in the column's type, at least one
    std::vector<QStringList> ownKeys; ///< of rows of the table that they were taken from, one for each, as the server shows them; empty: of no row of it
};

struct BoundWorkload {
    Workload workload;         ///< as it was asked for, with the table's schema and the operator found out
    search::VectorQuery query; ///< with the schema, and the filter of a chosen selectivity among its conditions
    search::SearchTable table;
    QueryVectors queries;
    QString sql;               ///< with $1, $2, ...
    pg::RepeatedStatement::ParamSets sets; ///< one for each query vector
    int limit = 0;             ///< rows that an execution gives at most
    std::vector<int> keyPlaces; ///< columns of the result that are the table's key, in its order; empty: its rows are not known by a key
    int distancePlace = -1;    ///< column of the result that is the distance; -1: there is none
    search::SettingValues settings; ///< that the statement itself wants
    QString noRecall;          ///< why recall cannot be measured, in a sentence; empty: it can

    /// Of recall@k. The statement asks for one more where the queries are rows of the table: each finds itself.
    int k() const { return workload.query.k; }
};

/// Reads table and query vectors, has the server prepare the statement. The schema of the workload's query may be empty: the search path
/// finds it. The server plans the search once, without running it. \throws search::SearchRefused with the fields, core::Error with what to do
BoundWorkload bindWorkload(pg::Connection &connection, core::JobContext &job, const Workload &workload, const search::EmbedderFor &embedderFor = {});

/// The same workload on a copy of its table, or with another first stage: \p query says what changed, the query vectors are kept.
BoundWorkload bindAgain(pg::Connection &connection, const BoundWorkload &before, const search::VectorQuery &query);

/// \p query with what it leaves open: the schema by the search path, the operator by the column's type.
search::VectorQuery completeQuery(pg::Connection &connection, search::VectorQuery query);

/// \p sql with \p vector in the place of :vec, where that is a parameter and not part of a text, a comment or a cast.
QString withVector(const QString &sql, const QString &vector);
/// Why a statement of the user's own cannot be measured, in a sentence with what to do, as far as its text tells; empty: it can.
QString statementProblem(const QString &sql);
/// As what the query vectors are bound where the user has written the statement: "vector", "bit(64)".
QString vectorTypeOf(const BoundWorkload &bound, const search::SqlNames &names);

/// What a share of the rows is taken for: each has other rows, and none those that query vectors are taken from.
enum class ShareOf { Filter, Sample };
/// A condition that lets through a share of the rows, told by a hash of their keys. \throws core::Error for what has no key
QString shareCondition(pg::Connection &connection, const search::SearchTable &table, ShareOf what, double share);

} // namespace quiver::bench
