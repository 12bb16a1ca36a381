// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as INSERT statements that bring back exactly the same values. See resultwriter.h.
#pragma once

#include "sql/resultwriter.h"

namespace quiver::sql {

class InsertWriter final : public RowWriter
{
public:
    InsertWriter(Output output, const pg::DecodeContext &context, const WriterOptions &options);

protected:
    void start() override;
    void row(const pg::RowBatch &batch, int row) override;
    void end() override;

private:
    struct Plan {
        bool isBare = false; ///< a number or boolean without quotes
        std::string cast;    ///< "::vector"; empty: the column's type decides
    };
    Plan plan(const pg::Column &column) const;
    void appendLiteral(const Plan &plan, std::string_view text);

    const WriterOptions m_options;
    std::string m_head; ///< INSERT INTO ... VALUES
    std::vector<Plan> m_plans;
    std::string m_text;
    int m_inStatement = 0;
};

} // namespace quiver::sql
