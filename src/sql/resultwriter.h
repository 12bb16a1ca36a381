// SPDX-License-Identifier: GPL-3.0-or-later
// A result written out while it streams: CSV, JSON, SQL, or a table for a terminal. Any size in constant memory.
//
// Takes columns in text and in binary format and writes the same for both. Not thread-safe: one writer, one thread at a time.
#pragma once

#include "pg/codec.h"
#include "pg/rowsink.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace quiver::sql {

enum class ExportFormat {
    Csv,       ///< as COPY ... (FORMAT csv, HEADER) writes it: NULL is empty, the empty string is ""
    Json,      ///< one array of objects
    JsonLines, ///< one object a line
    Inserts,   ///< INSERT statements of 100 rows each
    Table,     ///< aligned columns; widths from the first rows
    None,      ///< nothing; for measuring
};

/// "csv", "json", "jsonl", "inserts" (or "sql"), "table", "none".
std::optional<ExportFormat> exportFormat(QStringView name);

struct WriterOptions {
    bool header = true;                            ///< Csv, Table
    QString schema;                                ///< Inserts; may be empty
    QString table = QStringLiteral("result");      ///< Inserts
    int rowsPerInsert = 100;                       ///< Inserts; at least 1
    QByteArray nullText = QByteArrayLiteral("NULL"); ///< Table
    int widthFromRows = 1'000;                     ///< Table; wider cells further down stand out of their column
    int maxCellWidth = 200;                        ///< Table, in columns of the terminal; longer cells are cut with an ellipsis
};

class RowWriter : public pg::RowSink
{
public:
    using Output = std::function<void(std::string_view)>; ///< may throw: that ends the writing

    /// \p context outlives the writer.
    RowWriter(Output output, const pg::DecodeContext &context);
    ~RowWriter() override;
    RowWriter(const RowWriter &) = delete;
    RowWriter &operator=(const RowWriter &) = delete;

    void begin(const pg::Columns &columns) final;
    void append(pg::RowBatchPtr batch, const std::stop_token &stop) final;
    /// After the last batch: writes what is held back and the format's end. Without begin() it writes nothing.
    void finish();

    qint64 rows() const { return m_rows; }
    qint64 bytesWritten() const { return m_bytes; } ///< handed to the output so far

protected:
    virtual void start() {}
    virtual void row(const pg::RowBatch &batch, int row) = 0;
    virtual void end() {}

    const std::vector<pg::Column> &columns() const { return *m_columns; }
    int columnCount() const { return int(m_columns->size()); }
    /// Appends the server's text of a cell that is not NULL.
    void appendText(std::string &out, int column, std::string_view cell) const;

    std::string m_out; ///< handed to the output in pieces of about 64 KiB

    pg::Codec m_codec;
    const pg::DecodeContext m_context;

private:
    void flush();

    Output m_output;
    pg::Columns m_columns;
    std::vector<bool> m_isPlainText;
    qint64 m_rows = 0;
    qint64 m_bytes = 0;
};

std::unique_ptr<RowWriter> makeRowWriter(ExportFormat format, RowWriter::Output output, const pg::DecodeContext &context,
                                         const WriterOptions &options = {});

} // namespace quiver::sql
