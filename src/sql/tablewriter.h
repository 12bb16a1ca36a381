// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as an aligned table for a terminal. See rowwriter.h.
//
// Holds back the first rows to find the widths, then streams. Vectors are shortened to their first values and their number
// of dimensions; control characters are written out.
#pragma once

#include "sql/rowwriter.h"

namespace quiver::sql {

class TableWriter final : public RowWriter
{
public:
    TableWriter(std::vector<OutColumn> columns, const WriterOptions &options);

    void row(std::string &out, std::span<const OutField> fields) override;
    void end(std::string &out) override;

private:
    using Cells = std::vector<std::string>;
    std::string cellText(std::size_t column, const OutField &field) const;
    void releaseHeld(std::string &out);
    void writeLine(std::string &out, const Cells &cells, bool isHeader) const;

    std::vector<int> m_widths;
    std::vector<Cells> m_held;
    bool m_isHolding = true;
    qint64 m_rows = 0;
};

} // namespace quiver::sql
