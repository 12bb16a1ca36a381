// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionsscreen.h"

#include "core/reply.h"
#include "ui/connections/checklist.h"
#include "ui/connections/connectionexchange.h"
#include "ui/connections/connectionform.h"
#include "ui/connections/connectionlist.h"
#include "ui/connections/connectionlistmodel.h"
#include "ui/connections/connectiontester.h"
#include "ui/connections/foundpage.h"
#include "ui/connections/sandboxcard.h"
#include "ui/connections/secretprompt.h"
#include "ui/connections/welcomepage.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

const QString headingsKey = u"connections/closedHeadings"_s;

} // namespace

ConnectionsScreen::ConnectionsScreen(store::Workspace &workspace, store::SecretStore &secrets,
                                     sandbox::Sandbox &sandbox, core::JobRegistry &jobs,
                                     pg::Services services, QWidget *parent)
    : Screen(parent),
      m_workspace(workspace),
      m_sandbox(sandbox),
      m_model(new ConnectionListModel(this)),
      m_passwords(new PasswordKeeper(secrets, workspace, this)),
      m_prompt(new SecretPrompt(*m_passwords, this)),
      m_exchange(new ConnectionExchange(this)),
      m_tester(new ConnectionTester(jobs, services, this))
{
    setObjectName(u"connectionsScreen"_s);
    m_card = new SandboxCard(sandbox, jobs, services);
    m_welcome = new WelcomePage(m_card);
    m_foundPage = new FoundPage;
    m_side = new QWidget(this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_foundPage);
    m_pages->addWidget(buildFormSide());
    auto *line = new QWidget(m_side);
    line->setFixedWidth(1);
    line->setBackgroundRole(QPalette::Mid);
    line->setAutoFillBackground(true);
    auto *side = new QHBoxLayout(m_side);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(0);
    side->addWidget(buildListSide());
    side->addWidget(line);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_side);
    layout->addWidget(m_pages, 1);
    m_form->setNameTaken([this](const QString &name) { return m_model->nameTaken(name, m_current); });
    connectAll();
    addShortcuts();
    showWelcome();
    reload();
    restoreHeadings();
    m_passwords->refresh();
    m_exchange->findKnown();
}

ConnectionsScreen::~ConnectionsScreen() = default;

void ConnectionsScreen::setServer(Server *)
{
    refreshPool();
}

void ConnectionsScreen::activated()
{
    if (m_model->isEmpty())
        m_card->findChild<QWidget *>(u"sandboxStart"_s)->setFocus();
    else
        m_list->setFocus();
}

void ConnectionsScreen::reload()
{
    const auto show = [this, writes = m_writes](const QList<store::Profile> &profiles) {
        if (writes != m_writes) // the workspace answers in order: the next answer has them
            reload();
        else
            takeProfiles(profiles);
    };
    core::whenDone(m_workspace.profiles(), this, show,
                   [this](const std::exception_ptr &error) { showProblem(core::describe(error)); });
}

void ConnectionsScreen::takeProfiles(const QList<store::Profile> &profiles)
{
    const QUuid current = m_current;
    m_model->setProfiles(profiles);
    m_form->setGroups(m_model->groups());
    m_loaded = true;
    if (!m_migrated) {
        m_migrated = true;
        m_passwords->migrate(profiles, [this](const QList<store::Profile> &changed) {
            for (const store::Profile &profile : changed)
                write(m_model->markSaved(profile));
            if (m_model->savedProfile(m_current))
                m_form->setProfile(*m_model->profile(m_current), m_typed.value(m_current));
        });
    }
    if (m_model->indexOf(current).isValid())
        select(current);
    else if (!m_model->isEmpty())
        select(m_model->ids().first());
    else
        showWelcome();
    if (const auto waits = std::exchange(m_sandboxWaits, {}))
        openSandbox(*waits);
}

void ConnectionsScreen::restoreHeadings()
{
    core::whenDone(m_workspace.value(headingsKey), this,
                   [this](const QByteArray &names) { m_list->setClosedHeadings(QString::fromUtf8(names).split(u'\n', Qt::SkipEmptyParts)); },
                   [](const std::exception_ptr &) {}); // all open is no loss; the workspace tells what is wrong with it
}

