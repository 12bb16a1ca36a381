// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/delimitedwriter.h"

#include <algorithm>

namespace quiver::sql {

DelimitedWriter::DelimitedWriter(std::vector<OutColumn> columns, const WriterOptions &options,
                                 Dialect dialect)
    : RowWriter(std::move(columns), options),
      m_dialect(dialect),
      m_delimiter(dialect == Dialect::Csv ? ',' : '\t'),
      // In CSV one empty text must not read as NULL, so it stays a table there.
      m_bare(dialect == Dialect::Tsv && options.single && !options.header)
{
}

void DelimitedWriter::begin(std::string &out)
{
    if (!m_options.header)
        return;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (i > 0)
            out += m_delimiter;
        appendField(out, m_columns[i].name);
    }
    out += '\n';
}

void DelimitedWriter::row(std::string &out, std::span<const OutField> fields)
{
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            out += m_delimiter;
        if (fields[i].state == OutField::State::Value)
            appendField(out, fields[i].text);
    }
    if (!m_bare)
        out += '\n';
}

bool DelimitedWriter::mustBeQuoted(std::string_view text) const
{
    // Empty, it would read as NULL; \. alone in its line would read as the end of the data.
    if (text.empty() && (m_dialect == Dialect::Csv || m_options.quoteEmpty))
        return true;
    if (m_dialect == Dialect::Csv && m_columns.size() == 1 && text == "\\.")
        return true;
    return std::any_of(text.begin(), text.end(),
                       [this](char c) { return c == m_delimiter || c == '"' || c == '\n' || c == '\r'; });
}

void DelimitedWriter::appendField(std::string &out, std::string_view text) const
{
    if (m_bare || !mustBeQuoted(text)) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

} // namespace quiver::sql
