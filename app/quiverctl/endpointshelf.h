// SPDX-License-Identifier: GPL-3.0-or-later
// The endpoints for embeddings, the same as the window's, for commands: waits on the main thread, asks on the terminal.
#pragma once

#include "embed/endpointbook.h"
#include "embed/textembedder.h"
#include "store/secretstore.h"
#include "store/workspace.h"

#include <memory>

namespace quiver::ctl {

class EndpointShelf
{
public:
    /// \throws store::Error where the workspace cannot be used
    EndpointShelf();

    QList<store::EmbeddingEndpoint> all();
    /// \throws core::Error naming those that there are
    store::EmbeddingEndpoint find(const QString &name);
    /// With its key, or says on standard error that the key was dropped, and why.
    void save(const store::EmbeddingEndpoint &endpoint, const QByteArray &key);
    /// With its key, or says on standard error that it may be left, and why.
    void remove(const store::EmbeddingEndpoint &endpoint);

    /// The endpoint that the command line names, ready to embed. Its key is the keychain's, else the variable QUIVER_EMBEDDING_KEY's,
    /// else asked for on the terminal. \throws embed::EmbedError
    std::shared_ptr<embed::TextEmbedder> embedder(const QString &name);
    /// The one that \p state names, or where the command line names one, that. The variable does not say whose key it is, so it is
    /// not used for an endpoint that only the database names. \p dimensions: the column's; 0: any. \throws core::Error where it is not known here, or makes other vectors
    std::shared_ptr<embed::TextEmbedder> embedder(const catalog::EmbedderState &state, const QString &named = {}, int dimensions = 0);

private:
    /// Empty where the endpoint needs none. \throws embed::EmbedError where it is not to be had
    QByteArray keyOf(const store::EmbeddingEndpoint &endpoint, const QByteArray &otherwise);

    std::unique_ptr<store::Workspace> m_workspace;
    store::SecretStore m_secrets;
    embed::EndpointBook m_book;
};

} // namespace quiver::ctl
