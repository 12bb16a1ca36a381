// SPDX-License-Identifier: GPL-3.0-or-later
// Where the secrets of connections are: in the keychain where the profile says so and there is one, else in memory.
#pragma once

#include "profiles/profileoptions.h"
#include "store/secretstore.h"
#include "store/workspace.h"

#include <QMap>
#include <QObject>

#include <functional>

namespace quiver::ui {

class PasswordKeeper final : public QObject
{
    Q_OBJECT

public:
    using Use = std::function<void(const profiles::ProfileSecrets &)>;

    PasswordKeeper(store::SecretStore &secrets, store::Workspace &workspace, QObject *parent = nullptr);

    /// Asks the system anew; availabilityChanged() follows.
    void refresh();
    const store::KeychainState &keychain() const { return m_keychain; }
    /// In memory or, as far as load() has found out, in the keychain.
    bool knows(const QUuid &id, store::Secret secret) const;
    /// Reads from the workspace what is in the keychain; loaded() follows.
    void load(const QUuid &id);
    /// Profiles of a workspace from before they said where their password is: one whose user had not asked for the keychain
    /// goes on without it. \p decided gets those that changed, once for each workspace.
    void migrate(const QList<store::Profile> &profiles, std::function<void(const QList<store::Profile> &)> decided);

    /// Calls \p use with what is known: from memory, else from the keychain, else empty. At once where it is in memory; an
    /// unreadable keychain is told by failed() and counts as empty.
    void withSecrets(const store::Profile &profile, Use use);
    /// In memory, and in the keychain where \p profile says so; taken out of it where \p profile says otherwise. An empty
    /// secret stands for the one that is known.
    void keep(const store::Profile &profile, const profiles::ProfileSecrets &secrets);
    void keepInMemory(const QUuid &id, const profiles::ProfileSecrets &secrets);
    /// The copy in memory turned out wrong.
    void dropFromMemory(const QUuid &id, store::Secret secret);
    void forget(const QUuid &id);

Q_SIGNALS:
    void availabilityChanged();
    void loaded(const QUuid &id);
    void failed(const QString &message);

private:
    using Key = std::pair<QUuid, store::Secret>;
    void ensureLoaded(const QUuid &id, std::function<void()> then);
    void loadFlag(const Key &key, std::function<void()> then);
    void readOne(const Key &key, bool allowed, std::function<void(const QByteArray &)> use);
    void keepOne(const Key &key, bool wanted, const QByteArray &value);
    void remove(const Key &key);
    void setStored(const Key &key, bool stored);

    store::SecretStore &m_secrets;
    store::Workspace &m_workspace;
    store::KeychainState m_keychain;
    QMap<Key, QByteArray> m_memory;
    QMap<Key, bool> m_stored;
};

} // namespace quiver::ui
