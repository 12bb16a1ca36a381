// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the connection page and what they are wired to.
#include "ui/common/theme.h"
#include "ui/connections/checklist.h"
#include "ui/connections/connectionexchange.h"
#include "ui/connections/connectionform.h"
#include "ui/connections/connectionlist.h"
#include "ui/connections/connectionlistmodel.h"
#include "ui/connections/connectionsscreen.h"
#include "ui/connections/connectiontester.h"
#include "ui/connections/foundpage.h"
#include "ui/connections/sandboxcard.h"
#include "ui/connections/secretprompt.h"
#include "ui/connections/welcomepage.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int sideWidth = 280;

} // namespace

QPushButton *ConnectionsScreen::button(const QString &name, const QString &text, const QString &iconName)
{
    auto *made = new QPushButton(icon(iconName), text, this);
    made->setObjectName(name);
    return made;
}

QWidget *ConnectionsScreen::buildListSide()
{
    auto *side = new QWidget(this);
    side->setObjectName(u"connectionListSide"_s);
    m_search = new QLineEdit(side);
    m_search->setObjectName(u"connectionSearch"_s);
    m_search->setPlaceholderText(tr("Search connections"));
    m_search->setAccessibleName(tr("Search connections"));
    m_search->setClearButtonEnabled(true);
    m_list = new ConnectionList(*m_model, side);
    m_list->setObjectName(u"connectionList"_s);
    m_list->setAccessibleName(tr("Connections"));
    m_list->setProperty("frameless", true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_new = button(u"newConnection"_s, tr("&New"), u"add"_s);
    m_new->setToolTip(tr("New connection (Ctrl+N)"));
    m_sandboxButton = button(u"sandboxButton"_s, tr("Sand&box"), u"sandbox"_s);
    m_sandboxButton->setToolTip(tr("A private server with demo data, to try things out"));
    m_more = new QToolButton(side);
    m_more->setObjectName(u"connectionMore"_s);
    m_more->setIcon(icon(u"more"_s));
    m_more->setToolTip(tr("Paste, import, export"));
    m_more->setAccessibleName(tr("Paste, import, export"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_more);
    menu->addAction(icon(u"paste"_s), tr("Paste a connection"), this, [this] { m_exchange->readClipboard(); });
    menu->addSeparator();
    menu->addAction(icon(u"import"_s), tr("Import…"), m_exchange, &ConnectionExchange::importProfiles);
    menu->addAction(icon(u"export"_s), tr("Export all…"), this, [this] { m_exchange->exportProfiles(profilesOf(m_model->ids())); });
    m_more->setMenu(menu);

    auto *top = new QHBoxLayout;
    top->setContentsMargins(8, 10, 8, 0);
    top->addWidget(m_search);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 0, 8, 12);
    buttons->addWidget(m_new, 1);
    buttons->addWidget(m_sandboxButton, 1);
    buttons->addWidget(m_more);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    side->setFixedWidth(sideWidth);
    return side;
}

QWidget *ConnectionsScreen::buildFormSide()
{
    m_formTabs = new QTabWidget(this);
    m_formTabs->setObjectName(u"connectionTabs"_s);
    m_formTabs->setDocumentMode(true);
    m_formTabs->addTab(buildSettings(), tr("Settings"));
    m_formTabs->tabBar()->setObjectName(u"connectionTabBar"_s);
    m_formTabs->tabBar()->hide();
    return m_formTabs;
}

QWidget *ConnectionsScreen::buildSettings()
{
    auto *page = new QWidget;
    m_form = new ConnectionForm(page);
    m_checks = new CheckList(page);
    m_open = new QPushButton(tr("&Open"), this); // no icon: its ink would not follow the theme
    m_open->setObjectName(u"openConnection"_s);
    m_open->setProperty("primary", true);
    m_open->setToolTip(tr("Save and open (Ctrl+Return)"));
    m_test = button(u"testConnection"_s, tr("&Test"), u"test"_s);
    m_test->setToolTip(tr("Try these settings out (Ctrl+T)"));
    m_save = button(u"saveConnection"_s, tr("&Save"), u"save"_s);
    m_save->setToolTip(tr("Save (Ctrl+S)"));
    m_copyAs = button(u"copyConnection"_s, tr("&Copy as"), u"copy"_s);
    m_copyAs->setToolTip(tr("For other tools; never with the password"));
    auto *copies = new QMenu(m_copyAs);
    m_exchange->addCopyActions(copies, [this] { return m_form->profile(); });
    m_copyAs->setMenu(copies);
    m_copyAs->setProperty("menu", true); // room for its arrow
    m_duplicate = button(u"duplicateConnection"_s, tr("D&uplicate"), u"duplicate"_s);
    m_delete = button(u"deleteConnection"_s, tr("Delete…"), u"delete"_s);
    m_delete->setProperty("danger", true);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *each : {m_open, m_test, m_save})
        buttons->addWidget(each);
    buttons->addStretch();
    for (QPushButton *each : {m_copyAs, m_duplicate, m_delete})
        buttons->addWidget(each);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(20, 8, 20, 12);
    foot->setSpacing(8);
    foot->addWidget(m_checks);
    foot->addLayout(buttons);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_form, 1);
    layout->addLayout(foot);
    return page;
}

