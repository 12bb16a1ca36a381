// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/resultrow.h"

#include "ui/common/resultmodel.h"

namespace quiver::ui {

namespace {
constexpr std::size_t longest = 8000; // bytes; a B-tree takes no longer key
}

std::optional<ResultRow> tableRowOf(const ResultModel &model, int row)
{
    if (row < 0 || row >= model.rowCount())
        return {};
    const auto place = model.located(row);
    if (!place.batch)
        return {};
    const pg::Codec codec(model.decodeContext());
    ResultRow found;
    const std::vector<pg::Column> &columns = *place.batch->columns();
    for (int i = 0; i < int(columns.size()); ++i) {
        const pg::Column &column = columns[std::size_t(i)];
        if (column.table == 0 || column.tableColumn <= 0)
            continue;
        if (found.table != 0 && column.table != found.table)
            return {};
        found.table = column.table;
        const pg::Cell cell = place.batch->cell(int(row - place.firstRow), i);
        if (cell && cell->size() <= longest)
            found.values.emplaceBack(column.tableColumn, codec.text(column, *cell));
    }
    return found.table == 0 ? std::nullopt : std::optional(found);
}

} // namespace quiver::ui
