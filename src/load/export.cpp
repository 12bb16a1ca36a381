// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/export.h"

#include "load/copytuples.h"
#include "load/exportquery.h"
#include "load/outputfile.h"
#include "load/vectorfile.h"
#include "pg/typeregistry.h"
#include "sql/resultwriter.h"
#include "vector/values.h"

#include <QFileInfo>

#include <chrono>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 reportEvery = 2'000; // rows

struct NamedFormat {
    TargetFormat format;
    QLatin1StringView name;
};
constexpr NamedFormat formats[] = {{TargetFormat::Csv, "csv"_L1},   {TargetFormat::Tsv, "tsv"_L1},     {TargetFormat::JsonLines, "jsonl"_L1},
                                   {TargetFormat::Npy, "npy"_L1},   {TargetFormat::Fvecs, "fvecs"_L1}, {TargetFormat::BinaryCopy, "bin"_L1}};

void checkPlan(const ExportPlan &plan)
{
    const bool vectors = plan.format == TargetFormat::Npy || plan.format == TargetFormat::Fvecs;
    if (plan.file.isEmpty())
        throw core::Error(u"the export has no file to write to"_s);
    if (plan.table.isEmpty() == plan.query.isEmpty())
        throw core::Error(u"an export takes either a table or a query"_s);
    if (plan.half && plan.format != TargetFormat::Npy)
        throw core::Error(u"half precision is for .npy files"_s);
    if (!vectors && (!plan.vectorColumn.isEmpty() || !plan.besideFile.isEmpty() || plan.skipNullVectors))
        throw core::Error(u"a vector column, rows without a vector and a file beside are for .npy and .fvecs"_s);
    if (vectors && plan.besideFile.isEmpty() && !plan.columns.isEmpty())
        throw core::Error(u"other columns than the vector need a file beside"_s);
    if (!plan.besideFile.isEmpty() && QFileInfo(plan.besideFile).absoluteFilePath() == QFileInfo(plan.file).absoluteFilePath())
        throw core::Error(u"the file beside must be another one than %1"_s.arg(plan.file));
}

/// Tells the job how many rows are done.
class Meter
{
public:
    Meter(core::JobContext &job, qint64 total) : m_job(job), m_total(total) {}
    void add(qint64 rows)
    {
        m_done += rows;
        if (m_done < m_next)
            return;
        m_next = m_done + reportEvery;
        m_job.throwIfCancelled();
        m_job.report({u"Export"_s, m_done, std::max(m_total, m_total < 0 ? -1 : m_done), u"rows"_s, {}}); // the total is an estimate
    }

private:
    core::JobContext &m_job;
    const qint64 m_total;
    qint64 m_done = 0, m_next = reportEvery;
};

/// Of a sparsevec, and of what came as text. Too many dimensions are none; then the text tells how many they were.
std::vector<float> denseValues(const pg::Codec &codec, const pg::Column &column, std::string_view cell)
{
    std::vector<float> values = codec.vectorValues(column, cell);
    if (!values.empty())
        return values;
    const QString text = codec.text(column, cell);
    const QString dimensions = text.mid(text.lastIndexOf(u'/') + 1);
    throw core::Error(u"a vector has %1 dimensions; written dense it may have %2"_s.arg(dimensions).arg(vector::maxDimensions));
}

void addCell(VectorFile &vectors, pg::TypeKind kind, const pg::Codec &codec, const pg::Column &column, const pg::Cell &cell)
{
    constexpr std::size_t head = 4; // int16 dimensions, int16 nothing
    if (!cell)
        vectors.addNull();
    else if (column.format == pg::Format::Binary && kind == pg::TypeKind::Vector && cell->size() >= head)
        vectors.addFloats(cell->data() + head, (cell->size() - head) / 4);
    else if (column.format == pg::Format::Binary && kind == pg::TypeKind::Halfvec && cell->size() >= head)
        vectors.addHalves(cell->data() + head, (cell->size() - head) / 2);
    else
        vectors.add(denseValues(codec, column, *cell));
}

