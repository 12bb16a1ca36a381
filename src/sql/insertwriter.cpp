// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/insertwriter.h"

#include <algorithm>

namespace quiver::sql {

using pg::TypeKind;

namespace {

// Always in quotes: what is written for one server has to be read by another with other keywords.
std::string quotedName(const std::string &name)
{
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

} // namespace

InsertWriter::InsertWriter(Output output, const pg::DecodeContext &context, const WriterOptions &options)
    : RowWriter(std::move(output), context), m_options(options)
{
}

void InsertWriter::start()
{
    m_head = "INSERT INTO ";
    if (!m_options.schema.isEmpty())
        m_head += quotedName(m_options.schema.toStdString()) + '.';
    m_head += quotedName(m_options.table.toStdString()) + " (";
    m_plans.clear();
    for (const pg::Column &column : columns()) {
        if (!m_plans.empty())
            m_head += ", ";
        m_head += quotedName(column.name.toStdString());
        m_plans.push_back(plan(column));
    }
    m_head += ") VALUES\n";
    m_inStatement = 0;
}

InsertWriter::Plan InsertWriter::plan(const pg::Column &column) const
{
    const TypeKind kind = m_codec.kind(column);
    switch (kind) {
    case TypeKind::Bool:
    case TypeKind::Int2:
    case TypeKind::Int4:
    case TypeKind::Int8:
    case TypeKind::ObjectId:
    case TypeKind::Float4:
    case TypeKind::Float8:
    case TypeKind::Numeric:
        return {true, {}};
    // A bare "bit" or "character" in a cast means one of them, and would cut the value: the column's own type is right.
    case TypeKind::Text:
    case TypeKind::Bit:
    case TypeKind::Unknown:
        return {};
    default:
        break;
    }
    if (!m_context.types)
        return {};
    const pg::Type type = m_context.types->type(column.type);
    if (kind == TypeKind::Array) {
        const TypeKind element = m_context.types->type(type.element).kind;
        if (element == TypeKind::Text || element == TypeKind::Bit || element == TypeKind::Unknown)
            return {};
    }
    return {false, type.name.isEmpty() ? std::string() : "::" + type.name.toStdString()};
}

void InsertWriter::row(const pg::RowBatch &batch, int row)
{
    if (columnCount() == 0)
        return; // there is no INSERT of several rows without columns
    m_out += m_inStatement == 0 ? m_head : ",\n";
    m_out += "    (";
    for (int column = 0; column < columnCount(); ++column) {
        if (column > 0)
            m_out += ", ";
        const pg::Cell cell = batch.cell(row, column);
        if (!cell) {
            m_out += "NULL";
            continue;
        }
        m_text.clear();
        appendText(m_text, column, *cell);
        appendLiteral(m_plans[std::size_t(column)], m_text);
    }
    m_out += ')';
    if (++m_inStatement >= std::max(1, m_options.rowsPerInsert)) {
        m_out += ";\n";
        m_inStatement = 0;
    }
}

void InsertWriter::end()
{
    if (m_inStatement > 0)
        m_out += ";\n";
    m_inStatement = 0;
}

void InsertWriter::appendLiteral(const Plan &plan, std::string_view text)
{
    if (plan.isBare) {
        const char last = text.empty() ? '\0' : text.back();
        if (last >= '0' && last <= '9')
            m_out += text;
        else if (text == "t" || text == "f")
            m_out += text == "t" ? "true" : "false";
        else
            (((m_out += '\'') += text) += '\''); // NaN, Infinity
        return;
    }
    const bool hasBackslash = text.find('\\') != std::string_view::npos;
    if (hasBackslash)
        m_out += 'E';
    m_out += '\'';
    if (!hasBackslash && text.find('\'') == std::string_view::npos) {
        m_out += text;
    } else {
        for (const char c : text) {
            if (c == '\'' || c == '\\')
                m_out += c;
            m_out += c;
        }
    }
    m_out += '\'';
    m_out += plan.cast;
}

} // namespace quiver::sql
