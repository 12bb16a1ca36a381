// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchscreen.h"

#include "bench/scratch.h"
#include "ui/bench/benchchangepage.h"
#include "ui/bench/benchform.h"
#include "ui/bench/benchwords.h"
#include "ui/bench/runspane.h"
#include "ui/bench/tunepane.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/figures.h"
#include "ui/common/fitarea.h"
#include "ui/common/livechart.h"
#include "ui/common/stopping.h"
#include "ui/common/tablepicker.h"
#include "ui/common/unconnectedpage.h"

#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 leastToldMs = 1000; // of what is left
constexpr int leastForMessage = 110;

}

BenchScreen::BenchScreen(store::Workspace &workspace, embed::EndpointBook &endpoints, pg::Services services, QWidget *parent)
    : Screen(parent), m_work(new BenchWork(workspace, endpoints, services, this))
{
    setObjectName(u"benchScreen"_s);
    m_runs = new RunsPane(workspace);
    m_tune = new TunePane;
    m_runs->addTab(m_tune, tr("Tune"));
    m_message = new InlineBar;
    m_message->setObjectName(u"benchMessage"_s);
    m_message->hide();
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(new FitArea(m_message, leastForMessage)); // what a sweep would do has many lines
    column->addWidget(buildLive());
    column->addWidget(m_runs, 1);
    auto *split = new QSplitter(Qt::Horizontal);
    split->setObjectName(u"benchSplit"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(buildForm());
    split->addWidget(side);
    split->setStretchFactor(1, 1);
    split->setSizes({360, 840});
    auto *empty = new UnconnectedPage(u"bench"_s, iconName(), tr("Measure searches"),
                                      tr("Here you measure recall, latency and queries per second of a search on your own table, compare settings and indexes, and find the cheapest that "
                                         "reach a target. Open a connection to begin."));
    connect(empty, &UnconnectedPage::connectionsRequested, this, &BenchScreen::connectionsRequested);
    m_pages = new QStackedWidget;
    m_pages->addWidget(empty);
    m_pages->addWidget(split);
    m_removal = new BenchChangePage(u"benchRemoval"_s, tr("Back to the benchmark"));
    m_pages->addWidget(m_removal);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(m_removal, &BenchChangePage::left, this, [this] {
        m_pages->setCurrentIndex(1);
        if (!m_leftovers.isEmpty()) // not removed, or not all
            m_work->findLeftovers();
    });
    connect(m_removal->changes(), &ChangePreview::finished, this, [this](const sql::ChangeReport &report) {
        if (!report.succeeded())
            return;
        m_leftovers.clear();
        Q_EMIT leftoversSeen();
    });
    connect(m_removal->changes(), &ChangePreview::openInConsoleRequested, this, &BenchScreen::openInConsoleRequested);
    connect(m_work, &BenchWork::tableRead, this, [this](const SearchedTablePtr &table) {
        m_form->setTable(table);
        takeWanted();
        if (std::exchange(m_runsExample, false))
            run();
    });
    connect(m_work, &BenchWork::tableFailed, this, [this](const QString &reason) { m_form->sayOfTable(reason, true); });
    connect(m_work, &BenchWork::runningChanged, this, &BenchScreen::showRunning);
    connect(m_work, &BenchWork::progressChanged, this, &BenchScreen::showProgress);
    connect(m_work, &BenchWork::rateArrived, this, [this](const bench::LiveRate &live) {
        m_lastRate = live;
        m_rate->add({live.qps});
        showProgress();
    });
    connect(m_work, &BenchWork::runMade, m_runs, &RunsPane::showRun);
    connect(m_work, &BenchWork::finished, this, [this](const QString &words) {
        if (!words.isEmpty())
            say(InlineBar::Tone::Warning, words);
    });
    connect(m_work, &BenchWork::failed, this, [this](const QString &reason) {
        m_tune->setRunning(m_work->isRunning()); // it may never have begun
        say(InlineBar::Tone::Danger, reason);
    });
    connect(m_work, &BenchWork::refused, this, [this](const std::vector<search::SearchProblem> &problems) {
        m_tune->setRunning(m_work->isRunning());
        const QStringList others = m_form->showRefused(problems);
        if (!others.isEmpty())
            say(InlineBar::Tone::Danger, others.join(u' '));
    });
    connect(m_work, &BenchWork::forecastMade, this, &BenchScreen::showForecast);
    connect(m_work, &BenchWork::trialMade, m_tune, &TunePane::addTrial);
    connect(m_work, &BenchWork::tuned, this, [this](Server *on, const bench::TunerOutcome &outcome) {
        m_tune->showOutcome(on, outcome);
        if (on != m_server)
            say(outcome.verdict == bench::Verdict::Met && outcome.trouble.isEmpty() ? InlineBar::Tone::Success : InlineBar::Tone::Warning, tr("The tuner has ended on %1: what it found stands there.").arg(on->summary()));
    });
    connect(m_work, &BenchWork::sqlMade, this, &BenchScreen::openInConsoleRequested);
    connect(m_work, &BenchWork::planMade, this, &BenchScreen::planMade);
    connect(m_work, &BenchWork::leftoversFound, this, &BenchScreen::showLeftovers);
    connect(m_runs, &RunsPane::sqlRequested, m_work, &BenchWork::askSql);
    connect(m_runs, &RunsPane::planRequested, m_work, &BenchWork::askPlan);
    connect(m_runs, &RunsPane::repeatRequested, this, &BenchScreen::repeat);
    connect(m_tune, &TunePane::tuneRequested, this, &BenchScreen::askTune);
    connect(m_tune, &TunePane::raised, this, [this] { m_runs->showTab(m_tune); });
    connect(m_tune, &TunePane::openInConsoleRequested, this, &BenchScreen::openInConsoleRequested);
    showRunning();
    showPreview();
}

void BenchScreen::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    m_runsExample = false;
    m_wanted.reset();
    m_work->setServer(server);
    m_form->picker()->setServer(server);
    m_form->setTable(nullptr);
    m_tune->setServer(server);
    m_runs->setServer(server ? server->summary() : QString());
    m_message->hide();
    m_isForetelling = false;
    m_leftovers.clear();
    m_removal->changes()->setServer(server);
    m_pages->setCurrentIndex(server ? 1 : 0);
    showProgress(); // which is of the server before, as long as that runs
    m_work->findLeftovers();
}

