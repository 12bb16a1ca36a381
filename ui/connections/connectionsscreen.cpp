// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionsscreen.h"

#include "core/reply.h"
#include "ui/connections/checklist.h"
#include "ui/connections/connectionform.h"
#include "ui/connections/connectionlistmodel.h"
#include "ui/connections/connectiontester.h"
#include "ui/connections/passwordkeeper.h"
#include "profiles/profileoptions.h"
#include "ui/connections/sandboxcard.h"
#include "ui/connections/welcomepage.h"

#include <QBoxLayout>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;

ConnectionsScreen::ConnectionsScreen(store::Workspace &workspace, store::SecretStore &secrets,
                                     sandbox::Sandbox &sandbox, core::JobRegistry &jobs,
                                     pg::Services services, QWidget *parent)
    : Screen(parent),
      m_workspace(workspace),
      m_sandbox(sandbox),
      m_model(new ConnectionListModel(this)),
      m_filter(new QSortFilterProxyModel(this)),
      m_passwords(new PasswordKeeper(secrets, workspace, this)),
      m_tester(new ConnectionTester(jobs, services, this))
{
    setObjectName(u"connectionsScreen"_s);
    m_filter->setSourceModel(m_model);
    m_filter->setFilterRole(ConnectionListModel::SearchRole);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_card = new SandboxCard(sandbox, jobs, services);
    m_welcome = new WelcomePage(m_card);
    m_side = new QWidget(this);
    QWidget *form = buildFormSide();
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(form);
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
    m_passwords->refresh();
}

ConnectionsScreen::~ConnectionsScreen() = default;

void ConnectionsScreen::setServer(Server *)
{
}

void ConnectionsScreen::activated()
{
    (m_model->isEmpty() ? m_card->findChild<QWidget *>(u"sandboxStart"_s) : m_list)->setFocus();
}

void ConnectionsScreen::reload()
{
    const auto show = [this, writes = m_writes](const QList<store::Profile> &profiles) {
        if (writes != m_writes) { // the workspace answers in order: the next answer has them
            reload();
            return;
        }
        const QUuid current = m_current;
        m_model->setProfiles(profiles);
        m_loaded = true;
        if (m_model->indexOf(current).isValid())
            select(current);
        else if (!m_model->isEmpty())
            select(m_model->idAt(0));
        else
            showWelcome();
        if (const auto waits = std::exchange(m_sandboxWaits, {}))
            openSandbox(*waits);
    };
    core::whenDone(m_workspace.profiles(), this, show,
                   [this](const std::exception_ptr &error) { showProblem(core::describe(error)); });
}

void ConnectionsScreen::select(const QUuid &id)
{
    const QModelIndex index = m_filter->mapFromSource(m_model->indexOf(id));
    if (index.isValid())
        m_list->setCurrentIndex(index);
    showProfile(id);
}

void ConnectionsScreen::onCurrentChanged()
{
    const QUuid id = m_list->currentIndex().data(ConnectionListModel::IdRole).toUuid();
    if (!id.isNull())
        showProfile(id);
}

void ConnectionsScreen::showProfile(const QUuid &id)
{
    const auto profile = m_model->profile(id);
    if (!profile)
        return;
    if (m_current != id || m_pages->currentWidget() != m_formPage) {
        m_current = id;
        m_form->setProfile(*profile, m_typed.value(id));
        m_checks->hide();
    }
    m_pages->setCurrentWidget(m_formPage);
    refreshKeeping();
    m_passwords->load(id);
    updateButtons();
}

void ConnectionsScreen::showWelcome()
{
    m_current = {};
    m_list->clearSelection();
    m_list->setCurrentIndex({});
    m_pages->setCurrentWidget(m_welcome);
}

void ConnectionsScreen::refreshKeeping()
{
    if (m_current.isNull())
        return;
    ConnectionForm::PasswordKeeping keeping;
    keeping.keychain = m_passwords->keychain().available;
    keeping.keychainReason = m_passwords->keychain().reason;
    // A new connection's password is kept where there is a keychain, unless the user says no.
    keeping.remember = m_passwords->remembers(m_current) || !m_model->savedProfile(m_current);
    keeping.stored = m_passwords->hasStored(m_current);
    m_form->setPasswordKeeping(keeping);
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
    m_test->setEnabled(!m_tester->isRunning());
}

