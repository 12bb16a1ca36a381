// SPDX-License-Identifier: GPL-3.0-or-later
// Codecs without a server: damaged bytes, beginnings of long cells, bytes that are no UTF-8, encoding.
#include "pg/codec.h"
#include "pg/codecwriters.h"
#include "pg/codeczone.h"
#include "pg/error.h"

#include <QRandomGenerator>
#include <QtEndian>
#include <QtTest>

#include <cmath>

using namespace quiver::pg;
using namespace Qt::StringLiterals;

namespace {

constexpr Oid int4Array = 1007, textArray = 1009, timestamptzArray = 1185;

Column binary(Oid type)
{
    Column column;
    column.type = type;
    column.format = Format::Binary;
    return column;
}

std::string_view view(const QByteArray &bytes)
{
    return {bytes.data(), std::size_t(bytes.size())};
}

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

/// One valid value of every wire format, and its text.
struct Example {
    Oid type;
    QByteArray wire;
    const char *text;
};

const std::vector<Example> &examples()
{
    static const std::vector<Example> list{
        {oid::Bool, hex("01"), "t"},
        {oid::Int2, hex("fffe"), "-2"},
        {oid::Int4, hex("80000000"), "-2147483648"},
        {oid::Int8, hex("7fffffffffffffff"), "9223372036854775807"},
        {oid::Oid_, hex("ffffffff"), "4294967295"},
        {oid::Float4, hex("3dcccccd"), "0.1"},
        {oid::Float8, hex("44b52d02c7e14af6"), "9.999999999999999e+22"}, // 1e23 is a tie, which the server does not write
        {oid::Numeric, hex("0003000140000003000104d2162e"), "-11234.567"},
        {oid::Uuid, hex("00112233445566778899aabbccddeeff"), "00112233-4455-6677-8899-aabbccddeeff"},
        {oid::Date, hex("ffffffff"), "1999-12-31"},
        {oid::Time, hex("0000000000000001"), "00:00:00.000001"},
        {oid::Timetz, hex("00000000000000000000003c"), "00:00:00-00:01"},
        {oid::Timestamp, hex("ffffffffffffffff"), "1999-12-31 23:59:59.999999"},
        {oid::Timestamptz, hex("0000000000000000"), "2000-01-01 01:00:00+01"},
        {oid::Interval, hex("00000000000f42400000000100000001"), "1 mon 1 day 00:00:01"},
        {oid::Inet, hex("022000040a000001"), "10.0.0.1"},
        {oid::Bit, hex("0000000ba020"), "10100000001"},
        {oid::Jsonb, QByteArray("\x01{}"), "{}"},
        {oid::Bytea, hex("00ff"), "\\x00ff"},
        {int4Array, hex("00000001000000010000001700000002000000020000000400000005ffffffff"), "[2:3]={5,NULL}"},
        {textArray, hex("000000010000000000000019000000010000000100000003") + "a\"b", "{\"a\\\"b\"}"},
        {textArray, hex("000000000000000000000019"), "{}"},
        {timestamptzArray, hex("0000000100000000000004a00000000100000001000000080000000000000000"), "{\"2000-01-01 01:00:00+01\"}"},
    };
    return list;
}

/// pgvector's types have an OID in a database only, so their readers and writers are called by themselves.
struct VectorExample {
    TypeKind kind;
    bool (*write)(codec::TextSink &, std::string_view);
    QByteArray wire;
    const char *text;
    std::vector<float> values;
};

const std::vector<VectorExample> &vectorExamples()
{
    static const std::vector<VectorExample> list{
        {TypeKind::Vector, codec::writeVector, hex("000300003f800000c02000003dcccccd"), "[1,-2.5,0.1]", {1, -2.5F, 0.1F}},
        {TypeKind::Halfvec, codec::writeHalfvec, hex("000200003c00c100"), "[1,-2.5]", {1, -2.5F}},
        {TypeKind::Sparsevec, codec::writeSparsevec, hex("0000000400000002000000000000000100000003 3f800000c0200000"),
         "{2:1,4:-2.5}/4", {0, 1, 0, -2.5F}},
    };
    return list;
}

} // namespace

class TestCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesExamples();
    void everyPrefixOfAValueIsShownAsHex();
    void surplusBytesAreShownAsHex();
    void impossibleValuesAreShownAsHex_data();
    void impossibleValuesAreShownAsHex();
    void arbitraryBytesDoNoHarm();
    void changedBytesDoNoHarm();
    void vectorsAreReadAndWritten();
    void damagedVectorsAreRefused();
    void deeplyNestedArraysAreRefused();
    void bytesThatAreNoUtf8AreNamed_data();
    void bytesThatAreNoUtf8AreNamed();
    void shortTextIsABeginning();
    void shortTextDoesNotReadAllOfAHugeCell();
    void shortTextCutsBetweenCharacters();
    void encodesVectors();
    void halfPrecisionRoundsToEven();
    void encodingRefusesWhatDoesNotFit();
    void damagedZoneFilesAreRefused();
    void fixedOffsetsCountToTheWest();

private:
    TypeRegistry m_types;
    Codec m_codec{{&m_types, "Europe/Berlin"}};
};

void TestCodec::decodesExamples()
{
    for (const Example &example : examples())
        QCOMPARE(m_codec.text(binary(example.type), view(example.wire)), QString::fromLatin1(example.text));
}

void TestCodec::everyPrefixOfAValueIsShownAsHex()
{
    for (const Example &example : examples()) {
        if (example.type == oid::Bytea) // any length is one
            continue;
        for (qsizetype size = 0; size < example.wire.size(); ++size) {
            if (example.type == oid::Jsonb && size > 0)
                continue;
            // A copy of exactly that size: so that reading past it is seen by tools that watch memory.
            const std::vector<char> bytes(example.wire.begin(), example.wire.begin() + size);
            const QString text = m_codec.text(binary(example.type), {bytes.data(), bytes.size()});
            QCOMPARE(text, u"\\x"_s + QString::fromLatin1(example.wire.left(size).toHex()));
        }
    }
}

void TestCodec::surplusBytesAreShownAsHex()
{
    for (const Example &example : examples()) {
        if (example.type == oid::Bytea || example.type == oid::Jsonb)
            continue;
        const QByteArray wire = example.wire + '\x07';
        QCOMPARE(m_codec.text(binary(example.type), view(wire)), u"\\x"_s + QString::fromLatin1(wire.toHex()));
    }
}

void TestCodec::impossibleValuesAreShownAsHex_data()
{
    QTest::addColumn<quint32>("type");
    QTest::addColumn<QByteArray>("wire");
    const auto row = [](const char *name, Oid type, const char *wire) { QTest::newRow(name) << quint32(type) << hex(wire); };
    row("numeric digit above 9999", oid::Numeric, "00010000000000002710");
    row("numeric sign", oid::Numeric, "00010000123400000001");
    row("numeric scale", oid::Numeric, "00010000000040000001");
    row("date before the first", oid::Date, "80000001");
    row("time of 25 hours", oid::Time, "0000001500000000");
    row("negative time", oid::Time, "ffffffffffffffff");
    row("timetz offset", oid::Timetz, "00000000000000007fffffff");
    row("timestamp before the first", oid::Timestamp, "8000000000000001");
    row("timestamptz after the last", oid::Timestamptz, "7ffffffffffffffe");
    row("inet family", oid::Inet, "042000040a000001");
    row("inet mask", oid::Inet, "022100040a000001");
    row("bit length negative", oid::Bit, "ffffffffa0");
    row("bit length beyond its bytes", oid::Bit, "7fffffffa0");
    row("jsonb version", oid::Jsonb, "027b7d");
    row("array of seven dimensions", int4Array, "000000070000000000000017");
    row("array of dimensions below zero", int4Array, "ffffffff0000000000000017");
    row("array of four billion elements", int4Array, "00000002000000000000001700010000000000010001000000000001");
    row("array without elements", int4Array, "0000000100000000000000170000000000000001");
    row("array with an upper bound past its type", int4Array, "000000010000000000000017000000017fffffff00000004000000050000");
    row("array element of a length below -1", int4Array, "00000001000000000000001700000001 00000001fffffffe");
    row("array of an unknown type's damaged elements", int4Array, "00000001000000000000ffff0000000100000001000000020001");
    row("type without a codec", 600, "00");
}