void ConnectionsScreen::rememberHeadings()
{
    core::whenFailed(m_workspace.setValue(headingsKey, m_list->closedHeadings().join(u'\n').toUtf8()), this,
                     [this](const std::exception_ptr &error) { Q_EMIT statusMessage(core::describe(error)); });
}

void ConnectionsScreen::select(const QUuid &id)
{
    m_list->setCurrentId(id);
    showProfile(id);
}

void ConnectionsScreen::onCurrentChanged(const QUuid &id)
{
    if (m_model->found(id))
        showFound(id);
    else if (!id.isNull())
        showProfile(id);
}

void ConnectionsScreen::showProfile(const QUuid &id)
{
    const auto profile = m_model->profile(id);
    if (!profile)
        return;
    if (m_current != id || m_pages->currentWidget() != m_formTabs) {
        m_current = id;
        m_form->setProfile(*profile, m_typed.value(id));
        m_checks->hide();
    }
    m_pages->setCurrentWidget(m_formTabs);
    refreshKeeping();
    refreshPool();
    m_passwords->load(id);
    updateButtons();
}

void ConnectionsScreen::showWelcome()
{
    m_current = {};
    m_list->setCurrentId({});
    m_pages->setCurrentWidget(m_welcome);
}

void ConnectionsScreen::showFound(const QUuid &id)
{
    if (const auto known = m_model->found(id)) {
        m_current = {};
        m_foundPage->present(id, *known);
        m_pages->setCurrentWidget(m_foundPage);
    }
}

void ConnectionsScreen::refreshKeeping()
{
    if (m_current.isNull())
        return;
    SecretKeeping keeping;
    keeping.keychain = m_passwords->keychain().available;
    keeping.keychainReason = m_passwords->keychain().reason;
    keeping.password = m_passwords->knows(m_current, store::Secret::Password);
    keeping.keyPassphrase = m_passwords->knows(m_current, store::Secret::KeyPassphrase);
    m_form->setKeeping(keeping);
}

void ConnectionsScreen::refreshPool()
{
    Server *server = m_serverOf && !m_current.isNull() ? m_serverOf(m_current.toString(QUuid::WithoutBraces)) : nullptr;
    const bool shown = server && m_formTabs->count() > 1;
    m_formTabs->tabBar()->setVisible(shown);
    if (!shown)
        m_formTabs->setCurrentIndex(0);
    if (m_showPool)
        m_showPool(server);
}

void ConnectionsScreen::setPoolPage(QWidget *page, std::function<void(Server *)> show)
{
    m_formTabs->addTab(page, tr("Pool"));
    m_showPool = std::move(show);
    refreshPool();
}

void ConnectionsScreen::setServerOf(std::function<Server *(const QString &)> serverOf)
{
    m_serverOf = std::move(serverOf);
    refreshPool();
}

void ConnectionsScreen::showPool(const QString &profileId)
{
    const QUuid id = QUuid::fromString(profileId);
    if (!m_model->profile(id))
        return;
    select(id);
    if (m_formTabs->count() > 1 && m_formTabs->tabBar()->isVisibleTo(m_formTabs))
        m_formTabs->setCurrentIndex(1);
}

void ConnectionsScreen::showExample()
{
    showPool(m_current.toString(QUuid::WithoutBraces));
}

void ConnectionsScreen::onEdited()
{
    if (m_current.isNull())
        return;
    m_model->setDraft(m_form->profile());
    updateButtons();
}

void ConnectionsScreen::updateButtons()
{
    const ConnectionListModel::OpenState state = m_model->openState(m_current);
    m_open->setEnabled(state != ConnectionListModel::Opening);
    m_open->setText(state == ConnectionListModel::Opening ? tr("Opening…") : tr("&Open"));
    m_test->setEnabled(!m_tester->isRunning() && !m_testRoute);
}

void ConnectionsScreen::newConnection()
{
    newIn({});
}

void ConnectionsScreen::newIn(const QString &group)
{
    store::Profile profile = store::Profile::create();
    profile.name = m_model->freeName(tr("New connection"));
    profile.group = group;
    addDraft(profile);
}

