// SPDX-License-Identifier: GPL-3.0-or-later
// Texts embedded by a service that is busy, broken, slow or wrong.
#include "embed/httpembedder.h"
#include "support/embeddingserver.h"
#include "support/testcertificates.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::embed;
using test::EmbeddingServer;
using Trouble = EmbeddingServer::Trouble;
using Cause = EmbedError::Cause;

namespace {

const QByteArray key = "sk-marked-key";

} // namespace

class tst_HttpEmbedder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<EmbeddingServer>(); }
    void embedsInBatchesInOrder();
    void takesWhatIsRightInAnotherShape_data();
    void takesWhatIsRightInAnotherShape();
    void triesAgain_data();
    void triesAgain();
    void givesUpWithTheReason_data();
    void givesUpWithTheReason();
    void findsTheTextThatIsRefused();
    void stopsWhereEveryTextIsRefused();
    void noticesAnotherModel();
    void endsAtOnceWhenCancelled_data();
    void endsAtOnceWhenCancelled();
    void trustsNobodyWithoutACertificate();

private:
    store::EmbeddingEndpoint endpoint() const
    {
        store::EmbeddingEndpoint made = store::EmbeddingEndpoint::create();
        made.url = m_server->url();
        made.model = u"m"_s;
        made.batchSize = 4;
        made.timeoutSeconds = 1;
        made.hasKey = true;
        return made;
    }
    static RetryPolicy quick() { return {.attempts = 4, .first = std::chrono::milliseconds(1), .cap = std::chrono::milliseconds(5), .longestWait = std::chrono::seconds(5)}; }
    static QStringList texts(int count)
    {
        QStringList made;
        for (int i = 0; i < count; ++i)
            made << u"text %1"_s.arg(i);
        return made;
    }
    static bool isRight(const Embeddings &made, const QStringList &texts)
    {
        for (qsizetype i = 0; i < texts.size(); ++i) {
            const auto row = made.row(i);
            if (std::vector<float>(row.begin(), row.end()) != EmbeddingServer::vectorOf(texts[i], made.dimensions) || !made.refusals[i].isEmpty())
                return false;
        }
        return made.refusals.size() == texts.size();
    }

    std::unique_ptr<EmbeddingServer> m_server;
};

void tst_HttpEmbedder::embedsInBatchesInOrder()
{
    HttpEmbedder embedder(endpoint(), key, quick());
    QVERIFY(!embedder.isRemote());
    QVERIFY(isRight(embedder.embed(texts(10), {}), texts(10)));
    QCOMPARE(embedder.dimensions(), 3);
    const auto requests = m_server->requests();
    QCOMPARE(requests.size(), 3);
    QCOMPARE(requests[2].texts, QStringList({u"text 8"_s, u"text 9"_s}));
    QCOMPARE(requests[0].path, "/v1/embeddings");
    QCOMPARE(requests[0].authorization, "Bearer " + key);
    QVERIFY(embedder.embed({}, {}).values.empty());
}

void tst_HttpEmbedder::takesWhatIsRightInAnotherShape_data()
{
    QTest::addColumn<Trouble>("trouble");
    QTest::newRow("another order") << Trouble::Backwards;
    QTest::newRow("base64") << Trouble::Base64;
}

void tst_HttpEmbedder::takesWhatIsRightInAnotherShape()
{
    QFETCH(Trouble, trouble);
    m_server->meetNext(trouble);
    QVERIFY(isRight(HttpEmbedder(endpoint(), {}, quick()).embed(texts(4), {}), texts(4)));
    QVERIFY(m_server->requests().first().authorization.isEmpty());
}

void tst_HttpEmbedder::triesAgain_data()
{
    QTest::addColumn<Trouble>("trouble");
    QTest::newRow("429") << Trouble::RateLimited;
    QTest::newRow("500") << Trouble::ServerError;
    QTest::newRow("cut within the answer") << Trouble::CutBody;
    QTest::newRow("reset") << Trouble::Reset;
}

