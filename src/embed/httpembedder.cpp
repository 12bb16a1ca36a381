// SPDX-License-Identifier: GPL-3.0-or-later
#include "embed/httpembedder.h"

#include "embed/embedderstate.h"


#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace quiver::embed {

using namespace Qt::StringLiterals;
using Failure = HttpAnswer::Failure;

namespace {

/// Texts that are refused one by one before any is accepted, until it is held to be the request's fault.
constexpr int refusalsAtFirst = 3;

void waitFor(std::chrono::milliseconds time, const std::stop_token &stop)
{
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, stop, time, [] { return false; });
    if (stop.stop_requested())
        throw core::Cancelled();
}

} // namespace

HttpEmbedder::HttpEmbedder(store::EmbeddingEndpoint endpoint, QByteArray key, RetryPolicy policy)
    : m_endpoint(std::move(endpoint)), m_key(std::move(key)), m_policy(policy), m_dimensions(m_endpoint.dimensions)
{
    if (const QStringList problems = problemsOf(m_endpoint); !problems.isEmpty())
        throw EmbedError(EmbedError::Cause::Settings, problems.join(u' '));
}

QString HttpEmbedder::name() const
{
    return u"%1 at %2"_s.arg(m_endpoint.model, hostOf(m_endpoint.url));
}

catalog::EmbedderState HttpEmbedder::state() const
{
    return stateOf(m_endpoint);
}

Embeddings HttpEmbedder::embed(const QStringList &texts, std::stop_token stop)
{
    Rows rows;
    Embeddings made;
    for (qsizetype at = 0; at < texts.size(); at += m_endpoint.batchSize)
        embedSome(texts.mid(at, m_endpoint.batchSize), rows, made.refusals, stop);
    made.dimensions = m_dimensions;
    made.values.resize(rows.size() * std::size_t(m_dimensions));
    for (std::size_t i = 0; i < rows.size(); ++i)
        std::ranges::copy(rows[i], made.values.begin() + std::ptrdiff_t(i * std::size_t(m_dimensions)));
    return made;
}

void HttpEmbedder::embedSome(const QStringList &texts, Rows &rows, QStringList &refusals, const std::stop_token &stop)
{
    const Reply reply = request(texts, stop);
    if (reply.refusal.isEmpty()) {
        m_accepted += texts.size();
        for (qsizetype i = 0; i < texts.size(); ++i) {
            const auto row = reply.embeddings.row(i);
            const QString &refusal = reply.embeddings.refusals[i];
            refusals << refusal;
            rows.push_back(refusal.isEmpty() ? std::vector<float>(row.begin(), row.end()) : std::vector<float>());
        }
    } else if (texts.size() == 1) {
        if (m_accepted == 0 && ++m_refusedAtFirst >= refusalsAtFirst)
            throw EmbedError(EmbedError::Cause::Refused, u"%1 refuses one text after the other: %2"_s.arg(name(), reply.refusal));
        refusals << reply.refusal;
        rows.emplace_back();
    } else {
        embedSome(texts.mid(0, texts.size() / 2), rows, refusals, stop);
        embedSome(texts.mid(texts.size() / 2), rows, refusals, stop);
    }
}

HttpEmbedder::Reply HttpEmbedder::request(const QStringList &texts, const std::stop_token &stop)
{
    const QByteArray body = requestBody(m_endpoint, texts);
    const QUrl url = requestUrl(m_endpoint.url);
    core::BackOff backOff(m_policy.first, m_policy.cap);
    const auto begun = std::chrono::steady_clock::now();
    for (int attempt = 1;; ++attempt) {
        if (stop.stop_requested())
            throw core::Cancelled();
        const HttpAnswer answer = m_client.post(url, body, m_key, std::chrono::seconds(m_endpoint.timeoutSeconds), stop);
        const QString trouble = passingTrouble(answer);
        if (trouble.isEmpty())
            return replyOf(answer, texts.size());
        if (attempt == m_policy.attempts) {
            const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun).count();
            throw EmbedError(answer.failure == Failure::Lost ? EmbedError::Cause::Unreachable : EmbedError::Cause::Overloaded,
                             u"%1 was asked %2 times within %3 s, at last: %4. Try again when it is well"_s.arg(name()).arg(attempt).arg(seconds).arg(trouble));
        }
        pause(answer, trouble, backOff, stop);
    }
}

HttpEmbedder::Reply HttpEmbedder::replyOf(const HttpAnswer &answer, qsizetype count)
{
    if (answer.failure != Failure::None)
        fail(answer);
    if (answer.status == 200) {
        Embeddings embeddings = readAnswer(answer.body, count);
        checkDimensions(embeddings.dimensions);
        return {std::move(embeddings), {}};
    }
    if (answer.status == 400 || answer.status == 413 || answer.status == 422)
        return {{}, words(answer)};
    fail(answer);
}

