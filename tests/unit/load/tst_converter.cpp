// SPDX-License-Identifier: GPL-3.0-or-later
// Values on their way into columns: what arrives, to the bit, and what is refused, with the reason. That the server would read
// the same is tested against a server (tst_load).
#include "load/rowencoder.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::load;

namespace {

struct Converted {
    QByteArray bytes; ///< the value in hex, without its length
    QString why;
};

Converted convert(const QString &type, const Cell &cell, const ConverterOptions &options = {})
{
    const auto converter = converterFor(columnOfType(u"c"_s, type), options);
    if (!converter)
        return {{}, u"no converter"_s};
    Converted result;
    QByteArray buffer;
    pg::CopyEncoder encoder(buffer);
    if (converter->convert(cell, encoder, result.why))
        result.bytes = buffer.mid(4).toHex();
    return result;
}

Converted convert(const QString &type, std::string_view text, const ConverterOptions &options = {})
{
    return convert(type, Cell::ofText(text), options);
}

Cell floats(std::span<const float> values)
{
    Cell cell;
    cell.kind = Value::Kind::Floats;
    cell.floats = values;
    return cell;
}

} // namespace

class ConverterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takes_data();
    void takes();
    void refuses_data();
    void refuses();
    void vectorsFromNumbers();
    void unitLength();
    void halvesCountWhatBecomesZero();
    void typesWithoutAConverter();
    void aRowIsTakenWholeOrNotAtAll();
};

void ConverterTest::takes_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("hex");
    const auto row = [](const QString &type, const QByteArray &text, const QByteArray &hex) {
        QTest::addRow("%s %s", qUtf8Printable(type), text.constData()) << type << text << hex;
    };
    row(u"smallint"_s, " -32768 ", "8000");
    row(u"int"_s, "+7", "00000007");
    row(u"bigint"_s, "-1", "ffffffffffffffff");
    row(u"real"_s, "1e-40", "000116c2");
    row(u"real"_s, "-Infinity", "ff800000");
    row(u"double precision"_s, "0.1", "3fb999999999999a");
    row(u"boolean"_s, "Yes", "01");
    row(u"boolean"_s, "off", "00");
    row(u"numeric"_s, "0", "0000000000000000");
    row(u"numeric"_s, "0.00", "0000000000000002");
    row(u"numeric"_s, "1", "00010000000000000001");
    row(u"numeric"_s, "-12345.678", "000300014000000300010929" "1a7c");
    row(u"numeric"_s, "1e4", "00010001000000000001");
    row(u"numeric"_s, "1.5e-3", "0001ffff00000004000f");
    row(u"numeric"_s, "nan", "00000000c0000000");
    row(u"text"_s, " a ", "206120");
    row(u"varchar(3)"_s, "ab   ", "616220");
    row(u"uuid"_s, "{A0EEBC99-9C0B4EF8-BB6D6BB9BD380A11}", "a0eebc999c0b4ef8bb6d6bb9bd380a11");
    row(u"bytea"_s, "\\x00 ff", "00ff");
    row(u"bytea"_s, "a\\\\b\\377", "615c62ff");
    row(u"json"_s, "[1, 2]", "5b312c20325d");
    row(u"jsonb"_s, "\"\\\\u0000\"", "01225c5c753030303022");
    row(u"date"_s, "2000-01-02", "00000001");
    row(u"date"_s, "0001-01-01", "fff4dbf9");
    row(u"time"_s, "00:00:01", "00000000000f4240");
    row(u"timestamp"_s, "2000-01-01T00:00:00,5", "000000000007a120");
    row(u"timestamptz"_s, "1999-12-31 23:00-01", "0000000000000000");
    row(u"vector(2)"_s, "[1,-2.5]", "000200003f800000c0200000");
    row(u"vector(4)"_s, "{2:1}/4", "00040000000000003f8000000000000000000000");
    row(u"halfvec"_s, "[1, -2.5]", "000200003c00c100");
    row(u"sparsevec(5)"_s, "{5:2,1:0.5}/5", "000000050000000200000000000000000000" "00043f00000040000000");
    row(u"sparsevec(3)"_s, "[0,1,0]", "000000030000000100000000000000013f800000");
    row(u"bit(11)"_s, "10110000111", "0000000bb0e0");
    row(u"bit varying(8)"_s, "1", "0000000180");
    row(u"int[]"_s, "{1,NULL}", "000000010000000100000017000000020000000100000004" "00000001ffffffff");
    row(u"text[]"_s, "[\"a\\u00e9\\n\", null]", "0000000100000001000000190000000200000001" "0000000461c3a90affffffff");
    row(u"real[]"_s, "{}", "0000000000000000000002bc");
}

