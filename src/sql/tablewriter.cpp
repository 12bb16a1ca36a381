// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/tablewriter.h"

#include "sql/displaywidth.h"

#include <algorithm>
#include <charconv>

namespace quiver::sql {

using pg::TypeKind;

namespace {

constexpr std::string_view ellipsis = "\u2026";
constexpr std::size_t vectorValuesShown = 2;

bool isNumber(TypeKind kind)
{
    return kind == TypeKind::Int2 || kind == TypeKind::Int4 || kind == TypeKind::Int8 || kind == TypeKind::ObjectId
        || kind == TypeKind::Float4 || kind == TypeKind::Float8 || kind == TypeKind::Numeric;
}

} // namespace

TableWriter::TableWriter(Output output, const pg::DecodeContext &context, const WriterOptions &options)
    : RowWriter(std::move(output), context), m_options(options)
{
}

void TableWriter::start()
{
    m_alignRight.clear();
    m_isVector.clear();
    m_widths.clear();
    m_held.clear();
    m_isHolding = true;
    for (const pg::Column &column : columns()) {
        const TypeKind kind = m_codec.kind(column);
        m_alignRight.push_back(isNumber(kind));
        m_isVector.push_back(kind == TypeKind::Vector || kind == TypeKind::Halfvec || kind == TypeKind::Sparsevec);
        m_widths.push_back(m_options.header ? displayWidth(printable({column.name.constData(), std::size_t(column.name.size())})) : 0);
    }
}

void TableWriter::row(const pg::RowBatch &batch, int row)
{
    Cells cells;
    cells.reserve(std::size_t(columnCount()));
    for (int column = 0; column < columnCount(); ++column)
        cells.push_back(cellText(column, batch.cell(row, column)));
    if (!m_isHolding)
        return writeLine(cells, false);
    for (std::size_t i = 0; i < cells.size(); ++i)
        m_widths[i] = std::max(m_widths[i], displayWidth(cells[i]));
    m_held.push_back(std::move(cells));
    if (int(m_held.size()) >= m_options.widthFromRows)
        releaseHeld();
}

void TableWriter::end()
{
    if (m_isHolding)
        releaseHeld();
    m_out += '(' + std::to_string(rows()) + (rows() == 1 ? " row)\n" : " rows)\n");
}

std::string TableWriter::cellText(int column, const pg::Cell &cell) const
{
    if (!cell)
        return m_options.nullText.toStdString();
    if (m_isVector[std::size_t(column)]) {
        if (std::string text = vectorText(column, *cell); !text.empty())
            return text;
    }
    std::string text;
    appendText(text, column, *cell);
    text = printable(text);
    if (m_options.maxCellWidth > 0 && displayWidth(text) > m_options.maxCellWidth) {
        text = cutToWidth(text, m_options.maxCellWidth - 1);
        text += ellipsis;
    }
    return text;
}

std::string TableWriter::vectorText(int column, std::string_view cell) const
{
    const std::vector<float> values = m_codec.vectorValues(columns()[std::size_t(column)], cell);
    if (values.size() <= vectorValuesShown + 1)
        return {}; // short enough as it is, or too large to be looked at
    std::string text = "[";
    char buffer[32];
    for (std::size_t i = 0; i < vectorValuesShown; ++i) {
        const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, values[i]);
        text.append(buffer, std::size_t(end - buffer));
        text += ", ";
    }
    text += ellipsis;
    return text + ' ' + std::to_string(values.size()) + ']';
}

void TableWriter::releaseHeld()
{
    m_isHolding = false;
    if (m_options.header) {
        Cells names;
        for (const pg::Column &column : columns())
            names.push_back(printable({column.name.constData(), std::size_t(column.name.size())}));
        writeLine(names, true);
        for (std::size_t i = 0; i < m_widths.size(); ++i) {
            m_out += i > 0 ? "+" : "";
            m_out.append(std::size_t(m_widths[i] + 2), '-');
        }
        m_out += '\n';
    }
    for (const Cells &cells : m_held)
        writeLine(cells, false);
    m_held = {};
}

void TableWriter::writeLine(const Cells &cells, bool isHeader)
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto padding = std::size_t(std::max(0, m_widths[i] - displayWidth(cells[i])));
        const bool isLast = i + 1 == cells.size();
        const bool right = m_alignRight[i] && !isHeader;
        m_out += i > 0 ? " | " : " ";
        if (right)
            m_out.append(padding, ' ');
        m_out += cells[i];
        if (!right && !isLast)
            m_out.append(padding, ' ');
    }
    m_out += '\n';
}

} // namespace quiver::sql
