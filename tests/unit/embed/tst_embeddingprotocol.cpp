// SPDX-License-Identifier: GPL-3.0-or-later
// POST /v1/embeddings in bytes: where it goes, what is asked, what is taken for an answer.
#include "embed/embedderstate.h"
#include "embed/protocol.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::embed;

class tst_EmbeddingProtocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheAddress_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected");
        QTest::newRow("host") << u"https://api.openai.com"_s << u"https://api.openai.com/v1/embeddings"_s;
        QTest::newRow("slash") << u" http://localhost:11434/ "_s << u"http://localhost:11434/v1/embeddings"_s;
        QTest::newRow("version") << u"https://api.openai.com/v1/"_s << u"https://api.openai.com/v1/embeddings"_s;
        QTest::newRow("whole") << u"https://host/openai/v1/embeddings"_s << u"https://host/openai/v1/embeddings"_s;
        QTest::newRow("other path") << u"https://host/api/v3"_s << u"https://host/api/v3/embeddings"_s;
    }
    void findsTheAddress()
    {
        QFETCH(QString, url);
        QTEST(requestUrl(url).toString(), "expected");
    }

    void refusesWhatCannotBeRight_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("hasKey");
        QTest::addColumn<QString>("word");
        QTest::newRow("good") << u"https://api.openai.com/v1"_s << true << QString();
        QTest::newRow("this machine") << u"http://127.0.0.1:11434"_s << true << QString();
        QTest::newRow("nothing") << QString() << false << u"missing"_s;
        QTest::newRow("no host") << u"api.openai.com"_s << false << u"https://"_s;
        QTest::newRow("other scheme") << u"ftp://host"_s << false << u"https://"_s;
        QTest::newRow("password") << u"https://me:secret@host"_s << false << u"keychain"_s;
        QTest::newRow("parameter") << u"https://host/v1?key=secret"_s << false << u"keychain"_s;
        QTest::newRow("key in the open") << u"http://models.example.com"_s << true << u"unencrypted"_s;
        QTest::newRow("no key in the open") << u"http://models.example.com"_s << false << QString();
    }
    void refusesWhatCannotBeRight()
    {
        QFETCH(QString, url);
        QFETCH(bool, hasKey);
        QFETCH(QString, word);
        const QStringList problems = problemsOf({.name = u"n"_s, .url = url, .model = u"m"_s, .hasKey = hasKey});
        QCOMPARE(problems.isEmpty(), word.isEmpty());
        QVERIFY2(problems.join(u' ').contains(word), qPrintable(problems.join(u' ')));
        QVERIFY(!problems.join(u' ').contains(u"secret"));
    }

    void asksForFloats()
    {
        QCOMPARE(requestBody({.model = u"m"_s, .dimensions = 256}, {u"a \"b\""_s, u"ü\n"_s}),
                 "{\"dimensions\":256,\"encoding_format\":\"float\",\"input\":[\"a \\\"b\\\"\",\"ü\\n\"],\"model\":\"m\"}");
        QVERIFY(!requestBody({.model = u"m"_s}, {u"a"_s}).contains("dimensions"));
    }

    void readsByIndex()
    {
        const Embeddings made = readAnswer(R"({"data":[{"index":1,"embedding":[0.5,-1e-3]},{"index":0,"embedding":[1,2]}]})", 2);
        QCOMPARE(made.dimensions, 2);
        QCOMPARE(made.values, (std::vector<float>{1, 2, 0.5F, -1e-3F}));
        QCOMPARE(made.refusals, QStringList({QString(), QString()}));
    }

    void readsBase64()
    {
        const Embeddings made = readAnswer(R"({"data":[{"index":0,"embedding":"AACAPwAAAMA="}]})", 1);
        QCOMPARE(made.values, (std::vector<float>{1, -2}));
    }

    void refusesTextsWithoutAVector_data()
    {
        QTest::addColumn<QByteArray>("vector");
        QTest::newRow("null") << QByteArray("[1,null]");
        QTest::newRow("text") << QByteArray("[1,\"NaN\"]");
        QTest::newRow("beyond float") << QByteArray("[1,1e40]");
        QTest::newRow("zeros") << QByteArray("[0,0]");
        QTest::newRow("NaN in base64") << QByteArray("\"AACAPwAAwH8=\"");
    }
    void refusesTextsWithoutAVector()
    {
        QFETCH(QByteArray, vector);
        const Embeddings made = readAnswer(R"({"data":[{"index":0,"embedding":[3,4]},{"index":1,"embedding":)" + vector + "}]}", 2);
        QVERIFY(made.refusals[0].isEmpty());
        QVERIFY(!made.refusals[1].isEmpty());
    }

    void refusesAnswers_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("word");
        QTest::newRow("no JSON") << QByteArray("<html>") << u"no JSON"_s;
        QTest::newRow("cut short") << QByteArray(R"({"data":[{"index":0,)") << u"no JSON"_s;
        QTest::newRow("Ollama's own interface") << QByteArray(R"({"embeddings":[[1,2]]})") << u"\"data\""_s;
        QTest::newRow("too few") << QByteArray(R"({"data":[{"index":0,"embedding":[1]}]})") << u"2 texts were sent, 1"_s;
        QTest::newRow("no index") << QByteArray(R"({"data":[{"embedding":[1]},{"embedding":[1]}]})") << u"\"index\""_s;
        QTest::newRow("index beyond") << QByteArray(R"({"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]})") << u"\"index\""_s;
        QTest::newRow("index twice") << QByteArray(R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})") << u"two items"_s;
        QTest::newRow("no embedding") << QByteArray(R"({"data":[{"index":0},{"index":1,"embedding":[1]}]})") << u"no \"embedding\""_s;
        QTest::newRow("empty") << QByteArray(R"({"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]})") << u"empty"_s;
        QTest::newRow("bad base64") << QByteArray(R"({"data":[{"index":0,"embedding":"!"},{"index":1,"embedding":"AACAPw=="}]})") << u"base64"_s;
        QTest::newRow("ragged") << QByteArray(R"({"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1]}]})") << u"2 and of 1"_s;
    }
    void refusesAnswers()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, word);
        try {
            readAnswer(body, 2);
            QFAIL("taken");
        } catch (const EmbedError &error) {
            QVERIFY2(error.message().contains(word), qPrintable(error.message()));
        }
    }

    void readsErrors()
    {
        QCOMPARE(readError(R"({"error":{"message":"too long","code":"c"}})").message, u"too long"_s);
        QCOMPARE(readError(R"({"error":{"message":"m","type":"t","code":null}})").code, u"t"_s);
        QCOMPARE(readError(R"({"error":"model not found"})").message, u"model not found"_s);
        QCOMPARE(readError(R"({"message":"m"})").message, u"m"_s);
        QCOMPARE(readError(R"({"detail":"d"})").message, u"d"_s);
        QCOMPARE(readError("upstream\n  gone").message, u"upstream gone"_s);
        QCOMPARE(readError(QByteArray(100'000, 'x')).message.size(), 500);
        QVERIFY(readError({}).message.isEmpty());
    }

    void readsRetryAfter()
    {
        const QDateTime now(QDate(2024, 2, 29), QTime(12, 0), Qt::UTC);
        QCOMPARE(retryAfter("7", now), 7);
        QCOMPARE(retryAfter("0.4", now), 1);
        QCOMPARE(retryAfter("Thu, 29 Feb 2024 12:01:30 GMT", now), 90);
        QCOMPARE(retryAfter("Thu, 29 Feb 2024 11:00:00 GMT", now), 0);
        for (const char *nothing : {"", "soon", "-5", "1e300"})
            QCOMPARE(retryAfter(nothing, now), -1);
    }

    void isWrittenDownWithoutAKey()
    {
        store::EmbeddingEndpoint endpoint = store::EmbeddingEndpoint::create();
        endpoint.name = u"mine"_s;
        endpoint.url = u"https://host/v1"_s;
        endpoint.model = u"m"_s;
        endpoint.dimensions = 256;
        const catalog::EmbedderState state = stateOf(endpoint);
        QCOMPARE(state.state, "{\"dimensions\":256,\"model\":\"m\",\"url\":\"https://host/v1\"}");
        store::EmbeddingEndpoint other = endpoint;
        other.model = u"other"_s;
        QCOMPARE(endpointFor(state, {other, endpoint}), std::optional(endpoint));
        QVERIFY(!endpointFor(state, {other}));
        QVERIFY(!areAlike(state, stateOf(other)));
        other.model = u"m"_s;
        other.url = u"http://localhost:1"_s;
        QVERIFY(areAlike(state, stateOf(other)));
        other.dimensions = 512;
        QVERIFY(!areAlike(state, stateOf(other), 256));
        other.dimensions = 0;
        QVERIFY(areAlike(state, stateOf(other), 256) && !areAlike(state, stateOf(other), 512) && !areAlike(state, stateOf(other)));
        QVERIFY(!endpointIn({u"lexical"_s, "x"}));
        QCOMPARE(nameOf(state), u"m at https://host"_s);
    }
};

QTEST_GUILESS_MAIN(tst_EmbeddingProtocol)
#include "tst_embeddingprotocol.moc"
