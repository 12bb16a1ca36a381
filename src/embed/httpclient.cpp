// SPDX-License-Identifier: GPL-3.0-or-later
#include "embed/httpclient.h"

#include "core/error.h"

#include <QFuture>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPromise>
#include <QTimer>

namespace quiver::embed {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestAnswer = 512LL * 1024 * 1024; // 2,048 texts in 4,096 dimensions are some 170 MB of JSON

HttpAnswer::Failure failureOf(QNetworkReply::NetworkError error)
{
    using Failure = HttpAnswer::Failure;
    switch (error) {
    case QNetworkReply::NoError: return Failure::None;
    case QNetworkReply::HostNotFoundError: return Failure::NoHost;
    case QNetworkReply::SslHandshakeFailedError: return Failure::Tls;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError: return Failure::TimedOut;
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError: return Failure::Lost;
    default: break;
    }
    // From 201 on they stand for statuses, which are answers.
    return error >= QNetworkReply::ContentAccessDenied ? Failure::None : Failure::Other;
}

} // namespace

/// Its functions are called on the network's thread.
class HttpClient::Worker final : public QObject
{
public:
    void post(const QNetworkRequest &request, const QByteArray &body, std::chrono::seconds patience, const std::shared_ptr<QPromise<HttpAnswer>> &promise)
    {
        if (!m_manager)
            m_manager = new QNetworkAccessManager(this);
        m_reply = m_manager->post(request, body);
        m_tooLarge = false;
        auto *timer = new QTimer(m_reply);
        timer->setSingleShot(true);
        connect(timer, &QTimer::timeout, this, &Worker::abort);
        timer->start(patience);
        connect(m_reply, &QNetworkReply::downloadProgress, this, [this](qint64 received) {
            if (received > largestAnswer) {
                m_tooLarge = true;
                abort();
            }
        });
        connect(m_reply, &QNetworkReply::finished, this, [this, promise] {
            promise->addResult(answer());
            promise->finish();
            std::exchange(m_reply, nullptr)->deleteLater();
        });
    }
    void abort()
    {
        if (m_reply)
            m_reply->abort();
    }

private:
    HttpAnswer answer()
    {
        HttpAnswer answer;
        answer.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.failure = m_tooLarge ? HttpAnswer::Failure::TooLarge : failureOf(m_reply->error());
        if (answer.failure == HttpAnswer::Failure::None && answer.status == 0)
            answer.failure = HttpAnswer::Failure::Other;
        if (answer.failure != HttpAnswer::Failure::None)
            answer.reason = m_reply->errorString();
        answer.body = m_reply->isOpen() ? m_reply->readAll() : QByteArray();
        answer.retryAfter = m_reply->rawHeader("Retry-After");
        answer.location = m_reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl().toString();
        return answer;
    }

    QNetworkAccessManager *m_manager = nullptr;
    QNetworkReply *m_reply = nullptr; // under way
    bool m_tooLarge = false;
};

HttpClient::HttpClient() : m_worker(new Worker)
{
    m_thread.setObjectName(u"quiver-http"_s);
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

HttpClient::~HttpClient()
{
    m_thread.quit();
    m_thread.wait();
}

HttpAnswer HttpClient::post(const QUrl &url, const QByteArray &body, const QByteArray &key, std::chrono::seconds patience, std::stop_token stop)
{
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Quiver"_s);
    request.setRawHeader("Accept", "application/json");
    if (!key.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + key);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    const auto promise = std::make_shared<QPromise<HttpAnswer>>();
    promise->start();
    QFuture<HttpAnswer> future = promise->future();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, request, body, patience, promise] { worker->post(request, body, patience, promise); });
    {
        const std::stop_callback cancel(stop, [worker = m_worker] { QMetaObject::invokeMethod(worker, &Worker::abort); });
        future.waitForFinished();
    }
    if (stop.stop_requested())
        throw core::Cancelled();
    return future.result();
}

} // namespace quiver::embed
