// SPDX-License-Identifier: GPL-3.0-or-later
// Binary files of vectors: .npy, .fvecs, .bvecs, .ivecs, and a CSV beside them.
#include "load/numbertype.h"
#include "readback.h"
#include "vector/half.h"

#include <QTest>
#include <QtEndian>

#include <bit>
#include <cmath>

using namespace quiver;
using namespace Qt::StringLiterals;
using load::SourceFormat;
using load::SourceOptions;
using test::ReadBack;

namespace {

template<typename T>
QByteArray number(T value, bool bigEndian = false)
{
    QByteArray bytes(sizeof(T), '\0');
    bigEndian ? qToBigEndian(value, bytes.data()) : qToLittleEndian(value, bytes.data());
    return bytes;
}

QByteArray npy(const QByteArray &dictionary, const QByteArray &data, int version = 1)
{
    QByteArray text = dictionary;
    const qsizetype fixed = version == 1 ? 10 : 12;
    while ((fixed + text.size() + 1) % 64 != 0)
        text += ' ';
    text += '\n';
    const QByteArray size = version == 1 ? number(quint16(text.size())) : number(quint32(text.size()));
    return "\x93NUMPY" + QByteArray(1, char(version)) + QByteArray(1, '\0') + size + text + data;
}

QByteArray dictionary(const QByteArray &type, const QByteArray &shape, const QByteArray &fortran = "False")
{
    return "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
}

QByteArray floats(const QList<float> &values, bool bigEndian = false)
{
    QByteArray bytes;
    for (const float value : values)
        bytes += number(std::bit_cast<quint32>(value), bigEndian);
    return bytes;
}

QByteArray doubles(const QList<double> &values, bool bigEndian = false)
{
    QByteArray bytes;
    for (const double value : values)
        bytes += number(std::bit_cast<quint64>(value), bigEndian);
    return bytes;
}

QByteArray halves(const QList<float> &values, bool bigEndian = false)
{
    QByteArray bytes;
    for (const float value : values)
        bytes += number(vector::floatToHalf(value), bigEndian);
    return bytes;
}

SourceOptions of(SourceFormat format, const QString &beside = {})
{
    SourceOptions options;
    options.format = format;
    options.besideFile = beside;
    return options;
}

} // namespace

class tst_MatrixSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyHalfBecomesItsFloat();
    void readsNpy_data();
    void readsNpy();
    void refusesNpy_data();
    void refusesNpy();
    void everyCutOfAnNpyIsRefused();
    void saysWhichElementDoesNotFit();
    void readsRowsWithTheirLength_data();
    void readsRowsWithTheirLength();
    void refusesRowsWithTheirLength_data();
    void refusesRowsWithTheirLength();
    void readsUpToTheRowOfAnotherLength();
    void rowsAreTheSameInAnyBlocksAndFromAnyPlace();
    void putsColumnsBesideVectors();
    void wantsOneRowForEachVector();
    void aRowBesideThatIsBadTakesItsVectorAway();

private:
    test::Files m_files;
};

void tst_MatrixSource::everyHalfBecomesItsFloat()
{
    QByteArray little, big;
    for (std::uint32_t half = 0; half <= 0xFFFF; ++half) {
        little += number(quint16(half));
        big += number(quint16(half), true);
    }
    for (const bool bigEndian : {false, true}) {
        std::vector<float> values(0x10000);
        QCOMPARE(load::toFloats({load::NumberType::Kind::Float, 2, bigEndian}, (bigEndian ? big : little).constData(), values), values.size());
        for (std::uint32_t half = 0; half <= 0xFFFF; ++half)
            QCOMPARE(std::bit_cast<quint32>(values[half]), std::bit_cast<quint32>(vector::halfToFloat(quint16(half))));
    }
}

