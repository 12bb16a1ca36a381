// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/carepages.h"

#include "ui/indexes/indexesscreen.h"
#include "ui/indexes/listpage.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

void addCarePages(IndexesScreen &screen)
{
    const auto tr = [](const char *text) { return IndexesScreen::tr(text); };
    auto *list = new IndexListPage;
    screen.addPage(indextask::list, tr("All indexes"), tr("How each does, what is wrong, and mending it"), u"index"_s, list);
    QObject::connect(list, &IndexListPage::attentionChanged, &screen, [&screen](int number, const QString &why) { screen.setMark(indextask::list, number, why); });
}

} // namespace quiver::ui