void ConnectionsScreen::newConnection()
{
    store::Profile profile = store::Profile::create();
    profile.name = m_model->freeName(tr("New connection"));
    m_model->setDraft(profile);
    m_filter->setFilterFixedString({});
    select(profile.id);
    m_form->focusFirst();
}

void ConnectionsScreen::duplicateCurrent()
{
    if (m_current.isNull())
        return;
    store::Profile copy = m_form->profile();
    const QByteArray typed = m_form->typedPassword();
    copy.id = QUuid::createUuid();
    copy.name = m_model->freeName(tr("Copy of %1").arg(copy.name));
    copy.lastUsed = {};
    if (!typed.isEmpty())
        m_typed.insert(copy.id, typed);
    m_model->setDraft(copy);
    select(copy.id);
    m_form->focusFirst();
}

void ConnectionsScreen::askDelete()
{
    const auto profile = m_model->profile(m_current);
    if (!profile)
        return;
    if (!m_model->savedProfile(m_current)) { // never saved: nothing is lost that could not be typed again
        deleteProfile(m_current);
        return;
    }
    auto *dialog =
        new QMessageBox(QMessageBox::Question, tr("Delete connection"),
                        tr("Delete the connection \"%1\"?").arg(profile->name), QMessageBox::NoButton, this);
    dialog->setObjectName(u"deleteDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInformativeText(
        tr("Its settings and its stored password go. The server and its data stay as they are."));
    QPushButton *yes = dialog->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    yes->setObjectName(u"confirmDelete"_s);
    dialog->setDefaultButton(dialog->addButton(QMessageBox::Cancel));
    connect(yes, &QPushButton::clicked, this, [this, id = m_current] { deleteProfile(id); });
    dialog->open();
}

void ConnectionsScreen::deleteProfile(const QUuid &id)
{
    if (m_model->savedProfile(id)) {
        ++m_writes;
        m_passwords->forget(id);
        core::whenFailed(m_workspace.removeProfile(id), this, [this](const std::exception_ptr &error) {
            showProblem(tr("The connection is still there: %1").arg(core::describe(error)));
            reload();
        });
    }
    m_typed.remove(id);
    const int row = m_model->indexOf(id).row();
    m_current = {};
    m_model->remove(id);
    if (m_model->isEmpty())
        showWelcome();
    else
        select(m_model->idAt(std::min(row, m_model->rowCount() - 1)));
}

bool ConnectionsScreen::saveCurrent()
{
    if (m_current.isNull() || !m_form->validate(true))
        return false;
    store::Profile profile = m_form->profile();
    const QByteArray typed = m_form->typedPassword();
    m_passwords->keep(profile.id, typed, m_form->remember());
    m_typed.remove(profile.id);
    ++m_writes;
    m_model->markSaved(profile);
    m_form->setProfile(profile); // the password leaves the screen
    core::whenDone(
        m_workspace.saveProfile(profile), this,
        [this, name = profile.name] { Q_EMIT statusMessage(tr("Saved %1.").arg(name)); },
        [this](const std::exception_ptr &error) {
            showProblem(tr("The connection was not saved: %1").arg(core::describe(error)));
        });
    refreshKeeping();
    updateButtons();
    return true;
}

void ConnectionsScreen::testCurrent()
{
    if (m_current.isNull() || m_tester->isRunning() || !m_form->validate(true))
        return;
    const store::Profile profile = m_form->profile();
    const QByteArray typed = m_form->typedPassword();
    if (!typed.isEmpty()) {
        m_tester->start(profile.name, profiles::connectOptions(profile, {typed, {}}));
        updateButtons();
        return;
    }
    m_passwords->withPassword(profile.id, [this, profile](const QByteArray &password) {
        m_tester->start(profile.name, profiles::connectOptions(profile, {password, {}}));
        updateButtons();
    });
}

void ConnectionsScreen::openCurrent()
{
    if (m_current.isNull() || m_model->openState(m_current) == ConnectionListModel::Opening)
        return;
    const QByteArray typed = m_form->typedPassword();
    const bool changed = m_model->isUnsaved(m_current) || !typed.isEmpty();
    if (changed && !saveCurrent())
        return;
    if (const auto profile = m_model->savedProfile(m_current))
        requestOpen(*profile, typed);
}

