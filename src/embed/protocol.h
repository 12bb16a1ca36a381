// SPDX-License-Identifier: GPL-3.0-or-later
// POST /v1/embeddings in bytes: what is asked, what is answered, and what is wrong with an answer. Pure: no network needed.
//
// As OpenAI defines it (https://platform.openai.com/docs/api-reference/embeddings), and Ollama, llama.cpp, vLLM and others serve it.
#pragma once

#include "embed/textembedder.h"
#include "store/embeddingendpoint.h"

#include <QDateTime>
#include <QUrl>

namespace quiver::embed {

inline constexpr int maxBatchSize = 2048; ///< texts in a request that OpenAI takes

/// Why an endpoint cannot be used as it is, in sentences; empty: nothing is known against it.
QStringList problemsOf(const store::EmbeddingEndpoint &endpoint);

/// Where requests go: "/v1/embeddings" is added to a host alone, "/embeddings" to another path that does not end with it.
QUrl requestUrl(const QString &url);
/// "https://api.openai.com", "http://localhost:11434".
QString hostOf(const QString &url);
/// Whether texts that go there stay on this machine: localhost, 127.0.0.0/8, ::1.
bool isLocal(const QString &url);

QByteArray requestBody(const store::EmbeddingEndpoint &endpoint, const QStringList &texts);

/// Reads what was answered with status 200 to \p count texts, by "index" and not by place. A vector with NaN, infinity or nothing
/// but zeros is a refusal of its text. \throws EmbedError: BadAnswer, Dimensions
Embeddings readAnswer(const QByteArray &body, qsizetype count);

struct ErrorAnswer {
    QString message; ///< of the endpoint; else the body's beginning; may be empty
    QString code;    ///< "insufficient_quota"
};
/// {"error": {"message": ..}}, {"error": ".."}, {"message": ..}, {"detail": ..}, or any text.
ErrorAnswer readError(const QByteArray &body);

/// Seconds of a Retry-After header, which gives seconds or a date; -1: it says nothing that can be read.
qint64 retryAfter(const QByteArray &header, const QDateTime &now);

} // namespace quiver::embed
