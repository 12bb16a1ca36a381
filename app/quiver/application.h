// SPDX-License-Identifier: GPL-3.0-or-later
// Builds and owns every long-lived object of the desktop program and hands each what it needs.
#pragma once

#include "app/quiver/commandline.h"
#include "app/quiver/heartbeat.h"
#include "app/quiver/tourguide.h"
#include "core/jobregistry.h"
#include "pg/canceller.h"
#include "pg/statementlog.h"
#include "sandbox/sandbox.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace quiver {

class Application final : public QObject
{
    Q_OBJECT

public:
    Application(QApplication &app, CommandLine line);
    ~Application() override;

    /// Opens the workspace and, when the event loop has its answer, the window. The program ends by quit() or exit().
    void start();

private:
    ui::ShellServices shellServices();
    QString workspaceDirectory();
    void openWindow(ui::ShellState state);
    void openFirstServer();
    void openSandbox();
    void openUrl();
    void becameUsable();
    void startTour();
    void failTour(const QString &reason);
    /// Says it on stderr and, when there is somebody to read it, in a message box; then ends with 1.
    void giveUp(const QString &reason);
    void leave(int exitCode);

    QApplication &m_app;
    const CommandLine m_line;
    std::optional<QTemporaryDir> m_tourWorkspace;
    // In the order of need: what is below uses what is above.
    pg::Canceller m_canceller;
    pg::StatementLog m_statementLog;
    core::JobRegistry m_jobs;
    std::unique_ptr<store::Workspace> m_workspace;
    store::SecretStore m_secrets;
    sandbox::Sandbox m_sandbox;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<TourGuide> m_tour;
    std::unique_ptr<Heartbeat> m_heartbeat;
    int m_exitCode = 0;
};

} // namespace quiver
