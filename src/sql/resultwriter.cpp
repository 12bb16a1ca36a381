// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/resultwriter.h"

#include "sql/csvwriter.h"
#include "sql/insertwriter.h"
#include "sql/jsonwriter.h"
#include "sql/tablewriter.h"

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

class NoWriter final : public RowWriter
{
public:
    using RowWriter::RowWriter;

protected:
    void row(const pg::RowBatch &, int) override {}
};

} // namespace

std::optional<ExportFormat> exportFormat(QStringView name)
{
    static constexpr std::pair<QStringView, ExportFormat> names[] = {
        {u"csv", ExportFormat::Csv},         {u"json", ExportFormat::Json}, {u"jsonl", ExportFormat::JsonLines},
        {u"inserts", ExportFormat::Inserts}, {u"sql", ExportFormat::Inserts}, {u"table", ExportFormat::Table},
        {u"none", ExportFormat::None},
    };
    for (const auto &[known, format] : names) {
        if (known == name)
            return format;
    }
    return std::nullopt;
}

RowWriter::RowWriter(Output output, const pg::DecodeContext &context)
    : m_codec(context), m_context(context), m_output(std::move(output))
{
}

RowWriter::~RowWriter() = default;

void RowWriter::begin(const pg::Columns &columns)
{
    m_columns = columns;
    m_isPlainText.clear();
    for (const pg::Column &column : *columns)
        m_isPlainText.push_back(column.format == pg::Format::Text || m_codec.kind(column) == pg::TypeKind::Text);
    start();
}

void RowWriter::append(pg::RowBatchPtr batch, const std::stop_token &stop)
{
    if (stop.stop_requested())
        return;
    for (int i = 0; i < batch->rowCount(); ++i) {
        row(*batch, i);
        ++m_rows;
        if (m_out.size() >= flushAt)
            flush();
    }
}

void RowWriter::finish()
{
    if (!m_columns)
        return;
    end();
    flush();
}

void RowWriter::flush()
{
    if (m_out.empty())
        return;
    m_output(m_out);
    m_bytes += qint64(m_out.size());
    m_out.clear();
}

void RowWriter::appendText(std::string &out, int column, std::string_view cell) const
{
    // Most cells of an export are ASCII as it came: nothing to decode, nothing to check.
    if (m_isPlainText[std::size_t(column)] && isAscii(cell))
        out += cell;
    else
        m_codec.appendText(out, columns()[std::size_t(column)], cell);
}

std::unique_ptr<RowWriter> makeRowWriter(ExportFormat format, RowWriter::Output output, const pg::DecodeContext &context,
                                         const WriterOptions &options)
{
    switch (format) {
    case ExportFormat::Csv:
        return std::make_unique<CsvWriter>(std::move(output), context, options);
    case ExportFormat::Json:
        return std::make_unique<JsonWriter>(std::move(output), context, JsonWriter::Shape::Array);
    case ExportFormat::JsonLines:
        return std::make_unique<JsonWriter>(std::move(output), context, JsonWriter::Shape::Lines);
    case ExportFormat::Inserts:
        return std::make_unique<InsertWriter>(std::move(output), context, options);
    case ExportFormat::Table:
        return std::make_unique<TableWriter>(std::move(output), context, options);
    case ExportFormat::None:
        break;
    }
    return std::make_unique<NoWriter>(std::move(output), context);
}

} // namespace quiver::sql
