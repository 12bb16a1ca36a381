// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/planjson.h"

#include <QJsonArray>

#include <array>
#include <utility>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

// Words, not numbers: an enumeration may grow in its middle.
template<typename Enum>
using Words = std::initializer_list<std::pair<Enum, QLatin1StringView>>;

constexpr std::initializer_list<std::pair<SourceFormat, QLatin1StringView>> formats{
    {SourceFormat::Csv, "csv"_L1},     {SourceFormat::Tsv, "tsv"_L1},     {SourceFormat::JsonLines, "jsonl"_L1},
    {SourceFormat::Npy, "npy"_L1},     {SourceFormat::Fvecs, "fvecs"_L1}, {SourceFormat::Bvecs, "bvecs"_L1},
    {SourceFormat::Ivecs, "ivecs"_L1}, {SourceFormat::Hdf5, "hdf5"_L1}};
constexpr std::initializer_list<std::pair<ColumnMapping::From, QLatin1StringView>> origins{
    {ColumnMapping::From::Field, "field"_L1},
    {ColumnMapping::From::RowNumber, "row number"_L1},
    {ColumnMapping::From::Constant, "constant"_L1},
    {ColumnMapping::From::Null, "null"_L1}};
constexpr std::initializer_list<std::pair<OnDuplicate, QLatin1StringView>> duplicates{
    {OnDuplicate::Stop, "stop"_L1}, {OnDuplicate::Skip, "skip"_L1}, {OnDuplicate::Update, "update"_L1}};
constexpr std::initializer_list<std::pair<bool LoadPlan::*, QLatin1StringView>> switches{
    {&LoadPlan::create, "create"_L1},         {&LoadPlan::oneTransaction, "oneTransaction"_L1},
    {&LoadPlan::indexAfterwards, "indexAfterwards"_L1}, {&LoadPlan::unlogged, "unlogged"_L1},
    {&LoadPlan::asyncCommit, "asyncCommit"_L1}, {&LoadPlan::analyze, "analyze"_L1},
    {&LoadPlan::moveSequences, "moveSequences"_L1}};

template<typename Enum>
QString wordOf(const Words<Enum> &words, Enum value)
{
    for (const auto &[each, word] : words) {
        if (each == value)
            return word;
    }
    return {};
}

template<typename Enum>
Enum valueOf(const Words<Enum> &words, const QJsonValue &word, Enum otherwise)
{
    for (const auto &[each, text] : words) {
        if (word.toString() == text)
            return each;
    }
    return otherwise;
}

QJsonObject sourceToJson(const SourceOptions &source)
{
    QJsonObject object{{u"format"_s, wordOf(formats, source.format)}, {u"separator"_s, QString(source.separator)},
                       {u"quote"_s, QString(source.quote)},           {u"null"_s, source.nullText},
                       {u"dataset"_s, source.dataset},                {u"beside"_s, source.besideFile},
                       {u"copyText"_s, source.copyText},              {u"skipped"_s, QJsonArray::fromStringList(source.skipped)}};
    if (source.header)
        object[u"header"_s] = *source.header;
    return object;
}

SourceOptions sourceFromJson(const QJsonObject &object)
{
    SourceOptions source;
    const auto character = [&object](const QString &key, QChar otherwise) {
        const QString text = object[key].toString();
        return text.isEmpty() ? otherwise : text.front();
    };
    source.format = valueOf(formats, object[u"format"_s], source.format);
    source.separator = character(u"separator"_s, source.separator);
    source.quote = character(u"quote"_s, source.quote);
    if (object[u"header"_s].isBool())
        source.header = object[u"header"_s].toBool();
    source.nullText = object[u"null"_s].toString();
    source.dataset = object[u"dataset"_s].toString();
    source.besideFile = object[u"beside"_s].toString();
    source.copyText = object[u"copyText"_s].toBool();
    for (const QJsonValue &key : object[u"skipped"_s].toArray())
        source.skipped << key.toString();
    return source;
}

QJsonArray columnsToJson(const std::vector<ColumnMapping> &columns)
{
    QJsonArray array;
    for (const ColumnMapping &mapping : columns) {
        array.append(QJsonObject{{u"column"_s, mapping.column},
                                 {u"from"_s, wordOf(origins, mapping.from)},
                                 {u"source"_s, mapping.source},
                                 {u"byServer"_s, mapping.conversion == ColumnMapping::Conversion::ByServer},
                                 {u"normalise"_s, mapping.normalise}});
    }
    return array;
}

