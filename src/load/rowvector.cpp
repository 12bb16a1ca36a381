// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/rowvector.h"

#include "core/error.h"
#include "load/source.h"
#include "vector/distance.h"
#include "vector/vectortext.h"

#include <QFile>

#include <algorithm>
#include <cmath>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxTextFile = 4 * 1024 * 1024;

FieldVector failed(const QByteArray &text, const vector::TextFault &fault)
{
    FieldVector result;
    result.error = fault.reason;
    result.position = QString::fromUtf8(text.first(std::min(qsizetype(fault.position), text.size()))).size();
    return result;
}

FieldVector fromDense(const RowField &field, std::vector<float> values)
{
    FieldVector result;
    result.dimensions = qint64(values.size());
    result.canonical = QString::fromLatin1(field.kind == pg::TypeKind::Sparsevec ? vector::SparseVector::fromDense(values).toText() : vector::toText(values));
    result.values = std::move(values);
    return result;
}

FieldVector readSparse(const QByteArray &utf8)
{
    vector::SparseVector sparse;
    if (const auto fault = vector::parseSparseText({utf8.constData(), std::size_t(utf8.size())}, sparse); !fault.ok())
        return failed(utf8, fault);
    FieldVector result;
    result.dimensions = sparse.dimensions;
    result.canonical = QString::fromLatin1(sparse.toText());
    if (sparse.dimensions <= vector::maxDimensions)
        result.values = sparse.toDense();
    return result;
}

FieldVector readBits(const QByteArray &utf8)
{
    vector::BitVector bits;
    if (const auto fault = vector::parseBitText({utf8.constData(), std::size_t(utf8.size())}, bits); !fault.ok())
        return failed(utf8, fault);
    FieldVector result;
    result.dimensions = bits.bits;
    result.canonical = QString::fromLatin1(bits.toText());
    for (int i = 0; i < bits.bits && i < vector::maxDimensions; ++i)
        result.values.push_back(bits.at(i) ? 1.0F : 0.0F);
    return result;
}

/// All numbers of a source that has no vectors but one number in each row: a NumPy array of one dimension.
std::vector<float> readColumn(Source &source)
{
    std::vector<float> values;
    RowBlock block;
    std::vector<BadRow> bad;
    while (source.read(block, bad, 1 << 20, 4096) && values.size() <= std::size_t(vector::maxDimensions)) {
        for (std::size_t row = 0; row < block.rowCount(); ++row) {
            const Value &value = block.value(row, 0);
            values.push_back(value.kind == Value::Kind::Integer ? float(value.integer) : float(value.real));
        }
    }
    if (!bad.empty())
        throw core::Error(bad.front().reason);
    return values;
}

std::vector<float> readVectorRow(Source &source, std::int64_t row)
{
    RowBlock block;
    std::vector<BadRow> bad;
    if (row > 0) {
        RowPlace place = source.place();
        place.row = row;
        source.seek(place);
    }
    source.read(block, bad, 1, 1);
    if (!bad.empty())
        throw core::Error(bad.front().reason);
    for (int field = 0; block.rowCount() > 0 && field < block.fieldCount(); ++field) {
        const Value &value = block.value(0, field);
        if (value.kind == Value::Kind::Floats) {
            const auto floats = block.floats(value);
            return {floats.begin(), floats.end()};
        }
        if (value.kind == Value::Kind::Integers) {
            const auto integers = block.integers(value);
            return {integers.begin(), integers.end()};
        }
    }
    throw core::Error(u"it holds no vector"_s);
}

QString textOf(const std::vector<float> &values)
{
    const auto wrong = std::ranges::find_if(values, [](float value) { return !std::isfinite(value); });
    if (wrong != values.end())
        throw core::Error(u"value %1 is %2"_s.arg(wrong - values.begin() + 1).arg(std::isnan(*wrong) ? u"NaN"_s : u"infinite"_s));
    return QString::fromLatin1(vector::toText(values));
}