void TestCodec::impossibleValuesAreShownAsHex()
{
    QFETCH(const quint32, type);
    QFETCH(const QByteArray, wire);
    QCOMPARE(m_codec.text(binary(type), view(wire)), u"\\x"_s + QString::fromLatin1(wire.toHex()));
}

void TestCodec::arbitraryBytesDoNoHarm()
{
    QRandomGenerator random(20);
    for (const Example &example : examples()) {
        for (int round = 0; round < 400; ++round) {
            std::vector<char> bytes(std::size_t(random.bounded(48)));
            for (char &byte : bytes)
                byte = char(random.bounded(4) ? random.bounded(256) : 0);
            const std::string_view cell(bytes.data(), bytes.size());
            std::string out = "kept";
            m_codec.appendText(out, binary(example.type), cell);
            QVERIFY(out.starts_with("kept"));
            QVERIFY(QUtf8StringView(out.data() + 4, qsizetype(out.size()) - 4).isValidUtf8());
            m_codec.shortText(binary(example.type), cell, std::size_t(random.bounded(20)));
            m_codec.vectorValues(binary(example.type), cell);
        }
    }
}

void TestCodec::changedBytesDoNoHarm()
{
    QRandomGenerator random(21);
    for (const Example &example : examples()) {
        for (int round = 0; round < 300; ++round) {
            std::vector<char> bytes(example.wire.begin(), example.wire.end());
            for (int change = random.bounded(1, 4); change > 0; --change)
                bytes[random.bounded(quint32(bytes.size()))] = char(random.bounded(256));
            const std::string_view cell(bytes.data(), bytes.size());
            std::string out;
            m_codec.appendText(out, binary(example.type), cell);
            QVERIFY(QUtf8StringView(out.data(), qsizetype(out.size())).isValidUtf8());
            const auto [text, complete] = m_codec.shortText(binary(example.type), cell, 12);
            QCOMPARE(complete, out.size() <= 12);
        }
    }
}

void TestCodec::vectorsAreReadAndWritten()
{
    for (const VectorExample &example : vectorExamples()) {
        std::string out;
        codec::TextSink sink{out};
        QVERIFY(example.write(sink, view(example.wire)));
        QCOMPARE(out, std::string(example.text));
        QCOMPARE(codec::readVector(example.kind, view(example.wire), true), example.values);
        QCOMPARE(codec::readVector(example.kind, out, false), example.values);
        for (std::size_t size = 0; size < out.size(); ++size)
            QVERIFY(codec::readVector(example.kind, std::string_view(out).substr(0, size), false).empty());
    }
}

