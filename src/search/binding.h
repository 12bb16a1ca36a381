// SPDX-License-Identifier: GPL-3.0-or-later
// Values for a statement's parameters; vectors go in binary where they can. For whoever runs statements of a search itself.
#pragma once

#include "pg/query.h"
#include "search/statement.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::search {

/// \p prefix stands before the statement: "EXPLAIN (FORMAT JSON) ".
pg::Query bound(pg::Connection &connection, const SearchStatement &statement, const QByteArray &prefix = {});
pg::Param boundVector(pg::Connection &connection, const QueryVector &vector, catalog::VectorKind kind);

} // namespace quiver::search
