// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are damaged, of each kind that can be read: nothing of them is loaded, and the message says where and why. Where bad
// rows may be rejected the good ones of the file are loaded. Files that only look odd are loaded as they are.
#include "support/loadtest.h"

#include <QtEndian>

#include <hdf5.h>

using namespace Qt::StringLiterals;
using namespace quiver;
using load::LoadPlan;
using test::LoadOutcome;

namespace {

constexpr int never = -1; // the file cannot be read at all
constexpr qsizetype large = 10 << 20;

template<typename T>
QByteArray bytesOf(std::initializer_list<T> values, bool bigEndian = false)
{
    QByteArray bytes;
    for (const T value : values) {
        const T ordered = bigEndian ? qToBigEndian(value) : qToLittleEndian(value);
        bytes.append(reinterpret_cast<const char *>(&ordered), sizeof ordered);
    }
    return bytes;
}

QByteArray npy(const QByteArray &type, const QByteArray &order, const QByteArray &shape, const QByteArray &data)
{
    const QByteArray head = ("{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }").leftJustified(117, ' ') + '\n';
    return QByteArray("\x93NUMPY\x01\x00", 8) + bytesOf<quint16>({quint16(head.size())}) + head + data;
}

/// A row with its length before it.
QByteArray counted(const QByteArray &values, int dimensions, bool bigEndian = false)
{
    return bytesOf<qint32>({dimensions}, bigEndian) + values;
}

/// An HDF5 file with one dataset.
QByteArray hdf5(const QString &file, const char *name, const std::vector<hsize_t> &shape, const std::vector<float> &values)
{
    const hid_t made = H5Fcreate(QFile::encodeName(file).constData(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hid_t space = H5Screate_simple(int(shape.size()), shape.data(), nullptr);
    const hid_t set = H5Dcreate2(made, name, H5T_IEEE_F32LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    H5Dclose(set);
    H5Sclose(space);
    H5Fclose(made);
    QFile written(file);
    return written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
}

} // namespace

class TestLoadDamaged : public test::LoadTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(); }
    void cleanupTestCase() { stopServer(); }
    void nothingIsLoadedOrOnlyWhatIsGood_data();
    void nothingIsLoadedOrOnlyWhatIsGood();
    void oddFilesAreLoaded_data();
    void oddFilesAreLoaded();

private:
    /// The plan as a screen makes it, or why the file cannot be opened.
    LoadOutcome load(const QString &file, bool rejects) const
    {
        LoadOutcome outcome;
        try {
            LoadPlan plan = m_bench->plan(file, u"damaged"_s);
            if (rejects) {
                plan.onBadRow = load::OnBadRow::Reject;
                plan.rejectFile = file + u".rejected.csv"_s;
            }
            outcome = m_bench->run(plan);
        } catch (const load::BadSource &bad) {
            outcome.otherwise = bad.message();
        }
        return outcome;
    }
};

void TestLoadDamaged::nothingIsLoadedOrOnlyWhatIsGood_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    QTest::addColumn<int>("good"); // rows where bad ones are rejected
    const auto row = [](const char *name, const QString &file, const QByteArray &bytes, const QString &says, int good) {
        QTest::newRow(name) << file << bytes << says << good;
    };
    const QByteArray floats = bytesOf<float>({1, 2, 3, 4});
    const QByteArray good = npy("<f4", "False", "(2, 2)", floats);
    row("npy cut short", u"a.npy"_s, good.chopped(3), u"byte 141: the header promises 2 x 2 float32, but the file ends before"_s, never);
    row("npy with a wrong magic", u"a.npy"_s, "x" + good, u"byte 0: it is no .npy file"_s, never);
    row("npy with a header of the wrong endianness", u"a.npy"_s, QByteArray(good).replace(8, 2, bytesOf<quint16>({118}, true)), u"its header is not complete"_s, never);
    row("npy in Fortran order", u"a.npy"_s, npy("<f4", "True", "(2, 2)", floats), u"byte 44: it is in Fortran order"_s, never);
    row("npy of objects", u"a.npy"_s, npy("|O", "False", "(2, 2)", floats), u"byte 20: it holds Python objects"_s, never);
    row("npy of other dimensions", u"a.npy"_s, npy("<f4", "False", "(1, 4)", floats), u"4 dimensions, the column 2"_s, never);
    row("npy with NaN", u"a.npy"_s, npy("<f4", "False", "(2, 2)", bytesOf<float>({1, 2, 3, float(qQNaN())})), u"row 1 (from 0), vector: value 2 is NaN"_s, 1);
    row("fvecs cut short", u"a.fvecs"_s, counted(bytesOf<float>({1, 2}), 2) + counted(bytesOf<float>({3}), 2), u"byte 20: the file is cut short: row 1 has 8 of its 12 bytes"_s, never);
    row("fvecs that is big-endian", u"a.fvecs"_s, counted(bytesOf<float>({1, 2}, true), 2, true), u"the file seems to be big-endian"_s, never);
    row("fvecs with a longer row", u"a.fvecs"_s, counted(bytesOf<float>({1, 2}), 2) + counted(bytesOf<float>({1, 2, 3}), 3) + counted(bytesOf<float>({4, 5}), 2),
        u"byte 12: row 1 has 3 dimensions, the rows before it have 2"_s, never);
    row("fvecs with an infinity", u"a.fvecs"_s, counted(bytesOf<float>({float(qInf()), 2}), 2) + counted(bytesOf<float>({1, 2}), 2), u"row 0 (from 0), vector: value 1 is infinite"_s, 1);
    row("bvecs cut short", u"a.bvecs"_s, counted("\x01\x02", 2) + counted("\x01", 2), u"byte 11: the file is cut short: row 1 has 5 of its 6 bytes"_s, never);
    row("bvecs that is big-endian", u"a.bvecs"_s, counted("\x01\x02", 2, true), u"the file seems to be big-endian"_s, never);
    row("bvecs of something else", u"a.bvecs"_s, "hello, world", u"this is no .bvecs file"_s, never);
    row("ivecs with a shorter row", u"a.ivecs"_s, counted(bytesOf<qint32>({1, 2}), 2) + counted(bytesOf<qint32>({1}), 1) + bytesOf<qint32>({7}), u"row 1 has 1 dimension"_s, never);

