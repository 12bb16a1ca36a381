// SPDX-License-Identifier: GPL-3.0-or-later
// Where the passwords of connections are: in the keychain when the user wants that and there is one, else in memory.
#pragma once

#include "store/secretstore.h"
#include "store/workspace.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace quiver::ui {

class PasswordKeeper final : public QObject
{
    Q_OBJECT

public:
    PasswordKeeper(store::SecretStore &secrets, store::Workspace &workspace, QObject *parent = nullptr);

    /// Asks the system anew; availabilityChanged() follows.
    void refresh();
    const store::KeychainState &keychain() const { return m_keychain; }
    /// Whether the user wants this profile's password in the keychain; known after load().
    bool remembers(const QUuid &id) const { return m_remembered.value(id, false); }
    bool hasStored(const QUuid &id) const { return m_memory.contains(id) || remembers(id); }
    /// Reads from the workspace whether the password is in the keychain; loaded() follows.
    void load(const QUuid &id);

    /// Calls \p use with the password to connect with: from memory, else from the keychain, else empty. At once where it is
    /// known; an unreadable keychain is told by failed() and counts as empty.
    void withPassword(const QUuid &id, std::function<void(const QByteArray &)> use);
    void keep(const QUuid &id, const QByteArray &password, bool remember);
    void forget(const QUuid &id);

Q_SIGNALS:
    void availabilityChanged();
    void loaded(const QUuid &id);
    void failed(const QString &message);

private:
    void setRemembered(const QUuid &id, bool remembered);

    store::SecretStore &m_secrets;
    store::Workspace &m_workspace;
    store::KeychainState m_keychain;
    QHash<QUuid, QByteArray> m_memory;
    QHash<QUuid, bool> m_remembered;
};

} // namespace quiver::ui