void tst_HttpEmbedder::triesAgain()
{
    QFETCH(Trouble, trouble);
    m_server->meetNext(trouble, 3);
    HttpEmbedder embedder(endpoint(), key, quick());
    QStringList pauses;
    embedder.setPauseListener([&](const QString &words) { pauses << words; });
    QVERIFY(isRight(embedder.embed(texts(4), {}), texts(4)));
    // A request that met a closed connection without a byte may have been sent twice already.
    QVERIFY2(trouble == Trouble::Reset ? pauses.size() >= 1 : pauses.size() == 3, qPrintable(pauses.join(u'\n')));
    QVERIFY2(pauses.first().startsWith(u"m at http://127.0.0.1"_s) && pauses.first().contains(u"; again in "), qPrintable(pauses.first()));
}

void tst_HttpEmbedder::givesUpWithTheReason_data()
{
    QTest::addColumn<Trouble>("trouble");
    QTest::addColumn<int>("times");
    QTest::addColumn<Cause>("cause");
    QTest::addColumn<QString>("word");
    QTest::newRow("500 all the time") << Trouble::ServerError << 4 << Cause::Overloaded << u"asked 4 times"_s;
    QTest::newRow("silence") << Trouble::Silent << 2 << Cause::Overloaded << u"did not answer within 1 s"_s;
    QTest::newRow("429 for an hour") << Trouble::RateLimitedLong << 1 << Cause::Overloaded << u"3600 s"_s;
    QTest::newRow("no quota") << Trouble::NoQuota << 1 << Cause::Unauthorized << u"nothing left"_s;
    QTest::newRow("401") << Trouble::Unauthorized << 1 << Cause::Unauthorized << u"Incorrect API key"_s;
    QTest::newRow("404") << Trouble::NotFound << 1 << Cause::Settings << u"try pulling it"_s;
    QTest::newRow("redirect") << Trouble::Redirect << 1 << Cause::Settings << u"elsewhere.invalid"_s;
    QTest::newRow("bad JSON") << Trouble::BadJson << 1 << Cause::BadAnswer << u"no JSON"_s;
    QTest::newRow("missing index") << Trouble::MissingIndex << 1 << Cause::BadAnswer << u"index"_s;
    QTest::newRow("too few") << Trouble::TooFew << 1 << Cause::BadAnswer << u"3 vectors came back"_s;
    QTest::newRow("ragged") << Trouble::RaggedDimensions << 1 << Cause::Dimensions << u"3 and of 2"_s;
}

void tst_HttpEmbedder::givesUpWithTheReason()
{
    QFETCH(Trouble, trouble);
    QFETCH(int, times);
    QFETCH(Cause, cause);
    QFETCH(QString, word);
    m_server->meetNext(trouble, times);
    RetryPolicy policy = quick();
    policy.attempts = times > 1 ? times : policy.attempts;
    HttpEmbedder embedder(endpoint(), key, policy);
    try {
        embedder.embed(texts(4), {});
        QFAIL("it did not notice");
    } catch (const EmbedError &error) {
        QVERIFY2(error.message().contains(word), qPrintable(error.message()));
        QVERIFY2(!error.message().contains(QString::fromUtf8(key)), qPrintable(error.message()));
        QCOMPARE(error.cause(), cause);
    }
    QCOMPARE(m_server->requestCount(), times);
}

void tst_HttpEmbedder::findsTheTextThatIsRefused()
{
    m_server->refuseTextsWith(u"long"_s);
    HttpEmbedder embedder(endpoint(), key, quick());
    const Embeddings made = embedder.embed({u"a"_s, u"b"_s, u"long c"_s, u"d"_s, u"long e"_s, u"f"_s}, {});
    QCOMPARE(made.dimensions, 3);
    for (qsizetype i = 0; i < 6; ++i)
        QCOMPARE(made.refusals[i].contains(u"maximum context length"), i == 2 || i == 4);
    const auto row = made.row(3);
    QCOMPARE(std::vector<float>(row.begin(), row.end()), EmbeddingServer::vectorOf(u"d"_s, 3));
    m_server->meetNext(Trouble::NotANumber);
    QCOMPARE(embedder.embed({u"x"_s, u"y"_s}, {}).refusals.first().contains(u"NaN"), true);
}