QString readText(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        throw core::Error(file.errorString());
    if (file.size() > maxTextFile)
        throw core::Error(u"a text of more than 4 MB is not one vector"_s);
    return QString::fromUtf8(file.readAll()).trimmed();
}

QString fromSource(const QString &file, SourceFormat format, std::optional<std::int64_t> row)
{
    const auto source = openSource(file, {.format = format});
    const SourceInfo &info = source->info();
    const bool isColumn = info.fields.size() == 1 && info.fields.front().looks != SourceField::Looks::Vector;
    if (isColumn) {
        if (info.rows > vector::maxDimensions)
            throw core::Error(u"%1 numbers are more than a vector of 16,000 dimensions takes"_s.arg(info.rows));
        return textOf(readColumn(*source));
    }
    if (!row && info.rows > 1)
        throw core::Error(u"it holds %1 vectors; say which one, counting from 0"_s.arg(info.rows));
    if (info.rows >= 0 && row.value_or(0) >= info.rows)
        throw core::Error(u"it holds %1 vectors, there is none with the number %2"_s.arg(info.rows).arg(row.value_or(0)));
    return textOf(readVectorRow(*source, row.value_or(0)));
}

} // namespace

FieldVector readFieldVector(const RowField &field, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    if (field.kind == pg::TypeKind::Bit)
        return readBits(utf8.trimmed());
    if (field.kind == pg::TypeKind::Sparsevec && text.contains(u'/'))
        return readSparse(utf8);
    std::vector<float> values;
    if (const auto fault = vector::parseVectorText({utf8.constData(), std::size_t(utf8.size())}, values); !fault.ok())
        return failed(utf8, fault);
    return fromDense(field, std::move(values));
}

QString normalised(const RowField &field, const QString &text)
{
    FieldVector vector = readFieldVector(field, text);
    const double length = vector::norm(vector.values);
    if (!vector.ok() || field.kind == pg::TypeKind::Bit || !(length > 0))
        return text;
    for (float &value : vector.values)
        value = float(double(value) / length);
    return fromDense(field, std::move(vector.values)).canonical;
}

QString vectorFromFile(const QString &file, std::optional<std::int64_t> row)
{
    try {
        const auto format = guessFormat(file);
        const bool isMatrix = format && *format != SourceFormat::Csv && *format != SourceFormat::Tsv && *format != SourceFormat::JsonLines;
        if (isMatrix)
            return fromSource(file, *format, row);
        const QString text = readText(file);
        if (text.contains(u'/'))
            return text; // sparse: the field says whether it is right
        const QByteArray utf8 = text.toUtf8();
        std::vector<float> values;
        if (const auto fault = vector::parseVectorText({utf8.constData(), std::size_t(utf8.size())}, values); !fault.ok())
            throw core::Error(u"%1 (at byte %2)"_s.arg(fault.reason).arg(fault.position));
        return QString::fromLatin1(vector::toText(values));
    } catch (const BadSource &) { // names the file itself
        throw;
    } catch (const core::Error &error) {
        throw core::Error(u"%1: %2"_s.arg(file, error.message()));
    }
}

catalog::EmbedderState embedderOf(pg::Connection &connection, const RowForm &form, const RowField &field)
{
    if (const auto found = catalog::embedderState(connection, form.schema, form.name, field.name))
        return *found;
    throw core::Error(u"this database does not say how %1.%2 was embedded: paste the vector, or read it from a file"_s.arg(form.sqlName, field.name));
}

QString embeddingOf(embed::TextEmbedder &embedder, const RowField &field, const QString &text, std::stop_token stop)
{
    const embed::Embeddings made = embedder.embed({text}, std::move(stop));
    if (!made.refusals.first().isEmpty())
        throw core::Error(made.refusals.first());
    const auto row = made.row(0);
    return fromDense(field, {row.begin(), row.end()}).canonical;
}

} // namespace quiver::load
