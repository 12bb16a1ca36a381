// SPDX-License-Identifier: GPL-3.0-or-later
#include "embed/embedderstate.h"

#include "embed/lexicaltextembedder.h"
#include "embed/protocol.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace quiver::embed {

using namespace Qt::StringLiterals;

catalog::EmbedderState stateOf(const store::EmbeddingEndpoint &endpoint)
{
    QJsonObject json{{u"url"_s, endpoint.url}, {u"model"_s, endpoint.model}};
    if (endpoint.dimensions > 0)
        json[u"dimensions"_s] = endpoint.dimensions;
    return {u"http"_s, QJsonDocument(json).toJson(QJsonDocument::Compact)};
}

std::optional<store::EmbeddingEndpoint> endpointIn(const catalog::EmbedderState &state)
{
    const QJsonObject json = QJsonDocument::fromJson(state.state).object();
    store::EmbeddingEndpoint endpoint;
    endpoint.url = json[u"url"].toString();
    endpoint.model = json[u"model"].toString();
    endpoint.dimensions = json[u"dimensions"].toInt();
    if (state.kind != "http"_L1 || endpoint.url.isEmpty() || endpoint.model.isEmpty())
        return {};
    return endpoint;
}

std::optional<store::EmbeddingEndpoint> endpointFor(const catalog::EmbedderState &state, const QList<store::EmbeddingEndpoint> &known)
{
    const auto wanted = endpointIn(state);
    if (!wanted)
        return {};
    for (const store::EmbeddingEndpoint &endpoint : known) {
        if (requestUrl(endpoint.url) == requestUrl(wanted->url) && endpoint.model == wanted->model && endpoint.dimensions == wanted->dimensions)
            return endpoint;
    }
    return {};
}

store::EmbeddingEndpoint wantedEndpoint(const catalog::EmbedderState &state, const QList<store::EmbeddingEndpoint> &known)
{
    if (const auto found = endpointFor(state, known))
        return *found;
    const auto wanted = endpointIn(state);
    if (!wanted)
        throw EmbedError(EmbedError::Cause::Settings, u"the column was embedded by %1, which is not known here"_s.arg(nameOf(state)));
    const QString dimensions = wanted->dimensions > 0 ? u" --dimensions %1"_s.arg(wanted->dimensions) : QString();
    throw EmbedError(EmbedError::Cause::Settings,
                     u"the column was embedded by %1, and there is no endpoint for that here. Add it: quiverctl embed endpoint add NAME --endpoint %2 --model %3%4 "
                     "(with --key where it needs one)"_s.arg(nameOf(state), wanted->url, wanted->model, dimensions));
}

std::shared_ptr<TextEmbedder> lexicalIn(const catalog::EmbedderState &state)
{
    if (state.kind != "lexical"_L1)
        return nullptr;
    return std::make_shared<LexicalTextEmbedder>(vector::LexicalEmbedder::deserialise(state.state));
}

QString nameOf(const catalog::EmbedderState &state)
{
    if (state.kind == "lexical"_L1)
        return u"the lexical embedder"_s;
    if (const auto endpoint = endpointIn(state))
        return u"%1 at %2"_s.arg(endpoint->model, hostOf(endpoint->url));
    return u"an embedder of the kind “%1”"_s.arg(state.kind);
}

bool areAlike(const catalog::EmbedderState &a, const catalog::EmbedderState &b, int dimensions)
{
    if (a == b)
        return true;
    const auto one = endpointIn(a), other = endpointIn(b);
    const auto given = [dimensions](const store::EmbeddingEndpoint &endpoint) { return endpoint.dimensions > 0 ? endpoint.dimensions : dimensions; };
    return one && other && one->model == other->model && given(*one) == given(*other);
}

} // namespace quiver::embed