void ConnectionsScreen::connectAll()
{
    connectList();
    connectForm();
    connectExchange();
    connectSecrets();
    connect(&m_workspace, &store::Workspace::damaged, this, &ConnectionsScreen::reload);
}

// Without a connection the list and its search say nothing: the welcome page has the room.
void ConnectionsScreen::showSide()
{
    m_side->setVisible(!m_model->isEmpty());
}

void ConnectionsScreen::connectList()
{
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &ConnectionsScreen::showSide);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &ConnectionsScreen::showSide);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ConnectionsScreen::showSide);
    showSide();
    connect(m_model, &ConnectionListModel::changedOnDisk, this, &ConnectionsScreen::writeMoved);
    connect(m_search, &QLineEdit::textChanged, m_list, &ConnectionList::setSearch);
    connect(m_list, &ConnectionList::currentIdChanged, this, &ConnectionsScreen::onCurrentChanged);
    connect(m_list, &ConnectionList::openRequested, this, &ConnectionsScreen::openCurrent);
    connect(m_list, &ConnectionList::addFoundRequested, this, &ConnectionsScreen::addFound);
    connect(m_list, &ConnectionList::deleteRequested, this, &ConnectionsScreen::askDelete);
    connect(m_list, &ConnectionList::pasteRequested, m_exchange, &ConnectionExchange::readClipboard);
    connect(m_list, &ConnectionList::copyRequested, this, [this] {
        if (const auto profile = m_model->profile(m_list->currentId()))
            m_exchange->copyUri(*profile);
    });
    connect(m_list, &ConnectionList::textDropped, m_exchange, &ConnectionExchange::read);
    connect(m_list, &ConnectionList::fileDropped, m_exchange, &ConnectionExchange::readFile);
    connect(m_list, &ConnectionList::menuRequested, this, &ConnectionsScreen::showMenu);
    connect(m_list, &ConnectionList::headingsChanged, this, &ConnectionsScreen::rememberHeadings);
    connect(m_new, &QPushButton::clicked, this, &ConnectionsScreen::newConnection);
    connect(m_sandboxButton, &QPushButton::clicked, this, &ConnectionsScreen::showWelcome);
    connect(m_welcome, &WelcomePage::newRequested, this, &ConnectionsScreen::newConnection);
    connect(m_welcome, &WelcomePage::pasteRequested, m_exchange, &ConnectionExchange::readClipboard);
    connect(m_welcome, &WelcomePage::addFoundRequested, this, &ConnectionsScreen::addFound);
    connect(m_foundPage, &FoundPage::addRequested, this, &ConnectionsScreen::addFound);
    connect(m_card, &SandboxCard::ready, this, &ConnectionsScreen::openSandbox);
}

void ConnectionsScreen::connectForm()
{
    connect(m_open, &QPushButton::clicked, this, &ConnectionsScreen::openCurrent);
    connect(m_test, &QPushButton::clicked, this, &ConnectionsScreen::testCurrent);
    connect(m_save, &QPushButton::clicked, this, &ConnectionsScreen::saveCurrent);
    connect(m_duplicate, &QPushButton::clicked, this, &ConnectionsScreen::duplicateCurrent);
    connect(m_delete, &QPushButton::clicked, this, [this] {
        m_list->setCurrentId(m_current); // the one in the form, not all that are selected
        askDelete();
    });
    connect(m_form, &ConnectionForm::edited, this, &ConnectionsScreen::onEdited);
    connect(m_checks, &CheckList::cancelRequested, this, [this] {
        if (m_tester->isRunning()) {
            m_tester->cancel();
        } else if (m_testRoute) { // still on the way through its tunnel
            m_testRoute.reset();
            ConnectionCheck stopped;
            stopped.state = ConnectionCheck::State::Failed;
            stopped.title = tr("Test");
            stopped.text = tr("The test was stopped. Nothing was changed.");
            m_checks->present(tr("The test was stopped"), {stopped}, false);
            updateButtons();
        }
    });
    connect(m_tester, &ConnectionTester::progressed, this, [this](const QList<ConnectionCheck> &checks) {
        m_checks->present(tr("Testing the connection…"), checks, true);
    });
    connect(m_tester, &ConnectionTester::refused, this, &ConnectionsScreen::afterRefusedTest);
    connect(m_tester, &ConnectionTester::finished, this, [this](const QList<ConnectionCheck> &checks) {
        const bool failed = std::any_of(checks.cbegin(), checks.cend(), [](const ConnectionCheck &check) {
            return check.state == ConnectionCheck::State::Failed;
        });
        m_testRoute.reset();
        m_checks->present(failed ? tr("The test failed") : tr("The connection works"), checks, false);
        updateButtons();
    });
}

