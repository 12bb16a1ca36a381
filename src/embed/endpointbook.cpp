// SPDX-License-Identifier: GPL-3.0-or-later
#include "embed/endpointbook.h"

#include "core/reply.h"
#include "embed/protocol.h"
#include "store/secretstore.h"
#include "store/workspace.h"

#include <QPromise>

#include <algorithm>
#include <memory>

namespace quiver::embed {

using namespace Qt::StringLiterals;
using store::Secret;

/// What a chain of answers comes to, told once.
template<typename T>
class EndpointBook::Answer
{
public:
    Answer() { m_promise->start(); }
    QFuture<T> future() const { return m_promise->future(); }
    void give(const T &value) const
    {
        m_promise->addResult(value);
        m_promise->finish();
    }
    void fail(const std::exception_ptr &error) const
    {
        m_promise->setException(error);
        m_promise->finish();
    }

private:
    std::shared_ptr<QPromise<T>> m_promise = std::make_shared<QPromise<T>>();
};

namespace {

// A key is kept together with the host that it was given for, and given out for no other, however the endpoint was changed and
// whatever the keychain did not take.
QByteArray withHost(const QByteArray &key, const store::EmbeddingEndpoint &endpoint)
{
    return hostOf(endpoint.url).toUtf8() + '\n' + key;
}

/// No value: there is none in \p sealed for the endpoint's host.
std::optional<QByteArray> keyFor(const store::EmbeddingEndpoint &endpoint, const QByteArray &sealed)
{
    const QByteArray host = withHost({}, endpoint);
    return sealed.size() > host.size() && sealed.startsWith(host) ? std::optional(sealed.sliced(host.size())) : std::nullopt;
}

} // namespace

EndpointBook::EndpointBook(store::Workspace &workspace, store::SecretStore &secrets, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_secrets(secrets)
{
}

QFuture<QList<store::EmbeddingEndpoint>> EndpointBook::all()
{
    return m_workspace.embeddingEndpoints();
}

QStringList EndpointBook::problemsOf(const store::EmbeddingEndpoint &endpoint, const QList<store::EmbeddingEndpoint> &known)
{
    QStringList problems;
    if (endpoint.name.trimmed().isEmpty())
        problems << u"A name is missing."_s;
    else if (endpoint.name == lexicalName)
        problems << u"“%1” is the name of the embedder that needs no endpoint; choose another."_s.arg(lexicalName);
    for (const store::EmbeddingEndpoint &each : known) {
        if (each.name == endpoint.name && each.id != endpoint.id)
            problems << u"There is an endpoint “%1” already; remove it first, or choose another name."_s.arg(endpoint.name);
    }
    return problems + embed::problemsOf(endpoint);
}

void EndpointBook::withKeychain(std::function<void()> use, Failed failed)
{
    core::whenDone(m_secrets.availability(), this,
                   [use = std::move(use), failed](const store::KeychainState &state) {
                       if (state.available)
                           use();
                       else
                           failed(std::make_exception_ptr(core::Error(state.reason)));
                   },
                   failed);
}

QFuture<SavedKey> EndpointBook::save(const store::EmbeddingEndpoint &endpoint, const QByteArray &key)
{
    const Answer<SavedKey> answer;
    const Failed failed = [answer](const std::exception_ptr &error) { answer.fail(error); };
    core::whenDone(m_workspace.embeddingEndpoints(), this,
                   [=, this](const QList<store::EmbeddingEndpoint> &known) {
                       const bool hadKey = std::ranges::any_of(known, [&](const store::EmbeddingEndpoint &each) { return each.id == endpoint.id && each.hasKey; });
                       const auto write = [=, this](const QString &left) {
                           core::whenDone(m_workspace.saveEmbeddingEndpoint(endpoint), this, [=, this] { keep(endpoint, key, left, answer); }, failed);
                       };
                       const bool wasUnkept = m_unkept.contains(endpoint.id); // the keychain has none then
                       if (endpoint.hasKey || !hadKey)
                           write({});
                       else
                           dropKey(endpoint, [write, wasUnkept](const QString &left) { write(wasUnkept ? QString() : left); });
                   },
                   failed);
    return answer.future();
}

/// The last part of save(): the endpoint is in the workspace, its key is not kept yet.
void EndpointBook::keep(const store::EmbeddingEndpoint &endpoint, const QByteArray &key, const QString &left, const Answer<SavedKey> &answer)
{
    const auto saved = [this, answer, left](const QString &unkept) {
        answer.give({unkept, left});
        Q_EMIT changed();
    };
    if (key.isEmpty() || !endpoint.hasKey) {
        saved({});
        return;
    }
    const QByteArray sealed = withHost(key, endpoint);
    const auto kept = [this, endpoint, saved] {
        m_unkept.remove(endpoint.id);
        saved({});
    };
    const Failed unkept = [this, endpoint, sealed, saved](const std::exception_ptr &error) {
        m_unkept.insert(endpoint.id, sealed);
        saved(core::describe(error));
    };
    withKeychain([=, this] { core::whenDone(m_secrets.write(endpoint.id, sealed, Secret::ApiKey), this, kept, unkept); }, unkept);
}

/// Forgets the endpoint's key, here and in the keychain. \p then is told why it may be left there; empty: it is not.
void EndpointBook::dropKey(const store::EmbeddingEndpoint &endpoint, const std::function<void(const QString &)> &then)
{
    m_unkept.remove(endpoint.id);
    const Failed failed = [then, endpoint](const std::exception_ptr &error) {
        then(u"if its key is in the keychain, it is there still: %1. Remove it there: endpoint/%2/key, of Quiver."_s.arg(
            core::describe(error), endpoint.id.toString(QUuid::WithoutBraces)));
    };
    withKeychain([=, this] { core::whenDone(m_secrets.remove(endpoint.id, Secret::ApiKey), this, [then] { then({}); }, failed); }, failed);
}

QFuture<QString> EndpointBook::remove(const store::EmbeddingEndpoint &endpoint)
{
    const Answer<QString> answer;
    core::whenDone(m_workspace.removeEmbeddingEndpoint(endpoint.id), this,
                   [this, answer, endpoint] {
                       Q_EMIT changed();
                       // Also where it should have none. Without a keychain that is not worth a word: save() told what it left.
                       dropKey(endpoint, [answer, endpoint](const QString &left) { answer.give(endpoint.hasKey ? left : QString()); });
                   },
                   [answer](const std::exception_ptr &error) { answer.fail(error); });
    return answer.future();
}

QFuture<EndpointKey> EndpointBook::keyOf(const store::EmbeddingEndpoint &endpoint)
{
    const Answer<EndpointKey> answer;
    if (!endpoint.hasKey) {
        answer.give({QByteArray(), {}});
        return answer.future();
    }
    if (const auto key = keyFor(endpoint, m_unkept.value(endpoint.id))) {
        answer.give({key, {}});
        return answer.future();
    }
    const auto found = [answer, endpoint](const std::optional<QByteArray> &sealed) {
        const auto key = keyFor(endpoint, sealed.value_or(QByteArray()));
        answer.give({key, key      ? QString()
                          : sealed ? u"the key of the endpoint “%1” that the keychain has was not given for %2"_s.arg(endpoint.name, hostOf(endpoint.url))
                                   : u"the keychain has no key of the endpoint “%1”"_s.arg(endpoint.name)});
    };
    const Failed failed = [answer, endpoint](const std::exception_ptr &error) {
        answer.give({{}, u"the key of the endpoint “%1” is not to be had: %2"_s.arg(endpoint.name, core::describe(error))});
    };
    withKeychain([=, this] { core::whenDone(m_secrets.read(endpoint.id, Secret::ApiKey), this, found, failed); }, failed);
    return answer.future();
}

} // namespace quiver::embed