void HttpEmbedder::checkDimensions(int dimensions)
{
    if (m_dimensions == 0)
        m_dimensions = dimensions;
    if (dimensions == m_dimensions)
        return;
    throw EmbedError(EmbedError::Cause::Dimensions,
                     m_accepted == 0 ? u"%1 was asked for %2 dimensions and gave %3: the model cannot be cut off. Leave the dimensions away"_s.arg(name())
                                           .arg(m_dimensions).arg(dimensions)
                                     : u"%1 gave vectors of %2 dimensions before, and now of %3: it is not the same model any more"_s.arg(name())
                                           .arg(m_dimensions).arg(dimensions));
}

QString HttpEmbedder::passingTrouble(const HttpAnswer &answer) const
{
    switch (answer.failure) {
    case Failure::TimedOut: return u"it did not answer within %1 s"_s.arg(m_endpoint.timeoutSeconds);
    case Failure::Lost: return answer.reason;
    case Failure::None: break;
    default: return {};
    }
    const bool passes = answer.status == 408 || answer.status == 429 || (answer.status >= 500 && answer.status != 501 && answer.status != 505);
    // An account that has nothing left has no more in a minute.
    return passes && readError(answer.body).code != "insufficient_quota"_L1 ? words(answer) : QString();
}

void HttpEmbedder::pause(const HttpAnswer &answer, const QString &trouble, core::BackOff &backOff, const std::stop_token &stop) const
{
    std::chrono::milliseconds time = backOff.next();
    if (const qint64 asked = retryAfter(answer.retryAfter, QDateTime::currentDateTimeUtc()); asked >= 0) {
        if (std::chrono::seconds(asked) > m_policy.longestWait) {
            throw EmbedError(EmbedError::Cause::Overloaded, u"%1 asks to be left alone for %2 s (%3). Go on then"_s.arg(name()).arg(asked).arg(trouble));
        }
        time = std::max<std::chrono::milliseconds>(time, std::chrono::seconds(asked));
    }
    if (m_pauses)
        m_pauses(u"%1: %2; again in %3 s"_s.arg(name(), trouble).arg(double(time.count()) / 1000, 0, 'f', 1));
    waitFor(time, stop);
}

QString HttpEmbedder::words(const HttpAnswer &answer) const
{
    const QString message = withoutKey(readError(answer.body).message);
    return message.isEmpty() ? u"status %1"_s.arg(answer.status) : u"%1 (status %2)"_s.arg(message).arg(answer.status);
}

QString HttpEmbedder::withoutKey(QString text) const
{
    return m_key.isEmpty() ? text : text.replace(QString::fromUtf8(m_key), u"***"_s);
}

void HttpEmbedder::fail(const HttpAnswer &answer) const
{
    using Cause = EmbedError::Cause;
    const QString url = requestUrl(m_endpoint.url).toString();
    switch (answer.failure) {
    case Failure::NoHost: throw EmbedError(Cause::Unreachable, u"%1 cannot be reached: %2. See that the host is right"_s.arg(url, answer.reason));
    case Failure::Tls: throw EmbedError(Cause::Unreachable, u"%1 is not to be trusted: %2. Nothing was sent"_s.arg(url, answer.reason));
    case Failure::TooLarge: throw EmbedError(Cause::BadAnswer, u"%1 answered with more than 512 MB. Send fewer texts in a request"_s.arg(url));
    case Failure::None: break;
    default: throw EmbedError(Cause::Unreachable, u"%1 cannot be reached: %2"_s.arg(url, withoutKey(answer.reason)));
    }
    if (answer.status == 401 || answer.status == 403)
        throw EmbedError(Cause::Unauthorized, m_key.isEmpty() ? u"%1 wants a key: %2"_s.arg(url, words(answer)) : u"%1 does not take the key: %2"_s.arg(url, words(answer)));
    if (answer.status == 429 || answer.status == 402)
        throw EmbedError(Cause::Unauthorized, u"the account at %1 has nothing left: %2"_s.arg(hostOf(m_endpoint.url), words(answer)));
    if (answer.status == 404)
        throw EmbedError(Cause::Settings, u"%1 knows no such address, or no model %2: %3"_s.arg(url, m_endpoint.model, words(answer)));
    if (answer.status >= 300 && answer.status < 400)
        throw EmbedError(Cause::Settings, u"%1 has moved to %2: give that URL. Nothing was sent there"_s.arg(url, answer.location.isEmpty() ? u"another place"_s : answer.location));
    throw EmbedError(Cause::Refused, u"%1 refuses the request: %2"_s.arg(url, words(answer)));
}

} // namespace quiver::embed
