// SPDX-License-Identifier: GPL-3.0-or-later
// The window: rail, top bar, screens, panels, palette, status bar; what holds them together and how it closes.
#pragma once

#include "core/jobregistry.h"
#include "pg/statementlog.h"
#include "store/workspace.h"
#include "ui/common/screen.h"
#include "ui/shell/bottompanel.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/jobsmodel.h"
#include "ui/shell/serverregistry.h"
#include "ui/shell/shellstate.h"
#include "ui/shell/statementlogmodel.h"

#include <QMainWindow>
#include <QPointer>

class QLabel;
class QMessageBox;
class QProgressDialog;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace quiver::ui {

class EnvironmentFrame;
class InlineBar;
class NavigationRail;
class TopBar;
class WhenAll;

/// What the window works with; all of it outlives the window.
struct ShellServices {
    store::Workspace &workspace;
    core::JobRegistry &jobs;
    pg::StatementLog &statementLog;
    pg::Services pg;
};

class MainWindow final : public QMainWindow, private CommandProvider
{
    Q_OBJECT

public:
    static constexpr QSize smallest{1024, 700};

    /// \p applyTheme changes the look of the whole program: that is the application's, not the window's.
    MainWindow(ShellServices services, const ShellState &state, std::function<void(ThemeMode)> applyTheme,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Adds an entry to the rail. The screen is built when the user first turns to it, or when there is time.
    void addScreen(const QString &id, const QString &title, const QString &iconName, std::function<Screen *()> build);
    /// The screen in front after the state was restored; call it once after the last addScreen().
    void restoreScreen();
    /// Builds it if need be. Null for an id that nobody added.
    Screen *screen(const QString &id);
    void goTo(const QString &id);
    QString currentScreen() const;

    ServerRegistry &servers() { return m_servers; }
    BottomPanel &bottomPanel() { return *m_bottom; }
    CommandPalette &commandPalette() { return *m_palette; }
    JobsModel &jobsModel() { return m_jobsModel; }
    void setTheme(ThemeMode mode);
    ThemeMode theme() const { return m_state.theme; }
    void setTransaction(pg::TransactionStatus status);
    void showMessage(const QString &text);
    /// A fact that somebody wants to act on, above the screens, until \p answer or Close is chosen. The latest one is shown.
    void hint(const QString &about, const QString &text, const QString &answer, std::function<void()> act);
    /// Takes the hint about it back, where it is the one that is shown.
    void unhint(const QString &about);

Q_SIGNALS:
    /// Painted for the first time and taking input.
    void usable();
    /// The user wants to see the pool of \p server.
    void poolRequested(quiver::ui::Server *server);
    /// Everything is written, the window is gone.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Entry {
        QString id;
        QString title;
        QString iconName;
        std::function<Screen *()> build;
        Screen *screen = nullptr;
        QAction *action = nullptr;
    };
    std::vector<Command> commands() const override;
    void buildBody();
    void buildPanels();
    void buildStatusBar();
    void buildActions();
    QAction *makeAction(const QString &name, const QString &text, const QString &iconName, const QKeySequence &shortcut,
                        std::function<void()> run);
    Screen *built(Entry &entry);
    void buildOneMore();
    void turnTo(int index);
    void refreshCounters();
    void refreshThemeAction();
    void panelChanged(const QString &id);
    void rememberPanelHeight();
    void saveState();
    void disconnectServer(Server *server);
    QStringList unfinished(const Server *server) const;
    /// Asks with \p lines of what would be lost; \p go runs when the user wants it nevertheless. Null where it was asked already.
    QMessageBox *ask(const QString &question, const QStringList &lines, const QString &yes, std::function<void()> go);
    /// Asks where something is unfinished on \p server (null: on any), and offers to leave running what can be left.
    void askToLeave(const Server *server, const QString &question, const QString &yes, const std::function<void()> &go);
    /// Lets go of what the server finishes by itself, and calls \p then when that is written down, or took too long.
    void leaveRunning(const Server *server, const std::function<void()> &then);
    /// Stops what runs on \p server (null: on any), and calls \p then when it has cleaned up behind itself, or took too long over it.
    void stopRunning(const Server *server, const std::function<void()> &then);
    /// Calls \p then when all that \p begin hands a function to have called it, when the user does not wait, or after a while.
    void waitFor(const QString &words, const std::function<void(WhenAll &)> &begin, const std::function<void()> &then);
    void beginClose();
    void finishClose();
    void closingFailed(const QString &reason);

    ShellServices m_services;
    ShellState m_state;
    std::function<void(ThemeMode)> m_applyTheme;
    ServerRegistry m_servers;
    JobsModel m_jobsModel;
    StatementLogModel m_logModel;
    std::vector<Entry> m_entries;
    QList<QAction *> m_windowActions;
    NavigationRail *m_rail = nullptr;
    TopBar *m_topBar = nullptr;
    EnvironmentFrame *m_frame = nullptr;
    QStackedWidget *m_stack = nullptr;
    QSplitter *m_splitter = nullptr;
    InlineBar *m_hint = nullptr;
    QString m_hintAbout;
    BottomPanel *m_bottom = nullptr;
    CommandPalette *m_palette = nullptr;
    QLabel *m_message = nullptr;
    QToolButton *m_jobsButton = nullptr;
    QToolButton *m_logButton = nullptr;
    QAction *m_themeAction = nullptr;
    QPointer<QMessageBox> m_question;
    QPointer<QProgressDialog> m_stopping; ///< while what runs is stopped
    int m_current = -1;
    bool m_shownOnce = false;
    bool m_closing = false;
    bool m_mayClose = false;
};

} // namespace quiver::ui
