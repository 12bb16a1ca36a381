// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and testing a connection: its secrets, its tunnel, and what to do when it does not work.
#include "core/reply.h"
#include "ui/common/tunneladvice.h"
#include "ui/connections/checklist.h"
#include "ui/connections/connectionform.h"
#include "ui/connections/connectionlist.h"
#include "ui/connections/connectionlistmodel.h"
#include "ui/connections/connectionsscreen.h"
#include "ui/connections/connectiontester.h"
#include "ui/connections/sandboxcard.h"
#include "ui/connections/secretprompt.h"

#include <QPushButton>
#include <QTabWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void ConnectionsScreen::testCurrent()
{
    if (m_current.isNull() || m_tester->isRunning() || m_testRoute || !m_form->validate(true))
        return;
    const store::Profile profile = m_form->profile();
    m_tested = profile;
    m_prompt->obtain(profile, m_form->typedSecrets(),
                     [this, profile](const profiles::ProfileSecrets &secrets) { startTest(profile, secrets); });
}

void ConnectionsScreen::startTest(const store::Profile &profile, const profiles::ProfileSecrets &secrets)
{
    m_testRoute = std::make_unique<profiles::Route>(profile, secrets);
    m_testTimer.start();
    const bool tunnelled = m_testRoute->tunnel() != nullptr;
    m_checks->present(tr("Testing the connection…"), ConnectionAdvice::whileRunning(0), true);
    if (tunnelled) {
        if (m_watchTunnel)
            m_watchTunnel(*m_testRoute->tunnel());
        ConnectionCheck opening;
        opening.state = ConnectionCheck::State::Running;
        opening.title = tr("SSH tunnel");
        opening.text = tr("Opening the tunnel through %1…").arg(profile.tunnel.host);
        m_checks->present(tr("Testing the connection…"), {opening}, true);
    }
    updateButtons();
    core::whenDone(
        m_testRoute->open(), this,
        [this, route = m_testRoute.get(), name = profile.name, tunnelled](const pg::ConnectOptions &options) {
            if (m_testRoute.get() == route)
                m_tester->start(name, options, tunnelled ? double(m_testTimer.nsecsElapsed()) / 1e6 : -1);
        },
        [this, route = m_testRoute.get()](const std::exception_ptr &error) {
            if (m_testRoute.get() != route)
                return; // given up
            ConnectionCheck failed;
            failed.state = ConnectionCheck::State::Failed;
            failed.title = tr("SSH tunnel");
            try {
                std::rethrow_exception(error);
            } catch (const profiles::TunnelError &refused) {
                const TroubleWords words = tunnelWords(refused.failure(), m_testRoute->tunnel()->spec());
                failed.text = words.what;
                failed.nextStep = words.next;
                failed.detail = words.detail;
            } catch (...) {
                failed.text = core::describe(error);
            }
            m_testRoute.reset();
            m_checks->present(tr("The test failed"), {failed}, false);
            updateButtons();
        });
}

void ConnectionsScreen::openCurrent()
{
    if (m_current.isNull() || m_model->openState(m_current) == ConnectionListModel::Opening)
        return;
    const profiles::ProfileSecrets typed = m_form->typedSecrets();
    const bool changed = m_model->isUnsaved(m_current) || typed != profiles::ProfileSecrets();
    if (changed ? !saveCurrent() : !m_form->validate(true))
        return;
    if (const auto profile = m_model->savedProfile(m_current))
        requestOpen(*profile, typed);
}

void ConnectionsScreen::requestOpen(const store::Profile &profile, const profiles::ProfileSecrets &typed)
{
    m_checks->hide();
    if (isSandbox(profile)) { // it may have been stopped since: opening it means starting it
        m_sandboxProfile = profile;
        trySandbox();
        return;
    }
    openNow(profile, typed);
}

void ConnectionsScreen::openNow(const store::Profile &profile, const profiles::ProfileSecrets &typed)
{
    m_prompt->obtain(profile, typed, [this, profile](const profiles::ProfileSecrets &secrets) { emitOpen(profile, secrets); });
}