/// Vectors into one file, the other columns into another.
class BesideSink final : public pg::RowSink
{
public:
    BesideSink(VectorFile &vectors, OutputFile &beside, const ExportQuery &query, const pg::DecodeContext &context, Meter &meter)
        : m_vectors(vectors), m_beside(beside), m_query(query), m_context(context), m_codec(context), m_meter(meter)
    {
    }

    void begin(const pg::Columns &columns) override
    {
        m_columns = columns;
        std::vector<int> others;
        std::vector<pg::Column> otherColumns;
        for (int i = 0; i < int(columns->size()); ++i) {
            if (i == m_query.vectorIndex)
                continue;
            others.push_back(i);
            otherColumns.push_back((*columns)[std::size_t(i)]);
        }
        m_fields.emplace(m_codec, columns, others);
        m_writer = sql::makeRowWriter(sql::ExportFormat::Csv, sql::outColumns(otherColumns, m_codec, m_context.types));
        m_writer->begin(m_text);
    }

    void append(pg::RowBatchPtr batch, const std::stop_token &stop) override
    {
        if (stop.stop_requested())
            return;
        const pg::Column &vectorColumn = (*m_columns)[std::size_t(m_query.vectorIndex)];
        for (int row = 0; row < batch->rowCount(); ++row) {
            const pg::Cell vector = batch->cell(row, m_query.vectorIndex);
            addCell(m_vectors, m_query.vectorKind, m_codec, vectorColumn, vector);
            if (vector)
                m_writer->row(m_text, m_fields->read(*batch, row));
        }
        m_beside.write(m_text);
        m_text.clear();
        m_meter.add(batch->rowCount());
    }

    void finish()
    {
        m_writer->end(m_text);
        m_beside.write(m_text);
    }

private:
    VectorFile &m_vectors;
    OutputFile &m_beside;
    const ExportQuery &m_query;
    const pg::DecodeContext m_context;
    const pg::Codec m_codec;
    Meter &m_meter;
    pg::Columns m_columns;
    std::optional<sql::FieldTexts> m_fields;
    std::unique_ptr<sql::RowWriter> m_writer;
    std::string m_text;
};

/// A writer of text that also tells how far it is.
class MeteredSink final : public pg::RowSink
{
public:
    MeteredSink(sql::ResultWriter &writer, Meter &meter) : m_writer(writer), m_meter(meter) {}
    void begin(const pg::Columns &columns) override { m_writer.begin(columns); }
    void append(pg::RowBatchPtr batch, const std::stop_token &stop) override
    {
        const int rows = batch->rowCount();
        m_writer.append(std::move(batch), stop);
        m_meter.add(rows);
    }

private:
    sql::ResultWriter &m_writer;
    Meter &m_meter;
};

class Export
{
public:
    Export(pg::Connection &connection, core::JobContext &job, const ExportPlan &plan)
        : m_connection(connection), m_plan(plan), m_query(exportQuery(connection, plan)), m_meter(job, m_query.rowEstimate),
          m_timeZone(connection.parameterStatus("TimeZone")), m_context{connection.types().get(), m_timeZone}, m_file(plan.file, plan.overwrite)
    {
    }

    ExportReport run()
    {
        switch (m_plan.format) {
        case TargetFormat::Npy:
        case TargetFormat::Fvecs:
            writeVectors();
            break;
        case TargetFormat::BinaryCopy:
            writeBinaryCopy();
            break;
        default:
            writeText();
        }
        m_report.bytes += m_file.bytes();
        m_file.commit();
        return m_report;
    }

private:
    QByteArray copySql() const { return "COPY (\n" + m_query.sql + "\n) TO STDOUT (FORMAT binary)"; }