void ConnectionsScreen::requestOpen(const store::Profile &profile, const QByteArray &typed)
{
    m_checks->hide();
    if (isSandbox(profile)) { // it may have been stopped since: opening it means starting it
        m_sandboxProfile = profile;
        trySandbox();
        return;
    }
    openNow(profile, typed);
}

void ConnectionsScreen::openNow(const store::Profile &profile, const QByteArray &typed)
{
    core::whenFailed(
        m_workspace.markProfileUsed(profile.id, QDateTime::currentDateTimeUtc()), this,
        [this](const std::exception_ptr &error) { Q_EMIT statusMessage(core::describe(error)); });
    if (!typed.isEmpty()) {
        Q_EMIT openRequested(profile, typed);
        return;
    }
    m_passwords->withPassword(
        profile.id, [this, profile](const QByteArray &password) { Q_EMIT openRequested(profile, password); });
}

bool ConnectionsScreen::isSandbox(const store::Profile &profile) const
{
    const QMap<QString, QString> own = m_sandbox.connectOptions().parameters;
    const auto same = [&](const QString &keyword) {
        return profile.parameters.value(keyword) == own.value(keyword);
    };
    return !own.value(u"host"_s).isEmpty() && same(u"host"_s) && same(u"port"_s);
}

void ConnectionsScreen::trySandbox()
{
    showWelcome();
    m_card->start();
}

void ConnectionsScreen::openSandbox(const pg::ConnectOptions &options)
{
    if (!m_loaded) { // or a profile that is already there would be made a second time
        m_sandboxWaits = options;
        return;
    }
    store::Profile profile = std::exchange(m_sandboxProfile, {}).value_or(store::Profile());
    for (int row = 0; profile.id.isNull() && row < m_model->rowCount(); ++row) {
        const auto saved = m_model->savedProfile(m_model->idAt(row));
        if (saved && isSandbox(*saved)
            && saved->parameters.value(u"dbname"_s) == options.parameters.value(u"dbname"_s))
            profile = *saved;
    }
    if (profile.id.isNull()) {
        profile = store::Profile::create();
        profile.name = m_model->freeName(tr("Sandbox"));
        profile.notes =
            tr("A private server on this computer with demo data. Play with it: it can be made anew.");
        profile.parameters = options.parameters;
        ++m_writes;
        m_model->markSaved(profile);
        core::whenFailed(m_workspace.saveProfile(profile), this,
                         [this](const std::exception_ptr &error) { showProblem(core::describe(error)); });
    }
    select(profile.id);
    openNow(profile, options.password);
}

void ConnectionsScreen::setOpening(const QString &profileId, bool opening)
{
    const QUuid id = QUuid::fromString(profileId);
    if (opening)
        m_model->setOpenState(id, ConnectionListModel::Opening);
    else if (m_model->openState(id) == ConnectionListModel::Opening)
        m_model->setOpenState(id, ConnectionListModel::Closed);
    updateButtons();
}

void ConnectionsScreen::setOpen(const QString &profileId, bool open)
{
    m_model->setOpenState(QUuid::fromString(profileId),
                          open ? ConnectionListModel::Open : ConnectionListModel::Closed);
    updateButtons();
}

void ConnectionsScreen::showOpenError(const QString &profileId, const pg::Error &error)
{
    setOpening(profileId, false);
    const QUuid id = QUuid::fromString(profileId);
    const auto profile = m_model->profile(id);
    if (!profile) {
        showProblem(error.message());
        return;
    }
    select(id);
    const pg::ConnectOptions options = profiles::connectOptions(*profile);
    m_checks->present(tr("\"%1\" could not be opened").arg(profile->name),
                      {ConnectionAdvice::forError(error, options)}, false);
    const catalog::ConnectionTrouble trouble = catalog::diagnose(error, options);
    if (trouble == catalog::ConnectionTrouble::WrongPassword
        || trouble == catalog::ConnectionTrouble::PasswordMissing)
        m_form->focusPassword();
}

void ConnectionsScreen::showProblem(const QString &text)
{
    Q_EMIT statusMessage(text);
    if (m_pages->currentWidget() != m_formPage)
        return;
    ConnectionCheck check;
    check.state = ConnectionCheck::State::Warning;
    check.title = tr("Problem");
    check.text = text;
    m_checks->present(tr("Please note"), {check}, false);
}

} // namespace quiver::ui
