// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsoncursor.h"
#include "readback.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using core::JsonCursor;
using load::SourceFormat;
using load::SourceOptions;
using test::ReadBack;

namespace {

SourceOptions json(const QStringList &verbatim = {})
{
    SourceOptions options;
    options.format = SourceFormat::JsonLines;
    options.verbatim = verbatim;
    return options;
}

/// Whether the cursor takes the whole of a text as one value, and what it says otherwise.
bool accepts(const QByteArray &text, QString *reason = nullptr)
{
    JsonCursor cursor({text.constData(), std::size_t(text.size())});
    std::string_view raw;
    cursor.skipBlanks();
    const bool good = cursor.skipValue(raw) && cursor.atEnd();
    if (reason)
        *reason = u"%1: %2"_s.arg(cursor.problem().position).arg(cursor.problem().reason);
    return good;
}

} // namespace

class tst_JsonLinesSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsValues_data();
    void readsValues();
    void damagedRowsAreSaidWithPlaceAndReason_data();
    void damagedRowsAreSaidWithPlaceAndReason();
    void refusesWhatHasNoObjects_data();
    void refusesWhatHasNoObjects();
    void takesTheJsonThatQtTakes_data();
    void takesTheJsonThatQtTakes();
    void keysOfLaterRowsAreRemarkedUpon();
    void keysThatAreNamedAreReadWhereverTheyAreMet();
    void aKeyThatIsMissedMakesItsRowABadOne();
    void numbersKeepAllTheirDigits();
    void keysOfDamagedRowsMakeNoFields();
    void judgesTheFields();
    void arraysForOtherTargetsKeepTheirDigits();
    void rowsAreTheSameInAnyBlocksAndFromAnyPlace();
    void linesOfTenMegabytesAreRead();
    void damagedLinesOfTenMegabytesAreSaidQuickly();
    void longerThanTheLimitIsRefused();
    void depthIsBounded();

private:
    test::Files m_files;
};

void tst_JsonLinesSource::readsValues_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("rows");
    const auto row = [](const char *name, const QByteArray &text, const QStringList &rows) { QTest::newRow(name) << text << rows; };
    row("all kinds", R"({"i":1,"r":0.5,"t":"x","b":true,"n":null,"e":[1,2.5],"o":{"k":[1]}})" "\n", {u"1|0.5r|'x'|true|NULL|[1,2.5]|{\"k\":[1]}"_s});
    row("keys in any order, some missing", "{\"a\":1,\"b\":2}\n{\"b\":3,\"a\":4}\n{\"b\":5}\n{}\n", {u"1|2"_s, u"4|3"_s, u"NULL|5"_s, u"NULL|NULL"_s});
    row("blanks", " { \"a\" : 1 , \"b\" : [ 1 , 2 ] } \r\n\n \t\n{\"a\":2}", {u"1|[1,2]"_s, u"2|NULL"_s});
    row("a key twice: the last one counts", "{\"a\":1,\"a\":2}\n", {u"2"_s});
    row("escapes", R"({"a\u0062":"x\n\"\\\/\b\f\r\t\u00e4\ud83d\ude00","c":"文"})" "\n", {u"'x\n\"\\/\b\f\r\tä😀'|'文'"_s});
    row("integers", "{\"a\":9223372036854775807}\n{\"a\":-9223372036854775808}\n{\"a\":9223372036854775808}\n",
        {u"9223372036854775807"_s, u"-9223372036854775808"_s, u"'9223372036854775808'"_s});
    row("reals keep their digits", "{\"a\":0.1}\n{\"a\":-1.7976931348623157e+308}\n{\"a\":0.1234567890123456789}\n{\"a\":1e999}\n",
        {u"0.10000000000000001r"_s, u"-1.7976931348623157e+308r"_s, u"'0.1234567890123456789'"_s, u"'1e999'"_s});
    row("Python's floats", "{\"a\":[NaN,-Infinity,1]}\n{\"a\":[1,2,3]}\n", {u"[nan,-inf,1]"_s, u"[1,2,3]"_s});
    row("arrays of other things", "{\"a\":[\"x\"],\"b\":[],\"c\":[1,null],\"d\":[[1,2]]}\n", {u"[\"x\"]|[]|[1,null]|[[1,2]]"_s});
    row("lists of different lengths stay JSON", "{\"a\":[0.30000000000000004,2]}\n{\"a\":[3]}\n", {u"[0.30000000000000004,2]"_s, u"[3]"_s});
    row("empty texts and keys", "{\"\":\"\",\"b\":\"\"}\n", {u"''|''"_s});
    row("mark", "\xEF\xBB\xBF{\"a\":1}\n", {u"1"_s});
}

