// SPDX-License-Identifier: GPL-3.0-or-later
// A whole result in memory, for statements that are known to return little (the catalogue's).
#pragma once

#include "pg/rowsink.h"

#include <QString>

namespace quiver::pg {

/// What a statement came to.
struct Outcome {
    QByteArray commandTag; ///< "SELECT 5", "CREATE TABLE"
    qint64 rows = 0;       ///< rows returned, or rows affected where none are returned
    bool returnedRows = false;
    double firstRowMs = -1; ///< from handing the statement over to the first row; -1 where none came
    double totalMs = 0;     ///< from handing it over to the end, the sink's pauses included
    qint64 bytes = 0;       ///< payload of the cells
};

class Result
{
public:
    Outcome outcome;
    Columns columns;
    std::vector<RowBatchPtr> batches;

    qint64 rowCount() const { return m_rows; }
    /// Raw bytes in the column's format. \throws Error outside of the result
    Cell cell(qint64 row, int column) const;
    bool isNull(qint64 row, int column) const { return !cell(row, column); }
    /// For results fetched as text (Connection::exec): empty for NULL.
    QString text(qint64 row, int column) const;
    qint64 integer(qint64 row, int column) const; ///< 0 for NULL. \throws Error where it is no integer
    double real(qint64 row, int column) const;
    bool boolean(qint64 row, int column) const;

    void add(RowBatchPtr batch);

private:
    std::vector<qint64> m_firstRows; // of each batch, for the binary search
    qint64 m_rows = 0;
};

} // namespace quiver::pg