    void writeText()
    {
        const sql::ExportFormat format = m_plan.format == TargetFormat::Csv   ? sql::ExportFormat::Csv
                                         : m_plan.format == TargetFormat::Tsv ? sql::ExportFormat::Tsv
                                                                              : sql::ExportFormat::JsonLines;
        sql::WriterOptions options;
        options.header = m_plan.header;
        options.quoteEmpty = true; // who loads the file again gets what was there
        sql::ResultWriter writer(format, [this](std::string_view piece) { m_file.write(piece); }, m_context, options);
        MeteredSink sink(writer, m_meter);
        m_connection.stream(m_query.sql, sink);
        writer.finish();
        m_report.rows = writer.rows();
    }

    void writeBinaryCopy()
    {
        m_report.rows = m_connection.copyOut(copySql(), [this](std::string_view piece) {
            m_file.write(piece);
            m_meter.add(1);
        });
    }

    void writeVectors()
    {
        const auto elements = m_plan.format == TargetFormat::Fvecs ? VectorFile::Elements::Fvecs
                              : m_plan.half                        ? VectorFile::Elements::NpyHalf
                                                                   : VectorFile::Elements::NpyFloat;
        VectorFile vectors(m_file, elements, m_query.dimensions, m_plan.skipNullVectors);
        if (m_plan.besideFile.isEmpty())
            copyVectors(vectors);
        else
            streamVectors(vectors);
        m_report.rows = vectors.rows();
        m_report.skipped = vectors.skipped();
        m_report.dimensions = vectors.dimensions();
    }

    void copyVectors(VectorFile &vectors)
    {
        const pg::Codec codec(m_context);
        pg::Column column = (*m_query.columns)[std::size_t(m_query.vectorIndex)];
        column.format = pg::Format::Binary;
        CopyTuples tuples([&](std::span<const pg::Cell> cells) {
            addCell(vectors, m_query.vectorKind, codec, column, cells[std::size_t(m_query.vectorIndex)]);
            m_meter.add(1);
        });
        m_connection.copyOut(copySql(), [&](std::string_view piece) { tuples.feed(piece); });
        vectors.finish();
    }

    void streamVectors(VectorFile &vectors)
    {
        OutputFile beside(m_plan.besideFile, m_plan.overwrite);
        BesideSink sink(vectors, beside, m_query, m_context, m_meter);
        m_connection.stream(m_query.sql, sink);
        sink.finish();
        vectors.finish();
        m_report.bytes += beside.bytes();
        m_file.sync();
        beside.sync();
        // The vectors first: without them the file beside is of no use.
        m_file.commit(true);
        try {
            beside.commit();
        } catch (...) {
            m_file.takeBack();
            throw;
        }
    }

    pg::Connection &m_connection;
    const ExportPlan &m_plan;
    const ExportQuery m_query;
    Meter m_meter;
    const QByteArray m_timeZone;
    const pg::DecodeContext m_context;
    OutputFile m_file;
    ExportReport m_report;
};

} // namespace

std::optional<TargetFormat> targetFormat(QStringView name)
{
    for (const NamedFormat &known : formats) {
        if (name == known.name)
            return known.format;
    }
    return std::nullopt;
}

std::optional<TargetFormat> guessTargetFormat(const QString &file)
{
    return targetFormat(QFileInfo(file).suffix().toLower());
}

ExportPlaces lookAtPlaces(const ExportPlan &plan)
{
    ExportPlaces places;
    for (const QString &file : {plan.file, plan.besideFile}) {
        const QFileInfo info(file);
        if (!file.isEmpty() && info.exists())
            (info.isFile() ? places.present : places.blocked) << file;
    }
    return places;
}

ExportReport runExport(pg::Connection &connection, core::JobContext &job, const ExportPlan &plan)
{
    const auto start = std::chrono::steady_clock::now();
    checkPlan(plan);
    const pg::ReadOnlyScope readOnly(connection);
    ExportReport report = Export(connection, job, plan).run();
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

} // namespace quiver::load
