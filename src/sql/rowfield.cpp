// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/rowfield.h"

namespace quiver::sql {

std::vector<OutColumn> outColumns(const std::vector<pg::Column> &columns, const pg::Codec &codec,
                                  const pg::TypeRegistry *types)
{
    std::vector<OutColumn> result;
    result.reserve(columns.size());
    for (const pg::Column &column : columns) {
        OutColumn out;
        out.name = column.name.toStdString();
        out.kind = codec.kind(column);
        if (types != nullptr) {
            const pg::Type type = types->type(column.type);
            out.typeName = type.name.toStdString();
            if (out.kind == pg::TypeKind::Array) {
                const pg::TypeShape element = types->shape(type.element);
                out.element = element.kind;
                out.delimiter = element.delimiter;
            }
        }
        result.push_back(std::move(out));
    }
    return result;
}

bool isNumberKind(pg::TypeKind kind)
{
    switch (kind) {
    case pg::TypeKind::Int2:
    case pg::TypeKind::Int4:
    case pg::TypeKind::Int8:
    case pg::TypeKind::ObjectId:
    case pg::TypeKind::Float4:
    case pg::TypeKind::Float8:
    case pg::TypeKind::Numeric: return true;
    default: return false;
    }
}

bool isFiniteNumber(std::string_view text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return !text.empty() && (isDigit(text.front()) || text.front() == '-') && isDigit(text.back());
}

} // namespace quiver::sql
