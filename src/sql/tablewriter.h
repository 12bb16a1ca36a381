// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as an aligned table for a terminal. See resultwriter.h.
//
// Holds back the first rows to find the widths, then streams. Vectors are shortened to their first values and their number
// of dimensions; control characters are written out.
#pragma once

#include "sql/resultwriter.h"

namespace quiver::sql {

class TableWriter final : public RowWriter
{
public:
    TableWriter(Output output, const pg::DecodeContext &context, const WriterOptions &options);

protected:
    void start() override;
    void row(const pg::RowBatch &batch, int row) override;
    void end() override;

private:
    using Cells = std::vector<std::string>;
    std::string cellText(int column, const pg::Cell &cell) const;
    std::string vectorText(int column, std::string_view cell) const;
    void releaseHeld();
    void writeLine(const Cells &cells, bool isHeader);

    const WriterOptions m_options;
    std::vector<bool> m_alignRight;
    std::vector<bool> m_isVector;
    std::vector<int> m_widths;
    std::vector<Cells> m_held;
    bool m_isHolding = true;
};

} // namespace quiver::sql
