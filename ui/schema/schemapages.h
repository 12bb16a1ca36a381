// SPDX-License-Identifier: GPL-3.0-or-later
// The tasks of this room, in one list.
#pragma once

namespace quiver::ui {

class SchemaScreen;

void addSchemaPages(SchemaScreen &screen);

} // namespace quiver::ui
