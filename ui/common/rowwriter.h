// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as text that other programs read: TSV, CSV, JSON, SQL INSERT, Python, NumPy.
#pragma once

#include "ui/common/cellreader.h"

#include <span>

namespace quiver::ui {

enum class CopyFormat { Tsv, Csv, Json, SqlInsert, PythonList, NumPy };

/// One field of a row on its way out.
struct OutField {
    enum class State { Value, Null, Outside }; ///< Outside: not part of a selection with gaps
    State state = State::Null;
    std::string text; ///< the server's text, UTF-8
};

struct RowWriterOptions {
    bool headers = true;           ///< of TSV and CSV
    bool single = false;           ///< one cell only: Python and JSON write the value itself, not a list of one
    QString table = QStringLiteral("table_name"); ///< of INSERT, unquoted
};

/// Appends UTF-8 to a string: begin(), any number of row()s, end(). Everything keeps all its digits; what a format has no
/// word for (NaN in JSON) is written as a string.
class RowWriter
{
public:
    static std::unique_ptr<RowWriter> create(CopyFormat format, std::vector<ReadColumn> columns, RowWriterOptions options);
    virtual ~RowWriter() = default;

    virtual void begin(std::string &) {}
    virtual void row(std::string &out, std::span<const OutField> fields) = 0;
    virtual void end(std::string &) {}

    RowWriter(std::vector<ReadColumn> columns, RowWriterOptions options);

protected:
    const ReadColumn &column(std::size_t at) const { return m_columns[at]; }
    std::size_t columnCount() const { return m_columns.size(); }
    /// Puts \p separator before every row but the first.
    void separate(std::string &out, const char *separator);

    const std::vector<ReadColumn> m_columns;
    const RowWriterOptions m_options;

private:
    bool m_first = true;
};

/// Whether NumPy has an array for a column: a number, a boolean, a dense vector.
bool fitsNumPy(pg::TypeKind kind);

} // namespace quiver::ui
