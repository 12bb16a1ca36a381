// SPDX-License-Identifier: GPL-3.0-or-later
// Valid small files of every format, and what must hold when a reader is given a damaged one: it refuses it or reads on, row by row,
// to an end; it neither crashes nor hangs nor fills the memory.
#pragma once

#include "load/source.h"

#include <QElapsedTimer>
#include <QFile>
#include <QtEndian>

#include <hdf5.h>

#include <vector>

namespace quiver::fuzz {

using namespace Qt::StringLiterals;

struct Seed {
    load::SourceOptions options;
    QByteArray bytes;
};

inline QByteArray utf16(const QString &text)
{
    QByteArray bytes = "\xFF\xFE";
    for (const QChar c : text)
        bytes += QByteArray(1, char(c.cell())) + QByteArray(1, char(c.row()));
    return bytes;
}

inline QByteArray vecs(qsizetype rows, qint32 dimensions, qsizetype valueBytes)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < rows; ++i) {
        char length[4];
        qToLittleEndian(dimensions, length);
        bytes += QByteArray(length, 4) + QByteArray(dimensions * valueBytes, char(0x3D + i));
    }
    return bytes;
}

inline QByteArray npy(const QByteArray &type, qsizetype valueBytes)
{
    QByteArray text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (9, 5), }";
    text = text.leftJustified(117, ' ') + '\n';
    char size[2];
    qToLittleEndian(quint16(text.size()), size);
    return "\x93NUMPY\x01" + QByteArray(1, '\0') + QByteArray(size, 2) + text + QByteArray(9 * 5 * valueBytes, '\x3C');
}

/// A small HDF5 file with a dataset that stands in one piece, and one in packed chunks.
inline QByteArray hdf5(const QString &scratch)
{
    const hid_t file = H5Fcreate(QFile::encodeName(scratch).constData(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hsize_t shape[] = {20, 6}, chunk[] = {7, 4};
    const std::vector<float> values(20 * 6, 0.5F);
    const hid_t space = H5Screate_simple(2, shape, nullptr), packed = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(packed, 2, chunk);
    H5Pset_deflate(packed, 1);
    for (const auto &[name, created] : {std::pair<const char *, hid_t>("test", H5P_DEFAULT), std::pair<const char *, hid_t>("train", packed)}) {
        const hid_t set = H5Dcreate2(file, name, H5T_IEEE_F32LE, space, H5P_DEFAULT, created, H5P_DEFAULT);
        H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        H5Dclose(set);
    }
    H5Pclose(packed);
    H5Sclose(space);
    H5Fclose(file);
    QFile written(scratch);
    return written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
}

inline std::vector<Seed> textAndBinarySeeds()
{
    using F = load::SourceFormat;
    const QString csv = u"id,text,emb\n1,plain,\"[0.5,1,2]\"\n2,\"two\nlines \"\"quoted\"\"\",\"[1,-2e-3,3]\"\n3,文档😀,\n4,,[]\n"_s;
    const QByteArray json = R"({"id":1,"t":"a\u00e4\ud83d\ude00","e":[0.5,1,2.5e-3],"o":{"k":[1,{"x":null}]}})" "\n"
                            R"({"id":2.5,"t":null,"e":[1,2,3],"b":true})" "\n\n" R"({"id":-3,"e":[NaN,1,2]})" "\n";
    const auto of = [](F format) {
        load::SourceOptions options;
        options.format = format;
        return options;
    };
    load::SourceOptions plain = of(F::Csv);
    plain.header = false;
    plain.nullText = u"\\N"_s;
    load::SourceOptions copy = of(F::Tsv);
    copy.copyText = true;
    copy.nullText = u"\\N"_s;
    return {{copy, "1\t\\N\ta\\tb\\101\\xE6\\x96\\x87\n2\tx\ty\n\\.\n"}, {of(F::Csv), csv.toUtf8()}, {plain, csv.toUtf8()}, {of(F::Csv), utf16(csv)}, {of(F::Tsv), QString(csv).replace(u',', u'\t').toUtf8()},
            {of(F::JsonLines), json}, {of(F::Npy), npy("<f2", 2)}, {of(F::Npy), npy(">f8", 8)}, {of(F::Npy), npy("|i1", 1)},
            {of(F::Fvecs), vecs(8, 5, 4)}, {of(F::Bvecs), vecs(8, 5, 1)}, {of(F::Ivecs), vecs(8, 5, 4)}};
}

inline Seed hdf5Seed(const QString &scratch, const QString &dataset)
{
    load::SourceOptions options;
    options.format = load::SourceFormat::Hdf5;
    options.dataset = dataset;
    return {options, hdf5(scratch)};
}

/// Reads the file to its end, in small blocks, and goes back once. What is wrong then; empty: nothing.
inline QString misbehaviour(const QString &file, const load::SourceOptions &options, qint64 fileBytes)
{
    QElapsedTimer timer;
    timer.start();
    try {
        const auto source = load::openSource(file, options);
        load::RowBlock block;
        std::vector<load::BadRow> bad;
        load::RowPlace before = source->place();
        qint64 rows = 0;
        while (source->read(block, bad, 4096, 3)) {
            const load::RowPlace now = source->place();
            if (now.row <= before.row)
                return u"reading does not get on"_s;
            before = now;
            rows += qint64(block.rowCount() + bad.size());
            bad.clear();
            for (std::size_t row = 0; row < block.rowCount(); ++row) {
                for (int field = 0; field < block.fieldCount(); ++field) {
                    const load::Value &value = block.value(row, field);
                    if (value.kind == load::Value::Kind::Text || value.kind == load::Value::Kind::Json)
                        (void)block.text(value).size();
                }
            }
            if (!block.rowIsComplete())
                return u"a row has more or fewer values than there are fields"_s;
            if (rows > fileBytes * 10 + 100)
                return u"it has more rows than bytes"_s;
        }
        if (block.rowCount() != 0)
            return u"the last block is not empty"_s;
        source->seek({0, 1, 0});
        source->read(block, bad, 1, 1);
        if (block.bytes() > std::size_t(64 * fileBytes + 100'000))
            return u"a block is far larger than the file"_s;
    } catch (const load::BadSource &) {
        // Refused in words: that is what it is for.
    }
    return timer.elapsed() > 5'000 ? u"it took %1 ms"_s.arg(timer.elapsed()) : QString();
}

} // namespace quiver::fuzz
