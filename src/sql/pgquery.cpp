// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgquery.h"

#include <pg_query.h>

#include <mutex>

namespace quiver::sql::pgquery {

namespace {

// Where libpg_query is built without DEBUG it swaps stderr for a pipe of its own during a call; two calls at once could
// leave the process with a closed one. It is the library's state that is guarded here, hence the one lock for all.
std::mutex &libraryLock()
{
    static std::mutex mutex;
    return mutex;
}

} // namespace

std::optional<std::vector<Range>> split(const QByteArray &sql)
{
    if (sql.contains('\0'))
        return std::nullopt;
    const std::lock_guard lock(libraryLock());
    const PgQuerySplitResult result = pg_query_split_with_scanner(sql.constData());
    std::optional<std::vector<Range>> ranges;
    if (!result.error) {
        ranges.emplace();
        ranges->reserve(std::size_t(result.n_stmts));
        for (int i = 0; i < result.n_stmts; ++i) {
            const PgQuerySplitStmt &statement = *result.stmts[i];
            ranges->push_back({statement.stmt_location, qsizetype(statement.stmt_location) + statement.stmt_len});
        }
    }
    pg_query_free_split_result(result);
    return ranges;
}

std::optional<QByteArray> parse(const QByteArray &sql)
{
    if (sql.contains('\0'))
        return std::nullopt;
    const std::lock_guard lock(libraryLock());
    const PgQueryParseResult result = pg_query_parse(sql.constData());
    std::optional<QByteArray> tree;
    if (!result.error && result.parse_tree)
        tree = QByteArray(result.parse_tree);
    pg_query_free_parse_result(result);
    return tree;
}

Fault syntaxFault(const QByteArray &sql)
{
    const std::lock_guard lock(libraryLock());
    const PgQueryParseResult result = pg_query_parse(sql.constData());
    Fault fault;
    if (result.error)
        fault = {QString::fromUtf8(result.error->message), result.error->cursorpos};
    pg_query_free_parse_result(result);
    return fault;
}

} // namespace quiver::sql::pgquery