void tst_MatrixSource::readsNpy_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("fields");
    QTest::addColumn<QStringList>("rows");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &fields, const QStringList &rows) {
        QTest::newRow(name) << bytes << fields << rows;
    };
    const QList<float> six{1, -2, 0.5F, 4, 0.25F, -6};
    const QList<double> wide(six.begin(), six.end());
    const QString vectors = u"vector vector 3"_s;
    const QStringList two{u"[1,-2,0.5]"_s, u"[4,0.25,-6]"_s};
    row("f4", npy(dictionary("<f4", "(2, 3)"), floats(six)), vectors, two);
    row("f4 big-endian", npy(dictionary(">f4", "(2, 3)"), floats(six, true)), vectors, two);
    row("f2", npy(dictionary("<f2", "(2, 3)"), halves(six)), vectors, two);
    row("f2 big-endian", npy(dictionary(">f2", "(2, 3)"), halves(six, true)), vectors, two);
    row("f8", npy(dictionary("<f8", "(2, 3)"), doubles(wide)), vectors, two);
    row("f8 big-endian", npy(dictionary(">f8", "(2, 3)"), doubles(wide, true)), vectors, two);
    row("version 2", npy(dictionary("<f4", "(2, 3)"), floats(six), 2), vectors, two);
    row("version 3", npy(dictionary("<f4", "(2, 3)"), floats(six), 3), vectors, two);
    row("keys in another order", npy("{\"shape\": (2L, 3L), \"fortran_order\": False, \"descr\": \"<f4\"}", floats(six)), vectors, two);
    row("one column in Fortran order is in both", npy(dictionary("<f4", "(3,)", "True"), floats({1, 2, 3})), vectors, {u"[1,2,3]"_s});
    row("NaN and infinity are the target's concern", npy(dictionary("<f4", "(1, 3)"), floats({NAN, INFINITY, 1})), vectors, {u"[nan,inf,1]"_s});
    row("a double's infinity", npy(dictionary("<f8", "(1, 2)"), doubles({-INFINITY, 1e-300})), u"vector vector 2"_s, {u"[-inf,0]"_s});
    row("no rows", npy(dictionary("<f4", "(0, 3)"), {}), vectors, {});
    row("one vector", npy(dictionary("<f4", "(3,)"), floats({1, 2, 3})), vectors, {u"[1,2,3]"_s});
    row("bytes are quantised vectors", npy(dictionary("|i1", "(2, 2)"), QByteArray("\x01\xFF\x7F\x80")), u"vector vector 2"_s, {u"[1,-1]"_s, u"[127,-128]"_s});
    row("labels", npy(dictionary("<i8", "(3,)"), number(qint64(7)) + number(qint64(-1)) + number(qint64(1) << 40)), u"value integer"_s,
        {u"7"_s, u"-1"_s, u"1099511627776"_s});
    row("neighbours", npy(dictionary("<i4", "(2, 2)"), number(1) + number(2) + number(3) + number(-4)), u"vector vector 2"_s, {u"(1,2)"_s, u"(3,-4)"_s});
    row("more numbers than a vector has", npy(dictionary("<f8", "(16001,)"), doubles(QList<double>(16001, 0.1))), u"value real"_s,
        QStringList(16001, u"0.10000000000000001r"_s));
}

void tst_MatrixSource::readsNpy()
{
    QFETCH(QByteArray, bytes);
    const QString file = m_files.write(u"a.npy"_s, bytes);
    const auto source = load::openSource(file, load::guessOptions(file));
    QTEST(test::fieldsText(source->info()), "fields");
    const ReadBack read = test::readAll(*source);
    QTEST(read.rows, "rows");
    QCOMPARE(read.bad, QStringList());
    QCOMPARE(source->info().rows, read.rows.size());
}

