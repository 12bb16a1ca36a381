// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/schemapages.h"

#include "ui/schema/addcolumnpage.h"
#include "ui/schema/embedpage.h"
#include "ui/schema/extensionpage.h"
#include "ui/schema/modelchangepage.h"
#include "ui/schema/newtablepage.h"
#include "ui/schema/schemascreen.h"
#include "ui/schema/storagepage.h"

#include <QCoreApplication>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void addSchemaPages(SchemaScreen &screen, embed::EndpointBook &endpoints)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("quiver::ui", text); }; // where lupdate puts them
    screen.addPage(schematask::extension, tr("pgvector"), tr("The extension in this database: create, update, move"), u"extension"_s, new ExtensionPage);
    screen.addPage(schematask::newTable, tr("New vector table"), tr("Texts, embeddings and what belongs to them"), u"table"_s, new NewTablePage);
    screen.addPage(schematask::addColumn, tr("Add a vector column"), tr("To a table that exists, without keeping anybody waiting"), u"column"_s, new AddColumnPage);
    screen.addPage(schematask::storage, tr("Storage"), tr("Where a column's vectors are kept, and what that comes to"), u"database"_s, new StoragePage);
    screen.addPage(schematask::model, tr("Change model"), tr("Another model, type or dimensions while the table is in use"), u"vector"_s, new ModelChangePage(endpoints));
    screen.addPage(schematask::embed, tr("Fill with embeddings"), tr("A vector column from the texts of its rows, offline or by a service"), u"search-vector"_s, new EmbedPage(endpoints));
}

} // namespace quiver::ui
