// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/csvwriter.h"

namespace quiver::sql {

CsvWriter::CsvWriter(Output output, const pg::DecodeContext &context, const WriterOptions &options)
    : RowWriter(std::move(output), context), m_header(options.header)
{
}

void CsvWriter::start()
{
    if (!m_header)
        return;
    for (int column = 0; column < columnCount(); ++column) {
        if (column > 0)
            m_out += ',';
        const std::size_t begin = m_out.size();
        const QByteArray &name = columns()[std::size_t(column)].name;
        m_out.append(name.constData(), std::size_t(name.size()));
        appendField(begin);
    }
    m_out += '\n';
}

void CsvWriter::row(const pg::RowBatch &batch, int row)
{
    for (int column = 0; column < columnCount(); ++column) {
        if (column > 0)
            m_out += ',';
        const pg::Cell cell = batch.cell(row, column);
        if (!cell)
            continue;
        const std::size_t begin = m_out.size();
        appendText(m_out, column, *cell);
        appendField(begin);
    }
    m_out += '\n';
}

// Quotes the text that stands in m_out from \p begin on, where it must be: in place, because most need not.
void CsvWriter::appendField(std::size_t begin)
{
    const std::string_view text = std::string_view(m_out).substr(begin);
    // Empty, it would read as NULL; \. alone in its line would read as the end of the data.
    const bool isSpecial = text.empty() || (columnCount() == 1 && text == "\\.");
    if (!isSpecial && text.find_first_of(",\"\n\r") == std::string_view::npos)
        return;
    std::string quoted;
    quoted.reserve(text.size() + 8);
    quoted += '"';
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    quoted += '"';
    m_out.replace(begin, std::string::npos, quoted);
}

} // namespace quiver::sql
