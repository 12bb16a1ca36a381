// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/passwordkeeper.h"

#include "core/reply.h"

#include <memory>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

// Only whether there is a secret, never the secret.
QString storedKey(const std::pair<QUuid, store::Secret> &key)
{
    const QString what = key.second == store::Secret::Password ? u"connections/remembered/"_s : u"connections/passphrase/"_s;
    return what + key.first.toString(QUuid::WithoutBraces);
}

const QString migratedKey = u"connections/passwordSources"_s;

// What is asked for each time is not stored, and neither is the passphrase beside it.
bool belongsInKeychain(const store::Profile &profile, store::Secret secret)
{
    if (secret == store::Secret::KeyPassphrase)
        return profile.passwordSource != store::PasswordSource::Ask;
    return profile.passwordSource == store::PasswordSource::Keychain;
}

} // namespace

PasswordKeeper::PasswordKeeper(store::SecretStore &secrets, store::Workspace &workspace, QObject *parent)
    : QObject(parent),
      m_secrets(secrets),
      m_workspace(workspace)
{
    m_keychain.reason = tr("The keychain has not answered yet.");
}

void PasswordKeeper::refresh()
{
    const auto take = [this](const store::KeychainState &state) {
        if (m_keychain == state)
            return;
        m_keychain = state;
        Q_EMIT availabilityChanged();
    };
    core::whenDone(m_secrets.availability(), this, take,
                   [this](const std::exception_ptr &error) { Q_EMIT failed(core::describe(error)); });
}

bool PasswordKeeper::knows(const QUuid &id, store::Secret secret) const
{
    return m_memory.contains({id, secret}) || m_stored.value({id, secret}, false);
}

void PasswordKeeper::load(const QUuid &id)
{
    ensureLoaded(id, [this, id] { Q_EMIT loaded(id); });
}

void PasswordKeeper::ensureLoaded(const QUuid &id, std::function<void()> then)
{
    loadFlag({id, store::Secret::Password},
             [this, id, then = std::move(then)] { loadFlag({id, store::Secret::KeyPassphrase}, then); });
}

void PasswordKeeper::loadFlag(const Key &key, std::function<void()> then)
{
    if (m_stored.contains(key)) {
        then();
        return;
    }
    const auto take = [this, key, then](const QByteArray &value) {
        if (!m_stored.contains(key))
            m_stored.insert(key, value == "1");
        then();
    };
    core::whenDone(m_workspace.value(storedKey(key)), this, take, [this, then](const std::exception_ptr &error) {
        Q_EMIT failed(core::describe(error));
        then();
    });
}

void PasswordKeeper::migrate(const QList<store::Profile> &profiles, std::function<void(const QList<store::Profile> &)> decided)
{
    const auto look = [this, profiles, decided](const QByteArray &done) {
        if (done == "1")
            return;
        auto changed = std::make_shared<QList<store::Profile>>();
        auto left = std::make_shared<qsizetype>(profiles.size());
        const auto end = [this, changed, decided] {
            core::whenFailed(m_workspace.setValue(migratedKey, "1"), this,
                             [this](const std::exception_ptr &error) { Q_EMIT failed(core::describe(error)); });
            if (!changed->isEmpty())
                decided(*changed);
        };
        if (profiles.isEmpty())
            end();
        for (const store::Profile &profile : profiles) {
            loadFlag({profile.id, store::Secret::Password}, [this, profile, changed, left, end] {
                if (profile.passwordSource == store::PasswordSource::Keychain && !m_stored.value({profile.id, store::Secret::Password})) {
                    store::Profile asking = profile;
                    asking.passwordSource = store::PasswordSource::Ask;
                    changed->append(asking);
                }
                if (--*left == 0)
                    end();
            });
        }
    };
    core::whenDone(m_workspace.value(migratedKey), this, look,
                   [this](const std::exception_ptr &error) { Q_EMIT failed(core::describe(error)); });
}

