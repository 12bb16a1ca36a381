// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pythonwriter.h"

#include "sql/pythonvalue.h"

#include <algorithm>

namespace quiver::sql {

using pg::TypeKind;

namespace {

constexpr const char *betweenRows = ",\n  "; // before the first one without the comma

bool hasDecimals(const OutColumn &column)
{
    return column.kind == TypeKind::Numeric || column.element == TypeKind::Numeric;
}

const char *arrayType(TypeKind kind)
{
    switch (kind) {
    case TypeKind::Bool: return "np.bool_";
    case TypeKind::Int2: return "np.int16";
    case TypeKind::Int4: return "np.int32";
    case TypeKind::Int8: return "np.int64";
    case TypeKind::ObjectId: return "np.uint32";
    case TypeKind::Halfvec: return "np.float16";
    case TypeKind::Vector:
    case TypeKind::Float4: return "np.float32";
    default: return "np.float64";
    }
}

} // namespace

void PythonWriter::begin(std::string &out)
{
    if (std::any_of(m_columns.begin(), m_columns.end(), hasDecimals))
        out += "from decimal import Decimal\n\n";
    if (!m_options.single)
        out += '[';
}

void PythonWriter::row(std::string &out, std::span<const OutField> fields)
{
    if (!m_options.single)
        out += m_isFirst ? betweenRows + 1 : betweenRows;
    m_isFirst = false;
    if (fields.size() == 1)
        return appendField(out, 0, fields.front());
    out += '(';
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            out += ", ";
        appendField(out, i, fields[i]);
    }
    out += ')';
}

void PythonWriter::end(std::string &out)
{
    if (m_options.single)
        out += '\n';
    else
        out += m_isFirst ? "]\n" : "\n]\n";
}

void PythonWriter::appendField(std::string &out, std::size_t column, const OutField &field) const
{
    if (field.state == OutField::State::Value)
        appendPython(out, m_columns[column], field.text);
    else
        out += "None";
}

NumPyWriter::NumPyWriter(std::vector<OutColumn> columns, const WriterOptions &options)
    : RowWriter(std::move(columns), options)
{
    if (!m_columns.empty())
        m_column = m_columns.front();
    m_isObject = !fitsNumPy(m_column.kind);
}

void NumPyWriter::begin(std::string &out)
{
    if (m_isObject && hasDecimals(m_column))
        out += "from decimal import Decimal\n\n";
    if (m_column.kind == TypeKind::Numeric)
        m_column.kind = TypeKind::Float8;
    out += "import numpy as np\n\nnp.array(";
    if (!m_options.single)
        out += '[';
}

void NumPyWriter::row(std::string &out, std::span<const OutField> fields)
{
    if (!m_options.single)
        out += m_isFirst ? betweenRows + 1 : betweenRows;
    m_isFirst = false;
    if (!fields.empty() && fields.front().state == OutField::State::Value)
        return appendPython(out, m_column, fields.front().text);
    const bool hasNaN = m_column.kind == TypeKind::Float4 || m_column.kind == TypeKind::Float8;
    out += hasNaN ? "np.nan" : "None";
    m_isObject = m_isObject || !hasNaN;
}

void NumPyWriter::end(std::string &out)
{
    if (!m_options.single)
        out += m_isFirst ? "]" : "\n]";
    out += ", dtype=";
    out += m_isObject ? "object" : arrayType(m_column.kind);
    out += ")\n";
}

} // namespace quiver::sql
