// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/tablewriter.h"

#include "sql/displaywidth.h"
#include "sql/valuetext.h"

#include <algorithm>

namespace quiver::sql {

using pg::TypeKind;

namespace {

constexpr std::string_view ellipsis = "\u2026";
constexpr qint64 vectorValuesShown = 2;

std::string shortVector(std::string_view first, std::string_view second, qint64 dimensions)
{
    std::string text = "[";
    (((text += first) += ", ") += second) += ", ";
    return (text += ellipsis) += ' ' + std::to_string(dimensions) + ']';
}

/// The first values and the number of all; empty where that would not be shorter, or \p text is no vector.
std::string shortDense(std::string_view text)
{
    if (!text.starts_with('['))
        return {};
    const qint64 dimensions = std::count(text.begin(), text.end(), ',') + 1;
    if (dimensions <= vectorValuesShown + 1)
        return {};
    const std::size_t first = text.find(',');
    const std::size_t second = text.find(',', first + 1);
    return shortVector(text.substr(1, first - 1), text.substr(first + 1, second - first - 1), dimensions);
}

std::string shortSparse(std::string_view text)
{
    const auto sparse = readSparseText(text);
    if (!sparse || sparse->dimensions <= vectorValuesShown + 1)
        return {};
    std::string_view values[vectorValuesShown] = {"0", "0"};
    for (const auto &[index, digits] : sparse->entries) {
        if (index >= vectorValuesShown)
            break;
        values[index] = digits;
    }
    return shortVector(values[0], values[1], sparse->dimensions);
}

std::string shortVector(TypeKind kind, std::string_view text)
{
    if (kind == TypeKind::Vector || kind == TypeKind::Halfvec)
        return shortDense(text);
    return kind == TypeKind::Sparsevec ? shortSparse(text) : std::string();
}

} // namespace

TableWriter::TableWriter(std::vector<OutColumn> columns, const WriterOptions &options)
    : RowWriter(std::move(columns), options)
{
    for (const OutColumn &column : m_columns)
        m_widths.push_back(m_options.header ? displayWidth(printable(column.name)) : 0);
}

void TableWriter::row(std::string &out, std::span<const OutField> fields)
{
    ++m_rows;
    Cells cells;
    cells.reserve(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i)
        cells.push_back(cellText(i, fields[i]));
    if (!m_isHolding)
        return writeLine(out, cells, false);
    for (std::size_t i = 0; i < cells.size(); ++i)
        m_widths[i] = std::max(m_widths[i], displayWidth(cells[i]));
    m_held.push_back(std::move(cells));
    if (int(m_held.size()) >= m_options.widthFromRows)
        releaseHeld(out);
}

void TableWriter::end(std::string &out)
{
    if (m_isHolding)
        releaseHeld(out);
    out += '(' + std::to_string(m_rows) + (m_rows == 1 ? " row)\n" : " rows)\n");
}

std::string TableWriter::cellText(std::size_t column, const OutField &field) const
{
    if (field.state != OutField::State::Value)
        return field.state == OutField::State::Null ? m_options.nullText.toStdString() : std::string();
    if (std::string text = shortVector(m_columns[column].kind, field.text); !text.empty())
        return text;
    std::string text = printable(field.text);
    if (m_options.maxCellWidth > 0 && displayWidth(text) > m_options.maxCellWidth) {
        text = cutToWidth(text, m_options.maxCellWidth - 1);
        text += ellipsis;
    }
    return text;
}

void TableWriter::releaseHeld(std::string &out)
{
    m_isHolding = false;
    if (m_options.header) {
        Cells names;
        for (const OutColumn &column : m_columns)
            names.push_back(printable(column.name));
        writeLine(out, names, true);
        for (std::size_t i = 0; i < m_widths.size(); ++i) {
            out += i > 0 ? "+" : "";
            out.append(std::size_t(m_widths[i] + 2), '-');
        }
        out += '\n';
    }
    for (const Cells &cells : m_held)
        writeLine(out, cells, false);
    m_held = {};
}

void TableWriter::writeLine(std::string &out, const Cells &cells, bool isHeader) const
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto padding = std::size_t(std::max(0, m_widths[i] - displayWidth(cells[i])));
        const bool isLast = i + 1 == cells.size();
        const bool right = isNumberKind(m_columns[i].kind) && !isHeader;
        out += i > 0 ? " | " : " ";
        if (right)
            out.append(padding, ' ');
        out += cells[i];
        if (!right && !isLast)
            out.append(padding, ' ');
    }
    out += '\n';
}

} // namespace quiver::sql
