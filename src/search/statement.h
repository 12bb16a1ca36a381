// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL of a search: one statement whose parameters are written as each reader wants them.
//
// Pure: no connection needed. Every parameter is cast where it stands: pgvector's functions are ambiguous for untyped ones, and
// PostgreSQL would otherwise guess the type from the column and perhaps cast that instead, which loses the index.
#pragma once

#include "search/queryvector.h"
#include "search/searchtable.h"
#include "search/vectorquery.h"

namespace quiver::search {

/// The vectors that a query's sources have become.
struct ResolvedVectors {
    QueryVector query;
    std::optional<QueryVector> firstStage; ///< of a first stage by another column
};

struct SearchParameter {
    QString name;                      ///< unique: "query", "words", "filter_1"
    QString type;                      ///< SQL type that it is cast to
    QString text;                      ///< its value as the server reads it
    std::optional<QueryVector> vector; ///< where it is one: then text is empty
    catalog::VectorKind vectorKind = catalog::VectorKind::None;
    QString value() const { return vector ? QString::fromLatin1(textOf(*vector)) : text; }
};

/// Which column of the result is what; -1: it is not there.
struct SearchLayout {
    int keys = 0; ///< so many from column 0 on
    int distance = -1;
    int firstDistance = -1;
    int score = -1;
    int vectorRank = -1;
    int textScore = -1;
    int textRank = -1;
    int outputs = 0;     ///< the first of outputNames.size()
    int vector = -1;     ///< for diversity: the row's own
};

struct SearchStatement {
    QString marked; ///< the SQL with marks for its parameters
    std::vector<SearchParameter> parameters;
    SettingValues settings; ///< of the transaction
    SearchLayout layout;
    QStringList keyNames;
    QStringList outputNames;
    int candidates = 0;  ///< rows that the leading ORDER BY ... LIMIT asks for; 0: there is none, all rows are grouped
    int limit = 0;       ///< rows that come back at most

    enum class Style {
        Numbered, ///< $1::vector
        NumberedText, ///< $1::text::vector: all values are texts, as asyncpg wants to know
        Literal,  ///< '[1,2]'::vector
        Psycopg,  ///< %(query)s::vector, and %% for %
        Named,    ///< CAST(CAST(:query AS text) AS vector), and \: for a colon that SQLAlchemy's text() would take for a parameter
    };
    QString text(Style style) const;
};

/// \p query has no problems that are errors (see searchproblems.h).
SearchStatement searchStatement(const SqlNames &names, const SearchTable &table, const VectorQuery &query, const ResolvedVectors &vectors);

/// A character that no name, value or condition of a search may contain: it marks parameters. A noncharacter of Unicode.
inline constexpr QChar parameterMark(0xFDD0);

} // namespace quiver::search
