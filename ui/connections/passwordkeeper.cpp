// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/passwordkeeper.h"

#include "core/reply.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

// Only whether there is a secret, never the secret.
QString rememberedKey(const QUuid &id)
{
    return u"connections/remembered/"_s + id.toString(QUuid::WithoutBraces);
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

void PasswordKeeper::load(const QUuid &id)
{
    if (m_remembered.contains(id)) {
        Q_EMIT loaded(id);
        return;
    }
    const auto take = [this, id](const QByteArray &value) {
        if (!m_remembered.contains(id))
            m_remembered.insert(id, value == "1");
        Q_EMIT loaded(id);
    };
    core::whenDone(m_workspace.value(rememberedKey(id)), this, take,
                   [this](const std::exception_ptr &error) { Q_EMIT failed(core::describe(error)); });
}

void PasswordKeeper::withPassword(const QUuid &id, std::function<void(const QByteArray &)> use)
{
    const auto known = m_memory.constFind(id);
    if (known != m_memory.cend() || !remembers(id)) {
        use(known != m_memory.cend() ? *known : QByteArray());
        return;
    }
    const auto take = [this, id, use](const std::optional<QByteArray> &secret) {
        const QByteArray password = secret.value_or(QByteArray());
        if (!password.isEmpty())
            m_memory.insert(id, password);
        use(password);
    };
    core::whenDone(m_secrets.read(id), this, take, [this, use](const std::exception_ptr &error) {
        Q_EMIT failed(tr("The keychain did not give the password: %1").arg(core::describe(error)));
        use({});
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
        core::whenDone(
            m_secrets.write(id, known), this, [this, id] { setRemembered(id, true); },
            [this](const std::exception_ptr &error) {
                Q_EMIT failed(tr("The password was not stored, it is kept until Quiver ends: %1")
                                  .arg(core::describe(error)));
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
    core::whenDone(
        m_secrets.remove(id), this, [this, id] { setRemembered(id, false); },
        [this](const std::exception_ptr &error) {
            Q_EMIT failed(tr("The password is still in the keychain: %1").arg(core::describe(error)));
        });
}

void PasswordKeeper::setRemembered(const QUuid &id, bool remembered)
{
    m_remembered.insert(id, remembered);
    core::whenFailed(m_workspace.setValue(rememberedKey(id), remembered ? QByteArray("1") : QByteArray()),
                     this, [this](const std::exception_ptr &error) { Q_EMIT failed(core::describe(error)); });
    Q_EMIT loaded(id);
}

} // namespace quiver::ui
