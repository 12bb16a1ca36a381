// SPDX-License-Identifier: GPL-3.0-or-later
// A search as JSON and back: what a saved search is kept as.
#include "search/vectorquery.h"

#include "search/distances.h"

#include <QJsonArray>

#include <utility>

namespace quiver::search {

using namespace Qt::StringLiterals;

namespace {

template<typename Enum, std::size_t count>
QString wordOf(const std::pair<Enum, QLatin1StringView> (&words)[count], Enum value)
{
    for (const auto &[each, word] : words) {
        if (each == value)
            return word;
    }
    return {};
}

template<typename Enum, std::size_t count>
Enum valueOf(const std::pair<Enum, QLatin1StringView> (&words)[count], const QJsonValue &word, Enum otherwise)
{
    for (const auto &[each, text] : words) {
        if (word.toString() == text)
            return each;
    }
    return otherwise;
}

constexpr std::pair<QuerySource::Kind, QLatin1StringView> sourceWords[] = {
    {QuerySource::Kind::Text, "text"_L1}, {QuerySource::Kind::Vector, "vector"_L1}, {QuerySource::Kind::File, "file"_L1},
    {QuerySource::Kind::Row, "row"_L1}, {QuerySource::Kind::Mean, "mean"_L1}};
constexpr std::pair<Filter::Test, QLatin1StringView> testWords[] = {
    {Filter::Test::Equal, "="_L1}, {Filter::Test::NotEqual, "<>"_L1}, {Filter::Test::Less, "<"_L1}, {Filter::Test::LessOrEqual, "<="_L1},
    {Filter::Test::Greater, ">"_L1}, {Filter::Test::GreaterOrEqual, ">="_L1}, {Filter::Test::OneOf, "in"_L1}, {Filter::Test::Like, "like"_L1},
    {Filter::Test::Contains, "contains"_L1}, {Filter::Test::IsNull, "is null"_L1}, {Filter::Test::IsNotNull, "is not null"_L1}};
constexpr std::pair<TextLeg::Parser, QLatin1StringView> parserWords[] = {{TextLeg::Parser::Plain, "plain"_L1}, {TextLeg::Parser::WebSearch, "websearch"_L1}};
constexpr std::pair<TextLeg::Fusion, QLatin1StringView> fusionWords[] = {{TextLeg::Fusion::ReciprocalRanks, "rrf"_L1}, {TextLeg::Fusion::Weights, "weights"_L1}};
constexpr std::pair<FirstStage::Kind, QLatin1StringView> stageWords[] = {
    {FirstStage::Kind::BinaryQuantize, "binary"_L1}, {FirstStage::Kind::Halfvec, "halfvec"_L1}, {FirstStage::Kind::Subvector, "subvector"_L1},
    {FirstStage::Kind::OtherColumn, "column"_L1}};

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue &each : value.toArray())
        list << each.toString();
    return list;
}

QJsonObject jsonOf(const QuerySource &source)
{
    QJsonArray keys;
    for (const QStringList &key : source.keys)
        keys.append(QJsonArray::fromStringList(key));
    return {{u"kind"_s, wordOf(sourceWords, source.kind)}, {u"text"_s, source.text}, {u"file_row"_s, source.fileRow}, {u"file_field"_s, source.fileField}, {u"keys"_s, keys}};
}

QuerySource sourceOf(const QJsonObject &json)
{
    QuerySource source;
    source.kind = valueOf(sourceWords, json[u"kind"_s], source.kind);
    source.text = json[u"text"_s].toString();
    source.fileRow = json[u"file_row"_s].toInteger();
    source.fileField = json[u"file_field"_s].toString();
    for (const QJsonValue &key : json[u"keys"_s].toArray())
        source.keys.push_back(texts(key));
    return source;
}

QJsonObject jsonOf(const Filter &filter)
{
    return {{u"column"_s, filter.column}, {u"path"_s, QJsonArray::fromStringList(filter.path)}, {u"test"_s, wordOf(testWords, filter.test)},
            {u"values"_s, QJsonArray::fromStringList(filter.values)}, {u"type"_s, filter.type}};
}

Filter filterOf(const QJsonObject &json)
{
    return {json[u"column"_s].toString(), texts(json[u"path"_s]), valueOf(testWords, json[u"test"_s], Filter::Test::Equal), texts(json[u"values"_s]),
            json[u"type"_s].toString()};
}

QJsonObject jsonOf(const TextLeg &leg)
{
    return {{u"words"_s, leg.words}, {u"column"_s, leg.column}, {u"language"_s, leg.language}, {u"parser"_s, wordOf(parserWords, leg.parser)},
            {u"fusion"_s, wordOf(fusionWords, leg.fusion)}, {u"rank_constant"_s, leg.rankConstant}, {u"vector_limit"_s, leg.vectorLimit},
            {u"text_limit"_s, leg.textLimit}, {u"vector_weight"_s, leg.vectorWeight}, {u"text_weight"_s, leg.textWeight}};
}