void ConnectionsScreen::addDraft(store::Profile profile, const profiles::ProfileSecrets &secrets)
{
    if (!m_passwords->keychain().available && profile.passwordSource == store::PasswordSource::Keychain)
        profile.passwordSource = store::PasswordSource::Ask;
    if (secrets != profiles::ProfileSecrets())
        m_typed.insert(profile.id, secrets);
    m_model->setDraft(profile);
    m_search->clear();
    m_formTabs->setCurrentIndex(0);
    select(profile.id);
    m_form->focusFirst();
}

void ConnectionsScreen::duplicateCurrent()
{
    if (m_current.isNull())
        return;
    store::Profile copy = m_form->profile();
    const profiles::ProfileSecrets typed = m_form->typedSecrets();
    copy.id = QUuid::createUuid();
    copy.name = m_model->freeName(tr("Copy of %1").arg(copy.name));
    copy.lastUsed = {};
    addDraft(copy, typed);
}

void ConnectionsScreen::askDelete()
{
    const QList<QUuid> ids = chosenIds();
    if (ids.isEmpty())
        return;
    if (ids.size() == 1 && !m_model->savedProfile(ids.first())) { // never saved: nothing is lost that could not be typed again
        deleteProfiles(ids);
        return;
    }
    const QString question = ids.size() == 1 ? tr("Delete the connection \"%1\"?").arg(m_model->profile(ids.first())->name)
                                             : tr("Delete %1 connections?").arg(ids.size());
    auto *dialog = new QMessageBox(QMessageBox::Question, tr("Delete connection"), question, QMessageBox::NoButton, this);
    dialog->setObjectName(u"deleteDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInformativeText(
        tr("Settings and stored passwords go. Servers and their data stay as they are."));
    QPushButton *yes = dialog->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    yes->setObjectName(u"confirmDelete"_s);
    dialog->setDefaultButton(dialog->addButton(QMessageBox::Cancel));
    connect(yes, &QPushButton::clicked, this, [this, ids] { deleteProfiles(ids); });
    dialog->open();
}

void ConnectionsScreen::deleteProfiles(const QList<QUuid> &ids)
{
    const qsizetype row = m_model->ids().indexOf(ids.first());
    m_current = {};
    for (const QUuid &id : ids) {
        if (m_model->savedProfile(id)) {
            ++m_writes;
            m_passwords->forget(id);
            core::whenFailed(m_workspace.removeProfile(id), this, [this](const std::exception_ptr &error) {
                showProblem(tr("The connection is still there: %1").arg(core::describe(error)));
                reload();
            });
        }
        m_typed.remove(id);
        m_model->remove(id);
    }
    const QList<QUuid> left = m_model->ids();
    if (left.isEmpty())
        showWelcome();
    else
        select(left[std::min(row, left.size() - 1)]);
}

bool ConnectionsScreen::saveCurrent()
{
    if (m_current.isNull())
        return false;
    if (!m_form->validate(false)) {
        m_formTabs->setCurrentIndex(0);
        return m_form->validate(true);
    }
    const profiles::ProfileSecrets typed = m_form->typedSecrets();
    m_typed.remove(m_current);
    const store::Profile profile = m_model->markSaved(m_form->profile());
    m_passwords->keep(profile, typed);
    m_form->setProfile(profile); // the password leaves the screen
    m_form->setGroups(m_model->groups());
    write(profile, tr("Saved %1.").arg(profile.name));
    m_list->setCurrentId(profile.id);
    refreshKeeping();
    updateButtons();
    return true;
}

void ConnectionsScreen::write(const store::Profile &profile, const QString &said)
{
    ++m_writes;
    core::whenDone(
        m_workspace.saveProfile(profile), this,
        [this, said] {
            if (!said.isEmpty())
                Q_EMIT statusMessage(said);
        },
        [this](const std::exception_ptr &error) {
            showProblem(tr("The connection was not saved: %1").arg(core::describe(error)));
        });
}

void ConnectionsScreen::showProblem(const QString &text)
{
    Q_EMIT statusMessage(text);
    if (m_pages->currentWidget() != m_formTabs)
        return;
    ConnectionCheck check;
    check.state = ConnectionCheck::State::Warning;
    check.title = tr("Problem");
    check.text = text;
    m_checks->present(tr("Please note"), {check}, false);
}

} // namespace quiver::ui
