// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL's own types that have a codec, with their fixed OIDs (pg_type.dat).
#pragma once

#include "pg/typeregistry.h"

#include <span>

namespace quiver::pg::codec {

struct BuiltinType {
    Oid oid;
    Oid array; ///< 0: there is none
    TypeKind kind;
    const char *name; ///< as format_type() writes it
};

std::span<const BuiltinType> builtinTypes();

/// Of a type or an array type of builtinTypes(), else of kind Unknown.
TypeShape builtinShape(Oid oid);

} // namespace quiver::pg::codec