void BenchScreen::activated()
{
    if (!m_server)
        return;
    if (!m_leftovers.isEmpty())
        Q_EMIT leftoversSeen();
    m_form->picker()->refresh();
    if (const auto &table = m_form->picker()->table()) // its columns and indexes may be others by now
        m_work->readTable(table->schema, table->name);
    m_runs->refresh();
}

void BenchScreen::tableChosen()
{
    const auto &table = m_form->picker()->table();
    m_form->setTable(nullptr);
    if (!table) {
        m_runsExample = false;
        return;
    }
    m_form->sayOfTable(tr("Reading its columns…"), false);
    m_work->readTable(table->schema, table->name);
}

void BenchScreen::repeat(const bench::RunResult &run)
{
    m_wanted = run;
    if (run.facts.buildSeconds >= 0)
        say(InlineBar::Tone::Warning, bench::buildOf(run.spec.name) ? tr("The index of this run was built on a copy, which is gone: a run of the form builds it again.")
                                                                    : tr("The index of this run was built on a copy, which is gone. To build it again, tick in the form that other indexes are built, and say how."));
    const search::VectorQuery &query = run.spec.workload.query;
    if (const auto &table = m_form->picker()->table(); table && table->schema == query.schema && table->name == query.table && m_form->table())
        return takeWanted();
    m_form->picker()->choose(query.schema, query.table);
}

void BenchScreen::takeWanted()
{
    const search::VectorQuery query = m_wanted ? m_wanted->spec.workload.query : search::VectorQuery();
    const catalog::TableFacts &facts = m_form->table()->table.facts;
    if (!m_wanted || facts.schema != query.schema || facts.name != query.table)
        return;
    m_form->take(*std::exchange(m_wanted, std::nullopt));
}

void BenchScreen::run()
{
    if (!m_server || m_work->isRunning() || !m_form->complain())
        return;
    const bench::SweepPlan plan = m_form->plan();
    plan.builds.empty() ? start(plan) : askForecast();
}

void BenchScreen::start(const bench::SweepPlan &plan)
{
    m_message->hide();
    m_isForetelling = false;
    m_runs->begin();
    beginLive();
    m_work->run(plan, m_form->benchmarkName());
}

void BenchScreen::askForecast()
{
    if (!m_server || m_work->isRunning() || !m_form->complain())
        return;
    m_message->hide();
    m_foretold = m_form->plan();
    m_tuning.reset();
    m_isForetelling = true;
    m_work->forecast(m_foretold);
}

