// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as a Python list and as a NumPy array; values as pythonvalue.h says. See rowwriter.h.
#pragma once

#include "sql/rowwriter.h"

namespace quiver::sql {

class PythonWriter final : public RowWriter
{
public:
    using RowWriter::RowWriter;

    void begin(std::string &out) override;
    void row(std::string &out, std::span<const OutField> fields) override;
    void end(std::string &out) override;

private:
    void appendField(std::string &out, std::size_t column, const OutField &field) const;

    bool m_isFirst = true;
};

/// A column of another kind than fitsNumPy() says, or with a NULL among values that have no NaN, becomes an array of objects.
class NumPyWriter final : public RowWriter
{
public:
    NumPyWriter(std::vector<OutColumn> columns, const WriterOptions &options);

    void begin(std::string &out) override;
    void row(std::string &out, std::span<const OutField> fields) override;
    void end(std::string &out) override;

private:
    OutColumn m_column; ///< the first one; none: as of text
    bool m_isObject;
    bool m_isFirst = true;
};

} // namespace quiver::sql
