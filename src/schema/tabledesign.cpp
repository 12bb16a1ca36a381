// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/tabledesign.h"

#include "sql/names.h"

#include <algorithm>

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

using Partition = TablePartitioning::Kind;

catalog::RowPart varying(qint64 bytes)
{
    return {4 + bytes, 4, true, catalog::ColumnStorage::Extended};
}

catalog::RowPart partitionPart(const QString &type)
{
    if (type == "text"_L1)
        return varying(12);
    if (type == "uuid"_L1)
        return {16, 1};
    if (type == "boolean"_L1)
        return {1, 1};
    return type == "integer"_L1 || type == "date"_L1 ? catalog::RowPart{4, 4} : catalog::RowPart{8, 8};
}

// In the order of the columns. Embeddings are left out where \p without says so; nothing where one's size is not known.
std::optional<std::vector<catalog::RowPart>> partsOf(const TableDesign &design, qint64 textBytes, std::size_t without)
{
    std::vector<catalog::RowPart> parts{design.key.kind == KeyColumn::Kind::Uuid ? catalog::RowPart{16, 1} : catalog::RowPart{8, 8}};
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
        parts.insert(parts.end(), 2, catalog::RowPart{8, 8});
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
    return sql::madeName(design.name, what, {});
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
            names << sql::madeName(design.name, {}, u"p%1"_s.arg(i));
        return names;
    }
    for (std::size_t i = 0; i < by.partitions.size(); ++i)
        names << partitionName(design, by.partitions[i], i);
    if (by.defaultPartition)
        names << sql::madeName(design.name, {}, u"default"_s);
    return names;
}

std::vector<ColumnFacts> factsOf(const TableDesign &design, qint64 textBytes)
{
    std::vector<ColumnFacts> facts;
    for (std::size_t i = 0; i < design.embeddings.size(); ++i) {
        const EmbeddingColumn &column = design.embeddings[i];
        const auto others = partsOf(design, textBytes, i);
        facts.push_back(columnFacts(column.type, column.storage, others.value_or(std::vector<catalog::RowPart>())));
    }
    return facts;
}

std::optional<catalog::RowForecast> rowForecast(const TableDesign &design, qint64 textBytes)
{
    const auto parts = partsOf(design, textBytes, nothing);
    return parts ? std::optional(catalog::forecastRow(*parts)) : std::nullopt;
}

} // namespace quiver::schema
