// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/vectortext.h"

#include "vector/deterministic.h"

#include <QElapsedTimer>
#include <QTest>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace quiver;
using vector::BitVector;
using vector::SparseVector;
using vector::TextFault;

namespace {

/// What the standard library reads: slow and right. Too small is 0, too large infinite.
float exactly(const QByteArray &text)
{
    float value = 0;
    const char *begin = text.constData() + (text.startsWith('+') ? 1 : 0);
    if (std::from_chars(begin, text.constData() + text.size(), value).ec == std::errc::result_out_of_range)
        value = float(text.toDouble()); // right for these two, and only for them
    return value;
}

bool sameBits(float a, float b)
{
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

QByteArray digits(vector::RandomStream &random, int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += char('0' + random.bits() % 10);
    return text;
}

} // namespace

class tst_VectorText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatFilesHold_data();
    void readsWhatFilesHold();
    void saysWhereAndWhy_data();
    void saysWhereAndWhy();
    void roundsLikeTheLibrary_data();
    void roundsLikeTheLibrary();
    void roundsRandomNumbersLikeTheLibrary();
    void readsEveryKindOfFloatBack();
    void neverLooksBehindTheText();
    void readsSparseVectors_data();
    void readsSparseVectors();
    void saysWhereASparseVectorIsWrong_data();
    void saysWhereASparseVectorIsWrong();
    void readsBits_data();
    void readsBits();
    void saysWhereBitsAreWrong_data();
    void saysWhereBitsAreWrong();
    void leavesNothingBehindAFault();
    void readsQuickly();
};

void tst_VectorText::readsWhatFilesHold_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<float>>("values");
    const QList<float> three{1, -2.5F, 1e-3F};
    QTest::newRow("pgvector") << "[1,-2.5,0.001]"_ba << three;
    QTest::newRow("Python") << "[1, -2.5, 1e-03]"_ba << three;
    QTest::newRow("NumPy over lines") << "[ 1.    -2.5\n  0.001]"_ba << three;
    QTest::newRow("array") << "{1,-2.5,.001}"_ba << three;
    QTest::newRow("bare, commas") << "1,-2.5,0.001"_ba << three;
    QTest::newRow("bare, blanks") << "+1\t-2.5 1.E-3"_ba << three;
    QTest::newRow("blanks everywhere") << " \r\n [ 1 , -2.5 ,\v.001 ] \f"_ba << three;
    QTest::newRow("one") << "[7]"_ba << QList<float>{7};
    QTest::newRow("too small is zero") << "[1e-60,-1e-400,4e-46]"_ba << QList<float>{0, 0, 0};
    QTest::newRow("many digits") << "[0.1000000000000000055511151231257827021181583404541015625]"_ba << QList<float>{0.1F};
    QTest::newRow("many zeros") << QByteArray("[0." + QByteArray(60, '0') + "1e61, " + QByteArray(60, '0') + "3]") << QList<float>{1, 3};
}

void tst_VectorText::readsWhatFilesHold()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<float>, values);
    std::vector<float> read{9, 9};
    const TextFault fault = vector::parseVectorText(text.toStdString(), read);
    QCOMPARE(fault.reason, QString());
    QCOMPARE(QList<float>(read.begin(), read.end()), values);
}

