// SPDX-License-Identifier: GPL-3.0-or-later
// A vector column that is filled from a text column of its rows, by the lexical embedder or a service: one Change, which also notes
// in the database who embedded the column.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "schema/columnproblem.h"
#include "schema/embedrun.h"

namespace quiver::schema {

struct EmbedFill {
    QString schema;
    QString table;
    QString textColumn;
    QString column;
    int batchRows = 0;     ///< in a transaction; 0: as many texts as the embedder takes at once
    bool passOver = false; ///< texts that are refused, else the first one ends it
    bool operator==(const EmbedFill &) const = default;
};
inline constexpr int maxEmbedRows = 5'000;

struct EmbedFacts {
    double rows = -1;        ///< of the table
    bool isCounted = false;  ///< those below were; a large table is not
    qint64 toFill = -1;      ///< rows that have a text and no vector
    qint64 filled = -1;
    bool hasVectors = false; ///< in the column, at least one; known of any table
    qint64 withoutText = -1; ///< NULL, or nothing but space
    std::optional<catalog::EmbedderState> before; ///< who embedded the column, as the database says
    QString textBefore; ///< whose texts its vectors were made of, as the database says; empty: it does not
    bool operator==(const EmbedFacts &) const = default;
};

struct EmbedFillPlan {
    sql::Change change; ///< empty where a problem is an error, or nothing is to be filled
    std::vector<ColumnProblem> problems;
    std::optional<catalog::TableFacts> table;
    EmbedFacts facts;
    std::shared_ptr<EmbedRun> parameters; ///< the Change's; null where it is empty
};

/// The table is looked at, nothing is embedded. Without an \p embedder there is a problem, and no Change.
EmbedFillPlan planEmbedFill(pg::Connection &connection, const EmbedFill &request, std::shared_ptr<embed::TextEmbedder> embedder);

/// The one that embedded the column before; else a new one with the column's dimensions, which learns from some thousand of the table's
/// texts what words are rare. \throws core::Error where the column is not there, or has no dimensions
std::shared_ptr<embed::TextEmbedder> lexicalEmbedder(pg::Connection &connection, const EmbedFill &request);

/// A new lexical embedder, which has learned from some thousand texts of the column. \p dimensions: from 1 to 16,000.
std::shared_ptr<embed::TextEmbedder> learnedEmbedder(pg::Connection &connection, const catalog::TableFacts &table, const QString &textColumn, int dimensions);

/// Steps that note in quiver.embedders who embedded a column, and make the table, each done where it is there; the values of the last
/// one. Empty where the user may not: \p problems then says so, unless it is noted already. Which column the texts are of is noted
/// where the table has room for it, or can be given it.
std::vector<sql::ChangeStep> noteEmbedder(pg::Connection &connection, const ColumnSql &sql, const QString &textColumn, const QString &column, const catalog::EmbedderState &state,
                                          std::vector<pg::Param> &values, std::vector<ColumnProblem> &problems);

} // namespace quiver::schema
