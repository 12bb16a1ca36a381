// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of equally many numbers each: what .npy, .fvecs and HDF5 have in common. A format says where its rows' bytes come from.
#pragma once

#include "load/numbertype.h"
#include "load/source.h"

namespace quiver::load {

struct MatrixShape {
    std::int64_t rows = 0;
    std::int64_t columns = 1; ///< of a row that is one number: 1
    bool isScalar = false;    ///< a row is a number, not a vector
    NumberType type;
    std::size_t prefix = 0;   ///< bytes before each row's numbers

    std::size_t valueBytes() const { return std::size_t(columns) * std::size_t(type.size); }
    std::size_t rowBytes() const { return prefix + valueBytes(); }
};

class MatrixSource : public Source
{
public:
    static constexpr std::int64_t maxRowBytes = 64 * 1024 * 1024;

    const SourceInfo &info() const final { return m_info; }
    bool read(RowBlock &block, std::vector<BadRow> &bad, std::size_t bytes, std::size_t rows) final;
    RowPlace place() const final { return placeOf(m_row); }
    void seek(const RowPlace &place) final;
    const MatrixShape &shape() const { return m_shape; }

protected:
    /// \p info without its field and rows, which follow from \p shape. \throws BadSource for rows beyond maxRowBytes
    MatrixSource(SourceInfo info, const MatrixShape &shape, const QString &fieldName);

    /// Writes the bytes of up to \p count rows from \p row on to \p to and returns how many those are, at least one.
    /// \throws BadSource where there is none that can be used
    virtual std::int64_t fetch(std::int64_t row, std::int64_t count, char *to) = 0;
    virtual std::int64_t offsetOf(std::int64_t row) const = 0;
    /// Rows that are fetched together; all of them are kept in memory.
    virtual std::int64_t rowsAtOnce() const;

    const MatrixShape m_shape;
    SourceInfo m_info;

private:
    RowPlace placeOf(std::int64_t row) const { return {row, 0, offsetOf(row)}; }
    const char *bytesOf(std::int64_t row);
    bool addRow(RowBlock &block, const char *bytes, BadRow &bad) const;
    bool addScalar(RowBlock &block, const char *bytes, BadRow &bad) const;
    BadRow badRow(std::size_t element, const char *bytes, const QString &limit) const;

    std::int64_t m_row = 0;
    std::int64_t m_bufferBegin = 0, m_bufferRows = 0;
    std::vector<char> m_buffer;
};

} // namespace quiver::load
