// SPDX-License-Identifier: GPL-3.0-or-later
// What a server and the connected database hold, as values: read in one or two statements per question.
//
// All functions block on the connection (run them inside Session::run or Pool::run) and throw what it throws. They read
// system catalogues only, name everything in them with its schema, and pass OIDs and names as parameters. PostgreSQL 13 to 18.
// Vector types are those that belong to the extension `vector`, in whichever schema it was created.
#pragma once

#include "catalog/catalogtypes.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::catalog {

ServerInfo serverInfo(pg::Connection &connection);
/// Of the whole server, templates left out; size -1 where the user may not connect.
std::vector<Database> databases(pg::Connection &connection);
/// System schemas (pg_catalog, information_schema) are marked and come last; those for temporary tables and toast are left out.
std::vector<Schema> schemas(pg::Connection &connection);
std::vector<Relation> relations(pg::Connection &connection, pg::Oid schema);
/// Everything with rows in the user's schemas (sequences left out), in the order of schema and name; at most \p limit.
TableNames tableNames(pg::Connection &connection, int limit = 20'000);
/// In the order of the table; dropped columns left out.
std::vector<Column> columns(pg::Connection &connection, pg::Oid relation);
std::vector<Index> indexes(pg::Connection &connection, pg::Oid relation);
std::vector<Extension> extensions(pg::Connection &connection);

/// Names for completion: schemas, relations with their columns (user's schemas first), functions of user schemas, settings;
/// at most \p limit columns, \p limit relations and 5,000 functions.
CompletionNames completionNames(pg::Connection &connection, int limit = 20'000);

/// Objects of the database whose name contains \p text (any case; no wildcards), those that start with it first.
/// At most \p limit; system schemas are left out.
std::vector<FoundObject> search(pg::Connection &connection, const QString &text, int limit = 500);

} // namespace quiver::catalog
