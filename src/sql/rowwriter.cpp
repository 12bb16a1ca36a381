// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/rowwriter.h"

#include "sql/delimitedwriter.h"
#include "sql/insertwriter.h"
#include "sql/jsonwriter.h"
#include "sql/pythonwriter.h"
#include "sql/tablewriter.h"

namespace quiver::sql {

namespace {

class NoWriter final : public RowWriter
{
public:
    using RowWriter::RowWriter;
    void row(std::string &, std::span<const OutField>) override {}
};

} // namespace

std::optional<ExportFormat> exportFormat(QStringView name)
{
    static constexpr std::pair<QStringView, ExportFormat> names[] = {
        {u"csv", ExportFormat::Csv},           {u"tsv", ExportFormat::Tsv},
        {u"json", ExportFormat::Json},         {u"jsonl", ExportFormat::JsonLines},
        {u"inserts", ExportFormat::Inserts},   {u"sql", ExportFormat::Inserts},
        {u"python", ExportFormat::PythonList}, {u"numpy", ExportFormat::NumPy},
        {u"table", ExportFormat::Table},       {u"none", ExportFormat::None},
    };
    for (const auto &[known, format] : names) {
        if (known == name)
            return format;
    }
    return std::nullopt;
}

bool fitsNumPy(pg::TypeKind kind)
{
    return kind == pg::TypeKind::Bool || kind == pg::TypeKind::Vector || kind == pg::TypeKind::Halfvec
           || isNumberKind(kind);
}

RowWriter::RowWriter(std::vector<OutColumn> columns, const WriterOptions &options)
    : m_columns(std::move(columns)),
      m_options(options)
{
}

RowWriter::~RowWriter() = default;

std::unique_ptr<RowWriter> makeRowWriter(ExportFormat format, std::vector<OutColumn> columns,
                                         const WriterOptions &options)
{
    switch (format) {
    case ExportFormat::Csv:
        return std::make_unique<DelimitedWriter>(std::move(columns), options, DelimitedWriter::Dialect::Csv);
    case ExportFormat::Tsv:
        return std::make_unique<DelimitedWriter>(std::move(columns), options, DelimitedWriter::Dialect::Tsv);
    case ExportFormat::Json:
        return std::make_unique<JsonWriter>(std::move(columns), options, JsonWriter::Shape::Array);
    case ExportFormat::JsonLines:
        return std::make_unique<JsonWriter>(std::move(columns), options, JsonWriter::Shape::Lines);
    case ExportFormat::Inserts: return std::make_unique<InsertWriter>(std::move(columns), options);
    case ExportFormat::PythonList: return std::make_unique<PythonWriter>(std::move(columns), options);
    case ExportFormat::NumPy: return std::make_unique<NumPyWriter>(std::move(columns), options);
    case ExportFormat::Table: return std::make_unique<TableWriter>(std::move(columns), options);
    case ExportFormat::None: break;
    }
    return std::make_unique<NoWriter>(std::move(columns), options);
}

} // namespace quiver::sql
