// SPDX-License-Identifier: GPL-3.0-or-later
// The endpoints for embeddings, the same as the window's, with their keys in the keychain. On the main thread; waits.
#pragma once

#include "embed/textembedder.h"
#include "store/secretstore.h"
#include "store/workspace.h"

#include <memory>

namespace quiver::ctl {

class EndpointBook
{
public:
    /// \throws store::Error where the workspace cannot be used
    EndpointBook();

    QList<store::EmbeddingEndpoint> all();
    /// \throws core::Error naming those that there are
    store::EmbeddingEndpoint find(const QString &name);
    void save(const store::EmbeddingEndpoint &endpoint);
    /// With its key, or says on standard error that it may be left, and why.
    void remove(const store::EmbeddingEndpoint &endpoint);

    /// In the keychain, or says on standard error that it was dropped, and why.
    void keepKey(const store::EmbeddingEndpoint &endpoint, const QByteArray &key);
    /// From the keychain, else the variable QUIVER_EMBEDDING_KEY, else asked for on the terminal; empty where the endpoint needs none.
    QByteArray keyOf(const store::EmbeddingEndpoint &endpoint);
    /// Ready to embed. \throws embed::EmbedError
    std::shared_ptr<embed::TextEmbedder> embedder(const QString &name);
    /// The one that \p state names. \throws embed::EmbedError where it is not known here
    std::shared_ptr<embed::TextEmbedder> embedder(const catalog::EmbedderState &state);

private:
    std::unique_ptr<store::Workspace> m_workspace;
    store::SecretStore m_secrets;
};

} // namespace quiver::ctl
