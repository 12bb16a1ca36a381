// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/vectorfile.h"

#include "core/error.h"
#include "vector/half.h"

#include <QtEndian>

#include <cmath>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t headerBytes = 128; // with room for any number of rows

} // namespace

VectorFile::VectorFile(OutputFile &file, Elements elements, int dimensions, bool skipNulls)
    : m_file(file), m_elements(elements), m_dimensions(dimensions), m_skipNulls(skipNulls)
{
    if (elements != Elements::Fvecs)
        m_file.write(std::string(headerBytes, ' ')); // written when the number of rows is known
}

/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, version 1.0
QByteArray VectorFile::npyHeader() const
{
    const QByteArray type = m_elements == Elements::NpyHalf ? "<f2" : "<f4";
    QByteArray text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + QByteArray::number(qint64(rows())) + ", " + QByteArray::number(m_dimensions) + "), }";
    text = text.leftJustified(qsizetype(headerBytes) - 10 - 1, ' ') + '\n';
    char size[2];
    qToLittleEndian(quint16(text.size()), size);
    return "\x93NUMPY" + QByteArray("\x01\0", 2) + QByteArray(size, 2) + text;
}

char *VectorFile::beginRow(std::size_t count)
{
    if (m_dimensions < 0)
        m_dimensions = int(count);
    if (count != std::size_t(m_dimensions)) {
        const QString expected = rows() == 0 ? u"its column says %1"_s.arg(m_dimensions) : u"those before it have %1"_s.arg(m_dimensions);
        throw core::Error(u"the vector in row %1 has %2 dimensions, %3; a file of vectors holds one length. %4 was not written"_s.arg(m_seen + 1)
                              .arg(count)
                              .arg(expected, m_file.name()));
    }
    ++m_seen;
    if (m_elements != Elements::Fvecs)
        return m_file.room(count * (m_elements == Elements::NpyHalf ? 2 : 4));
    char *const to = m_file.room(4 + count * 4);
    qToLittleEndian(qint32(count), to);
    return to + 4;
}

void VectorFile::addFloats(const char *bigEndian, std::size_t count)
{
    if (m_elements == Elements::NpyHalf) {
        m_scratch.resize(count);
        qFromBigEndian<float>(bigEndian, qsizetype(count), m_scratch.data());
        add(m_scratch);
        return;
    }
    qbswap<4>(bigEndian, qsizetype(count), beginRow(count)); // big-endian in, little-endian out
}

void VectorFile::addHalves(const char *bigEndian, std::size_t count)
{
    if (m_elements == Elements::NpyHalf) {
        qbswap<2>(bigEndian, qsizetype(count), beginRow(count));
        return;
    }
    m_scratch.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        m_scratch[i] = vector::halfToFloat(qFromBigEndian<quint16>(bigEndian + 2 * i));
    add(m_scratch);
}

void VectorFile::add(std::span<const float> values)
{
    char *const to = beginRow(values.size());
    if (m_elements == Elements::NpyHalf)
        writeHalves(values, to);
    else
        qToLittleEndian<float>(values.data(), qsizetype(values.size()), to);
}

void VectorFile::addNull()
{
    ++m_seen;
    if (!m_skipNulls)
        throw core::Error(u"row %1 has no vector (NULL), and a file of vectors has no place for that: leave such rows out. %2 was not written"_s.arg(m_seen).arg(m_file.name()));
    ++m_skipped;
}

void VectorFile::writeHalves(std::span<const float> values, char *to)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint16_t half = vector::floatToHalf(values[i]);
        if ((half & 0x7FFFU) >= 0x7C00U && std::isfinite(values[i]))
            throw core::Error(u"element %1 of the vector in row %2 is %3: beyond the range of half precision, which ends at 65504. %4 was not written"_s.arg(i + 1)
                                  .arg(m_seen)
                                  .arg(double(values[i]))
                                  .arg(m_file.name()));
        qToLittleEndian(half, to + 2 * i);
    }
}

void VectorFile::finish()
{
    if (m_elements == Elements::Fvecs)
        return; // without rows it is an empty file
    if (m_dimensions < 0)
        throw core::Error(u"there are no rows, and the column does not say how many dimensions they would have. %1 was not written"_s.arg(m_file.name()));
    const QByteArray header = npyHeader();
    m_file.patch(0, {header.constData(), std::size_t(header.size())});
}

} // namespace quiver::load
