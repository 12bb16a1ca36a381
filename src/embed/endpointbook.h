// SPDX-License-Identifier: GPL-3.0-or-later
// The user's endpoints for embeddings: in the workspace, with their keys in the keychain and nowhere else.
//
// Lives on a thread with an event loop; futures are fulfilled from it. A failing future carries a core::Error.
#pragma once

#include "store/embeddingendpoint.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QStringList>

#include <functional>
#include <optional>

namespace quiver::store {
class SecretStore;
class Workspace;
}

namespace quiver::embed {

/// The name that stands for the embedder which needs no endpoint.
inline const QString lexicalName = QStringLiteral("lexical");

struct EndpointKey {
    std::optional<QByteArray> value; ///< empty where the endpoint needs none
    QString reason;                  ///< why there is no value
};

/// What became of keys when an endpoint was saved.
struct SavedKey {
    QString unkept; ///< why the keychain did not take the key; empty: it did, or there was none
    QString left;   ///< why the key that the endpoint had and needs no more may be left in the keychain; empty: it is not
};

class EndpointBook final : public QObject
{
    Q_OBJECT

public:
    EndpointBook(store::Workspace &workspace, store::SecretStore &secrets, QObject *parent = nullptr);

    /// By name.
    QFuture<QList<store::EmbeddingEndpoint>> all();
    /// Why \p endpoint cannot be kept beside \p known, in sentences: an address or a model that cannot be right, a name that is
    /// taken. One of \p known with its id is the one that it replaces. Empty: nothing is known against it.
    static QStringList problemsOf(const store::EmbeddingEndpoint &endpoint, const QList<store::EmbeddingEndpoint> &known);
    /// Adds or replaces it. A \p key that is not empty goes into the keychain, with the host of its URL; where that takes none, it is
    /// known to this object only. An endpoint that needs a key no more loses the one that it had.
    QFuture<SavedKey> save(const store::EmbeddingEndpoint &endpoint, const QByteArray &key);
    /// \returns why its key may be left in the keychain; empty: it is not
    QFuture<QString> remove(const store::EmbeddingEndpoint &endpoint);
    /// Never one that was given for another host than that of its URL.
    QFuture<EndpointKey> keyOf(const store::EmbeddingEndpoint &endpoint);

Q_SIGNALS:
    /// save() or remove() has changed which endpoints there are.
    void changed();

private:
    using Failed = std::function<void(const std::exception_ptr &)>;
    template<typename T>
    class Answer;
    /// Calls \p use, or \p failed with the reason why there is no keychain.
    void withKeychain(std::function<void()> use, Failed failed);

    void keep(const store::EmbeddingEndpoint &endpoint, const QByteArray &key, const QString &left, const Answer<SavedKey> &answer);
    void dropKey(const store::EmbeddingEndpoint &endpoint, const std::function<void(const QString &)> &then);

    store::Workspace &m_workspace;
    store::SecretStore &m_secrets;
    QHash<QUuid, QByteArray> m_unkept; ///< keys that the keychain did not take, each with its host
};

} // namespace quiver::embed
