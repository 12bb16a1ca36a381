// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/pg: libpq's reports as values.
#pragma once

#include "pg/error.h"

struct pg_conn;
struct pg_result;

namespace quiver::pg {

/// The fields of an error or notice; libpq's own words where it made the report itself.
Diagnostics diagnosticsOf(const pg_result *result);
/// Why a connection could not be made, with the SQLSTATE where the server gave one. Needs PQERRORS_VERBOSE.
Diagnostics connectDiagnostics(const pg_conn *conn);

} // namespace quiver::pg
