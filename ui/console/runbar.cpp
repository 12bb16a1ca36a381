// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/runbar.h"

#include "ui/common/healthmark.h"
#include "ui/common/iconlabel.h"
#include "ui/common/theme.h"
#include "ui/console/transactionbar.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

RunBar::RunBar(QWidget *parent)
    : QWidget(parent), m_run(new QToolButton(this)), m_cancel(new QPushButton(this)), m_transaction(new TransactionBar(this)),
      m_health(new HealthMark(HealthMark::Words::Short, this)), m_environment(new QLabel(this)), m_serverName(new QLabel(this)),
      m_readOnly(new IconLabel(u"lock"_s, &Colors::muted, 14, this)),
      m_readOnlyText(new QLabel(tr("read-only"), this))
{
    setObjectName(u"runBar"_s);
    buildRunButton();
    m_cancel->setObjectName(u"cancelRun"_s);
    m_cancel->setIcon(icon(u"stop"_s));
    m_cancel->setFocusPolicy(Qt::TabFocus); // a click leaves the cursor in the editor: a disabled button hands it to the next one
    m_cancel->setMinimumWidth(m_cancel->fontMetrics().horizontalAdvance(tr("Force stop")) + 56); // nothing jumps
    m_environment->setObjectName(u"tabEnvironment"_s);
    m_serverName->setObjectName(u"tabServer"_s);
    m_serverName->setMaximumWidth(220);
    m_readOnlyText->setObjectName(u"readOnlyNote"_s);
    m_readOnlyText->setProperty("muted", true);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(6);
    layout->addWidget(m_run);
    layout->addWidget(m_cancel);
    layout->addSpacing(8);
    layout->addWidget(m_transaction);
    layout->addStretch(1);
    layout->addWidget(m_readOnly);
    layout->addWidget(m_readOnlyText);
    layout->addWidget(m_environment, 0, Qt::AlignVCenter);
    layout->addWidget(m_health);
    layout->addWidget(m_serverName);
    layout->addSpacing(4);
    QToolButton *open = small(u"openFile"_s, u"open"_s, tr("Open a file in a new tab (Ctrl+O)"));
    QToolButton *save = small(u"saveFile"_s, u"save"_s, tr("Save to a file (Ctrl+S)"));
    QToolButton *history = small(u"showHistory"_s, u"history"_s, tr("History of what was run (Ctrl+Shift+H)"));
    m_settings = new QAction(icon(u"settings"_s), tr("Settings of the tab"), this);
    m_settings->setObjectName(u"tabSettings"_s);
    m_settings->setCheckable(true);
    m_settingsButton = new QToolButton(this);
    m_settingsButton->setObjectName(u"showSettings"_s);
    m_settingsButton->setDefaultAction(m_settings);
    m_settingsButton->setAccessibleName(m_settings->text());
    parentWidget()->addAction(m_settings);
    connect(m_settings, &QAction::toggled, this, &RunBar::settingsToggled);
    setSettingsCount(0);
    layout->addWidget(m_settingsButton);
    for (QToolButton *button : {open, save, history})
        layout->addWidget(button);
    connect(m_cancel, &QPushButton::clicked, this, &RunBar::cancelRequested);
    connect(open, &QToolButton::clicked, this, &RunBar::openRequested);
    connect(save, &QToolButton::clicked, this, &RunBar::saveRequested);
    connect(history, &QToolButton::clicked, this, &RunBar::historyRequested);
    setRunning(false);
    setServer(nullptr);
}

void RunBar::buildRunButton()
{
    m_runAction = new QAction(icon(u"play"_s), tr("Run statement"), this);
    m_runAction->setIconText(tr("Run"));
    m_runAction->setObjectName(u"runStatement"_s);
    m_runAction->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_runAction->setToolTip(tr("Run the selection, or the statement at the cursor (Ctrl+Return)"));
    m_runAllAction = new QAction(icon(u"play-all"_s), tr("Run all"), this);
    m_runAllAction->setObjectName(u"runAll"_s);
    m_runAllAction->setShortcuts({Qt::CTRL | Qt::SHIFT | Qt::Key_Return, Qt::Key_F5});
    m_runAllAction->setToolTip(tr("Run the whole text (Ctrl+Shift+Return or F5)"));
    m_explainAction = new QAction(icon(u"plan"_s), tr("Explain"), this);
    m_explainAction->setObjectName(u"explain"_s);
    m_explainAction->setShortcut(Qt::CTRL | Qt::Key_E);
    m_explainAction->setToolTip(tr("The plan of the statement, without running it, and what the doctor finds"));
    m_analyzeAction = new QAction(icon(u"plan"_s), tr("Explain analyze"), this);
    m_analyzeAction->setObjectName(u"explainAnalyze"_s);
    m_analyzeAction->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    m_analyzeAction->setToolTip(tr("Run the statement, measure each node of its plan, and roll back"));
    m_goOn = new QAction(tr("Go on after an error"), this);
    m_goOn->setObjectName(u"goOnAfterErrors"_s);
    m_goOn->setCheckable(true);
    for (QAction *action : {m_runAction, m_runAllAction, m_explainAction, m_analyzeAction})
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(m_runAction, &QAction::triggered, this, &RunBar::runRequested);
    connect(m_runAllAction, &QAction::triggered, this, &RunBar::runAllRequested);
    connect(m_explainAction, &QAction::triggered, this, [this] { Q_EMIT explainRequested(false); });
    connect(m_analyzeAction, &QAction::triggered, this, [this] { Q_EMIT explainRequested(true); });
    parentWidget()->addActions({m_runAction, m_runAllAction, m_explainAction, m_analyzeAction});
    auto *menu = new QMenu(m_run);
    menu->addActions({m_runAction, m_runAllAction});
    menu->addSeparator();
    menu->addActions({m_explainAction, m_analyzeAction});
    m_explainEnd = menu->addSeparator();
    menu->addAction(m_goOn);
    m_run->setObjectName(u"run"_s);
    m_run->setMenu(menu);
    m_run->setPopupMode(QToolButton::MenuButtonPopup);
    m_run->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_run->setDefaultAction(m_runAction);
    m_run->setAccessibleName(tr("Run"));
}

