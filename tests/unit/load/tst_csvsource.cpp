// SPDX-License-Identifier: GPL-3.0-or-later
#include "readback.h"

#include <QElapsedTimer>
#include <QTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using load::SourceOptions;
using test::ReadBack;

class tst_CsvSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheDialects_data();
    void readsTheDialects();
    void damagedRowsAreSaidWithPlaceAndReason_data();
    void damagedRowsAreSaidWithPlaceAndReason();
    void refusesWhatIsNoText_data();
    void refusesWhatIsNoText();
    void rowsAreTheSameInAnyBlocksAndFromAnyPlace_data();
    void rowsAreTheSameInAnyBlocksAndFromAnyPlace();
    void everyPlaceOfAWindowsEndIsFine();
    void linesOfTenMegabytesAreRead();
    void damagedLinesOfTenMegabytesAreSaidQuickly();
    void longerThanTheLimitIsRefused();
    void badRowsComeInPortions();
    void judgesTheColumns();
    void guesses_data();
    void guesses();
    void readsCopysTextFormat();
    void namesEveryColumn();
    void fingerprintFollowsTheFile();
    void aHeaderAmongTextsIsAGuess();

private:
    static SourceOptions csv(std::optional<bool> header = false, const QString &nullText = {})
    {
        SourceOptions options;
        options.header = header;
        options.nullText = nullText;
        return options;
    }
    test::Files m_files;
};

namespace {

QByteArray utf16(const QString &text, bool big)
{
    QByteArray bytes = big ? "\xFE\xFF"_ba : "\xFF\xFE"_ba;
    for (const QChar c : text) {
        bytes += char(big ? c.row() : c.cell());
        bytes += char(big ? c.cell() : c.row());
    }
    return bytes;
}

} // namespace

void tst_CsvSource::readsTheDialects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("rows");
    const auto row = [](const char *name, const QByteArray &text, const QStringList &rows) { QTest::newRow(name) << text << rows; };
    row("plain", "1,a\n2,b\n", {u"'1'|'a'"_s, u"'2'|'b'"_s});
    row("last line not ended", "1,a\n2,b", {u"'1'|'a'"_s, u"'2'|'b'"_s});
    row("CRLF", "1,a\r\n2,b\r\n", {u"'1'|'a'"_s, u"'2'|'b'"_s});
    row("CR", "1,a\r2,b\r", {u"'1'|'a'"_s, u"'2'|'b'"_s});
    row("quoted", "\"1\",\"a,b\"\n", {u"'1'|'a,b'"_s});
    row("quotes doubled", "1,\"a \"\"b\"\" c\"\"\"\n2,\"\"\"\"\n", {u"'1'|'a \"b\" c\"'"_s, u"'2'|'\"'"_s});
    row("line ends in quotes", "1,\"a\nb\r\nc\"\n2,d\n", {u"'1'|'a\nb\r\nc'"_s, u"'2'|'d'"_s});
    row("a quote further inside is a character", "1,5\" disk\n", {u"'1'|'5\" disk'"_s});
    row("empty is NULL, quoted it is not", "1,\n2,\"\"\n,\n", {u"'1'|NULL"_s, u"'2'|''"_s, u"NULL|NULL"_s});
    row("blank lines are no rows", "1,a\n\n\r\n2,b\n\n", {u"'1'|'a'"_s, u"'2'|'b'"_s});
    row("blanks are kept", " 1 , a\n", {u"' 1 '|' a'"_s});
    row("one column", "a\n\nb\n", {u"'a'"_s, u"NULL"_s, u"'b'"_s});
    row("last field empty at the end", "1,a\n2,", {u"'1'|'a'"_s, u"'2'|NULL"_s});
    row("mark", "\xEF\xBB\xBF" "1,a\n", {u"'1'|'a'"_s});
    row("UTF-8", "1,Größe 文档 😀\n"_ba, {u"'1'|'Größe 文档 😀'"_s});
    row("UTF-16 little", utf16(u"1,Größe 文档 😀\n2,b\n"_s, false), {u"'1'|'Größe 文档 😀'"_s, u"'2'|'b'"_s});
    row("UTF-16 big", utf16(u"1,Größe 文档 😀\n2,b"_s, true), {u"'1'|'Größe 文档 😀'"_s, u"'2'|'b'"_s});
}

