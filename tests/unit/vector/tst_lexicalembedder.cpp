// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"
#include "vector/distance.h"
#include "vector/lexicalembedder.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;
using namespace quiver;
using vector::LexicalEmbedder;

namespace {

/// Of the values' bits, low byte first: the same on every machine.
QByteArray digest(const std::vector<float> &values)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const float value : values) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        const char bytes[4] = {char(bits), char(bits >> 8), char(bits >> 16), char(bits >> 24)};
        hash.addData(QByteArrayView(bytes, 4));
    }
    return hash.result().toHex().left(16);
}

QStringList corpus()
{
    return {u"The absolute value of a number"_s,
            u"Sets the maximum memory to be used for query workspaces (work_mem)"_s,
            u"Sets the maximum memory to be used for maintenance operations"_s,
            u"Returns the square root of a number"_s,
            u"Converts a string to upper case"_s,
            u"Converts a string to lower case"_s,
            u"数据库中的向量索引"_s,
            u"Die Straße der Größe nach: naïve façade"_s};
}

LexicalEmbedder fitted()
{
    LexicalEmbedder embedder;
    for (const QString &text : corpus())
        embedder.fit(text);
    return embedder;
}

double distance(const LexicalEmbedder &embedder, const QString &a, const QString &b)
{
    return vector::cosineDistance(embedder.embed(a), embedder.embed(b));
}

} // namespace

class tst_LexicalEmbedder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheSameBitsOnEveryMachine_data();
    void givesTheSameBitsOnEveryMachine();
    void hasUnitLengthInAnyDimension();
    void putsSimilarTextsNearerThanOthers();
    void forgivesInflectionAndMistypedLetters();
    void foldsCaseWidthAndComposition();
    void readsChineseWithoutSpaces();
    void knowsOperatorsAndCompounds();
    void weighsRareWordsMoreAfterFitting();
    void survivesBeingSaved();
    void refusesDamagedState();
    void refusesImpossibleOptions();
    void embedsNothingAsZero();
    void staysWithinRangeForAHugeText();
    void embedsThousandsOfTextsPerSecond();
};

void tst_LexicalEmbedder::givesTheSameBitsOnEveryMachine_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("english") << u"Sets the maximum memory to be used for query workspaces"_s << QByteArray("f2ca1dbc85d51caf");
    QTest::newRow("chinese") << u"向量数据库 pgvector"_s << QByteArray("ca165c092e619c0e");
    QTest::newRow("repeated") << u"a a a b b <=> work_mem work_mem Ünïcödé 😀"_s << QByteArray("684a143fd6041c38");
}

void tst_LexicalEmbedder::givesTheSameBitsOnEveryMachine()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(digest(fitted().embed(text)), expected);
}

void tst_LexicalEmbedder::hasUnitLengthInAnyDimension()
{
    for (const int dimensions : {16, 100, 768, 1536, 16000}) {
        const LexicalEmbedder embedder({.dimensions = dimensions});
        const std::vector<float> values = embedder.embed(u"query planner cost constants"_s);
        QCOMPARE(values.size(), std::size_t(dimensions));
        QVERIFY(std::abs(vector::norm(values) - 1) < 1e-6);
    }
}

void tst_LexicalEmbedder::putsSimilarTextsNearerThanOthers()
{
    const LexicalEmbedder embedder = fitted();
    const QString query = u"maximum memory for a query"_s;
    QStringList texts = corpus();
    std::sort(texts.begin(), texts.end(), [&](const QString &a, const QString &b) {
        return distance(embedder, query, a) < distance(embedder, query, b);
    });
    QVERIFY2(texts[0].contains(u"work_mem"), qPrintable(texts[0]));
    QVERIFY2(texts[1].contains(u"maintenance"), qPrintable(texts[1]));
    QVERIFY(distance(embedder, query, texts[0]) < 0.6);
    QVERIFY(distance(embedder, query, corpus()[4]) > 0.8);
    QVERIFY(distance(embedder, query, query) < 1e-6);
}

void tst_LexicalEmbedder::forgivesInflectionAndMistypedLetters()
{
    const LexicalEmbedder embedder = fitted();
    QVERIFY(distance(embedder, u"indexing"_s, u"indexes"_s) < distance(embedder, u"indexing"_s, u"transaction"_s) - 0.2);
    QVERIFY(distance(embedder, u"maintenence"_s, u"maintenance"_s) < distance(embedder, u"maintenence"_s, u"memory"_s) - 0.2);
}

void tst_LexicalEmbedder::foldsCaseWidthAndComposition()
{
    const LexicalEmbedder embedder = fitted();
    QCOMPARE(embedder.embed(u"SQRT GRÖSSE"_s), embedder.embed(u"sqrt grösse"_s));
    QCOMPARE(embedder.embed(u"naïve"_s), embedder.embed(u"nai\u0308ve"_s));
    QCOMPARE(embedder.embed(u"ＡＢＣ"_s), embedder.embed(u"abc"_s));
}

