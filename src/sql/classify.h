// SPDX-License-Identifier: GPL-3.0-or-later
// What a statement will do when it runs, told before it runs: for guards, transactions and the console's hints.
//
// From PostgreSQL's own parse tree (libpg_query) where it can be had, from the first words otherwise. A function that a
// SELECT calls may still write: nobody can tell from the text.
#pragma once

#include <QString>

namespace quiver::sql {

struct Classification {
    enum class Kind {
        Empty,
        Query,       ///< reads and returns rows: SELECT, VALUES, TABLE, FETCH
        Write,       ///< INSERT, UPDATE, DELETE, MERGE, also below WITH; CALL, DO, EXECUTE, which may write
        Ddl,         ///< CREATE, ALTER, DROP, TRUNCATE, GRANT, COMMENT, SELECT INTO, ...
        Transaction, ///< BEGIN, COMMIT, ROLLBACK, SAVEPOINT, ...
        Session,     ///< SET, RESET, SHOW, PREPARE, DECLARE, LISTEN, ...
        CopyIn,      ///< COPY ... FROM STDIN: the client has to send data
        CopyOut,     ///< COPY ... TO STDOUT: the client receives data
        Explain,     ///< shows a plan; runs the statement only with ANALYZE
        Utility,     ///< VACUUM, ANALYZE, REINDEX, CLUSTER, CHECKPOINT, LOCK, COPY with a server's file
        Unknown,
    };
    enum class Danger {
        None,
        Drop,               ///< an object is removed
        Truncate,           ///< all rows of a table are removed
        DeleteWithoutWhere, ///< all rows of a table are removed
        UpdateWithoutWhere, ///< all rows of a table are changed
        DropColumn,         ///< of a table, with its values
        AlterDrop,          ///< ALTER ... DROP of something else: a constraint, a default, an attribute, an enrolled table
        Revoke,             ///< a privilege or a membership is taken away
    };

    Kind kind = Kind::Unknown;
    Danger danger = Danger::None;
    QString object;            ///< what the danger is about, quoted as in SQL: "public.documents"; may be empty
    bool refusesTransaction = false; ///< the server does not run it inside of a transaction block: VACUUM, ... CONCURRENTLY
    bool executes = true;      ///< false: EXPLAIN without ANALYZE
    bool fromParseTree = false; ///< false: the first words only
    /// Certainly writes, so that a read-only transaction refuses it (but for temporary tables): INSERT, CREATE, GRANT, ...
    /// False for CALL, DO and EXECUTE, of which nobody can tell.
    bool changesData = false;
    /// Would let the session or its next transaction write: BEGIN READ WRITE, SET default_transaction_read_only = off,
    /// RESET ALL, ...
    bool liftsReadOnly = false;

    bool isDestructive() const { return danger != Danger::None; }
    bool operator==(const Classification &) const = default;
};

/// \p statement is one statement (see Splitter). Up to 256 KiB and 10,000 tokens are parsed (some milliseconds), of longer
/// ones the words outside of parentheses are looked at.
Classification classify(QStringView statement);

/// One sentence in English that says what would be lost; empty where nothing would.
QString dangerText(const Classification &classification);

} // namespace quiver::sql
