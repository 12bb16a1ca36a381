// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quiver/tourguide.h"

#include "sandbox/demoqueries.h"
#include "ui/common/changepreview.h"
#include "ui/console/consolescreen.h"
#include "ui/indexes/indexesscreen.h"
#include "ui/plan/plancompare.h"
#include "ui/plan/planscreen.h"
#include "ui/plan/planview.h"
#include "ui/schema/schemascreen.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QCursor>
#include <QDir>
#include <QLineEdit>
#include <QTabWidget>

#include <algorithm>
#include <iterator>

namespace quiver {

using namespace Qt::StringLiterals;

namespace {

constexpr int lookEveryMs = 25;
// Several in a row, because one answer often asks the next question.
constexpr int quietLooksNeeded = 8;
constexpr int quickLooksNeeded = 2; // of what goes on: it is shown anew some times a second
constexpr QSize usual{1280, 800};

} // namespace

TourGuide::TourGuide(ui::MainWindow &window, core::JobRegistry &jobs, QString directory, QObject *parent)
    : QObject(parent), m_window(window), m_jobs(jobs), m_directory(std::move(directory))
{
    m_timer.setInterval(lookEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &TourGuide::look);
}

void TourGuide::start()
{
    if (!QDir().mkpath(m_directory)) {
        Q_EMIT failed(tr("The directory %1 cannot be made.").arg(m_directory));
        return;
    }
    plan();
    m_timer.start();
}

void TourGuide::stop()
{
    m_timer.stop();
}

void TourGuide::plan()
{
    m_steps.push_back({u"the server"_s, {}, [this] { m_window.resize(usual); },
                       [this] { return m_window.servers().current() != nullptr; }, 300'000});
    m_steps.push_back({u"the console's tabs"_s, {}, [] {},
                       [this] { return static_cast<ui::ConsoleScreen *>(m_window.screen(u"console"_s))->isRestored(); }});
    planScreens(ui::ThemeMode::Light);
    planScreens(ui::ThemeMode::Dark);
    planBuilds();
    m_steps.push_back({u"the smallest window"_s, u"08-smallest-light"_s,
                       [this] {
                           m_window.setTheme(ui::ThemeMode::Light);
                           m_window.resize(ui::MainWindow::smallest);
                           m_window.goTo(u"console"_s);
                           m_window.bottomPanel().open(u"log"_s);
                       },
                       [this] { return hasRows(u"console"_s); }});
}

void TourGuide::planScreens(ui::ThemeMode theme)
{
    const QString suffix = u"-"_s + ui::themeName(theme);
    const auto show = [this, theme](const QString &screen, bool example) {
        m_window.setTheme(theme);
        m_window.bottomPanel().open({});
        m_window.goTo(screen);
        QCursor::setPos(m_window.mapToGlobal(m_window.rect().bottomLeft() + QPoint(200, -8))); // hovers over nothing
        if (example)
            m_window.screen(screen)->showExample();
    };
    const bool first = theme == ui::ThemeMode::Light; // afterwards the screens are filled
    m_steps.push_back({u"connections"_s, u"01-connections"_s + suffix, [=] { show(u"connections"_s, false); }, {}});
    m_steps.push_back({u"browse"_s, u"02-browse"_s + suffix, [=] { show(u"browse"_s, first); },
                       [this] { return hasRows(u"browse"_s); }});
    m_steps.push_back({u"console"_s, u"03-console"_s + suffix,
                       [=, this] {
                           show(u"console"_s, false);
                           if (first)
                               static_cast<ui::ConsoleScreen *>(m_window.screen(u"console"_s))
                                   ->openText(sandbox::similarityQuery(), true);
                       },
                       [this] { return hasRows(u"console"_s); }});
    m_steps.push_back({u"jobs"_s, u"04-jobs"_s + suffix, [this] { m_window.bottomPanel().open(u"jobs"_s); }, {}});
    m_steps.push_back({u"the statement log"_s, u"05-log"_s + suffix, [this] { m_window.bottomPanel().open(u"log"_s); }, {}});
    m_steps.push_back({u"the command palette"_s, u"06-palette"_s + suffix,
                       [this] {
                           m_window.bottomPanel().open({});
                           m_window.commandPalette().openPalette();
                       },
                       [this] { return m_window.commandPalette().isVisible(); }});
    m_steps.push_back({u"the end of the palette"_s, {}, [this] { m_window.commandPalette().closePalette(); }, {}});
    m_steps.push_back({u"the pool"_s, u"07-pool"_s + suffix, [=] { show(u"connections"_s, true); }, {}});
    planTask(u"schema"_s, ui::schematask::extension, u"09-pgvector"_s + suffix, [=] { show(u"schema"_s, false); });
    planTask(u"schema"_s, ui::schematask::newTable, u"10-new-table"_s + suffix, [=] { show(u"schema"_s, false); });
    planTask(u"schema"_s, ui::schematask::model, u"11-change-model"_s + suffix, [=] { show(u"schema"_s, false); });
    planTask(u"schema"_s, ui::schematask::embed, u"17-fill-with-embeddings"_s + suffix, [=] { show(u"schema"_s, false); });
    planTask(u"schema"_s, ui::schematask::migrations, u"13-migrations"_s + suffix, [=] { show(u"schema"_s, false); });
    planTask(u"indexes"_s, ui::indextask::build, u"14-new-index"_s + suffix, [=] { show(u"indexes"_s, false); });
    planTask(u"indexes"_s, ui::indextask::list, u"15-indexes"_s + suffix, [=] { show(u"indexes"_s, false); });
    planTask(u"indexes"_s, ui::indextask::settings, u"16-server-settings"_s + suffix, [=] { show(u"indexes"_s, false); });
    m_steps.push_back({u"load"_s, u"12-load"_s + suffix, [=] { show(u"load"_s, first); }, [this] {
                           const auto *start = m_window.screen(u"load"_s)->findChild<QAbstractButton *>(u"startLoad"_s);
                           const auto *marked = m_window.screen(u"load"_s)->findChild<QAbstractButton *>(u"nextProblem"_s);
                           return start && start->isEnabled() && marked->isVisible();
                       }});
    m_steps.push_back({u"search"_s, u"18-search"_s + suffix, [=] { show(u"search"_s, first); }, [this] { return hasRows(u"search"_s); }});
    m_steps.push_back({u"plan"_s, u"19-plan"_s + suffix, [=] { show(u"plan"_s, first); },
                       [this] { return static_cast<ui::PlanScreen *>(m_window.screen(u"plan"_s))->showsPlan(); }});
    const auto plans = [this] { return static_cast<ui::PlanScreen *>(m_window.screen(u"plan"_s)); };
    m_steps.push_back({u"the flame view"_s, u"20-flame"_s + suffix, [=] { plans()->view()->showPage(ui::PlanView::FlamePage); }, {}});
    m_steps.push_back({u"two plans"_s, u"21-two-plans"_s + suffix, [=] { plans()->compareExample(); }, [=] { return plans()->showsComparison(); }});
    m_steps.push_back({u"the plan's graph"_s, {},
                       [=] {
                           Q_EMIT plans()->comparison()->closeRequested();
                           plans()->view()->showPage(ui::PlanView::GraphPage);
                       },
                       {}});
    const auto benchTab = [this](int tab) { m_window.screen(u"bench"_s)->findChild<QTabWidget *>(u"benchTabs"_s)->setCurrentIndex(tab); };
    const auto isMeasured = [this] {
        const auto *cancel = m_window.screen(u"bench"_s)->findChild<QAbstractButton *>(u"benchCancel"_s);
        return hasRows(u"bench"_s) && cancel && !cancel->isVisible();
    };
    m_steps.push_back({u"bench"_s, u"22-benchmark"_s + suffix, [=] { show(u"bench"_s, first); }, isMeasured});
    const QString charts[] = {u"23-benchmark-recall"_s, u"24-benchmark-workers"_s, u"25-benchmark-indexes"_s, u"26-benchmark-history"_s};
    for (int tab = 0; tab < int(std::size(charts)); ++tab)
        m_steps.push_back({charts[tab], charts[tab] + suffix, [=] { benchTab(tab + 1); }, isMeasured});
    const auto inTuner = [this](const QString &name) { return m_window.screen(u"bench"_s)->findChild<QWidget *>(name); };
    m_steps.push_back({u"the tuner"_s, u"27-tuner"_s + suffix,
                       [=] {
                           benchTab(int(std::size(charts)) + 1);
                           if (first) {
                               static_cast<QLineEdit *>(inTuner(u"benchWorkers"_s))->setText(u"1"_s); // of the ladder before: the tuner takes one number
                               static_cast<QAbstractButton *>(inTuner(u"benchTuneStart"_s))->click();
                           }
                       },
                       [=] { return isMeasured() && inTuner(u"benchTuneResult"_s)->isVisible(); }});
    m_steps.push_back({u"the benchmark's run"_s, {}, [=] { benchTab(0); }, {}});
    m_steps.push_back({u"the connection's settings"_s, {},
                       [this] {
                           if (auto *tabs = m_window.screen(u"connections"_s)->findChild<QTabWidget *>(u"connectionTabs"_s))
                               tabs->setCurrentIndex(0);
                       },
                       {}});
}

/// A task of a screen of tasks with the Change that its example becomes.
void TourGuide::planTask(const QString &name, const QString &task, const QString &picture, const std::function<void()> &show)
{
    const auto screen = [this, name] { return static_cast<ui::TaskScreen *>(m_window.screen(name)); };
    m_steps.push_back({u"the task "_s + task, picture,
                       [=] {
                           show();
                           screen()->showTask(task);
                           screen()->showExample();
                       },
                       [=] {
                           const auto previews = screen()->page(task)->findChildren<ui::ChangePreview *>();
                           return std::ranges::all_of(previews, [](const ui::ChangePreview *preview) { return preview->isSettled(); });
                       }});
}

void TourGuide::look()
{
    if (m_current == m_steps.size()) {
        stop();
        Q_EMIT finished();
        return;
    }
    const Step &step = m_steps[m_current];
    if (!m_acted) {
        m_acted = true;
        m_quietLooks = 0;
        m_since.start();
        step.act();
        return;
    }
    if (const QString reason = failedJob(); !reason.isEmpty()) {
        stop();
        Q_EMIT failed(reason);
        return;
    }
    m_quietLooks = (step.duringJobs || quiet()) && (!step.ready || step.ready()) ? m_quietLooks + 1 : 0;
    const bool isUp = m_quietLooks >= (step.duringJobs ? quickLooksNeeded : quietLooksNeeded);
    const bool isPassed = !isUp && step.passed && step.passed();
    if (!isUp && !isPassed) {
        if (m_since.elapsed() > step.patienceMs) {
            stop();
            Q_EMIT failed(tr("%1 did not come up within %2 s.").arg(step.name).arg(step.patienceMs / 1000));
        }
        return;
    }
    if (isUp && !step.picture.isEmpty() && !takePicture(step))
        return;
    ++m_current;
    m_acted = false;
}

bool TourGuide::quiet() const
{
    return std::ranges::all_of(m_jobs.jobs(), [](const auto &job) { return job->isFinished(); });
}

/// What went wrong in any job: a tour of a program that fails is not worth looking at.
QString TourGuide::failedJob() const
{
    const auto it = std::ranges::find_if(m_jobs.jobs(), [](const auto &job) { return job->state() == core::Job::State::Failed; });
    return it == m_jobs.jobs().end() ? QString() : u"%1: %2"_s.arg((*it)->title(), (*it)->errorText());
}

bool TourGuide::takePicture(const Step &step)
{
    const QString file = QDir(m_directory).filePath(step.picture + u".png"_s);
    if (m_window.grab().save(file))
        return true;
    stop();
    Q_EMIT failed(tr("The picture %1 could not be written.").arg(file));
    return false;
}

bool TourGuide::hasRows(const QString &screen) const
{
    const auto views = m_window.screen(screen)->findChildren<QAbstractItemView *>();
    return std::ranges::any_of(views, [](const QAbstractItemView *view) {
        return view->isVisible() && view->model() && view->model()->rowCount() > 0;
    });
}

} // namespace quiver