void tst_MatrixSource::refusesNpy_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &message) { QTest::newRow(name) << bytes << message; };
    const QByteArray data = floats({1, 2, 3, 4, 5, 6});
    const QByteArray good = npy(dictionary("<f4", "(2, 3)"), data);
    row("wrong magic", "NUMPY" + good, u", byte 0: it is no .npy file: it does not start with \\x93NUMPY"_s);
    row("npz", "PK\x03\x04" + good, u", byte 0: it is a zip archive, as .npz files are: unpack it first, or save the array with numpy.save()"_s);
    row("empty", "", u", byte 0: it is no .npy file: it does not start with \\x93NUMPY"_s);
    row("version 4", QByteArray(good).replace(6, 1, "\x04"), u", byte 6: version 4 of the .npy format is not known"_s);
    row("Fortran order", npy(dictionary("<f4", "(2, 3)", "True"), data),
        u", byte 44: it is in Fortran order (column after column); save it with numpy.ascontiguousarray()"_s);
    row("objects", npy(dictionary("|O", "(2, 3)"), data), u", byte 20: it holds Python objects (dtype object), not numbers; save it with astype('float32')"_s);
    row("records", npy("{'descr': [('a', '<f4', (3,))], 'fortran_order': False, 'shape': (2,), }", data),
        u", byte 20: it holds records (a structured dtype), not numbers of one type; save the field with the vectors on its own"_s);
    row("texts", npy(dictionary("<U8", "(2,)"), data), u", byte 20: it holds texts (dtype <U8), not numbers"_s);
    row("complex", npy(dictionary("<c8", "(2,)"), data), u", byte 20: numbers of the type <c8 are not read; it takes f2, f4, f8 and integers"_s);
    row("three dimensions", npy(dictionary("<f4", "(1, 2, 3)"), data), u", byte 60: it has 3 dimensions; rows of vectors have two (rows x dimensions)"_s);
    row("no dimensions", npy(dictionary("<f4", "()"), data.left(4)), u", byte 60: it has 0 dimensions; rows of vectors have two (rows x dimensions)"_s);
    row("rows without values", npy(dictionary("<f4", "(2, 0)"), {}), u", byte 60: its rows have no values"_s);
    row("cut short", good.chopped(1), u", byte 151: the header promises 2 x 3 float32, but the file ends before: it is cut short"_s);
    row("too long", good + "x", u", byte 152: the header promises 2 x 3 float32, but 1 bytes more follow"_s);
    row("more rows than bytes can be", npy(dictionary("<f4", "(9223372036854775807, 3)"), data),
        u", byte 152: the header promises 9223372036854775807 x 3 float32, but the file ends before: it is cut short"_s);
    row("more columns than bytes can be", npy(dictionary("<f8", "(2, 2305843009213693952)"), data),
        u", byte 152: the header promises 2 x 2305843009213693952 float64, but the file ends before: it is cut short"_s);
    row("no shape", npy("{'descr': '<f4', 'fortran_order': False}", data), u", byte 50: the header lacks shape"_s);
    row("no dictionary", npy("hello", data), u", byte 10: the header is damaged: “{” is expected here"_s);
    row("negative", npy(dictionary("<f4", "(-2, 3)"), data), u", byte 61: the header is damaged: a number is expected here"_s);
    row("unknown key", npy("{'order': 'C'}", data), u", byte 19: the header has an unknown key “order”"_s);
    row("wrong endianness", npy(dictionary("<f4", "(2, 3)"), data).replace(8, 2, number(quint16(118), true)),
        u", byte 152: the file is cut short: its header is not complete"_s);
}

void tst_MatrixSource::refusesNpy()
{
    QFETCH(QByteArray, bytes);
    QTEST(test::refusal(m_files.write(u"a.npy"_s, bytes), of(SourceFormat::Npy)), "message");
}

void tst_MatrixSource::everyCutOfAnNpyIsRefused()
{
    const QByteArray good = npy(dictionary("<f4", "(2, 3)"), floats({1, 2, 3, 4, 5, 6}));
    for (qsizetype size = 0; size < good.size(); ++size) {
        const QString message = test::refusal(m_files.write(u"cut.npy"_s, good.left(size)), of(SourceFormat::Npy));
        QVERIFY2(!message.isEmpty(), QByteArray::number(size));
    }
}

void tst_MatrixSource::saysWhichElementDoesNotFit()
{
    const QString wide = m_files.write(u"wide.npy"_s, npy(dictionary("<f8", "(3, 2)"), doubles({1, 2, 3, -1e300, 5, 6})));
    const ReadBack read = test::readAll(wide, of(SourceFormat::Npy));
    QCOMPARE(read.rows, (QStringList{u"[1,2]"_s, u"[5,6]"_s}));
    QCOMPARE(read.bad, QStringList(u"row 1, vector: element 2 of 2: -1e+300 is beyond the range of a 4 byte float"_s));
    QCOMPARE(read.badRows[0].place.offset, 128 + 16);
    const QString counts = m_files.write(u"counts.npy"_s, npy(dictionary("<u8", "(2,)"), number(quint64(1)) + number(~quint64(0))));
    QCOMPARE(test::readAll(counts, of(SourceFormat::Npy)).bad, QStringList(u"row 1, value: 1.84467e+19 is beyond the range of an 8 byte integer"_s));
}

