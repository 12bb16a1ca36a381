// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as JSON objects. See resultwriter.h.
//
// Numbers keep all their digits; NaN and the infinities, which JSON does not have, become strings. json and jsonb values are
// embedded as they are, vectors and one-dimensional arrays of numbers, booleans and texts become arrays, everything else a
// string of the server's text. Of columns with the same name the later ones get _2, _3, ...
#pragma once

#include "sql/resultwriter.h"

namespace quiver::sql {

class JsonWriter final : public RowWriter
{
public:
    enum class Shape { Array, Lines };
    JsonWriter(Output output, const pg::DecodeContext &context, Shape shape);

protected:
    void start() override;
    void row(const pg::RowBatch &batch, int row) override;
    void end() override;

private:
    struct Plan {
        std::string key; ///< "name":
        pg::TypeKind kind = pg::TypeKind::Unknown;
        pg::TypeKind element = pg::TypeKind::Unknown;
        char delimiter = ',';
    };
    void appendValue(const Plan &plan, int column, std::string_view cell);
    void appendScalar(pg::TypeKind kind, std::string_view text);
    bool appendArray(const Plan &plan, std::string_view text);
    void appendDense(int column, std::string_view cell);

    const Shape m_shape;
    std::vector<Plan> m_plans;
    std::string m_text;
};

} // namespace quiver::sql
