// SPDX-License-Identifier: GPL-3.0-or-later
// One POST at a time over HTTP, for a thread that may block: the network lives on a thread of this object's own.
#pragma once

#include <QByteArray>
#include <QString>
#include <QThread>
#include <QUrl>

#include <chrono>
#include <memory>
#include <stop_token>

namespace quiver::embed {

struct HttpAnswer {
    enum class Failure {
        None,     ///< there is a status, whatever it is
        TimedOut, ///< no whole answer in time
        Lost,     ///< refused, reset, closed within the answer: may be better next time
        NoHost,   ///< its name is not known
        Tls,      ///< the certificate, or the handshake
        TooLarge, ///< more than an answer can be
        Other,
    };
    Failure failure = Failure::None;
    QString reason; ///< of a failure
    int status = 0;
    QByteArray body;
    QByteArray retryAfter; ///< the header
    QString location;      ///< of a redirect, which is not followed: the key would go along
};

class HttpClient
{
public:
    HttpClient();
    ~HttpClient();
    Q_DISABLE_COPY_MOVE(HttpClient)

    /// Sends JSON. An empty \p key sends none. Certificates are verified, redirects are not followed. \throws core::Cancelled
    HttpAnswer post(const QUrl &url, const QByteArray &body, const QByteArray &key, std::chrono::seconds patience, std::stop_token stop);

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker; ///< lives on m_thread and ends with it
};

} // namespace quiver::embed