void ConverterTest::takes()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, text);
    const Converted converted = convert(type, {text.constData(), std::size_t(text.size())});
    QCOMPARE(converted.why, QString());
    QTEST(converted.bytes, "hex");
}

void ConverterTest::refuses_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    const auto row = [](const QString &type, const QByteArray &text, const QString &reason) {
        QTest::addRow("%s %s", qUtf8Printable(type), text.left(30).toPercentEncoding(" []{},/:").constData()) << type << text << reason;
    };
    row(u"smallint"_s, "32768", u"out of range for smallint"_s);
    row(u"bigint"_s, "9223372036854775808", u"out of range"_s);
    row(u"int"_s, "1.0", u"no whole number"_s);
    row(u"int"_s, "", u"no whole number"_s);
    row(u"int"_s, "1 2", u"no whole number"_s);
    row(u"real"_s, "1e39", u"out of range"_s);
    row(u"double precision"_s, "1e400", u"out of range"_s);
    row(u"boolean"_s, "maybe", u"neither true nor false"_s);
    row(u"numeric"_s, "1.2.3", u"no number"_s);
    row(u"numeric"_s, "e5", u"no number"_s);
    row(u"numeric(4,2)"_s, "100", u"out of range for numeric(4,2)"_s);
    row(u"text"_s, QByteArray("a\0b", 3), u"NUL character at byte 2"_s);
    row(u"text"_s, "ab\xFF", u"no UTF-8: byte 3 is 0xff"_s);
    row(u"text"_s, "\xED\xA0\x80", u"no UTF-8"_s);
    row(u"varchar(2)"_s, "\xE6\x96\x87\xE6\xA1\xA3.", u"3 characters, too long for varchar(2)"_s);
    row(u"uuid"_s, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1", u"no uuid"_s);
    row(u"bytea"_s, "\\x0", u"no bytea"_s);
    row(u"bytea"_s, "\\9", u"no bytea"_s);
    row(u"jsonb"_s, "{\"a\":}", u"no JSON"_s);
    row(u"jsonb"_s, "1,2", u"more than one JSON value"_s);
    row(u"jsonb"_s, "\"\\u0000\"", u"u0000"_s);
    row(u"date"_s, "2023-02-29", u"no date"_s);
    row(u"date"_s, "1/2/2024", u"ISO 8601"_s);
    row(u"timestamp"_s, "2024-01-01 25:00", u"no date and time"_s);
    row(u"timestamptz"_s, "2024-01-01 10:00", u"names no time zone"_s);
    row(u"timestamp"_s, "300000-01-01", u"out of range"_s);
    row(u"vector(3)"_s, "[1,2]", u"expected 3 dimensions, not 2"_s);
    row(u"vector"_s, "[]", u"at least 1 dimension"_s);
    row(u"vector"_s, "[1,nan]", u"nan is not allowed"_s);
    row(u"halfvec(1)"_s, "[65520]", u"value 1, 65520, is beyond half precision"_s);
    row(u"sparsevec(4)"_s, "{5:1}/4", QString());
    row(u"sparsevec(4)"_s, "{1:1}/5", u"expected 4 dimensions, not 5"_s);
    row(u"bit(3)"_s, "10", u"expected 3 bits, not 2"_s);
    row(u"bit varying(3)"_s, "1000", u"expected 3 bits, not 4"_s);
    row(u"bit(3)"_s, "102", QString());
    row(u"int[]"_s, "{1,x}", u"element 2: “x” is no whole number"_s);
    row(u"int[]"_s, "{{1},{2}}", u"array of arrays"_s);
    row(u"int[]"_s, "1,2", u"no list"_s);
    row(u"text[]"_s, "{a", u"no list"_s);
    row(u"text[]"_s, "{a,}", u"element is missing"_s);
}

void ConverterTest::refuses()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, text);
    QFETCH(QString, reason);
    const Converted converted = convert(type, {text.constData(), std::size_t(text.size())});
    QVERIFY2(!converted.why.isEmpty(), converted.bytes.constData());
    QVERIFY2(converted.why.contains(reason), qPrintable(converted.why));
}