void tst_MatrixSource::readsRowsWithTheirLength_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("fields");
    QTest::addColumn<QStringList>("rows");
    QTest::newRow("floats") << u"a.fvecs"_s << QByteArray(number(2) + floats({1, -2.5F}) + number(2) + floats({3, 4})) << u"vector vector 2"_s
                            << QStringList{u"[1,-2.5]"_s, u"[3,4]"_s};
    QTest::newRow("bytes") << u"a.bvecs"_s << QByteArray(number(3) + "\x01\xFF\x7F" + number(3) + QByteArray("\0\x02\x03", 3)) << u"vector vector 3"_s
                           << QStringList{u"[1,255,127]"_s, u"[0,2,3]"_s};
    QTest::newRow("integers") << u"a.ivecs"_s << QByteArray(number(2) + number(7) + number(2'000'000'000)) << u"neighbours vector 2"_s
                              << QStringList{u"(7,2000000000)"_s};
}

void tst_MatrixSource::readsRowsWithTheirLength()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    const QString file = m_files.write(name, bytes);
    const auto source = load::openSource(file, load::guessOptions(file));
    QTEST(test::fieldsText(source->info()), "fields");
    QTEST(test::readAll(*source).rows, "rows");
    QCOMPARE(test::differsByPlaceOrBlock(file, load::guessOptions(file)), QString());
}

void tst_MatrixSource::refusesRowsWithTheirLength_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &message) { QTest::newRow(name) << bytes << message; };
    const QByteArray two = number(2) + floats({1, 2}) + number(2) + floats({3, 4});
    row("empty", "", u", byte 0: the file is empty"_s);
    row("cut in the first length", two.left(3), u", byte 3: the file is cut short: 4 bytes of the first row's length are expected"_s);
    row("cut in the first row", two.left(11), u", byte 11: the file is cut short: row 0 has 11 of its 12 bytes"_s);
    row("cut in a later row", two.chopped(1), u", byte 23: the file is cut short: row 1 has 11 of its 12 bytes"_s);
    row("longer row", two + number(3) + floats({5, 6, 7}) + number(2) + floats({8, 9}), u", byte 24: row 2 has 3 dimensions, the rows before it have 2"_s);
    row("big-endian", number(2, true) + floats({1, 2}, true), u", byte 0: the first row would have 33554432 dimensions; the file seems to be big-endian (2 "
                                                              "dimensions), these formats are little-endian"_s);
    row("another format", "hello world", u", byte 0: the first row would have 1819043176 dimensions: this is no .fvecs file"_s);
    row("no dimensions", QByteArray(8, '\0'), u", byte 0: the first row would have 0 dimensions: this is no .fvecs file"_s);
    row("negative", QByteArray(8, '\xFF'), u", byte 0: the first row would have -1 dimensions: this is no .fvecs file"_s);
}

void tst_MatrixSource::refusesRowsWithTheirLength()
{
    QFETCH(QByteArray, bytes);
    QTEST(test::refusal(m_files.write(u"a.fvecs"_s, bytes), of(SourceFormat::Fvecs)), "message");
}

void tst_MatrixSource::readsUpToTheRowOfAnotherLength()
{
    // As long as the file's size is right, only reading shows it.
    const QByteArray bytes = number(2) + floats({1, 2}) + number(2) + floats({3, 4}) + number(1) + floats({5}) + number(2);
    const QString file = m_files.write(u"odd.fvecs"_s, bytes);
    for (const std::size_t rows : {1U, 2U, 3U, 100U}) {
        const ReadBack read = test::readAll(file, of(SourceFormat::Fvecs), 1 << 20, rows);
        QCOMPARE(read.rows, (QStringList{u"[1,2]"_s, u"[3,4]"_s}));
        QCOMPARE(read.broken.mid(file.size()), u", byte 24: row 2 has 1 dimensions, the rows before it have 2"_s);
    }
}

