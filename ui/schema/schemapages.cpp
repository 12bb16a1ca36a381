// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/schemapages.h"

#include "ui/schema/extensionpage.h"
#include "ui/schema/newtablepage.h"
#include "ui/schema/schemascreen.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

void addSchemaPages(SchemaScreen &screen)
{
    const auto tr = [](const char *text) { return SchemaScreen::tr(text); };
    screen.addPage(schematask::extension, tr("pgvector"), tr("The extension in this database: create, update, move"), u"extension"_s, new ExtensionPage);
    screen.addPage(schematask::newTable, tr("New vector table"), tr("Texts, embeddings and what belongs to them"), u"table"_s, new NewTablePage);
}

} // namespace quiver::ui
