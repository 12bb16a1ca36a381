// SPDX-License-Identifier: GPL-3.0-or-later
// What the types of one database are called and how they are read. Shared by all sessions of that database.
//
// PostgreSQL's own types have fixed OIDs and are known from the start. Those of extensions (vector, halfvec, sparsevec),
// enums, domains and composite types are looked up in pg_type when a result first mentions them, and kept.
#pragma once

#include "pg/types.h"

#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

namespace quiver::pg {

class Connection;

/// How a type's values are written out, and what they are for a grid or a JSON export.
enum class TypeKind {
    Unknown, ///< no codec: the server's text is shown as it is
    Bool, Int2, Int4, Int8, ObjectId, Float4, Float8, Numeric,
    Text,    ///< text, varchar, bpchar, name, "char", xml, unknown, enums, citext
    Bytea, Uuid, Date, Time, Timetz, Timestamp, Timestamptz, Interval, Json, Jsonb, Inet, Bit,
    Vector, Halfvec, Sparsevec,
    Array,
};

struct Type {
    Oid oid = 0;
    QString name;     ///< as format_type() writes it without a modifier: "integer", "vector", "text[]"
    TypeKind kind = TypeKind::Unknown;
    Oid element = 0;  ///< of an array
    char delimiter = ','; ///< between the elements of an array of this type
    bool operator==(const Type &) const = default;
};

class TypeRegistry
{
public:
    TypeRegistry();

    /// Unknown OIDs give a Type of kind Unknown without a name.
    Type type(Oid oid) const;
    /// Looks up those of \p oids that are not known yet, on \p connection. Costs a round trip only when there are any.
    void resolve(Connection &connection, const std::vector<Oid> &oids);
    /// Whether values of this type can be asked for in binary: there is a codec for it and for its elements.
    /// \p timeZone is the session's; timestamptz is written in it, so a zone unknown to us means text.
    bool hasBinaryCodec(Oid oid, const QByteArray &timeZone) const;
    /// The OID of a type of the `vector` extension by its name, if the database is known to have it.
    std::optional<Oid> byKind(TypeKind kind) const;

private:
    mutable std::shared_mutex m_mutex;
    std::unordered_map<Oid, Type> m_types;
};

} // namespace quiver::pg
