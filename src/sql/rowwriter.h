// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as text that other programs and people read: one way for exports, terminals and clipboards.
//
// What is written is appended to a string, so any size streams. ResultWriter feeds it with batches, a grid with a selection.
#pragma once

#include "sql/rowfield.h"

#include <QString>

#include <memory>
#include <optional>
#include <span>

namespace quiver::sql {

enum class ExportFormat {
    Csv,        ///< as COPY ... (FORMAT csv, HEADER) writes it: NULL is empty, the empty string is ""
    Tsv,        ///< as spreadsheets paste it: NULL is empty
    Json,       ///< one array of objects
    JsonLines,  ///< one object a line
    Inserts,    ///< INSERT statements of 100 rows each
    PythonList, ///< a list of values where there is one column, of tuples otherwise
    NumPy,      ///< one array, of the first column only: an array has one type
    Table,      ///< aligned columns; widths from the first rows
    None,       ///< nothing; for measuring
};

/// "csv", "tsv", "json", "jsonl", "inserts" (or "sql"), "python", "numpy", "table", "none".
std::optional<ExportFormat> exportFormat(QStringView name);

/// Whether NumPy has an array of its own type for a column: a number, a boolean, a dense vector.
bool fitsNumPy(pg::TypeKind kind);

struct WriterOptions {
    bool header = true;    ///< Csv, Tsv, Table
    bool quoteEmpty = false; ///< Tsv: an empty text is "", as in Csv, so that it does not read as NULL
    bool readable = false; ///< Json: blanks and indents for people
    bool single = false;   ///< one value alone: Json, PythonList, NumPy and Tsv put no list around it
    QString schema;        ///< Inserts; may be empty
    QString table = QStringLiteral("result");        ///< Inserts
    int rowsPerInsert = 100;                         ///< Inserts; at least 1
    QByteArray nullText = QByteArrayLiteral("NULL"); ///< Table
    int widthFromRows = 1'000; ///< Table; wider cells further down stand out of their column
    int maxCellWidth = 200;    ///< Table, in columns of the terminal; longer cells are cut with an ellipsis
};

/// begin(), any number of row()s, end(). Each row() has a field for every column.
class RowWriter
{
public:
    RowWriter(std::vector<OutColumn> columns, const WriterOptions &options);
    virtual ~RowWriter();
    RowWriter(const RowWriter &) = delete;
    RowWriter &operator=(const RowWriter &) = delete;

    virtual void begin(std::string &) {}
    virtual void row(std::string &out, std::span<const OutField> fields) = 0;
    virtual void end(std::string &) {}

protected:
    const std::vector<OutColumn> m_columns;
    const WriterOptions m_options;
};

std::unique_ptr<RowWriter> makeRowWriter(ExportFormat format, std::vector<OutColumn> columns,
                                         const WriterOptions &options = {});

} // namespace quiver::sql
