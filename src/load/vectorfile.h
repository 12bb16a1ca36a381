// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors of one length into an .npy or .fvecs file, as they come from the server.
#pragma once

#include "load/outputfile.h"

#include <QByteArray>

#include <span>
#include <vector>

namespace quiver::load {

class VectorFile
{
public:
    enum class Elements { Fvecs, NpyFloat, NpyHalf };

    /// \p dimensions: that the vectors are known to have, -1: those of the first one. \p skipNulls: see addNull(). The file
    /// outlives this.
    VectorFile(OutputFile &file, Elements elements, int dimensions, bool skipNulls);

    // Each adds a row. \throws core::Error for a row of another length than those before, or a value beyond half precision
    void addFloats(const char *bigEndian, std::size_t count); ///< as in the wire format of vector
    void addHalves(const char *bigEndian, std::size_t count); ///< of halfvec
    void add(std::span<const float> values);
    /// Leaves a row out and counts it. \throws core::Error where rows without a vector are not to be skipped
    void addNull();

    /// After the last row. \throws core::Error where there was none and the dimensions are not known
    void finish();

    std::int64_t rows() const { return m_seen - m_skipped; }
    std::int64_t skipped() const { return m_skipped; }
    int dimensions() const { return m_dimensions; }

private:
    char *beginRow(std::size_t count);
    void writeHalves(std::span<const float> values, char *to);
    QByteArray npyHeader() const;

    OutputFile &m_file;
    const Elements m_elements;
    int m_dimensions;
    const bool m_skipNulls;
    std::int64_t m_seen = 0;    ///< rows, those without a vector included
    std::int64_t m_skipped = 0;
    std::vector<float> m_scratch;
};

} // namespace quiver::load
