// SPDX-License-Identifier: GPL-3.0-or-later
// A service for embeddings on 127.0.0.1 with a thread of its own, which answers as OpenAI and Ollama do, and misbehaves on request.
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>
#include <QThread>

#include <mutex>
#include <vector>

namespace quiver::test {

/// Thread-safe.
class EmbeddingServer
{
public:
    enum class Trouble {
        RateLimited,    ///< 429, "Retry-After: 0"
        RateLimitedLong, ///< 429, "Retry-After: 3600"
        NoQuota,        ///< 429 with the code insufficient_quota
        ServerError,    ///< 500
        Silent,         ///< takes the request, answers nothing
        CutBody,        ///< closes in the middle of the answer
        Reset,          ///< closes without a byte
        WrongDimensions, ///< one less
        RaggedDimensions, ///< the last one has one less
        MissingIndex,
        TwiceTheIndex,
        TooFew,
        BadJson,
        NotANumber,     ///< null in the first vector
        Zeros,          ///< the first vector
        Unauthorized,   ///< 401, and echoes the key
        NotFound,       ///< 404 as Ollama words it
        Redirect,
        Backwards,      ///< a good answer in the wrong order
        Base64,         ///< a good answer in base64
    };
    struct Request {
        QByteArray path, authorization;
        QStringList texts;
        int dimensions = 0; ///< asked for
        QByteArray model;
    };

    /// With \p certificate and \p key, which are files, it speaks TLS.
    explicit EmbeddingServer(int dimensions = 3, const QString &certificate = {}, const QString &key = {});
    ~EmbeddingServer();
    EmbeddingServer(const EmbeddingServer &) = delete;
    EmbeddingServer &operator=(const EmbeddingServer &) = delete;

    QString url() const { return (m_speaksTls ? QStringLiteral("https://localhost:%1") : QStringLiteral("http://127.0.0.1:%1")).arg(m_port); }
    /// Meets the next \p times requests, after those that are arranged already.
    void meetNext(Trouble trouble, int times = 1);
    /// A request with such a text is answered with 400, as for one that is too long.
    void refuseTextsWith(const QString &part);
    /// Milliseconds before each answer.
    void setDelay(int milliseconds);
    QList<Request> requests() const;
    int requestCount() const;

    /// What a text's vector is.
    static std::vector<float> vectorOf(const QString &text, int dimensions);

    struct Answer {
        QByteArray status = "200 OK";
        QByteArray headers;
        QByteArray body;
        qsizetype cutAt = -1; ///< bytes of the body after which the connection is closed
        bool silent = false;
    };

private:
    class Listener;
    std::pair<Answer, int> decide(const Request &request); ///< with milliseconds to wait
    struct Plan {
        int dimensions = 3, delay = 0;
        QList<Trouble> troubles;
        QString refused;
        QList<Request> requests;
    };
    mutable std::mutex m_mutex;
    Plan m_plan; ///< guarded by m_mutex
    QThread m_thread;
    Listener *m_listener = nullptr; ///< lives on m_thread and ends with it
    int m_port = 0;
    const bool m_speaksTls;
};

} // namespace quiver::test