void tst_MatrixSource::rowsAreTheSameInAnyBlocksAndFromAnyPlace()
{
    // Rows of 700,000 bytes: one and a half fill the buffer. Rows of 8 bytes: some 130,000 do.
    QByteArray large, small;
    for (int row = 0; row < 5; ++row)
        large += floats(QList<float>(175'000, float(row)));
    const QString file = m_files.write(u"large.npy"_s, npy(dictionary("<f4", "(5, 175000)"), large));
    QCOMPARE(test::differsByPlaceOrBlock(file, of(SourceFormat::Npy)), QString());
    for (int row = 0; row < 300'000; ++row)
        small += floats({float(row), 1});
    const QString many = m_files.write(u"many.npy"_s, npy(dictionary("<f4", "(300000, 2)"), small));
    const ReadBack read = test::readAll(many, of(SourceFormat::Npy), 100'000);
    QCOMPARE(read.rows.size(), 300'000);
    QCOMPARE(read.rows.last(), u"[299999,1]"_s);
    const auto source = load::openSource(many, of(SourceFormat::Npy));
    source->seek(read.places[250'000]);
    QCOMPARE(test::readAll(*source).rows, read.rows.mid(250'000));
    QCOMPARE(read.places[250'000].offset, 128 + 250'000 * 8);
}

void tst_MatrixSource::putsColumnsBesideVectors()
{
    const QString vectors = m_files.write(u"v.npy"_s, npy(dictionary("<f4", "(5, 2)"), floats({0, 1, 2, 3, 4, 5, 6, 7, 8, 9})));
    const QString beside = m_files.write(u"v.tsv"_s, "id\tvector\n0\ta\n1\t\"b\nc\"\n2\t\n\n3\td\n4\te");
    const SourceOptions options = of(SourceFormat::Npy, beside);
    const auto source = load::openSource(vectors, options);
    QCOMPARE(test::fieldsText(source->info()), u"id integer, vector text null, vector (2) vector 2"_s);
    QCOMPARE(source->info().rows, 5);
    QCOMPARE(test::readAll(*source).rows,
             (QStringList{u"'0'|'a'|[0,1]"_s, u"'1'|'b\nc'|[2,3]"_s, u"'2'|NULL|[4,5]"_s, u"'3'|'d'|[6,7]"_s, u"'4'|'e'|[8,9]"_s}));
    QCOMPARE(test::differsByPlaceOrBlock(vectors, options), QString());
    const QByteArray before = source->info().fingerprint;
    m_files.write(u"v.tsv"_s, "id\tvector\n0\ta\n1\t\"b\nc\"\n2\t\n\n3\td\n4\tf");
    QVERIFY(load::openSource(vectors, options)->info().fingerprint != before);
}

void tst_MatrixSource::wantsOneRowForEachVector()
{
    const QString vectors = m_files.write(u"v.npy"_s, npy(dictionary("<f4", "(3, 1)"), floats({1, 2, 3})));
    for (const int rows : {0, 2, 4}) {
        const QString beside = m_files.write(u"v.csv"_s, "id,t\n" + QByteArray("1,a\n").repeated(rows));
        QCOMPARE(test::refusal(vectors, of(SourceFormat::Npy, beside)).mid(beside.size() - vectors.size()),
                 u": it has %1 rows, but %2 has 3 vectors; each vector needs exactly one row"_s.arg(rows).arg(vectors));
    }
}

void tst_MatrixSource::aRowBesideThatIsBadTakesItsVectorAway()
{
    const QString vectors = m_files.write(u"v.npy"_s, npy(dictionary("<f8", "(5, 1)"), doubles({1, 2, 1e300, 4, 1e300})));
    const QString beside = m_files.write(u"v.csv"_s, "id,t\n1,a\n2\n3,c\n4,d\n5\n");
    const SourceOptions options = of(SourceFormat::Npy, beside);
    const ReadBack read = test::readAll(vectors, options);
    QCOMPARE(read.rows, (QStringList{u"'1'|'a'|[1]"_s, u"'4'|'d'|[4]"_s}));
    QCOMPARE(read.bad, (QStringList{u"row 1, line 3: 1 field instead of 2"_s, u"row 2, vector: element 1 of 1: 1e+300 is beyond the range of a 4 byte float"_s,
                                    u"row 4, line 6: 1 field instead of 2"_s}));
    QCOMPARE(test::differsByPlaceOrBlock(vectors, options), QString());
}

QTEST_GUILESS_MAIN(tst_MatrixSource)
#include "tst_matrixsource.moc"
