// SPDX-License-Identifier: GPL-3.0-or-later
// A statement with its values as libpq sends them.
#pragma once

#include "pg/error.h"
#include "pg/query.h"
#include "sql/bindvalues.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::sql {

/// The types that the values name are looked up on \p connection. A name without a value stays NULL.
/// \throws pg::Error where there is no such type
pg::Query boundQuery(pg::Connection &connection, const NumberedStatement &statement, const BindValues &values);

/// \p error of such a statement, told of the statement as it was written.
pg::Error asWritten(const pg::Error &error, const NumberedStatement &statement);

} // namespace quiver::sql
