// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/cellvalue.h"

#include "core/error.h"
#include "sql/jsonvalue.h"

#include <QSaveFile>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {

constexpr std::size_t dumpedBytes = 64U << 10;
constexpr int longestLine = 4000;

struct RawCell {
    pg::RowBatchPtr batch; ///< keeps the bytes
    const pg::Column *column = nullptr;
    pg::Cell cell;
};

RawCell rawCell(const CellPlace &place)
{
    RawCell raw;
    const auto located = place.store->load(place.row);
    raw.batch = located.batch;
    raw.column = &(*raw.batch->columns())[std::size_t(place.column)];
    raw.cell = raw.batch->cell(int(place.row - located.firstRow), place.column);
    return raw;
}

/// The bytes of a bytea in either format, \p most at most.
std::string byteaBytes(const RawCell &raw, std::size_t most)
{
    if (raw.column->format == pg::Format::Binary)
        return std::string(raw.cell->substr(0, most));
    if (!raw.cell->starts_with("\\x"))
        return std::string(raw.cell->substr(0, most)); // bytea_output = escape: shown as it came
    const std::string_view digits =
        raw.cell->substr(2, most > raw.cell->size() ? std::string_view::npos : most * 2);
    return QByteArray::fromHex(QByteArray::fromRawData(digits.data(), qsizetype(digits.size())))
        .toStdString();
}

void measureVector(CellValue &value)
{
    auto take = [&, first = true](double x) mutable {
        value.smallest = first ? x : std::min(value.smallest, x);
        value.largest = first ? x : std::max(value.largest, x);
        value.mean += x; // the sum, until the end
        value.norm += x * x;
        first = false;
    };
    if (value.sparse) {
        value.dimensions = value.sparse->dimensions;
        for (const auto &[index, x] : value.sparse->entries)
            take(double(x));
        if (qint64(value.sparse->entries.size()) < value.dimensions)
            take(0.0); // the dimensions that are not stored
    } else {
        value.dimensions = qint64(value.values.size());
        for (const float x : value.values)
            take(double(x));
    }
    value.mean /= double(std::max<qint64>(1, value.dimensions));
    value.norm = std::sqrt(value.norm);
}

void readVector(CellValue &value, const pg::Codec &codec, const RawCell &raw, pg::TypeKind kind)
{
    if (kind == pg::TypeKind::Sparsevec)
        value.sparse = readSparse(*raw.cell, raw.column->format);
    else
        value.values = codec.vectorValues(*raw.column, *raw.cell);
    if (!value.sparse && value.values.empty())
        return; // damaged: its text says so
    value.view = CellValue::View::Vector;
    measureVector(value);
}

CellValue decode(const CellPlace &place, std::size_t maxBytes)
{
    CellValue value;
    const RawCell raw = rawCell(place);
    if (!raw.cell) {
        value.view = CellValue::View::Null;
        return value;
    }
    value.bytes = qint64(raw.cell->size());
    const pg::Codec codec(place.context);
    const bool vector = isVectorKind(place.written.kind);
    std::tie(value.text, value.complete) =
        codec.shortText(*raw.column, *raw.cell, vector ? std::size_t(16) << 20 : maxBytes);
    if (vector) {
        readVector(value, codec, raw, place.written.kind);
    } else if (place.written.kind == pg::TypeKind::Json || place.written.kind == pg::TypeKind::Jsonb) {
        value.view = CellValue::View::Json;
        value.shown =
            withBrokenLines(QString::fromStdString(sql::prettyJson(value.text.toStdString())), longestLine);
    } else if (place.written.kind == pg::TypeKind::Bytea) {
        value.view = CellValue::View::Hex;
        const std::string bytes = byteaBytes(raw, dumpedBytes);
        value.shown = hexDump(bytes);
        value.bytes = raw.column->format == pg::Format::Text && raw.cell->starts_with("\\x")
                          ? (value.bytes - 2) / 2
                          : value.bytes;
        value.complete = qint64(bytes.size()) >= value.bytes;
    } else {
        value.shown = withBrokenLines(value.text, longestLine);
    }
    return value;
}

} // namespace

CellValue readCell(const CellPlace &place, std::size_t maxBytes)
{
    try {
        return decode(place, maxBytes);
    } catch (...) {
        CellValue failed;
        failed.view = CellValue::View::Failed;
        failed.text = core::describe(std::current_exception());
        return failed;
    }
}

QString writeCell(const CellPlace &place, const QString &path)
{
    try {
        const RawCell raw = rawCell(place);
        std::string out;
        if (raw.cell && place.written.kind == pg::TypeKind::Bytea)
            out = byteaBytes(raw, std::string_view::npos);
        else if (raw.cell)
            pg::Codec(place.context).appendText(out, *raw.column, *raw.cell);
        QSaveFile file(path);
        const bool written = file.open(QIODevice::WriteOnly)
                             && file.write(out.data(), qint64(out.size())) == qint64(out.size())
                             && file.commit();
        return written ? QString() : file.errorString();
    } catch (...) {
        return core::describe(std::current_exception());
    }
}

QString hexDump(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() / 16 * 78 + 78);
    for (std::size_t line = 0; line < bytes.size(); line += 16) {
        for (int shift = 28; shift >= 0; shift -= 4)
            out += digits[(line >> unsigned(shift)) & 0xf];
        out += "  ";
        std::string letters;
        for (std::size_t i = line; i < line + 16; ++i) {
            if (i < bytes.size()) {
                const auto byte = static_cast<unsigned char>(bytes[i]);
                out += digits[byte >> 4];
                out += digits[byte & 0xf];
                letters += byte >= 0x20 && byte < 0x7f ? char(byte) : '.';
            } else {
                out += "  ";
            }
            out += i == line + 7 ? "  " : " ";
        }
        out += ' ' + letters + '\n';
    }
    return QString::fromLatin1(out);
}

QString withBrokenLines(const QString &text, int longest)
{
    QString out;
    qsizetype from = 0;
    qsizetype lineStart = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'\n') {
            lineStart = i + 1;
        } else if (i - lineStart >= longest && !text[i].isLowSurrogate()) {
            out += QStringView(text).mid(from, i - from);
            out += u'\n';
            from = lineStart = i;
        }
    }
    if (from == 0)
        return text;
    return out += QStringView(text).mid(from);
}

} // namespace quiver::ui
