// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/passwordkeeper.h"

#include "store/error.h"

#include <QPromise>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

// Only whether there is a secret, never the secret.
QString rememberedKey(const QUuid &id)
{
    return u"connections/remembered/"_s + id.toString(QUuid::WithoutBraces);
}

QFuture<QByteArray> readyPassword(const QByteArray &password)
{
    QPromise<QByteArray> promise;
    promise.start();
    promise.addResult(password);
    promise.finish();
    return promise.future();
}

} // namespace

PasswordKeeper::PasswordKeeper(store::SecretStore &secrets, store::Workspace &workspace, QObject *parent)
    : QObject(parent), m_secrets(secrets), m_workspace(workspace)
{
    m_keychain.reason = tr("The keychain has not answered yet.");
}

void PasswordKeeper::refresh()
{
    m_secrets.availability().then(this, [this](const store::KeychainState &state) {
        if (m_keychain == state)
            return;
        m_keychain = state;
        Q_EMIT availabilityChanged();
    });
}

void PasswordKeeper::load(const QUuid &id)
{
    if (m_remembered.contains(id)) {
        Q_EMIT loaded(id);
        return;
    }
    m_workspace.value(rememberedKey(id))
        .then(this, [this, id](const QByteArray &value) {
            if (!m_remembered.contains(id))
                m_remembered.insert(id, value == "1");
            Q_EMIT loaded(id);
        })
        .onFailed(this, [this](const core::Error &error) { Q_EMIT failed(error.message()); });
}

QFuture<QByteArray> PasswordKeeper::password(const QUuid &id)
{
    if (const auto known = m_memory.constFind(id); known != m_memory.cend())
        return readyPassword(*known);
    if (!remembers(id))
        return readyPassword({});
    return m_secrets.read(id)
        .then(this, [this, id](const std::optional<QByteArray> &secret) {
            const QByteArray password = secret.value_or(QByteArray());
            if (!password.isEmpty())
                m_memory.insert(id, password);
            return password;
        })
        .onFailed(this, [this](const core::Error &error) {
            Q_EMIT failed(tr("The keychain did not give the password: %1").arg(error.message()));
            return QByteArray();
        });
}

void PasswordKeeper::keep(const QUuid &id, const QByteArray &password, bool remember)
{
    if (!password.isEmpty())
        m_memory.insert(id, password);
    const QByteArray known = m_memory.value(id);
    if (remember && m_keychain.available) {
        if (known.isEmpty() || (password.isEmpty() && remembers(id)))
            return;
        m_secrets.write(id, known)
            .then(this, [this, id] { setRemembered(id, true); })
            .onFailed(this, [this](const core::Error &error) {
                Q_EMIT failed(tr("The password was not stored, it is kept until Quiver ends: %1").arg(error.message()));
            });
    } else if (remembers(id)) {
        forget(id);
        if (!known.isEmpty())
            m_memory.insert(id, known);
    }
}

void PasswordKeeper::forget(const QUuid &id)
{
    m_memory.remove(id);
    if (!remembers(id))
        return;
    m_secrets.remove(id)
        .then(this, [this, id] { setRemembered(id, false); })
        .onFailed(this, [this](const core::Error &error) {
            Q_EMIT failed(tr("The password is still in the keychain: %1").arg(error.message()));
        });
}

void PasswordKeeper::setRemembered(const QUuid &id, bool remembered)
{
    m_remembered.insert(id, remembered);
    m_workspace.setValue(rememberedKey(id), remembered ? QByteArray("1") : QByteArray())
        .onFailed(this, [this](const core::Error &error) { Q_EMIT failed(error.message()); });
    Q_EMIT loaded(id);
}

} // namespace quiver::ui