void tst_CsvSource::readsTheDialects()
{
    QFETCH(QByteArray, text);
    const ReadBack read = test::readAll(m_files.write(u"dialect.csv"_s, text), csv());
    QCOMPARE(read.bad, QStringList());
    QTEST(read.rows, "rows");
}

void tst_CsvSource::damagedRowsAreSaidWithPlaceAndReason_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QStringList>("bad");
    const auto row = [](const char *name, const QByteArray &text, const QStringList &rows, const QStringList &bad) {
        QTest::newRow(name) << QByteArray("id,text\n" + text) << rows << bad;
    };
    row("too few fields", "1,a\n2\n3,c\n", {u"'1'|'a'"_s, u"'3'|'c'"_s}, {u"row 1, line 3: 1 field instead of 2"_s});
    row("too many fields", "1,a\n2,b,c\n3,d\n", {u"'1'|'a'"_s, u"'3'|'d'"_s}, {u"row 1, line 3: 3 fields instead of 2"_s});
    row("NUL", QByteArray("1,a\n2,b\0c\n3,d\n", 14), {u"'1'|'a'"_s, u"'3'|'d'"_s},
        {u"row 1, line 3, text: a NUL byte, which PostgreSQL cannot store in text"_s});
    row("Latin-1", "1,a\n2,Gr\xF6\xDF" "e\n3,d\n", {u"'1'|'a'"_s, u"'3'|'d'"_s}, {u"row 1, line 3, text: not UTF-8 (bytes f6 df 65)"_s});
    row("UTF-8 cut off", "\"\xE6\x96\",a\n2,b\n", {u"'2'|'b'"_s}, {u"row 0, line 2, id: not UTF-8 (bytes e6 96 22 2c)"_s});
    row("surrogate in UTF-8", "1,\xED\xA0\x80\n", {}, {u"row 0, line 2, text: not UTF-8 (bytes ed a0 80)"_s});
    row("quote never closed", "1,a\n2,\"b\n3,c\n4,d\n", {u"'1'|'a'"_s},
        {u"row 1, line 3, text: a quote is opened and never closed; the rest of the file went into this row"_s});
    row("quote missing, found again", "1,\"a\n2,\"b\"\n3,\"c\"\n", {u"'3'|'c'"_s},
        {u"row 0, line 2, text: there is text after the closing quote; a quote inside of a quoted field must be doubled"_s});
    row("quotes not doubled", "1,\"a \"b\" c\"\n2,d\n", {u"'2'|'d'"_s},
        {u"row 0, line 2, text: there is text after the closing quote; a quote inside of a quoted field must be doubled"_s});
    row("lines within quotes are counted", "1,\"a\nb\n\nc\"\n2\n", {u"'1'|'a\nb\n\nc'"_s}, {u"row 1, line 6: 1 field instead of 2"_s});
    row("all of them", "1\n2\n", {}, {u"row 0, line 2: 1 field instead of 2"_s, u"row 1, line 3: 1 field instead of 2"_s});
}

void tst_CsvSource::damagedRowsAreSaidWithPlaceAndReason()
{
    QFETCH(QByteArray, text);
    const ReadBack read = test::readAll(m_files.write(u"damaged.csv"_s, text), csv(true));
    QTEST(read.bad, "bad");
    QTEST(read.rows, "rows");
    QCOMPARE(read.broken, QString());
    for (const load::BadRow &bad : read.badRows) // the reject file can tell the row as it stood there
        QVERIFY2(!bad.raw.isEmpty() && text.mid(qsizetype(bad.place.offset)).startsWith(bad.raw), bad.raw);
}

