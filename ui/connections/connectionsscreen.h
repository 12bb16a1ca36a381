// SPDX-License-Identifier: GPL-3.0-or-later
// The page of the saved connections: add, edit, test, open; and where a newcomer starts.
#pragma once

#include "core/jobregistry.h"
#include "pg/session.h"
#include "sandbox/sandbox.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "ui/common/screen.h"

#include <QHash>
#include <QUuid>

#include <optional>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QScrollArea;
class QSortFilterProxyModel;
class QStackedWidget;
class QToolButton;

namespace quiver::ui {

class CheckList;
class ConnectionForm;
class ConnectionListModel;
class ConnectionTester;
class PasswordKeeper;
class SandboxCard;
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

public Q_SLOTS:
    /// Why the profile that was asked for could not be opened: shown in the page, with advice.
    void showOpenError(const QString &profileId, const quiver::pg::Error &error);
    void setOpening(const QString &profileId, bool opening);
    /// The profile's mark in the list.
    void setOpen(const QString &profileId, bool open);
    /// Starts the sandbox and opens it.
    void trySandbox();

Q_SIGNALS:
    /// \p password is empty where none is known: libpq then looks into its own places.
    void openRequested(const quiver::store::Profile &profile, const QByteArray &password);

private:
    QWidget *buildListSide();
    QWidget *buildFormSide();
    QPushButton *button(const QString &name, const QString &text, const QString &iconName);
    void connectAll();
    void addShortcuts();

    void reload();
    void select(const QUuid &id);
    void onCurrentChanged();
    void showProfile(const QUuid &id);
    void showWelcome();
    void refreshKeeping();
    void onEdited();
    void updateButtons();

    void newConnection();
    void duplicateCurrent();
    void askDelete();
    void deleteProfile(const QUuid &id);
    bool saveCurrent(); ///< false when the form is not valid
    void testCurrent();
    void openCurrent();
    void requestOpen(const store::Profile &profile, const QByteArray &typed);
    bool isSandbox(const store::Profile &profile) const;
    void openSandbox(const pg::ConnectOptions &options);
    void openNow(const store::Profile &profile, const QByteArray &typed);
    void showProblem(const QString &text);

    store::Workspace &m_workspace;
    sandbox::Sandbox &m_sandbox;
    ConnectionListModel *m_model;
    QSortFilterProxyModel *m_filter;
    PasswordKeeper *m_passwords;
    ConnectionTester *m_tester;

    QWidget *m_side = nullptr; ///< list, search and the line beside them
    QLineEdit *m_search = nullptr;
    QListView *m_list = nullptr;
    QStackedWidget *m_pages = nullptr;
    WelcomePage *m_welcome = nullptr;
    SandboxCard *m_card = nullptr;
    bool m_loaded = false; ///< the profiles are there
    std::optional<store::Profile> m_sandboxProfile;  ///< the one that the user opened, while the server starts
    std::optional<pg::ConnectOptions> m_sandboxWaits; ///< it started before the profiles were there
    QWidget *m_formPage = nullptr;
    QScrollArea *m_scroll = nullptr;
    ConnectionForm *m_form = nullptr;
    CheckList *m_checks = nullptr;
    QPushButton *m_new = nullptr, *m_sandboxButton = nullptr;
    QPushButton *m_open = nullptr, *m_test = nullptr, *m_save = nullptr, *m_duplicate = nullptr,
                *m_delete = nullptr;

    int m_writes = 0; ///< what is saved or deleted while profiles are read makes the read stale
    QUuid m_current;  ///< in the form; null: the welcome page
    QHash<QUuid, QByteArray> m_typed; ///< passwords typed and not saved yet
};

} // namespace quiver::ui
