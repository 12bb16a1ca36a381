// SPDX-License-Identifier: GPL-3.0-or-later
// The table that rows are loaded into, as far as a load needs to know it.
#pragma once

#include "pg/typeregistry.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::load {

struct TargetColumn {
    QString name;
    QString type;          ///< as format_type() writes it: "vector(768)"; of a domain the domain's name
    QString bareType;      ///< without its modifier, as a cast takes it: "public.vector"
    pg::Oid typeOid = 0;
    pg::TypeKind kind = pg::TypeKind::Unknown; ///< of a domain its base type's
    pg::Oid baseOid = 0;   ///< the base type of a domain, else the type itself
    int modifier = -1;     ///< atttypmod, of a domain its base type's
    pg::Oid element = 0;   ///< of an array
    pg::TypeKind elementKind = pg::TypeKind::Unknown;
    bool notNull = false;
    bool hasDefault = false; ///< or is an identity: it may be left out although it is not null
    bool isGenerated = false; ///< GENERATED ALWAYS AS (...): the server computes it, nothing can be loaded into it
    bool isIdentityAlways = false;
    QString sequence;      ///< quoted: gives the values where a row has none, of an identity or a serial; empty: none, or one that counts down
    /// Of vector, halfvec, sparsevec, bit and varbit; -1: any.
    int dimensions() const;
    bool operator==(const TargetColumn &) const = default;
};

/// A primary key or another whole unique index: what ON CONFLICT can name.
struct TargetKey {
    QString name;
    QStringList columns;
    bool isPrimary = false;
    bool nullsAreEqual = false; ///< NULLS NOT DISTINCT: two rows with NULL in it have one key
    bool operator==(const TargetKey &) const = default;
};

/// A secondary index, one that serves no constraint.
struct TargetIndex {
    QString name;       ///< quoted, with its schema
    QString definition; ///< CREATE INDEX ... with all schemas and its tablespace
    QStringList settings; ///< statements for what no definition says: its comment, what ANALYZE gathers of its expressions
    QString method;
    qint64 bytes = 0;
    QString stays;      ///< why it is not dropped for a load; empty: it may be
    bool operator==(const TargetIndex &) const = default;
};

struct TargetTable {
    enum class Kind { Missing, Table, Partitioned, View, Foreign, Other };
    pg::Oid oid = 0;
    QString schema, name;
    QString sqlName;      ///< both, quoted
    Kind kind = Kind::Missing;
    std::vector<TargetColumn> columns; ///< without dropped ones
    std::vector<TargetKey> keys;       ///< the primary key first
    std::vector<TargetIndex> indexes;
    bool isEmpty = true;        ///< for certain
    bool isUnlogged = false;
    bool isTemporary = false;
    bool isReferenced = false;  ///< by foreign keys of other tables, or it references others
    bool rowSecurity = false;   ///< that holds for this user
    bool mayInsert = false, mayUpdate = false, isOwner = false;
    /// Why how far a load is cannot be kept on this server (no right to create the schema quiver); empty: it can.
    QString noProgress;
    QByteArray timeZone;        ///< the session's
    QString databaseEncoding;
    QString pgvectorSchema;     ///< empty: not installed
    QString pgvector;           ///< its version; empty: not installed
    bool pgvectorVisible = true; ///< its types need no schema before their names
    int serverVersion = 0;

    bool exists() const { return kind != Kind::Missing; }
    const TargetColumn *column(const QString &columnName) const;
    bool operator==(const TargetTable &) const = default;
};

/// What a table is called in full. Where it is missing, what it would be called.
struct TableName {
    QString schema, name;
    bool operator==(const TableName &) const = default;
};
/// An empty \p schema: by the search_path. On a session's thread. \throws pg::Error
TableName resolveTable(pg::Connection &connection, const QString &schema, const QString &name);

/// An empty \p schema: by the search_path; of a table that is missing, where it would be created.
/// On a session's thread. \throws pg::Error
TargetTable readTarget(pg::Connection &connection, const QString &schema, const QString &name);

/// What a type is called to what a converter needs to know, for tables that do not exist yet: "vector(768)", "bigint",
/// "real[]". Of kind Unknown where nobody here can convert to it.
TargetColumn columnOfType(const QString &name, const QString &type);

} // namespace quiver::load
