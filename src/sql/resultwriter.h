// SPDX-License-Identifier: GPL-3.0-or-later
// A result written out while it streams, in any format of rowwriter.h. Any size in constant memory.
//
// Takes columns in text and in binary format and writes the same for both. Not thread-safe: one writer, one thread at a time.
#pragma once

#include "pg/rowsink.h"
#include "sql/fieldtexts.h"
#include "sql/rowwriter.h"

#include <functional>
#include <optional>

namespace quiver::sql {

class ResultWriter final : public pg::RowSink
{
public:
    using Output = std::function<void(std::string_view)>; ///< may throw: that ends the writing

    /// The registry in \p context outlives the writer.
    ResultWriter(ExportFormat format, Output output, const pg::DecodeContext &context,
                 const WriterOptions &options = {});
    ~ResultWriter() override;
    ResultWriter(const ResultWriter &) = delete;
    ResultWriter &operator=(const ResultWriter &) = delete;

    void begin(const pg::Columns &columns) override;
    void append(pg::RowBatchPtr batch, const std::stop_token &stop) override;
    /// After the last batch: writes what is held back and the format's end. Without begin() it writes nothing.
    void finish();

    qint64 rows() const { return m_rows; }
    qint64 bytesWritten() const { return m_bytes; } ///< handed to the output so far

private:
    void flush();

    const ExportFormat m_format;
    const WriterOptions m_options;
    const pg::DecodeContext m_context;
    const pg::Codec m_codec;
    const Output m_output;

    std::optional<FieldTexts> m_fields;
    std::unique_ptr<RowWriter> m_writer;
    std::string m_out;                ///< handed to the output in pieces of about 64 KiB
    qint64 m_rows = 0;
    qint64 m_bytes = 0;
};

} // namespace quiver::sql
