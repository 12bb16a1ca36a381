// SPDX-License-Identifier: GPL-3.0-or-later
// The benchmark screen: a search of the user's own table is measured with every setting that is asked for, kept, drawn, compared and tuned.
#pragma once

#include "store/workspace.h"
#include "ui/bench/benchwork.h"
#include "ui/common/inlinebar.h"
#include "ui/common/ratemeter.h"
#include "ui/common/screen.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QShortcut;
class QStackedWidget;

namespace quiver::ui {

class BenchChangePage;
class BenchForm;
class ElidedLabel;
class LiveChart;
class RunsPane;
class TunePane;

class BenchScreen final : public Screen
{
    Q_OBJECT

public:
    BenchScreen(store::Workspace &workspace, embed::EndpointBook &endpoints, pg::Services services, QWidget *parent = nullptr);

    QString title() const override { return tr("Benchmark"); }
    QString iconName() const override { return QStringLiteral("benchmark"); }
    void setServer(Server *server) override;
    void activated() override;
    QStringList unfinished(const Server *server) const override;
    void stop(const Server *server, const std::function<void()> &then) override;
    void showExample() override;
    /// Previews the removal of what benchmarks left on the server.
    void removeLeftovers();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    /// Told once of each server, whichever screen is shown.
    void leftoversFound(const QString &words);
    /// They stand on this screen now, or are there no more: told elsewhere they are told twice.
    void leftoversSeen();
    void openInConsoleRequested(const QString &sql);
    /// The plan of a run, as the server's JSON.
    void planMade(const QString &plan);
    /// The user has no server open and wants one.
    void connectionsRequested();

private:
    QWidget *buildForm();
    /// As wide as the form asks for: nothing of it is cut off.
    void widenForm();
    QWidget *buildLive();
    void tableChosen();
    /// What is built on the server is foretold first.
    void run();
    void start(const bench::SweepPlan &plan);
    void askForecast();
    void askTune(const bench::TunerTarget &target, bool mayBuild);
    void tune(const bench::TunerPlan &plan);
    void showForecast(const bench::SweepForecast &forecast);
    QStringList forecastLines(const bench::SweepForecast &forecast) const;
    void say(InlineBar::Tone tone, const QString &text);
    void formChanged();
    void repeat(const bench::RunResult &run);
    void takeWanted();
    void beginLive();
    void showRunning();
    void showProgress();
    void showPreview();
    void showLeftovers(const std::vector<bench::LeftScratch> &leftovers);

    QPointer<Server> m_server;
    BenchWork *m_work;
    RateMeter m_meter;
    std::optional<bench::LiveRate> m_lastRate; ///< of what runs
    bool m_runsExample = false;
    std::optional<bench::RunResult> m_wanted; ///< to be shown in the form when its table is read
    bench::SweepPlan m_foretold; ///< what the forecast that is shown, or on its way, is about
    std::optional<bench::TunerPlan> m_tuning; ///< which the forecast is for; no value: for runs
    bool m_isForetelling = false; ///< the message is a forecast, or one is on its way
    QStringList m_leftovers;     ///< schemas

    BenchForm *m_form = nullptr;
    RunsPane *m_runs = nullptr;
    TunePane *m_tune = nullptr;
    BenchChangePage *m_removal = nullptr;
    QStackedWidget *m_pages = nullptr;
    InlineBar *m_message = nullptr;
    QLabel *m_preview = nullptr, *m_percent = nullptr;
    ElidedLabel *m_phase = nullptr;
    QWidget *m_side = nullptr, *m_live = nullptr;
    LiveChart *m_rate = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_run = nullptr, *m_cancel = nullptr, *m_dryRun = nullptr;
    QShortcut *m_stop = nullptr;
};

} // namespace quiver::ui