void TestCodec::damagedVectorsAreRefused()
{
    QRandomGenerator random(23);
    for (const VectorExample &example : vectorExamples()) {
        for (qsizetype size = 0; size < example.wire.size(); ++size) {
            const std::vector<char> bytes(example.wire.begin(), example.wire.begin() + size);
            std::string out;
            codec::TextSink sink{out};
            QVERIFY(!example.write(sink, {bytes.data(), bytes.size()}));
            QVERIFY(codec::readVector(example.kind, {bytes.data(), bytes.size()}, true).empty());
        }
        for (int round = 0; round < 2000; ++round) {
            std::vector<char> bytes(example.wire.begin(), example.wire.end());
            for (int change = random.bounded(1, 4); change > 0; --change)
                bytes[random.bounded(quint32(bytes.size()))] = char(random.bounded(256));
            const std::string_view cell(bytes.data(), bytes.size());
            std::string out;
            codec::TextSink sink{out};
            example.write(sink, cell);
            QVERIFY(codec::readVector(example.kind, cell, true).size() <= 16'000);
            QVERIFY(codec::readVector(example.kind, cell, false).size() <= 16'000);
        }
    }
    std::string out;
    codec::TextSink sink{out};
    QVERIFY(!codec::writeSparsevec(sink, view(hex("000000040000000200000000 0000000300000001 3f800000c0200000")))); // indices fall
    QVERIFY(!codec::writeSparsevec(sink, view(hex("000000040000000100000000 00000004 3f800000"))));                 // index too large
    QVERIFY(!codec::writeSparsevec(sink, view(hex("000000047fffffff00000000"))));
    QVERIFY(codec::readVector(TypeKind::Sparsevec, view(hex("7fffffff0000000000000000")), true).empty()); // not dense in memory
}

void TestCodec::deeplyNestedArraysAreRefused()
{
    // Arrays of arrays do not exist, but bytes can pretend: every level names int4[] as its element.
    QByteArray wire = hex("000000000000000000000017");
    for (int level = 0; level < 20000; ++level) {
        QByteArray head = hex("0000000100000000000003ef0000000100000001") + QByteArray(4, '\0');
        qToBigEndian(quint32(wire.size()), head.data() + 20);
        if (wire.size() > 100'000)
            break;
        wire.prepend(head);
    }
    QVERIFY(m_codec.text(binary(int4Array), view(wire)).startsWith(u"\\x00000001"_s));
}

void TestCodec::bytesThatAreNoUtf8AreNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QByteArray("plain text, longer than eight bytes") << u"plain text, longer than eight bytes"_s;
    QTest::newRow("good") << QByteArray("\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80") << u"\u00e4\u4e2d\U0001F600"_s;
    QTest::newRow("latin1") << QByteArray("gr\xfc\xdf" "e") << u"gr\\xfc\\xdfe"_s;
    QTest::newRow("cut off") << QByteArray("12345678\xe4\xb8") << u"12345678\\xe4\\xb8"_s;
    QTest::newRow("overlong") << QByteArray("\xc0\x80\xe0\x80\x80") << u"\\xc0\\x80\\xe0\\x80\\x80"_s;
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << u"\\xed\\xa0\\x80"_s;
    QTest::newRow("past the last") << QByteArray("\xf4\x90\x80\x80") << u"\\xf4\\x90\\x80\\x80"_s;
    QTest::newRow("alone") << QByteArray("\x80 ok \xff") << u"\\x80 ok \\xff"_s;
}

void TestCodec::bytesThatAreNoUtf8AreNamed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, text);
    Column column = binary(oid::Text);
    QCOMPARE(m_codec.text(column, view(bytes)), text);
    column.format = Format::Text;
    QCOMPARE(m_codec.text(column, view(bytes)), text);
}

void TestCodec::shortTextIsABeginning()
{
    for (const Example &example : examples()) {
        const QString whole = QString::fromLatin1(example.text);
        for (qsizetype size = 0; size <= whole.size() + 2; ++size) {
            const auto [text, complete] = m_codec.shortText(binary(example.type), view(example.wire), std::size_t(size));
            // Whether an element needs quotes is seen as far as it is read.
            if (example.type != textArray || size > 5)
                QCOMPARE(text, whole.left(size));
            QCOMPARE(complete, size >= whole.size());
        }
    }
}

void TestCodec::shortTextDoesNotReadAllOfAHugeCell()
{
    const std::string huge(200'000'000, 'x');
    QElapsedTimer timer;
    timer.start();
    for (const Oid type : {oid::Text, oid::Bytea, oid::Json}) {
        const auto [text, complete] = m_codec.shortText(binary(type), huge, 100);
        QCOMPARE(text.size(), 100);
        QVERIFY(!complete);
    }
    QVERIFY2(timer.elapsed() < 100, "a grid paints this on every frame");
}

void TestCodec::shortTextCutsBetweenCharacters()
{
    const QByteArray text = QByteArray("a\u00e4\u4e2d\U0001F600b");
    const QStringList expected{u""_s, u"a"_s, u"a"_s, u"a\u00e4"_s, u"a\u00e4"_s, u"a\u00e4"_s, u"a\u00e4\u4e2d"_s, u"a\u00e4\u4e2d"_s,
                               u"a\u00e4\u4e2d"_s, u"a\u00e4\u4e2d"_s, u"a\u00e4\u4e2d\U0001F600"_s, u"a\u00e4\u4e2d\U0001F600b"_s};
    for (qsizetype size = 0; size < expected.size(); ++size)
        QCOMPARE(m_codec.shortText(binary(oid::Text), view(text), std::size_t(size)).first, expected[size]);
}

