// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/shell/environmentframe.h"
#include "ui/shell/jobspanel.h"
#include "ui/shell/navigationrail.h"
#include "ui/shell/outagebar.h"
#include "ui/shell/statementlogpanel.h"
#include "ui/shell/topbar.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

const QString jobsPage = u"jobs"_s;
const QString logPage = u"log"_s;

} // namespace

MainWindow::MainWindow(ShellServices services, const ShellState &state, std::function<void(ThemeMode)> applyTheme,
                       QWidget *parent)
    : QMainWindow(parent),
      m_services(services),
      m_state(state),
      m_applyTheme(std::move(applyTheme)),
      m_servers(services.pg),
      m_jobsModel(services.jobs),
      m_logModel(services.statementLog)
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Quiver"));
    setMinimumSize(smallest);
    buildActions();
    buildBody();
    buildPanels();
    buildStatusBar();
    m_palette = new CommandPalette(this);
    m_palette->addProvider(this);
    refreshThemeAction();
    if (!restoreGeometry(m_state.geometry)) {
        // On a screen that is hardly larger, the frame would push the status bar off its edge.
        const QSize room = QWidget::screen()->availableSize() - QSize(16, 48);
        resize(QSize(1280, 800).boundedTo(room).expandedTo(smallest));
    }

    connect(&m_servers, &ServerRegistry::currentChanged, this, [this](Server *server) {
        setTransaction(pg::TransactionStatus::Idle); // the console tells about the new server's tab
        m_frame->setEnvironment(server ? std::optional(server->identity().environment) : std::nullopt);
        for (const Entry &entry : m_entries)
            if (entry.screen)
                entry.screen->setServer(server);
        setWindowTitle(server ? tr("%1 · Quiver").arg(server->identity().name) : tr("Quiver"));
    });
    connect(&m_jobsModel, &JobsModel::countersChanged, this, &MainWindow::refreshCounters);
    connect(&m_logModel, &StatementLogModel::newErrorsChanged, this, &MainWindow::refreshCounters);
    refreshCounters();
}

MainWindow::~MainWindow()
{
    // While the models, the servers and the top bar that they talk to are still there.
    m_closing = true;
    for (Entry &entry : m_entries)
        delete std::exchange(entry.screen, nullptr);
    delete std::exchange(m_bottom, nullptr);
}