void tst_VectorText::saysWhereAndWhy_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &text, int position, const QString &reason) {
        QTest::newRow(name) << text << position << reason;
    };
    row("empty", "", 0, u"a vector has at least 1 dimension"_s);
    row("no value", "[ ]", 3, u"a vector has at least 1 dimension"_s);
    row("not closed", "[1,2", 4, u"the closing ] is missing"_s);
    row("cut off at a comma", "[1,", 3, u"a number is missing"_s);
    row("ends in a comma", "[1,]", 3, u"a number is missing"_s);
    row("two commas", "[1,,2]", 3, u"a number is missing"_s);
    row("starts with a comma", "[,1]", 1, u"a number is missing"_s);
    row("not opened", "1,2]", 3, u"there is no opening bracket before this ]"_s);
    row("brackets of two kinds", "[1,2}", 4, u"the closing ] is missing"_s);
    row("text behind", "[1] 2", 4, u"there is text after the closing ]"_s);
    row("word", "[1,abc,2]", 3, u"“abc” is no number"_s);
    row("number and word", "[1,2.5x]", 3, u"“2.5x” is no number"_s);
    row("only a sign", "[-]", 1, u"“-” is no number"_s);
    row("only a point", "[.]", 1, u"“.” is no number"_s);
    row("exponent without digits", "[1e]", 1, u"“1e” is no number"_s);
    row("NumPy's ellipsis", "[1. 2. ... 9.]", 7, u"“...” is no number"_s);
    row("nested", "[[1,2]]", 1, u"“[1” is no number"_s);
    row("decimal comma", "[0;5]", 1, u"“0;5” is no number"_s);
    row("NULL", "[1,NULL]", 3, u"“NULL” is no number"_s);
    row("NaN", "[1,NaN]", 3, u"NaN is not allowed in a vector"_s);
    row("infinity", "[1,-Infinity]", 3, u"-Infinity is not allowed in a vector"_s);
    row("inf", "[inf]", 1, u"inf is not allowed in a vector"_s);
    row("too large", "[1,3.5e38]", 3, u"3.5e38 is beyond the range of a 4 byte float"_s);
    row("far too large", "[-1e99999999999]", 1, u"-1e99999999999 is beyond the range of a 4 byte float"_s);
    row("long word", "[" + QByteArray(100, 'x') + "]", 1, u"“%1…” is no number"_s.arg(QString(40, u'x')));
    row("too many", "[" + QByteArray("1,").repeated(16'000) + "1]", 32'001, u"a vector has at most 16000 dimensions"_s);
    row("NUL", QByteArray("[1,\0]", 5), 3, u"“%1” is no number"_s.arg(QChar(0)));
}

void tst_VectorText::saysWhereAndWhy()
{
    QFETCH(QByteArray, text);
    std::vector<float> values{1};
    const TextFault fault = vector::parseVectorText(text.toStdString(), values);
    QTEST(fault.reason, "reason");
    QTEST(int(fault.position), "position");
    QVERIFY(values.empty());
}

void tst_VectorText::roundsLikeTheLibrary_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"0", "-0", "0.0e5", "16777217", "16777216.9999999999999999999999999", "16777217.0000000000000000000000001", "16777219",
          "33554434", "33554435", "1.00000005960464477539062", "1.000000059604644775390625", "1.0000000596046447753906251",
          "3.4028234663852886e38", "3.40282356e38", "3.4028235677973366e38", "1.1754943508222875e-38", "1.17549428e-38", "1.4e-45",
          "7.00649232162408535461864791644958065640130970938257885878534141944895541342930300743319094181060791015624e-46",
          "7.00649232162408535461864791644958065640130970938257885878534141944895541342930300743319094181060791015626e-46",
          "9007199254740993", "9223372036854775807", "18446744073709551615", "18446744073709551616", "99999999999999999999",
          "0.000000000000000000000000000000000000000000001", "123456789012345678901234567890e-10", "1e22", "1e23", "1e38", "9e-39",
          "8.589973e9", "5.877472e-39", "0.30000001192092896", "1e59", "1e-59", "12345e-60", "1234567890123456789e-59"})
        QTest::newRow(text) << QByteArray(text);
}

void tst_VectorText::roundsLikeTheLibrary()
{
    QFETCH(QByteArray, text);
    float value = 0;
    QCOMPARE(vector::readFloat(text.toStdString(), value), std::size_t(text.size()));
    QVERIFY2(sameBits(value, exactly(text)), QByteArray::number(value, 'g', 9).constData());
}

void tst_VectorText::roundsRandomNumbersLikeTheLibrary()
{
    vector::RandomStream random(1, 1);
    for (int i = 0; i < 200'000; ++i) {
        QByteArray text = random.bits() % 2 ? "-" : "";
        text += digits(random, int(random.bits() % 4));
        text += '.' + digits(random, 1 + int(random.bits() % (i % 10 == 0 ? 40 : 18)));
        if (random.bits() % 2)
            text += 'e' + QByteArray::number(int(random.bits() % 90) - 50);
        float value = 0;
        QCOMPARE(vector::readFloat(text.toStdString(), value), std::size_t(text.size()));
        if (!sameBits(value, exactly(text)))
            QFAIL(text + " was read as " + QByteArray::number(value, 'g', 9));
    }
}

