// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/searchtable.h"

#include "catalog/vectorsql.h"
#include "core/error.h"
#include "pg/connection.h"
#include "sql/identifier.h"

namespace quiver::search {

using namespace Qt::StringLiterals;
using catalog::VectorKind;
using Kind = catalog::Relation::Kind;

catalog::VectorType SearchTable::typeOf(const QString &column) const
{
    const catalog::Column *found = facts.column(column);
    if (!found)
        return {VectorKind::None, -1};
    if (found->isVector())
        return {found->vectorKind, found->dimensions};
    if (found->type == "bit"_L1)
        return {VectorKind::Bit, 1};
    if (found->type.startsWith("bit("_L1))
        return {VectorKind::Bit, found->type.mid(4).chopped(1).toInt()};
    return {VectorKind::None, -1};
}

QStringList SearchTable::keyColumns() const
{
    if (hasKey())
        return facts.keyColumns;
    if (facts.kind == Kind::View || facts.kind == Kind::ForeignTable)
        return {};
    return facts.isPartitioned() || facts.hasChildren ? QStringList{u"tableoid"_s, u"ctid"_s} : QStringList{u"ctid"_s};
}

QString SearchTable::columnType(const QString &column) const
{
    if (const catalog::Column *found = facts.column(column))
        return found->type;
    return column == "ctid"_L1 ? u"tid"_s : column == "tableoid"_L1 ? u"oid"_s : QString();
}

std::vector<const catalog::Index *> SearchTable::annIndexes(const QString &column, catalog::AnnMetric metric) const
{
    std::vector<const catalog::Index *> found;
    const QString quoted = sql::quoteIdentifier(column);
    for (const catalog::Index &index : facts.indexes) {
        if (index.isAnn && index.isValid && index.keys.value(0) == quoted && catalog::annMetric(index.opclasses.value(0)) == metric)
            found.push_back(&index);
    }
    return found;
}

SearchTable readSearchTable(pg::Connection &connection, const QString &schema, const QString &table)
{
    const catalog::VectorSql vectors(connection);
    if (!vectors.isInstalled())
        throw core::Error(u"this database has no pgvector. CREATE EXTENSION vector adds it"_s);
    std::optional<catalog::TableFacts> facts = catalog::lookAtTable(connection, schema, table);
    if (!facts)
        throw core::Error(u"there is no table “%1.%2”"_s.arg(schema, table));
    return {std::move(*facts), vectors.version(), vectors.neededSchema()};
}

QString SqlNames::symbol(const QString &text) const
{
    return vectorSchema.isEmpty() ? text : u"OPERATOR(%1.%2)"_s.arg(name(vectorSchema), text);
}

QString SqlNames::type(const catalog::VectorType &type) const
{
    const QString base = type.kind == VectorKind::Bit ? u"bit"_s : ofVector(catalog::typeName(type.kind));
    return type.dimensions > 0 ? base + u"(%1)"_s.arg(type.dimensions) : base;
}

SqlNames namesFor(const pg::Connection &connection, const QString &vectorSchema)
{
    const sql::Quoter quote(connection);
    return {[quote](const QString &name) { return quote.name(name); }, [quote](const QString &text) { return quote.literal(text); }, vectorSchema};
}

SqlNames namesForPeople(const QString &vectorSchema)
{
    return {[](const QString &name) { return sql::quoteIdentifier(name); }, [](const QString &text) { return sql::quoteLiteral(text); }, vectorSchema};
}

} // namespace quiver::search
