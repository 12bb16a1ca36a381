// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/sourcepreview.h"

#include "core/job.h"
#include "ui/common/figures.h"
#include "vector/vectortext.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::SourceField;
using load::Value;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("quiver::ui", text);
}

pg::TypeKind kindOf(const SourceField &field)
{
    switch (field.looks) {
    case SourceField::Looks::Integer: return pg::TypeKind::Int8;
    case SourceField::Looks::Real: return pg::TypeKind::Float8;
    case SourceField::Looks::Numeric: return pg::TypeKind::Numeric;
    case SourceField::Looks::Boolean: return pg::TypeKind::Bool;
    case SourceField::Looks::Json: return pg::TypeKind::Json;
    default: return pg::TypeKind::Text;
    }
}

GridCellPtr textCell(std::string_view text, pg::TypeKind kind)
{
    auto cell = std::make_shared<GridCell>();
    cell->kind = kind;
    auto length = std::min<std::size_t>(text.size(), SourcePreview::shownBytes);
    while (length < text.size() && length > 0 && (std::uint8_t(text[length]) & 0xc0U) == 0x80U)
        --length; // not within a character
    cell->truncated = length < text.size();
    cell->text = visibleText(QString::fromUtf8(text.data(), qsizetype(length)));
    return cell;
}

GridCellPtr plainCell(const QString &text, pg::TypeKind kind)
{
    auto cell = std::make_shared<GridCell>();
    cell->kind = kind;
    cell->text = text;
    return cell;
}

/// Text that the field's other values make expect a vector in.
GridCellPtr vectorFromText(std::string_view text, const SourceField &field)
{
    if (field.looks == SourceField::Looks::Vector) {
        std::vector<float> values;
        if (vector::parseVectorText(text, values).ok())
            return makeVectorCell(pg::TypeKind::Vector, summarise(values));
    } else if (field.looks == SourceField::Looks::SparseVector) {
        if (const auto sparse = readSparse(text, pg::Format::Text))
            return makeVectorCell(pg::TypeKind::Sparsevec, summarise(*sparse));
    }
    return nullptr;
}

GridCellPtr integersCell(std::span<const std::int32_t> values)
{
    QString text = u"["_s;
    for (const std::int32_t value : values) {
        if (text.size() > SourcePreview::shownBytes)
            break;
        text += (text.size() > 1 ? u", "_s : QString()) + QString::number(value);
    }
    return plainCell(text + u']', pg::TypeKind::Array);
}

GridCellPtr cellOf(const load::RowBlock &block, const Value &value, const SourceField &field)
{
    switch (value.kind) {
    case Value::Kind::Null: {
        auto cell = std::make_shared<GridCell>();
        cell->state = GridCell::State::Null;
        return cell;
    }
    case Value::Kind::Text:
    case Value::Kind::Json:
        if (GridCellPtr cell = vectorFromText(block.text(value), field))
            return cell;
        return textCell(block.text(value), kindOf(field));
    case Value::Kind::Boolean: return plainCell(value.integer != 0 ? u"true"_s : u"false"_s, pg::TypeKind::Bool);
    case Value::Kind::Integer: return plainCell(QString::number(value.integer), pg::TypeKind::Int8);
    case Value::Kind::Real:
        return plainCell(QString::number(value.real, 'g', QLocale::FloatingPointShortest), pg::TypeKind::Float8);
    case Value::Kind::Floats: return makeVectorCell(pg::TypeKind::Vector, summarise(block.floats(value)));
    case Value::Kind::Integers: return integersCell(block.integers(value));
    }
    return textCell({}, pg::TypeKind::Text);
}

QString problemOf(const load::BadRow &bad)
{
    QString where;
    if (bad.place.line > 0)
        where = tr("Line %1").arg(QLocale().toString(bad.place.line));
    else
        where = tr("Row %1 (from 0)").arg(QLocale().toString(bad.place.row));
    return bad.field.isEmpty() ? tr("%1: %2").arg(where, bad.reason) : tr("%1, %2: %3").arg(where, bad.field, bad.reason);
}

