// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/columnfacts.h"

#include <algorithm>

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

WayFacts way(IndexWay each, catalog::VectorKind kind, int dimensions)
{
    const catalog::VectorType indexed{kind, dimensions};
    return {each, catalog::isIndexable(indexed, catalog::AnnMethod::Hnsw), catalog::isIndexable(indexed, catalog::AnnMethod::Ivfflat), dimensions};
}

Inlining inliningOf(const catalog::RowForecast &out, const catalog::RowForecast &in)
{
    if (!out.movedOut.back())
        return Inlining::AlreadyInline;
    if (in.isRefused)
        return Inlining::Refused;
    return in.totalBytes() <= out.totalBytes() ? Inlining::NoLarger : Inlining::Larger;
}

} // namespace

std::vector<WayFacts> indexWays(const catalog::VectorType &type)
{
    const int d = type.dimensions;
    if (d <= 0)
        return {};
    if (type.kind == catalog::VectorKind::Sparsevec)
        return {{IndexWay::FewElements, true, false, catalog::maxIndexedDimensions(type.kind, catalog::AnnMethod::Hnsw)}};
    std::vector<WayFacts> ways;
    const auto add = [&ways](const WayFacts &facts) {
        if (facts.hnsw || facts.ivfflat)
            ways.push_back(facts);
    };
    add(way(IndexWay::Direct, type.kind, d));
    if (!ways.empty() || type.kind == catalog::VectorKind::Bit)
        return ways;
    if (type.kind == catalog::VectorKind::Vector)
        add(way(IndexWay::Halfvec, catalog::VectorKind::Halfvec, d));
    add(way(IndexWay::BinaryQuantize, catalog::VectorKind::Bit, d));
    const int most = catalog::maxIndexedDimensions(type.kind, catalog::AnnMethod::Hnsw);
    add(way(IndexWay::Subvector, type.kind, std::min(d, most)));
    return ways;
}

catalog::ColumnStorage defaultStorage(catalog::VectorKind kind)
{
    return kind == catalog::VectorKind::Bit ? catalog::ColumnStorage::Extended : catalog::ColumnStorage::External;
}

std::optional<catalog::RowPart> rowPart(const catalog::VectorType &type, catalog::ColumnStorage storage, int nonZero)
{
    const std::optional<qint64> bytes = catalog::valueBytes(type, nonZero);
    if (!bytes)
        return std::nullopt;
    return catalog::RowPart{*bytes, 4, true, storage == catalog::ColumnStorage::Default ? defaultStorage(type.kind) : storage};
}

ColumnFacts columnFacts(const catalog::VectorType &type, catalog::ColumnStorage storage, const std::vector<catalog::RowPart> &others, int nonZero)
{
    ColumnFacts facts;
    facts.valueBytes = catalog::valueBytes(type, nonZero);
    facts.ways = indexWays(type);
    const auto rowWith = [&](catalog::ColumnStorage each) {
        std::vector<catalog::RowPart> row = others;
        row.push_back(*rowPart(type, each, nonZero));
        return catalog::forecastRow(row);
    };
    if (!facts.valueBytes)
        return facts;
    const catalog::RowForecast chosen = rowWith(storage);
    const catalog::RowForecast in = rowWith(catalog::ColumnStorage::Plain);
    facts.isToasted = chosen.movedOut.back();
    facts.rowBytes = chosen.totalBytes();
    facts.inlineRowBytes = in.totalBytes();
    const catalog::RowForecast out = rowWith(catalog::ColumnStorage::Default);
    facts.outRowBytes = out.totalBytes();
    facts.inlining = inliningOf(out, in);
    return facts;
}

const std::vector<ModelPreset> &modelPresets()
{
    static const std::vector<ModelPreset> presets{
        {384, {u"all-MiniLM-L6-v2"_s, u"bge-small"_s, u"e5-small"_s}},
        {512, {u"CLIP ViT-B/32"_s}},
        {768, {u"all-mpnet-base-v2"_s, u"bge-base"_s, u"e5-base"_s, u"nomic-embed-text"_s}},
        {1024, {u"bge-large"_s, u"e5-large"_s, u"embed-english-v3.0"_s, u"embed-multilingual-v3.0"_s, u"bge-m3"_s}},
        {1536, {u"text-embedding-3-small"_s, u"text-embedding-ada-002"_s}},
        {3072, {u"text-embedding-3-large"_s}},
    };
    return presets;
}

int dimensionsOfModel(const QString &model)
{
    const QString name = model.section(u'/', -1).trimmed();
    if (name.isEmpty())
        return 0;
    for (const ModelPreset &preset : modelPresets()) {
        for (const QString &known : preset.models) {
            // A name that goes on ("bge-small-en-v1.5") is of the same family; "ViT-B/32" was cut at its slash.
            if (name.startsWith(known, Qt::CaseInsensitive) || known.compare(model.trimmed(), Qt::CaseInsensitive) == 0)
                return preset.dimensions;
        }
    }
    return 0;
}

QString typeSince(catalog::VectorKind kind)
{
    return kind == catalog::VectorKind::None || kind == catalog::VectorKind::Vector ? QString() : u"0.7.0"_s;
}

} // namespace quiver::schema
