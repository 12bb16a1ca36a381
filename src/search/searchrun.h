// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a search on a connection, in a read-only transaction with its settings, and tells its hits.
#pragma once

#include "search/queryresolver.h"
#include "search/settingcalls.h"

namespace quiver::search {

struct Hit {
    QStringList key;                   ///< as the server's text
    std::optional<double> distance;    ///< may be infinite or NaN
    std::optional<double> firstDistance; ///< of the first of two stages
    std::optional<double> score;       ///< of two fused lists
    std::optional<int> vectorRank;     ///< from 1; no value: not in that list
    std::optional<double> textScore;   ///< ts_rank_cd
    std::optional<int> textRank;
    std::vector<std::optional<QString>> values; ///< of the output columns; no value: NULL
    bool operator==(const Hit &) const = default;
};

enum class PlanWish { None, Plan, Analyze };

struct SearchResult {
    SearchTable table;
    VectorQuery query;
    ResolvedVectors vectors;
    SearchStatement statement;
    std::vector<Hit> hits;
    std::vector<SearchProblem> notes; ///< none is an error
    double vectorMs = 0;  ///< until the query vector was there: embedding, reading
    double serverMs = 0;  ///< from sending the search to its first row
    double totalMs = 0;   ///< to its last row
    QByteArray plan;      ///< EXPLAIN (FORMAT JSON), where one was wished for
};

/// Reads the table, checks, finds the vector, runs. \throws SearchRefused with all that is wrong, also where it is the server that does
/// not take a condition; core::Error after statement_timeout; pg::Error; core::Cancelled
SearchResult runSearch(pg::Connection &connection, core::JobContext &job, const VectorQuery &query, const EmbedderFor &embedderFor, PlanWish plan = PlanWish::None);

/// The same with a table that was read before.
SearchResult runSearch(pg::Connection &connection, core::JobContext &job, SearchContext &context, const VectorQuery &query, PlanWish plan = PlanWish::None);

/// The same search once more with what the first one found out: another setting, exact.
SearchResult runAgain(pg::Connection &connection, core::JobContext &job, const SearchResult &before, const VectorQuery &query, PlanWish plan = PlanWish::None);

/// EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) of a search that was run, with its own vectors and settings: it runs once more.
/// \throws core::Error after statement_timeout; pg::Error; core::Cancelled
QByteArray planOf(pg::Connection &connection, core::JobContext &job, const SearchResult &made);

/// The indexes that the server takes to find the nearest of a search that was run, as it plans it now; none: it compares every row that
/// meets the conditions. Nothing is run. \throws pg::Error; core::Cancelled
QStringList indexesOf(pg::Connection &connection, core::JobContext &job, const SearchResult &made);

/// For whoever runs statements of a search itself: the settings of this transaction, or of the whole session, and pgvector loaded so that it
/// knows them.
void applySettings(pg::Connection &connection, const SettingValues &settings, const QString &vectorSchema, SettingScope scope = SettingScope::Transaction);

} // namespace quiver::search