void ConverterTest::vectorsFromNumbers()
{
    const float values[] = {1, -0.0F, 2.5F};
    QCOMPARE(convert(u"vector(3)"_s, floats(values)).bytes, QByteArray("000300003f8000008000000040200000"));
    QCOMPARE(convert(u"bit(3)"_s, floats(values)).bytes, QByteArray("00000003a0"));
    QCOMPARE(convert(u"text"_s, floats(values)).bytes, QByteArray("[1,-0,2.5]").toHex());
    QCOMPARE(convert(u"real[]"_s, floats(values)).bytes.right(24), QByteArray("000000048000000000000004" "40200000").right(24));
    const float bad[] = {1, std::numeric_limits<float>::infinity()};
    QCOMPARE(convert(u"vector"_s, floats(bad)).why, u"value 2 is infinite, which no vector may hold"_s);
    const std::vector<float> many(16'001, 1);
    QVERIFY(convert(u"vector"_s, floats(many)).why.contains(u"16001 dimensions"_s));
    QVERIFY(convert(u"sparsevec"_s, floats(many)).why.contains(u"16001 values that are not zero"_s));
    Cell neighbours;
    const std::int32_t rows[] = {7, -1};
    neighbours.kind = Value::Kind::Integers;
    neighbours.integers = rows;
    QCOMPARE(convert(u"bigint[]"_s, neighbours).bytes.right(24), QByteArray("00000008ffffffffffffffff"));
    QVERIFY(convert(u"vector"_s, Cell::ofInteger(1)).why.contains(u"single number"_s));
    QVERIFY(convert(u"timestamptz"_s, Cell::ofInteger(1)).why.contains(u"could count seconds"_s));
}

void ConverterTest::unitLength()
{
    const float values[] = {3, 4}, zero[] = {0, 0}, huge[] = {3e38F, 3e38F};
    ConverterOptions options{.normalise = true};
    QCOMPARE(convert(u"vector"_s, floats(values), options).bytes, QByteArray("000200003f19999a3f4ccccd"));
    QCOMPARE(convert(u"sparsevec"_s, floats(values), options).bytes, convert(u"sparsevec"_s, "[0.6,0.8]").bytes);
    QCOMPARE(convert(u"vector"_s, floats(huge), options).bytes, QByteArray("000200003f3504f33f3504f3"));
    QVERIFY(convert(u"vector"_s, floats(zero), options).why.contains(u"no direction"_s));
    options.zeroVectors = ZeroVectors::Keep;
    QCOMPARE(convert(u"vector"_s, floats(zero), options).bytes, QByteArray("000200000000000000000000"));
    QCOMPARE(values[0], 3.0F); // the source's own are left as they are
}

void ConverterTest::halvesCountWhatBecomesZero()
{
    const auto converter = converterFor(columnOfType(u"c"_s, u"halfvec(3)"_s), {});
    const float values[] = {1e-9F, 0, 6e-8F};
    QByteArray buffer;
    pg::CopyEncoder encoder(buffer);
    QString why;
    QVERIFY(converter->convert(floats(values), encoder, why));
    QCOMPARE(converter->flushedToZero(), 1);
}

void ConverterTest::typesWithoutAConverter()
{
    for (const QString &type : {u"inet"_s, u"interval"_s, u"public.hstore"_s, u"int4range"_s, u"interval[]"_s})
        QVERIFY2(!hasConverter(columnOfType(u"c"_s, type)), qPrintable(type));
}

void ConverterTest::aRowIsTakenWholeOrNotAtAll()
{
    SourceInfo source;
    source.fields = {{u"id"_s}, {u"e"_s}};
    TargetTable target;
    target.kind = TargetTable::Kind::Table;
    target.columns = {columnOfType(u"key"_s, u"int"_s), columnOfType(u"e"_s, u"vector(2)"_s), columnOfType(u"origin"_s, u"text"_s)};
    target.columns[0].notNull = true;
    LoadPlan plan;
    plan.columns = {{.column = u"origin"_s, .from = ColumnMapping::From::Constant, .source = u"x"_s},
                    {.column = u"key"_s, .source = u"id"_s},
                    {.column = u"e"_s, .source = u"e"_s}};
    RowEncoder encoder(plan, source, target);
    RowBlock block(2);
    block.beginRow({0, 2, 10});
    block.addInteger(1);
    block.addText("[1,2]");
    block.beginRow({1, 3, 20});
    block.addInteger(2);
    block.addText("[1]");
    block.beginRow({2, 4, 30});
    block.addNull();
    block.addNull();
    QByteArray out;
    BadRow bad;
    QVERIFY(encoder.encode(block, 0, out, bad));
    QCOMPARE(out.toHex(), QByteArray("0003" "0000000178" "0000000400000001" "0000000c000200003f80000040000000"));
    const qsizetype size = out.size();
    QVERIFY(!encoder.encode(block, 1, out, bad));
    QCOMPARE(out.size(), size);
    QCOMPARE(bad.field, u"e"_s);
    QCOMPARE(bad.place.line, 3);
    QVERIFY(!encoder.encode(block, 2, out, bad));
    QCOMPARE(bad.field, u"id"_s);
    QVERIFY2(bad.reason.contains(u"NULL"_s), qPrintable(bad.reason));
}

QTEST_APPLESS_MAIN(ConverterTest)
#include "tst_converter.moc"