    row("csv with ragged rows", u"a.csv"_s, "id,vector\n1,\"[1,2]\"\n2\n3,\"[1,2]\",x\n4,\"[1,2]\"\n", u"line 3: 1 field instead of 2"_s, 2);
    row("csv with an open quote", u"a.csv"_s, "id,vector\n1,\"[1,2]\"\n2,\"[1,2]\n3,\"[3,4]\"\n", u"line 3"_s, 1);
    row("csv with an open quote at the end", u"a.csv"_s, "id,vector\n1,\"[1,2]\"\n2,\"[1,2]\n", u"line 3, vector: a quote is opened and never closed"_s, 1);
    row("csv with a wrong dimension", u"a.csv"_s, "id,vector\n1,\"[1,2]\"\n2,\"[1]\"\n", u"line 3, vector: "_s, 1);
    row("csv with a line of 10 MB", u"a.csv"_s, "id,vector\n1,\"[1,2]\"\n2,\"[1" + QByteArray(",1").repeated(large / 2) + "]\"\n3,\"[3,4]\"\n", u"line 3, vector: "_s, 2);
    row("csv with NUL", u"a.csv"_s, QByteArray("id,vector\n1,\"[1,2]\"\n2,\"[1\0,2]\"\n", 34), u"line 3, vector: a NUL byte"_s, 1);
    row("csv that is not UTF-8", u"a.csv"_s, "id,vector\n1,\"[1,2]\"\n\xE4,\"[1,2]\"\n", u"line 3, id: not UTF-8"_s, 1);
    row("tsv with ragged rows", u"a.tsv"_s, "id\tvector\n1\t[1,2]\n2\n", u"line 3: 1 field instead of 2"_s, 1);
    row("tsv with text for a number", u"a.tsv"_s, "id\tvector\n1\t[1,2]\ntwo\t[1,2]\n", u"line 3, id: "_s, 1);
    row("csv that is compressed", u"a.csv"_s, QByteArray("\x1F\x8B\x08 something"), u"byte 0: it is compressed by gzip"_s, never);

    row("jsonl cut short", u"a.jsonl"_s, "{\"id\":1,\"vector\":[1,2]}\n{\"id\":2,\"vector\":[1,", u"line 2, vector: byte 21: a value is expected here"_s, 1);
    row("jsonl with infinity", u"a.jsonl"_s, "{\"id\":1,\"vector\":[1,2]}\n{\"id\":2,\"vector\":[1e99,2]}\n", u"line 2, vector: "_s, 1);
    row("jsonl with a line of 10 MB", u"a.jsonl"_s, "{\"id\":1,\"vector\":[1,2]}\n{\"id\":2,\"vector\":[1" + QByteArray(",1").repeated(large / 2) + "]}\n", u"line 2, vector: "_s, 1);
    row("jsonl that is one array", u"a.jsonl"_s, "[{\"id\":1,\"vector\":[1,2]}]\n", u"jq -c '.[]'"_s, never);

