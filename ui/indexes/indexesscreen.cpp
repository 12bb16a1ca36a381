// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/indexesscreen.h"

#include "ui/indexes/indexbuildpage.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

IndexesScreen::IndexesScreen(store::Workspace &workspace, const pg::Services &services, QWidget *parent)
    : TaskScreen(workspace,
                 {.name = u"indexes"_s,
                  .title = tr("Indexes"),
                  .iconName = u"index"_s,
                  .emptyHeading = tr("Build and keep indexes"),
                  .emptyText = tr("Here you see how the indexes of a database do, foretell what a new one takes, build it and watch it grow, "
                                  "and mend what a failed build left behind. Open a connection to begin."),
                  .order = {indextask::list, indextask::build, indextask::builds, indextask::slowQueries, indextask::settings}},
                 parent),
      m_build(new IndexBuildPage)
{
    Q_UNUSED(services)
    addPage(indextask::build, tr("New index"), tr("Choose what is indexed and how, see what it will come to, build it"), u"add"_s, m_build);
}

void IndexesScreen::buildOn(const QString &schema, const QString &table, const QString &column)
{
    showTask(indextask::build);
    m_build->showForColumn(schema, table, column);
}

} // namespace quiver::ui