void tst_JsonLinesSource::readsValues()
{
    QFETCH(QByteArray, text);
    const ReadBack read = test::readAll(m_files.write(u"values.jsonl"_s, text), json());
    QCOMPARE(read.bad, QStringList());
    QTEST(read.rows, "rows");
}

void tst_JsonLinesSource::damagedRowsAreSaidWithPlaceAndReason_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &line, const QString &reason) { QTest::newRow(name) << line << reason; };
    row("cut short", R"({"id":1,"t":"ab)", u"t: byte 13: a string is not closed"_s);
    row("cut short behind a value", R"({"id":1)", u"byte 8: the object is not closed: the line ends before its }"_s);
    row("cut short behind a comma", R"({"id":1,)", u"byte 9: the object is not closed: the line ends before its }"_s);
    row("cut short within an array", R"({"id":[1,2)", u"id: byte 11: the closing ] is missing"_s);
    row("no colon", R"({"id" 1})", u"byte 7: a : is expected after the key"_s);
    row("no value", R"({"id":})", u"id: byte 7: a value is expected here"_s);
    row("no key", R"({1:2})", u"byte 2: a key in quotes is expected here"_s);
    row("comma too many", R"({"id":1,})", u"byte 9: a key in quotes is expected here"_s);
    row("two values", R"({"id":1 2})", u"byte 9: a , or } is expected here"_s);
    row("two objects", R"({"id":1}{"id":2})", u"byte 9: there is text after the object"_s);
    row("not an object", R"([1,2])", u"byte 1: a JSON object is expected in each line; jq -c '.[]' makes lines of one array"_s);
    row("a number", R"(17)", u"byte 1: a JSON object is expected in each line"_s);
    row("single quotes", R"({'id':1})", u"byte 2: a key in quotes is expected here"_s);
    row("word", R"({"id":nil})", u"id: byte 7: a value is expected here"_s);
    row("NaN alone", R"({"id":NaN})", u"id: byte 7: a value is expected here"_s);
    row("leading zero", R"({"id":01})", u"id: byte 7: this is no JSON number"_s);
    row("no digits", R"({"id":1.})", u"id: byte 7: this is no JSON number"_s);
    row("escape", R"({"t":"a\x"})", u"t: byte 8: there is no such escape in JSON"_s);
    row("escape cut", R"({"t":"a\u12"})", u"t: byte 8: four hexadecimal digits must follow \\u"_s);
    row("half a pair", R"({"t":"\ud83d!"})", u"t: byte 7: half of a surrogate pair alone is no character"_s);
    row("second half", R"({"t":"\ude00"})", u"t: byte 7: half of a surrogate pair alone is no character"_s);
    row("NUL escaped", R"({"t":"a\u0000"})", u"t: byte 8: a NUL character (\\u0000), which PostgreSQL cannot store in text"_s);
    row("NUL escaped, further in", R"({"t":{"x":["\u0000"]}})", u"t: byte 13: a NUL character (\\u0000), which PostgreSQL cannot store in text"_s);
    row("NUL", QByteArray("{\"t\":\"a\0b\"}", 11), u"byte 8: a NUL byte, which PostgreSQL cannot store in text"_s);
    row("tab in a text", "{\"t\":\"a\tb\"}", u"t: byte 8: a control character inside of a string must be written as \\u0009"_s);
    row("Latin-1", "{\"t\":\"\xE4\"}", u"byte 7: not UTF-8 (bytes e4 22 7d)"_s);
    row("damage under a key that is not read", R"({"other":[1,}})", u"byte 13: a value is expected here"_s);
}

