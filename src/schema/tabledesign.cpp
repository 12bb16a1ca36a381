// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/tabledesign.h"

#include "schema/names.h"

#include <algorithm>

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

using Partition = TablePartitioning::Kind;

RowPart varying(qint64 bytes)
{
    return {4 + bytes, 4, true, ColumnStorage::Extended};
}

RowPart partitionPart(const QString &type)
{
    if (type == "text"_L1)
        return varying(12);
    if (type == "uuid"_L1)
        return {16, 1};
    if (type == "boolean"_L1)
        return {1, 1};
    return type == "integer"_L1 || type == "date"_L1 ? RowPart{4, 4} : RowPart{8, 8};
}

// In the order of the columns. Embeddings are left out where \p without says so; nothing where one's size is not known.
std::optional<std::vector<RowPart>> partsOf(const TableDesign &design, qint64 textBytes, std::size_t without)
{
    std::vector<RowPart> parts{design.key.kind == KeyColumn::Kind::Uuid ? RowPart{16, 1} : RowPart{8, 8}};
    if (hasPartitionColumn(design))
        parts.push_back(partitionPart(design.partitioning.columnType));
    for (std::size_t i = 0; i < design.texts.size(); ++i)
        parts.push_back(varying(textBytes));
    for (std::size_t i = 0; i < design.embeddings.size(); ++i) {
        if (i == without)
            continue;
        const auto part = rowPart(design.embeddings[i].type, design.embeddings[i].storage);
        if (!part)
            return std::nullopt;
        parts.push_back(*part);
    }
    if (design.metadata.wanted)
        parts.push_back(varying(60)); // a few short keys
    if (design.timestamps.wanted)
        parts.insert(parts.end(), 2, RowPart{8, 8});
    if (design.fullText.wanted)
        parts.push_back(varying(qint64(design.texts.size()) * textBytes * 3 / 4)); // English prose: lexemes and their places
    return parts;
}

constexpr std::size_t nothing = std::size_t(-1);

QString partitionName(const TableDesign &design, const TablePartition &partition, std::size_t number)
{
    if (!partition.name.isEmpty())
        return partition.name;
    QString what = partition.values.isEmpty() ? partition.from : partition.values.front();
    if (what.isEmpty())
        what = u"p%1"_s.arg(number);
    return madeName(design.name, what, {});
}

} // namespace

QStringList partitionTypes()
{
    return {u"text"_s, u"bigint"_s, u"integer"_s, u"uuid"_s, u"date"_s, u"timestamptz"_s, u"boolean"_s};
}

bool hasErrors(const std::vector<DesignProblem> &problems)
{
    return std::ranges::any_of(problems, [](const DesignProblem &problem) { return !problem.warning; });
}

bool hasPartitionColumn(const TableDesign &design)
{
    const QString &column = design.partitioning.column;
    if (design.partitioning.kind == Partition::None || column == design.key.name)
        return false;
    if (design.timestamps.wanted && column == design.timestamps.created)
        return false;
    return std::ranges::none_of(design.texts, [&](const TextColumn &text) { return text.name == column; });
}

QStringList primaryKey(const TableDesign &design)
{
    QStringList columns{design.key.name};
    if (design.partitioning.kind != Partition::None && design.partitioning.column != design.key.name)
        columns << design.partitioning.column;
    return columns;
}

QStringList partitionNames(const TableDesign &design)
{
    QStringList names;
    const TablePartitioning &by = design.partitioning;
    if (by.kind == Partition::None)
        return names;
    if (by.kind == Partition::Hash) {
        for (int i = 0; i < std::min(by.hashPartitions, maxHashPartitions); ++i)
            names << madeName(design.name, {}, u"p%1"_s.arg(i));
        return names;
    }
    for (std::size_t i = 0; i < by.partitions.size(); ++i)
        names << partitionName(design, by.partitions[i], i);
    if (by.defaultPartition)
        names << madeName(design.name, {}, u"default"_s);
    return names;
}

double unitTolerance(VectorKind kind)
{
    return kind == VectorKind::Halfvec ? 0.01 : 0.001;
}

std::vector<ColumnFacts> factsOf(const TableDesign &design, qint64 textBytes)
{
    std::vector<ColumnFacts> facts;
    for (std::size_t i = 0; i < design.embeddings.size(); ++i) {
        const EmbeddingColumn &column = design.embeddings[i];
        const auto others = partsOf(design, textBytes, i);
        facts.push_back(columnFacts(column.type, column.storage, others.value_or(std::vector<RowPart>())));
    }
    return facts;
}

std::optional<RowForecast> rowForecast(const TableDesign &design, qint64 textBytes)
{
    const auto parts = partsOf(design, textBytes, nothing);
    return parts ? std::optional(forecastRow(*parts)) : std::nullopt;
}

} // namespace quiver::schema
