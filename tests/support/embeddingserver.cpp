// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/embeddingserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <optional>

namespace quiver::test {

using namespace Qt::StringLiterals;
using Answer = EmbeddingServer::Answer;
using Trouble = EmbeddingServer::Trouble;

namespace {

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Answer openAiError(const QByteArray &status, const QString &message, const QString &code = {})
{
    return {status, {}, compact({{u"error"_s, QJsonObject{{u"message"_s, message}, {u"type"_s, u"invalid_request_error"_s}, {u"code"_s, code}}}})};
}

QJsonValue encoded(const std::vector<float> &values, bool base64)
{
    if (base64)
        return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(values.data()), qsizetype(values.size() * sizeof(float))).toBase64());
    QJsonArray array;
    for (const float value : values)
        array.append(double(value));
    return array;
}

Answer answerTo(const EmbeddingServer::Request &request, int dimensions, std::optional<Trouble> trouble)
{
    QJsonArray data;
    for (qsizetype i = 0; i < request.texts.size(); ++i) {
        const bool shorter = trouble == Trouble::WrongDimensions || (trouble == Trouble::RaggedDimensions && i == request.texts.size() - 1);
        const std::vector<float> values = EmbeddingServer::vectorOf(request.texts[i], shorter ? dimensions - 1 : dimensions);
        QJsonValue embedding = encoded(values, trouble == Trouble::Base64);
        if (i == 0 && (trouble == Trouble::NotANumber || trouble == Trouble::Zeros)) {
            QJsonArray array = embedding.toArray();
            for (qsizetype at = 0; at < array.size(); ++at)
                array[at] = trouble == Trouble::Zeros ? QJsonValue(0) : QJsonValue();
            embedding = array;
        }
        QJsonObject item{{u"object"_s, u"embedding"_s}, {u"embedding"_s, embedding}};
        if (trouble != Trouble::MissingIndex)
            item[u"index"_s] = trouble == Trouble::TwiceTheIndex ? 0 : int(i);
        if (trouble == Trouble::Backwards)
            data.prepend(item);
        else
            data.append(item);
    }
    if (trouble == Trouble::TooFew)
        data.removeLast();
    Answer answer;
    answer.body = compact({{u"object"_s, u"list"_s}, {u"data"_s, data}, {u"model"_s, QString::fromUtf8(request.model)}});
    if (trouble == Trouble::BadJson)
        answer.body = "<html>" + answer.body;
    if (trouble == Trouble::CutBody)
        answer.cutAt = answer.body.size() / 2;
    return answer;
}

Answer troubled(const EmbeddingServer::Request &request, int dimensions, Trouble trouble)
{
    switch (trouble) {
    case Trouble::RateLimited: {
        Answer answer = openAiError("429 Too Many Requests", u"Rate limit reached"_s, u"rate_limit_exceeded"_s);
        answer.headers = "Retry-After: 0\r\n";
        return answer;
    }
    case Trouble::RateLimitedLong: {
        Answer answer = openAiError("429 Too Many Requests", u"Rate limit reached"_s, u"rate_limit_exceeded"_s);
        answer.headers = "Retry-After: 3600\r\n";
        return answer;
    }
    case Trouble::NoQuota: return openAiError("429 Too Many Requests", u"You exceeded your current quota"_s, u"insufficient_quota"_s);
    case Trouble::ServerError: return openAiError("500 Internal Server Error", u"The server had an error"_s);
    case Trouble::Silent: return {.silent = true};
    case Trouble::Reset: return {.cutAt = 0};
    case Trouble::Unauthorized:
        return openAiError("401 Unauthorized", u"Incorrect API key provided: %1"_s.arg(QString::fromUtf8(request.authorization)), u"invalid_api_key"_s);
    case Trouble::NotFound: return {"404 Not Found", {}, "{\"error\":\"model \\\"x\\\" not found, try pulling it first\"}"};
    case Trouble::Redirect: return {"307 Temporary Redirect", "Location: https://elsewhere.invalid/v1/embeddings\r\n", {}};
    default: return answerTo(request, dimensions, trouble);
    }
}

} // namespace

/// Lives on the server's thread.
class EmbeddingServer::Listener final : public QTcpServer
{
public:
    Listener(EmbeddingServer &owner, const QString &certificate, const QString &key) : m_owner(owner), m_certificate(certificate), m_key(key)
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            }
        });
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        if (m_certificate.isEmpty()) {
            QTcpServer::incomingConnection(descriptor);
            return;
        }
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setLocalCertificate(m_certificate);
        QFile file(m_key);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the embedding server's key cannot be read");
        const QByteArray pem = file.readAll();
        const QSslKey rsa(pem, QSsl::Rsa);
        socket->setPrivateKey(rsa.isNull() ? QSslKey(pem, QSsl::Ec) : rsa);
        socket->startServerEncryption();
        addPendingConnection(socket);
    }

