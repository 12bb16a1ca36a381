// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/source.h"

#include "load/besidesource.h"
#include "load/csvsource.h"
#include "load/filematrix.h"
#include "load/hdf5source.h"
#include "load/jsonlinessource.h"

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

QString placed(const QString &file, const QString &reason, std::int64_t offset, std::int64_t line)
{
    if (line > 0)
        return u"%1, line %2: %3"_s.arg(file).arg(line).arg(reason);
    return offset >= 0 ? u"%1, byte %2: %3"_s.arg(file).arg(offset).arg(reason) : u"%1: %2"_s.arg(file, reason);
}

} // namespace

BadSource::BadSource(const QString &file, const QString &reason, std::int64_t offset, std::int64_t line)
    : Error(placed(file, reason, offset, line)), m_offset(offset), m_line(line)
{
}

QString placeText(const RowPlace &place)
{
    return place.line > 0 ? u"line %1"_s.arg(place.line) : u"row %1 (from 0)"_s.arg(place.row);
}

std::unique_ptr<Source> openSource(const QString &file, const SourceOptions &options, const std::stop_token &stop)
{
    std::unique_ptr<MatrixSource> vectors;
    switch (options.format) {
    case SourceFormat::Csv:
    case SourceFormat::Tsv:
        return std::make_unique<CsvSource>(file, options);
    case SourceFormat::JsonLines:
        return std::make_unique<JsonLinesSource>(file, options);
    case SourceFormat::Npy:
    case SourceFormat::Fvecs:
    case SourceFormat::Bvecs:
    case SourceFormat::Ivecs:
        vectors = FileMatrix::open(file, options.format);
        break;
    case SourceFormat::Hdf5:
        vectors = openHdf5(file, options.dataset, stop);
        break;
    }
    if (options.besideFile.isEmpty())
        return vectors;
    return std::make_unique<BesideSource>(std::move(vectors), options.besideFile);
}

} // namespace quiver::load
