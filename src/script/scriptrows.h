// SPDX-License-Identifier: GPL-3.0-or-later
// What the catalogues say of tables and their parts, before it becomes DDL; internal to the scripts of this room. Names and
// expressions are quoted and qualified already, as the server writes them.
#pragma once

#include "pg/result.h"
#include "pg/types.h"

#include <QStringList>

#include <vector>

namespace quiver::script {

using Oids = std::vector<pg::Oid>;

/// The cells of one row of a text result, one after the other.
class RowCursor
{
public:
    RowCursor(const pg::Result &result, qint64 row) : m_result(result), m_row(row) {}
    QString text() { return m_result.text(m_row, m_column++); }
    bool boolean() { return m_result.boolean(m_row, m_column++); }
    qint64 integer() { return m_result.integer(m_row, m_column++); }
    pg::Oid oid() { return pg::Oid(integer()); }
    QStringList texts(); ///< a JSON array of texts

private:
    const pg::Result &m_result;
    qint64 m_row;
    int m_column = 0;
};

struct RelationRow {
    pg::Oid oid = 0;
    QString schema, name; ///< as they are
    QString qualified;
    QString kind; ///< relkind
    bool isUnlogged = false, isPartition = false;
    QString bound;        ///< FOR VALUES ... of a partition
    QString partitionKey; ///< HASH (id) of a partitioned table
    QStringList options;  ///< WITH
    QString tablespace, accessMethod, ofType;
    QStringList parents;
    pg::Oid parent = 0;   ///< the first of them
    QString replicaIdentity;
    bool rowSecurity = false, forceRowSecurity = false;
    pg::Oid rowType = 0, arrayType = 0;
    QString server;       ///< of a foreign table
    QStringList foreignOptions;
    bool isPartitioned() const { return kind == QLatin1StringView("p"); }
    bool isForeign() const { return kind == QLatin1StringView("f"); }
};

struct ColumnRow {
    pg::Oid relation = 0;
    int number = 0;
    QString plainName;
    QString name, type, collation;
    bool notNull = false, isLocal = true;
    pg::Oid defaultOid = 0;
    QString expression; ///< of the default or the generated value
    QString identity, generated, storage, compression;
    qint64 statistics = -1;
    QStringList options, foreignOptions;
    pg::Oid sequence = 0;    ///< of an identity column
    Oids owned;              ///< sequences that go with the column
    QStringList ownedNames;
    QString notNullName;     ///< of the constraint, from PostgreSQL 18 on
    bool notNullIsNamed = false; ///< not as it would be by itself
    pg::Oid notNullOid = 0;
    bool notNullValid = true, notNullInherits = true, notNullIsLocal = true;
};

struct ConstraintRow {
    pg::Oid oid = 0, relation = 0, index = 0, parent = 0;
    QString name, kind, table, definition;
    QString schema, tableName, plainName; ///< as they are
    bool isLocal = true, isValid = true, isPartition = false, ofPartitioned = false;
    bool isSeparate = false; ///< a check that comes after its table, because a function of it needs the table
    QString parentIndex;   ///< that a partition's index hangs below
    pg::Oid parentIndexOid = 0;
    QString indexName;     ///< qualified
    QString tablespace;    ///< where the definition does not say it
    bool isClustered = false, isReplicaIdentity = false, indexIsValid = true;
    /// Keys stand with their table unless it is in a tree of partitions, where they are attached afterwards.
    bool isKey() const { return kind == QLatin1StringView("p") || kind == QLatin1StringView("u"); }
    bool standsWithTable() const
    {
        return kind == QLatin1StringView("c") ? isValid && !isSeparate : isKey() && !isPartition && !ofPartitioned;
    }
};

} // namespace quiver::script