void BenchScreen::say(InlineBar::Tone tone, const QString &text)
{
    m_isForetelling = false;
    m_message->ask(tone, text, {{u"benchClose"_s, tr("Close"), {}}});
}

void BenchScreen::beginLive()
{
    m_rate->clear();
    m_meter = {};
    m_lastRate.reset();
}

// What was foretold is not what the form says any more: its answers would begin the old plan.
void BenchScreen::formChanged()
{
    showPreview();
    if (!m_isForetelling || m_form->plan() == m_foretold)
        return;
    m_isForetelling = false;
    m_message->hide();
}

void BenchScreen::askTune(const bench::TunerTarget &target, bool mayBuild)
{
    if (!m_form->complain())
        return say(InlineBar::Tone::Warning, tr("Say in the form which search is to be tuned."));
    bench::SweepPlan what = m_form->plan();
    if (mayBuild && what.builds.empty())
        return say(InlineBar::Tone::Warning, tr("Tick in the form that other indexes are built, and say which ones the tuner may choose from."));
    const std::optional<bench::RunSpec> base = m_form->tunedRun(mayBuild);
    if (!base)
        return say(InlineBar::Tone::Warning, tr("The tuner measures with one value of each field: leave one where it is marked in the form."));
    const bench::TunerPlan plan{.base = *base, .target = target, .mayBuild = mayBuild, .builds = what.builds, .maintenanceWorkMem = what.maintenanceWorkMem};
    if (!mayBuild)
        return tune(plan);
    m_message->hide();
    m_foretold = what;
    m_tuning = plan;
    m_isForetelling = true;
    what.share = 1; // at the end, of the best
    m_work->forecast(what);
}

void BenchScreen::tune(const bench::TunerPlan &plan)
{
    if (!m_server || m_work->isRunning())
        return;
    m_message->hide();
    m_isForetelling = false;
    beginLive();
    m_tune->begin(plan);
    m_work->tune(plan);
}

QStringList BenchScreen::forecastLines(const bench::SweepForecast &forecast) const
{
    QStringList lines;
    if (!forecast.builds.empty()) {
        lines << tr("Copies %1 (%2) into a schema of its own, which is removed at the end; at most %3 of disk at a time.").arg(forecast.copyRows < 0 ? tr("rows that nobody has counted yet") : rowsText(forecast.copyRows), bytesText(forecast.copyBytes), bytesText(forecast.mostBytes));
        for (const bench::SweepBuildForecast &build : forecast.builds) {
            if (!build.isPossible) {
                lines << tr("Leaves out %1:").arg(bench::buildText(build.build)) + u' ' + build.warnings.join(u' ');
                continue;
            }
            lines << tr("Builds %1: %2, %3.").arg(bench::buildText(build.build), build.sizeBytes.isKnown() ? bytesText(qint64(build.sizeBytes.value)) : tr("size not known"), build.seconds.isKnown() ? durationText(build.seconds.value * 1000) : tr("time not known"));
            lines << build.warnings;
        }
    }
    if (!forecast.builds.empty() && forecast.buildSeconds >= 0)
        lines << tr("All builds take about %1.").arg(durationText(forecast.buildSeconds * 1000));
    return lines;
}

void BenchScreen::showForecast(const bench::SweepForecast &forecast)
{
    if (!m_isForetelling)
        return; // the form says something else by now
    if (!forecast.obstacle.isEmpty())
        return say(InlineBar::Tone::Danger, forecast.obstacle);
    QStringList lines = forecastLines(forecast);
    if (m_tuning) {
        lines.prepend(tr("Nothing has begun yet. The tuner builds on growing samples, and the best once more on all rows; if it had to build all of them so, this is what it takes:"));
        m_message->ask(InlineBar::Tone::Warning, lines.join(u'\n'), {{u"benchTuneNow"_s, tr("Find it"), [this, plan = *m_tuning] { tune(plan); }}, {u"benchClose"_s, tr("Close"), {}}});
        return;
    }
    lines.prepend(tr("Nothing has begun yet. This is what a run of the form does:"));
    lines << tr("%1, %2 of measuring; copies, exact neighbours and recall take their time on top. The table is only read.").arg(countOf(qint64(forecast.runs.size()), tr("1 run"), tr("%1 runs")), durationText(forecast.measureSeconds * 1000));
    m_message->ask(InlineBar::Tone::Warning, lines.join(u'\n'), {{u"benchRunNow"_s, tr("Run it now"), [this, plan = m_foretold] { start(plan); }}, {u"benchClose"_s, tr("Close"), {}}});
}