void tst_JsonLinesSource::damagedRowsAreSaidWithPlaceAndReason()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, reason);
    const QByteArray good = R"({"id":1,"t":"x"})" "\n";
    const QByteArray text = good + line + '\n' + good;
    const ReadBack read = test::readAll(m_files.write(u"damaged.jsonl"_s, text), json());
    const QStringList parts = reason.split(u": "_s);
    const QString field = parts.first().startsWith("byte"_L1) ? QString() : parts.first();
    QCOMPARE(read.bad, QStringList(u"row 1, line 2%1: %2"_s.arg(field.isEmpty() ? field : u", "_s + field, field.isEmpty() ? reason : reason.mid(field.size() + 2))));
    QCOMPARE(read.rows, (QStringList{u"1|'x'"_s, u"1|'x'"_s}));
    QCOMPARE(read.badRows[0].raw, line);
    QCOMPARE(read.badRows[0].place.offset, good.size());
}

void tst_JsonLinesSource::refusesWhatHasNoObjects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &text, const QString &message) { QTest::newRow(name) << text << message; };
    row("empty", "", u", line 1: there is no object in it"_s);
    row("blank", "\n \n", u", line 1: there is no object in it"_s);
    row("objects without keys", "{}\n{}\n", u", line 1: there is no object in it"_s);
    row("one array", "[{\"a\":1},\n{\"a\":2}]\n",
        u", line 1: no line of its beginning is a JSON object; line 1, byte 1: a JSON object is expected in each line; jq -c '.[]' makes lines of one array"_s);
    row("an object over lines", "{\n  \"a\": 1\n}\n",
        u", line 1: no line of its beginning is a JSON object; line 1, byte 2: the object is not closed: the line ends before its }"_s);
    row("CSV", "id,text\n1,a\n", u", line 1: no line of its beginning is a JSON object; line 1, byte 1: a JSON object is expected in each line"_s);
    row("gzip", "\x1F\x8B\x08 something", u", byte 0: it is compressed by gzip: unpack it first (gunzip)"_s);
}

void tst_JsonLinesSource::refusesWhatHasNoObjects()
{
    QFETCH(QByteArray, text);
    QTEST(test::refusal(m_files.write(u"none.jsonl"_s, text), json()), "message");
}

void tst_JsonLinesSource::takesTheJsonThatQtTakes_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"[]", "{}", "[[]]", "[{}]", "[1]", "[1,2]", "[1,]", "[,1]", "[1 2]", "[", "]", "{", "}", "[}", "{]", "[[]", "[]]", "{\"a\":1}", "{\"a\":1,}", "{\"a\"}",
          "{\"a\":}", "{:1}", "{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":[]}", "[true,false,null]", "[tru]", "[nulll]", "[\"a\",\"\\\"\"]", "[\"a]", "[-]", "[-1.5e-3]",
          "[1e]", "[1.]", "[.5]", "[+1]", "[0]", "[-0]", "[00]", "[0.0]", "[1e5]", "[1E+5]", "[\"\\u00e4\"]", " [ 1 , 2 ] ", "[1]x", "[\"\\q\"]", "{\"a\":1 \"b\":2}"})
        QTest::newRow(text) << QByteArray(text);
}

void tst_JsonLinesSource::takesTheJsonThatQtTakes()
{
    QFETCH(QByteArray, text);
    QJsonParseError error{};
    QJsonDocument::fromJson(text, &error);
    // Qt is more liberal with numbers and escapes than RFC 8259; the server is not.
    static const QSet<QByteArray> liberal{"[.5]", "[00]", "[\"\\q\"]", "[1.]"};
    QCOMPARE(accepts(text), error.error == QJsonParseError::NoError && !liberal.contains(text));
}

