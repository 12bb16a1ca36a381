// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/textcolumns.h"

#include "schema/fillchoice.h"

#include <QComboBox>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void addTextColumns(const catalog::TableFacts &table, QComboBox &box)
{
    std::vector<const catalog::Column *> columns;
    for (const catalog::Column &each : table.columns) {
        if (!each.isVector())
            columns.push_back(&each);
    }
    std::ranges::stable_sort(columns, {}, [&table](const catalog::Column *each) { return (schema::holdsText(*each) ? 0 : 2) + (table.keyColumns.contains(each->name) ? 1 : 0); });
    for (const catalog::Column *each : columns)
        box.addItem(u"%1  %2"_s.arg(each->name, each->type), each->name);
}

} // namespace quiver::ui
