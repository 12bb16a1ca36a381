// SPDX-License-Identifier: GPL-3.0-or-later
// The values that the catalogue is told in.
#pragma once

#include "pg/types.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace quiver::catalog {

struct ServerInfo {
    int version = 0;              ///< 150018 for 15.18
    QString versionText;          ///< "15.18 (Debian 15.18-0+deb12u1)"
    QString database;
    QString databaseEncoding;     ///< "UTF8", "SQL_ASCII"
    QString user;                 ///< current_user
    bool superuser = false;
    bool inRecovery = false;      ///< a standby: read-only
    bool readOnly = false;        ///< of the session's transactions
    enum class Pgvector {
        NotOnHost, ///< the server has no files of the extension: it has to be installed on the host first
        Available, ///< CREATE EXTENSION vector would create it in this database
        Installed,
    };
    Pgvector pgvector = Pgvector::NotOnHost;
    QString pgvectorVersion;      ///< of the extension in this database; empty unless installed
    QString pgvectorAvailable;    ///< what CREATE EXTENSION or ALTER EXTENSION ... UPDATE would give; empty: not on the host
    QString pgvectorSchema;       ///< where its types and operators are; empty unless installed
    bool operator==(const ServerInfo &) const = default;
};

struct Database {
    pg::Oid oid = 0;
    QString name;
    QString owner;
    QString encoding;
    QString comment;
    bool canConnect = false;
    qint64 bytes = -1; ///< -1: not allowed to know
    bool operator==(const Database &) const = default;
};

struct Schema {
    pg::Oid oid = 0;
    QString name;
    QString owner;
    QString comment;
    bool isSystem = false;
    bool canUse = false;
    int relations = 0; ///< tables, views, sequences, ...
    int functions = 0; ///< functions, procedures, aggregates
    bool operator==(const Schema &) const = default;
};

struct Relation {
    enum class Kind { Table, PartitionedTable, View, MaterializedView, ForeignTable, Sequence };
    pg::Oid oid = 0;
    QString name;
    Kind kind = Kind::Table;
    QString owner;
    QString comment;
    qint64 estimatedRows = -1; ///< by the last VACUUM or ANALYZE, of a partitioned table its partitions' sum; -1: never counted
    qint64 bytes = -1;         ///< with indexes and TOAST, of a partitioned table with its partitions; -1: has no storage, or is
                               ///< locked exclusively by somebody right now
    int vectorColumns = 0;
    int indexes = 0;
    bool isPartition = false;
    bool isUnlogged = false;
    bool operator==(const Relation &) const = default;
};

/// One line of a list to choose a table from.
struct TableName {
    pg::Oid oid = 0;
    QString schema;
    QString name;
    Relation::Kind kind = Relation::Kind::Table;
    qint64 estimatedRows = -1; ///< -1: never counted, or partitioned
    int vectorColumns = 0;
    bool canSelect = false;    ///< all of it or some columns
    bool canInsert = false;
    bool operator==(const TableName &) const = default;
    /// Whatever is known of its rows, columns and rights by now.
    bool isSameAs(const TableName &other) const
    {
        return oid == other.oid && schema == other.schema && name == other.name && kind == other.kind;
    }
};

struct TableNames {
    std::vector<TableName> tables;
    bool isComplete = true; ///< false: a limit was reached
};

enum class VectorKind { None, Vector, Halfvec, Sparsevec, Bit };

struct Column {
    int number = 0; ///< attnum
    QString name;
    QString type;   ///< as format_type() writes it: "vector(768)"
    pg::Oid typeOid = 0;
    bool notNull = false;
    bool inPrimaryKey = false;
    QString defaultText;   ///< of a generated column its expression; empty too while the table is locked exclusively
    enum class Generation { None, IdentityAlways, IdentityByDefault, Stored, Virtual };
    Generation generation = Generation::None;
    QString comment;
    VectorKind vectorKind = VectorKind::None; ///< Bit only where an index for approximate search stands on the column
    int dimensions = -1;   ///< of a vector column; -1: any
    QString storage;       ///< "plain", "external", "extended", "main"
    QStringList annIndexes; ///< valid indexes for approximate search on the column or on an expression of it
    bool isVector() const { return vectorKind != VectorKind::None; }
    bool isIndexedForSearch() const { return !annIndexes.isEmpty(); }
    bool operator==(const Column &) const = default;
};

struct Index {
    pg::Oid oid = 0;
    QString name;
    QString method;          ///< "btree", "hnsw", ...
    QStringList opclasses;   ///< one per key column
    QStringList keys;        ///< columns and expressions as text
    QString definition;      ///< CREATE INDEX ...; empty: locked exclusively by somebody right now
    QString predicate;       ///< of a partial index; empty: whole
    QStringList options;     ///< "m=16"
    QString constraint;      ///< the constraint that it serves; empty: none
    QString comment;
    bool isValid = true;     ///< false: left behind by a failed CONCURRENTLY, or being built
    bool isReady = true;
    bool isUnique = false;
    bool isPrimary = false;
    bool isAnn = false;      ///< for approximate nearest-neighbour search: see isAnnMethod()
    qint64 bytes = 0;        ///< -1: locked exclusively by somebody right now
    bool operator==(const Index &) const = default;
};

struct Extension {
    QString name;
    QString version;          ///< empty: available but not created
    QString availableVersion; ///< the default of the files on the host; empty: the files are gone
    QString schema;
    QString comment;
    bool isInstalled() const { return !version.isEmpty(); }
    bool operator==(const Extension &) const = default;
};

struct CompletionName {
    enum class Kind { Schema, Relation, Column, Function, Setting };
    Kind kind = Kind::Relation;
    QString schema; ///< of a relation, column or function
    QString relation; ///< of a column
    QString name;
    QString detail; ///< a column's type, a relation's kind, a function's arguments, a setting's unit or kind
    bool operator==(const CompletionName &) const = default;
};

struct CompletionNames {
    std::vector<CompletionName> names;
    bool isComplete = true; ///< false: a limit was reached
};

struct FoundObject {
    enum class Kind { Schema, Table, PartitionedTable, View, MaterializedView, ForeignTable, Sequence, Column, Index, Function,
                      Type, Extension };
    Kind kind = Kind::Table;
    pg::Oid oid = 0;          ///< of the object; of a column its relation's
    pg::Oid schemaOid = 0;
    pg::Oid relationOid = 0;  ///< of a column or an index: its table's
    QString schema;
    QString relation;         ///< of a column or an index: its table
    QString name;
    QString detail;           ///< a column's type, an index's method, a function's arguments
    bool operator==(const FoundObject &) const = default;
};

/// Whether indexes of this access method answer approximate nearest-neighbour queries: pgvector's hnsw and ivfflat,
/// pgvectorscale's diskann, VectorChord's vchordrq and vchordg, YugabyteDB's ybhnsw.
bool isAnnMethod(const QString &method);

} // namespace quiver::catalog
