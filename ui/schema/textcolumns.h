// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of a table that texts can be taken of, for a list to choose from.
#pragma once

#include "catalog/tablefacts.h"

class QComboBox;

namespace quiver::ui {

/// Adds those with texts first, then whatever else has a text form; those that tell rows apart come last of their kind. An item's
/// data is the column's name.
void addTextColumns(const catalog::TableFacts &table, QComboBox &box);

} // namespace quiver::ui