void tst_VectorText::readsEveryKindOfFloatBack()
{
    // Also the numbers in the very middle of two floats, and right beside it, which are the hard ones.
    vector::RandomStream random(2, 1);
    for (int i = 0; i < 100'000; ++i) {
        const float value = std::bit_cast<float>(std::uint32_t(random.bits()) & 0x7FFFFFFFU);
        if (!std::isfinite(value))
            continue;
        const double middle = (double(value) + double(std::nextafterf(value, INFINITY))) / 2;
        for (const QByteArray &text : {QByteArray::number(double(value), 'g', 9), QByteArray::number(middle, 'g', 17),
                                       QByteArray::number(std::nextafter(middle, 0), 'g', 17)}) {
            float read = 0;
            QCOMPARE(vector::readFloat(text.toStdString(), read), std::size_t(text.size()));
            if (!sameBits(read, exactly(text)))
                QFAIL(text + " was read as " + QByteArray::number(read, 'g', 9));
        }
    }
}

void tst_VectorText::neverLooksBehindTheText()
{
    // Every cut of a text gives what the cut text holds, whatever stands behind it. (Under ASan the copies end at their last byte.)
    const std::string text = "[-1.25e-10, 3.5e38, infinity,nan,+.5e+3]", sparse = "{ 1 : 0.5 , 7:-2e1}/ 768";
    for (const std::string &whole : {text, sparse}) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto cut = std::make_unique<char[]>(size);
            std::memcpy(cut.get(), whole.data(), size);
            std::vector<float> values;
            SparseVector vector;
            BitVector bits;
            QVERIFY(!vector::parseVectorText({cut.get(), size}, values).ok());
            const TextFault fault = vector::parseSparseText({cut.get(), size}, vector);
            QVERIFY(!fault.ok() || size >= whole.size() - 2); // "/ 7" are dimensions as well
            QVERIFY(!vector::parseBitText({cut.get(), size}, bits).ok());
        }
    }
}

void tst_VectorText::readsSparseVectors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("same");
    QTest::newRow("plain") << "{1:0.5,7:-2}/768"_ba << "{1:0.5,7:-2}/768"_ba;
    QTest::newRow("empty") << "{}/5"_ba << "{}/5"_ba;
    QTest::newRow("blanks") << " { 1 : 0.5 , 7 : -2 } / 768 "_ba << "{1:0.5,7:-2}/768"_ba;
    QTest::newRow("any order") << "{7:-2,1:0.5}/768"_ba << "{1:0.5,7:-2}/768"_ba;
    QTest::newRow("zeros") << "{1:0,2:-0.0,3:1e-60,4:1}/4"_ba << "{4:1}/4"_ba;
    QTest::newRow("most dimensions") << "{1000000000:1}/1000000000"_ba << "{1000000000:1}/1000000000"_ba;
}

void tst_VectorText::readsSparseVectors()
{
    QFETCH(QByteArray, text);
    SparseVector vector;
    QCOMPARE(vector::parseSparseText(text.toStdString(), vector).reason, QString());
    QTEST(vector.toText(), "same");
}

void tst_VectorText::saysWhereASparseVectorIsWrong_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("reason");
    const auto row = [](const QByteArray &text, int position, const QString &reason) {
        QTest::newRow(text.left(30).constData()) << text << position << reason;
    };
    row("", 0, u"a sparse vector starts with {"_s);
    row("[1,2]", 0, u"a sparse vector starts with {"_s);
    row("{1:0.5", 6, u"the closing } is missing"_s);
    row("{1:0.5}", 7, u"the number of dimensions is missing: {…}/dimensions"_s);
    row("{1:0.5}/", 8, u"a number is missing"_s);
    row("{1:0.5}/x", 8, u"“x” is no whole number"_s);
    row("{1:0.5}/0", 8, u"a sparse vector has 1 to 1000000000 dimensions"_s);
    row("{1:0.5}/1000000001", 8, u"a sparse vector has 1 to 1000000000 dimensions"_s);
    row("{1:0.5}/99999999999999999999", 8, u"a sparse vector has 1 to 1000000000 dimensions"_s);
    row("{1:0.5}/5 x", 10, u"there is text after the dimensions"_s);
    row("{1 0.5}/5", 3, u"a : is missing between index and value"_s);
    row("{1:}/5", 3, u"a number is missing"_s);
    row("{:1}/5", 1, u"“:1” is no whole number"_s);
    row("{1:1,}/5", 5, u"“” is no whole number"_s);
    row("{0:1}/5", 1, u"index 0 is not within 1 to 5"_s);
    row("{1:1,6:1}/5", 5, u"index 6 is not within 1 to 5"_s);
    row("{2:1,1:1,2:3}/5", 9, u"index 2 stands there twice"_s);
    row("{1:nan}/5", 3, u"nan is not allowed in a vector"_s);
    row("{1:1e39}/5", 3, u"1e39 is beyond the range of a 4 byte float"_s);
    QByteArray many = "{";
    for (int i = 1; i <= 16'001; ++i)
        many += QByteArray::number(i) + ":1,";
    row(many, many.size() - 8, u"a sparse vector has at most 16000 values that are not zero"_s);
}

