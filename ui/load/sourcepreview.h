// SPDX-License-Identifier: GPL-3.0-or-later
// The first rows of a source as a grid paints them. Made on a worker thread: a file may be large, a share slow.
#pragma once

#include "load/hdf5source.h"
#include "ui/common/gridcell.h"

namespace quiver::core {
class JobContext;
}

namespace quiver::ui {

/// One row of the preview: its cells, or why the source itself refuses it.
struct PreviewLine {
    load::RowPlace place;
    std::vector<GridCellPtr> cells; ///< one per field of the source
    QString problem;                ///< with the line and the field; empty: the row can be read
};

struct SourcePreview {
    static constexpr std::size_t mostRows = 100;
    static constexpr std::size_t mostBytes = 8U << 20;
    static constexpr qsizetype shownBytes = 300; ///< of a text

    load::SourceOptions options;
    load::SourceInfo info;
    std::vector<load::Hdf5Dataset> datasets; ///< of an HDF5 file
    QString neighbour;              ///< a CSV or TSV of the same name that lies beside a file of vectors; empty: there is none
    bool isDirectoryWritable = false; ///< of the file: others can be written beside it
    std::vector<PreviewLine> lines; ///< in the order of the source
    bool isWhole = false;           ///< the source has no other rows
    QString broken;                 ///< why it cannot be read further; empty: it can
};

/// \throws load::BadSource where it cannot be read at all, core::Cancelled
SourcePreview readPreview(const QString &file, const load::SourceOptions &options, core::JobContext &job);

/// What the values of a field look like, in words: "vector, 768 dimensions".
QString looksText(const load::SourceField &field);

} // namespace quiver::ui
