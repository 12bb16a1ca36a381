// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/schemapages.h"

#include "ui/schema/schemascreen.h"

namespace quiver::ui {

void addSchemaPages(SchemaScreen &screen)
{
    Q_UNUSED(screen)
}

} // namespace quiver::ui
