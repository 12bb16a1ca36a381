// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointbook.h"

#include "await.h"
#include "embed/embedderstate.h"
#include "embed/httpembedder.h"
#include "store/paths.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

EndpointBook::EndpointBook() : m_workspace(store::Workspace::open(store::workspaceFile())) {}

QList<store::EmbeddingEndpoint> EndpointBook::all()
{
    return await(m_workspace->embeddingEndpoints());
}

store::EmbeddingEndpoint EndpointBook::find(const QString &name)
{
    QStringList names;
    for (const store::EmbeddingEndpoint &endpoint : all()) {
        if (endpoint.name == name)
            return endpoint;
        names << endpoint.name;
    }
    throw core::Error(names.isEmpty() ? u"there is no endpoint “%1”; see: quiverctl embed endpoint add"_s.arg(name)
                                      : u"there is no endpoint “%1”, but: %2"_s.arg(name, names.join(u", "_s)));
}

void EndpointBook::save(const store::EmbeddingEndpoint &endpoint)
{
    await(m_workspace->saveEmbeddingEndpoint(endpoint));
    await(m_workspace->flush());
}

void EndpointBook::remove(const store::EmbeddingEndpoint &endpoint)
{
    await(m_workspace->removeEmbeddingEndpoint(endpoint.id));
    await(m_workspace->flush());
    if (!endpoint.hasKey)
        return;
    try {
        if (const store::KeychainState state = await(m_secrets.availability()); !state.available)
            throw core::Error(state.reason);
        await(m_secrets.remove(endpoint.id, store::Secret::ApiKey));
    } catch (const core::Error &error) {
        printErrorLine(u"if its key is in the keychain, it is there still: %1. Remove it there: endpoint/%2/key, of Quiver."_s.arg(
            error.message(), endpoint.id.toString(QUuid::WithoutBraces)));
    }
}

void EndpointBook::keepKey(const store::EmbeddingEndpoint &endpoint, const QByteArray &key)
{
    try {
        if (const store::KeychainState state = await(m_secrets.availability()); !state.available)
            throw core::Error(state.reason);
        await(m_secrets.write(endpoint.id, key, store::Secret::ApiKey));
    } catch (const core::Error &error) {
        printErrorLine(u"the key was dropped, not stored: %1. It will be asked for each time, or taken from QUIVER_EMBEDDING_KEY."_s.arg(error.message()));
    }
}

QByteArray EndpointBook::keyOf(const store::EmbeddingEndpoint &endpoint)
{
    if (!endpoint.hasKey)
        return {};
    // The variable does not say whose key it is: it must not reach a host whose own key is known.
    if (await(m_secrets.availability()).available) {
        if (const auto kept = await(m_secrets.read(endpoint.id, store::Secret::ApiKey)))
            return *kept;
    }
    if (const QByteArray given = qgetenv("QUIVER_EMBEDDING_KEY"); !given.isEmpty())
        return given;
    return askPassword(u"Key for %1: "_s.arg(endpoint.name)).value_or(QByteArray()).trimmed();
}

std::shared_ptr<embed::TextEmbedder> EndpointBook::embedder(const QString &name)
{
    const store::EmbeddingEndpoint endpoint = find(name);
    return std::make_shared<embed::HttpEmbedder>(endpoint, keyOf(endpoint));
}

std::shared_ptr<embed::TextEmbedder> EndpointBook::embedder(const catalog::EmbedderState &state)
{
    if (const auto lexical = embed::lexicalIn(state))
        return lexical;
    const store::EmbeddingEndpoint endpoint = embed::wantedEndpoint(state, all());
    return std::make_shared<embed::HttpEmbedder>(endpoint, keyOf(endpoint));
}

} // namespace quiver::ctl
