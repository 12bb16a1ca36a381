// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"
#include "vector/distance.h"
#include "vector/half.h"
#include "vector/values.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace quiver;
using vector::BitVector;
using vector::SparseVector;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// Rounds to the nearest half by search among all of them: slow and obviously right.
std::uint16_t nearestHalf(double value)
{
    std::uint16_t best = 0;
    double bestError = std::numeric_limits<double>::infinity();
    for (std::uint32_t half = 0; half <= 0x7C00; ++half) {
        // Infinity rounds as if it were the next number after the largest.
        const double candidate = half == 0x7C00 ? 65536.0 : double(vector::halfToFloat(std::uint16_t(half)));
        const double error = std::abs(candidate - std::abs(value));
        if (error < bestError || (error == bestError && half % 2 == 0)) {
            bestError = error;
            best = std::uint16_t(half);
        }
    }
    return std::uint16_t(best | (std::signbit(value) ? 0x8000U : 0U));
}

} // namespace

class tst_Values : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyHalfSurvivesTheWayToFloatAndBack();
    void halvesAreWhatTheStandardSays();
    void roundsToTheNearestEvenHalf();
    void reportsWhatHalfPrecisionLoses();
    void sparseKeepsOnlyWhatIsNotZero();
    void bitsAreTheSigns();
    void writesTheShortestDigits();
    void readsVectors_data();
    void readsVectors();
    void saysWhereAVectorIsWrong_data();
    void saysWhereAVectorIsWrong();
    void measuresDistances();
    void measuresBits();
    void distancesRefuseDifferentDimensions();
    void normalises();
};

void tst_Values::everyHalfSurvivesTheWayToFloatAndBack()
{
    for (std::uint32_t half = 0; half <= 0xFFFF; ++half) {
        const float value = vector::halfToFloat(std::uint16_t(half));
        const std::uint16_t back = vector::floatToHalf(value);
        if (std::isnan(value)) // a signalling NaN may come back quiet
            QCOMPARE(back | 0x200U, half | 0x200U);
        else
            QCOMPARE(std::uint32_t(back), half);
    }
}

void tst_Values::halvesAreWhatTheStandardSays()
{
    for (std::uint32_t half = 0; half < 0x7C00; ++half) {
        const int exponent = int(half >> 10);
        const int mantissa = int(half & 0x3FF);
        const double expected = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
        QCOMPARE(double(vector::halfToFloat(std::uint16_t(half))), expected);
        QCOMPARE(double(vector::halfToFloat(std::uint16_t(half | 0x8000U))), -expected);
    }
    QCOMPARE(vector::halfToFloat(0x7C00), infinity);
    QCOMPARE(vector::halfToFloat(0xFC00), -infinity);
    QVERIFY(std::isnan(vector::halfToFloat(0x7E00)));
    QVERIFY(std::signbit(vector::halfToFloat(0x8000)));
}

void tst_Values::roundsToTheNearestEvenHalf()
{
    // On, just below and just above the middle between neighbours, where rounding goes wrong.
    for (std::uint32_t half = 0; half < 0x7C00; half += 61) {
        const double low = double(vector::halfToFloat(std::uint16_t(half)));
        const double high = half + 1 == 0x7C00 ? 65536.0 : double(vector::halfToFloat(std::uint16_t(half + 1)));
        const float middle = float((low + high) / 2);
        for (const float value : {middle, std::nextafter(middle, 0.0F), std::nextafter(middle, 1e9F), -middle})
            QCOMPARE(vector::floatToHalf(value), nearestHalf(double(value)));
    }
    QCOMPARE(vector::floatToHalf(65519.996F), std::uint16_t(0x7BFF));
    QCOMPARE(vector::floatToHalf(65520.0F), std::uint16_t(0x7C00));
    QCOMPARE(vector::floatToHalf(0x1p-25F), std::uint16_t(0));
    QCOMPARE(vector::floatToHalf(std::nextafter(0x1p-25F, 1.0F)), std::uint16_t(1));
}

void tst_Values::reportsWhatHalfPrecisionLoses()
{
    const std::vector<float> values{1.0F, 70000.0F, 1e-9F, 0.0F, -1e30F, infinity};
    const vector::HalfConversion result = vector::toHalf(values);
    QCOMPARE(result.values, (std::vector<std::uint16_t>{0x3C00, 0x7C00, 0, 0, 0xFC00, 0x7C00}));
    QCOMPARE(result.overflowed, (std::vector<int>{1, 4}));
    QCOMPARE(result.flushed, (std::vector<int>{2}));
}

void tst_Values::sparseKeepsOnlyWhatIsNotZero()
{
    const std::vector<float> dense{0.5F, 0, -0.0F, 0, -2};
    const SparseVector sparse = SparseVector::fromDense(dense);
    QCOMPARE(sparse.indices, (std::vector<std::int32_t>{0, 4}));
    QCOMPARE(sparse.toText(), QByteArray("{1:0.5,5:-2}/5"));
    QCOMPARE(sparse.toDense(), (std::vector<float>{0.5F, 0, 0, 0, -2}));
    QCOMPARE(SparseVector::fromDense(std::vector<float>(3)).toText(), QByteArray("{}/3"));
}

