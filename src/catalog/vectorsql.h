// SPDX-License-Identifier: GPL-3.0-or-later
// How pgvector's types, functions and operator classes are written in SQL for one database: with their schema where the
// search path does not lead to them.
#pragma once

#include "catalog/annmetric.h"
#include "catalog/vectortype.h"
#include "sql/quoter.h"

namespace quiver::catalog {

/// Reads the extension's place once; lives no longer than the connection. For code on a session's thread.
class VectorSql
{
public:
    explicit VectorSql(pg::Connection &connection);

    bool isInstalled() const { return !m_version.isEmpty(); }
    const QString &version() const { return m_version; } ///< of the extension in this database: "0.8.0"
    /// Whether halfvec, sparsevec, l2_normalize, subvector and binary_quantize are there: from 0.7.0 on.
    bool hasHalfvec() const { return m_hasHalfvec; }

    /// The schema that has to stand before names of the extension; empty: the search path leads to them.
    QString neededSchema() const { return m_isVisible ? QString() : m_schema; }
    /// "vector(768)"; without dimensions where \p type has none.
    QString type(const VectorType &type) const;
    /// A function, operator class or type of the extension by its name.
    QString name(const QString &object) const;
    /// The same with its schema in any case, for code that runs under somebody else's search path: a trigger's function.
    QString fullName(const QString &object) const;
    QString fullType(const VectorType &type) const;
    /// "vector_cosine_ops"; empty where the type has none for the metric.
    QString opclass(VectorKind kind, AnnMetric metric) const;
    /// A condition that holds for vectors of length one, and for NULL; \p column is quoted. Empty where the type has no length.
    QString unitLength(VectorKind kind, const QString &column) const;

private:
    QString withDimensions(const QString &name, const VectorType &type) const;

    sql::Quoter m_quote;
    QString m_version;
    QString m_schema;
    bool m_isVisible = true;
    bool m_hasHalfvec = false;
};

} // namespace quiver::catalog
