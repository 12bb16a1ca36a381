// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/binding.h"

#include "pg/codec.h"
#include "pg/connection.h"
#include "pg/typeregistry.h"

namespace quiver::search {

pg::Param boundVector(pg::Connection &connection, const QueryVector &vector, catalog::VectorKind kind)
{
    const auto *dense = std::get_if<std::vector<float>>(&vector);
    if (dense && (kind == catalog::VectorKind::Vector || kind == catalog::VectorKind::Halfvec)) {
        const bool isHalf = kind == catalog::VectorKind::Halfvec;
        const pg::TypeKind type = isHalf ? pg::TypeKind::Halfvec : pg::TypeKind::Vector;
        if (!connection.types()->byKind(type))
            connection.types()->resolveVectorTypes(connection);
        if (const auto oid = connection.types()->byKind(type))
            return pg::Param::binary(isHalf ? pg::encodeHalfvec(*dense) : pg::encodeVector(*dense), *oid);
    }
    return {textOf(vector), 0, pg::Format::Text};
}

pg::Query bound(pg::Connection &connection, const SearchStatement &statement, const QByteArray &prefix)
{
    pg::Query query(prefix + statement.text(SearchStatement::Style::Numbered).toUtf8());
    for (const SearchParameter &parameter : statement.parameters)
        query.params.push_back(parameter.vector ? boundVector(connection, *parameter.vector, parameter.vectorKind) : pg::Param::text(parameter.text));
    return query;
}

} // namespace quiver::search
