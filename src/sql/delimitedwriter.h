// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as CSV, as the server's own COPY writes it, and as TSV. See rowwriter.h.
#pragma once

#include "sql/rowwriter.h"

namespace quiver::sql {

class DelimitedWriter final : public RowWriter
{
public:
    enum class Dialect { Csv, Tsv };
    DelimitedWriter(std::vector<OutColumn> columns, const WriterOptions &options, Dialect dialect);

    void begin(std::string &out) override;
    void row(std::string &out, std::span<const OutField> fields) override;

private:
    bool mustBeQuoted(std::string_view text) const;
    void appendField(std::string &out, std::string_view text) const;

    const Dialect m_dialect;
    const char m_delimiter;
    const bool m_bare; ///< one value as it is, without a line end
};

} // namespace quiver::sql