QAction *MainWindow::makeAction(const QString &name, const QString &text, const QString &iconName,
                                const QKeySequence &shortcut, std::function<void()> run)
{
    auto *action = new QAction(icon(iconName), text, this);
    action->setObjectName(name);
    action->setShortcut(shortcut);
    if (!shortcut.isEmpty())
        action->setToolTip(tr("%1 (%2)").arg(text, shortcut.toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, std::move(run));
    addAction(action);
    m_windowActions.append(action);
    return action;
}

void MainWindow::buildActions()
{
    makeAction(u"actionPalette"_s, tr("Command palette"), u"command"_s, tr("Ctrl+K"), [this] { m_palette->openPalette(); });
    makeAction(u"actionJobs"_s, tr("Jobs"), u"jobs"_s, tr("Ctrl+J"), [this] { m_bottom->toggle(jobsPage); });
    makeAction(u"actionLog"_s, tr("Statement log"), u"log"_s, tr("Ctrl+L"), [this] { m_bottom->toggle(logPage); });
    m_themeAction = makeAction(u"actionTheme"_s, tr("Dark theme"), u"moon"_s, tr("Ctrl+Shift+T"), [this] {
        setTheme(isDark(QWidget::palette()) ? ThemeMode::Light : ThemeMode::Dark);
    });
    makeAction(u"actionSystemTheme"_s, tr("Theme of the desktop"), u"theme"_s, {}, [this] { setTheme(ThemeMode::System); });
    makeAction(u"actionFullScreen"_s, tr("Full screen"), u"fullscreen"_s, tr("F11"),
               [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    makeAction(u"actionDisconnect"_s, tr("Disconnect from this server"), u"disconnect"_s, {}, [this] {
        if (m_servers.current())
            disconnectServer(m_servers.current());
    });
    makeAction(u"actionClearJobs"_s, tr("Clear finished jobs"), u"check"_s, {}, [this] { m_jobsModel.clearFinished(); });
    makeAction(u"actionQuit"_s, tr("Quit"), u"close"_s, QKeySequence::Quit, [this] { close(); });
}

void MainWindow::buildBody()
{
    m_rail = new NavigationRail;
    connect(m_rail, &NavigationRail::chosen, this, &MainWindow::turnTo);
    m_topBar = new TopBar(m_servers);
    connect(m_topBar, &TopBar::disconnectRequested, this, &MainWindow::disconnectServer);
    connect(m_topBar, &TopBar::connectionsRequested, this, [this] { goTo(m_entries.front().id); });
    connect(m_topBar, &TopBar::poolRequested, this, &MainWindow::poolRequested);
    m_topBar->addActionButton(findChild<QAction *>(u"actionPalette"_s), u"paletteButton"_s);
    m_topBar->addActionButton(m_themeAction, u"themeButton"_s);
    m_stack = new QStackedWidget;
    m_stack->setObjectName(u"screens"_s);
    m_bottom = new BottomPanel;
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setObjectName(u"bottomSplitter"_s);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_bottom);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setCollapsible(0, false);
    m_splitter->setCollapsible(1, false);
    connect(m_splitter, &QSplitter::splitterMoved, this, &MainWindow::rememberPanelHeight);

    auto *body = new QWidget;
    m_frame = new EnvironmentFrame;
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_topBar);
    right->addWidget(new OutageBar(m_servers));
    m_hint = new InlineBar;
    m_hint->setObjectName(u"hintBar"_s);
    right->addWidget(m_hint);
    right->addWidget(m_splitter, 1);
    static_cast<QVBoxLayout *>(m_frame->layout())->addLayout(right);
    auto *across = new QHBoxLayout(body);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    across->addWidget(m_rail);
    across->addWidget(m_frame, 1);
    setCentralWidget(body);
}

void MainWindow::hint(const QString &about, const QString &text, const QString &answer, std::function<void()> act)
{
    m_hintAbout = about;
    m_hint->ask(InlineBar::Tone::Warning, text, {{u"hintAct"_s, answer, std::move(act)}, {u"hintClose"_s, tr("Close"), {}}});
}

void MainWindow::unhint(const QString &about)
{
    if (m_hintAbout == about)
        m_hint->hide();
}

void MainWindow::buildPanels()
{
    m_bottom->addPage(jobsPage, tr("Jobs"), [this] {
        auto *panel = new JobsPanel(m_jobsModel);
        panel->restoreLayout(m_state.jobsLayout);
        return panel;
    });
    m_bottom->addPage(logPage, tr("Statement log"), [this] {
        auto *panel = new StatementLogPanel(m_logModel);
        panel->restoreLayout(m_state.logLayout);
        return panel;
    });
    connect(m_bottom, &BottomPanel::openPageChanged, this, &MainWindow::panelChanged);
}

void MainWindow::buildStatusBar()
{
    m_message = new QLabel;
    m_message->setObjectName(u"statusMessage"_s);
    m_message->setProperty("muted", true);
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(m_message, 1);
    const auto add = [&](const QString &name, const QString &iconName, const QString &page) {
        auto *button = new QToolButton;
        button->setObjectName(name);
        button->setIcon(icon(iconName));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setCheckable(true);
        connect(button, &QToolButton::clicked, this, [this, page] { m_bottom->toggle(page); });
        statusBar()->addPermanentWidget(button);
        return button;
    };
    m_jobsButton = add(u"jobsButton"_s, u"jobs"_s, jobsPage);
    m_jobsButton->setToolTip(tr("Jobs (%1)").arg(tr("Ctrl+J")));
    m_logButton = add(u"logButton"_s, u"log"_s, logPage);
    m_logButton->setToolTip(tr("Statement log (%1)").arg(tr("Ctrl+L")));
}

void MainWindow::addScreen(const QString &id, const QString &title, const QString &iconName, std::function<Screen *()> build)
{
    const int index = int(m_entries.size());
    const QKeySequence shortcut = index < 9 ? QKeySequence(u"Ctrl+%1"_s.arg(index + 1)) : QKeySequence();
    m_rail->addEntry(id, iconName, title, shortcut);
    QAction *action = makeAction(u"go-"_s + id, tr("Go to %1").arg(title), iconName, shortcut, [this, id] { goTo(id); });
    m_entries.push_back({id, title, iconName, std::move(build), nullptr, action});
}

void MainWindow::restoreScreen()
{
    const bool known = std::ranges::any_of(m_entries, [&](const Entry &entry) { return entry.id == m_state.screen; });
    goTo(known ? m_state.screen : m_entries.front().id);
    m_bottom->open(m_state.panel);
    m_stack->currentWidget()->setFocus();
}

Screen *MainWindow::built(Entry &entry)
{
    if (entry.screen)
        return entry.screen;
    entry.screen = entry.build();
    entry.screen->setObjectName(u"screen-"_s + entry.id);
    connect(entry.screen, &Screen::statusMessage, this, &MainWindow::showMessage);
    m_stack->addWidget(entry.screen);
    entry.screen->setServer(m_servers.current());
    return entry.screen;
}

Screen *MainWindow::screen(const QString &id)
{
    const auto entry = std::ranges::find(m_entries, id, &Entry::id);
    return entry == m_entries.end() ? nullptr : built(*entry);
}

void MainWindow::goTo(const QString &id)
{
    const auto entry = std::ranges::find(m_entries, id, &Entry::id);
    if (entry != m_entries.end())
        turnTo(int(entry - m_entries.begin()));
}

QString MainWindow::currentScreen() const
{
    return m_current < 0 ? QString() : m_entries[std::size_t(m_current)].id;
}

void MainWindow::turnTo(int index)
{
    if (index == m_current)
        return;
    m_current = index;
    Entry &entry = m_entries[std::size_t(index)];
    Screen *screen = built(entry);
    m_state.screen = entry.id;
    m_rail->setCurrent(index);
    m_stack->setCurrentWidget(screen);
    m_message->clear();
    screen->activated();
}

// One screen per turn of the event loop, so that the window answers in between.
void MainWindow::buildOneMore()
{
    const auto next = std::ranges::find(m_entries, nullptr, &Entry::screen);
    if (next == m_entries.end() || m_closing)
        return;
    built(*next);
    QTimer::singleShot(0, this, &MainWindow::buildOneMore);
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    if (m_shownOnce)
        return;
    m_shownOnce = true;
    // After the paint that the show asks for: the event loop's next free moment.
    QTimer::singleShot(0, this, [this] {
        Q_EMIT usable();
        QTimer::singleShot(0, this, &MainWindow::buildOneMore);
    });
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && !isActiveWindow() && m_shownOnce && !m_closing)
        saveState();
    if (event->type() == QEvent::PaletteChange && m_themeAction)
        refreshThemeAction();
}

