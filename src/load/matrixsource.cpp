// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/matrixsource.h"

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t bufferBytes = 1024 * 1024;
constexpr std::size_t badRowsAtOnce = 500;

} // namespace

MatrixSource::MatrixSource(SourceInfo info, const MatrixShape &shape, const QString &fieldName) : m_shape(shape), m_info(std::move(info))
{
    if (shape.columns > maxRowBytes / shape.type.size)
        throw BadSource(m_info.file, u"a row of %1 numbers is beyond the limit of 64 MB"_s.arg(shape.columns));
    SourceField field;
    field.name = fieldName;
    if (!shape.isScalar) {
        field.looks = SourceField::Looks::Vector;
        field.dimensions = int(shape.columns);
    } else {
        field.looks = shape.type.kind == NumberType::Kind::Float ? SourceField::Looks::Real : SourceField::Looks::Integer;
    }
    m_info.fields = {field};
    m_info.rows = shape.rows;
    m_info.remarks << numberTypeName(shape.type);
}

std::int64_t MatrixSource::rowsAtOnce() const
{
    return std::int64_t(std::max<std::size_t>(1, bufferBytes / m_shape.rowBytes()));
}

void MatrixSource::seek(const RowPlace &place)
{
    m_row = std::clamp<std::int64_t>(place.row, 0, m_shape.rows);
}

const char *MatrixSource::bytesOf(std::int64_t row)
{
    if (row < m_bufferBegin || row >= m_bufferBegin + m_bufferRows) {
        const std::int64_t count = std::min(rowsAtOnce(), m_shape.rows - row);
        m_buffer.resize(std::size_t(count) * m_shape.rowBytes());
        m_bufferRows = 0; // of what was there nothing is left, also when the next line throws
        m_bufferRows = fetch(row, count, m_buffer.data());
        m_bufferBegin = row;
    }
    return m_buffer.data() + std::size_t(row - m_bufferBegin) * m_shape.rowBytes() + m_shape.prefix;
}

bool MatrixSource::read(RowBlock &block, std::vector<BadRow> &bad, std::size_t bytes, std::size_t rows)
{
    block.reset(1);
    const std::size_t badBefore = bad.size();
    BadRow problem;
    while (m_row < m_shape.rows && block.rowCount() < rows && block.bytes() < bytes && bad.size() - badBefore < badRowsAtOnce) {
        const char *data = nullptr;
        try {
            data = bytesOf(m_row);
        } catch (const BadSource &) {
            if (block.rowCount() == 0 && bad.size() == badBefore)
                throw;
            break; // what was read is good; the next call meets the same
        }
        block.beginRow(place());
        if (!(m_shape.isScalar ? addScalar(block, data, problem) : addRow(block, data, problem))) {
            block.dropRow();
            bad.push_back(problem);
        }
        ++m_row;
    }
    return block.rowCount() > 0 || bad.size() > badBefore;
}

bool MatrixSource::addRow(RowBlock &block, const char *bytes, BadRow &bad) const
{
    const std::size_t count = std::size_t(m_shape.columns);
    if (m_shape.type.isVectorElement()) {
        const std::size_t good = toFloats(m_shape.type, bytes, block.addFloats(count));
        if (good < count)
            bad = badRow(good, bytes, u"a 4 byte float"_s);
        return good == count;
    }
    const std::size_t good = toIntegers(m_shape.type, bytes, block.addIntegers(count));
    if (good < count)
        bad = badRow(good, bytes, u"a 4 byte integer"_s);
    return good == count;
}

bool MatrixSource::addScalar(RowBlock &block, const char *bytes, BadRow &bad) const
{
    if (m_shape.type.kind == NumberType::Kind::Float) {
        block.addReal(realAt(m_shape.type, bytes));
        return true;
    }
    const std::int64_t value = integerAt(m_shape.type, bytes);
    block.addInteger(value);
    if (value < 0 && m_shape.type.kind == NumberType::Kind::Unsigned) {
        bad = badRow(0, bytes, u"an 8 byte integer"_s);
        return false;
    }
    return true;
}

BadRow MatrixSource::badRow(std::size_t element, const char *bytes, const QString &limit) const
{
    const double value = realAt(m_shape.type, bytes + element * std::size_t(m_shape.type.size));
    const QString which = m_shape.isScalar ? QString() : u"element %1 of %2: "_s.arg(element + 1).arg(m_shape.columns);
    return {place(), m_info.fields[0].name, u"%1%2 is beyond the range of %3"_s.arg(which).arg(value).arg(limit), {}};
}

} // namespace quiver::load
