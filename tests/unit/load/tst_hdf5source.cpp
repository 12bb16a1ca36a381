// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/hdf5check.h"
#include "load/hdf5source.h"
#include "readback.h"

#include <QElapsedTimer>
#include <QTest>

#include <hdf5.h>

#include <cmath>
#include <stop_token>

using namespace quiver;
using namespace Qt::StringLiterals;
using load::SourceFormat;
using load::SourceOptions;
using test::ReadBack;

namespace {

SourceOptions dataset(const QString &name = {})
{
    SourceOptions options;
    options.format = SourceFormat::Hdf5;
    options.dataset = name;
    return options;
}

/// Writes an HDF5 file for a test.
class Writer
{
public:
    explicit Writer(const QString &file) : m_file(H5Fcreate(QFile::encodeName(file).constData(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)) {}
    ~Writer() { H5Fclose(m_file); }
    Q_DISABLE_COPY_MOVE(Writer)

    template<typename T>
    void add(const char *name, hid_t fileType, hid_t memoryType, const std::vector<hsize_t> &shape, const std::vector<T> &values, const std::vector<hsize_t> &chunk = {})
    {
        const std::vector<hsize_t> growing(shape.size(), H5S_UNLIMITED);
        const hid_t space = H5Screate_simple(int(shape.size()), shape.data(), chunk.empty() ? nullptr : growing.data());
        const hid_t created = H5Pcreate(H5P_DATASET_CREATE), linked = H5Pcreate(H5P_LINK_CREATE);
        H5Pset_create_intermediate_group(linked, 1);
        if (!chunk.empty()) {
            H5Pset_chunk(created, int(chunk.size()), chunk.data());
            H5Pset_deflate(created, 4);
        }
        const hid_t set = H5Dcreate2(m_file, name, fileType, space, linked, created, H5P_DEFAULT);
        if (!values.empty())
            H5Dwrite(set, memoryType, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        H5Dclose(set);
        H5Pclose(linked);
        H5Pclose(created);
        H5Sclose(space);
    }
    hid_t file() const { return m_file; }

private:
    hid_t m_file;
};

} // namespace

class tst_Hdf5Source : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsDatasets();
    void readsTheDatasetThatIsMeant_data();
    void readsTheDatasetThatIsMeant();
    void refuses_data();
    void refuses();
    void saysWhichElementDoesNotFit();
    void readsPackedChunks();
    void rowsAreTheSameInAnyBlocksAndFromAnyPlace();
    void damagedFilesAreSaidInWords();
    void tellsADamagedFileFromACheckThatFails_data();
    void tellsADamagedFileFromACheckThatFails();
    void aCheckIsCancelledAtOnce();
    void fingerprintNamesTheDataset();

private:
    /// A program that \p does this in place of looking at a file.
    QString script(const QByteArray &does) const
    {
        const QString path = m_files.write(u"check"_s, "#!/bin/sh\n" + does + '\n');
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }

    test::Files m_files;
    QString m_ann, m_odd;
};

void tst_Hdf5Source::initTestCase()
{
    m_ann = m_files.path(u"glove größe 文档.hdf5"_s);
    Writer ann(m_ann);
    ann.add<float>("train", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, {3, 2}, {0.5, -1, 2, 3, 4, 5});
    ann.add<float>("test", H5T_IEEE_F32BE, H5T_NATIVE_FLOAT, {1, 2}, {7, 8});
    ann.add<int>("neighbors", H5T_STD_I32LE, H5T_NATIVE_INT, {1, 3}, {2, 0, 1});
    ann.add<double>("distances", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {1, 3}, {0.25, 1, 2});

    m_odd = m_files.path(u"odd.h5"_s);
    Writer odd(m_odd);
    odd.add<int>("labels", H5T_STD_I64LE, H5T_NATIVE_INT, {4}, {4, 5, 6, -7});
    odd.add<int>("group/bytes", H5T_STD_U8LE, H5T_NATIVE_INT, {2, 3}, {1, 2, 255, 0, 4, 5});
    odd.add<float>("cube", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, {1, 2, 2}, {1, 2, 3, 4});
    odd.add<float>("never written", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, {5, 2}, {});
    odd.add<float>("empty", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, {0, 2}, {});
    odd.add<float>("single", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, {}, {1});
    odd.add<double>("wide", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {3, 2}, {1, 2, 3, 1e300, 5, INFINITY});
    odd.add<qint64>("far neighbours", H5T_STD_I64LE, H5T_NATIVE_INT64, {2, 2}, {1, 2, qint64(1) << 40, 3});
    const hid_t text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, 4);
    odd.add<char>("words", text, text, {2}, {'a', 0, 0, 0, 'b', 0, 0, 0});
    H5Tclose(text);
    const hid_t boolean = H5Tenum_create(H5T_NATIVE_INT8); // as h5py writes numpy's bool
    const qint8 no = 0, yes = 1;
    H5Tenum_insert(boolean, "FALSE", &no);
    H5Tenum_insert(boolean, "TRUE", &yes);
    odd.add<qint8>("bits", boolean, boolean, {2, 3}, {1, 0, 1, 0, 0, 1});
    H5Tclose(boolean);
    H5Lcreate_external("elsewhere.h5", "/train", odd.file(), "link away", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_soft("/labels", odd.file(), "link", H5P_DEFAULT, H5P_DEFAULT);
}

void tst_Hdf5Source::listsDatasets()
{
    QStringList texts;
    for (const load::Hdf5Dataset &set : load::hdf5Datasets(m_ann))
        texts << describe(set) + (set.fits ? u""_s : u" -"_s);
    QCOMPARE(texts, (QStringList{u"distances (1 x 3, float64)"_s, u"neighbors (1 x 3, int32)"_s, u"test (1 x 2, float32)"_s, u"train (3 x 2, float32)"_s}));
    texts.clear();
    for (const load::Hdf5Dataset &set : load::hdf5Datasets(m_odd))
        texts << describe(set) + (set.fits ? u""_s : u" -"_s);
    QCOMPARE(texts, (QStringList{u"bits (2 x 3, boolean)"_s, u"cube (1 x 2 x 2, float32) -"_s, u"empty (0 x 2, float32)"_s, u"far neighbours (2 x 2, int64)"_s,
                                 u"group/bytes (2 x 3, uint8)"_s, u"labels (4, int64)"_s, u"never written (5 x 2, float32)"_s,
                                 u"single (a single value, float32) -"_s, u"wide (3 x 2, float64)"_s, u"words (2, text) -"_s}));
}

void tst_Hdf5Source::readsTheDatasetThatIsMeant_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("fields");
    QTest::addColumn<QStringList>("rows");
    QTest::newRow("train without being asked for") << m_ann << QString() << u"train vector 2"_s << QStringList{u"[0.5,-1]"_s, u"[2,3]"_s, u"[4,5]"_s};
    QTest::newRow("big-endian") << m_ann << u"test"_s << u"test vector 2"_s << QStringList{u"[7,8]"_s};
    QTest::newRow("neighbours") << m_ann << u"neighbors"_s << u"neighbors vector 3"_s << QStringList{u"(2,0,1)"_s};
    QTest::newRow("doubles") << m_ann << u"distances"_s << u"distances vector 3"_s << QStringList{u"[0.25,1,2]"_s};
    QTest::newRow("the first that fits") << m_odd << QString() << u"bits vector 3"_s << QStringList{u"[1,0,1]"_s, u"[0,0,1]"_s};
    QTest::newRow("in a group") << m_odd << u"group/bytes"_s << u"group/bytes vector 3"_s << QStringList{u"[1,2,255]"_s, u"[0,4,5]"_s};
    QTest::newRow("numbers") << m_odd << u"labels"_s << u"labels integer"_s << QStringList{u"4"_s, u"5"_s, u"6"_s, u"-7"_s};
    QTest::newRow("no rows") << m_odd << u"empty"_s << u"empty vector 2"_s << QStringList{};
}

