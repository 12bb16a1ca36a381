// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/insertwriter.h"

#include "sql/sqlvalue.h"

#include <algorithm>

namespace quiver::sql {

InsertWriter::InsertWriter(std::vector<OutColumn> columns, const WriterOptions &options)
    : RowWriter(std::move(columns), options)
{
    m_head = "INSERT INTO ";
    if (!m_options.schema.isEmpty()) {
        appendQuotedName(m_head, m_options.schema.toStdString());
        m_head += '.';
    }
    appendQuotedName(m_head, m_options.table.toStdString());
    m_head += " (";
    for (const OutColumn &column : m_columns) {
        if (!m_casts.empty())
            m_head += ", ";
        appendQuotedName(m_head, column.name);
        m_casts.push_back(castFor(column));
    }
    m_head += ") VALUES\n";
}

void InsertWriter::row(std::string &out, std::span<const OutField> fields)
{
    if (fields.empty())
        return; // there is no INSERT of several rows without columns
    out += m_inStatement == 0 ? m_head : ",\n";
    out += "    (";
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            out += ", ";
        switch (fields[i].state) {
        case OutField::State::Null: out += "NULL"; break;
        case OutField::State::Outside: out += "DEFAULT"; break;
        case OutField::State::Value:
            appendSqlLiteral(out, m_columns[i].kind, fields[i].text);
            out += m_casts[i];
            break;
        }
    }
    out += ')';
    if (++m_inStatement >= std::max(1, m_options.rowsPerInsert)) {
        out += ";\n";
        m_inStatement = 0;
    }
}

void InsertWriter::end(std::string &out)
{
    if (m_inStatement > 0)
        out += ";\n";
    m_inStatement = 0;
}

} // namespace quiver::sql
