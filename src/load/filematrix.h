// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices that stand in a file row after row: NumPy's .npy, and .fvecs, .bvecs, .ivecs (http://corpus-texmex.irisa.fr).
#pragma once

#include "load/inputfile.h"
#include "load/matrixsource.h"

namespace quiver::load {

/// Where in a file a matrix stands.
struct FileLayout {
    MatrixShape shape;
    std::int64_t begin = 0; ///< of the first row
    QStringList remarks;
};

/// Reads the header of an .npy file: versions 1 to 3; one or two dimensions, C order, a plain number type. One dimension of floats is a
/// single vector where it can be one (up to 16,000 values), else a row is a number. \throws BadSource with the place of what is wrong
FileLayout npyLayout(const InputFile &file);

/// Reads the first row's length of a file of rows with their length each. \throws BadSource where the file is cut short
FileLayout vecsLayout(const InputFile &file, SourceFormat format);

class FileMatrix final : public MatrixSource
{
public:
    /// \throws BadSource
    static std::unique_ptr<FileMatrix> open(const QString &file, SourceFormat format);

private:
    FileMatrix(std::unique_ptr<InputFile> file, SourceFormat format, const FileLayout &layout);
    std::int64_t fetch(std::int64_t row, std::int64_t count, char *to) override;
    std::int64_t offsetOf(std::int64_t row) const override { return m_begin + row * std::int64_t(m_shape.rowBytes()); }
    std::int64_t rowsOfRightLength(std::int64_t row, std::int64_t count, const char *bytes) const;

    const std::unique_ptr<InputFile> m_file;
    const std::int64_t m_begin;
};

} // namespace quiver::load
