// SPDX-License-Identifier: GPL-3.0-or-later
// Another model, type or number of dimensions for a vector column, while the table goes on being read and written: a new column,
// filled in batches, indexed concurrently, and swapped with the old one in a moment.
//
// It is one Change. Every step knows whether it is done, so after a cancel, a kill or a lost server the same Change, or one
// planned anew from the same request, is simply run and goes on. Functions that take a connection block on it and throw what it
// throws.
#pragma once

#include "catalog/rowsize.h"
#include "catalog/tablefacts.h"
#include "schema/columndependents.h"
#include "schema/columnproblem.h"
#include "schema/embedrun.h"
#include "schema/indexcopies.h"

namespace quiver::schema {

/// Where the new column's values come from.
enum class FillFrom {
    Cast,           ///< the old vectors in another type, with as many dimensions
    Normalize,      ///< the old vectors at length one
    Subvector,      ///< their first dimensions, for models that were trained to be cut off (Matryoshka)
    BinaryQuantize, ///< a bit for each dimension: whether it is positive
    Expression,     ///< of the row's columns, in SQL
    OtherTable,     ///< a table with vectors of the new model, joined by key
    Embedder,       ///< a column of texts, which an embedder makes vectors of
    Application,    ///< somebody else writes them: the Change waits, and goes on when it is run again
};

struct ModelChange {
    QString schema;
    QString table;
    QString column;
    catalog::VectorType type; ///< of the new column
    QString model;   ///< that makes the new vectors; kept in the column's comment
    QString comment;
    catalog::ColumnStorage storage = catalog::ColumnStorage::Default;

    FillFrom from = FillFrom::Application;
    bool normalize = true; ///< of Subvector: what is cut off is brought to length one again
    QString expression;    ///< of Expression
    QString otherSchema, otherTable, otherColumn;
    QStringList key, otherKey; ///< columns of the table and of the other one, equal in pairs
    QString textColumn;    ///< of Embedder
    bool passOver = false; ///< of Embedder: texts that are refused, else the first one ends it

    QString newColumn;  ///< its name until the swap; empty: COLUMN_new
    QString oldColumn;  ///< the old one's name after it; empty: COLUMN_old
    int batchRows = 2'000; ///< per transaction; an embedder has its own number
    /// A trigger writes the new column with the old one until the swap; only from the row's own columns. Of Embedder: it empties the
    /// new column when the text changes, and the row is embedded anew.
    bool keepInSync = true;
    bool copyIndexes = true;
    bool vacuum = true;     ///< between filling and indexing
    bool swap = true;
    bool dependentsAccepted = false; ///< the swap may leave views and the like on the old column
    bool dropOld = false;
    /// For a migration: planned as for a database that has not begun, however far this one is.
    bool asFresh = false;
    bool operator==(const ModelChange &) const = default;
};
inline constexpr int minBatchRows = 100;
inline constexpr int maxBatchRows = 50'000;

QString newColumnOf(const ModelChange &request);
QString oldColumnOf(const ModelChange &request);
/// Whether a trigger can keep the new column in step with the old one.
bool canKeepInSync(FillFrom from);
/// Those that lead from a column of type \p from to one of type \p to, the likeliest first; Expression, OtherTable and Application
/// always do, and Embedder to all but bits.
std::vector<FillFrom> fillsFor(const catalog::VectorType &from, const catalog::VectorType &to);

/// How far the table is on its way.
enum class ModelState {
    Fresh,
    Underway, ///< the new column is there
    Swapped,  ///< the old column is still there, by its other name
    Finished,
};

struct ModelFacts {
    ModelState state = ModelState::Fresh;
    double rows = -1;       ///< of the table
    bool isCounted = false; ///< rows and those below were counted; else estimated or, when negative, not known
    qint64 toFill = -1;     ///< rows that have a source and no new value yet
    qint64 filled = -1;     ///< rows that have the new value
    qint64 withoutSource = -1; ///< rows that will have none: the old value is NULL, or the other table has no partner
    std::vector<ColumnDependent> dependents;
    QStringList mentions;   ///< functions whose text names table and column
    IndexCopies indexes;
    bool operator==(const ModelFacts &) const = default;
};

struct ModelPlan {
    sql::Change change; ///< empty where a problem is an error, or nothing is left to do
    std::vector<ColumnProblem> problems;
    std::optional<catalog::TableFacts> table;
    std::optional<ModelFacts> facts;
    std::shared_ptr<EmbedRun> parameters; ///< the Change's, of Embedder; else null
};

/// What can be said without a server.
std::vector<ColumnProblem> problemsOf(const ModelChange &request);
/// \p embedder: of Embedder; else it may be null.
ModelPlan planModelChange(pg::Connection &connection, const ModelChange &request, const std::shared_ptr<embed::TextEmbedder> &embedder = {});
/// Why the lexical embedder cannot make vectors of the new type; empty: it can.
std::vector<ColumnProblem> lexicalProblems(const ModelChange &request);
/// For the new column: the one that an earlier run has begun with, else a new one. As lexicalEmbedder() of EmbedFill.
/// \throws core::Error with the first of lexicalProblems(), too
std::shared_ptr<embed::TextEmbedder> lexicalEmbedder(pg::Connection &connection, const ModelChange &request);

} // namespace quiver::schema
