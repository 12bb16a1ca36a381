// SPDX-License-Identifier: GPL-3.0-or-later
// What the types of one database are called and how they are read. Shared by all sessions of that database.
//
// PostgreSQL's own types have fixed OIDs and are known from the start. Those of extensions (vector, halfvec, sparsevec),
// enums, domains and composite types are looked up in pg_type when a result first mentions them, and kept.
#pragma once

#include "pg/types.h"

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace quiver::pg {

class Connection;

namespace codec {
class ZoneTable;
}

/// How a type's values are written out, and what they are for a grid or a JSON export.
enum class TypeKind {
    Unknown, ///< no codec: the server's text is shown as it is
    Bool, Int2, Int4, Int8, ObjectId, Float4, Float8, Numeric,
    Text,    ///< text, varchar, bpchar, name, "char", xml, unknown, void, enums, citext
    Bytea, Uuid, Date, Time, Timetz, Timestamp, Timestamptz, Interval, Json, Jsonb, Inet, Bit,
    Macaddr, ///< macaddr, macaddr8
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

/// What decoding needs of a Type, without its name: cheap enough to be asked for every cell.
struct TypeShape {
    TypeKind kind = TypeKind::Unknown;
    Oid element = 0;
    char delimiter = ',';
};

/// Any function may be called from any thread.
class TypeRegistry
{
public:
    TypeRegistry();
    ~TypeRegistry();

    /// Unknown OIDs give a Type of kind Unknown without a name.
    Type type(Oid oid) const;
    TypeShape shape(Oid oid) const;
    /// Learns \p type, in place of what was known of its OID: for whoever knows it without asking a server.
    void add(const Type &type)
    {
        const std::lock_guard lock(m_mutex);
        m_types.insert_or_assign(type.oid, type);
    }
    /// Looks up those of \p oids that are not known yet, on \p connection. Costs a round trip only when there are any, and
    /// then learns the types of the `vector` extension too.
    void resolve(Connection &connection, const std::vector<Oid> &oids);
    /// Learns the types of the `vector` extension, again where they were known: after CREATE EXTENSION they are new ones.
    void resolveVectorTypes(Connection &connection);
    /// Whether values of this type can be asked for in binary: there is a codec for it and for its elements.
    /// \p timeZone is the session's; timestamptz is written in it, so a zone unknown to us means text.
    bool hasBinaryCodec(Oid oid, const QByteArray &timeZone) const;
    /// The OID of a type of the `vector` extension (Vector, Halfvec, Sparsevec), if the database is known to have it.
    std::optional<Oid> byKind(TypeKind kind) const;
    /// The offsets of a time zone, computed once for all codecs. Null where the zone is unknown on this machine.
    std::shared_ptr<const codec::ZoneTable> zone(const QByteArray &name) const;

private:
    void ask(Connection &connection, const std::vector<Oid> &oids);
    bool isDecodable(Oid oid, const QByteArray &timeZone) const;

    mutable std::shared_mutex m_mutex;
    std::unordered_map<Oid, Type> m_types;
    std::unordered_map<TypeKind, Oid> m_vectorTypes;
    mutable std::unordered_map<std::string, std::shared_ptr<const codec::ZoneTable>> m_zones;
};

} // namespace quiver::pg
