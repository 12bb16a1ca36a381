// SPDX-License-Identifier: GPL-3.0-or-later
// Steps that several Changes share, with their recovery written once.
#pragma once

#include "sql/change.h"
#include "sql/quoter.h"

namespace quiver::sql {

/// A step whose \p createSql is the CREATE INDEX CONCURRENTLY of \p index on \p table, both in \p schema (names as they are,
/// not quoted): it knows whether it is done, is checked to be valid, removes the INVALID index that it leaves when it fails
/// or is cancelled, and that of an earlier run before it runs again.
ChangeStep concurrentIndexStep(const Quoter &quoter, const QString &createSql, const QString &schema, const QString &table,
                               const QString &index);

} // namespace quiver::sql
