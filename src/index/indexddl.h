// SPDX-License-Identifier: GPL-3.0-or-later
// How an index is written in SQL for one database: pgvector's objects with their schema where the search path does not lead to them.
#pragma once

#include "catalog/vectorsql.h"
#include "index/indexspec.h"

#include <map>

namespace quiver::index {

/// Reads the places of operator classes once; lives no longer than the connection. For code on a session's thread.
class IndexSql
{
public:
    explicit IndexSql(pg::Connection &connection);

    const sql::Quoter &quote() const { return m_quote; }
    const catalog::VectorSql &vectors() const { return m_vectors; }

    QString table(const IndexSpec &spec) const { return m_quote.qualified(spec.schema, spec.table); }
    /// With the table's schema, which an index always has.
    QString index(const IndexSpec &spec) const { return m_quote.qualified(spec.schema, nameOf(spec)); }
    static QString nameOf(const IndexSpec &spec) { return spec.name.isEmpty() ? suggestedName(spec) : spec.name; }

    /// What is indexed: "embedding", "embedding::halfvec(768)"; queries have to order by the same text. Without outer parentheses.
    QString expression(const IndexKey &key) const;
    /// The operator class of the first key as SQL writes it; empty: the type's default.
    QString opclass(const IndexSpec &spec) const { return opclassAt(spec, 0); }
    /// Those that extensions have brought for \p method.
    QStringList opclassesOf(const QString &method) const;
    /// What comes after the table's name: "USING hnsw (embedding vector_cosine_ops) WITH (m=16) WHERE ...".
    QString definition(const IndexSpec &spec) const;
    /// CREATE INDEX as the spec wants it, without a semicolon.
    QString create(const IndexSpec &spec) const;
    QString drop(const IndexSpec &spec) const;

private:
    QString opclassAt(const IndexSpec &spec, std::size_t key) const;

    const sql::Quoter m_quote;
    const catalog::VectorSql m_vectors;
    std::map<std::pair<QString, QString>, QString> m_opclasses; // of extensions, by method and name
};

} // namespace quiver::index
