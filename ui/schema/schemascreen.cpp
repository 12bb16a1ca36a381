// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/schemascreen.h"

#include "ui/schema/journalpage.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

SchemaScreen::SchemaScreen(store::Workspace &workspace, QWidget *parent)
    : TaskScreen(workspace,
                 {.name = u"schema"_s,
                  .title = tr("Schema"),
                  .iconName = u"schema"_s,
                  .emptyHeading = tr("Shape a database"),
                  .emptyText = tr("Here you set up pgvector, make vector tables and change them: every step is shown with its SQL, its locks "
                                  "and what undoes it before anything happens. Open a connection to begin."),
                  .order = {schematask::extension, schematask::newTable, schematask::addColumn, schematask::storage, schematask::model,
                            schematask::embed, schematask::migrations, schematask::journal}},
                 parent),
      m_journal(new JournalPage(workspace))
{
    addPage(schematask::journal, tr("Change journal"), tr("What was changed so far, and taking it back"), u"history"_s, m_journal);
}

void SchemaScreen::journalGrew()
{
    m_journal->reload();
}

} // namespace quiver::ui