void tst_Hdf5Source::readsTheDatasetThatIsMeant()
{
    QFETCH(QString, file);
    QFETCH(QString, name);
    const auto source = load::openSource(file, dataset(name));
    QTEST(test::fieldsText(source->info()), "fields");
    QTEST(test::readAll(*source).rows, "rows");
    QCOMPARE(load::guessOptions(file), dataset());
}

void tst_Hdf5Source::refuses_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("message");
    QTest::newRow("no such dataset") << m_ann << u"query"_s
                                     << u": there is no dataset “query”; it has distances (1 x 3, float64), neighbors (1 x 3, int32), test (1 x 2, float32), "
                                        "train (3 x 2, float32)"_s;
    QTest::newRow("three dimensions") << m_odd << u"cube"_s << u": the dataset cube (1 x 2 x 2, float32) does not consist of rows of numbers"_s;
    QTest::newRow("texts") << m_odd << u"words"_s << u": the dataset words (2, text) does not consist of rows of numbers"_s;
    QTest::newRow("never written") << m_odd << u"never written"_s << u": of the dataset never written (5 x 2, float32) only 0 bytes were ever written"_s;
    const QString empty = m_files.path(u"empty.h5"_s);
    Writer{empty};
    QTest::newRow("no datasets") << empty << QString() << u": there is no dataset with rows of numbers; it has none at all"_s;
    QTest::newRow("no HDF5") << m_files.write(u"text.h5"_s, "hello") << QString() << u", byte 0: it is no HDF5 file: it does not start with \\x89HDF"_s;
    QTest::newRow("empty file") << m_files.write(u"nothing.h5"_s, "") << QString() << u", byte 0: it is no HDF5 file: it does not start with \\x89HDF"_s;
    QTest::newRow("absent") << m_files.path(u"absent.h5"_s) << QString() << u": it cannot be opened: No such file or directory"_s;
}

void tst_Hdf5Source::refuses()
{
    QFETCH(QString, file);
    QFETCH(QString, name);
    QTEST(test::refusal(file, dataset(name)), "message");
}

void tst_Hdf5Source::saysWhichElementDoesNotFit()
{
    const ReadBack wide = test::readAll(m_odd, dataset(u"wide"_s));
    QCOMPARE(wide.rows, (QStringList{u"[1,2]"_s, u"[5,inf]"_s}));
    QCOMPARE(wide.bad, QStringList(u"row 1, wide: element 2 of 2: 1e+300 is beyond the range of a 4 byte float"_s));
    const ReadBack far = test::readAll(m_odd, dataset(u"far neighbours"_s));
    QCOMPARE(far.rows, QStringList(u"(1,2)"_s));
    QCOMPARE(far.bad, QStringList(u"row 1, far neighbours: element 1 of 2: 1.09951e+12 is beyond the range of a 4 byte integer"_s));
}

