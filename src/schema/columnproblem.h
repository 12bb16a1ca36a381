// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with, or worth knowing of, a request to alter a table's columns: the field it belongs to, and a sentence.
#pragma once

#include <QString>

#include <algorithm>
#include <vector>

namespace quiver::schema {

enum class ColumnField {
    Table, Column, Type, Dimensions, Storage, NotNull, UnitLength, Model, Source, Expression, OtherTable, OtherKey, OtherColumn,
    NewColumn, OldColumn, BatchRows, TextColumn, Embedder, Indexes, Swap, Dependents, Drop, Rewrite,
};

struct ColumnProblem {
    ColumnField field = ColumnField::Table;
    QString text;
    bool isError = true; ///< else it is only to be known
    bool operator==(const ColumnProblem &) const = default;
};

inline bool hasErrors(const std::vector<ColumnProblem> &problems)
{
    return std::ranges::any_of(problems, &ColumnProblem::isError);
}

} // namespace quiver::schema
