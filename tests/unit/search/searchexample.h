// SPDX-License-Identifier: GPL-3.0-or-later
// A table as the catalogue would tell of it, for tests of the search without a server.
#pragma once

#include "search/searchproblems.h"

namespace quiver::test {

using namespace Qt::StringLiterals;

inline catalog::Column exampleColumn(const QString &name, const QString &type, catalog::VectorKind kind = catalog::VectorKind::None, int dimensions = -1)
{
    catalog::Column column;
    column.name = name;
    column.type = type;
    column.vectorKind = kind;
    column.dimensions = dimensions;
    return column;
}

/// docs (id, body, tsv, doc_id, meta, embedding vector(3), half halfvec(3), sparse sparsevec(5), bits bit(8)), keyed by id.
inline search::SearchTable exampleTable()
{
    using catalog::VectorKind;
    search::SearchTable table;
    table.facts.schema = u"public"_s;
    table.facts.name = u"docs"_s;
    table.facts.keyColumns = {u"id"_s};
    table.facts.columns = {exampleColumn(u"id"_s, u"bigint"_s), exampleColumn(u"body"_s, u"text"_s), exampleColumn(u"tsv"_s, u"tsvector"_s),
                           exampleColumn(u"doc_id"_s, u"integer"_s), exampleColumn(u"meta"_s, u"jsonb"_s),
                           exampleColumn(u"embedding"_s, u"vector(3)"_s, VectorKind::Vector, 3), exampleColumn(u"half"_s, u"halfvec(3)"_s, VectorKind::Halfvec, 3),
                           exampleColumn(u"sparse"_s, u"sparsevec(5)"_s, VectorKind::Sparsevec, 5), exampleColumn(u"bits"_s, u"bit(8)"_s)};
    table.facts.columns[5].notNull = true;
    table.pgvector = u"0.8.0"_s;
    return table;
}

inline search::VectorQuery exampleQuery()
{
    search::VectorQuery query;
    query.schema = u"public"_s;
    query.table = u"docs"_s;
    query.column = u"embedding"_s;
    query.source = {.kind = search::QuerySource::Kind::Vector, .text = u"[1,2,3]"_s, .keys = {}};
    query.outputColumns = {u"body"_s};
    return query;
}

} // namespace quiver::test
