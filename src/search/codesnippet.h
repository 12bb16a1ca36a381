// SPDX-License-Identifier: GPL-3.0-or-later
// A search as something to paste: SQL, a psql script, or a Python program that runs as it stands.
//
// The programs take the server from the environment variable DATABASE_URL, read in a read-only transaction, and set what they set for it
// only: through a pool a plain SET would stay behind. Every value is a bound parameter, as text with a cast, so no codec has to be registered.
#pragma once

#include "search/statement.h"

namespace quiver::search {

enum class SnippetKind {
    Sql,        ///< the statement with its values
    Psql,       ///< a script: transaction, settings, statement
    Psycopg,    ///< psycopg 3
    Asyncpg,
    SqlAlchemy, ///< SQLAlchemy 2, async, by asyncpg
};

/// "sql", "psql", "psycopg", "asyncpg", "sqlalchemy"; no value: it is none of them.
std::optional<SnippetKind> snippetKind(const QString &word);

/// \p statement is made with namesForPeople().
QString snippet(const SearchStatement &statement, const VectorQuery &query, SnippetKind kind);

} // namespace quiver::search