void tst_HttpEmbedder::stopsWhereEveryTextIsRefused()
{
    m_server->refuseTextsWith(u"text"_s);
    store::EmbeddingEndpoint large = endpoint();
    large.batchSize = 1000;
    HttpEmbedder embedder(large, key, quick());
    try {
        embedder.embed(texts(1000), {});
        QFAIL("it did not notice");
    } catch (const EmbedError &error) {
        QCOMPARE(error.cause(), Cause::Refused);
        QVERIFY2(error.message().contains(u"one text after the other"), qPrintable(error.message()));
    }
    QVERIFY2(m_server->requestCount() < 16, qPrintable(QString::number(m_server->requestCount())));
    QVERIFY_THROWS_EXCEPTION(EmbedError, embedder.embed(texts(1), {})); // nor the next time
}

void tst_HttpEmbedder::noticesAnotherModel()
{
    HttpEmbedder embedder(endpoint(), key, quick());
    embedder.embed(texts(4), {});
    m_server->meetNext(Trouble::WrongDimensions);
    QVERIFY_THROWS_EXCEPTION(EmbedError, embedder.embed(texts(4), {}));
    store::EmbeddingEndpoint cut = endpoint();
    cut.dimensions = 2;
    QCOMPARE(HttpEmbedder(cut, key, quick()).embed(texts(1), {}).dimensions, 2);
    QCOMPARE(m_server->requests().last().dimensions, 2);
    m_server->meetNext(Trouble::WrongDimensions);
    QVERIFY_THROWS_EXCEPTION(EmbedError, HttpEmbedder(cut, key, quick()).embed(texts(1), {}));
}

void tst_HttpEmbedder::endsAtOnceWhenCancelled_data()
{
    QTest::addColumn<Trouble>("trouble");
    QTest::newRow("while it waits for an answer") << Trouble::Silent;
    QTest::newRow("while it waits for its turn") << Trouble::ServerError;
}

void tst_HttpEmbedder::endsAtOnceWhenCancelled()
{
    QFETCH(Trouble, trouble);
    m_server->meetNext(trouble, 100);
    store::EmbeddingEndpoint patient = endpoint();
    patient.timeoutSeconds = 60;
    HttpEmbedder embedder(patient, key, {.attempts = 50, .first = std::chrono::minutes(1), .cap = std::chrono::minutes(1)});
    std::stop_source stop;
    const bool pauses = trouble == Trouble::ServerError;
    if (pauses)
        embedder.setPauseListener([&](const QString &) { stop.request_stop(); });
    const std::jthread other([&] {
        while (!pauses && m_server->requestCount() == 0)
            std::this_thread::yield();
        if (!pauses)
            stop.request_stop();
    });
    QElapsedTimer timer;
    timer.start();
    QVERIFY_THROWS_EXCEPTION(core::Cancelled, embedder.embed(texts(1), stop.get_token()));
    QVERIFY(timer.elapsed() < 5000);
}

void tst_HttpEmbedder::trustsNobodyWithoutACertificate()
{
    test::TestCertificates certificates;
    certificates.make(u"server"_s, {.commonName = u"localhost"_s, .names = {u"DNS:localhost"_s}});
    m_server = std::make_unique<EmbeddingServer>(3, certificates.path(u"server.crt"_s), certificates.path(u"server.key"_s));
    try {
        HttpEmbedder(endpoint(), key, quick()).embed(texts(1), {});
        QFAIL("it did not notice");
    } catch (const EmbedError &error) {
        QCOMPARE(error.cause(), Cause::Unreachable);
        QVERIFY2(error.message().contains(u"not to be trusted"_s), qPrintable(error.message()));
    }
    QCOMPARE(m_server->requestCount(), 0);
}

QTEST_GUILESS_MAIN(tst_HttpEmbedder)
#include "tst_httpembedder.moc"