/// A row that the source refuses: what stands there, over all cells, marked.
PreviewLine badLine(const load::BadRow &bad, const std::vector<SourceField> &fields)
{
    PreviewLine line{bad.place, {}, problemOf(bad)};
    const auto named = std::ranges::find(fields, bad.field, &SourceField::name);
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        auto cell = std::make_shared<GridCell>();
        if (field == fields.begin())
            cell->text = textCell(std::string_view(bad.raw.constData(), std::size_t(bad.raw.size())), pg::TypeKind::Text)->text;
        if (named == fields.end() || named == field)
            cell->problem = line.problem;
        line.cells.push_back(cell);
    }
    return line;
}

QString neighbourOf(const QString &file)
{
    const QFileInfo info(file);
    for (const QString &ending : {u"csv"_s, u"tsv"_s}) {
        const QFileInfo beside(info.dir(), info.completeBaseName() + u'.' + ending);
        if (beside.isFile())
            return beside.filePath();
    }
    return {};
}

void addLines(SourcePreview &preview, const load::RowBlock &block, const std::vector<load::BadRow> &bad)
{
    const auto &fields = preview.info.fields;
    for (std::size_t row = 0; row < block.rowCount(); ++row) {
        PreviewLine line{block.place(row), {}, {}};
        for (std::size_t field = 0; field < fields.size(); ++field)
            line.cells.push_back(cellOf(block, block.value(row, int(field)), fields[field]));
        preview.lines.push_back(std::move(line));
    }
    for (const load::BadRow &each : bad)
        preview.lines.push_back(badLine(each, fields));
}

} // namespace

SourcePreview readPreview(const QString &file, const load::SourceOptions &options, core::JobContext &job)
{
    SourcePreview preview;
    preview.options = options;
    const QFileInfo directory(QFileInfo(file).absolutePath());
    preview.isDirectoryWritable = directory.isWritable();
    const auto source = load::openSource(file, options, job.stopToken());
    preview.info = source->info();
    if (options.format == load::SourceFormat::Hdf5)
        preview.datasets = load::hdf5Datasets(file, job.stopToken());
    if (preview.info.format != load::SourceFormat::Csv && preview.info.format != load::SourceFormat::Tsv
        && preview.info.format != load::SourceFormat::JsonLines)
        preview.neighbour = neighbourOf(file);
    load::RowBlock block;
    std::vector<load::BadRow> bad;
    std::size_t bytes = 0;
    try {
        while (!preview.isWhole && preview.lines.size() < SourcePreview::mostRows && bytes < SourcePreview::mostBytes) {
            job.throwIfCancelled();
            bad.clear();
            preview.isWhole = !source->read(block, bad, SourcePreview::mostBytes / 8, SourcePreview::mostRows - preview.lines.size());
            bytes += block.bytes();
            addLines(preview, block, bad);
        }
    } catch (const load::BadSource &error) {
        preview.broken = error.message(); // what was read before it is worth seeing
    }
    std::ranges::sort(preview.lines, {}, [](const PreviewLine &line) { return line.place.row; });
    return preview;
}

QString looksText(const SourceField &field)
{
    const QString dimensions = field.dimensions < 0 ? tr("dimensions vary") : countOf(field.dimensions, tr("1 dimension"), tr("%1 dimensions"));
    switch (field.looks) {
    case SourceField::Looks::Text: return tr("text");
    case SourceField::Looks::Boolean: return tr("true or false");
    case SourceField::Looks::Integer: return tr("integer");
    case SourceField::Looks::Real: return tr("number");
    case SourceField::Looks::Numeric: return tr("number of many digits");
    case SourceField::Looks::Json: return tr("JSON");
    case SourceField::Looks::Timestamp: return tr("date and time");
    case SourceField::Looks::Date: return tr("date");
    case SourceField::Looks::Uuid: return tr("UUID");
    case SourceField::Looks::Vector: return tr("vector, %1").arg(dimensions);
    case SourceField::Looks::SparseVector: return tr("sparse vector, %1").arg(dimensions);
    case SourceField::Looks::Bits: return field.dimensions < 0 ? tr("bits") : countOf(field.dimensions, tr("1 bit"), tr("%1 bits"));
    }
    return {};
}

} // namespace quiver::ui
