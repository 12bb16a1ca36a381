// SPDX-License-Identifier: GPL-3.0-or-later
// The tasks of this room that care for what is there: the list of indexes, slow queries, settings.
#pragma once

namespace quiver::ui {

class IndexesScreen;

void addCarePages(IndexesScreen &screen);

} // namespace quiver::ui