void PasswordKeeper::withSecrets(const store::Profile &profile, Use use)
{
    ensureLoaded(profile.id, [this, profile, use = std::move(use)] {
        const bool wanted = profile.passwordSource != store::PasswordSource::Elsewhere;
        readOne({profile.id, store::Secret::Password}, wanted, [this, id = profile.id, use](const QByteArray &password) {
            readOne({id, store::Secret::KeyPassphrase}, true,
                    [password, use](const QByteArray &passphrase) { use({password, passphrase}); });
        });
    });
}

void PasswordKeeper::readOne(const Key &key, bool allowed, std::function<void(const QByteArray &)> use)
{
    const auto known = m_memory.constFind(key);
    if (!allowed || known != m_memory.cend() || !m_stored.value(key, false)) {
        use(allowed && known != m_memory.cend() ? *known : QByteArray());
        return;
    }
    const auto take = [this, key, use](const std::optional<QByteArray> &secret) {
        if (!secret) // somebody removed it with another program
            setStored(key, false);
        use(secret.value_or(QByteArray()));
    };
    core::whenDone(m_secrets.read(key.first, key.second), this, take, [this, use](const std::exception_ptr &error) {
        Q_EMIT failed(tr("The keychain was not read: %1").arg(core::describe(error)));
        use({});
    });
}

void PasswordKeeper::keepInMemory(const QUuid &id, const profiles::ProfileSecrets &secrets)
{
    if (!secrets.password.isEmpty())
        m_memory.insert({id, store::Secret::Password}, secrets.password);
    if (!secrets.keyPassphrase.isEmpty())
        m_memory.insert({id, store::Secret::KeyPassphrase}, secrets.keyPassphrase);
}

void PasswordKeeper::dropFromMemory(const QUuid &id, store::Secret secret)
{
    m_memory.remove({id, secret});
}

void PasswordKeeper::keep(const store::Profile &profile, const profiles::ProfileSecrets &secrets)
{
    keepInMemory(profile.id, secrets);
    ensureLoaded(profile.id, [this, profile, secrets] {
        const auto each = [&](store::Secret secret, const QByteArray &value) {
            keepOne({profile.id, secret}, belongsInKeychain(profile, secret), value);
        };
        each(store::Secret::Password, secrets.password);
        each(store::Secret::KeyPassphrase, secrets.keyPassphrase);
    });
}

void PasswordKeeper::keepOne(const Key &key, bool wanted, const QByteArray &value)
{
    const QByteArray known = m_memory.value(key);
    if (!wanted) {
        if (m_stored.value(key, false))
            remove(key);
        return;
    }
    if (!m_keychain.available || known.isEmpty() || (value.isEmpty() && m_stored.value(key, false)))
        return;
    core::whenDone(
        m_secrets.write(key.first, known, key.second), this, [this, key] { setStored(key, true); },
        [this](const std::exception_ptr &error) {
            Q_EMIT failed(tr("The password was not stored, it is kept until Quiver ends: %1").arg(core::describe(error)));
        });
}

void PasswordKeeper::remove(const Key &key)
{
    core::whenDone(
        m_secrets.remove(key.first, key.second), this, [this, key] { setStored(key, false); },
        [this](const std::exception_ptr &error) {
            Q_EMIT failed(tr("The password is still in the keychain: %1").arg(core::describe(error)));
        });
}

void PasswordKeeper::forget(const QUuid &id)
{
    ensureLoaded(id, [this, id] {
        for (const store::Secret secret : {store::Secret::Password, store::Secret::KeyPassphrase}) {
            m_memory.remove({id, secret});
            if (m_stored.value({id, secret}, false))
                remove({id, secret});
        }
    });
}

void PasswordKeeper::setStored(const Key &key, bool stored)
{
    m_stored.insert(key, stored);
    core::whenFailed(m_workspace.setValue(storedKey(key), stored ? QByteArray("1") : QByteArray()), this,
                     [this](const std::exception_ptr &error) { Q_EMIT failed(core::describe(error)); });
    Q_EMIT loaded(key.first);
}

} // namespace quiver::ui