private:
    void read(QTcpSocket *socket)
    {
        QByteArray bytes = socket->property("bytes").toByteArray() + socket->readAll();
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        const QByteArray head = bytes.first(std::max<qsizetype>(end, 0));
        qsizetype length = 0;
        Request request;
        const QList<QByteArray> lines = head.split('\n');
        for (const QByteArray &line : lines) {
            const qsizetype colon = line.indexOf(':');
            const QByteArray name = line.first(std::max<qsizetype>(colon, 0)).toLower(), value = line.mid(colon + 1).trimmed();
            if (name == "content-length")
                length = value.toLongLong();
            else if (name == "authorization")
                request.authorization = value;
        }
        if (end < 0 || bytes.size() < end + 4 + length) {
            socket->setProperty("bytes", bytes);
            return;
        }
        socket->setProperty("bytes", bytes.mid(end + 4 + length));
        request.path = lines.first().split(' ').value(1);
        const QJsonObject body = QJsonDocument::fromJson(bytes.mid(end + 4, length)).object();
        for (const QJsonValue &text : body[u"input"].toArray())
            request.texts << text.toString();
        request.dimensions = body[u"dimensions"].toInt();
        request.model = body[u"model"].toString().toUtf8();
        const auto [answer, delay] = m_owner.decide(request);
        QTimer::singleShot(delay, socket, [socket, answer = answer] { send(socket, answer); });
    }
    static void send(QTcpSocket *socket, const Answer &answer)
    {
        if (answer.silent)
            return;
        if (answer.cutAt == 0) {
            socket->abort();
            return;
        }
        socket->write("HTTP/1.1 " + answer.status + "\r\nContent-Type: application/json\r\n" + answer.headers + "Content-Length: "
                      + QByteArray::number(answer.body.size()) + "\r\n\r\n" + (answer.cutAt < 0 ? answer.body : answer.body.first(answer.cutAt)));
        if (answer.cutAt > 0)
            socket->disconnectFromHost();
    }

    EmbeddingServer &m_owner;
    const QString m_certificate, m_key;
};

EmbeddingServer::EmbeddingServer(int dimensions, const QString &certificate, const QString &key) : m_speaksTls(!certificate.isEmpty())
{
    m_plan.dimensions = dimensions;
    m_listener = new Listener(*this, certificate, key);
    m_listener->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_listener, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(m_listener, [this] {
        if (!m_listener->listen(QHostAddress::LocalHost))
            qFatal("the embedding server cannot listen");
        m_port = m_listener->serverPort();
    }, Qt::BlockingQueuedConnection);
}

EmbeddingServer::~EmbeddingServer()
{
    m_thread.quit();
    m_thread.wait();
}

std::pair<Answer, int> EmbeddingServer::decide(const Request &request)
{
    const std::lock_guard lock(m_mutex);
    m_plan.requests << request;
    const int dimensions = request.dimensions > 0 ? request.dimensions : m_plan.dimensions;
    const auto isRefused = [this](const QString &text) { return !m_plan.refused.isEmpty() && text.contains(m_plan.refused); };
    if (!m_plan.troubles.isEmpty())
        return {troubled(request, dimensions, m_plan.troubles.takeFirst()), m_plan.delay};
    if (std::ranges::any_of(request.texts, isRefused))
        return {openAiError("400 Bad Request", u"This model's maximum context length is 8192 tokens"_s), m_plan.delay};
    return {answerTo(request, dimensions, {}), m_plan.delay};
}

void EmbeddingServer::meetNext(Trouble trouble, int times)
{
    const std::lock_guard lock(m_mutex);
    m_plan.troubles += QList<Trouble>(times, trouble);
}

void EmbeddingServer::refuseTextsWith(const QString &part)
{
    const std::lock_guard lock(m_mutex);
    m_plan.refused = part;
}

void EmbeddingServer::setDelay(int milliseconds)
{
    const std::lock_guard lock(m_mutex);
    m_plan.delay = milliseconds;
}

QList<EmbeddingServer::Request> EmbeddingServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_plan.requests;
}

int EmbeddingServer::requestCount() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_plan.requests.size());
}

std::vector<float> EmbeddingServer::vectorOf(const QString &text, int dimensions)
{
    // Exact in any format: eighths.
    std::vector<float> values;
    std::uint32_t state = 7;
    for (const QChar c : text)
        state = state * 31 + c.unicode();
    for (int i = 0; i < dimensions; ++i) {
        state = state * 1664525 + 1013904223;
        values.push_back(float(int(state >> 24) - 128) / 8 + 0.125F);
    }
    return values;
}

} // namespace quiver::test