TextLeg legOf(const QJsonObject &json)
{
    TextLeg leg;
    leg.words = json[u"words"_s].toString();
    leg.column = json[u"column"_s].toString();
    leg.language = json[u"language"_s].toString(leg.language);
    leg.parser = valueOf(parserWords, json[u"parser"_s], leg.parser);
    leg.fusion = valueOf(fusionWords, json[u"fusion"_s], leg.fusion);
    leg.rankConstant = json[u"rank_constant"_s].toInt(leg.rankConstant);
    leg.vectorLimit = json[u"vector_limit"_s].toInt(leg.vectorLimit);
    leg.textLimit = json[u"text_limit"_s].toInt(leg.textLimit);
    leg.vectorWeight = json[u"vector_weight"_s].toDouble(leg.vectorWeight);
    leg.textWeight = json[u"text_weight"_s].toDouble(leg.textWeight);
    return leg;
}

QJsonObject jsonOf(const FirstStage &stage)
{
    return {{u"kind"_s, wordOf(stageWords, stage.kind)}, {u"dimensions"_s, stage.dimensions}, {u"column"_s, stage.column}, {u"vector"_s, stage.vector},
            {u"over_fetch"_s, stage.overFetch}};
}

FirstStage stageOf(const QJsonObject &json)
{
    FirstStage stage;
    stage.kind = valueOf(stageWords, json[u"kind"_s], stage.kind);
    stage.dimensions = json[u"dimensions"_s].toInt(stage.dimensions);
    stage.column = json[u"column"_s].toString();
    stage.vector = json[u"vector"_s].toString();
    stage.overFetch = json[u"over_fetch"_s].toInt(stage.overFetch);
    return stage;
}

} // namespace

QJsonObject toJson(const VectorQuery &query)
{
    QJsonArray filters;
    for (const Filter &filter : query.filters)
        filters.append(jsonOf(filter));
    QJsonObject settings;
    for (const auto &[name, value] : query.settings)
        settings.insert(name, value);
    QJsonObject json{{u"schema"_s, query.schema}, {u"table"_s, query.table}, {u"column"_s, query.column}, {u"operator"_s, distanceWords(query.metric).symbol},
                     {u"source"_s, jsonOf(query.source)}, {u"k"_s, query.k}, {u"filters"_s, filters}, {u"condition"_s, query.condition},
                     {u"output"_s, QJsonArray::fromStringList(query.outputColumns)}, {u"settings"_s, settings}, {u"leave_out_source"_s, query.leaveOutSource},
                     {u"exact"_s, query.exact}};
    if (query.threshold)
        json.insert(u"threshold"_s, *query.threshold);
    if (query.textLeg)
        json.insert(u"hybrid"_s, jsonOf(*query.textLeg));
    if (query.firstStage)
        json.insert(u"two_stage"_s, jsonOf(*query.firstStage));
    if (query.grouping)
        json.insert(u"group_by"_s, QJsonObject{{u"column"_s, query.grouping->column}, {u"over_fetch"_s, query.grouping->overFetch}});
    if (query.diversity)
        json.insert(u"mmr"_s, QJsonObject{{u"lambda"_s, query.diversity->lambda}, {u"over_fetch"_s, query.diversity->overFetch}});
    return json;
}

std::optional<VectorQuery> fromJson(const QJsonObject &json)
{
    const auto metric = metricOf(json[u"operator"_s].toString());
    if (!metric || !json[u"table"_s].isString() || !json[u"column"_s].isString())
        return std::nullopt;
    VectorQuery query;
    query.schema = json[u"schema"_s].toString();
    query.table = json[u"table"_s].toString();
    query.column = json[u"column"_s].toString();
    query.metric = *metric;
    query.source = sourceOf(json[u"source"_s].toObject());
    query.k = json[u"k"_s].toInt(query.k);
    for (const QJsonValue &filter : json[u"filters"_s].toArray())
        query.filters.push_back(filterOf(filter.toObject()));
    query.condition = json[u"condition"_s].toString();
    query.outputColumns = texts(json[u"output"_s]);
    const QJsonObject settings = json[u"settings"_s].toObject();
    for (auto it = settings.begin(); it != settings.end(); ++it)
        query.settings[it.key()] = it.value().toString();
    query.leaveOutSource = json[u"leave_out_source"_s].toBool();
    query.exact = json[u"exact"_s].toBool();
    if (json.contains(u"threshold"_s))
        query.threshold = json[u"threshold"_s].toDouble();
    if (json.contains(u"hybrid"_s))
        query.textLeg = legOf(json[u"hybrid"_s].toObject());
    if (json.contains(u"two_stage"_s))
        query.firstStage = stageOf(json[u"two_stage"_s].toObject());
    if (const QJsonObject group = json[u"group_by"_s].toObject(); !group.isEmpty())
        query.grouping = Grouping{group[u"column"_s].toString(), group[u"over_fetch"_s].toInt(Grouping{}.overFetch)};
    if (const QJsonObject mmr = json[u"mmr"_s].toObject(); !mmr.isEmpty())
        query.diversity = Diversity{mmr[u"lambda"_s].toDouble(Diversity{}.lambda), mmr[u"over_fetch"_s].toInt(Diversity{}.overFetch)};
    return query;
}

} // namespace quiver::search
