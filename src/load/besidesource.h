// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors and, from a CSV or TSV file beside them, the other columns: row by row put together.
#pragma once

#include "load/csvsource.h"
#include "load/matrixsource.h"

namespace quiver::load {

class BesideSource final : public Source
{
public:
    /// \throws BadSource where the two have not equally many rows
    BesideSource(std::unique_ptr<MatrixSource> vectors, const QString &besideFile);

    const SourceInfo &info() const override { return m_info; }
    bool read(RowBlock &block, std::vector<BadRow> &bad, std::size_t bytes, std::size_t rows) override;
    RowPlace place() const override { return m_columns.place(); } ///< of the file beside; the vectors follow by the row
    void seek(const RowPlace &place) override { m_columns.seek(place); }

private:
    void readVectors(std::int64_t begin, std::int64_t end);
    void addRows(RowBlock &block);

    std::unique_ptr<MatrixSource> m_vectors;
    CsvSource m_columns;
    SourceInfo m_info;
    RowBlock m_columnBlock;
    std::vector<RowBlock> m_vectorBlocks; ///< as many as it took
    std::size_t m_vectorBlockCount = 0;
    std::vector<BadRow> m_vectorBad;
};

} // namespace quiver::load
