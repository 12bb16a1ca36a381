// SPDX-License-Identifier: GPL-3.0-or-later
// Statements that run outside of a transaction, and what a failed or killed one has left in the catalogue.
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::catalog {

struct ConcurrentStatement {
    enum class Kind {
        Atomic,     ///< happens or does not: one statement, one transaction of the server's
        Procedural, ///< DO, CALL: may commit on its way
        CreateIndex,
        DropIndex,
        Reindex,
        Detach,
    };
    Kind kind = Kind::Atomic;
    // As they stand in the statement, with quotes and schema where it has them.
    QString index; ///< of CREATE INDEX without schema, perhaps empty; of DROP INDEX, REINDEX INDEX
    QString table; ///< of CREATE INDEX, REINDEX TABLE, DETACH; empty for REINDEX SCHEMA and DATABASE: all tables
    QString partition;
    bool operator==(const ConcurrentStatement &) const = default;
};

/// What \p sql, one statement, is. By its words; pure.
ConcurrentStatement concurrentStatement(const QString &sql);

enum class ConcurrentEffect {
    Unknown,
    Nothing,  ///< as if it had never run
    Left,     ///< half done
    Complete, ///< done, as far as the catalogue shows
};

/// Something that nobody can use and that costs every write.
struct Leftover {
    QString object;  ///< "public.documents_hnsw"
    QString words;   ///< "the INVALID index public.documents_hnsw of public.documents (12 MB)"
    QString removal; ///< a statement outside of a transaction; empty: running the statement again takes care of it
    QString isGone;  ///< a SELECT of one boolean: it is not there any more, or is whole by now
    bool operator==(const Leftover &) const = default;
};

struct ConcurrentFinding {
    ConcurrentEffect effect = ConcurrentEffect::Unknown;
    std::vector<Leftover> leftovers;
    bool operator==(const ConcurrentFinding &) const = default;
};

/// Looks into the catalogue, with the connection's search_path. Indexes that somebody builds right now are not counted.
/// \throws pg::Error
ConcurrentFinding inspectConcurrent(pg::Connection &connection, const ConcurrentStatement &statement);

} // namespace quiver::catalog
