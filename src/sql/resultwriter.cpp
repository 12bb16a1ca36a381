// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/resultwriter.h"

#include <cstring>

namespace quiver::sql {

namespace {

constexpr std::size_t flushAt = 64 * 1024;

bool isAscii(std::string_view text)
{
    std::uint64_t bits = 0;
    std::size_t i = 0;
    for (; i + sizeof bits <= text.size(); i += sizeof bits) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, sizeof word);
        bits |= word;
    }
    for (; i < text.size(); ++i)
        bits |= std::uint64_t(static_cast<unsigned char>(text[i]));
    return (bits & 0x8080808080808080ULL) == 0;
}

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
    m_columns = columns;
    m_isPlainText.clear();
    for (const pg::Column &column : *columns)
        m_isPlainText.push_back(column.format == pg::Format::Text
                                || m_codec.kind(column) == pg::TypeKind::Text);
    m_fields.assign(columns->size(), {});
    m_texts.resize(columns->size());
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
        readRow(*batch, row);
        m_writer->row(m_out, m_fields);
        ++m_rows;
        if (m_out.size() >= flushAt)
            flush();
    }
}

void ResultWriter::readRow(const pg::RowBatch &batch, int row)
{
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        OutField &field = m_fields[i];
        const pg::Cell cell = batch.cell(row, int(i));
        field.state = cell ? OutField::State::Value : OutField::State::Null;
        if (!cell)
            continue;
        // Most cells of an export are ASCII as it came: nothing to decode, nothing to check, nothing to copy.
        if (m_isPlainText[i] && isAscii(*cell)) {
            field.text = *cell;
            continue;
        }
        m_texts[i].clear();
        m_codec.appendText(m_texts[i], (*m_columns)[i], *cell);
        field.text = m_texts[i];
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
