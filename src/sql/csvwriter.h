// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as CSV, as the server's own COPY writes it. See resultwriter.h.
#pragma once

#include "sql/resultwriter.h"

namespace quiver::sql {

class CsvWriter final : public RowWriter
{
public:
    CsvWriter(Output output, const pg::DecodeContext &context, const WriterOptions &options);

protected:
    void start() override;
    void row(const pg::RowBatch &batch, int row) override;

private:
    void appendField(std::size_t begin);

    const bool m_header;
};

} // namespace quiver::sql
