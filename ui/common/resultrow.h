// SPDX-License-Identifier: GPL-3.0-or-later
// A row of a result as the table that it comes from would know it.
#pragma once

#include "pg/types.h"

#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace quiver::ui {

class ResultModel;

struct ResultRow {
    pg::Oid table = 0;
    QList<std::pair<int, QString>> values; ///< of its columns (attnum); NULL ones and very long ones are left out
    bool operator==(const ResultRow &) const = default;
};

/// No value where the columns come from no table or from several, or the row is not in memory just now.
std::optional<ResultRow> tableRowOf(const ResultModel &model, int row);

} // namespace quiver::ui
