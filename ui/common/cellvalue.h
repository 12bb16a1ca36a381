// SPDX-License-Identifier: GPL-3.0-or-later
// The whole value of one cell, ready to be shown: decoded on a worker thread, for it may have 200 MB.
#pragma once

#include "ui/common/cellreader.h"
#include "ui/common/gridcell.h"

#include <QString>

namespace quiver::ui {

/// Where a cell is and how it is read; holds its store, so a worker may take its time.
struct CellPlace {
    ResultStorePtr store;
    pg::DecodeContext context;
    int row = 0;
    int column = 0;
    QString type;           ///< "vector(768)"
    sql::OutColumn written; ///< what other languages need to know of the column
};

struct CellValue {
    enum class View { Null, Text, Json, Hex, Vector, Failed };
    View view = View::Text;
    QString text;         ///< the server's text; of Failed: why
    QString shown;        ///< what to display: indented JSON, a hex dump; empty where it is the text itself
    bool complete = true; ///< false: text is only the beginning
    qint64 bytes = 0;     ///< of the value as the server sent it

    // of a vector
    std::vector<float> values; ///< dense; empty for a sparsevec
    std::optional<SparseValues> sparse;
    double norm = 0, smallest = 0, largest = 0, mean = 0;
    qint64 dimensions = 0;
};

/// May wait for the disk. At most \p maxBytes of text; vectors whole. Never throws: what fails is the value.
CellValue readCell(const CellPlace &place, std::size_t maxBytes);

/// The value to \p path: bytea as its bytes, anything else as UTF-8 text. Returns what went wrong, or nothing.
QString writeCell(const CellPlace &place, const QString &path);

/// Sixteen bytes a line: offset, hex, ASCII.
QString hexDump(std::string_view bytes);

/// Breaks lines that an editor could not lay out in reasonable time; leaves all others alone.
QString withBrokenLines(const QString &text, int longest);

} // namespace quiver::ui
