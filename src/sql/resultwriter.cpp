// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/resultwriter.h"

namespace quiver::sql {

namespace {

constexpr std::size_t flushAt = 64 * 1024;

} // namespace

ResultWriter::ResultWriter(ExportFormat format, Output output, const pg::DecodeContext &context,
                           const WriterOptions &options)
    : m_format(format),
      m_options(options),
      m_context(context),
      m_codec(context),
      m_output(std::move(output))
{
}

ResultWriter::~ResultWriter() = default;

void ResultWriter::begin(const pg::Columns &columns)
{
    m_fields.emplace(m_codec, columns);
    m_writer = makeRowWriter(m_format, outColumns(*columns, m_codec, m_context.types), m_options);
    m_writer->begin(m_out);
}

void ResultWriter::append(pg::RowBatchPtr batch, const std::stop_token &stop)
{
    if (stop.stop_requested())
        return;
    if (m_format == ExportFormat::None) {
        m_rows += batch->rowCount(); // what nobody reads need not be decoded
        return;
    }
    for (int row = 0; row < batch->rowCount(); ++row) {
        m_writer->row(m_out, m_fields->read(*batch, row));
        ++m_rows;
        if (m_out.size() >= flushAt)
            flush();
    }
}

void ResultWriter::finish()
{
    if (!m_writer)
        return;
    m_writer->end(m_out);
    flush();
}

void ResultWriter::flush()
{
    if (m_out.empty())
        return;
    m_output(m_out);
    m_bytes += qint64(m_out.size());
    m_out.clear();
}

} // namespace quiver::sql
