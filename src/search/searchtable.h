// SPDX-License-Identifier: GPL-3.0-or-later
// What a search has to know of its table, and how names are written in the SQL that it becomes.
#pragma once

#include "catalog/annmetric.h"
#include "catalog/tablefacts.h"
#include "catalog/vectortype.h"

#include <functional>

namespace quiver::search {

struct SearchTable {
    catalog::TableFacts facts;
    QString pgvector;     ///< version of the extension in the database
    QString vectorSchema; ///< to be written before names of pgvector; empty: the search path leads to them

    /// Kind None where the column is missing or no vector. Bit strings count whether they are indexed or not.
    catalog::VectorType typeOf(const QString &column) const;
    /// What tells its rows apart. "ctid" where there is no key (with "tableoid" where there are partitions or heirs): good
    /// within one statement only. Empty for views, which have no such thing.
    QStringList keyColumns() const;
    bool hasKey() const { return !facts.keyColumns.isEmpty(); }
    /// As format_type() writes it; also of ctid and tableoid. Empty: there is no such column.
    QString columnType(const QString &column) const;
    /// Indexes for approximate search that may serve the column by \p metric.
    std::vector<const catalog::Index *> annIndexes(const QString &column, catalog::AnnMetric metric) const;
};

/// \throws core::Error where there is no such table, or no pgvector in the database
SearchTable readSearchTable(pg::Connection &connection, const QString &schema, const QString &table);

/// How names and literals are written.
struct SqlNames {
    std::function<QString(const QString &)> name;
    std::function<QString(const QString &)> literal;
    QString vectorSchema;

    QString qualified(const QString &schema, const QString &object) const { return schema.isEmpty() ? name(object) : name(schema) + u'.' + name(object); }
    /// A function or type of pgvector.
    QString ofVector(const QString &object) const { return qualified(vectorSchema, object); }
    /// "<=>", or OPERATOR(schema.<=>).
    QString symbol(const QString &text) const;
    /// "vector(768)", "bit(64)"; without dimensions where there are none.
    QString type(const catalog::VectorType &type) const;
};

/// Quoted by libpq, for what is run. Lives no longer than the connection.
SqlNames namesFor(const pg::Connection &connection, const QString &vectorSchema);
/// For people: what is copied and shown.
SqlNames namesForPeople(const QString &vectorSchema);

} // namespace quiver::search
