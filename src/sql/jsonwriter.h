// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as JSON objects; values as jsonvalue.h says. See rowwriter.h.
//
// Of columns with the same name the later ones get _2, _3, ...
#pragma once

#include "sql/rowwriter.h"

namespace quiver::sql {

class JsonWriter final : public RowWriter
{
public:
    enum class Shape { Array, Lines };
    JsonWriter(std::vector<OutColumn> columns, const WriterOptions &options, Shape shape);

    void begin(std::string &out) override;
    void row(std::string &out, std::span<const OutField> fields) override;
    void end(std::string &out) override;

private:
    void appendField(std::string &out, std::size_t column, const OutField &field) const;

    const Shape m_shape;
    std::vector<std::string> m_keys; ///< "name":
    bool m_isFirst = true;
};

} // namespace quiver::sql