void TestCodec::encodesVectors()
{
    const std::vector<float> values{1, -2.5F, 0.1F};
    QCOMPARE(encodeVector(values), hex("000300003f800000c02000003dcccccd"));
    QCOMPARE(encodeHalfvec({values.data(), 2}), hex("000200003c00c100"));
    QCOMPARE(encodeVector({}), hex("00000000"));
    QCOMPARE(encodeInt4(-2), hex("fffffffe"));
    QCOMPARE(encodeInt8(1), hex("0000000000000001"));
    QCOMPARE(encodeFloat8(-2), hex("c000000000000000"));
}

void TestCodec::halfPrecisionRoundsToEven()
{
    const auto half = [](float value) { return encodeHalfvec({&value, 1}).mid(4).toHex(); };
    QCOMPARE(half(1 + 1 / 2048.0F), "3c00");          // half way: to the even one below
    QCOMPARE(half(1 + 3 / 2048.0F), "3c02");          // half way: to the even one above
    QCOMPARE(half(1 + 1.001F / 2048.0F), "3c01");
    QCOMPARE(half(65504), "7bff");
    QCOMPARE(half(65519), "7bff");
    QCOMPARE(half(0x1p-14F), "0400");
    QCOMPARE(half(0x1.ff8p-15F), "03ff");
    QCOMPARE(half(0x1.fffp-15F), "0400");
    QCOMPARE(half(-0x1p-24F), "8001");
    QCOMPARE(half(0x1p-25F), "0000");
    QCOMPARE(half(-0.0F), "8000");
}

void TestCodec::encodingRefusesWhatDoesNotFit()
{
    const std::vector<float> tooMany(16'001);
    QVERIFY_THROWS_EXCEPTION(Error, encodeVector(tooMany));
    QVERIFY_THROWS_EXCEPTION(Error, encodeHalfvec(tooMany));
    const float tooLarge = 65520;
    QVERIFY_THROWS_EXCEPTION(Error, encodeHalfvec({&tooLarge, 1}));
}

void TestCodec::damagedZoneFilesAreRefused()
{
    QFile file(u"/usr/share/zoneinfo/Europe/Berlin"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    const auto zone = codec::ZoneTable::parse(view(whole));
    QVERIFY(zone);
    QCOMPARE(zone->offsetAt(-3'000'000'000), 3208);       // local mean time
    QCOMPARE(zone->offsetAt(1'600'000'000), 7200);        // September 2020
    QCOMPARE(zone->offsetAt(253'402'300'799), 3600);      // the last second of 9999
    for (qsizetype size = 0; size < whole.size(); size += 7) {
        const std::vector<char> bytes(whole.begin(), whole.begin() + size);
        QVERIFY(!codec::ZoneTable::parse({bytes.data(), bytes.size()}));
    }
    QRandomGenerator random(22);
    for (int round = 0; round < 500; ++round) {
        std::vector<char> bytes(whole.begin(), whole.end());
        for (int change = 0; change < 6; ++change)
            bytes[random.bounded(quint32(bytes.size()))] = char(random.bounded(256));
        if (const auto damaged = codec::ZoneTable::parse({bytes.data(), bytes.size()}))
            damaged->offsetAt(qint64(random.generate64()) / 1'000'000);
    }
    for (const char *name : {"", "Nowhere/Land", "../../../etc/passwd", "/etc/passwd", "localtime", "A", "FOO5BAR,M3.2.0,M11.1.0", "Europe"})
        QVERIFY2(!codec::ZoneTable::find(name), name);
}

void TestCodec::fixedOffsetsCountToTheWest()
{
    const auto offset = [](const char *name) { return codec::ZoneTable::find(name)->offsetAt(0); };
    QCOMPARE(offset("UTC+3"), -3 * 3600);
    QCOMPARE(offset("<+05:45>-05:45"), 5 * 3600 + 45 * 60);
    QCOMPARE(offset("Etc/GMT+3"), -3 * 3600);
    QCOMPARE(offset("Etc/UTC"), 0);
}

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
