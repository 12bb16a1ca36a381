// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/vectorsql.h"

#include "pg/connection.h"

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

constexpr auto placeSql = R"(
    SELECT e.extversion, n.nspname,
        EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.typnamespace = e.extnamespace AND t.typname = 'vector'
                AND pg_catalog.pg_type_is_visible(t.oid)),
        EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.typnamespace = e.extnamespace AND t.typname = 'halfvec')
    FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'vector')";

QString metricWord(AnnMetric metric)
{
    switch (metric) {
    case AnnMetric::Unknown: return {};
    case AnnMetric::L2: return u"l2"_s;
    case AnnMetric::InnerProduct: return u"ip"_s;
    case AnnMetric::Cosine: return u"cosine"_s;
    case AnnMetric::L1: return u"l1"_s;
    case AnnMetric::Hamming: return u"hamming"_s;
    case AnnMetric::Jaccard: return u"jaccard"_s;
    }
    return {};
}

} // namespace

VectorSql::VectorSql(pg::Connection &connection) : m_quote(connection)
{
    const pg::Result place = connection.exec(placeSql);
    if (place.rowCount() == 0)
        return;
    m_version = place.text(0, 0);
    m_schema = place.text(0, 1);
    m_isVisible = place.boolean(0, 2);
    m_hasHalfvec = place.boolean(0, 3);
}

QString VectorSql::name(const QString &object) const
{
    return m_isVisible ? m_quote.name(object) : fullName(object);
}

QString VectorSql::fullName(const QString &object) const
{
    return m_quote.qualified(m_schema, object);
}

QString VectorSql::withDimensions(const QString &name, const VectorType &type) const
{
    return type.dimensions > 0 ? u"%1(%2)"_s.arg(name).arg(type.dimensions) : name;
}

QString VectorSql::type(const VectorType &type) const
{
    return withDimensions(type.kind == VectorKind::Bit ? u"bit"_s : name(typeName(type.kind)), type);
}

QString VectorSql::fullType(const VectorType &type) const
{
    return withDimensions(type.kind == VectorKind::Bit ? u"pg_catalog.bit"_s : fullName(typeName(type.kind)), type);
}

QString VectorSql::opclass(VectorKind kind, AnnMetric metric) const
{
    const bool ofBits = metric == AnnMetric::Hamming || metric == AnnMetric::Jaccard;
    if (kind == VectorKind::None || metric == AnnMetric::Unknown || ofBits != (kind == VectorKind::Bit))
        return {};
    return name(u"%1_%2_ops"_s.arg(typeName(kind), metricWord(metric)));
}

QString VectorSql::unitLength(VectorKind kind, const QString &column) const
{
    const auto close = [&](const QString &function) {
        return u"pg_catalog.abs("_s + name(function) + u'(' + column + u") - 1) < "_s + QString::number(unitTolerance(kind));
    };
    switch (kind) {
    case VectorKind::Vector: return close(u"vector_norm"_s);
    case VectorKind::Halfvec:
    case VectorKind::Sparsevec: return close(u"l2_norm"_s);
    case VectorKind::None:
    case VectorKind::Bit: return {};
    }
    return {};
}

} // namespace quiver::catalog