void ConnectionsScreen::emitOpen(const store::Profile &profile, const profiles::ProfileSecrets &secrets)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_model->markUsed(profile.id, now);
    core::whenFailed(
        m_workspace.markProfileUsed(profile.id, now), this,
        [this](const std::exception_ptr &error) { Q_EMIT statusMessage(core::describe(error)); });
    Q_EMIT openRequested(profile, secrets);
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
    for (const QUuid &id : m_model->ids()) {
        const auto saved = m_model->savedProfile(id);
        if (profile.id.isNull() && saved && isSandbox(*saved)
            && saved->parameters.value(u"dbname"_s) == options.parameters.value(u"dbname"_s))
            profile = *saved;
    }
    if (profile.id.isNull()) {
        profile = store::Profile::create();
        profile.name = m_model->freeName(tr("Sandbox"));
        profile.notes =
            tr("A private server on this computer with demo data. Play with it: it can be made anew.");
        profile.parameters = options.parameters;
        profile.passwordSource = store::PasswordSource::Elsewhere; // it wants none
        profile = m_model->markSaved(profile);
        write(profile);
    }
    select(profile.id);
    openNow(profile, {options.password, {}});
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
    const QUuid id = QUuid::fromString(profileId);
    m_model->setOpenState(id, open ? ConnectionListModel::Open : ConnectionListModel::Closed);
    if (open)
        m_prompt->proved(id);
    if (id == m_current)
        refreshPool();
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
    m_formTabs->setCurrentIndex(0);
    select(id);
    const ConnectionCheck check = ConnectionAdvice::forError(error, profiles::connectOptions(*profile));
    m_checks->present(tr("\"%1\" could not be opened").arg(profile->name), {check}, false);
    if (const auto saved = m_model->savedProfile(id))
        askAgain(*saved, error, [this, profile = *saved](const profiles::ProfileSecrets &secrets) {
            m_checks->hide();
            emitOpen(profile, secrets);
        });
}

void ConnectionsScreen::afterRefusedTest(const pg::Error &error)
{
    if (m_tested.id == m_current)
        askAgain(m_tested, error, [this, profile = m_tested](const profiles::ProfileSecrets &secrets) { startTest(profile, secrets); });
}

// What is kept elsewhere is not for Quiver to ask for; everything else gets another try at once.
void ConnectionsScreen::askAgain(const store::Profile &profile, const pg::Error &error,
                                 std::function<void(const profiles::ProfileSecrets &)> use)
{
    using catalog::ConnectionTrouble;
    const pg::ConnectOptions options = profiles::connectOptions(profile);
    const ConnectionTrouble trouble = catalog::diagnose(error, options);
    const bool password = trouble == ConnectionTrouble::WrongPassword || trouble == ConnectionTrouble::PasswordMissing;
    if (trouble != ConnectionTrouble::KeyPassphrase && (!password || profile.passwordSource == store::PasswordSource::Elsewhere))
        return;
    const QByteArray typed = password ? m_form->typedSecrets().password : m_form->typedSecrets().keyPassphrase;
    if (profile.id == m_current && !typed.isEmpty()) { // the wrong one stands in the form: it is mended there
        password ? m_form->focusPassword() : m_form->focusPassphrase();
        return;
    }
    m_prompt->askAgain(profile, password ? store::Secret::Password : store::Secret::KeyPassphrase,
                       ConnectionAdvice::forError(error, options).text, std::move(use));
}

void ConnectionsScreen::savePoolSettings(const QString &profileId, const pg::PoolSettings &settings)
{
    const QUuid id = QUuid::fromString(profileId);
    auto saved = m_model->savedProfile(id);
    if (!saved)
        return;
    const store::ProfilePool pool{settings.size, settings.maxOverflow, settings.timeout, settings.recycle, settings.prePing};
    saved->pool = pool;
    auto edited = m_model->isUnsaved(id) ? m_model->profile(id) : std::nullopt; // goes on being edited
    *saved = m_model->markSaved(*saved);
    write(*saved, tr("Saved the pool settings of %1.").arg(saved->name));
    if (edited) {
        edited->pool = pool;
        m_model->setDraft(*edited);
    }
    if (id == m_current)
        m_form->setProfile(edited.value_or(*saved), m_form->typedSecrets());
}

void ConnectionsScreen::keepFromNowOn(const QUuid &id)
{
    auto profile = m_model->savedProfile(id);
    if (!profile)
        return;
    if (profile->passwordSource != store::PasswordSource::Keychain) {
        profile->passwordSource = store::PasswordSource::Keychain;
        const bool edited = m_model->isUnsaved(id);
        if (!edited) { // or the edits would be over
            *profile = m_model->markSaved(*profile);
            if (id == m_current)
                m_form->setProfile(*profile);
        }
        write(*profile);
    }
    m_passwords->withSecrets(*profile, [this, kept = *profile](const profiles::ProfileSecrets &secrets) { m_passwords->keep(kept, secrets); });
}

} // namespace quiver::ui
