// SPDX-License-Identifier: GPL-3.0-or-later
// The small words of the wire: OIDs of PostgreSQL's own types, formats, states.
#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>

#include <cstdint>

namespace quiver::pg {

using Oid = std::uint32_t;

/// OIDs that PostgreSQL fixes in pg_type.dat. Types of extensions have none: see TypeRegistry.
namespace oid {
inline constexpr Oid Bool = 16, Bytea = 17, Char = 18, Name = 19, Int8 = 20, Int2 = 21, Int4 = 23, Text = 25, Oid_ = 26,
                     Json = 114, Xml = 142, Float4 = 700, Float8 = 701, Unknown = 705, Inet = 869, Cidr = 650,
                     Bpchar = 1042, Varchar = 1043, Date = 1082, Time = 1083, Timestamp = 1114, Timestamptz = 1184,
                     Interval = 1186, Timetz = 1266, Bit = 1560, Varbit = 1562, Numeric = 1700, Uuid = 2950, Jsonb = 3802;
}

enum class Format : std::uint8_t { Text = 0, Binary = 1 };

/// Of the session, after the latest statement.
enum class TransactionStatus { Idle, Active, InTransaction, InError, Unknown };

} // namespace quiver::pg

Q_DECLARE_METATYPE(quiver::pg::TransactionStatus)
