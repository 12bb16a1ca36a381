// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/typeproblems.h"

#include "catalog/tablefacts.h"
#include "schema/columnfacts.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;

std::vector<ColumnProblem> vectorTypeProblems(const catalog::VectorType &type)
{
    if (type.kind == catalog::VectorKind::None)
        return {{ColumnField::Type, u"A type is missing."_s}};
    const int most = catalog::maxDimensions(type.kind);
    if (type.dimensions > most)
        return {{ColumnField::Dimensions, u"%1 takes up to %2 dimensions."_s.arg(catalog::typeName(type.kind), catalog::countText(most))}};
    if (type.kind == catalog::VectorKind::Bit && type.dimensions <= 0)
        return {{ColumnField::Dimensions, u"bit needs its number of dimensions: without it, it is bit(1)."_s}};
    if (type.dimensions <= 0)
        return {{ColumnField::Dimensions, u"Without dimensions no index can serve the column, and values of any length get in."_s, false}};
    if (!catalog::isIndexable(type, catalog::AnnMethod::Hnsw)) {
        const int indexed = catalog::maxIndexedDimensions(type.kind, catalog::AnnMethod::Hnsw);
        return {{ColumnField::Dimensions, u"A column of %1 is indexed up to %2 dimensions; above, an index stands on an expression of it."_s.arg(
                                              catalog::typeName(type.kind), catalog::countText(indexed)), false}};
    }
    return {};
}

std::vector<ColumnProblem> vectorTypeProblems(const catalog::VectorSql &vectors, const catalog::VectorType &type)
{
    if (type.kind == catalog::VectorKind::Bit)
        return {};
    if (!vectors.isInstalled())
        return {{ColumnField::Type, u"pgvector is not in this database yet: create the extension first."_s}};
    if ((type.kind == catalog::VectorKind::Halfvec || type.kind == catalog::VectorKind::Sparsevec) && !vectors.hasHalfvec())
        return {{ColumnField::Type, u"%1 needs pgvector %2; this database has %3."_s.arg(catalog::typeName(type.kind), typeSince(type.kind), vectors.version())}};
    return {};
}

QString missingTable(const QString &schema, const QString &table)
{
    return u"There is no table “%1” in the schema “%2” of this database."_s.arg(table, schema);
}

} // namespace quiver::schema
