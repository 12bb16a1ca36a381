// SPDX-License-Identifier: GPL-3.0-or-later
#include "embed/protocol.h"

#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QtEndian>

#include <algorithm>
#include <cmath>

namespace quiver::embed {

using namespace Qt::StringLiterals;

namespace {

[[noreturn]] void badAnswer(const QString &what)
{
    throw EmbedError(EmbedError::Cause::BadAnswer, u"the endpoint's answer is not that of /v1/embeddings: %1"_s.arg(what));
}

/// Little-endian floats in base64, or an array of numbers. What is no number becomes NaN.
std::vector<float> readVector(const QJsonValue &value, qsizetype item)
{
    std::vector<float> row;
    if (value.isString()) {
        const auto decoded = QByteArray::fromBase64Encoding(value.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded || decoded.decoded.size() % qsizetype(sizeof(float)) != 0)
            badAnswer(u"item %1 has an embedding that is no base64 of floats"_s.arg(item));
        row.resize(std::size_t(decoded.decoded.size()) / sizeof(float));
        qFromLittleEndian<float>(decoded.decoded.constData(), qsizetype(row.size()), row.data());
        return row;
    }
    if (!value.isArray())
        badAnswer(u"item %1 has no \"embedding\""_s.arg(item));
    const QJsonArray numbers = value.toArray();
    row.reserve(std::size_t(numbers.size()));
    for (const QJsonValue &number : numbers)
        row.push_back(float(number.toDouble(std::nan(""))));
    return row;
}

QString refusalOf(const std::vector<float> &row)
{
    if (!std::ranges::all_of(row, [](float value) { return std::isfinite(value); }))
        return u"the endpoint answered with a vector that holds NaN, infinity or something that is no number"_s;
    if (std::ranges::all_of(row, [](float value) { return value == 0; }))
        return u"the endpoint answered with a vector of zeros"_s;
    return {};
}

} // namespace

QStringList problemsOf(const store::EmbeddingEndpoint &endpoint)
{
    QStringList problems;
    const QUrl url(endpoint.url, QUrl::StrictMode);
    if (endpoint.url.isEmpty())
        problems << u"The URL is missing: https://api.openai.com/v1, http://localhost:11434."_s;
    else if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
        problems << u"The URL has to begin with https:// or http:// and name a host."_s;
    else if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        problems << u"The URL takes no user, password or parameters: a key is kept in the keychain."_s;
    else if (endpoint.hasKey && url.scheme() == "http"_L1 && !isLocal(endpoint.url))
        problems << u"The key would go over the network unencrypted: the URL needs https://."_s;
    if (endpoint.model.trimmed().isEmpty())
        problems << u"The model is missing: text-embedding-3-small, nomic-embed-text."_s;
    if (endpoint.dimensions < 0 || endpoint.dimensions > 16'000)
        problems << u"Dimensions are from 1 to 16,000, or not asked for."_s;
    if (endpoint.batchSize < 1 || endpoint.batchSize > maxBatchSize)
        problems << u"A request takes from 1 to 2,048 texts."_s;
    if (endpoint.timeoutSeconds < 1 || endpoint.timeoutSeconds > 3600)
        problems << u"A request may take from 1 second to an hour."_s;
    return problems;
}

QUrl requestUrl(const QString &text)
{
    QUrl url(text.trimmed());
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.isEmpty())
        path = u"/v1/embeddings"_s;
    else if (!path.endsWith("/embeddings"_L1))
        path += u"/embeddings"_s;
    url.setPath(path);
    return url;
}

QString hostOf(const QString &url)
{
    return QUrl(url.trimmed()).toString(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

bool isLocal(const QString &url)
{
    const QString host = QUrl(url.trimmed()).host();
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) || QHostAddress(host).isLoopback();
}

QByteArray requestBody(const store::EmbeddingEndpoint &endpoint, const QStringList &texts)
{
    QJsonObject body{{u"model"_s, endpoint.model}, {u"input"_s, QJsonArray::fromStringList(texts)}, {u"encoding_format"_s, u"float"_s}};
    if (endpoint.dimensions > 0)
        body[u"dimensions"_s] = endpoint.dimensions;
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

Embeddings readAnswer(const QByteArray &body, qsizetype count)
{
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parsed);
    if (parsed.error != QJsonParseError::NoError)
        badAnswer(u"no JSON (%1 at byte %2)"_s.arg(parsed.errorString()).arg(parsed.offset));
    const QJsonValue list = document.object()[u"data"];
    if (!list.isArray())
        badAnswer(u"it has no list \"data\""_s);
    const QJsonArray data = list.toArray();
    if (data.size() != count)
        badAnswer(u"%1 texts were sent, %2 vectors came back"_s.arg(count).arg(data.size()));
    std::vector<std::vector<float>> rows(static_cast<std::size_t>(count));
    for (qsizetype item = 0; item < count; ++item) {
        const QJsonObject object = data[item].toObject();
        const int index = object[u"index"].toInt(-1);
        if (index < 0 || index >= count)
            badAnswer(u"item %1 has no \"index\" that says which text it belongs to"_s.arg(item));
        if (!rows[std::size_t(index)].empty())
            badAnswer(u"two items have the \"index\" %1"_s.arg(index));
        rows[std::size_t(index)] = readVector(object[u"embedding"], item);
        if (rows[std::size_t(index)].empty())
            badAnswer(u"item %1 has an empty embedding"_s.arg(item));
    }
    Embeddings made;
    made.dimensions = count > 0 ? int(rows.front().size()) : 0;
    for (const std::vector<float> &row : rows) {
        if (row.size() != std::size_t(made.dimensions)) {
            throw EmbedError(EmbedError::Cause::Dimensions, u"the endpoint answered with vectors of %1 and of %2 dimensions in one answer: they cannot be of one "
                                                            "model"_s.arg(made.dimensions).arg(row.size()));
        }
        made.refusals << refusalOf(row);
        made.values.insert(made.values.end(), row.begin(), row.end());
    }
    return made;
}

ErrorAnswer readError(const QByteArray &body)
{
    constexpr qsizetype most = 500;
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    ErrorAnswer answer;
    const QJsonValue error = object[u"error"];
    if (error.isObject()) {
        answer.message = error[u"message"].toString();
        answer.code = error[u"code"].toString(error[u"type"].toString());
    } else if (error.isString()) {
        answer.message = error.toString();
    } else if (object[u"message"].isString()) {
        answer.message = object[u"message"].toString();
    } else if (object[u"detail"].isString()) {
        answer.message = object[u"detail"].toString();
    }
    if (answer.message.isEmpty())
        answer.message = QString::fromUtf8(body.left(most * 4));
    answer.message = answer.message.simplified().left(most);
    return answer;
}

qint64 retryAfter(const QByteArray &header, const QDateTime &now)
{
    bool isNumber = false;
    const double seconds = header.trimmed().toDouble(&isNumber);
    if (isNumber)
        return seconds >= 0 && seconds < 1e9 ? qint64(std::ceil(seconds)) : -1;
    // RFC 9110: "Fri, 31 Dec 1999 23:59:59 GMT"
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(header.trimmed()), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    date.setTimeSpec(Qt::UTC);
    return date.isValid() ? std::max<qint64>(0, now.secsTo(date)) : -1;
}

} // namespace quiver::embed
