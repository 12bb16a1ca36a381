// SPDX-License-Identifier: GPL-3.0-or-later
// Embeds texts by a service behind POST /v1/embeddings: in batches, again after a while where it is busy or gone.
//
// A request that is refused because of a text in it is halved until that text is found; the others get their vectors.
#pragma once

#include "core/backoff.h"
#include "embed/httpclient.h"
#include "embed/protocol.h"

namespace quiver::embed {

/// How often a request is sent that met 408, 429, 5xx, or a connection that broke.
struct RetryPolicy {
    int attempts = 6;
    std::chrono::milliseconds first{500}; ///< pause after the first attempt; doubles
    std::chrono::milliseconds cap{20'000};
    std::chrono::seconds longestWait{120}; ///< that the service may ask for by Retry-After
};

class HttpEmbedder final : public TextEmbedder
{
public:
    /// \p key may be empty. \throws EmbedError (Settings) where problemsOf() finds some
    HttpEmbedder(store::EmbeddingEndpoint endpoint, QByteArray key, RetryPolicy policy = {});

    QString name() const override;
    bool isRemote() const override { return !isLocal(m_endpoint.url); }
    int dimensions() const override { return m_dimensions; }
    int batchSize() const override { return m_endpoint.batchSize; }
    catalog::EmbedderState state() const override;
    Embeddings embed(const QStringList &texts, std::stop_token stop) override;
    void setPauseListener(std::function<void(const QString &)> listener) override { m_pauses = std::move(listener); }

private:
    /// One request's end: vectors, or why it was refused because of what is in it.
    struct Reply {
        Embeddings embeddings;
        QString refusal;
    };
    using Rows = std::vector<std::vector<float>>;
    void embedSome(const QStringList &texts, Rows &rows, QStringList &refusals, const std::stop_token &stop);
    Reply request(const QStringList &texts, const std::stop_token &stop);
    Reply replyOf(const HttpAnswer &answer, qsizetype count);
    void checkDimensions(int dimensions);
    /// Empty: it is of no use to try again.
    QString passingTrouble(const HttpAnswer &answer) const;
    void pause(const HttpAnswer &answer, const QString &trouble, core::BackOff &backOff, const std::stop_token &stop) const;
    QString words(const HttpAnswer &answer) const;
    [[noreturn]] void fail(const HttpAnswer &answer) const;
    QString withoutKey(QString text) const;

    const store::EmbeddingEndpoint m_endpoint;
    const QByteArray m_key;
    const RetryPolicy m_policy;
    std::function<void(const QString &)> m_pauses;
    HttpClient m_client;
    int m_dimensions = 0;
    qint64 m_accepted = 0;       ///< texts
    int m_refusedAtFirst = 0;    ///< texts, before any was accepted
};

} // namespace quiver::embed
