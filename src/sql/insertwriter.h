// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as INSERT statements that bring back exactly the same values. See rowwriter.h.
#pragma once

#include "sql/rowwriter.h"

namespace quiver::sql {

class InsertWriter final : public RowWriter
{
public:
    InsertWriter(std::vector<OutColumn> columns, const WriterOptions &options);

    void row(std::string &out, std::span<const OutField> fields) override;
    void end(std::string &out) override;

private:
    std::string m_head;               ///< INSERT INTO ... VALUES
    std::vector<std::string> m_casts; ///< "::vector"; empty: the column's type decides
    int m_inStatement = 0;
};

} // namespace quiver::sql