void RunBar::addExplainOptions(QMenu *options)
{
    m_run->menu()->insertMenu(m_explainEnd, options);
}

QToolButton *RunBar::small(const QString &name, const QString &iconName, const QString &toolTip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(icon(iconName));
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    return button;
}

void RunBar::setRunning(bool running, int cancelRequests)
{
    m_runAction->setEnabled(!running);
    m_runAllAction->setEnabled(!running);
    m_explainAction->setEnabled(!running);
    m_analyzeAction->setEnabled(!running);
    m_cancel->setEnabled(running && cancelRequests < 2);
    m_cancel->setText(running && cancelRequests > 0 ? tr("Force stop") : tr("Cancel"));
    m_cancel->setToolTip(running && cancelRequests > 0 ? tr("Give the connection up at once (Esc)")
                                                       : tr("Ask the server to stop (Esc); a second click always ends it"));
    m_transaction->setBusy(running);
}

void RunBar::setServer(const Server *server)
{
    m_server = server;
    m_readOnly->setVisible(server && server->identity().readOnly);
    m_readOnlyText->setVisible(server && server->identity().readOnly);
    m_environment->setVisible(server && server->identity().environment != core::Environment::Development);
    setHint(m_hint);
    if (!server) {
        m_health->setServer(nullptr);
        m_serverName->setText(tr("not connected"));
        m_serverName->setToolTip(tr("Open a server under Connections: this tab takes it."));
        return;
    }
    const ServerIdentity &identity = server->identity();
    const QColor environment = environmentColor(identity.environment, colorsFor(palette()));
    const bool production = identity.environment == core::Environment::Production;
    m_health->setServer(server);
    m_environment->setText(production ? tr("Production") : tr("Staging"));
    m_environment->setToolTip(production ? tr("What destroys something asks for its name here.")
                                         : tr("What destroys something is asked about here."));
    m_environment->setStyleSheet(u"background: %1; color: %2; border-radius: 9px; padding: 1px 8px; font-weight: 600;"_s.arg(
        environment.name(), inkOn(environment).name()));
    const QString name = identity.name == server->database() ? identity.name : identity.name + u" / "_s + server->database();
    m_serverName->setText(fontMetrics().elidedText(name, Qt::ElideMiddle, 200));
    m_serverName->setToolTip(server->summary());
}

void RunBar::setSettingsCount(int count)
{
    m_settings->setIconText(QString::number(count));
    m_settingsButton->setToolButtonStyle(count == 0 ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_settings->setToolTip(count == 0 ? tr("Settings of this tab's session: ef_search, probes, work_mem, …")
                                      : tr("Settings of this tab's session: %n set here", nullptr, count));
}

void RunBar::setSettingsOpen(bool open)
{
    m_settings->setChecked(open);
}

void RunBar::setHint(Hint hint)
{
    m_hint = hint;
    switch (hint) {
    case Hint::None:
        m_readOnlyText->setText(tr("read-only"));
        m_readOnlyText->setToolTip(tr("The profile is read-only: the server refuses every change."));
        break;
    case Hint::WillBeRefused:
        m_readOnlyText->setText(tr("read-only: will be refused"));
        m_readOnlyText->setToolTip(tr("This statement writes. The profile is read-only: the server refuses it, but for temporary tables."));
        break;
    case Hint::HasNoEffect:
        m_readOnlyText->setText(tr("read-only: has no effect"));
        m_readOnlyText->setToolTip(tr("The connection stays read-only, as its profile says: no statement can lift that."));
        break;
    }
    const QColor ink = colorsFor(palette()).warning;
    m_readOnlyText->setStyleSheet(hint == Hint::None ? QString() : u"color: %1;"_s.arg(ink.name()));
}

void RunBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_goOn)
        setServer(m_server); // the environment's colour in the other theme
}

} // namespace quiver::ui
