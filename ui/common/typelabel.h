// SPDX-License-Identifier: GPL-3.0-or-later
// What a column's type is called in front of people, with its modifier: "vector(768)", "numeric(10,2)", "varchar(20)[]".
#pragma once

#include "pg/rowbatch.h"
#include "pg/typeregistry.h"

namespace quiver::ui {

/// Short names where PostgreSQL takes them ("varchar", "timestamptz"); "type 12345" for a type that is not known.
QString typeLabel(const pg::Type &type, pg::TypeKind elementKind, int modifier);

/// The same, the type looked up in \p types. A null registry knows no type.
QString typeLabel(const pg::TypeRegistry *types, const pg::Column &column);

} // namespace quiver::ui