void tst_Values::bitsAreTheSigns()
{
    const std::vector<float> values{1, -1, 0, 2, 3, -4, 5, 6, 7};
    const BitVector bits = BitVector::fromSigns(values);
    QCOMPARE(bits.toText(), QByteArray("100110111"));
    QCOMPARE(bits.bytes, QByteArray("\x9B\x80"));
}

void tst_Values::writesTheShortestDigits()
{
    const std::vector<float> values{0.1F, -1, 1e-10F, 3.4028235e38F, 16777216};
    QCOMPARE(vector::parseVector(QString::fromLatin1(vector::toText(values))).values, values);
    QVERIFY(vector::toText(values).startsWith("[0.1,-1,1e-10,"));
}

void tst_Values::readsVectors_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("sql") << u"[1,2.5,-3e2]"_s << QByteArray("[1,2.5,-300]");
    QTest::newRow("spaces") << u"  [ 1 , +2.5 ]\n"_s << QByteArray("[1,2.5]");
    QTest::newRow("numpy") << u"[0.5 0.25\n -1. ]"_s << QByteArray("[0.5,0.25,-1]");
    QTest::newRow("bare") << u"1, 2"_s << QByteArray("[1,2]");
    QTest::newRow("tabs") << u"1\t2"_s << QByteArray("[1,2]");
    QTest::newRow("tiny") << u"[1e-60]"_s << QByteArray("[0]");
}

void tst_Values::readsVectors()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, expected);
    const vector::ParsedVector parsed = vector::parseVector(text);
    QCOMPARE(parsed.error, QString());
    QCOMPARE(vector::toText(parsed.values), expected);
}

void tst_Values::saysWhereAVectorIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::newRow("empty") << QString() << 0;
    QTest::newRow("no elements") << u"[]"_s << 2;
    QTest::newRow("word") << u"[1, two]"_s << 4;
    QTest::newRow("nan") << u"[1,NaN]"_s << 3;
    QTest::newRow("infinity") << u"[inf]"_s << 1;
    QTest::newRow("too large") << u"[1e39]"_s << 1;
    QTest::newRow("not closed") << u"[1,2"_s << 4;
    QTest::newRow("not opened") << u"1,2]"_s << 3;
    QTest::newRow("after the end") << u"[1] 2"_s << 4;
    QTest::newRow("two commas") << u"[1,,2]"_s << 3;
    QTest::newRow("comma at the end") << u"[1,]"_s << 3;
    QTest::newRow("hex") << u"[0x10]"_s << 1;
}

void tst_Values::saysWhereAVectorIsWrong()
{
    QFETCH(QString, text);
    QFETCH(int, position);
    const vector::ParsedVector parsed = vector::parseVector(text);
    QVERIFY(!parsed.ok());
    QVERIFY(parsed.values.empty());
    QCOMPARE(int(parsed.position), position);
}

void tst_Values::measuresDistances()
{
    const std::vector<float> a{1, 2, 3};
    const std::vector<float> b{4, 6, 3};
    QCOMPARE(vector::l2(a, b), 5.0);
    QCOMPARE(vector::l1(a, b), 7.0);
    QCOMPARE(vector::innerProduct(a, b), 25.0);
    QCOMPARE(vector::cosineDistance(a, b), 1 - 25 / std::sqrt(14.0 * 61.0));
    QVERIFY(std::isnan(vector::cosineDistance(a, std::vector<float>(3))));
    const std::vector<float> opposite{-1, -2, -3};
    QCOMPARE(vector::cosineDistance(a, opposite), 2.0);
    QCOMPARE(vector::l2(std::vector<float>{3e38F}, std::vector<float>{-3e38F}), double(3e38F) * 2);
}

void tst_Values::measuresBits()
{
    const BitVector a{12, QByteArray("\xF0\xF0")};
    const BitVector b{12, QByteArray("\xCC\xC0")};
    QCOMPARE(vector::hamming(a, b), 6);
    QCOMPARE(vector::jaccard(a, b), 1 - 4.0 / 10.0);
    const BitVector none{12, QByteArray(2, '\0')};
    QCOMPARE(vector::jaccard(none, none), 1.0);
}

void tst_Values::distancesRefuseDifferentDimensions()
{
    const std::vector<float> two(2);
    const std::vector<float> three(3);
    QVERIFY_THROWS_EXCEPTION(core::Error, vector::l2(two, three));
    QVERIFY_THROWS_EXCEPTION(core::Error, vector::cosineDistance(two, three));
    QVERIFY_THROWS_EXCEPTION(core::Error, vector::l1(two, three));
    QVERIFY_THROWS_EXCEPTION(core::Error, vector::hamming({3, "\x01"}, {4, "\x01"}));
}

void tst_Values::normalises()
{
    std::vector<float> values{3, 4};
    QVERIFY(vector::normalise(values));
    QCOMPARE(values, (std::vector<float>{0.6F, 0.8F}));
    std::vector<float> zero(4);
    QVERIFY(!vector::normalise(zero));
    QCOMPARE(zero, std::vector<float>(4));
    std::vector<float> huge{3e38F, 3e38F};
    QVERIFY(vector::normalise(huge));
    QCOMPARE(huge[0], float(std::sqrt(0.5)));
}

QTEST_GUILESS_MAIN(tst_Values)
#include "tst_values.moc"
