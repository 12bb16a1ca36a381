// SPDX-License-Identifier: GPL-3.0-or-later
// The tasks of this room, in one list.
#pragma once

namespace quiver::embed {
class EndpointBook;
}

namespace quiver::ui {

class SchemaScreen;

/// \p endpoints outlives the screen, or belongs to it.
void addSchemaPages(SchemaScreen &screen, embed::EndpointBook &endpoints);

} // namespace quiver::ui
