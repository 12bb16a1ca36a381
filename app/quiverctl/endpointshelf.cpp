// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointshelf.h"

#include "await.h"
#include "embed/embedderstate.h"
#include "embed/httpembedder.h"
#include "store/paths.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

EndpointShelf::EndpointShelf() : m_workspace(store::Workspace::open(store::workspaceFile())), m_book(*m_workspace, m_secrets) {}

QList<store::EmbeddingEndpoint> EndpointShelf::all()
{
    return await(m_book.all());
}

store::EmbeddingEndpoint EndpointShelf::find(const QString &name)
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

void EndpointShelf::save(const store::EmbeddingEndpoint &endpoint, const QByteArray &key)
{
    const embed::SavedKey kept = await(m_book.save(endpoint, key));
    await(m_workspace->flush());
    if (!kept.unkept.isEmpty())
        printErrorLine(u"the key was dropped, not stored: %1. It will be asked for each time, or taken from QUIVER_EMBEDDING_KEY where the command names the endpoint."_s.arg(kept.unkept));
}

void EndpointShelf::remove(const store::EmbeddingEndpoint &endpoint)
{
    const QString left = await(m_book.remove(endpoint));
    await(m_workspace->flush());
    if (!left.isEmpty())
        printErrorLine(left);
}

QByteArray EndpointShelf::keyOf(const store::EmbeddingEndpoint &endpoint, const QByteArray &otherwise)
{
    const embed::EndpointKey kept = await(m_book.keyOf(endpoint));
    if (kept.value)
        return *kept.value;
    if (!otherwise.isEmpty())
        return otherwise;
    const QByteArray typed = askPassword(u"Key for %1: "_s.arg(endpoint.name)).value_or(QByteArray()).trimmed();
    if (typed.isEmpty())
        throw embed::EmbedError(embed::EmbedError::Cause::Unauthorized,
                                u"%1. Nothing was sent. Run it on a terminal, or set QUIVER_EMBEDDING_KEY and name the endpoint: --embedder %2"_s.arg(kept.reason, endpoint.name));
    return typed;
}

std::shared_ptr<embed::TextEmbedder> EndpointShelf::embedder(const QString &name)
{
    const store::EmbeddingEndpoint endpoint = find(name);
    return std::make_shared<embed::HttpEmbedder>(endpoint, keyOf(endpoint, qgetenv("QUIVER_EMBEDDING_KEY")));
}

std::shared_ptr<embed::TextEmbedder> EndpointShelf::embedder(const catalog::EmbedderState &state, const QString &named, int dimensions)
{
    if (!named.isEmpty()) {
        if (!embed::areAlike(embed::stateOf(find(named)), state, dimensions))
            throw core::Error(u"the column was embedded by %1, not by the endpoint “%2”: vectors of two models cannot be compared"_s.arg(embed::nameOf(state), named));
        return embedder(named);
    }
    if (const auto lexical = embed::lexicalIn(state))
        return lexical;
    const store::EmbeddingEndpoint endpoint = embed::wantedEndpoint(state, all());
    return std::make_shared<embed::HttpEmbedder>(endpoint, keyOf(endpoint, {}));
}

} // namespace quiver::ctl
