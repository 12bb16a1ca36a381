// SPDX-License-Identifier: GPL-3.0-or-later
// The first rows of a source as the target will hold them, cell by cell: a value, or the reason why it cannot be one.
//
// Nothing is asked of a server. Reads a file: not on the GUI's thread.
#pragma once

#include "load/loadplan.h"

namespace quiver::load {

struct PreviewCell {
    QString text;     ///< as the server would write it, cut off after 1,000 characters; of NULL empty
    QString problem;  ///< why it is refused; empty: it is fine
    bool isNull = false;
    bool operator==(const PreviewCell &) const = default;
};

struct PreviewRow {
    RowPlace place;
    std::vector<PreviewCell> cells; ///< one per column; empty where the source itself refuses the row
    QString problem;                ///< of the row as a whole
    bool operator==(const PreviewRow &) const = default;
};

struct Preview {
    QStringList columns; ///< those of the mapping, in its order
    std::vector<PreviewRow> rows;
    qint64 badRows = 0;  ///< among those that were looked at
    qint64 rowsRead = 0;
};

/// \p target: as problemsOf() takes it. \throws BadSource
Preview preview(const LoadPlan &plan, const TargetTable &target, int rows = 20);

} // namespace quiver::load