void tst_LexicalEmbedder::readsChineseWithoutSpaces()
{
    const LexicalEmbedder embedder = fitted();
    QVERIFY(distance(embedder, u"向量索引"_s, u"数据库中的向量索引"_s) < 0.5);
    QVERIFY(distance(embedder, u"向量索引"_s, u"今天天气很好"_s) > 0.8);
}

void tst_LexicalEmbedder::knowsOperatorsAndCompounds()
{
    const vector::LexicalTokens compound = vector::lexicalTokens(u"work_mem"_s, 18);
    QCOMPARE(compound.words.size(), std::size_t(3)); // work, mem, work_mem
    QCOMPARE(vector::lexicalTokens(u"a <=> b"_s, 18).words.size(), std::size_t(3));
    QCOMPARE(vector::lexicalTokens(u"(a), b."_s, 18).words.size(), std::size_t(2));
    QCOMPARE(vector::lexicalTokens(u"__"_s, 18).words.size(), std::size_t(0));
    QCOMPARE(vector::lexicalTokens(u"数据库"_s, 18).words.size(), std::size_t(5)); // 3 characters, 2 pairs
    QCOMPARE(vector::lexicalTokens(u"abc"_s, 18).grams.size(), std::size_t(6));    // <ab abc bc> <abc abc> <abc>
}

void tst_LexicalEmbedder::weighsRareWordsMoreAfterFitting()
{
    LexicalEmbedder embedder;
    const auto common = u"number value"_s;
    const double before = distance(embedder, u"number zebra"_s, u"number horse"_s);
    for (int i = 0; i < 500; ++i)
        embedder.fit(common);
    const double after = distance(embedder, u"number zebra"_s, u"number horse"_s);
    QVERIFY2(after > before + 0.2, qPrintable(u"%1 %2"_s.arg(before).arg(after)));
}

void tst_LexicalEmbedder::survivesBeingSaved()
{
    const LexicalEmbedder embedder = fitted();
    const LexicalEmbedder back = LexicalEmbedder::deserialise(embedder.serialise());
    QCOMPARE(back.fittedTexts(), qint64(8));
    QVERIFY(back == embedder);
    QCOMPARE(back.embed(u"upper memory"_s), embedder.embed(u"upper memory"_s));
    QVERIFY(embedder.serialise().size() < 20000);
}

void tst_LexicalEmbedder::refusesDamagedState()
{
    const QByteArray state = fitted().serialise();
    QVERIFY_THROWS_EXCEPTION(core::Error, LexicalEmbedder::deserialise({}));
    QVERIFY_THROWS_EXCEPTION(core::Error, LexicalEmbedder::deserialise("QVLE"));
    QVERIFY_THROWS_EXCEPTION(core::Error, LexicalEmbedder::deserialise(state.left(state.size() / 2)));
    QByteArray wrongVersion = state;
    wrongVersion[7] = 9;
    QVERIFY_THROWS_EXCEPTION(core::Error, LexicalEmbedder::deserialise(wrongVersion));
    QByteArray hugeSize = state;
    hugeSize[8] = char(0xFF);
    QVERIFY_THROWS_EXCEPTION(core::Error, LexicalEmbedder::deserialise(hugeSize));
}

void tst_LexicalEmbedder::refusesImpossibleOptions()
{
    QVERIFY_THROWS_EXCEPTION(core::Error, LexicalEmbedder({.dimensions = 0}));
    QVERIFY_THROWS_EXCEPTION(core::Error, LexicalEmbedder({.dimensions = 16001}));
    QVERIFY_THROWS_EXCEPTION(core::Error, LexicalEmbedder({.featureBits = 40}));
}

void tst_LexicalEmbedder::embedsNothingAsZero()
{
    for (const QString &text : {QString(), u"  \n"_s, u"(.,;)"_s})
        QCOMPARE(vector::norm(fitted().embed(text)), 0.0);
}

void tst_LexicalEmbedder::staysWithinRangeForAHugeText()
{
    QString text;
    for (int i = 0; i < 60000; ++i)
        text += u"w%1 "_s.arg(i * 7919);
    const LexicalEmbedder embedder = fitted();
    const std::vector<float> values = embedder.embed(text);
    QVERIFY(std::abs(vector::norm(values) - 1) < 1e-6);
    // An overflow of the sums would show as values far beyond what so many random signs add up to.
    QVERIFY(*std::max_element(values.begin(), values.end()) < 0.2F);
}

void tst_LexicalEmbedder::embedsThousandsOfTextsPerSecond()
{
    const LexicalEmbedder embedder = fitted();
    QElapsedTimer timer;
    timer.start();
    int texts = 0;
    float sum = 0; // keeps the work from being optimised away
    while (timer.elapsed() < 200) {
        sum += embedder.embed(u"The function number %1 converts a date to text, by a format that is given"_s.arg(texts))[0];
        ++texts;
    }
    qInfo("%.0f texts/s (sum %g)", texts * 1000.0 / double(timer.elapsed()), double(sum));
    QVERIFY2(texts > 100, "slower than 500 texts per second"); // loose: a busy machine, sanitizers
}

QTEST_GUILESS_MAIN(tst_LexicalEmbedder)
#include "tst_lexicalembedder.moc"