void tst_CsvSource::refusesWhatIsNoText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &message) { QTest::newRow(name) << bytes << message; };
    row("empty", "", u", byte 0: the file is empty"_s);
    row("only a mark", "\xEF\xBB\xBF", u", byte 0: the file is empty"_s);
    row("gzip", "\x1F\x8B\x08 something", u", byte 0: it is compressed by gzip: unpack it first (gunzip)"_s);
    row("npy", "\x93NUMPY\x01", u", byte 0: it is a NumPy file, no text"_s);
    row("UTF-32", QByteArray("\xFF\xFE\0\0a\0\0\0", 8), u", byte 0: it is UTF-32: convert it to UTF-8 first (iconv -f UTF-32 -t UTF-8)"_s);
    row("UTF-16 without a mark", QByteArray("i\0d\0,\0x\0\n\0", 10),
        u", byte 0: it looks like UTF-16 without a byte order mark: convert it to UTF-8 first (iconv -f UTF-16LE -t UTF-8)"_s);
    row("UTF-16 cut off", utf16(u"id\n1\n"_s, false).chopped(1), u", byte 10: UTF-16 has two bytes for each unit, but the file has an odd number: it is cut off"_s);
    row("header not UTF-8", "id,Gr\xF6\xDF" "e\n1,2\n", u", line 1: the header: not UTF-8 (bytes f6 df 65)"_s);
    row("header's quote never closed", "id,\"text\n1,2\n", u", line 1: the header: a quote is opened and never closed; the rest of the file went into this row"_s);
}

void tst_CsvSource::refusesWhatIsNoText()
{
    QFETCH(QByteArray, bytes);
    QTEST(test::refusal(m_files.write(u"notext.csv"_s, bytes), csv(true)), "message");
    QCOMPARE(test::refusal(m_files.path(u"absent.csv"_s), csv()), u": it cannot be opened: No such file or directory"_s);
    QCOMPARE(test::refusal(m_files.path(u"."_s), csv()), u": it is a folder"_s);
}

void tst_CsvSource::rowsAreTheSameInAnyBlocksAndFromAnyPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    const QString rows = u"id,text\n1,plain\n2,\"two\nlines\"\n\n3,\"dou\"\"bled\"\n4\n5,文档😀é\n6,\"bad\"quote\n7,last"_s;
    QTest::newRow("UTF-8") << rows.toUtf8();
    QTest::newRow("CRLF") << QString(rows).replace(u'\n', u"\r\n"_s).toUtf8();
    QTest::newRow("marked") << QByteArray("\xEF\xBB\xBF" + rows.toUtf8());
    QTest::newRow("UTF-16 little") << utf16(rows, false);
    QTest::newRow("UTF-16 big") << utf16(rows, true);
}

void tst_CsvSource::rowsAreTheSameInAnyBlocksAndFromAnyPlace()
{
    QFETCH(QByteArray, text);
    const QString file = m_files.write(u"places.csv"_s, text);
    QCOMPARE(test::readAll(file, csv(true)).rows.size(), 5);
    QCOMPARE(test::readAll(file, csv(true)).bad.size(), 2);
    QCOMPARE(test::differsByPlaceOrBlock(file, csv(true)), QString());
}

void tst_CsvSource::everyPlaceOfAWindowsEndIsFine()
{
    // The window's first end lies at 1 MiB: a row with everything in it is put on it in each of its bytes, and in both encodings.
    const QString hard = u"2,\"a\"\"b\r\nc文😀\"\r\n3,d\r\n"_s;
    for (const bool wide : {false, true}) {
        const qsizetype window = wide ? 512 * 1024 : 1024 * 1024, reach = wide ? hard.size() : hard.toUtf8().size();
        for (qsizetype shift = 0; shift <= reach; ++shift) {
            const QString text = u"1,"_s + QString(window - 4 - shift, u'x') + u"\r\n"_s + hard;
            const QString file = m_files.write(u"window.csv"_s, wide ? utf16(text, false) : text.toUtf8());
            const ReadBack read = test::readAll(file, csv(), 4 << 20);
            QCOMPARE(read.bad, QStringList());
            QCOMPARE(read.rows.size(), 3);
            QCOMPARE(read.rows[1], u"'2'|'a\"b\r\nc文😀'"_s);
            QCOMPARE(read.rows[2], u"'3'|'d'"_s);
        }
    }
}