std::vector<ColumnMapping> columnsFromJson(const QJsonArray &array)
{
    std::vector<ColumnMapping> columns;
    for (const QJsonValue &value : array) {
        ColumnMapping mapping;
        mapping.column = value[u"column"_s].toString();
        mapping.from = valueOf(origins, value[u"from"_s], mapping.from);
        mapping.source = value[u"source"_s].toString();
        mapping.conversion = value[u"byServer"_s].toBool() ? ColumnMapping::Conversion::ByServer : ColumnMapping::Conversion::Here;
        mapping.normalise = value[u"normalise"_s].toBool();
        columns.push_back(std::move(mapping));
    }
    return columns;
}

QJsonArray newColumnsToJson(const std::vector<NewColumn> &columns)
{
    QJsonArray array;
    for (const NewColumn &column : columns) {
        array.append(QJsonObject{{u"name"_s, column.name},
                                 {u"type"_s, column.type},
                                 {u"notNull"_s, column.notNull},
                                 {u"isKey"_s, column.isKey},
                                 {u"isIdentity"_s, column.isIdentity}});
    }
    return array;
}

std::vector<NewColumn> newColumnsFromJson(const QJsonArray &array)
{
    std::vector<NewColumn> columns;
    for (const QJsonValue &value : array)
        columns.push_back({value[u"name"_s].toString(), value[u"type"_s].toString(), value[u"notNull"_s].toBool(),
                           value[u"isKey"_s].toBool(), value[u"isIdentity"_s].toBool()});
    return columns;
}

} // namespace

QJsonObject planToJson(const LoadPlan &plan)
{
    QJsonObject object{{u"file"_s, plan.file},
                       {u"source"_s, sourceToJson(plan.source)},
                       {u"schema"_s, plan.schema},
                       {u"table"_s, plan.table},
                       {u"newColumns"_s, newColumnsToJson(plan.newColumns)},
                       {u"columns"_s, columnsToJson(plan.columns)},
                       {u"keepZeroVectors"_s, plan.zeroVectors == ZeroVectors::Keep},
                       {u"onDuplicate"_s, wordOf(duplicates, plan.onDuplicate)},
                       {u"keyColumns"_s, QJsonArray::fromStringList(plan.keyColumns)},
                       {u"rejectBadRows"_s, plan.onBadRow == OnBadRow::Reject},
                       {u"rejectFile"_s, plan.rejectFile},
                       {u"batchRows"_s, plan.batchRows},
                       {u"batchBytes"_s, plan.batchBytes}};
    for (const auto &[member, key] : switches)
        object[key] = plan.*member;
    return object;
}

std::optional<LoadPlan> planFromJson(const QJsonObject &object)
{
    if (!object[u"file"_s].isString() || !object[u"table"_s].isString() || !object[u"source"_s].isObject())
        return std::nullopt;
    LoadPlan plan;
    plan.file = object[u"file"_s].toString();
    plan.source = sourceFromJson(object[u"source"_s].toObject());
    plan.schema = object[u"schema"_s].toString();
    plan.table = object[u"table"_s].toString();
    plan.newColumns = newColumnsFromJson(object[u"newColumns"_s].toArray());
    plan.columns = columnsFromJson(object[u"columns"_s].toArray());
    plan.zeroVectors = object[u"keepZeroVectors"_s].toBool() ? ZeroVectors::Keep : ZeroVectors::Bad;
    plan.onDuplicate = valueOf(duplicates, object[u"onDuplicate"_s], plan.onDuplicate);
    for (const QJsonValue &key : object[u"keyColumns"_s].toArray())
        plan.keyColumns << key.toString();
    plan.onBadRow = object[u"rejectBadRows"_s].toBool() ? OnBadRow::Reject : OnBadRow::Stop;
    plan.rejectFile = object[u"rejectFile"_s].toString();
    plan.batchRows = object[u"batchRows"_s].toInteger(plan.batchRows);
    plan.batchBytes = object[u"batchBytes"_s].toInteger(plan.batchBytes);
    for (const auto &[member, key] : switches)
        plan.*member = object[key].toBool(plan.*member);
    return plan;
}

} // namespace quiver::load
