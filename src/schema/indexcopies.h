// SPDX-License-Identifier: GPL-3.0-or-later
// The indexes for approximate search that one column has, and how each is made for another column of another type.
//
// Functions that take a connection block on it and throw what it throws.
#pragma once

#include "catalog/tablefacts.h"
#include "catalog/vectorsql.h"
#include "sql/change.h"

namespace quiver::schema {

/// One index on one table; of a partitioned index, its part for that table.
struct IndexCopy {
    pg::Oid table = 0; ///< of the tree
    QString schema;    ///< of the table, and so of its indexes
    QString tableName;
    double rows = -1;  ///< of that table, estimated; -1: not known
    bool isPartitioned = false; ///< has no entries of its own, is made valid by those attached to it
    int parent = -1;   ///< place of the index that it is attached to; -1: none
    QString name;      ///< the old index's; empty: the part had none
    QString newName;   ///< until the swap
    QString oldName;   ///< the old index's after it
    QString method;    ///< "hnsw"
    QString definition; ///< what comes after the table's name: "USING hnsw (embedding_new vector_cosine_ops) WITH (m=16)"
    QString comment;
    bool operator==(const IndexCopy &) const = default;
};

struct IndexCopies {
    std::vector<IndexCopy> copies; ///< parents before their parts
    QStringList changed;    ///< what is otherwise about a copy, a sentence each
    QStringList notCopied;  ///< indexes that are left out, with the reason, a sentence each
    bool operator==(const IndexCopies &) const = default;
};

/// Of the indexes on \p column, for \p newColumn of type \p type.
IndexCopies indexCopies(pg::Connection &connection, const catalog::VectorSql &vectors, const catalog::TableFacts &table, const QString &column,
                        const QString &newColumn, const catalog::VectorType &type);

/// What builds them, without keeping anybody from writing; a step is done where the condition \p unless holds. Without parallel workers where
/// pgvector \p version must not build HNSW with them.
std::vector<sql::ChangeStep> indexSteps(const pg::Connection &connection, const IndexCopies &copies, const QString &version, const QString &unless);

/// Names of the valid and invalid indexes on a column, as SQL writes them; those of partitions left out.
struct ColumnIndex {
    QString name;
    bool isPartitioned = false;
};
std::vector<ColumnIndex> indexesOn(pg::Connection &connection, const catalog::TableFacts &table, const QString &column);

} // namespace quiver::schema