    const QByteArray whole = hdf5(m_bench->path(u"whole.hdf5"_s), "train", {2, 2}, {1, 2, 3, 4});
    row("hdf5 cut short", u"a.hdf5"_s, whole.chopped(whole.size() / 4), u"a.hdf5"_s, never);
    row("hdf5 with a wrong magic", u"a.hdf5"_s, "x" + whole, u"byte 0: it is no HDF5 file"_s, never);
    row("hdf5 without a dataset of rows", u"a.hdf5"_s, hdf5(m_bench->path(u"cube.hdf5"_s), "cube", {1, 2, 2}, {1, 2, 3, 4}), u"there is no dataset with rows of numbers"_s, never);
    row("hdf5 of other dimensions", u"a.hdf5"_s, hdf5(m_bench->path(u"wide.hdf5"_s), "vector", {1, 4}, {1, 2, 3, 4}), u"4 dimensions, the column 2"_s, never);
    row("hdf5 with NaN", u"a.hdf5"_s, hdf5(m_bench->path(u"nan.hdf5"_s), "train", {2, 2}, {1, 2, 3, float(qQNaN())}), u"row 1 (from 0), train: value 2 is NaN"_s, 1);
}

void TestLoadDamaged::nothingIsLoadedOrOnlyWhatIsGood()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    QFETCH(int, good);
    sql(u"DROP TABLE IF EXISTS damaged; CREATE TABLE damaged (id bigint, vector vector(2))"_s);
    const QString name = m_bench->write(file, bytes);
    LoadOutcome outcome = load(name, false);
    QVERIFY2(!outcome.report, qPrintable(outcome.words()));
    QVERIFY2(outcome.words().contains(says), qPrintable(outcome.words().left(2000)));
    QVERIFY2(outcome.words().size() < 2000, "the row itself has no place in a message");
    QCOMPARE(sql(u"SELECT count(*) FROM damaged"_s), u"0"_s);
    outcome = load(name, true);
    QVERIFY2(outcome.report.has_value() == (good != never), qPrintable(outcome.words()));
    QCOMPARE(sql(u"SELECT count(*) FROM damaged"_s), QString::number(std::max(good, 0)));
    if (outcome.report)
        QVERIFY2(m_bench->read(QFileInfo(outcome.report->rejectFile).fileName()).size() > 0, qPrintable(outcome.words()));
    QFile::remove(name + u".rejected.csv"_s);
}

void TestLoadDamaged::oddFilesAreLoaded_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("csv with a mark") << u"a.csv"_s << "\xEF\xBB\xBFid,vector\n1,\"[1,2]\"\n2,\"[3,4]\"\n"_ba;
    QTest::newRow("jsonl with a mark") << u"a.jsonl"_s << "\xEF\xBB\xBF{\"id\":1,\"vector\":[1,2]}\n{\"id\":2,\"vector\":[3,4]}\n"_ba;
    QTest::newRow("csv with a field of 10 MB") << u"a.csv"_s << QByteArray("id,vector,note\n1,\"[1,2]\"," + QByteArray(large, 'x') + "\n2,\"[3,4]\",y\n");
    QTest::newRow("jsonl with a text of 10 MB") << u"a.jsonl"_s
                                                << QByteArray("{\"id\":1,\"vector\":[1,2],\"note\":\"" + QByteArray(large, 'x') + "\"}\n{\"id\":2,\"vector\":[3,4]}\n");
    QTest::newRow("npy that is big-endian") << u"a.npy"_s << npy(">f4", "False", "(2, 2)", bytesOf<float>({1, 2, 3, 4}, true));
    QTest::newRow("bvecs") << u"a.bvecs"_s << QByteArray(counted("\x01\x02", 2) + counted("\x03\x04", 2));
    QTest::newRow("hdf5") << u"a.hdf5"_s << hdf5(m_bench->path(u"whole.hdf5"_s), "train", {2, 2}, {1, 2, 3, 4});
}

void TestLoadDamaged::oddFilesAreLoaded()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    sql(u"DROP TABLE IF EXISTS damaged; CREATE TABLE damaged (id bigint, vector vector(2), note text)"_s);
    const LoadOutcome outcome = load(m_bench->write(file, bytes), false);
    QVERIFY2(outcome.report, qPrintable(outcome.words()));
    QCOMPARE(sql(u"SELECT string_agg(vector::text, ' ' ORDER BY vector) FROM damaged"_s), u"[1,2] [3,4]"_s);
    QCOMPARE(sql(u"SELECT coalesce(max(length(note)), 0) FROM damaged"_s), bytes.size() > large ? QString::number(large) : u"0"_s);
}

QTEST_GUILESS_MAIN(TestLoadDamaged)
#include "tst_loaddamaged.moc"
