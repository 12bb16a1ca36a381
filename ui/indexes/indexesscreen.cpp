// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/indexesscreen.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

IndexesScreen::IndexesScreen(store::Workspace &workspace, QWidget *parent)
    : TaskScreen(workspace,
                 {.name = u"indexes"_s,
                  .title = tr("Indexes"),
                  .iconName = u"index"_s,
                  .emptyHeading = tr("Build and keep indexes"),
                  .emptyText = tr("Here you see how the indexes of a database do, foretell what a new one takes, build it and watch it grow, "
                                  "and mend what a failed build left behind. Open a connection to begin."),
                  .order = {indextask::list, indextask::build, indextask::builds, indextask::slowQueries, indextask::settings}},
                 parent)
{
}

} // namespace quiver::ui
