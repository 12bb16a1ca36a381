// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through every screen with real content, in light and dark, and writes a picture of each: `quiver --tour DIR`.
//
// A machine of steps driven by a timer: each step acts once, then its condition is looked at until it holds or time is up.
#pragma once

#include "core/jobregistry.h"
#include "ui/shell/mainwindow.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>
#include <vector>

namespace quiver {

class TourGuide final : public QObject
{
    Q_OBJECT

public:
    TourGuide(ui::MainWindow &window, core::JobRegistry &jobs, QString directory, QObject *parent = nullptr);

    void start();
    void stop();

Q_SIGNALS:
    void finished();
    /// Which step did not come up, and why.
    void failed(const QString &reason);

private:
    struct Step {
        QString name;                 ///< in messages
        QString picture;              ///< "01-connections-light"; empty: none is taken
        std::function<void()> act;
        std::function<bool()> ready;  ///< beside: no job runs
        int patienceMs = 20'000;
        bool duringJobs = false;      ///< the picture is of a job that runs: what it shows would be gone when all are quiet
        std::function<bool()> passed; ///< what is to be seen is over before anybody looked: goes on without a picture; may be empty
    };
    void plan();
    void planBuilds();
    void planScreens(ui::ThemeMode theme);
    void planTask(const QString &screen, const QString &task, const QString &picture, const std::function<void()> &show);
    void look();
    bool quiet() const;
    QString failedJob() const;
    bool takePicture(const Step &step);
    bool hasRows(const QString &screen) const;

    ui::MainWindow &m_window;
    core::JobRegistry &m_jobs;
    const QString m_directory;
    std::vector<Step> m_steps;
    std::shared_ptr<core::Job> m_holder; ///< keeps the table that a build waits for
    std::size_t m_current = 0;
    bool m_acted = false;
    int m_quietLooks = 0;
    QElapsedTimer m_since;
    QTimer m_timer;
};

} // namespace quiver
