// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quiver/application.h"

#include "core/reply.h"
#include "store/paths.h"
#include "ui/connections/connectionsscreen.h"
#include "ui/shell/identity.h"
#include "ui/shell/screens.h"

#include <QMessageBox>

#include <cstdio>

#include <unistd.h>

namespace quiver {

using namespace Qt::StringLiterals;

namespace {

/// The user's sandbox; for root on a machine without a user to run it as one that says so when it is started, because
/// everything else of the program is of use there too.
sandbox::Sandbox makeSandbox()
{
    try {
        return {};
    } catch (const core::Error &) {
        const sandbox::ServerAccount self{geteuid(), getegid(), u"root"_s, QDir::homePath(), false};
        return {self, sandbox::Layout::standard(self)};
    }
}

void say(const QString &line)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(line));
}

} // namespace

Application::Application(QApplication &app, CommandLine line)
    : m_app(app), m_line(std::move(line)), m_sandbox(makeSandbox())
{
    if (qEnvironmentVariableIntValue("QUIVER_HEARTBEAT") == 1)
        m_heartbeat = std::make_unique<Heartbeat>();
}

Application::~Application()
{
    m_tour.reset();
    m_window.reset();
    if (m_heartbeat)
        say(u"longest_gap_ms %1"_s.arg(m_heartbeat->longestGapMs(), 0, 'f', 1));
}

ui::ShellServices Application::shellServices()
{
    return {*m_workspace, m_jobs, m_statementLog, {&m_canceller, &m_statementLog, &m_jobs}};
}

QString Application::workspaceDirectory()
{
    if (!m_line.workspace.isEmpty() || m_line.tour.isEmpty())
        return m_line.workspace;
    // A tour neither shows the user's servers and texts nor changes them.
    return m_tourWorkspace.emplace().path();
}

void Application::start()
{
    try {
        m_workspace = store::Workspace::open(store::workspaceFile(workspaceDirectory()));
    } catch (const core::Error &error) {
        giveUp(error.message());
        return;
    }
    core::whenDone(m_workspace->value(ui::ShellState::key()), this,
                   [this](const QByteArray &bytes) { openWindow(ui::ShellState::fromBytes(bytes)); },
                   [this](const std::exception_ptr &) { openWindow({}); }); // how the window was left is no loss
}

void Application::openWindow(ui::ShellState state)
{
    if (m_line.theme)
        state.theme = *m_line.theme;
    ui::applyTheme(m_app, state.theme);
    m_window = std::make_unique<ui::MainWindow>(shellServices(), state,
                                                [this](ui::ThemeMode mode) { ui::applyTheme(m_app, mode); });
    ui::addScreens(*m_window, shellServices(), m_secrets, m_sandbox);
    connect(m_window.get(), &ui::MainWindow::closed, this, [this] { leave(m_exitCode); });
    connect(m_window.get(), &ui::MainWindow::usable, this, &Application::becameUsable);
    connect(m_workspace.get(), &store::Workspace::failed, m_window.get(), &ui::MainWindow::showMessage);
    m_window->restoreScreen();
    m_window->show();
    if (const auto &damage = m_workspace->damage())
        m_window->showMessage(tr("The workspace was damaged and set aside as %1: %2").arg(damage->file, damage->reason));
}

void Application::becameUsable()
{
    if (qEnvironmentVariableIntValue("QUIVER_STARTUP_TRACE") == 1)
        say(u"usable_ms %1"_s.arg(msSinceProcessStart()));
    if (m_line.quitAfterStart) {
        m_window->close();
        return;
    }
    if (!m_line.tour.isEmpty())
        startTour();
    openFirstServer();
}

void Application::openFirstServer()
{
    if (m_line.sandbox)
        openSandbox();
    else if (!m_line.url.isEmpty())
        openUrl();
}

void Application::openUrl()
{
    try {
        const pg::ConnectOptions options = pg::ConnectOptions::parse(m_line.url);
        m_window->servers().open(ui::identityOf(options), options, {});
    } catch (const pg::Error &error) {
        Q_EMIT m_window->servers().openFailed({}, error);
    }
}

void Application::openSandbox()
{
    m_window->goTo(u"connections"_s); // its card says how far the start is
    static_cast<ui::ConnectionsScreen *>(m_window->screen(u"connections"_s))->trySandbox();
}

void Application::startTour()
{
    m_tour = std::make_unique<TourGuide>(*m_window, m_jobs, m_line.tour);
    connect(m_tour.get(), &TourGuide::finished, this, [this] { m_window->close(); });
    connect(m_tour.get(), &TourGuide::failed, this, &Application::failTour);
    connect(&m_window->servers(), &ui::ServerRegistry::openFailed, m_tour.get(),
            [this](const QString &, const pg::Error &error) { failTour(error.message()); });
    m_tour->start();
}

void Application::failTour(const QString &reason)
{
    if (!m_tour)
        return;
    say(u"The tour failed: %1"_s.arg(reason));
    m_exitCode = 1;
    m_tour->stop();
    m_window->close();
}

void Application::giveUp(const QString &reason)
{
    say(reason);
    if (!m_line.tour.isEmpty() || m_line.quitAfterStart) {
        QMetaObject::invokeMethod(this, [this] { leave(1); }, Qt::QueuedConnection); // exit() needs the loop to run
        return;
    }
    ui::applyTheme(m_app, m_line.theme.value_or(ui::ThemeMode::System));
    auto *box = new QMessageBox(QMessageBox::Critical, tr("Quiver"), tr("Quiver cannot open its workspace."), QMessageBox::Close);
    box->setInformativeText(reason + u"\n\n"_s + tr("Nothing was changed. Another directory can be given with --workspace."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this] { leave(1); });
    box->open();
}

void Application::leave(int exitCode)
{
    m_app.exit(exitCode);
}

} // namespace quiver