void BenchScreen::showRunning()
{
    const bool running = m_work->isRunning();
    const bool wasOnButton = m_run->hasFocus() || m_dryRun->hasFocus();
    const bool wasOnCancel = !running && m_cancel->hasFocus();
    m_live->setVisible(running);
    m_run->setEnabled(!running);
    m_dryRun->setEnabled(!running);
    if (running && wasOnButton) // else it would go to whatever is next
        m_cancel->setFocus();
    else if (wasOnCancel)
        m_run->setFocus();
    m_stop->setEnabled(running); // else Esc is for whatever has the focus
    m_tune->setRunning(running);
    showProgress();
}

void BenchScreen::showProgress()
{
    if (!m_work->isRunning())
        return;
    const core::JobProgress progress = m_work->job()->progress();
    m_meter.sample(progress.phase, progress.done, m_work->job()->elapsedMs());
    QStringList words{progress.phase.isEmpty() ? tr("Beginning…") : progress.phase};
    if (!progress.message.isEmpty())
        words << progress.message;
    if (const Server *on = m_work->runsOn(); on != m_server)
        words.prepend(on ? on->summary() : tr("a server that was closed"));
    // Of all runs as soon as one is measured, else of the phase.
    const bool isTimed = m_lastRate && m_lastRate->allSeconds > 0; // trials of a tuner are not
    const qint64 left = isTimed ? qint64(m_lastRate->leftSeconds * 1000) : progress.total > 0 ? m_meter.leftMs(progress.total - progress.done) : -1;
    if (left >= leastToldMs)
        words << (isTimed ? tr("about %1 of measuring left") : tr("about %1 left")).arg(durationText(double(left)));
    m_phase->setWhole(words.join(u" · "_s));
    const double fraction = isTimed ? 1 - m_lastRate->leftSeconds / m_lastRate->allSeconds : progress.fraction();
    m_bar->setRange(0, fraction < 0 ? 0 : 1000); // of no known end, it moves
    if (fraction >= 0)
        m_bar->setValue(int(fraction * 1000));
    m_percent->setText(fraction < 0 ? QString() : BenchWords::percent(fraction));
}

void BenchScreen::showPreview()
{
    m_preview->setText(m_form->preview());
}

void BenchScreen::showLeftovers(const std::vector<bench::LeftScratch> &leftovers)
{
    if (leftovers.empty())
        return;
    qint64 bytes = 0;
    m_leftovers.clear();
    for (const bench::LeftScratch &each : leftovers) {
        bytes += each.bytes;
        m_leftovers << each.schema;
    }
    const QString words = tr("A benchmark that was killed left %1 on the server, which nobody uses: %2.").arg(bytesText(bytes), m_leftovers.join(u", "_s));
    m_isForetelling = false;
    m_message->ask(InlineBar::Tone::Warning, words, {{u"benchRemoveLeft"_s, tr("Remove…"), [this] { removeLeftovers(); }}, {u"benchClose"_s, tr("Not now"), {}}});
    Q_EMIT leftoversFound(words);
}

void BenchScreen::removeLeftovers()
{
    m_message->hide();
    m_removal->preview([schemas = m_leftovers](pg::Connection &connection) -> sql::PlannedChange { return {bench::dropScratchesChange(connection, schemas), {}}; },
                       m_leftovers.size() == 1 ? tr("Remove it") : tr("Remove them"));
    m_pages->setCurrentWidget(m_removal);
    m_removal->setFocus();
}

QStringList BenchScreen::unfinished(const Server *server) const
{
    QStringList lines = m_tune->unfinished(server);
    if (const QString line = m_removal->changes()->unfinished(server); !line.isEmpty())
        lines << line;
    if (m_work->isRunning() && (!server || m_work->runsOn() == server))
        lines << tr("A benchmark runs on %1").arg(m_work->runsOn() ? m_work->runsOn()->summary() : tr("a server that was closed"));
    return lines;
}

void BenchScreen::stop(const Server *server, const std::function<void()> &then)
{
    WhenAll all(then);
    m_tune->stop(server, all.another());
    m_removal->changes()->stop(server, all.another());
    if (m_work->isRunning() && (!server || m_work->runsOn() == server))
        stopJob(m_work->job(), this, all.another());
}

void BenchScreen::showExample()
{
    if (!m_server)
        return;
    m_runsExample = true;
    m_form->showExample();
    m_form->picker()->choose(u"public"_s, u"documents"_s);
}

} // namespace quiver::ui
