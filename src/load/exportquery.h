// SPDX-License-Identifier: GPL-3.0-or-later
// The statement that an export runs, and where the vector stands in its columns.
#pragma once

#include "load/export.h"
#include "pg/codec.h"

namespace quiver::load {

struct ExportQuery {
    QByteArray sql;         ///< without a semicolon; fit for COPY (...)
    pg::Columns columns;    ///< that it returns
    int vectorIndex = -1;   ///< of them; -1: not asked for
    pg::TypeKind vectorKind = pg::TypeKind::Unknown;
    int dimensions = -1;    ///< as the column's type says
    qint64 rowEstimate = -1; ///< of a table, by its statistics
};

/// \throws core::Error for a column that is not there or is no vector, or a query that is more than one statement; pg::Error
ExportQuery exportQuery(pg::Connection &connection, const ExportPlan &plan);

} // namespace quiver::load