void tst_VectorText::saysWhereASparseVectorIsWrong()
{
    QFETCH(QByteArray, text);
    SparseVector vector{7, {1}, {1}};
    const TextFault fault = vector::parseSparseText(text.toStdString(), vector);
    QTEST(fault.reason, "reason");
    QTEST(int(fault.position), "position");
    QCOMPARE(vector, SparseVector());
}

void tst_VectorText::readsBits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("same");
    QTest::newRow("bits") << "0110"_ba << "0110"_ba;
    QTest::newRow("more than a byte") << "0110000111"_ba << "0110000111"_ba;
    QTest::newRow("with b") << "B101"_ba << "101"_ba;
    QTest::newRow("hexadecimal") << "x6aF"_ba << "011010101111"_ba;
}

void tst_VectorText::readsBits()
{
    QFETCH(QByteArray, text);
    BitVector vector;
    QCOMPARE(vector::parseBitText(text.toStdString(), vector).reason, QString());
    QTEST(vector.toText(), "same");
    QCOMPARE(vector.bytes.size(), (vector.bits + 7) / 8);
}

void tst_VectorText::saysWhereBitsAreWrong_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("reason");
    QTest::newRow("empty") << ""_ba << 0 << u"a bit string has at least 1 bit"_s;
    QTest::newRow("only b") << "b"_ba << 1 << u"a bit string has at least 1 bit"_s;
    QTest::newRow("digit") << "0120"_ba << 2 << u"a bit is 0 or 1"_s;
    QTest::newRow("blank") << "01 0"_ba << 2 << u"a bit is 0 or 1"_s;
    QTest::newRow("no hexadecimal digit") << "x0g"_ba << 2 << u"only hexadecimal digits stand after an x"_s;
    QTest::newRow("too many") << QByteArray(83'886'081, '0') << 0 << u"a bit string has at most 83886080 bits, not 83886081"_s;
}

void tst_VectorText::saysWhereBitsAreWrong()
{
    QFETCH(QByteArray, text);
    BitVector vector{3, "\xE0"};
    const TextFault fault = vector::parseBitText({text.constData(), std::size_t(text.size())}, vector);
    QTEST(fault.reason, "reason");
    QTEST(int(fault.position), "position");
    QCOMPARE(vector, BitVector());
}

void tst_VectorText::leavesNothingBehindAFault()
{
    std::vector<float> values;
    QVERIFY(!vector::parseVectorText("[1,2,x]", values).ok());
    QVERIFY(values.empty());
    QVERIFY(vector::parseVectorText("[1,2,3]", values).ok());
    QCOMPARE(values, (std::vector<float>{1, 2, 3}));
}

void tst_VectorText::readsQuickly()
{
    vector::RandomStream random(3, 1);
    std::vector<float> values(768);
    for (float &value : values)
        value = float(random.normal() * 0.04);
    const QByteArray text = vector::toText(values);
    std::vector<float> read;
    constexpr int rounds = 400;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < rounds; ++i)
        QVERIFY(vector::parseVectorText({text.constData(), std::size_t(text.size())}, read).ok());
    const double nanoseconds = double(timer.nsecsElapsed()) / rounds / 768;
    qInfo("%.1f ns for a number", nanoseconds);
    QCOMPARE(read, values);
    QVERIFY2(nanoseconds < 400, "ten times slower than it should be on a quiet machine");
}

QTEST_GUILESS_MAIN(tst_VectorText)
#include "tst_vectortext.moc"
