// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/filematrix.h"

#include <QtEndian>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t lengthBytes = 4;
constexpr std::int64_t mostDimensions = 16 * 1024 * 1024; // beyond it, it is another format, or other bytes come first

SourceInfo infoOf(const InputFile &file, SourceFormat format, const QStringList &remarks)
{
    SourceInfo info;
    info.file = file.name();
    info.format = format;
    info.bytes = file.size();
    info.fingerprint = file.fingerprint();
    info.remarks = remarks;
    return info;
}

QString fieldName(SourceFormat format, const MatrixShape &shape)
{
    if (shape.isScalar)
        return u"value"_s;
    return format == SourceFormat::Ivecs ? u"neighbours"_s : u"vector"_s;
}

std::int32_t lengthAt(const InputFile &file, std::int64_t offset)
{
    char bytes[lengthBytes];
    file.readAll(offset, bytes);
    return qFromLittleEndian<std::int32_t>(bytes);
}

QString otherLength(std::int32_t length, std::int64_t expected, std::int64_t row)
{
    return u"row %1 has %2 dimensions, the rows before it have %3"_s.arg(row).arg(length).arg(expected);
}

/// Why a file does not consist of whole rows: one has another length, or the last one is cut off.
[[noreturn]] void refuseOddSize(const InputFile &file, const MatrixShape &shape)
{
    const auto rowBytes = std::int64_t(shape.rowBytes());
    for (std::int64_t row = 1; row < shape.rows; ++row) {
        const std::int32_t length = lengthAt(file, row * rowBytes);
        if (length != shape.columns)
            throw BadSource(file.name(), otherLength(length, shape.columns, row), row * rowBytes);
    }
    throw BadSource(file.name(), u"the file is cut short: row %1 has %2 of its %3 bytes"_s.arg(shape.rows).arg(file.size() - shape.rows * rowBytes).arg(rowBytes),
                    file.size());
}

} // namespace

FileLayout vecsLayout(const InputFile &file, SourceFormat format)
{
    using Kind = NumberType::Kind;
    FileLayout layout;
    MatrixShape &shape = layout.shape;
    shape.type = format == SourceFormat::Bvecs ? NumberType{Kind::Unsigned, 1} : NumberType{format == SourceFormat::Ivecs ? Kind::Signed : Kind::Float, 4};
    shape.prefix = lengthBytes;
    if (file.size() < std::int64_t(lengthBytes))
        throw BadSource(file.name(), file.size() == 0 ? u"the file is empty"_s : u"the file is cut short: 4 bytes of the first row's length are expected"_s, file.size());
    const std::int32_t length = lengthAt(file, 0);
    if (length < 1 || length > mostDimensions) {
        const std::int32_t swapped = qbswap(length);
        const bool bigEndian = swapped >= 1 && swapped <= mostDimensions;
        throw BadSource(file.name(),
                        u"the first row would have %1 dimensions"_s.arg(length)
                            + (bigEndian ? u"; the file seems to be big-endian (%1 dimensions), these formats are little-endian"_s.arg(swapped)
                                         : u": this is no %1 file"_s.arg(formatName(format))),
                        0);
    }
    shape.columns = length;
    shape.rows = file.size() / std::int64_t(shape.rowBytes());
    if (shape.rows * std::int64_t(shape.rowBytes()) != file.size())
        refuseOddSize(file, shape);
    return layout;
}

std::unique_ptr<FileMatrix> FileMatrix::open(const QString &name, SourceFormat format)
{
    auto file = std::make_unique<InputFile>(name);
    const FileLayout layout = format == SourceFormat::Npy ? npyLayout(*file) : vecsLayout(*file, format);
    return std::unique_ptr<FileMatrix>(new FileMatrix(std::move(file), format, layout)); // the constructor is private
}

FileMatrix::FileMatrix(std::unique_ptr<InputFile> file, SourceFormat format, const FileLayout &layout)
    : MatrixSource(infoOf(*file, format, layout.remarks), layout.shape, fieldName(format, layout.shape)), m_file(std::move(file)), m_begin(layout.begin)
{
}

std::int64_t FileMatrix::fetch(std::int64_t row, std::int64_t count, char *to)
{
    m_file->readAll(offsetOf(row), {to, std::size_t(count) * m_shape.rowBytes()});
    return m_shape.prefix > 0 ? rowsOfRightLength(row, count, to) : count;
}

std::int64_t FileMatrix::rowsOfRightLength(std::int64_t row, std::int64_t count, const char *bytes) const
{
    for (std::int64_t i = 0; i < count; ++i) {
        const auto length = qFromLittleEndian<std::int32_t>(bytes + std::size_t(i) * m_shape.rowBytes());
        if (length == m_shape.columns)
            continue;
        if (i == 0)
            throw BadSource(m_file->name(), otherLength(length, m_shape.columns, row), offsetOf(row));
        return i;
    }
    return count;
}

} // namespace quiver::load
