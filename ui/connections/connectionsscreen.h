// SPDX-License-Identifier: GPL-3.0-or-later
// The page of the saved connections: add, edit, order, test, open; and where a newcomer starts.
#pragma once

#include "core/jobregistry.h"
#include "pg/session.h"
#include "profiles/connectiontext.h"
#include "profiles/route.h"
#include "sandbox/sandbox.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "ui/common/screen.h"

#include <QElapsedTimer>
#include <QHash>
#include <QUuid>

#include <functional>
#include <memory>
#include <optional>

class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace quiver::profiles {
struct ImportedProfiles;
}

namespace quiver::ui {

class CheckList;
class ConnectionExchange;
class ConnectionForm;
class ConnectionList;
class ConnectionListModel;
class ConnectionTester;
class FoundPage;
class PasswordKeeper;
class SandboxCard;
class SecretPrompt;
class WelcomePage;

class ConnectionsScreen final : public Screen
{
    Q_OBJECT

public:
    ConnectionsScreen(store::Workspace &workspace, store::SecretStore &secrets, sandbox::Sandbox &sandbox,
                      core::JobRegistry &jobs, pg::Services services, QWidget *parent = nullptr);
    ~ConnectionsScreen() override;

    QString title() const override { return tr("Connections"); }
    QString iconName() const override { return QStringLiteral("connections"); }
    void setServer(Server *server) override;
    void activated() override;
    /// The pool of the connection in front, where it is open.
    void showExample() override;

    /// A page about the open server of the connection that is looked at, in a tab beside its settings; \p show gets that
    /// server, or null. Takes the page as its child.
    void setPoolPage(QWidget *page, std::function<void(Server *)> show);
    /// How the screen finds the open server of a profile; null where it is not open.
    void setServerOf(std::function<Server *(const QString &profileId)> serverOf);
    /// A tunnel was made for a test of a connection: whoever answers its questions hears of it here.
    void setTunnelWatcher(std::function<void(tunnel::SshTunnel &)> watch) { m_watchTunnel = std::move(watch); }

public Q_SLOTS:
    /// Why the profile that was asked for could not be opened: shown in the page, with advice; asks again for a wrong
    /// password.
    void showOpenError(const QString &profileId, const quiver::pg::Error &error);
    void setOpening(const QString &profileId, bool opening);
    /// The profile's mark in the list.
    void setOpen(const QString &profileId, bool open);
    /// Starts the sandbox and opens it.
    void trySandbox();
    /// Turns to the connection and its pool.
    void showPool(const QString &profileId);
    /// The pool of an open connection was set anew, and is to be so the next time too.
    void savePoolSettings(const QString &profileId, const quiver::pg::PoolSettings &settings);

Q_SIGNALS:
    /// \p secrets are empty where none are known: libpq then looks into its own places.
    void openRequested(const quiver::store::Profile &profile, const quiver::profiles::ProfileSecrets &secrets);

private:
    // What it is made of.
    QWidget *buildListSide();
    QWidget *buildFormSide();
    QWidget *buildSettings();
    QPushButton *button(const QString &name, const QString &text, const QString &iconName);
    void connectAll();
    void connectList();
    void connectForm();
    void connectExchange();
    void connectSecrets();
    void addShortcuts();

    // What is shown.
    void reload();
    void takeProfiles(const QList<store::Profile> &profiles);
    void select(const QUuid &id);
    void onCurrentChanged(const QUuid &id);
    void showProfile(const QUuid &id);
    void showWelcome();
    void showFound(const QUuid &id);
    void showSide();
    void refreshKeeping();
    void refreshPool();
    void onEdited();
    void updateButtons();
    void showProblem(const QString &text);
    void restoreHeadings();
    void rememberHeadings();

    // What is done with connections.
    void newConnection();
    void newIn(const QString &group);
    void addDraft(store::Profile profile, const profiles::ProfileSecrets &secrets = {});
    void duplicateCurrent();
    void askDelete();
    void deleteProfiles(const QList<QUuid> &ids);
    bool saveCurrent(); ///< false when the form is not valid
    void write(const store::Profile &profile, const QString &said = {});
    void writeMoved(const QList<store::Profile> &profiles);
    void addFound(const QUuid &id);
    void takeTexts(const QList<profiles::ConnectionText> &texts);
    void takeImported(const profiles::ImportedProfiles &imported);
    void showMenu(const QModelIndex &index, const QPoint &globalPosition);
    void fillGroupMenu(QMenu *menu, const QList<QUuid> &ids);
    void askGroupName(const QList<QUuid> &ids);
    QList<QUuid> chosenIds() const;
    QList<store::Profile> profilesOf(const QList<QUuid> &ids) const;

    // Opening and testing.
    void testCurrent();
    void startTest(const store::Profile &profile, const profiles::ProfileSecrets &secrets);
    void openCurrent();
    void requestOpen(const store::Profile &profile, const profiles::ProfileSecrets &typed);
    bool isSandbox(const store::Profile &profile) const;
    void openSandbox(const pg::ConnectOptions &options);
    void openNow(const store::Profile &profile, const profiles::ProfileSecrets &typed);
    void emitOpen(const store::Profile &profile, const profiles::ProfileSecrets &secrets);
    void askAgain(const store::Profile &profile, const pg::Error &error,
                  std::function<void(const profiles::ProfileSecrets &)> use);
    void afterRefusedTest(const pg::Error &error);
    void keepFromNowOn(const QUuid &id);

    store::Workspace &m_workspace;
    sandbox::Sandbox &m_sandbox;
    ConnectionListModel *m_model;
    PasswordKeeper *m_passwords;
    SecretPrompt *m_prompt;
    ConnectionExchange *m_exchange;
    ConnectionTester *m_tester;
    std::unique_ptr<profiles::Route> m_testRoute; ///< for as long as its test runs
    QElapsedTimer m_testTimer;
    store::Profile m_tested; ///< as it was when its test began
    std::function<Server *(const QString &)> m_serverOf;
    std::function<void(Server *)> m_showPool;
    std::function<void(tunnel::SshTunnel &)> m_watchTunnel;

    QWidget *m_side = nullptr; ///< list, search and the line beside them
    QLineEdit *m_search = nullptr;
    ConnectionList *m_list = nullptr;
    QStackedWidget *m_pages = nullptr;
    WelcomePage *m_welcome = nullptr;
    FoundPage *m_foundPage = nullptr;
    SandboxCard *m_card = nullptr;
    bool m_loaded = false; ///< the profiles are there
    bool m_migrated = false;
    std::optional<store::Profile> m_sandboxProfile;  ///< the one that the user opened, while the server starts
    std::optional<pg::ConnectOptions> m_sandboxWaits; ///< it started before the profiles were there
    QTabWidget *m_formTabs = nullptr; ///< settings, and the pool of an open connection
    ConnectionForm *m_form = nullptr;
    CheckList *m_checks = nullptr;
    QPushButton *m_new = nullptr, *m_sandboxButton = nullptr;
    QToolButton *m_more = nullptr;
    QPushButton *m_open = nullptr, *m_test = nullptr, *m_save = nullptr, *m_copyAs = nullptr, *m_duplicate = nullptr,
                *m_delete = nullptr;

    int m_writes = 0; ///< what is saved or deleted while profiles are read makes the read stale
    QUuid m_current;  ///< in the form; null: another page
    QHash<QUuid, profiles::ProfileSecrets> m_typed; ///< secrets typed or pasted and not saved yet
};

} // namespace quiver::ui