void tst_JsonLinesSource::keysOfLaterRowsAreRemarkedUpon()
{
    QByteArray text = QByteArray("{\"a\":1}\n").repeated(1'000);
    text += "{\"a\":2,\"new\":{\"x\":1}}\n{\"new\":3}\n{\"other\":3}\n";
    const QString file = m_files.write(u"late.jsonl"_s, text);
    const auto source = load::openSource(file, json());
    const ReadBack read = test::readAll(*source);
    QCOMPARE(read.bad, QStringList());
    QCOMPARE(read.rows.mid(1'000), (QStringList{u"2"_s, u"NULL"_s, u"NULL"_s}));
    QCOMPARE(source->info().remarks, (QStringList{u"the key “new” is first met in line 1001; what stands under it is not read"_s,
                                                  u"the key “other” is first met in line 1003; what stands under it is not read"_s}));
}

void tst_JsonLinesSource::keysOfDamagedRowsMakeNoFields()
{
    const QString file = m_files.write(u"first.jsonl"_s, "{\"broken\":1,\"a\":\n{\"a\":1}\n{\"late\":1,\"b\":}\n");
    const auto source = load::openSource(file, json());
    QCOMPARE(test::fieldsText(source->info()), u"a integer"_s);
    QCOMPARE(test::readAll(*source).bad.size(), 2);
}

void tst_JsonLinesSource::judgesTheFields()
{
    const QString file = m_files.write(u"fields.jsonl"_s,
                                       R"({"id":1,"p":1,"ok":true,"at":"2026-01-01T10:00:00Z","e":[1,2,3],"l":[1],"m":{"a":1},"s":"x","v":"[1,2]"})" "\n"
                                       R"({"id":2,"p":1.5,"ok":null,"at":"2026-01-02","e":[4,5,6],"l":[1,2],"m":[],"s":"y","v":"[3,4]","x":1})" "\n");
    QCOMPARE(test::fieldsText(load::openSource(file, json())->info()),
             u"id integer, p real, ok boolean null, at timestamp, e vector 3, l json, m json, s text, v vector 2, x integer null"_s);
    QCOMPARE(load::guessOptions(file).format, SourceFormat::JsonLines);
    QCOMPARE(load::guessOptions(m_files.write(u"fields.txt"_s, "{\"a\": 1}\n")).format, SourceFormat::JsonLines);
}

void tst_JsonLinesSource::arraysForOtherTargetsKeepTheirDigits()
{
    const QString file = m_files.write(u"digits.jsonl"_s, "{\"e\":[0.12345678901234567, 16777217]}\n");
    QCOMPARE(test::readAll(file, json()).rows, QStringList(u"[0.12345679,16777216]"_s));
    QCOMPARE(test::readAll(file, json({u"e"_s})).rows, QStringList(u"[0.12345678901234567, 16777217]"_s));
}

void tst_JsonLinesSource::rowsAreTheSameInAnyBlocksAndFromAnyPlace()
{
    const QByteArray text = "\n{\"a\":1,\"t\":\"x\\ny\"}\n{\"t\":\"文档\",\"e\":[1,2]}\r\n\n{bad}\n{\"a\":3,\"e\":[3,4]}\n[]\n{\"o\":{\"k\":1}}";
    const QString file = m_files.write(u"places.jsonl"_s, text);
    QCOMPARE(test::readAll(file, json()).rows.size(), 4);
    QCOMPARE(test::readAll(file, json()).bad.size(), 2);
    QCOMPARE(test::differsByPlaceOrBlock(file, json()), QString());
}

void tst_JsonLinesSource::keysThatAreNamedAreReadWhereverTheyAreMet()
{
    const QString file = m_files.write(u"late.jsonl"_s, QByteArray("{\"a\":1}\n").repeated(1200) + "{\"a\":2,\"t\":\"x\",\"e\":[1,2]}\n");
    SourceOptions options = json();
    options.keys = QStringList{u"a"_s, u"t"_s, u"e"_s};
    const auto source = load::openSource(file, options);
    QCOMPARE(test::fieldsText(source->info()), u"a integer, t text null, e text null"_s);
    const ReadBack read = test::readAll(*source);
    QCOMPARE(read.rows.first(), u"1|NULL|NULL"_s);
    QCOMPARE(read.rows.last(), u"2|'x'|[1,2]"_s);
    QCOMPARE(source->info().remarks, QStringList());
}

void tst_JsonLinesSource::aKeyThatIsMissedMakesItsRowABadOne()
{
    const QString file = m_files.write(u"missed.jsonl"_s, QByteArray("{\"a\":1}\n").repeated(1200) + "{\"a\":2,\"t\":\"x\"}\n");
    SourceOptions options = json();
    options.missed = QStringList{u"t"_s};
    const ReadBack read = test::readAll(file, options);
    QCOMPARE(read.rows.size(), 1200);
    QVERIFY2(read.bad.size() == 1 && read.bad.first().startsWith(u"row 1200, line 1201, t: "_s) && read.bad.first().contains(u"map the key"_s),
             qPrintable(read.bad.join(u'\n')));
    options.skipped = QStringList{u"t"_s};
    QCOMPARE(test::readAll(file, options).rows.size(), 1201);
}

void tst_JsonLinesSource::numbersKeepAllTheirDigits()
{
    const QString file = m_files.write(u"digits.jsonl"_s, "{\"a\":18446744073709551615,\"b\":1.234567890123456789}\n{\"a\":1,\"b\":0.12345678901234567}\n");
    const auto source = load::openSource(file, json());
    QCOMPARE(test::fieldsText(source->info()), u"a numeric, b numeric"_s);
    QCOMPARE(test::readAll(*source).rows, QStringList({u"'18446744073709551615'|'1.234567890123456789'"_s, u"1|0.12345678901234566r"_s}));
}

void tst_JsonLinesSource::linesOfTenMegabytesAreRead()
{
    const QByteArray text(10 << 20, 'y');
    const QString file = m_files.write(u"long.jsonl"_s, "{\"a\":\"x\"}\n{\"a\":\"" + text + "\"}\n{\"a\":\"z\"}\n");
    const ReadBack read = test::readAll(file, json());
    QCOMPARE(read.rows.size(), 3);
    QCOMPARE(read.rows[1].size(), (10 << 20) + 2);
    QCOMPARE(read.rows[2], u"'z'"_s);
}

void tst_JsonLinesSource::damagedLinesOfTenMegabytesAreSaidQuickly()
{
    constexpr int size = 10 << 20;
    const QByteArray most(size, 'y'), numbers = QByteArray("1,").repeated(size / 2);
    const QByteArray text = "{\"a\":\"x\"}\n{\"a\":\"" + most + "\\x\"}\n{\"a\":[" + numbers + "}\n{\"a\":\"" + most + "\n{\"a\":\"z\"}\n";
    QElapsedTimer timer;
    timer.start();
    const ReadBack read = test::readAll(m_files.write(u"long.jsonl"_s, text), json());
    QCOMPARE(read.bad, (QStringList{u"row 1, line 2, a: byte %1: there is no such escape in JSON"_s.arg(size + 7),
                                    u"row 2, line 3, a: byte %1: a value is expected here"_s.arg(size + 7),
                                    u"row 3, line 4, a: byte 6: a string is not closed"_s}));
    QCOMPARE(read.rows, (QStringList{u"'x'"_s, u"'z'"_s}));
    for (const load::BadRow &bad : read.badRows)
        QVERIFY(bad.raw.size() <= 4096 && text.mid(qsizetype(bad.place.offset)).startsWith(bad.raw));
    QVERIFY(timer.elapsed() < 10'000);
}

void tst_JsonLinesSource::longerThanTheLimitIsRefused()
{
    const QString file = m_files.write(u"toolong.jsonl"_s, QByteArray("{\"a\":\"x\"}\n").repeated(1000) + "{\"a\":\"" + QByteArray(13 << 20, 'z') + "\"}\n");
    const ReadBack read = test::readAll(file, json());
    QCOMPARE(read.rows.size(), 1'000);
    QCOMPARE(read.broken.mid(file.size()), u", line 1001: this line does not end within 12 MB, which is the limit"_s);
    QFile::remove(file);
}

void tst_JsonLinesSource::depthIsBounded()
{
    QString reason;
    QVERIFY(accepts(QByteArray(1'000, '[') + QByteArray(1'000, ']')));
    QVERIFY(!accepts(QByteArray(1'000'000, '['), &reason));
    QCOMPARE(reason, u"1000: it is nested deeper than 1000 levels"_s);
}

QTEST_GUILESS_MAIN(tst_JsonLinesSource)
#include "tst_jsonlinessource.moc"
