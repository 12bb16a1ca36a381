// SPDX-License-Identifier: GPL-3.0-or-later
#include "embed/endpointbook.h"

#include "core/reply.h"
#include "embed/protocol.h"
#include "store/secretstore.h"
#include "store/workspace.h"

#include <QPromise>

#include <memory>

namespace quiver::embed {

using namespace Qt::StringLiterals;
using store::Secret;

namespace {

/// What a chain of answers comes to, told once.
template<typename T>
class Answer
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

QFuture<QString> EndpointBook::save(const store::EmbeddingEndpoint &endpoint, const QByteArray &key)
{
    const Answer<QString> answer;
    const Failed unkept = [this, answer, endpoint, key](const std::exception_ptr &error) {
        m_unkept.insert(endpoint.id, key);
        answer.give(core::describe(error));
        Q_EMIT changed();
    };
    core::whenDone(m_workspace.saveEmbeddingEndpoint(endpoint), this,
                   [this, answer, endpoint, key, unkept] {
                       if (key.isEmpty()) {
                           answer.give({});
                           Q_EMIT changed();
                           return;
                       }
                       const auto kept = [this, answer, endpoint] {
                           m_unkept.remove(endpoint.id);
                           answer.give({});
                           Q_EMIT changed();
                       };
                       withKeychain([=, this] { core::whenDone(m_secrets.write(endpoint.id, key, Secret::ApiKey), this, kept, unkept); }, unkept);
                   },
                   [answer](const std::exception_ptr &error) { answer.fail(error); });
    return answer.future();
}

QFuture<QString> EndpointBook::remove(const store::EmbeddingEndpoint &endpoint)
{
    const Answer<QString> answer;
    const Failed left = [answer, endpoint](const std::exception_ptr &error) {
        answer.give(u"if its key is in the keychain, it is there still: %1. Remove it there: endpoint/%2/key, of Quiver."_s.arg(
            core::describe(error), endpoint.id.toString(QUuid::WithoutBraces)));
    };
    core::whenDone(m_workspace.removeEmbeddingEndpoint(endpoint.id), this,
                   [this, answer, endpoint, left] {
                       m_unkept.remove(endpoint.id);
                       Q_EMIT changed();
                       if (!endpoint.hasKey) {
                           answer.give({});
                           return;
                       }
                       withKeychain([=, this] { core::whenDone(m_secrets.remove(endpoint.id, Secret::ApiKey), this, [answer] { answer.give({}); }, left); }, left);
                   },
                   [answer](const std::exception_ptr &error) { answer.fail(error); });
    return answer.future();
}

QFuture<EndpointKey> EndpointBook::keyOf(const store::EmbeddingEndpoint &endpoint)
{
    const Answer<EndpointKey> answer;
    const QByteArray unkept = m_unkept.value(endpoint.id);
    if (!endpoint.hasKey || !unkept.isEmpty()) {
        answer.give({unkept, {}});
        return answer.future();
    }
    const auto found = [answer, endpoint](const std::optional<QByteArray> &key) {
        answer.give({key, key ? QString() : u"the keychain has no key of the endpoint “%1”"_s.arg(endpoint.name)});
    };
    const Failed failed = [answer, endpoint](const std::exception_ptr &error) {
        answer.give({{}, u"the key of the endpoint “%1” is not to be had: %2"_s.arg(endpoint.name, core::describe(error))});
    };
    withKeychain([=, this] { core::whenDone(m_secrets.read(endpoint.id, Secret::ApiKey), this, found, failed); }, failed);
    return answer.future();
}

} // namespace quiver::embed