void MainWindow::setTheme(ThemeMode mode)
{
    m_state.theme = mode;
    m_applyTheme(mode);
    refreshThemeAction();
    refreshCounters();
    saveState();
}

void MainWindow::refreshThemeAction()
{
    const bool dark = isDark(QWidget::palette());
    m_themeAction->setText(dark ? tr("Light theme") : tr("Dark theme"));
    m_themeAction->setIcon(icon(dark ? u"sun"_s : u"moon"_s));
}

void MainWindow::setTransaction(pg::TransactionStatus status)
{
    m_topBar->setTransaction(status);
}

void MainWindow::showMessage(const QString &text)
{
    m_message->setText(text.section(u'\n', 0, 0)); // the bar has one line
    m_message->setToolTip(text);
}

void MainWindow::refreshCounters()
{
    if (!m_jobsButton || !m_bottom)
        return;
    const Colors colors = colorsFor(QWidget::palette());
    const int running = m_jobsModel.running();
    m_jobsButton->setText(running > 0 ? tr("Running: %1").arg(running) : tr("Jobs"));
    m_jobsButton->setIcon(m_jobsModel.failed() > 0 ? icon(u"jobs"_s, colors.danger)
                          : running > 0            ? icon(u"jobs"_s, colors.accent)
                                                   : icon(u"jobs"_s));
    const int errors = m_logModel.newErrors();
    m_logButton->setText(errors > 0 ? tr("Errors: %1").arg(errors) : tr("Log"));
    m_logButton->setIcon(errors > 0 ? icon(u"error"_s, colors.danger) : icon(u"log"_s));
    if (m_bottom->openPage() == logPage)
        m_logModel.markErrorsSeen();
}

void MainWindow::panelChanged(const QString &id)
{
    m_jobsButton->setChecked(id == jobsPage);
    m_logButton->setChecked(id == logPage);
    m_state.panel = id;
    if (!id.isEmpty()) {
        const int all = m_splitter->height();
        m_splitter->setSizes({all - m_state.panelHeight, m_state.panelHeight});
    }
    refreshCounters();
}

void MainWindow::rememberPanelHeight()
{
    if (m_bottom->isVisible())
        m_state.panelHeight = m_bottom->height();
}

std::vector<Command> MainWindow::commands() const
{
    std::vector<Command> all;
    const auto add = [&](QAction *action, const QString &group, std::function<void()> run) {
        const QString title = action->text().remove(u'&');
        if (action->isEnabled() && action->isVisible() && !action->isSeparator() && !title.isEmpty())
            all.push_back({title, group, action->shortcut().toString(QKeySequence::NativeText), action->icon(), std::move(run)});
    };
    auto *self = const_cast<MainWindow *>(this); // a command does, only the list of them is const
    for (const Entry &entry : m_entries)
        add(entry.action, tr("Screens"), [self, id = entry.id] { self->goTo(id); });
    for (const Entry &entry : m_entries) {
        if (!entry.screen)
            continue;
        for (QAction *action : entry.screen->commands())
            add(action, entry.title, [self, id = entry.id, action = QPointer<QAction>(action)] {
                self->goTo(id);
                if (action)
                    action->trigger();
            });
    }
    for (QAction *action : m_windowActions)
        if (!action->objectName().startsWith("go-"_L1) && action->objectName() != "actionPalette"_L1)
            add(action, tr("Window"), [action] { action->trigger(); });
    return all;
}

} // namespace quiver::ui
