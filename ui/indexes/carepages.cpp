// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/carepages.h"

#include "ui/indexes/indexesscreen.h"
#include "ui/indexes/listpage.h"
#include "ui/indexes/settingspage.h"
#include "ui/indexes/slowpage.h"

#include <QCoreApplication>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void addCarePages(IndexesScreen &screen)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("quiver::ui", text); }; // where lupdate puts them
    auto *list = new IndexListPage;
    screen.addPage(indextask::list, tr("All indexes"), tr("How each does, what is wrong, and mending it"), u"index"_s, list);
    QObject::connect(list, &IndexListPage::attentionChanged, &screen, [&screen](int number, const QString &why) { screen.setMark(indextask::list, number, why); });
    QObject::connect(list, &IndexListPage::newIndexRequested, &screen, &IndexesScreen::buildLike);
    QObject::connect(&screen, &IndexesScreen::buildsLearnt, list, &IndexListPage::setBuilds);
    QObject::connect(list, &IndexListPage::buildsWanted, &screen, &IndexesScreen::learn);
    screen.addPage(indextask::slowQueries, tr("Slow queries"), tr("The vector queries that take the most time"), u"log"_s, new SlowQueriesPage);
    screen.addPage(indextask::settings, tr("Settings"), tr("What the server's settings come to for these vectors"), u"settings"_s, new SettingsAdvicePage);
}

} // namespace quiver::ui