void tst_CsvSource::linesOfTenMegabytesAreRead()
{
    const QByteArray text(10 << 20, 'y');
    const QString file = m_files.write(u"long.csv"_s, "1,a\n2," + text + "\n3,\"" + text + "\"\n4,d\n");
    const auto source = load::openSource(file, csv());
    load::RowBlock block;
    std::vector<load::BadRow> bad;
    std::vector<std::size_t> sizes;
    while (source->read(block, bad, 1 << 20, 1000)) {
        for (std::size_t row = 0; row < block.rowCount(); ++row)
            sizes.push_back(block.value(row, 1).size);
    }
    QCOMPARE(sizes, (std::vector<std::size_t>{1, 10 << 20, 10 << 20, 1}));
    QVERIFY(bad.empty());
}

void tst_CsvSource::damagedLinesOfTenMegabytesAreSaidQuickly()
{
    const QByteArray most(10 << 20, 'y');
    const QByteArray text = "1,a\n2,\"" + most + "\" x\n3," + most + "\xFF\n4," + most + ",e\n5,b\n6,\"" + most;
    QElapsedTimer timer;
    timer.start();
    const ReadBack read = test::readAll(m_files.write(u"long.csv"_s, text), csv());
    QCOMPARE(read.bad, (QStringList{u"row 1, line 2, column 2: there is text after the closing quote; a quote inside of a quoted field must be doubled"_s,
                                    u"row 2, line 3, column 2: not UTF-8 (bytes ff)"_s, u"row 3, line 4: 3 fields instead of 2"_s,
                                    u"row 5, line 6, column 2: a quote is opened and never closed; the rest of the file went into this row"_s}));
    QCOMPARE(read.rows, (QStringList{u"'1'|'a'"_s, u"'5'|'b'"_s}));
    for (const load::BadRow &bad : read.badRows)
        QVERIFY(bad.raw.size() <= 4096 && text.mid(qsizetype(bad.place.offset)).startsWith(bad.raw));
    QVERIFY(timer.elapsed() < 10'000);
}

void tst_CsvSource::longerThanTheLimitIsRefused()
{
    const QString file = m_files.write(u"toolong.csv"_s, "id,text\n1,a\n2,\"" + QByteArray(65 << 20, 'z'));
    const ReadBack read = test::readAll(file, csv(true));
    QCOMPARE(read.rows, QStringList(u"'1'|'a'"_s));
    QCOMPARE(read.broken.mid(file.size()),
             u", line 3: this row does not end within 12 MB, which is the limit; most likely a quote is opened in it and never closed"_s);
    QFile::remove(file);
}

void tst_CsvSource::badRowsComeInPortions()
{
    const QString file = m_files.write(u"allbad.csv"_s, "id,text\n" + QByteArray("x\n").repeated(2'000) + "1,a\n");
    const auto source = load::openSource(file, csv(true));
    load::RowBlock block;
    std::vector<load::BadRow> bad;
    QVERIFY(source->read(block, bad, 1 << 20, 1 << 20));
    QCOMPARE(block.rowCount(), 0U);
    QVERIFY(bad.size() >= 100 && bad.size() < 1'000); // a file full of them does not fill the memory
    const ReadBack rest = test::readAll(*source);
    QCOMPARE(bad.size() + rest.badRows.size(), 2'000U);
    QCOMPARE(rest.rows, QStringList(u"'1'|'a'"_s));
    QCOMPARE(rest.places[0].row, 2'000);
    QCOMPARE(rest.places[0].line, 2'002);
}

void tst_CsvSource::judgesTheColumns()
{
    const QByteArray text =
        "n,price,ok,at,key,zip,emb,tags,meta,sp,b,note,half empty\n"
        "1,1.5,true,2026-01-01T10:00:00Z,a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,00123,\"[0.1,0.2,0.3]\",\"{\"\"a\"\": 1}\",\"{\"\"k\"\": [1]}\",\"{1:0.5}/8\",01010101,x,\n"
        "-2,3,F,2026-01-01 10:00:00.123+02,a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12,1,\"[1, 2, 3]\",\"[1,2]\",[],\"{}/8\",11111111,2,7\n";
    const QString file = m_files.write(u"columns.csv"_s, text);
    QCOMPARE(test::fieldsText(load::openSource(file, csv({}))->info()),
             u"n integer, price real, ok boolean, at timestamp, key uuid, zip text, emb vector 3, tags json, meta json, sp sparse 8, b bits 8, "
             "note text, half empty integer null"_s);
    const auto info = load::openSource(file, csv({}))->info();
    QCOMPARE(info.rows, -1);
    QCOMPARE(info.bytes, text.size());
    // One vector among twenty that is cut short does not hide what the others are.
    const QString ragged = m_files.write(u"ragged.csv"_s, "id;emb\n" + QByteArray("1;[1,2,3,4]\n").repeated(19) + "2;[1,2,3]\n");
    SourceOptions options = csv({});
    options.separator = u';';
    QCOMPARE(test::fieldsText(load::openSource(ragged, options)->info()), u"id integer, emb vector 4"_s);
}

void tst_CsvSource::guesses_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QChar>("separator");
    QTest::addColumn<bool>("header");
    QTest::addColumn<QString>("nullText");
    const auto row = [](const char *name, const QString &file, const QByteArray &text, QChar separator, bool header, const QString &nullText = {}) {
        QTest::newRow(name) << file << text << separator << header << nullText;
    };
    row("commas", u"a.csv"_s, "id,text\n1,a\n2,b\n", u',', true);
    row("no header", u"a.csv"_s, "1,a\n2,b\n", u',', false);
    row("semicolons, decimal commas", u"a.csv"_s, "id;price\n1;1,5\n2;2,5\n", u';', true);
    row("semicolons, vectors without quotes", u"a.csv"_s, "id;emb\n1;[1,2,3]\n2;[4,5,6]\n", u';', true);
    row("commas, vectors in quotes", u"a.csv"_s, "id,emb\n1,\"[1;2]\"\n2,\"[4;5]\"\n", u',', true);
    row("tabs", u"a.tsv"_s, "id\tpos\n0\tnoun\n1\tverb\n", u'\t', true);
    row("tabs, ending unknown", u"a.txt"_s, "id\tpos\n0\tnoun\n1\tverb\n", u'\t', true);
    row("bars", u"a.csv"_s, "id|text\n1|a,b\n2|c\n", u'|', true);
    row("one column", u"a.csv"_s, "word\nblue\ngreen\n", u',', true);
    row("one column of vectors", u"a.csv"_s, "e\n\"[3,4]\"\n\"[0,0]\"\n\"[0,2]\"\n", u',', true);
    row("one column of sentences", u"a.csv"_s, "the sky is blue\nthe grass is green\n", u',', false);
    row("only texts", u"a.csv"_s, "title,body\nA,The first.\nB,The second!\n", u',', true);
    row("texts twice", u"a.csv"_s, "x,x\ny,z\n", u',', false);
    row("null of COPY", u"a.csv"_s, "id,n\n1,\\N\n2,5\n", u',', true, u"\\N"_s);
    row("null in words", u"a.csv"_s, "id,n\n1,NULL\n2,5\n", u',', true, u"NULL"_s);
    row("null in words, no header", u"a.csv"_s, "1,null\n2,5\n3,6\n", u',', false, u"null"_s);
    row("a text that is the word null", u"a.csv"_s, "id,word\n1,null\n2,void\n3,nil\n", u',', true);
    row("the word null beside empty fields", u"a.csv"_s, "id,n,word\n1,NULL,a\n2,5,\n3,6,b\n", u',', true);
    row("pandas' index", u"a.csv"_s, ",text\n0,a\n1,b\n", u',', true);
    row("only a header", u"a.csv"_s, "id,text\n", u',', true);
    row("apostrophes", u"a.tsv"_s, "id\ttext\n1\t'tis\n2\tit's\n3\t'twas\n", u'\t', true);
    row("a comma in every text", u"a.csv"_s, "id;text\n1;\"a, b\"\n2;\"c, d\"\n", u';', true);
}

void tst_CsvSource::guesses()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    QFETCH(QChar, separator);
    const SourceOptions options = load::guessOptions(m_files.write(name, text));
    QTEST(options.header.value_or(load::openSource(m_files.path(name), options)->info().guessedHeader.value_or(false)), "header");
    QTEST(options.nullText, "nullText");
    if (options.format == load::SourceFormat::Csv)
        QCOMPARE(options.separator, separator);
    QCOMPARE(options.format == load::SourceFormat::Tsv, separator == u'\t');
    QCOMPARE(options.quote, QChar(u'"'));
}

void tst_CsvSource::readsCopysTextFormat()
{
    const QByteArray text = "1\t\\N\ta\\tb\\nc\\\\d\\'\n"
                            "2\t\\\\N\t\"quoted\"\n"
                            "3\t\t\\101\\x42\\q\\\te\\\n!\n"
                            "4\tx\t\\0\n"
                            "5\tx\t\\xE4\n"
                            "\\.\n";
    const QString file = m_files.write(u"copy.tsv"_s, text);
    const SourceOptions options = load::guessOptions(file);
    QVERIFY(options.copyText);
    QCOMPARE(options.header, std::optional<bool>(false));
    const ReadBack read = test::readAll(file, options);
    QCOMPARE(read.rows, (QStringList{u"'1'|NULL|'a\tb\nc\\d''"_s, u"'2'|'\\N'|'\"quoted\"'"_s, u"'3'|''|'ABq\te\n!'"_s}));
    QCOMPARE(read.bad, (QStringList{u"row 3, line 5, column 3: a NUL byte, which PostgreSQL cannot store in text"_s, u"row 4, line 6, column 3: not UTF-8 (bytes e4)"_s}));
    QCOMPARE(test::differsByPlaceOrBlock(file, options), QString());
}

void tst_CsvSource::namesEveryColumn()
{
    const auto info = load::openSource(m_files.write(u"names.csv"_s, "x,,x,\"we\"\"ird; --\",文档\n1,2,3,4,5\n"), csv(true))->info();
    QCOMPARE(test::fieldsText(info), u"x integer, column 2 integer, x (2) integer, we\"ird; -- integer, 文档 integer"_s);
    QCOMPARE(info.remarks, QStringList(u"the header has “x” more than once; column 3 is called “x (2)”"_s));
    const auto none = load::openSource(m_files.write(u"names.csv"_s, "1,2\n"), csv(false))->info();
    QCOMPARE(test::fieldsText(none), u"column 1 integer, column 2 integer"_s);
    const auto misfit = load::openSource(m_files.write(u"names.csv"_s, "a,b\n1,2,3\n"), csv(true))->info();
    QCOMPARE(misfit.remarks, QStringList(u"line 2 does not fit the header: 3 fields instead of 2"_s));
}

void tst_CsvSource::fingerprintFollowsTheFile()
{
    const QString file = m_files.write(u"print.csv"_s, "id\n1\n");
    const QByteArray before = load::openSource(file, csv())->info().fingerprint;
    QCOMPARE(load::openSource(file, csv())->info().fingerprint, before);
    m_files.write(u"print.csv"_s, "id\n2\n");
    QVERIFY(load::openSource(file, csv())->info().fingerprint != before);
}

void tst_CsvSource::aHeaderAmongTextsIsAGuess()
{
    const QString file = m_files.write(u"fruit.csv"_s, "apple,fruit\npear,fruit\ncarrot,root\n");
    SourceOptions options = load::guessOptions(file);
    QVERIFY(!options.header); // so that it is known as a guess when the file is opened again
    const auto guessed = load::openSource(file, options)->info();
    QCOMPARE(guessed.guessedHeader, std::optional(true));
    QVERIFY2(guessed.remarks.join(u' ').contains(u"(apple, fruit) was taken for the names of the columns"_s), qPrintable(guessed.remarks.join(u' ')));
    options.header = false;
    QVERIFY(!load::openSource(file, options)->info().guessedHeader);
    const QString words = m_files.write(u"words.csv"_s, "a word\nanother word\n");
    const auto row = load::openSource(words, load::guessOptions(words))->info();
    QCOMPARE(row.guessedHeader, std::optional(false));
    QVERIFY2(row.remarks.join(u' ').contains(u"a row like the others"_s), qPrintable(row.remarks.join(u' ')));
    const QString sure = m_files.write(u"sure.csv"_s, "word,n\napple,1\n");
    QCOMPARE(load::guessOptions(sure).header, std::optional(true));
    QVERIFY(!load::openSource(sure, load::guessOptions(sure))->info().guessedHeader);
}

QTEST_GUILESS_MAIN(tst_CsvSource)
#include "tst_csvsource.moc"
