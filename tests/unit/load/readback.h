// SPDX-License-Identifier: GPL-3.0-or-later
// Writes small files and reads them through a Source into texts that a test can compare.
#pragma once

#include "load/source.h"
#include "vector/values.h"

#include <QFile>
#include <QStringList>
#include <QTemporaryDir>

#include <stdexcept>

namespace quiver::test {

using namespace Qt::StringLiterals;

/// A folder for the files of one test program.
class Files
{
public:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString write(const QString &name, QByteArrayView content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), content.size()) != content.size())
            throw std::runtime_error("cannot write a test's file");
        return path(name);
    }

private:
    QTemporaryDir m_folder;
};

/// "NULL", "true", "12", "text", "{json}", "[floats]", "(integers)".
inline QString valueText(const load::RowBlock &block, const load::Value &value)
{
    using Kind = load::Value::Kind;
    switch (value.kind) {
    case Kind::Null:
        return u"NULL"_s;
    case Kind::Boolean:
        return value.integer ? u"true"_s : u"false"_s;
    case Kind::Integer:
        return QString::number(value.integer);
    case Kind::Real:
        return u"%1r"_s.arg(value.real, 0, 'g', 17);
    case Kind::Text:
        return u"'%1'"_s.arg(QString::fromUtf8(block.text(value).data(), qsizetype(value.size)));
    case Kind::Json:
        return QString::fromUtf8(block.text(value).data(), qsizetype(value.size));
    case Kind::Floats:
        return QString::fromUtf8(vector::toText(block.floats(value)));
    case Kind::Integers:
        break;
    }
    QStringList numbers;
    for (const std::int32_t number : block.integers(value))
        numbers << QString::number(number);
    return u"(%1)"_s.arg(numbers.join(u','));
}

/// What came out of a source: good rows as their values' texts joined by |, bad ones as "row 3, line 5, field: reason".
struct ReadBack {
    QStringList rows;
    QStringList bad;
    std::vector<load::RowPlace> places; ///< of the good rows
    std::vector<load::BadRow> badRows;
    QString broken; ///< the message of a BadSource that ended the reading
    int blocks = 0;
};

inline QString badText(const load::BadRow &bad)
{
    QString text = u"row %1"_s.arg(bad.place.row);
    if (bad.place.line > 0)
        text += u", line %1"_s.arg(bad.place.line);
    if (!bad.field.isEmpty())
        text += u", %1"_s.arg(bad.field);
    return text + u": "_s + bad.reason;
}

inline ReadBack readAll(load::Source &source, std::size_t bytes = 1 << 20, std::size_t rows = 1 << 20)
{
    ReadBack result;
    load::RowBlock block;
    try {
        while (source.read(block, result.badRows, bytes, rows)) {
            ++result.blocks;
            for (std::size_t row = 0; row < block.rowCount(); ++row) {
                QStringList values;
                for (int i = 0; i < block.fieldCount(); ++i)
                    values << valueText(block, block.value(row, i));
                result.rows << values.join(u'|');
                result.places.push_back(block.place(row));
            }
        }
        if (block.rowCount() != 0)
            result.broken = u"the block at the end is not empty"_s;
    } catch (const load::BadSource &error) {
        result.broken = error.message();
    }
    for (const load::BadRow &bad : result.badRows)
        result.bad << badText(bad);
    return result;
}

inline ReadBack readAll(const QString &file, const load::SourceOptions &options, std::size_t bytes = 1 << 20, std::size_t rows = 1 << 20)
{
    const auto source = load::openSource(file, options);
    return readAll(*source, bytes, rows);
}

/// "name vector 3, name text null": the fields as they were judged.
inline QString fieldsText(const load::SourceInfo &info)
{
    static const QStringList looks{u"text"_s, u"boolean"_s, u"integer"_s, u"real"_s, u"numeric"_s, u"json"_s, u"timestamp"_s, u"date"_s, u"uuid"_s, u"vector"_s, u"sparse"_s, u"bits"_s};
    QStringList texts;
    for (const load::SourceField &field : info.fields) {
        QString text = field.name + u' ' + looks.at(int(field.looks));
        if (field.dimensions >= 0)
            text += u" %1"_s.arg(field.dimensions);
        texts << text + (field.hasNulls ? u" null"_s : QString());
    }
    return texts.join(u", "_s);
}

/// The message of the BadSource that opening (and reading to the end) ends in, without the file's name; empty: there was none.
inline QString refusal(const QString &file, const load::SourceOptions &options)
{
    try {
        const QString broken = readAll(file, options).broken;
        return broken.startsWith(file) ? broken.mid(file.size()) : broken;
    } catch (const load::BadSource &error) {
        return error.message().mid(file.size());
    }
}

/// Whether reading in blocks of every size, and going on at every row's place with a new Source, gives the same rows as reading at
/// once. Empty: it does; else what differs.
inline QString differsByPlaceOrBlock(const QString &file, const load::SourceOptions &options)
{
    const ReadBack whole = readAll(file, options);
    for (std::size_t size : {1U, 2U, 3U, 7U, 64U, 1000U}) {
        const ReadBack byBytes = readAll(file, options, size), byRows = readAll(file, options, 1 << 20, size);
        if (byBytes.rows != whole.rows || byBytes.bad != whole.bad || byRows.rows != whole.rows || byRows.bad != whole.bad)
            return u"in blocks of %1 the rows differ"_s.arg(size);
    }
    for (qsizetype i = 0; i < whole.rows.size(); ++i) {
        const auto source = load::openSource(file, options);
        source->seek(whole.places[std::size_t(i)]);
        const ReadBack rest = readAll(*source);
        QStringList badBehind;
        for (const load::BadRow &bad : whole.badRows) {
            if (bad.place.row > whole.places[std::size_t(i)].row)
                badBehind << badText(bad);
        }
        if (rest.rows != whole.rows.mid(i) || rest.bad != badBehind)
            return u"from row %1 on the rows differ"_s.arg(i);
        if (rest.places.front().row != whole.places[std::size_t(i)].row || rest.places.back().line != whole.places.back().line)
            return u"from row %1 on the places differ"_s.arg(i);
    }
    // place() between two blocks is where the next one begins.
    const auto first = load::openSource(file, options);
    load::RowBlock block;
    std::vector<load::BadRow> bad;
    QStringList seen;
    while (first->read(block, bad, 1 << 20, 2)) {
        const auto second = load::openSource(file, options);
        second->seek(first->place());
        for (std::size_t row = 0; row < block.rowCount(); ++row)
            seen << QString();
        if (readAll(*second).rows != whole.rows.mid(seen.size()))
            return u"from place() behind %1 rows on the rows differ"_s.arg(seen.size());
    }
    return {};
}

} // namespace quiver::test