void ConnectionsScreen::connectExchange()
{
    connect(m_form, &ConnectionForm::textGiven, this, [this](const QString &text) {
        const QList<profiles::ConnectionText> texts = profiles::readConnectionText(text);
        if (texts.size() == 1) // means this form; several mean new connections
            m_form->take(texts.first());
        else
            m_exchange->read(text);
    });
    connect(m_form, &ConnectionForm::fileGiven, m_exchange, &ConnectionExchange::readFile);
    connect(m_exchange, &ConnectionExchange::textsChosen, this, &ConnectionsScreen::takeTexts);
    connect(m_exchange, &ConnectionExchange::imported, this, &ConnectionsScreen::takeImported);
    connect(m_exchange, &ConnectionExchange::refused, this, &ConnectionsScreen::showProblem);
    connect(m_exchange, &ConnectionExchange::exported, this, [this](const QString &path) {
        Q_EMIT statusMessage(tr("Exported to %1, without passwords.").arg(path));
    });
    connect(m_exchange, &ConnectionExchange::copied, this, [this](const QString &what) {
        const QString words = tr("Copied %1, without the password.").arg(what);
        Q_EMIT statusMessage(words);
        if (m_copyAs->isVisible())
            QToolTip::showText(m_copyAs->mapToGlobal(QPoint(0, -2 * m_copyAs->height())), words, m_copyAs);
    });
    connect(m_exchange, &ConnectionExchange::known, this, [this](const QList<profiles::KnownConnection> &found) {
        m_model->setFound(found);
        m_welcome->setFound(*m_model);
    });
}

void ConnectionsScreen::connectSecrets()
{
    connect(m_passwords, &PasswordKeeper::availabilityChanged, this, &ConnectionsScreen::refreshKeeping);
    connect(m_passwords, &PasswordKeeper::loaded, this, [this](const QUuid &id) {
        if (id == m_current)
            refreshKeeping();
    });
    connect(m_passwords, &PasswordKeeper::failed, this, &ConnectionsScreen::showProblem);
    connect(m_prompt, &SecretPrompt::keepWanted, this, &ConnectionsScreen::keepFromNowOn);
    connect(m_prompt, &SecretPrompt::refused, this, [this] { Q_EMIT statusMessage(tr("Nothing was opened.")); });
}

void ConnectionsScreen::addShortcuts()
{
    const auto shortcut = [this](const QKeySequence &keys, auto slot) {
        auto *made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, slot);
    };
    shortcut(QKeySequence::New, &ConnectionsScreen::newConnection);
    shortcut(QKeySequence::Save, &ConnectionsScreen::saveCurrent);
    shortcut(QKeySequence(u"Ctrl+T"_s), &ConnectionsScreen::testCurrent);
    shortcut(QKeySequence(u"Ctrl+Return"_s), &ConnectionsScreen::openCurrent);
    shortcut(QKeySequence::Find, [this] { m_search->setFocus(); });

    const auto command = [this](const QString &text, const QString &iconName, auto slot) {
        auto *action = new QAction(icon(iconName), text, this);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    command(tr("New connection"), u"add"_s, &ConnectionsScreen::newConnection);
    command(tr("Paste a connection"), u"paste"_s, [this] { m_exchange->readClipboard(); });
    command(tr("Import connections"), u"import"_s, [this] { m_exchange->importProfiles(); });
    command(tr("Export connections"), u"export"_s, [this] { m_exchange->exportProfiles(profilesOf(m_model->ids())); });
    command(tr("Try the sandbox"), u"sandbox"_s, &ConnectionsScreen::trySandbox);
}

} // namespace quiver::ui
