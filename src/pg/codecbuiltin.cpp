// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/codecbuiltin.h"

#include <array>

namespace quiver::pg::codec {

namespace {

constexpr BuiltinType types[] = {
    {16, 1000, TypeKind::Bool, "boolean"},
    {17, 1001, TypeKind::Bytea, "bytea"},
    {18, 1002, TypeKind::Text, "\"char\""},
    {19, 1003, TypeKind::Text, "name"},
    {20, 1016, TypeKind::Int8, "bigint"},
    {21, 1005, TypeKind::Int2, "smallint"},
    {23, 1007, TypeKind::Int4, "integer"},
    {25, 1009, TypeKind::Text, "text"},
    {26, 1028, TypeKind::ObjectId, "oid"},
    {28, 1011, TypeKind::ObjectId, "xid"},
    {29, 1012, TypeKind::ObjectId, "cid"},
    {114, 199, TypeKind::Json, "json"},
    {142, 143, TypeKind::Text, "xml"},
    {194, 0, TypeKind::Text, "pg_node_tree"},
    {650, 651, TypeKind::Inet, "cidr"},
    {700, 1021, TypeKind::Float4, "real"},
    {701, 1022, TypeKind::Float8, "double precision"},
    {705, 0, TypeKind::Text, "unknown"},
    {774, 775, TypeKind::Macaddr, "macaddr8"},
    {829, 1040, TypeKind::Macaddr, "macaddr"},
    {869, 1041, TypeKind::Inet, "inet"},
    {1042, 1014, TypeKind::Text, "character"},
    {1043, 1015, TypeKind::Text, "character varying"},
    {1082, 1182, TypeKind::Date, "date"},
    {1083, 1183, TypeKind::Time, "time without time zone"},
    {1114, 1115, TypeKind::Timestamp, "timestamp without time zone"},
    {1184, 1185, TypeKind::Timestamptz, "timestamp with time zone"},
    {1186, 1187, TypeKind::Interval, "interval"},
    {1266, 1270, TypeKind::Timetz, "time with time zone"},
    {1560, 1561, TypeKind::Bit, "bit"},
    {1562, 1563, TypeKind::Bit, "bit varying"},
    {1700, 1231, TypeKind::Numeric, "numeric"},
    {1790, 2201, TypeKind::Text, "refcursor"},
    {2275, 1263, TypeKind::Text, "cstring"},
    {2278, 0, TypeKind::Text, "void"},
    {2950, 2951, TypeKind::Uuid, "uuid"},
    {3802, 3807, TypeKind::Jsonb, "jsonb"},
};

constexpr Oid endOfOids = 4096;
constexpr std::uint8_t arrayBit = 0x80;

/// By OID: the place in types from 1 on, with arrayBit for its array; 0 for others.
constexpr auto places = [] {
    std::array<std::uint8_t, endOfOids> table{};
    std::uint8_t place = 0;
    for (const BuiltinType &type : types) {
        ++place;
        table[type.oid] = place;
        if (type.array)
            table[type.array] = std::uint8_t(place | arrayBit);
    }
    return table;
}();

} // namespace

std::span<const BuiltinType> builtinTypes()
{
    return types;
}

TypeShape builtinShape(Oid oid)
{
    const std::uint8_t place = oid < endOfOids ? places[oid] : 0;
    if (place == 0)
        return {};
    const BuiltinType &type = types[(place & ~arrayBit) - 1];
    if (place & arrayBit)
        return {TypeKind::Array, type.oid, ','};
    return {type.kind, 0, ','};
}

} // namespace quiver::pg::codec
