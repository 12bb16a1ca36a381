// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqlvalue.h"

namespace quiver::sql {

using pg::TypeKind;

namespace {

bool isBareKind(TypeKind kind)
{
    return kind == TypeKind::Bool || isNumberKind(kind);
}

} // namespace

void appendQuotedName(std::string &out, std::string_view name)
{
    out += '"';
    for (const char c : name) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

void appendSqlLiteral(std::string &out, TypeKind kind, std::string_view text)
{
    if (kind == TypeKind::Bool && (text == "t" || text == "f")) {
        out += text == "t" ? "true" : "false";
        return;
    }
    if (isNumberKind(kind) && isFiniteNumber(text)) {
        out += text;
        return;
    }
    const bool hasBackslash = text.find('\\') != std::string_view::npos;
    out += hasBackslash ? "E'" : "'";
    if (!hasBackslash && text.find('\'') == std::string_view::npos) {
        out += text;
    } else {
        for (const char c : text) {
            if (c == '\'' || c == '\\')
                out += c;
            out += c;
        }
    }
    out += '\'';
}

std::string castFor(const OutColumn &column)
{
    // A bare "bit" or "character" in a cast means one of them, and would cut the value: the column's own type is right.
    const auto isLeftOpen = [](TypeKind kind) {
        return kind == TypeKind::Text || kind == TypeKind::Bit || kind == TypeKind::Unknown;
    };
    if (column.typeName.empty() || isBareKind(column.kind) || isLeftOpen(column.kind))
        return {};
    if (column.kind == TypeKind::Array && isLeftOpen(column.element))
        return {};
    return "::" + column.typeName;
}

void appendTypedLiteral(std::string &out, TypeKind kind, std::string_view text, std::string_view type)
{
    appendSqlLiteral(out, kind, text);
    if (!isBareKind(kind) && kind != TypeKind::Text && kind != TypeKind::Unknown)
        (out += "::") += type;
}

} // namespace quiver::sql
