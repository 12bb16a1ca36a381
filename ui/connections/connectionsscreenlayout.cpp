// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the connection page and what they are wired to.
#include "ui/common/theme.h"
#include "ui/connections/checklist.h"
#include "ui/connections/connectiondelegate.h"
#include "ui/connections/connectionform.h"
#include "ui/connections/connectionlistmodel.h"
#include "ui/connections/connectionsscreen.h"
#include "ui/connections/connectiontester.h"
#include "ui/connections/passwordkeeper.h"
#include "ui/connections/sandboxcard.h"
#include "ui/connections/welcomepage.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QStackedWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;

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
    m_list = new QListView(side);
    m_list->setObjectName(u"connectionList"_s);
    m_list->setAccessibleName(tr("Connections"));
    m_list->setProperty("frameless", true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(m_filter);
    m_list->setItemDelegate(new ConnectionDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_new = button(u"newConnection"_s, tr("&New"), u"add"_s);
    m_new->setToolTip(tr("New connection (Ctrl+N)"));
    m_sandboxButton = button(u"sandboxButton"_s, tr("Sand&box"), u"sandbox"_s);
    m_sandboxButton->setToolTip(tr("A private server with demo data, to try things out"));

    auto *top = new QHBoxLayout;
    top->setContentsMargins(8, 8, 8, 0);
    top->addWidget(m_search);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 0, 8, 8);
    buttons->addWidget(m_new, 1);
    buttons->addWidget(m_sandboxButton, 1);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    side->setFixedWidth(264);
    return side;
}

QWidget *ConnectionsScreen::buildFormSide()
{
    m_formPage = new QWidget(this);
    m_form = new ConnectionForm;
    m_scroll = new QScrollArea(m_formPage);
    m_scroll->setObjectName(u"connectionFormScroll"_s);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_form);
    m_form->setMaximumWidth(760);
    m_checks = new CheckList(m_formPage);

    m_open = new QPushButton(tr("&Open"), this); // no icon: its ink would not follow the theme
    m_open->setObjectName(u"openConnection"_s);
    m_open->setProperty("primary", true);
    m_open->setToolTip(tr("Save and open (Ctrl+Return)"));
    m_test = button(u"testConnection"_s, tr("&Test"), u"test"_s);
    m_test->setToolTip(tr("Try these settings out (Ctrl+T)"));
    m_save = button(u"saveConnection"_s, tr("&Save"), u"save"_s);
    m_save->setToolTip(tr("Save (Ctrl+S)"));
    m_duplicate = button(u"duplicateConnection"_s, tr("D&uplicate"), u"duplicate"_s);
    m_delete = button(u"deleteConnection"_s, tr("Delete…"), u"delete"_s);
    m_delete->setProperty("danger", true);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *each : {m_open, m_test, m_save})
        buttons->addWidget(each);
    buttons->addStretch();
    buttons->addWidget(m_duplicate);
    buttons->addWidget(m_delete);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(20, 8, 20, 12);
    foot->setSpacing(8);
    foot->addWidget(m_checks);
    foot->addLayout(buttons);
    auto *layout = new QVBoxLayout(m_formPage);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_scroll, 1);
    layout->addLayout(foot);
    return m_formPage;
}

void ConnectionsScreen::connectAll()
{
    // Without a connection the list and its search say nothing: the welcome page has the room.
    const auto showSide = [this] { m_side->setVisible(!m_model->isEmpty()); };
    connect(m_model, &QAbstractItemModel::rowsInserted, this, showSide);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, showSide);
    connect(m_model, &QAbstractItemModel::modelReset, this, showSide);
    showSide();
    connect(m_search, &QLineEdit::textChanged, m_filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ConnectionsScreen::onCurrentChanged);
    connect(m_list, &QListView::activated, this, &ConnectionsScreen::openCurrent);
    connect(m_new, &QPushButton::clicked, this, &ConnectionsScreen::newConnection);
    connect(m_sandboxButton, &QPushButton::clicked, this, &ConnectionsScreen::showWelcome);
    connect(m_welcome, &WelcomePage::newRequested, this, &ConnectionsScreen::newConnection);
    connect(m_card, &SandboxCard::ready, this, &ConnectionsScreen::openSandbox);
    connect(m_open, &QPushButton::clicked, this, &ConnectionsScreen::openCurrent);
    connect(m_test, &QPushButton::clicked, this, &ConnectionsScreen::testCurrent);
    connect(m_save, &QPushButton::clicked, this, &ConnectionsScreen::saveCurrent);
    connect(m_duplicate, &QPushButton::clicked, this, &ConnectionsScreen::duplicateCurrent);
    connect(m_delete, &QPushButton::clicked, this, &ConnectionsScreen::askDelete);
    connect(m_form, &ConnectionForm::edited, this, &ConnectionsScreen::onEdited);
    connect(m_checks, &CheckList::cancelRequested, m_tester, &ConnectionTester::cancel);
    connect(m_tester, &ConnectionTester::progressed, this, [this](const QList<ConnectionCheck> &checks) {
        m_checks->present(tr("Testing the connection…"), checks, true);
    });
    connect(m_tester, &ConnectionTester::finished, this, [this](const QList<ConnectionCheck> &checks) {
        const bool failed = std::any_of(checks.cbegin(), checks.cend(), [](const ConnectionCheck &check) {
            return check.state == ConnectionCheck::State::Failed;
        });
        m_checks->present(failed ? tr("The test failed") : tr("The connection works"), checks, false);
        updateButtons();
    });
    connect(m_passwords, &PasswordKeeper::availabilityChanged, this, &ConnectionsScreen::refreshKeeping);
    connect(m_passwords, &PasswordKeeper::loaded, this, [this](const QUuid &id) {
        if (id == m_current)
            refreshKeeping();
    });
    connect(m_passwords, &PasswordKeeper::failed, this, &ConnectionsScreen::showProblem);
    connect(&m_workspace, &store::Workspace::damaged, this, &ConnectionsScreen::reload);
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
    command(tr("Try the sandbox"), u"sandbox"_s, &ConnectionsScreen::trySandbox);
}

} // namespace quiver::ui