void tst_Hdf5Source::readsPackedChunks()
{
    const QString file = m_files.path(u"packed.h5"_s);
    std::vector<float> values;
    for (int i = 0; i < 10'000 * 40; ++i)
        values.push_back(float(i));
    {
        Writer writer(file);
        writer.add("train", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, {10'000, 40}, values, {7'001, 13});
        writer.add("huge", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, {1, 1}, std::vector<float>(), {1 << 20, 32});
    }
    const ReadBack read = test::readAll(file, dataset(), 50'000);
    QCOMPARE(read.rows.size(), 10'000);
    std::vector<float> all;
    for (const QString &row : read.rows) {
        const auto one = vector::parseVector(row).values;
        all.insert(all.end(), one.begin(), one.end());
    }
    QCOMPARE(all, values);
    const auto source = load::openSource(file, dataset());
    QCOMPARE(test::refusal(file, dataset(u"huge"_s)), u": the dataset huge (1 x 1, float32) is stored in chunks of 1048576 x 32 values; the limit is 64 MB"_s);
    source->seek(read.places[6'999]);
    QCOMPARE(test::readAll(*source).rows, read.rows.mid(6'999));
}

void tst_Hdf5Source::rowsAreTheSameInAnyBlocksAndFromAnyPlace()
{
    for (const QString &name : {u"train"_s, u"neighbors"_s})
        QCOMPARE(test::differsByPlaceOrBlock(m_ann, dataset(name)), QString());
    QCOMPARE(test::differsByPlaceOrBlock(m_odd, dataset(u"wide"_s)), QString());
    // And with columns beside.
    SourceOptions options = dataset(u"labels"_s);
    options.besideFile = m_files.write(u"labels.csv"_s, "id,t\n1,a\n2,b\n3,c\n4,d\n");
    QCOMPARE(test::readAll(m_odd, options).rows, (QStringList{u"'1'|'a'|4"_s, u"'2'|'b'|5"_s, u"'3'|'c'|6"_s, u"'4'|'d'|-7"_s}));
}

void tst_Hdf5Source::damagedFilesAreSaidInWords()
{
    QFile whole(m_ann);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    const QByteArray bytes = whole.readAll();
    const QString cut = m_files.write(u"cut.h5"_s, bytes.left(bytes.size() - 100));
    const QString message = test::refusal(cut, dataset());
    QVERIFY2(message.startsWith(u": it is damaged; libhdf5: unable to open file: truncated file: eof = %1"_s.arg(bytes.size() - 100)), qPrintable(message));
    for (const qsizetype size : {8, 20, 96, 200, 700}) {
        const QString words = test::refusal(m_files.write(u"cut.h5"_s, bytes.left(size)), dataset());
        QVERIFY2(words.startsWith(u": it is damaged; libhdf5: "_s), qPrintable(words));
    }
}

void tst_Hdf5Source::tellsADamagedFileFromACheckThatFails_data()
{
    QTest::addColumn<QByteArray>("does");
    QTest::addColumn<QString>("says");
    QTest::addColumn<bool>("isDamaged");
    QTest::newRow("crash") << QByteArray("kill -SEGV $$") << u"libhdf5 crashed on it"_s << true;
    QTest::newRow("killed") << QByteArray("kill -KILL $$") << u"was ended from outside while it looked at the file (signal 9)"_s << false;
    QTest::newRow("cannot start") << QByteArray("echo 'libhdf5.so: not found' >&2; exit 127") << u"(exit code 127; it says: libhdf5.so: not found)"_s << false;
    QTest::newRow("its own trouble") << QByteArray("exit 2") << u"could not do its work (exit code 2). That says nothing of the file"_s << false;
}

void tst_Hdf5Source::tellsADamagedFileFromACheckThatFails()
{
    QFETCH(QByteArray, does);
    QFETCH(QString, says);
    QFETCH(bool, isDamaged);
    QString words;
    try {
        load::checkHdf5(m_ann, {}, script(does));
    } catch (const load::BadSource &error) {
        words = error.message();
    }
    QVERIFY2(words.contains(says), qPrintable(words));
    QCOMPARE(words.contains(u"it is damaged"_s), isDamaged);
}

void tst_Hdf5Source::aCheckIsCancelledAtOnce()
{
    std::stop_source stop;
    stop.request_stop();
    QElapsedTimer timer;
    timer.start();
    QVERIFY_THROWS_EXCEPTION(core::Cancelled, load::checkHdf5(m_ann, stop.get_token(), script("exec sleep 20")));
    QVERIFY(timer.elapsed() < 5'000);
}

void tst_Hdf5Source::fingerprintNamesTheDataset()
{
    QVERIFY(load::openSource(m_ann, dataset(u"train"_s))->info().fingerprint != load::openSource(m_ann, dataset(u"test"_s))->info().fingerprint);
    QCOMPARE(load::openSource(m_ann, dataset(u"train"_s))->info().rows, 3);
}

QTEST_GUILESS_MAIN(tst_Hdf5Source)
#include "tst_hdf5source.moc"
