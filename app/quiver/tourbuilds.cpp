// SPDX-License-Identifier: GPL-3.0-or-later
// The tour's index builds: each is looked at while it runs, and cancelled, so that the demo stays as it was.
#include "app/quiver/tourguide.h"

#include "sandbox/demolock.h"
#include "ui/common/changepreview.h"
#include "ui/indexes/indexesscreen.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QSpinBox>

namespace quiver {

using namespace Qt::StringLiterals;

void TourGuide::planBuilds()
{
    const auto indexes = [this] { return static_cast<ui::IndexesScreen *>(m_window.screen(u"indexes"_s)); };
    const auto shows = [indexes](const QString &label) {
        const auto *found = indexes()->findChild<QLabel *>(label);
        return found && found->isVisible() && !found->text().isEmpty();
    };
    const auto listSays = [indexes](const QString &words) {
        const auto *list = indexes()->findChild<QListWidget *>(u"buildsList"_s);
        return list && list->count() > 0 && list->item(0)->text().contains(words);
    };
    const auto preview = [indexes] { return indexes()->findChild<ui::ChangePreview *>(u"indexPreview"_s); };
    const auto isPlanned = [preview] { return preview()->isSettled() && !preview()->change().isEmpty(); };
    const auto isOver = [shows] { return shows(u"buildsEmpty"_s); };
    const auto apply = [preview] { preview()->applyIfPossible(); };
    // In the light theme and then in the dark one, both of the same build.
    // What may be over before anybody looks is gone without where it is (isBrief).
    const auto look = [=, this](const QString &picture, const std::function<void()> &act, const std::function<bool()> &ready, bool isBrief = false) {
        const auto passed = [=] { return isBrief && indexes()->currentTask() == ui::indextask::builds && isOver(); };
        const auto turn = [=, this](ui::ThemeMode theme, const std::function<void()> &more) {
            m_steps.push_back({picture, picture + u'-' + ui::themeName(theme),
                               [=, this] {
                                   m_window.setTheme(theme);
                                   more();
                               },
                               ready, 20'000, true, passed});
        };
        turn(ui::ThemeMode::Light, act);
        turn(ui::ThemeMode::Dark, [] {});
    };
    const auto form = [=, this](const QString &name, const std::function<void()> &fill) {
        m_steps.push_back({name, {}, [=, this] {
                               m_window.goTo(u"indexes"_s);
                               indexes()->buildOn(u"public"_s, u"documents"_s, u"embedding"_s);
                           },
                           [=] { return indexes()->findChild<QSpinBox *>(u"indexEfConstruction"_s)->isEnabled() && isPlanned(); }});
        m_steps.push_back({name, {}, fill, isPlanned});
    };
    const auto cancel = [=, this](const QString &name) {
        m_steps.push_back({name, {}, [=] {
                               if (!isOver())
                                   indexes()->findChild<QAbstractButton *>(u"buildCancel"_s)->click();
                           },
                           isOver});
    };

    form(u"a graph to be built"_s, [indexes] { indexes()->findChild<QSpinBox *>(u"indexEfConstruction"_s)->setValue(1000); });
    m_steps.push_back({u"a table that is kept"_s, {},
                       [this] {
                           m_holder = m_window.servers().current()->pool().run(tr("Hold documents"), [](pg::Connection &connection, core::JobContext &job) {
                               sandbox::holdDocuments(connection, job);
                               return true;
                           }).job;
                       },
                       [this] { return m_holder->progress().phase == "held"_L1; }, 20'000, true, {}});
    look(u"28-build-waiting"_s, apply, [shows] { return shows(u"buildWaits"_s); });
    look(u"29-build-loading"_s, [this] { m_holder->cancel(); },
         [shows, indexes] { return shows(u"buildRateNow"_s) && indexes()->findChild<QLabel *>(u"buildRateNow"_s)->text().contains(u"/s"_s); });
    cancel(u"the end of the graph"_s);
    form(u"lists to be built"_s, [indexes] {
        auto *method = indexes()->findChild<QComboBox *>(u"indexMethod"_s);
        method->setCurrentIndex(method->findData(u"ivfflat"_s));
        indexes()->findChild<QSpinBox *>(u"indexLists"_s)->setValue(1000);
    });
    look(u"30-build-k-means"_s, apply, [listSays] { return listSays(u"k-means"_s); }, true);
    cancel(u"the end of the lists"_s);
    for (const ui::ThemeMode theme : {ui::ThemeMode::Dark, ui::ThemeMode::Light})
        m_steps.push_back({u"the builds of before"_s, u"31-builds-"_s + ui::themeName(theme), [this, theme] { m_window.setTheme(theme); }, isOver});
}

} // namespace quiver
