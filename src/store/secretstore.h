// SPDX-License-Identifier: GPL-3.0-or-later
// Passwords in the system's keychain, and nowhere else: without a keychain nothing is kept, and this says so.
//
// Lives on a thread with an event loop; futures are fulfilled from it. Every call answers: at once where there is no
// keychain, at the latest when the patience is over. A failing future carries a store::Error (Keychain).
#pragma once

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QString>
#include <QUuid>

#include <chrono>
#include <optional>

namespace quiver::store {

/// What of a profile, or of an endpoint, is secret.
enum class Secret {
    Password,     ///< of the database user
    KeyPassphrase, ///< of the client certificate's key (sslpassword)
    ApiKey ///< of an endpoint for embeddings, by the endpoint's id
};

struct KeychainState {
    bool available = false;
    QString reason; ///< why not; empty when available
    bool operator==(const KeychainState &) const = default;
};

class SecretStore final : public QObject
{
    Q_OBJECT

public:
    /// \p service is the name that secrets are filed under. \p patience leaves the user time to unlock the keychain.
    explicit SecretStore(QString service = QStringLiteral("Quiver"),
                         std::chrono::milliseconds patience = std::chrono::minutes(2),
                         QObject *parent = nullptr);
    ~SecretStore() override;
    Q_DISABLE_COPY_MOVE(SecretStore)

    /// Whether secrets can be kept; asked anew each time, answered within 5 seconds.
    QFuture<KeychainState> availability();
    /// Nothing when none is kept for this profile, or when the user did not unlock the keychain: libsecret does not tell
    /// the two apart.
    QFuture<std::optional<QByteArray>> read(const QUuid &profileId, Secret secret = Secret::Password);
    QFuture<void> write(const QUuid &profileId, const QByteArray &value, Secret secret = Secret::Password);
    /// No error when there was none.
    QFuture<void> remove(const QUuid &profileId, Secret secret = Secret::Password);

private:
    QString m_service;
    std::chrono::milliseconds m_patience;
};

} // namespace quiver::store
