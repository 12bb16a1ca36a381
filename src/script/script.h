// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the DDL that makes an object again exactly as it is: dimensions, opclass, index options, predicate, storage, comments.
//
// The measure is pg_dump -s: what it says of a database and of one that was made from scriptAll() is the same. Names are
// written with their schemas. All functions block on the connection (run them on a session's thread), read in one snapshot,
// write nothing, wait at most ten seconds for somebody's exclusive lock, and throw what the connection throws.
// PostgreSQL 13 to 18.
#pragma once

#include "script/objectref.h"

namespace quiver::script {

struct ScriptOptions {
    bool drop = false;        ///< DROP ... IF EXISTS in front, without CASCADE
    bool ifNotExists = false; ///< where the server has such words; functions and views: OR REPLACE
    bool owner = true;
    bool privileges = true;   ///< grants that differ from what a new object has
    bool comments = true;
    /// With what makes it work: a table's indexes, constraints to others, triggers with their functions, rules, policies,
    /// statistics and partitions. Otherwise a table is its columns with its keys and checks.
    bool withParts = true;
    bool operator==(const ScriptOptions &) const = default;
};

/// \throws core::Error where the object is not there (any more)
QString scriptObjects(pg::Connection &connection, const ObjectRef &object, const ScriptOptions &options = {});

/// Several objects, each before those that need it.
QString scriptObjects(pg::Connection &connection, const std::vector<ObjectRef> &objects, const ScriptOptions &options = {});

/// All of the schema \p name with all that is in it, or (an empty name) the whole database; what belongs to an extension
/// comes with CREATE EXTENSION. What cannot be written is named in a comment at the end.
/// \throws core::Error where there is no such schema
QString scriptAll(pg::Connection &connection, const QString &name = {}, const ScriptOptions &options = {});

} // namespace quiver::script
